//! Schemas in words: types, rows of members, sections of named schemas.

use serde_json::Value;

use super::Input;
use super::corrections::Corrections;
use super::document::{Document, entries, members, schema_name, text};
use super::samples::{restrictions, sample, values};
use super::view::{MemberRow, SchemaView, TypeText};
use crate::model::{Pointer, SchemaName};

/// Objects inside of objects are shown this deep.
const DEEPEST: usize = 8;

/// The sections of all named schemas, by name.
pub(super) fn schemas(input: &Input<'_>, corrections: &mut Corrections<'_>) -> Vec<SchemaView> {
    let document = Document(input.document);
    let mut found: Vec<(&String, &Value)> =
        document.section(&["components", "schemas"]).into_iter().flatten().collect();
    found.sort_by_key(|(name, _)| *name);
    let home = Pointer::root().join("components").join("schemas");
    let views = found.into_iter().map(|(name, schema)| {
        let shape = document.resolve(schema);
        SchemaView {
            name: name.clone(),
            rust: rust_path(input, name),
            description: text(shape, "description").to_owned(),
            sample: sample(document, schema),
            rows: rows(document, shape),
            values: values(document, schema),
            corrections: corrections.of(&home.join(name)),
        }
    });
    views.collect()
}

fn rust_path(input: &Input<'_>, name: &str) -> String {
    let named = |id: &crate::model::TypeId| matches!(&input.api.schema(*id).name, SchemaName::Component(component) if component == name);
    let Some(found) = input.names.types.iter().find(|(id, _)| named(id)) else {
        return String::new();
    };
    let modules = found.1.module.iter().map(|module| format!("{module}::"));
    format!("types::{}{}", modules.collect::<String>(), found.1.ident)
}

/// A type in a few words: `array of codersdk.Log`, `string(uuid)`.
pub(super) fn type_text(document: Document<'_>, schema: &Value) -> TypeText {
    if let Some(name) = schema_name(schema) {
        return TypeText { text: String::new(), schema: Some(name) };
    }
    let schema = document.resolve(schema);
    let parts: Vec<&Value> = entries(schema, "allOf").collect();
    if let [only] = parts.as_slice() {
        return type_text(document, only);
    }
    let kind = match text(schema, "type") {
        "array" => {
            let items = schema.get("items").map(|items| type_text(document, items));
            let items = items.unwrap_or_else(|| plain("any"));
            return TypeText { text: format!("array of {}", items.text), schema: items.schema };
        }
        "" if !parts.is_empty() || schema.get("properties").is_some() => "object",
        "" if schema.get("oneOf").or_else(|| schema.get("anyOf")).is_some() => "one of several",
        "" => "any",
        kind => kind,
    };
    match text(schema, "format") {
        "" => plain(kind),
        format => plain(&format!("{kind}({format})")),
    }
}

fn plain(text: &str) -> TypeText {
    TypeText { text: text.to_owned(), schema: None }
}

/// The members of an object schema, and of the objects that are written inside of it.
pub(super) fn rows(document: Document<'_>, schema: &Value) -> Vec<MemberRow> {
    let mut rows = Vec::new();
    collect(document, schema, 0, &mut rows);
    rows
}

/// The rows of an answer that has no schema section of its own: a list of something.
pub(super) fn answer_rows(document: Document<'_>, schema: &Value) -> Vec<MemberRow> {
    if schema_name(schema).is_some() || text(schema, "type") != "array" {
        return rows(document, schema);
    }
    let Some(items) = schema.get("items") else { return Vec::new() };
    let items = document.resolve(items);
    let mut rows = vec![MemberRow {
        depth: 0,
        name: "[array item]".to_owned(),
        shape: plain("array"),
        required: false,
        restrictions: String::new(),
        description: text(items, "description").to_owned(),
        values: Vec::new(),
    }];
    collect(document, items, 1, &mut rows);
    rows
}

fn collect(document: Document<'_>, schema: &Value, depth: usize, rows: &mut Vec<MemberRow>) {
    if depth > DEEPEST {
        return;
    }
    let required: Vec<&str> = entries(schema, "required").filter_map(Value::as_str).collect();
    let additional = schema.get("additionalProperties").filter(|value| value.is_object());
    let additional = additional.map(|values| ("[any property]", values));
    let properties = members(schema, "properties").map(|(name, schema)| (name.as_str(), schema));
    for (name, property) in properties.chain(additional) {
        rows.push(MemberRow {
            depth,
            name: name.to_owned(),
            shape: type_text(document, property),
            required: required.contains(&name),
            restrictions: restrictions(document, property),
            description: description(document, property),
            values: all_values(document, property),
        });
        collect(document, inside(property), depth + 1, rows);
    }
    for part in entries(schema, "allOf") {
        collect(document, document.resolve(part), depth, rows);
    }
}

/// The schema whose members are shown below a property: itself, or what a list of it holds.
fn inside(property: &Value) -> &Value {
    match property.get("items") {
        Some(items) if text(property, "type") == "array" => inside(items),
        // Named schemas have sections of their own; a single `allOf` only describes one.
        _ if property.get("allOf").is_some() => &Value::Null,
        _ => property,
    }
}

/// What is said at the place itself, else what the schema says.
fn description(document: Document<'_>, property: &Value) -> String {
    let own = text(property, "description");
    let words = if own.is_empty() { text(document.resolve(property), "description") } else { own };
    words.to_owned()
}

/// The values of an enumeration, here or behind another name.
fn all_values(document: Document<'_>, property: &Value) -> Vec<String> {
    let parts: Vec<&Value> = entries(property, "allOf").collect();
    match parts.as_slice() {
        [only] => values(document, only),
        _ => values(document, property),
    }
}
