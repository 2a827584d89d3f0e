//! `content`: in which ways a body may be written.

use indexmap::IndexMap;
use openapiv3::MediaType as Source;

use super::cx::Cx;
use super::events::check_no_events;
use super::form::{lower_fields, lower_parts};
use super::passes::unions;
use super::schema::lower_schema;
use crate::diagnostics::Code;
use crate::model::{BodyKind, Content, MediaType, Pointer, Schema, SchemaName, TypeId, TypeKind};

/// Whose body it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Request,
    Response,
}

/// Lowers every entry of `content`, in the document's order. Of several media types with the same
/// JSON only the first stays: they differ in name alone.
pub(super) fn lower_contents(
    cx: &mut Cx<'_>,
    content: &IndexMap<String, Source>,
    at: &Pointer,
    words: &[String],
    owner: Owner,
) -> Vec<Content> {
    let at = at.join("content");
    let mut contents: Vec<Content> = Vec::new();
    let several = content.len() > 1;
    for (name, media) in content {
        let at = at.join(name);
        if !is_media_type(name) {
            let message = format!("`{name}` is not a media type; it is left out");
            cx.warning(Code::Ignored, &at, message).at_key();
            continue;
        }
        check_no_events(cx, name, media, &at);
        let media_type = MediaType(essence(name));
        let mut words = words.to_vec();
        if several && !contents.is_empty() {
            words.extend(media_type.0.split('/').next_back().map(str::to_owned));
        }
        let kind = lower_kind(cx, name, media, (&at, &words), owner);
        let is_known = contents.iter().any(|other| match (&other.kind, &kind) {
            (BodyKind::Json(known), BodyKind::Json(new)) => known == new,
            _ => other.media_type == media_type,
        });
        if !is_known {
            contents.push(Content { origin: at, media_type, kind });
        }
    }
    contents
}

fn lower_kind(
    cx: &mut Cx<'_>,
    name: &str,
    media: &Source,
    (at, words): (&Pointer, &[String]),
    owner: Owner,
) -> BodyKind {
    let essence = essence(name);
    let is_request = owner == Owner::Request;
    // What is left wide open is JSON if its schema has a shape; else anything.
    let is_open = essence.contains('*') && has_shape(cx, media);
    match essence.as_str() {
        _ if is_json(name) || is_open => BodyKind::Json(whole(cx, media, at, words)),
        "application/x-www-form-urlencoded" if is_request => {
            note_headers(cx, media, at);
            let schema = whole(cx, media, at, words);
            BodyKind::Form(schema, lower_fields(cx, schema, &media.encoding))
        }
        "multipart/form-data" if is_request => {
            note_headers(cx, media, at);
            let schema = whole(cx, media, at, words);
            BodyKind::Multipart(schema, lower_parts(cx, schema, &media.encoding))
        }
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonlines"
        | "application/jsonlines"
        | "application/json-lines"
            if media.schema.is_some() =>
        {
            BodyKind::Lines(whole(cx, media, at, words))
        }
        "text/event-stream" => BodyKind::Bytes,
        essence if is_text(essence) => BodyKind::Text(plain(cx, media, at, words)),
        _ => BodyKind::Bytes,
    }
}

/// Headers that parts have beside their media type and their name.
fn note_headers(cx: &mut Cx<'_>, media: &Source, at: &Pointer) {
    for (name, encoding) in &media.encoding {
        if !encoding.headers.is_empty() {
            let at = at.join_all(["encoding", name.as_str(), "headers"]);
            let message = "`headers` of a part have no effect: they are neither sent nor read";
            cx.warning(Code::Ignored, &at, message).at_key();
        }
    }
}

/// The schema of all of it; anything where there is none.
fn whole(cx: &mut Cx<'_>, media: &Source, at: &Pointer, words: &[String]) -> TypeId {
    match &media.schema {
        Some(schema) => lower_schema(cx, schema.into(), &at.join("schema"), words, 0),
        None => cx.reserve(at, SchemaName::Inline(words.to_vec())),
    }
}

