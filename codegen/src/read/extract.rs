//! A part of a document: some of its operations and what they refer to.
//!
//! Works on plain JSON of any version, before anything is checked, so that mistakes in the rest of a
//! large document do not matter. Members only go, so every place stays where it is.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::model::Pointer;

/// Which operations are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extract {
    /// With one of these tags; none: all.
    pub tags: Vec<String>,
    /// Without any of these members being `true`: pointers from the operation on.
    pub without: Vec<Pointer>,
}

/// Sections of named things, in all versions.
const SECTIONS: [&str; 3] = ["definitions", "parameters", "responses"];

/// Leaves out what is not wanted, and what only that referred to.
pub fn extract(document: &mut Value, wanted: &Extract) {
    if wanted.tags.is_empty() && wanted.without.is_empty() {
        return;
    }
    let Some(document) = document.as_object_mut() else { return };
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        paths.retain(|_, item| {
            let Some(item) = item.as_object_mut() else { return true };
            item.retain(|_, part| part.get("responses").is_none() || is_wanted(part, wanted));
            item.values().any(|part| part.get("responses").is_some())
        });
    }
    keep_reachable(document, &[]);
}

/// Leaves out what neither an operation nor one of these values refers to.
pub(crate) fn keep_reachable(document: &mut Map<String, Value>, others: &[Value]) {
    let needed = needed(document, others);
    for section in SECTIONS {
        prune(document, section, &format!("#/{section}/"), &needed);
    }
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        let sections: Vec<String> = components.keys().cloned().collect();
        for section in sections.iter().filter(|section| *section != "securitySchemes") {
            prune(components, section, &format!("#/components/{section}/"), &needed);
        }
    }
    prune_schemes(document, others);
}

fn is_wanted(operation: &Value, wanted: &Extract) -> bool {
    let tags = operation.get("tags").and_then(Value::as_array).into_iter().flatten();
    let tagged = tags.filter_map(Value::as_str).any(|tag| wanted.tags.iter().any(|t| t == tag));
    let marked = |at: &Pointer| operation.pointer(&at.to_string()) == Some(&Value::Bool(true));
    (tagged || wanted.tags.is_empty()) && !wanted.without.iter().any(marked)
}

/// Every local reference that can be followed to from a path, or from one of these values.
fn needed(document: &Map<String, Value>, others: &[Value]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Value> = document.get("paths").into_iter().chain(others).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                let target = members.get("$ref").and_then(Value::as_str);
                if let Some(target) = target.filter(|target| found.insert((*target).to_owned())) {
                    open.extend(follow(document, target));
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

fn follow<'a>(document: &'a Map<String, Value>, target: &str) -> Option<&'a Value> {
    let pointer = Pointer::parse(target)?;
    let (first, rest) = pointer.tokens().split_first()?;
    rest.iter().try_fold(document.get(first)?, |value, token| value.get(token))
}

fn prune(home: &mut Map<String, Value>, section: &str, prefix: &str, needed: &BTreeSet<String>) {
    if let Some(entries) = home.get_mut(section).and_then(Value::as_object_mut) {
        entries.retain(|name, _| {
            let name = name.replace('~', "~0").replace('/', "~1");
            needed.contains(&format!("{prefix}{name}"))
        });
    }
}

/// Schemes that nothing asks for any more.
fn prune_schemes(document: &mut Map<String, Value>, others: &[Value]) {
    let mut asked = BTreeSet::new();
    let operations = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    let operations = operations.filter_map(|(_, item)| item.as_object());
    let demands = operations.flat_map(|item| item.values().filter_map(|o| o.get("security")));
    for demand in demands.chain(document.get("security")).filter_map(Value::as_array).flatten() {
        asked.extend(demand.as_object().into_iter().flatten().map(|(name, _)| name.clone()));
    }
    others.iter().for_each(|value| keys(value, &mut asked));
    if let Some(schemes) = document.get_mut("securityDefinitions").and_then(Value::as_object_mut) {
        schemes.retain(|name, _| asked.contains(name));
    }
    let components = document.get_mut("components");
    let schemes = components.and_then(|components| components.get_mut("securitySchemes"));
    if let Some(schemes) = schemes.and_then(Value::as_object_mut) {
        schemes.retain(|name, _| asked.contains(name));
    }
}

/// Whatever may be the name of a scheme.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.keys().cloned());
            members.values().for_each(|value| keys(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Extract, extract};
    use crate::model::Pointer;

    #[test]
    fn what_is_wanted_stays_with_what_it_refers_to() {
        let mut document = json!({
            "paths": {
                "/a": {"get": {"tags": ["A"], "security": [{"k": []}],
                    "responses": {"200": {"schema": {"$ref": "#/definitions/A~1x"}}}}},
                "/b": {"get": {"tags": ["B"],
                    "responses": {"200": {"schema": {"$ref": "#/definitions/C"}}}}},
                "/c": {"get": {"tags": ["A"], "x-hide": {"skip": true}, "responses": {}}},
            },
            "definitions": {
                "A/x": {"properties": {"b": {"$ref": "#/definitions/B"}}},
                "B": {"properties": {"a": {"$ref": "#/definitions/A~1x"}}},
                "C": {},
            },
            "securityDefinitions": {"k": {}, "l": {}},
        });
        let without = Pointer::parse("/x-hide/skip").into_iter().collect();
        extract(&mut document, &Extract { tags: vec!["A".to_owned()], without });
        let keys = |at: &str| -> Vec<String> {
            document.pointer(at).unwrap().as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(keys("/paths"), ["/a"]);
        assert_eq!(keys("/definitions"), ["A/x", "B"]);
        assert_eq!(keys("/securityDefinitions"), ["k"]);
    }
}
