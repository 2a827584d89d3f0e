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
    if text(members, "type") == Some("array") {
        let (style, explode) = style(members);
        new.insert("style".to_owned(), json!(style));
        new.insert("explode".to_owned(), json!(explode));
    }
    new.insert("schema".to_owned(), schema_of(members));
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
        new.insert("schema".to_owned(), schema_of(members));
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

/// `collectionFormat` as style and `explode`.
pub(super) fn style(parameter: &Object) -> (&'static str, bool) {
    let in_query = matches!(text(parameter, "in"), Some("query" | "formData"));
    match text(parameter, "collectionFormat") {
        Some("multi") if in_query => ("form", true),
        Some("ssv") if in_query => ("spaceDelimited", false),
        Some("pipes") if in_query => ("pipeDelimited", false),
        _ if in_query => ("form", false),
        _ => ("simple", false),
    }
}