/// The schema of a text that is one plain value, other than any text.
fn plain(cx: &mut Cx<'_>, media: &Source, at: &Pointer, words: &[String]) -> Option<TypeId> {
    use openapiv3::{ReferenceOr, SchemaKind, Type};
    let schema = media.schema.as_ref()?;
    if let ReferenceOr::Item(item) = schema
        && !matches!(
            item.schema_kind,
            SchemaKind::Type(
                Type::Boolean(_) | Type::Integer(_) | Type::Number(_) | Type::String(_)
            )
        )
    {
        return None;
    }
    let id = lower_schema(cx, schema.into(), &at.join("schema"), words, 0);
    unions::simplify(cx, id);
    let is_plain = cx.resolve(id).is_some_and(|(_, schema)| is_scalar(schema));
    is_plain.then_some(id)
}

/// The schema says more than that there is text or bytes.
fn has_shape(cx: &Cx<'_>, media: &Source) -> bool {
    use openapiv3::{ReferenceOr, SchemaKind, Type};
    match &media.schema {
        None => false,
        Some(ReferenceOr::Reference { reference }) => {
            let id = crate::normalise::schema_name(reference)
                .and_then(|name| cx.components.get(name.as_str()).copied());
            let schema = id.and_then(|id| cx.resolve(id));
            schema.is_some_and(|(_, schema)| {
                !is_scalar(schema) && !matches!(schema.kind, TypeKind::Any)
            })
        }
        Some(ReferenceOr::Item(item)) => match &item.schema_kind {
            SchemaKind::Type(Type::String(_)) => false,
            SchemaKind::Any(any) => {
                any.typ.as_deref() != Some("string") && *any != openapiv3::AnySchema::default()
            }
            _ => true,
        },
    }
}

/// A value that is one plain text.
pub(super) fn is_scalar(schema: &Schema) -> bool {
    match schema.kind {
        TypeKind::Boolean
        | TypeKind::Integer { .. }
        | TypeKind::Number { .. }
        | TypeKind::String { .. }
        | TypeKind::Enum(_) => !schema.nullable,
        TypeKind::Any
        | TypeKind::Array { .. }
        | TypeKind::Map { .. }
        | TypeKind::Object(_)
        | TypeKind::Union(_)
        | TypeKind::Alias(_) => false,
    }
}

fn is_media_type(name: &str) -> bool {
    let is_token = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/')
    };
    essence(name).split_once('/').is_some_and(|(main, sub)| is_token(main) && is_token(sub))
}

fn is_text(essence: &str) -> bool {
    let (main, sub) = essence.split_once('/').unwrap_or_default();
    let named = matches!(
        essence,
        "application/xml"
            | "application/sdp"
            | "application/yaml"
            | "application/x-yaml"
            | "application/graphql"
            | "application/x-www-form-urlencoded"
    );
    (main == "text" && sub != "*") || sub.ends_with("+xml") || sub.ends_with("+yaml") || named
}

/// A media type without parameters, in lower case.
pub(super) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// `application/json`, and everything that ends in `+json`.
pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    let suffixed = |subtype: &str| subtype.ends_with("+json") && !essence.contains('*');
    matches!(essence.as_str(), "application/json" | "text/json")
        || essence.split_once('/').is_some_and(|(_, subtype)| suffixed(subtype))
}

#[cfg(test)]
mod tests {
    use super::{essence, is_json, is_media_type, is_text};

    #[test]
    fn media_types_in_all_their_spellings() {
        for (name, json, text) in [
            ("application/json", true, false),
            ("Application/JSON; charset=utf-8", true, false),
            ("application/problem+json", true, false),
            ("text/plain", false, true),
            ("text/html; charset=utf-8", false, true),
            ("image/svg+xml", false, true),
            ("application/xml", false, true),
            ("application/octet-stream", false, false),
            ("application/x-ndjson", false, false),
            ("text/*", false, false),
            ("*/*", false, false),
        ] {
            assert!(is_media_type(name), "{name}");
            assert_eq!((is_json(name), is_text(&essence(name))), (json, text), "{name}");
        }
        for name in ["", "json", "examples", "a/", "/b", "a/b/c"] {
            assert!(!is_media_type(name), "{name}");
        }
    }
}
