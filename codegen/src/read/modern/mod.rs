//! Schemas of JSON Schema 2020-12, as OpenAPI 3.1 has them, in the shape of OpenAPI 3.0.
//!
//! Only schemas that say something in the newer way are rewritten, from the outermost one on; their
//! inner ones go along. What 3.0 has no words for is taken away if it only limits values, with a
//! warning; or widened, so that every value that is right still can be read.

mod null;
mod objects;
mod types;

use serde_json::{Map, Value, json};

use super::moves::Moves;
use super::structure::repair::descend;
use super::version::Version;
use crate::diagnostics::{Code, Diagnostics};
use crate::model::Pointer;

type Object = Map<String, Value>;

/// What all of this needs. Places in reports are those of before.
struct Cx<'d> {
    version: Version,
    moves: Moves,
    diags: &'d mut Diagnostics,
}

/// Where a schema stood, and where it stands now.
#[derive(Clone)]
struct At {
    from: Pointer,
    to: Pointer,
}

impl At {
    fn join(&self, token: impl std::fmt::Display) -> Self {
        Self { from: self.from.join(&token), to: self.to.join(token) }
    }
}

/// Rewrites these schemas where they stand.
pub(super) fn rewrite(
    document: &mut Value,
    schemas: &[Pointer],
    version: Version,
    diags: &mut Diagnostics,
) -> Moves {
    let mut cx = Cx { version, moves: Moves::default(), diags };
    for at in schemas {
        if let Some(place) = descend(document, at.tokens()) {
            let old = place.take();
            *place = cx.schema(old, &At { from: at.clone(), to: at.clone() });
        }
    }
    cx.moves
}

/// Says nothing about values, or only to tools.
const DROPPED: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "$vocabulary",
    "$anchor",
    "$dynamicAnchor",
    "$defs",
    "definitions",
    "contentSchema",
];

/// Limits values in ways that are not checked.
const UNCHECKED: &[&str] = &[
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "unevaluatedItems",
    "$dynamicRef",
    "$recursiveRef",
];

/// What may stand beside `$ref` without changing which values are right.
fn is_annotation(name: &str) -> bool {
    name.starts_with("x-")
        || matches!(
            name,
            "title"
                | "summary"
                | "description"
                | "default"
                | "example"
                | "examples"
                | "deprecated"
                | "readOnly"
                | "writeOnly"
                | "externalDocs"
                | "xml"
                | "nullable"
        )
}

impl Cx<'_> {
    fn schema(&mut self, old: Value, at: &At) -> Value {
        match old {
            Value::Bool(true) => json!({}),
            Value::Bool(false) => json!({ "not": {} }),
            Value::Object(members) => Value::Object(self.object(members, at)),
            // Reported.
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => json!({}),
        }
    }

    fn object(&mut self, mut schema: Object, at: &At) -> Object {
        for name in DROPPED {
            schema.shift_remove(*name);
        }
        for name in UNCHECKED {
            if schema.shift_remove(*name).is_some() {
                let message = format!("`{name}` is not checked");
                let help = "the generated types accept what it excludes";
                let at = at.from.join(name);
                self.diags.warning(Code::Unchecked, &at, message).at_key().help(help);
            }
        }
        if schema.contains_key("$ref") {
            return self.reference(schema, at);
        }
        self.inner(&mut schema, at);
        self.pattern_properties(&mut schema, at);
        self.unevaluated(&mut schema, at);
        self.prefix_items(&mut schema, at);
        values(&mut schema);
        bound(&mut schema, "minimum", "exclusiveMinimum", |old, new| old > new);
        bound(&mut schema, "maximum", "exclusiveMaximum", |old, new| old < new);
        content(&mut schema);
        self.types(&mut schema, at);
        self.without_null(schema, at)
    }

    /// Since 3.1 something counts beside `$ref`; in 3.0 only null does, which many tools write there.
    fn reference(&mut self, mut schema: Object, at: &At) -> Object {
        let target = schema.shift_remove("$ref").unwrap_or_default();
        if self.version != Version::V3_1 {
            schema.retain(|name, value| name == "nullable" && *value == json!(true));
        }
        let mut new = Object::new();
        let mut limits = Object::new();
        for (name, value) in schema {
            let plain = is_annotation(&name) || name == "type" && value.is_string();
            if plain {
                new.insert(name, value)
            } else {
                limits.insert(name, value)
            };
        }
        let bare = json!({ "$ref": target });
        if new.is_empty() && limits.is_empty() {
            return bare.as_object().cloned().unwrap_or_default();
        }
        values(&mut new);
        let mut members = vec![bare];
        self.moves.set(&at.to.join("allOf").join(0), &at.from);
        if let Some(Value::Array(more)) = limits.shift_remove("allOf") {
            for (index, member) in more.into_iter().enumerate() {
                let to = at.to.join("allOf").join(members.len());
                let from = at.from.join("allOf").join(index);
                self.moves.set(&to, &from);
                members.push(self.schema(member, &At { from, to }));
            }
        }
        if !limits.is_empty() {
            let to = at.to.join("allOf").join(members.len());
            self.moves.set(&to, &at.from);
            let limits = self.object(limits, &At { from: at.from.clone(), to });
            members.push(Value::Object(limits));
        }
        new.insert("allOf".to_owned(), Value::Array(members));
        new
    }

    /// The schemas inside of a schema.
    fn inner(&mut self, schema: &mut Object, at: &At) {
        for (name, value) in schema.iter_mut() {
            let at = at.join(name);
            match name.as_str() {
                "properties" | "patternProperties" => {
                    for (name, value) in value.as_object_mut().into_iter().flatten() {
                        *value = self.schema(value.take(), &at.join(name));
                    }
                }
                "allOf" | "oneOf" | "anyOf" | "prefixItems" => {
                    let items = value.as_array_mut().into_iter().flatten();
                    for (index, value) in items.enumerate() {
                        *value = self.schema(value.take(), &at.join(index));
                    }
                }
                "not" => *value = self.schema(value.take(), &at),
                "items" | "additionalProperties" | "unevaluatedProperties"
                    if !value.is_boolean() =>
                {
                    *value = self.schema(value.take(), &at);
                }
                _ => {}
            }
        }
    }
}

