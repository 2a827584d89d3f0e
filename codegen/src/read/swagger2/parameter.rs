//! Parameters outside of bodies, headers of answers, and how lists of values are written.

use serde_json::{Value, json};

use super::schema::{reference, schema};
use super::{Cx, Object, copy, text};
use crate::diagnostics::Code;
use crate::model::Pointer;

/// What stands beside the schema in the new shape, by what it was called in the old one.
const BESIDE_SCHEMA: &[&str] =
    &["name", "in", "description", "required", "allowEmptyValue", "collectionFormat"];

/// `components.parameters`: those that are no part of a body.
pub(super) fn components(cx: &mut Cx<'_, '_>) -> Object {
    let mut parameters = Object::new();
    for (name, value, from, to) in cx.entries("parameters", "parameters") {
        if value.as_object().is_none_or(is_in_body) {
            continue;
        }
        parameters.insert(name.clone(), parameter(cx, value, &from, &to));
    }
    parameters
}

/// Parameters of this kind describe the body of the request.
pub(super) fn is_in_body(parameter: &Object) -> bool {
    matches!(text(parameter, "in"), Some("body" | "formData"))
}

/// A parameter, or a reference to one, that stood at `from` and now stands at `to`.
pub(super) fn parameter(cx: &mut Cx<'_, '_>, old: &Value, from: &Pointer, to: &Pointer) -> Value {
    let Some(members) = old.as_object() else { return old.clone() };
    if from != to {
        cx.moves.set(to, from);
    }
    if let Some(target) = text(members, "$ref") {
        return json!({ "$ref": reference(target) });
    }
    let mut new = Object::new();
    copy(members, &mut new, &["name", "in", "description", "required", "allowEmptyValue"]);
    extensions(members, &mut new);
    if text(members, "type") == Some("object") {
        let home = to.join("content").join("application/json").join("schema");
        cx.moves.set(&home, from);
        new.insert("content".to_owned(), as_json(cx, members, from));
        return Value::Object(new);
    }
    let schema = match list_style(members) {
        ListStyle::None => schema_of(members),
        ListStyle::Known(style, explode) => {
            new.insert("style".to_owned(), json!(style));
            new.insert("explode".to_owned(), json!(explode));
            schema_of(members)
        }
        ListStyle::Unknown => as_text(cx, from),
    };
    new.insert("schema".to_owned(), schema);
    // What the schema says stood in the parameter itself.
    cx.moves.set(&to.join("schema"), from);
    Value::Object(new)
}

/// Swagger has no way to write an object outside of a body; tools that let one through mean JSON.
fn as_json(cx: &mut Cx<'_, '_>, parameter: &Object, from: &Pointer) -> Value {
    cx.diags
        .warning(Code::InvalidValue, &from.join("type"), "a parameter cannot be an object")
        .help("it is sent as JSON; write `type: string`, or put it into the body");
    json!({ "application/json": { "schema": schema_of(parameter) } })
}

/// `headers` of an answer.
pub(super) fn headers(cx: &mut Cx<'_, '_>, old: &Object, from: &Pointer, to: &Pointer) -> Value {
    let mut headers = Object::new();
    for (name, header) in old {
        let Some(members) = header.as_object() else { continue };
        let mut new = Object::new();
        copy(members, &mut new, &["description"]);
        extensions(members, &mut new);
        let schema = match list_style(members) {
            ListStyle::None | ListStyle::Known(..) => schema_of(members),
            ListStyle::Unknown => as_text(cx, &from.join(name)),
        };
        new.insert("schema".to_owned(), schema);
        cx.moves.set(&to.join(name).join("schema"), &from.join(name));
        headers.insert(name.clone(), Value::Object(new));
    }
    Value::Object(headers)
}

/// The members that describe the value.
pub(super) fn schema_of(parameter: &Object) -> Value {
    let members = parameter.iter().filter(|(name, _)| {
        *name == "x-nullable" || !BESIDE_SCHEMA.contains(&name.as_str()) && !name.starts_with("x-")
    });
    schema(&Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect()))
}

fn extensions(old: &Object, new: &mut Object) {
    let extensions = old.iter().filter(|(name, _)| name.starts_with("x-") && *name != "x-nullable");
    new.extend(extensions.map(|(name, value)| (name.clone(), value.clone())));
}

/// `collectionFormat` in the words of OpenAPI 3.
pub(super) enum ListStyle {
    /// The value is no list.
    None,
    /// A style, and whether it explodes.
    Known(&'static str, bool),
    /// OpenAPI 3 has no style that writes lists so.
    Unknown,
}

/// How the items of a parameter, or of a field of a form, are parted.
pub(super) fn list_style(parameter: &Object) -> ListStyle {
    if text(parameter, "type") != Some("array") {
        return ListStyle::None;
    }
    let in_query = matches!(text(parameter, "in"), Some("query" | "formData"));
    match (text(parameter, "collectionFormat"), in_query) {
        (Some("multi"), true) => ListStyle::Known("form", true),
        (Some("ssv"), true) => ListStyle::Known("spaceDelimited", false),
        (Some("pipes"), true) => ListStyle::Known("pipeDelimited", false),
        (Some("ssv" | "tsv" | "pipes"), _) => ListStyle::Unknown,
        (_, true) => ListStyle::Known("form", false),
        (_, false) => ListStyle::Known("simple", false),
    }
}

/// The schema of a list that the caller has to write, so that none is written wrongly.
pub(super) fn as_text(cx: &mut Cx<'_, '_>, from: &Pointer) -> Value {
    let at = from.join("collectionFormat");
    cx.diags
        .warning(Code::InvalidValue, &at, "OpenAPI 3 has no style for a list that is parted so")
        .help("it is one text, items and delimiters in it; `csv` or `multi` would make it a list");
    json!({ "type": "string" })
}
