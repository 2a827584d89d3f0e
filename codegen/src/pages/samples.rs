//! A value of a schema, to show what one looks like: the document's own example, else one that is
//! made up from the schema.

use serde_json::{Map, Value, json};

use super::document::{Document, entries, flag, members, schema_name, text};

/// Schemas inside of schemas are followed this deep.
const DEEPEST: usize = 12;

/// A sample value as indented JSON.
pub(super) fn sample(document: Document<'_>, schema: &Value) -> String {
    let value = Sampler { document, open: Vec::new() }.value(schema);
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

/// A sample value as it stands in an address.
pub(super) fn word(document: Document<'_>, schema: &Value) -> String {
    plain(&Sampler { document, open: Vec::new() }.value(schema))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

struct Sampler<'a> {
    document: Document<'a>,
    /// Named schemas around the place: a schema inside of itself is left out.
    open: Vec<String>,
}

impl<'a> Sampler<'a> {
    fn value(&mut self, schema: &'a Value) -> Value {
        let name = schema_name(schema);
        if let Some(name) = &name {
            if self.open.contains(name) {
                return json!({});
            }
            self.open.push(name.clone());
        }
        let value = if self.open.len() > DEEPEST { json!({}) } else { self.shape(schema) };
        if name.is_some() {
            self.open.pop();
        }
        value
    }

    fn shape(&mut self, schema: &'a Value) -> Value {
        let schema = self.document.resolve(schema);
        if let Some(example) = schema.get("example").or_else(|| schema.get("default")) {
            return example.clone();
        }
        if let Some(first) = entries(schema, "enum").next() {
            return first.clone();
        }
        let mut parts: Vec<&Value> = entries(schema, "allOf").collect();
        parts.extend(entries(schema, "oneOf").next().or_else(|| entries(schema, "anyOf").next()));
        if !parts.is_empty() {
            return self.merged(schema, &parts);
        }
        match text(schema, "type") {
            "string" => string(text(schema, "format")).into(),
            "integer" | "number" => json!(0),
            "boolean" => json!(true),
            "array" => match schema.get("items") {
                Some(items) => Value::Array(vec![self.value(items)]),
                None => json!([]),
            },
            _ => Value::Object(self.object(schema)),
        }
    }

    fn object(&mut self, schema: &'a Value) -> Map<String, Value> {
        let mut object = Map::new();
        for (name, property) in members(schema, "properties") {
            object.insert(name.clone(), self.value(property));
        }
        if let Some(additional @ Value::Object(_)) = schema.get("additionalProperties") {
            for name in ["property1", "property2"] {
                object.insert(name.to_owned(), self.value(additional));
            }
        }
        object
    }

    /// Everything at once: members of objects together, else the first part.
    fn merged(&mut self, schema: &'a Value, parts: &[&'a Value]) -> Value {
        let mut object = self.object(schema);
        let mut single = None;
        for part in parts {
            match self.value(part) {
                Value::Object(members) => object.extend(members),
                other => single = single.or(Some(other)),
            }
        }
        single.unwrap_or(Value::Object(object))
    }
}

fn string(format: &str) -> &'static str {
    match format {
        "uuid" => "497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "date-time" => "2019-08-24T14:15:22Z",
        "date" => "2019-08-24",
        "time" => "14:15:22Z",
        "email" => "user@example.com",
        "uri" | "url" => "http://example.com",
        "ipv4" => "192.168.0.1",
        "ipv6" => "2001:db8::1",
        "hostname" => "example.com",
        "password" => "pa$$word",
        _ => "string",
    }
}

/// A schema's values as texts, `flag` said apart: see [`flag`].
pub(super) fn values(document: Document<'_>, schema: &Value) -> Vec<String> {
    let schema = document.resolve(schema);
    entries(schema, "enum").map(plain).collect()
}

/// What else holds for a value, in a few words.
pub(super) fn restrictions(document: Document<'_>, schema: &Value) -> String {
    let schema = document.resolve(schema);
    let mut words = Vec::new();
    for (name, said) in [("readOnly", "read-only"), ("writeOnly", "write-only")] {
        if flag(schema, name) {
            words.push(said.to_owned());
        }
    }
    if flag(schema, "nullable") {
        words.push("may be null".to_owned());
    }
    for (name, said) in [
        ("minimum", "≥"),
        ("maximum", "≤"),
        ("minLength", "length ≥"),
        ("maxLength", "length ≤"),
        ("minItems", "items ≥"),
        ("maxItems", "items ≤"),
        ("default", "default"),
    ] {
        if let Some(value) = schema.get(name).filter(|value| !value.is_object()) {
            words.push(format!("{said} {value}"));
        }
    }
    words.join(", ")
}
