//! Operations with everything that they inherit or refer to.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Operation, PathItem, ReferenceOr, RequestBody, Response, Server, StatusCode};

use super::parameters::{self, Owner};
use super::resolve::follow;
use super::{
    Cx, Located, ResolvedHeader, ResolvedOperation, ResolvedResponse, extensions, path_query,
    security, server, templates,
};
use crate::diagnostics::Code;
use crate::model::{Method, Pointer, StatusKey};
use crate::read::{ReferenceKind, node};

/// All operations of the document.
pub(super) fn operations(cx: &mut Cx<'_>) -> Vec<ResolvedOperation> {
    templates::check(cx);
    let mut operations = Vec::new();
    let paths = Pointer::root().join("paths");
    for (path, item) in &cx.openapi().paths.paths {
        let Some(item) = cx.path_item(item, &paths.join(path)) else { continue };
        other_servers(cx, &item.value.servers, &item.at, path);
        for (method, operation) in methods(&item.value) {
            let at = item.at.join(method.as_str().to_ascii_lowercase());
            operations.push(operation_of(cx, path, &item, (method, operation, at)));
        }
    }
    make_distinct(cx, &mut operations);
    operations
}

fn methods(item: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    let methods = [
        (Method::Get, &item.get),
        (Method::Put, &item.put),
        (Method::Post, &item.post),
        (Method::Delete, &item.delete),
        (Method::Options, &item.options),
        (Method::Head, &item.head),
        (Method::Patch, &item.patch),
        (Method::Trace, &item.trace),
    ];
    methods.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn operation_of(
    cx: &mut Cx<'_>,
    path: &str,
    item: &Located<PathItem>,
    (method, operation, at): (Method, &Operation, Pointer),
) -> ResolvedOperation {
    other_servers(cx, &operation.servers, &at, &format!("{} {path}", method.as_str()));
    let inherited = (item.value.parameters.as_slice(), item.at.join("parameters"));
    let own = (operation.parameters.as_slice(), at.join("parameters"));
    let plain = plain_path(cx, path, &[&inherited, &own]);
    let (path, in_query) = path_query::cut(plain.as_deref().unwrap_or(path));
    let owner = Owner { path: &path, in_query: &in_query, at: &at };
    let parameters = parameters::parameters(cx, &owner, &inherited, &own);
    ResolvedOperation {
        method,
        path,
        // An empty one is as good as none.
        id: operation.operation_id.clone().filter(|id| !id.trim().is_empty()),
        summary: operation.summary.clone().or_else(|| item.value.summary.clone()),
        description: operation.description.clone().or_else(|| item.value.description.clone()),
        deprecated: operation.deprecated,
        tags: operation.tags.clone(),
        parameters,
        body: operation.request_body.as_ref().and_then(|body| body_of(cx, body, &at)),
        responses: responses(cx, operation, &at),
        extensions: extensions::extensions(cx, operation, &at),
        security: security::requirements(cx, operation, &at),
        at,
    }
}

/// The path in the notation of OpenAPI, if it is in another one.
fn plain_path(cx: &mut Cx<'_>, path: &str, lists: &[&parameters::List<'_>]) -> Option<String> {
    let declared = parameters::names_in_path(cx, lists);
    let declared: Vec<&str> = declared.iter().map(String::as_str).collect();
    let plain = templates::plain(path, &declared)?;
    let at = Pointer::root().join("paths").join(path);
    let message = format!("the path `{path}` is not in the notation of OpenAPI");
    if let Some(reported) = cx.warning_once(Code::PathParameterMismatch, &at, message) {
        reported
            .at_key()
            .help(format!("it is read as `{plain}`: write that; a value fills one segment"));
    }
    Some(plain)
}

/// A client has one server, so that nothing it sends goes where its user has not sent it.
fn other_servers(cx: &mut Cx<'_>, servers: &[Server], at: &Pointer, of: &str) {
    if servers.is_empty() {
        return;
    }
    let known = cx.servers.len();
    server::collect(cx, servers, at, Some(of));
    let message = if cx.servers.len() > known {
        "calls go to the server that the client is for; the client crate names these in `servers`, \
         for a client of their own"
    } else {
        "these servers have no effect; calls go to the server that the client is for"
    };
    cx.ignored(&at.join("servers"), message);
}

