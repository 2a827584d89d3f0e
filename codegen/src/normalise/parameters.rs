//! Parameters of an operation: resolved, inherited, compared with the path.

use indexmap::IndexMap;
use openapiv3::{
    Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, ReferenceOr, Schema, SchemaData,
    SchemaKind, StringType, Type,
};

use super::path_query::{self, Pair, Value};
use super::resolve::follow;
use super::{Cx, Located, templates};
use crate::diagnostics::Code;
use crate::model::Pointer;
use crate::read::ReferenceKind;

/// A parameter and the entry of the list that brought it in.
struct Listed {
    entry: Pointer,
    found: Located<Parameter>,
}

/// A list of parameters and where it stands.
pub(super) type List<'a> = (&'a [ReferenceOr<Parameter>], Pointer);

/// The operation that is being worked on.
pub(super) struct Owner<'a> {
    /// Its path, without what is in `in_query`.
    pub(super) path: &'a str,
    /// The parameters in the query of its path.
    pub(super) in_query: &'a [Pair<'a>],
    /// Where it stands.
    pub(super) at: &'a Pointer,
}

/// The parameters of the path item that the operation does not override, then its own.
pub(super) fn parameters(
    cx: &mut Cx<'_>,
    owner: &Owner<'_>,
    inherited: &List<'_>,
    own: &List<'_>,
) -> Vec<Located<Parameter>> {
    let count = inherited.0.len() + own.0.len();
    let own = resolve(cx, own);
    let mut all = resolve(cx, inherited);
    // What a broken reference stood for is not known, so nothing can be said to be missing.
    let complete = all.len() + own.len() == count;
    let own = without_duplicates(cx, own);
    all = without_duplicates(cx, all);
    all.retain(|listed| !own.iter().any(|other| key(other) == key(listed)));
    all.extend(own);
    all.retain(|listed| !is_ignored_header(cx, listed));
    match_query(cx, owner, &mut all, complete);
    match_path(cx, owner, &mut all, complete);
    all.into_iter().map(|listed| listed.found).collect()
}

fn resolve(cx: &Cx<'_>, (list, at): &List<'_>) -> Vec<Listed> {
    let section = &cx.components.parameters;
    let found = list.iter().enumerate().filter_map(|(index, node)| {
        let entry = at.join(index);
        let found = follow(section, ReferenceKind::Parameter, node, &entry)?;
        Some(Listed { entry, found })
    });
    found.collect()
}

/// Names of the path's parameters in lists.
pub(super) fn names_in_path(cx: &Cx<'_>, lists: &[&List<'_>]) -> Vec<String> {
    let listed = lists.iter().flat_map(|list| resolve(cx, list));
    let in_path = listed.filter(|listed| matches!(listed.found.value, Parameter::Path { .. }));
    in_path.map(|listed| listed.found.value.parameter_data_ref().name.clone()).collect()
}

/// Location and name; names of headers do not depend on case.
fn key(listed: &Listed) -> (&'static str, String) {
    let name = &listed.found.value.parameter_data_ref().name;
    match &listed.found.value {
        Parameter::Path { .. } => ("path", name.clone()),
        Parameter::Query { .. } => ("query", name.clone()),
        Parameter::Header { .. } => ("header", name.to_ascii_lowercase()),
        Parameter::Cookie { .. } => ("cookie", name.clone()),
    }
}

fn without_duplicates(cx: &mut Cx<'_>, list: Vec<Listed>) -> Vec<Listed> {
    let mut kept: Vec<Listed> = Vec::with_capacity(list.len());
    for listed in list {
        let (location, name) = key(&listed);
        let Some(first) = kept.iter().find(|other| key(other) == (location, name.clone())) else {
            kept.push(listed);
            continue;
        };
        let name = &listed.found.value.parameter_data_ref().name;
        let message = format!(
            "the {location} parameter `{name}` stands here for the second time and is ignored"
        );
        if let Some(reported) = cx.warning_once(Code::DuplicateParameter, &listed.entry, message) {
            reported.help("remove one of the two").note(&first.entry, "the first one");
        }
    }
    kept
}

/// OpenAPI takes these headers from elsewhere: media types and security schemes.
fn is_ignored_header(cx: &mut Cx<'_>, listed: &Listed) -> bool {
    let (location, name) = key(listed);
    let ignored = location == "header"
        && matches!(name.as_str(), "accept" | "content-type" | "authorization");
    if ignored {
        let message = format!("OpenAPI ignores parameters for the header `{name}`");
        cx.ignored(&listed.entry, message);
    }
    ignored
}

