//! `encoding`: how the members of an object are written as fields of a form or as parts.

use indexmap::IndexMap;
use openapiv3::Encoding;

use super::cx::Cx;
use super::media::is_json;
use super::parameter::query_style;
use super::passes::unions;
use crate::model::{
    Access, Part, PartContent, Property, StringFormat, Style, StyleKind, TypeId, TypeKind,
};

/// The members that are not written as usual: scalars as they are, lists item by item, objects as
/// JSON, and where there can be one or the other, as it comes.
pub(super) fn lower_fields(
    cx: &mut Cx<'_>,
    schema: TypeId,
    encodings: &IndexMap<String, Encoding>,
) -> Vec<(String, Style)> {
    simplify_members(cx, schema);
    let listed = encodings.iter().filter_map(|(name, encoding)| {
        let usual = usual(cx, cx.property(schema, name)?.schema);
        let style = style(encoding).filter(|style| usual != Some(*style));
        Some((name.clone(), style?))
    });
    listed.collect()
}

/// The parts of a body, one per property that clients send; none where the schema names none.
pub(super) fn lower_parts(
    cx: &mut Cx<'_>,
    schema: TypeId,
    encodings: &IndexMap<String, Encoding>,
) -> Vec<Part> {
    simplify_members(cx, schema);
    let properties = cx.object(schema).map_or(&[][..], |(_, object)| &object.properties);
    // What only answers have is no part of a request.
    let sent = properties.iter().enumerate().filter(|(_, p)| p.access != Access::ReadOnly);
    let parts = sent.map(|(index, property)| {
        let encoding = encodings.get(&property.name);
        Part { property: index, content: part(cx, property, encoding) }
    });
    parts.collect()
}

/// Whether members are plain must be known now.
fn simplify_members(cx: &mut Cx<'_>, schema: TypeId) {
    let properties = cx.object(schema).map_or(&[][..], |(_, object)| &object.properties);
    let members: Vec<TypeId> = properties.iter().map(|property| property.schema).collect();
    for member in members {
        if let Some((target, _)) = cx.resolve(member) {
            unions::simplify(cx, target);
        }
    }
}

fn part(cx: &Cx<'_>, property: &Property, encoding: Option<&Encoding>) -> PartContent {
    let said = encoding.and_then(|encoding| encoding.content_type.as_deref());
    let items = match cx.resolve(property.schema).map(|(_, schema)| &schema.kind) {
        Some(TypeKind::Array { items, .. }) => Some(*items),
        _ => None,
    };
    let is_file = is_binary(cx, items.unwrap_or(property.schema), said);
    if is_file {
        // A list of media types, or a range, says what is taken, not what a file is.
        let media_type = said.filter(|said| !said.contains(['*', ',']));
        let media_type = media_type.map(str::to_owned);
        return PartContent::File { many: items.is_some(), media_type };
    }
    let style = encoding.and_then(style).or_else(|| usual(cx, property.schema));
    PartContent::Field(style.unwrap_or_else(json))
}

/// The values are bytes: the format or the media type says so.
fn is_binary(cx: &Cx<'_>, id: TypeId, said: Option<&str>) -> bool {
    let Some((_, schema)) = cx.resolve(id) else { return false };
    let TypeKind::String { format, .. } = &schema.kind else { return false };
    let by_format = match format {
        StringFormat::Text(format) => matches!(format.as_deref(), Some("binary" | "file")),
        StringFormat::Uuid | StringFormat::DateTime => false,
    };
    let by_media = said.is_some_and(|said| !is_json(said) && !said.starts_with("text/"));
    by_format || by_media
}

/// How a member is written, if anything is said about it.
fn style(encoding: &Encoding) -> Option<Style> {
    if encoding.style.is_none() && !encoding.explode && !encoding.allow_reserved {
        return encoding.content_type.as_deref().is_some_and(is_json).then(json);
    }
    let kind = encoding.style.as_ref().map_or(StyleKind::Form, query_style);
    Some(Style { kind, explode: encoding.explode, reserved: encoding.allow_reserved })
}

fn json() -> Style {
    Style { kind: StyleKind::Json, explode: false, reserved: false }
}

/// How a member is written about which nothing is said, if that is the same for all its values.
fn usual(cx: &Cx<'_>, schema: TypeId) -> Option<Style> {
    let (_, schema) = cx.resolve(schema)?;
    match schema.kind {
        TypeKind::Union(_) | TypeKind::Any => None,
        TypeKind::Object(_) | TypeKind::Map { .. } => Some(json()),
        _ => Some(Style { kind: StyleKind::Form, explode: true, reserved: false }),
    }
}