fn body_of(
    cx: &Cx<'_>,
    body: &ReferenceOr<RequestBody>,
    at: &Pointer,
) -> Option<Located<RequestBody>> {
    let section = &cx.components.request_bodies;
    follow(section, ReferenceKind::RequestBody, body, &at.join("requestBody"))
}

/// In the document's order, `default` last.
fn responses(cx: &mut Cx<'_>, operation: &Operation, at: &Pointer) -> Vec<ResolvedResponse> {
    let home = at.join("responses");
    let listed = &operation.responses;
    if listed.responses.is_empty() && listed.default.is_none() {
        let message = "the operation documents no response";
        cx.diags.warning(Code::NoResponse, &home, message).at_key().help("document at least one");
    }
    let mut found: Vec<ResolvedResponse> = Vec::new();
    let coded = listed.responses.iter().filter_map(|(status, response)| {
        let key = match status {
            StatusCode::Code(code) => StatusKey::Code(*code),
            StatusCode::Range(class) => StatusKey::Class(u8::try_from(*class).ok()?),
        };
        Some((key, response, status_at(cx, &home, status)))
    });
    let default = listed.default.iter().map(|r| (StatusKey::Default, r, home.join("default")));
    for (key, response, at) in coded.chain(default) {
        let section = &cx.components.responses;
        let Some(mut response) = follow(section, ReferenceKind::Response, response, &at) else {
            continue;
        };
        resolve_examples(cx, &mut response);
        let headers = headers(cx, &response);
        let Located { at, value } = response;
        found.push(ResolvedResponse { status: key, at, value, headers });
    }
    extensions::add_dropshot_answer(operation, at, &mut found);
    found
}

/// The headers of an answer, wherever they stand.
fn headers(cx: &Cx<'_>, response: &Located<Response>) -> Vec<ResolvedHeader> {
    let home = response.at.join("headers");
    let headers = response.value.headers.iter().filter_map(|(name, header)| {
        let section = &cx.components.headers;
        let Located { at, value } =
            follow(section, ReferenceKind::Header, header, &home.join(name))?;
        let explode = node(&cx.document.value, &at.join("explode"));
        let explode = explode.and_then(serde_json::Value::as_bool).unwrap_or_default();
        Some(ResolvedHeader { name: name.clone(), at, value, explode })
    });
    headers.collect()
}

/// Puts the examples in place that stand among the components.
fn resolve_examples(cx: &Cx<'_>, response: &mut Located<Response>) {
    let Located { at, value } = response;
    for (name, media) in &mut value.content {
        let home = at.join("content").join(name).join("examples");
        for (name, example) in &mut media.examples {
            let section = &cx.components.examples;
            let found = follow(section, ReferenceKind::Example, example, &home.join(name));
            if let Some(found) = found {
                *example = ReferenceOr::Item(found.value);
            }
        }
    }
}

/// openapiv3 does not tell `2xx` from `2XX`.
fn status_at(cx: &Cx<'_>, home: &Pointer, status: &StatusCode) -> Pointer {
    let at = home.join(status);
    if node(&cx.document.value, &at).is_some() {
        return at;
    }
    home.join(status.to_string().to_ascii_lowercase())
}

/// Ids become names of methods: those that stand twice get a number.
fn make_distinct(cx: &mut Cx<'_>, operations: &mut [ResolvedOperation]) {
    let ids = operations.iter().filter_map(|operation| operation.id.clone());
    let mut taken: BTreeSet<String> = ids.collect();
    let mut first: BTreeMap<String, (Pointer, String)> = BTreeMap::new();
    for operation in operations {
        let Some(id) = operation.id.clone() else { continue };
        let at = operation.at.join("operationId");
        let Some((other, name)) = first.get(&id) else {
            let name = format!("{} {}", operation.method.as_str(), operation.path);
            first.insert(id, (at, name));
            continue;
        };
        let numbered = (2..).map(|number: u32| format!("{id}-{number}"));
        let distinct = numbered.into_iter().find(|id| !taken.contains(id)).unwrap_or_default();
        let message = format!("the operationId `{id}` is that of `{name}` already");
        cx.diags
            .warning(Code::DuplicateOperationId, &at, message)
            .help(format!("give each operation an id of its own; this one is called `{distinct}`"))
            .note(other, "the first one");
        taken.insert(distinct.clone());
        operation.id = Some(distinct);
    }
}