/// Makes every parameter in the query of the path one of the query.
fn match_query(cx: &mut Cx<'_>, owner: &Owner<'_>, all: &mut Vec<Listed>, complete: bool) {
    for pair in owner.in_query {
        let is_it = |listed: &Listed| path_query::moved(&listed.found.value, *pair).is_some();
        if let Value::Partly(text) = pair.value {
            say_whole(cx, owner, pair.name, text);
            all.retain(|listed| !is_part(&listed.found.value, *pair));
        }
        let mut found = all.iter().position(is_it);
        if found.is_none() && complete {
            all.push(match pair.value {
                Value::Whole(name) => unknown(cx, owner, name),
                Value::Partly(_) => whole(owner, *pair),
            });
            found = Some(all.len() - 1);
        }
        let Some(found) = found else { continue };
        let mut listed = all.remove(found);
        // It may be said twice, in both ways.
        all.retain(|other| !is_it(other));
        if let Some(value) = path_query::moved(&listed.found.value, *pair) {
            listed.found.value = value;
        }
        all.insert(found.min(all.len()), listed);
    }
}

/// Parts of a value have no place of their own in a query: callers write it as a whole.
fn say_whole(cx: &mut Cx<'_>, owner: &Owner<'_>, name: &str, text: &str) {
    let message = format!("the query of the path says a part of `{name}`: callers write all of it");
    cx.diags
        .warning(Code::PathParameterMismatch, owner.at, message)
        .at_key()
        .help(format!("their values are of the form `{text}`, which servers check"));
}

fn is_part(parameter: &Parameter, pair: Pair<'_>) -> bool {
    let name = &parameter.parameter_data_ref().name;
    let is_there = matches!(parameter, Parameter::Path { .. } | Parameter::Query { .. });
    is_there && name != pair.name && pair.value.holds(name)
}

/// A parameter whose value must be like that in the path.
fn whole(owner: &Owner<'_>, pair: Pair<'_>) -> Listed {
    let at = owner.at.join("parameters").join(pair.name);
    let value = any_text(pair.name, pair.value.pattern());
    let value = path_query::moved(&value, Pair { value: Value::Whole(pair.name), ..pair });
    let value = value.unwrap_or_else(|| any_text(pair.name, None));
    Listed { entry: at.clone(), found: Located { at, value } }
}

/// A parameter of which only the name in the path is known.
fn unknown(cx: &mut Cx<'_>, owner: &Owner<'_>, name: &str) -> Listed {
    let path = owner.path;
    let message = format!("`{{{name}}}` in the path `{path}` has no parameter; it is any text");
    cx.diags
        .warning(Code::PathParameterMismatch, owner.at, message)
        .at_key()
        .help(format!("add a parameter `{name}` with `in: path` and `required: true`"));
    let at = owner.at.join("parameters").join(name);
    let found = Located { at: at.clone(), value: any_text(name, None) };
    Listed { entry: at, found }
}

/// Makes every name in braces have its parameter, and the other way round.
fn match_path(cx: &mut Cx<'_>, owner: &Owner<'_>, all: &mut Vec<Listed>, complete: bool) {
    let path = owner.path;
    let Ok(names) = templates::names(path) else { return };
    all.retain(|listed| {
        let Parameter::Path { parameter_data: data, .. } = &listed.found.value else { return true };
        let name = &data.name;
        let known = names.contains(&name.as_str());
        if !known {
            let message =
                format!("the path `{path}` has no `{{{name}}}`, so the parameter is ignored");
            if let Some(reported) =
                cx.warning_once(Code::PathParameterMismatch, &listed.entry, message)
            {
                reported.help("add it to the path, or remove the parameter");
            }
        } else if !data.required {
            let message = format!("the path parameter `{name}` is not required, but it always is");
            let at = &listed.found.at;
            if let Some(reported) = cx.warning_once(Code::PathParameterMismatch, at, message) {
                reported.help("add `required: true`; a path cannot leave a part out");
            }
        }
        known
    });
    for name in names.iter().filter(|_| complete) {
        let is_it = |listed: &Listed| key(listed) == ("path", (*name).to_owned());
        if all.iter().any(is_it) {
            continue;
        }
        all.push(unknown(cx, owner, name));
    }
}

/// A path parameter of which only the name is known.
fn any_text(name: &str, pattern: Option<String>) -> Parameter {
    let text = SchemaKind::Type(Type::String(StringType { pattern, ..StringType::default() }));
    let schema = Schema { schema_data: SchemaData::default(), schema_kind: text };
    Parameter::Path {
        parameter_data: ParameterData {
            name: name.to_owned(),
            description: None,
            required: true,
            deprecated: None,
            format: ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)),
            example: None,
            examples: IndexMap::new(),
            explode: None,
            extensions: IndexMap::new(),
        },
        style: PathStyle::Simple,
    }
}
