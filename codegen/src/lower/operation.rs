//! Operations and their paths.

use std::collections::BTreeSet;

use super::body::lower_body;
use super::cx::Cx;
use super::faces::{Face, faces, is_query_parameter};
use super::groups::lower_group;
use super::parameter::lower_parameter;
use super::response::lower_responses;
use super::schema::trimmed;
use super::security::lower_requirements;
use crate::diagnostics::Code;
use crate::model::{
    Docs, Operation, Parameter, ParameterLocation, PathPiece, PathSegment, PathTemplate, Pointer,
    SecurityScheme,
};
use crate::normalise::{Resolved, ResolvedOperation};

pub(super) fn lower_operations(
    cx: &mut Cx<'_>,
    resolved: &Resolved,
    schemes: &[SecurityScheme],
) -> Vec<Operation> {
    let mut with_ids: Vec<(String, &ResolvedOperation)> = ids(&resolved.operations);
    with_ids.sort_by(|(left, _), (right, _)| left.cmp(right));
    let mut taken: BTreeSet<String> = with_ids.iter().map(|(id, _)| id.clone()).collect();
    let mut operations = Vec::new();
    for (id, source) in with_ids {
        for face in faces(cx, source, &id, &mut taken) {
            operations.push(lower_operation(cx, source, (&id, face), schemes));
        }
    }
    operations.sort_by(|left, right| left.id.cmp(&right.id));
    operations
}

/// Lowers one face of an operation. What both faces share is called after the operation.
fn lower_operation(
    cx: &mut Cx<'_>,
    source: &ResolvedOperation,
    (id, face): (&str, Face),
    schemes: &[SecurityScheme],
) -> Operation {
    let flag = face.flag.as_ref();
    let is_flag = |parameter: &openapiv3::Parameter| {
        flag.is_some_and(|flag| is_query_parameter(parameter, &flag.name))
    };
    let path = lower_path(cx, source);
    let parameters = source.parameters.iter().filter(|parameter| !is_flag(&parameter.value));
    let mut parameters: Vec<Parameter> =
        parameters.filter_map(|parameter| lower_parameter(cx, parameter, id)).collect();
    parameters.retain(|parameter| {
        let is_fixed =
            parameter.location == ParameterLocation::Query && path.fixes(&parameter.name);
        if is_fixed {
            let message = format!("the path fixes `{}`; the parameter is ignored", parameter.name);
            cx.warning(Code::Ignored, &parameter.origin, message);
        }
        !is_fixed
    });
    let body = source.body.as_ref().map(|body| lower_body(cx, body, id));
    let responses = lower_responses(cx, source, id, &face);
    Operation {
        origin: source.at.clone(),
        docs: Docs {
            summary: trimmed(source.summary.as_deref()),
            description: trimmed(source.description.as_deref()),
            deprecated: source.deprecated,
        },
        tags: source.tags.clone(),
        method: source.method,
        path,
        exactly_one_of: lower_group(cx, source, &parameters, flag),
        parameters,
        body,
        responses,
        security: lower_requirements(source, schemes),
        security_origin: source.security.as_ref().map(|demands| demands.at.clone()),
        long_poll: face.long_poll,
        flag: face.flag,
        id: face.id,
    }
}

/// Every operation with its id; where the document gives none, method and path make one:
/// `get-pets-by-petId`.
fn ids(operations: &[ResolvedOperation]) -> Vec<(String, &ResolvedOperation)> {
    let mut taken: BTreeSet<String> = operations.iter().filter_map(|o| o.id.clone()).collect();
    let mut nameless: Vec<&ResolvedOperation> = Vec::new();
    let mut found: Vec<(String, &ResolvedOperation)> = Vec::new();
    for operation in operations {
        match &operation.id {
            Some(id) => found.push((id.clone(), operation)),
            None => nameless.push(operation),
        }
    }
    nameless.sort_by(|left, right| (&left.path, left.method).cmp(&(&right.path, right.method)));
    for operation in nameless {
        let base = made_up_id(operation);
        let numbered = (2..).map(|number: u32| format!("{base}-{number}"));
        let id = std::iter::once(base.clone()).chain(numbered).find(|id| !taken.contains(id));
        let id = id.unwrap_or(base);
        taken.insert(id.clone());
        found.push((id, operation));
    }
    found
}