/// `const` and `examples`.
fn values(schema: &mut Object) {
    if let Some(value) = schema.shift_remove("const") {
        let known = match &value {
            Value::String(_) => Some("string"),
            Value::Bool(_) => Some("boolean"),
            Value::Number(number) if number.is_f64() => Some("number"),
            Value::Number(_) => Some("integer"),
            Value::Null => Some("null"),
            Value::Array(_) | Value::Object(_) => None,
        };
        if let Some(known) = known {
            schema.entry("type").or_insert_with(|| json!(known));
        }
        schema.insert("enum".to_owned(), json!([value]));
    }
    if let Some(Value::Array(examples)) = schema.shift_remove("examples")
        && let Some(first) = examples.into_iter().next()
    {
        schema.entry("example").or_insert(first);
    }
}

/// A bound that is excluded stands by itself since 3.1. Of two bounds, the narrower one is left.
fn bound(schema: &mut Object, name: &str, exclusive: &str, narrower: fn(f64, f64) -> bool) {
    let Some(Value::Number(excluded)) = schema.get(exclusive).cloned() else { return };
    let number = |value: Option<&Value>| value.and_then(Value::as_f64);
    let own = number(schema.get(name)).zip(excluded.as_f64());
    if own.is_some_and(|(own, excluded)| narrower(own, excluded)) {
        schema.shift_remove(exclusive);
        return;
    }
    schema.insert(name.to_owned(), Value::Number(excluded));
    schema.insert(exclusive.to_owned(), json!(true));
}

/// Bytes in text, and bytes as they are, were formats in 3.0.
fn content(schema: &mut Object) {
    let encoding = schema.shift_remove("contentEncoding");
    let media = schema.shift_remove("contentMediaType");
    let lower = |value: Option<Value>| value.and_then(|v| Some(v.as_str()?.to_ascii_lowercase()));
    let format = match (lower(encoding).as_deref(), lower(media)) {
        (Some("base64"), _) => "byte",
        (Some("base64url"), _) => "base64url",
        (None | Some("binary"), Some(media)) if is_bytes(&media) => "binary",
        _ => return,
    };
    schema.entry("format").or_insert_with(|| json!(format));
    schema.entry("type").or_insert_with(|| json!("string"));
}

fn is_bytes(media: &str) -> bool {
    let text = ["text/", "application/json", "application/xml", "application/yaml"];
    !text.iter().any(|start| media.starts_with(start))
        && !media.ends_with("+json")
        && !media.ends_with("+xml")
}

/// Certificates belong to the connection: schemes and requirements of this kind ask for nothing.
pub(super) fn without_certificates(document: &mut Value, diags: &mut Diagnostics) {
    let schemes =
        document.pointer_mut("/components/securitySchemes").and_then(Value::as_object_mut);
    let Some(schemes) = schemes else { return };
    let is_certificate = |scheme: &Value| scheme.get("type") == Some(&json!("mutualTLS"));
    let names: Vec<String> = schemes
        .iter()
        .filter(|(_, scheme)| is_certificate(scheme))
        .map(|(name, _)| name.clone())
        .collect();
    if names.is_empty() {
        return;
    }
    schemes.retain(|_, scheme| !is_certificate(scheme));
    let home = Pointer::root().join("components").join("securitySchemes");
    for name in &names {
        let message = "client certificates are not checked by the generated server";
        diags
            .warning(Code::Unchecked, &home.join(name), message)
            .help("give both ends a TLS configuration that asks for them");
    }
    let strip = |holder: &mut Value| {
        let list = holder.get_mut("security").and_then(Value::as_array_mut);
        for requirement in list.into_iter().flatten().filter_map(Value::as_object_mut) {
            requirement.retain(|name, _| !names.contains(name));
        }
    };
    strip(document);
    let items = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in items.into_iter().flatten().filter_map(|(_, item)| item.as_object_mut()) {
        item.iter_mut().for_each(|(_, operation)| strip(operation));
    }
}
