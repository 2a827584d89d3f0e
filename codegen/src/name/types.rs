//! Names of types and the modules that they live in.

use std::collections::{BTreeMap, BTreeSet};

use super::TypeName;
use super::candidates::{Candidate, MODULE, TYPE};
use super::collisions::{Request, Scope};
use super::keywords::Reserved;
use super::overrides::Overrides;
use crate::diagnostics::Diagnostics;
use crate::model::{Api, Schema, SchemaName, TypeId, TypeKind};

/// Names every component, and what is written in place and needs an item of its own.
pub(super) fn name_types(
    api: &Api,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> BTreeMap<TypeId, TypeName> {
    let mut modules: BTreeMap<Vec<String>, (Vec<TypeId>, Vec<Request>)> = BTreeMap::new();
    let kept = api.schemas.iter().filter(|schema| !schema.absorbed);
    let used: BTreeSet<TypeId> = kept.flat_map(|schema| schema.kind.children()).collect();
    for id in api.type_ids() {
        let schema = api.schema(id);
        if schema.absorbed && !used.contains(&id) {
            continue;
        }
        if let Some((module, request)) = request(api, schema, overrides, diags) {
            let (ids, requests) = modules.entry(module).or_default();
            ids.push(id);
            requests.push(request);
        }
    }
    let paths: BTreeSet<Vec<String>> = modules.keys().flat_map(|path| prefixes(path)).collect();
    let mut names = BTreeMap::new();
    for (module, (ids, requests)) in modules {
        let mut scope = Scope::new(TYPE.case, Reserved::Types);
        // A script without cases can give a module and a type beside it the same name.
        for child in
            paths.iter().filter(|path| path.split_last().is_some_and(|(_, up)| up == module))
        {
            child.last().into_iter().for_each(|name| scope.take(name));
        }
        let idents = scope.settle(&requests, diags);
        let module = || module.clone();
        names.extend(
            ids.into_iter()
                .zip(idents)
                .map(|(id, ident)| (id, TypeName { module: module(), ident })),
        );
    }
    names
}

fn prefixes(path: &[String]) -> Vec<Vec<String>> {
    (1..=path.len()).filter_map(|length| path.get(..length)).map(<[String]>::to_vec).collect()
}

/// The module of a type and its request there; nothing for what is written where it stands.
fn request(
    api: &Api,
    schema: &Schema,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Option<(Vec<String>, Request)> {
    let kind = kind_word(api, schema)?;
    let (key, rank, words) = match &schema.name {
        SchemaName::Component(name) => (name.clone(), 1, vec![name.as_str()]),
        SchemaName::Inline(words) => {
            (schema.origin.to_string(), 2, words.iter().map(String::as_str).collect())
        }
    };
    let fixed = overrides.types.get(&key, TYPE, Reserved::Types, diags);
    let in_component = schema.origin.tokens().starts_with(&["components".into(), "schemas".into()]);
    let (first, rest) = words.split_first()?;
    let (module, first) = match overrides.separator.filter(|_| in_component) {
        Some(separator) => split(first, separator),
        None => (Vec::new(), *first),
    };
    let text = std::iter::once(first).chain(rest.iter().copied()).collect::<Vec<_>>().join(" ");
    let best = TYPE.plain(&text);
    // What is written like a Rust type already keeps its name.
    let rank = if rank == 1 && best == text { 0 } else { rank };
    let with_kind = Candidate::Plain(TYPE, format!("{best} {kind}"));
    let others = vec![Candidate::Spelled(TYPE, text), with_kind];
    let setting = ("names.types", key.clone());
    Some((module, Request { rank, key, best, others, fixed, at: schema.origin.clone(), setting }))
}

/// What tells a type from another one of the same name; nothing for what needs no item.
fn kind_word(api: &Api, schema: &Schema) -> Option<&'static str> {
    let kind = match schema.kind {
        TypeKind::Alias(first) if schema.is_twin => &api.schema(first).kind,
        _ => &schema.kind,
    };
    match (&schema.name, kind) {
        (SchemaName::Component(_), _) => Some("Type"),
        (SchemaName::Inline(_), TypeKind::Object(_)) => Some("Object"),
        (SchemaName::Inline(_), TypeKind::Enum(_)) => Some("Enum"),
        (SchemaName::Inline(_), TypeKind::Union(_)) => Some("Union"),
        (SchemaName::Inline(_), _) if schema.recursive => Some("Type"),
        (
            SchemaName::Inline(_),
            TypeKind::Any
            | TypeKind::Boolean
            | TypeKind::Integer { .. }
            | TypeKind::Number { .. }
            | TypeKind::String { .. }
            | TypeKind::Array { .. }
            | TypeKind::Map { .. }
            | TypeKind::Alias(_),
        ) => None,
    }
}

/// `a.b.C` is `C` in the module `b` of `a`. A name that does not part well stays whole.
fn split<'n>(name: &'n str, separator: &str) -> (Vec<String>, &'n str) {
    let parts: Vec<&str> = name.split(separator).collect();
    match parts.split_last() {
        Some((last, modules)) if parts.iter().all(|part| !part.is_empty()) => {
            (module_path(modules), last)
        }
        _ => (Vec::new(), name),
    }
}

/// Modules below `types`; none is called as the one around it, which would confuse its readers.
fn module_path(parts: &[&str]) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    for part in parts {
        let mut name = module_name(part);
        if name == path.last().map_or("types", String::as_str) {
            name.push('_');
        }
        path.push(name);
    }
    path
}

/// Modules are files too, so keywords are not written raw.
pub(super) fn module_name(text: &str) -> String {
    let name = MODULE.plain(text);
    match name.strip_prefix("r#") {
        Some(keyword) => format!("{keyword}_"),
        None if Reserved::Modules.contains(&name) => format!("{name}_"),
        None => name,
    }
}
