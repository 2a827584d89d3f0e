//! In which ways bodies may be written.

use std::collections::BTreeSet;

use super::Side;
use super::accepts::{Accepts, resolve};
use super::compare::{At, Comparison, Place};
use super::effect::{Effect, Reader, Wire, Writing};
use super::kind::Kind;
use super::schemas::uses;
use super::words::words;
use crate::model::{Api, BodyKind, Content, PartContent, Style, TypeId, TypeKind};

/// Compares the ways in which a request's body may be written, or with `kind` an answer's.
pub(super) fn compare(
    cx: &mut Comparison<'_>,
    kind: Kind,
    (old, new): (&[Content], &[Content]),
    at: At<'_>,
    place: &Place,
) {
    let directed = |wire: Wire| match kind {
        Kind::AnswerMediaTypeChanged => wire.reversed(),
        _ => wire,
    };
    if media_types(old) != media_types(new) {
        let text = format!("{} → {}", listed(old), listed(new));
        // Who writes in a way that the reader does not know is not understood.
        let wire = Wire { old_client: lost(old, new), new_client: lost(new, old) };
        cx.note(kind, place, &text, at, directed(wire));
    }
    for before in old {
        let Some(after) = new.iter().find(|after| is_same(before, after)) else { continue };
        let mut inner = place.clone();
        if old.len() > 1 || new.len() > 1 {
            let Place { null_is_absent, required, .. } = *place;
            inner = Place { null_is_absent, required, ..place.inner(&before.media_type.0) };
        }
        let wire = otherwise(cx, before, after);
        if wire != Wire::default() {
            cx.note(kind, &inner, "its parts are written otherwise", at, directed(wire));
        }
        inner.writing = match before.kind {
            BodyKind::Json(_) | BodyKind::Lines(_) => Writing::Json,
            BodyKind::Form(..) | BodyKind::Multipart(..) | BodyKind::Text(_) | BodyKind::Bytes => {
                Writing::Text
            }
        };
        if let (Some(before), Some(after)) = (before.kind.schema(), after.kind.schema()) {
            uses(cx, before, after, &inner);
        }
    }
}

/// What is in a body, in words.
pub(super) fn told(api: &Api, contents: &[Content]) -> String {
    match contents {
        [Content { kind: BodyKind::Json(schema), .. }] => words(api, *schema),
        _ => listed(contents),
    }
}

fn listed(contents: &[Content]) -> String {
    contents.iter().map(|content| content.media_type.0.as_str()).collect::<Vec<_>>().join(", ")
}

fn media_types(contents: &[Content]) -> BTreeSet<&str> {
    contents.iter().map(|content| content.media_type.0.as_str()).collect()
}

/// What becomes of those who write in `written` for those who read `read`.
fn lost(written: &[Content], read: &[Content]) -> Effect {
    let unknown = |content: &&Content| !read.iter().any(|known| is_same(content, known));
    match written.iter().filter(unknown).count() {
        0 => Effect::Fine,
        count if count == written.len() => Effect::Breaking,
        _ => Effect::Partial,
    }
}

/// What a client makes of a body that the other document describes elsewhere.
pub(super) fn understood(
    (reader, read): (Side<'_>, &[Content]),
    (writer, written): (Side<'_>, &[Content]),
) -> Effect {
    let mut pairs = written.iter().filter_map(|written| {
        let known = read.iter().find(|known| is_same(written, known))?;
        Some((known.kind.schema()?, written.kind.schema()?))
    });
    let reads = |(read, written): (TypeId, TypeId)| {
        Accepts::new(reader, writer, Reader::Client, Writing::Json).value(read, written, false)
    };
    match pairs.all(reads) {
        true => lost(written, read),
        false => Effect::Breaking,
    }
}

/// Both ends take every sort of JSON for JSON.
fn is_same(a: &Content, b: &Content) -> bool {
    let json = |content: &Content| matches!(content.kind, BodyKind::Json(_));
    a.media_type == b.media_type || (json(a) && json(b))
}

/// What becomes of both ends where the media type is the same, and what is made of it is not.
fn otherwise(cx: &Comparison<'_>, before: &Content, after: &Content) -> Wire {
    let differ = |differ: bool| Wire::both(if differ { Effect::Breaking } else { Effect::Fine });
    match (&before.kind, &after.kind) {
        (BodyKind::Json(_), BodyKind::Json(_))
        | (BodyKind::Lines(_), BodyKind::Lines(_))
        | (BodyKind::Bytes, BodyKind::Bytes)
        // Any text is read where any text is written.
        | (BodyKind::Text(_) | BodyKind::Bytes, BodyKind::Text(None) | BodyKind::Bytes) => {
            Wire::default()
        }
        (BodyKind::Text(old), BodyKind::Text(new)) => differ(old.is_some() != new.is_some()),
        (BodyKind::Form(_, old), BodyKind::Form(_, new)) => {
            let known = |field: &(String, Style), of: &[(String, Style)]| of.contains(field);
            let same = old.iter().all(|field| known(field, new));
            differ(!(same && new.iter().all(|field| known(field, old))))
        }
        (BodyKind::Multipart(a, old), BodyKind::Multipart(b, new)) => {
            let shared = old.iter().filter_map(|part| {
                let wanted = name(cx.old.api, *a, part.property);
                let other = new.iter().find(|o| name(cx.new.api, *b, o.property) == wanted)?;
                Some(parts(&part.content, &other.content))
            });
            shared.fold(Wire::default(), Wire::and)
        }
        (
            BodyKind::Json(_)
            | BodyKind::Form(..)
            | BodyKind::Multipart(..)
            | BodyKind::Text(_)
            | BodyKind::Lines(_)
            | BodyKind::Bytes,
            _,
        ) => differ(true),
    }
}

/// The same of a part. Whoever wants a file takes any field for one; not every file is a text.
fn parts(old: &PartContent, new: &PartContent) -> Wire {
    match (old, new) {
        (PartContent::Field(old), PartContent::Field(new)) if old != new => {
            Wire::both(Effect::Breaking)
        }
        (PartContent::Field(_), PartContent::Field(_)) => Wire::default(),
        (PartContent::Field(_), PartContent::File { .. }) => {
            Wire { old_client: Effect::Fine, new_client: Effect::Partial }
        }
        (PartContent::File { .. }, PartContent::Field(_)) => {
            Wire { old_client: Effect::Partial, new_client: Effect::Fine }
        }
        // Of several, who wants one takes none.
        (PartContent::File { many: old, .. }, PartContent::File { many: new, .. }) => Wire {
            old_client: if *old && !new { Effect::Partial } else { Effect::Fine },
            new_client: if *new && !old { Effect::Partial } else { Effect::Fine },
        },
    }
}

/// What a property is called.
fn name(api: &Api, object: TypeId, property: usize) -> Option<&str> {
    match &api.schema(resolve(api, object)).kind {
        TypeKind::Object(object) => object.properties.get(property).map(|p| p.name.as_str()),
        _ => None,
    }
}
