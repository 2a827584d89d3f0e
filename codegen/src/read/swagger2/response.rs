//! Answers: `schema` and `produces` as `content`.

use serde_json::{Value, json};

use super::parameter::headers;
use super::schema::{reference, schema};
use super::{Cx, Object, copy, copy_extensions, text, texts};
use crate::model::Pointer;

/// `components.responses`; they are written in the document's media types.
pub(super) fn components(cx: &mut Cx<'_, '_>) -> Object {
    let produces = texts(cx.old, "produces").unwrap_or_default();
    let mut responses = Object::new();
    for (name, value, from, to) in cx.entries("responses", "responses") {
        cx.moves.set(&to, &from);
        responses.insert(name.clone(), response(cx, value, (&from, &to), (&produces, name)));
    }
    responses
}

/// An answer, or a reference to one. `words` is what its schema is called if it needs a name.
pub(super) fn response(
    cx: &mut Cx<'_, '_>,
    old: &Value,
    (from, to): (&Pointer, &Pointer),
    (produces, words): (&[&str], &str),
) -> Value {
    let Some(members) = old.as_object() else { return old.clone() };
    if let Some(target) = text(members, "$ref") {
        return json!({ "$ref": reference(target) });
    }
    let mut new = Object::new();
    copy(members, &mut new, &["description"]);
    copy_extensions(members, &mut new);
    if let Some(old) = members.get("headers").and_then(Value::as_object) {
        new.insert(
            "headers".to_owned(),
            headers(cx, old, &from.join("headers"), &to.join("headers")),
        );
    }
    if let Some(value) = members.get("schema") {
        let examples = members.get("examples").and_then(Value::as_object);
        let mut content = content(cx, (value, &from.join("schema")), to, (produces, words));
        for (name, media) in &mut content {
            let example = examples.and_then(|examples| examples.get(name));
            if let (Some(media), Some(example)) = (media.as_object_mut(), example) {
                media.insert("example".to_owned(), example.clone());
            }
        }
        new.insert("content".to_owned(), Value::Object(content));
    }
    Value::Object(new)
}

/// One schema in each of several media types.
pub(super) fn content(
    cx: &mut Cx<'_, '_>,
    (old, from): (&Value, &Pointer),
    to: &Pointer,
    (types, words): (&[&str], &str),
) -> Object {
    let file = old.get("type").and_then(Value::as_str) == Some("file");
    let usual = [if file { "application/octet-stream" } else { "application/json" }];
    let types = if types.is_empty() { &usual } else { types };
    let mut new = schema(old);
    let home = to.join("content");
    if types.len() > 1 && has_parts(old) {
        new = cx.share(words, new, from);
    }
    let mut content = Object::new();
    for name in types {
        cx.moves.set(&home.join(name).join("schema"), from);
        content.insert((*name).to_owned(), json!({ "schema": new.clone() }));
    }
    content
}

/// Repeating the schema would make several types of one.
fn has_parts(schema: &Value) -> bool {
    schema.get("$ref").is_none()
        && ["properties", "items", "allOf", "additionalProperties", "enum"]
            .iter()
            .any(|name| schema.get(*name).is_some())
}