fn made_up_id(operation: &ResolvedOperation) -> String {
    let mut words = vec![operation.method.as_str().to_ascii_lowercase()];
    for segment in operation.path.split('/') {
        if segment.starts_with('{') {
            words.push("by".to_owned());
        }
        let parts = segment.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        words.extend(parts.map(str::to_owned));
    }
    words.join("-")
}

/// Cuts a path at the `?` outside of the names of parameters.
fn cut_query(path: &str) -> (&str, Option<&str>) {
    let mut is_name = false;
    let query = path.char_indices().find(|(_, c)| {
        is_name = *c == '{' || is_name && *c != '}';
        *c == '?' && !is_name
    });
    match query.and_then(|(at, _)| Some((path.get(..at)?, path.get(at + 1..)?))) {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    }
}

/// Cuts a path at the slashes. That braces are balanced was checked before.
fn lower_path(cx: &mut Cx<'_>, source: &ResolvedOperation) -> PathTemplate {
    let (text, query) = cut_query(&source.path);
    if query.is_some_and(|query| query.contains(['{', '}'])) {
        // `/paths/~1pets/get` stands in the path item, whose key is the path.
        let item = source.at.tokens().split_last().map_or(&[][..], |(_, item)| item);
        let at = Pointer::root().join_all(item.iter().map(String::as_str));
        let message = "only values can be parameters in the query of a path, not names";
        cx.unsupported(&at, message).at_key().help("write it as a parameter with `in: query`");
    }
    let segments: Vec<PathSegment> =
        text.strip_prefix('/').unwrap_or(text).split('/').map(lower_segment).collect();
    let query = query.filter(|query| !query.is_empty()).map(|query| encoded(query, b"/?"));
    let path = PathTemplate { text: String::new(), segments, query };
    PathTemplate { text: path.filled(|name| format!("{{{name}}}")), ..path }
}

fn lower_segment(segment: &str) -> PathSegment {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        if !before.is_empty() {
            pieces.push(PathPiece::Literal(encoded(before, b"")));
        }
        pieces.push(PathPiece::Parameter(name.to_owned()));
        rest = after;
    }
    match pieces.as_slice() {
        [] => PathSegment::Literal(encoded(segment, b"")),
        [PathPiece::Parameter(name)] if rest.is_empty() => PathSegment::Parameter(name.clone()),
        _ => {
            if !rest.is_empty() {
                pieces.push(PathPiece::Literal(encoded(rest, b"")));
            }
            PathSegment::Mixed(pieces)
        }
    }
}

/// A segment as it stands on the wire: what a URL cannot hold there is percent-encoded. A query may
/// have more in it.
fn encoded(segment: &str, more: &[u8]) -> String {
    let mut encoded = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        // `pchar` of RFC 3986; what is percent-encoded already stays as it is.
        let is_fine = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%".contains(&byte);
        if is_fine || more.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The words out of which the name of a type is made that is written in place inside a parameter,
/// a body or an answer: those of the component or the path item that it is shared through, else
/// those of the operation.
pub(super) fn place_words(at: &Pointer, operation_id: &str, place: &[&str]) -> Vec<String> {
    let place = place.iter().map(|word| (*word).to_owned());
    match at.tokens() {
        [components, kind, name, ..] if components == "components" => {
            let kind = match kind.as_str() {
                "requestBodies" => Some("body".to_owned()),
                "responses" => Some("response".to_owned()),
                _ => None,
            };
            std::iter::once(name.clone()).chain(kind).collect()
        }
        [paths, path, parameters, ..] if paths == "paths" && parameters == "parameters" => {
            std::iter::once(path.clone()).chain(place).collect()
        }
        _ => std::iter::once(operation_id.to_owned()).chain(place).collect(),
    }
}
