//! Request bodies: parameters in `body` and `formData`, and `consumes`.

use serde_json::{Value, json};

use super::parameter::{ListStyle, as_text, list_style, schema_of};
use super::response::content;
use super::{Cx, Object, copy, copy_extensions, text, texts};
use crate::model::Pointer;

/// A parameter and where it stands.
pub(super) type Part<'a> = (&'a Object, Pointer);

const MULTIPART: &str = "multipart/form-data";
const URLENCODED: &str = "application/x-www-form-urlencoded";

/// `components.requestBodies`: bodies that operations share, in the document's media types.
pub(super) fn components(cx: &mut Cx<'_, '_>) -> Object {
    let consumes = texts(cx.old, "consumes").unwrap_or_default();
    let mut bodies = Object::new();
    for (name, value, from, to) in cx.entries("parameters", "requestBodies") {
        let Some(members) = value.as_object().filter(|old| text(old, "in") == Some("body")) else {
            continue;
        };
        bodies.insert(name.clone(), whole(cx, (members, &from), &to, (&consumes, name)));
    }
    bodies
}

/// The body that a single parameter describes.
pub(super) fn whole(
    cx: &mut Cx<'_, '_>,
    (old, from): (&Object, &Pointer),
    to: &Pointer,
    (consumes, words): (&[&str], &str),
) -> Value {
    cx.moves.set(to, from);
    let mut new = Object::new();
    copy(old, &mut new, &["description", "required"]);
    copy_extensions(old, &mut new);
    let nothing = json!({});
    let schema = old.get("schema").unwrap_or(&nothing);
    let content = content(cx, (schema, &from.join("schema")), to, (consumes, words));
    new.insert("content".to_owned(), Value::Object(content));
    Value::Object(new)
}

/// The body that is made of the fields of a form. `from` is the list of parameters.
pub(super) fn form(
    cx: &mut Cx<'_, '_>,
    fields: &[Part<'_>],
    (from, to): (&Pointer, &Pointer),
    consumes: &[&str],
) -> Value {
    cx.moves.set(to, from);
    let mut properties = Object::new();
    let mut encoding = Object::new();
    let mut required = Vec::new();
    for (field, from) in fields {
        let Some(name) = text(field, "name") else { continue };
        let schema = match list_style(field) {
            ListStyle::None => schema_of(field),
            ListStyle::Known(style, explode) => {
                encoding.insert(name.to_owned(), json!({ "style": style, "explode": explode }));
                schema_of(field)
            }
            ListStyle::Unknown => as_text(cx, from),
        };
        let Value::Object(mut property) = schema else { continue };
        copy(field, &mut property, &["description"]);
        properties.insert(name.to_owned(), Value::Object(property));
        if is_required(field) {
            required.push(name);
        }
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    if let (Some(members), false) = (schema.as_object_mut(), required.is_empty()) {
        members.insert("required".to_owned(), json!(required));
    }
    let mut content = Object::new();
    for name in media_types(fields, consumes) {
        let at = to.join("content").join(name).join("schema").join("properties");
        for (field, from) in fields {
            cx.moves.set(&at.join(text(field, "name").unwrap_or_default()), from);
        }
        let mut media = json!({ "schema": schema });
        if let (Some(members), false) = (media.as_object_mut(), encoding.is_empty()) {
            members.insert("encoding".to_owned(), Value::Object(encoding.clone()));
        }
        content.insert(name.to_owned(), media);
    }
    let required = !required.is_empty();
    json!({ "content": content, "required": required })
}

/// Files travel in parts; everything else as the document says, in pairs by default.
fn media_types(fields: &[Part<'_>], consumes: &[&str]) -> Vec<&'static str> {
    if fields.iter().any(|(field, _)| text(field, "type") == Some("file")) {
        return vec![MULTIPART];
    }
    let listed = |wanted: &str| {
        consumes.iter().any(|name| {
            name.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case(wanted))
        })
    };
    // Both say the same; pairs are shorter.
    if listed(MULTIPART) && !listed(URLENCODED) { vec![MULTIPART] } else { vec![URLENCODED] }
}

fn is_required(field: &Object) -> bool {
    field.get("required").and_then(Value::as_bool) == Some(true)
}
