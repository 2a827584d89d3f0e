//! `content`: which way to write a body is meant.

use indexmap::IndexMap;

use super::cx::Cx;
use super::events::check_no_events;
use super::schema::lower_schema;
use crate::model::{BodyKind, MediaType, Pointer, SchemaName, TypeId};

/// Lowers the only entry of `content`; nothing when it is empty or cannot be done.
pub(super) fn lower_content(
    cx: &mut Cx<'_>,
    content: &IndexMap<String, openapiv3::MediaType>,
    at: &Pointer,
    words: &[String],
) -> Option<(BodyKind, TypeId)> {
    let at = at.join("content");
    let (name, media) = content.first()?;
    if content.len() > 1 {
        let names = content.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        cx.unsupported(&at, format!("several media types are not supported yet: {names}"))
            .help("an overlay can leave one of them");
        return None;
    }
    let at = at.join(name);
    let Some(kind) = body_kind(name) else {
        cx.unsupported(&at, format!("the media type `{name}` is not supported yet"))
            .help("JSON is: `application/json` and everything that ends in `+json`")
            .at_key();
        return None;
    };
    check_no_events(cx, name, media, &at);
    let schema_at = at.join("schema");
    let schema = match &media.schema {
        Some(schema) => lower_schema(cx, schema.into(), &schema_at, words, 0),
        None => cx.reserve(&at, SchemaName::Inline(words.to_vec())),
    };
    Some((kind, schema))
}

fn body_kind(name: &str) -> Option<BodyKind> {
    is_json(name).then(|| BodyKind::Json(MediaType(essence(name))))
}

/// A media type without parameters, in lower case.
pub(super) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// `application/json`, and everything that ends in `+json`.
pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    let suffixed = |subtype: &str| subtype.ends_with("+json") && !essence.contains('*');
    essence == "application/json"
        || essence.split_once('/').is_some_and(|(_, subtype)| suffixed(subtype))
}

#[cfg(test)]
mod tests {
    use super::body_kind;

    #[test]
    fn json_in_all_its_spellings() {
        for (name, essence) in [
            ("application/json", "application/json"),
            ("Application/JSON; charset=utf-8", "application/json"),
            ("application/problem+json", "application/problem+json"),
        ] {
            assert_eq!(body_kind(name).unwrap().media_type(), essence);
        }
        for name in ["", "json", "*/*", "application/*", "text/plain", "application/x-ndjson"] {
            assert_eq!(body_kind(name), None, "{name}");
        }
    }
}
