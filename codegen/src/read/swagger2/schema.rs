//! Schemas: nearly the same in both, except for references, files, null and discriminators.

use serde_json::{Value, json};

use super::Object;
use crate::read::grammar::HOMES;

/// A schema in the new shape. Everything in it keeps its place.
pub(super) fn schema(old: &Value) -> Value {
    let Some(members) = old.as_object() else { return old.clone() };
    if let Some(target) = members.get("$ref").and_then(Value::as_str) {
        return json!({ "$ref": reference(target) });
    }
    let mut new = Object::new();
    for (name, value) in members {
        let converted = match name.as_str() {
            "properties" => map(value),
            "items" | "additionalProperties" | "not" => schema(value),
            "allOf" | "oneOf" | "anyOf" => list(value),
            "discriminator" if value.is_string() => json!({ "propertyName": value }),
            _ if name.starts_with("x-") => extension(name, value),
            _ => value.clone(),
        };
        new.insert(name.clone(), converted);
    }
    if new.get("type").and_then(Value::as_str) == Some("file") {
        new.insert("type".to_owned(), json!("string"));
        new.insert("format".to_owned(), json!("binary"));
    }
    if let Some(nullable) = new.get("x-nullable").cloned() {
        new.insert("nullable".to_owned(), nullable);
    }
    Value::Object(new)
}

fn map(value: &Value) -> Value {
    let members = value.as_object().into_iter().flatten();
    Value::Object(members.map(|(name, value)| (name.clone(), schema(value))).collect())
}

fn list(value: &Value) -> Value {
    Value::Array(value.as_array().into_iter().flatten().map(schema).collect())
}

/// References to entries of the old document's sections lead to those of the new one.
pub(super) fn reference(target: &str) -> String {
    for (old, new) in [
        ("#/definitions/", "#/components/schemas/"),
        ("#/parameters/", "#/components/parameters/"),
        ("#/responses/", "#/components/responses/"),
    ] {
        if let Some(name) = target.strip_prefix(old) {
            return format!("{new}{name}");
        }
    }
    target.to_owned()
}

/// An extension of our own may hold schemas; those of others are left as they are.
pub(super) fn extension(name: &str, value: &Value) -> Value {
    let ours = HOMES.iter().any(|(_, members)| members.iter().any(|(known, _)| *known == name));
    if ours { with_references(value) } else { value.clone() }
}

fn with_references(value: &Value) -> Value {
    match value {
        Value::Object(members) if members.contains_key("$ref") => schema(value),
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(members.map(|(name, v)| (name.clone(), with_references(v))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(with_references).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
