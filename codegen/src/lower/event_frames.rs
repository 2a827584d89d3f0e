//! Schemas that describe server-sent events as a whole, as OpenAPI 3.2 and some tools do: objects of
//! `data`, `event`, `id` and `retry`.

use openapiv3::{ObjectType, ReferenceOr, Schema, SchemaKind, Type};

use super::cx::Cx;
use super::schema::{SchemaRef, lower_schema};
use crate::model::{EnumValue, Pointer, TypeId, TypeKind};

/// What an event consists of. An object with other members is a value in `data`.
const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];

/// The schema of what `data` holds; and the name of the events, where the schema at `at` describes
/// events as a whole and says it.
pub(super) fn lower_frame(
    cx: &mut Cx<'_>,
    schema: SchemaRef<'_>,
    at: &Pointer,
    words: &[String],
) -> Option<(TypeId, Option<String>)> {
    if let SchemaRef::Item(Schema { schema_kind: SchemaKind::Type(Type::Object(object)), .. }) =
        schema
        && is_frame(object.properties.keys().map(String::as_str))
    {
        return lower_members(cx, object, at, words);
    }
    let id = lower_schema(cx, schema, at, words, 0);
    let Some((frame, object)) = cx.object(id) else { return Some((id, None)) };
    if !is_frame(object.properties.iter().map(|property| property.name.as_str())) {
        return Some((id, None));
    }
    let member = |name: &str| cx.property(frame, name).map(|property| property.schema);
    let data = member("data");
    let event = member("event");
    let name = name_of(cx, event, at);
    data.map(|data| (data, name))
}

fn is_frame<'a>(mut names: impl Iterator<Item = &'a str> + Clone) -> bool {
    names.clone().any(|name| name == "data") && names.all(|name| FIELDS.contains(&name))
}

/// Of a frame that is written in place only the data becomes a type.
fn lower_members(
    cx: &mut Cx<'_>,
    object: &ObjectType,
    at: &Pointer,
    words: &[String],
) -> Option<(TypeId, Option<String>)> {
    let lower = |cx: &mut Cx<'_>, name: &str| {
        let schema: &ReferenceOr<Box<Schema>> = object.properties.get(name)?;
        Some(lower_schema(
            cx,
            SchemaRef::from(schema),
            &at.join_all(["properties", name]),
            words,
            0,
        ))
    };
    let data = lower(cx, "data");
    // The name is a single text, which needs no type.
    let name = match object.properties.get("event") {
        Some(ReferenceOr::Item(schema)) => match &schema.schema_kind {
            SchemaKind::Type(Type::String(text)) => match text.enumeration.as_slice() {
                [] => None,
                [name] => name.clone(),
                _ => refuse_names(cx, &at.join_all(["properties", "event"])),
            },
            _ => None,
        },
        _ => {
            let event = lower(cx, "event");
            name_of(cx, event, at)
        }
    };
    data.map(|data| (data, name))
}

/// The only name that events have, if the schema says it.
fn name_of(cx: &mut Cx<'_>, event: Option<TypeId>, at: &Pointer) -> Option<String> {
    let (_, schema) = cx.resolve(event?)?;
    let TypeKind::Enum(values) = &schema.kind else { return None };
    match values.as_slice() {
        [EnumValue { value, .. }] => Some(value.clone()),
        _ => refuse_names(cx, at),
    }
}

fn refuse_names(cx: &mut Cx<'_>, at: &Pointer) -> Option<String> {
    cx.unsupported(at, "events of several names are not supported yet")
        .help("say with `x-itemSchema` and `x-sse` what the events of one name hold");
    None
}
