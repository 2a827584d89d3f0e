//! Where new members go: what is in order stays in order.

use serde_json::Value;

use super::facts::Object;

pub(super) const ROOT: &[&str] =
    &["openapi", "info", "externalDocs", "servers", "security", "tags", "paths", "components"];
pub(super) const COMPONENTS: &[&str] =
    &["securitySchemes", "parameters", "headers", "requestBodies"];
pub(super) const METHODS: &[&str] =
    &["get", "put", "post", "delete", "options", "head", "patch", "trace"];
pub(super) const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "operationId",
    super::MARK,
    "description",
    "deprecated",
    "security",
    "parameters",
    "requestBody",
    "responses",
];
/// Of parameters, bodies, answers, headers and media types.
pub(super) const PARTS: &[&str] = &[
    "name",
    "in",
    "required",
    "deprecated",
    super::MARK,
    "description",
    "allowEmptyValue",
    "allowReserved",
    "style",
    "explode",
    "headers",
    "schema",
    "content",
];
pub(super) const SCHEMA: &[&str] = &[
    "title",
    super::MARK,
    "description",
    "deprecated",
    "type",
    "format",
    "nullable",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "enum",
];

/// Sets a member; a new one goes in front of the first that follows it in this order.
pub(super) fn put(object: &mut Object, key: &str, value: Value, order: &[&str]) {
    if let Some(place) = object.get_mut(key) {
        *place = value;
        return;
    }
    let rank = |key: &str| order.iter().position(|other| *other == key);
    let own = rank(key).unwrap_or(order.len());
    let after = |other: &String| rank(other).is_some_and(|rank| rank > own);
    let at = object.keys().position(after).unwrap_or(object.len());
    object.shift_insert(at, key.to_owned(), value);
}

/// Sets or removes a member.
pub(super) fn set(object: &mut Object, key: &str, value: Option<Value>, order: &[&str]) {
    match value {
        Some(value) => put(object, key, value, order),
        None => _ = object.shift_remove(key),
    }
}

/// The members in this order, others behind them.
pub(super) fn arranged(members: Object, order: &[&str]) -> Object {
    let mut arranged = Object::new();
    members.into_iter().for_each(|(key, value)| put(&mut arranged, &key, value, order));
    arranged
}

/// Two objects that name things: what both have is merged, what is gone goes, and what is new comes
/// where its neighbours are.
pub(super) fn merge(
    ours: &Object,
    theirs: &Object,
    mut both: impl FnMut(&Value, &Value) -> Value,
    mut new: impl FnMut(&Value) -> Value,
) -> Object {
    let mut merged = Object::new();
    for (key, value) in ours {
        if let Some(other) = theirs.get(key) {
            merged.insert(key.clone(), both(value, other));
        }
    }
    let in_order = ours.keys().is_sorted();
    let mut previous = None;
    for (key, value) in theirs {
        if !ours.contains_key(key) {
            let at = match in_order {
                true => merged.keys().position(|other| other > key).unwrap_or(merged.len()),
                false => behind(&merged, previous),
            };
            merged.shift_insert(at, key.clone(), new(value));
        }
        previous = Some(key);
    }
    merged
}

fn behind(object: &Object, previous: Option<&String>) -> usize {
    let Some(previous) = previous else { return 0 };
    object.keys().position(|key| key == previous).map_or(object.len(), |at| at + 1)
}
