//! Schemas: dispatch by what a schema's keywords say; one file per kind.

mod all_of;
mod array;
mod enumeration;
mod free_form;
mod keywords;
mod map;
mod notes;
mod number;
mod object;
mod string;

use openapiv3::{ReferenceOr, Schema as Source, SchemaData};

use super::cx::Cx;
use crate::diagnostics::Code;
use crate::model::{Docs, Pointer, SchemaName, TypeId, TypeKind};
use crate::normalise::schema_name;

use keywords::Keywords;
use notes::{note_meaningless, note_unchecked, note_unused_data};

/// Deeper nesting of schemas written in place is refused, so that no document exhausts our stack.
const MAX_DEPTH: usize = 64;

/// Where a schema stands, in the document and in the model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    /// The place in the model that is being filled.
    pub(super) id: TypeId,
    pub(super) at: &'a Pointer,
    /// The words of the places around, out of which an inline type's name is made.
    pub(super) words: &'a [String],
    pub(super) depth: usize,
}

/// A schema or a reference to one, boxed or not.
#[derive(Clone, Copy, Debug)]
pub(super) enum SchemaRef<'a> {
    Reference(&'a str),
    Item(&'a Source),
}

impl<'a> From<&'a ReferenceOr<Source>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Source>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(item) => Self::Item(item),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Source>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<Source>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(item) => Self::Item(item),
        }
    }
}

/// What the keywords of a schema come to.
#[derive(Debug)]
struct Lowered {
    kind: TypeKind,
    /// `null` is among the listed values.
    nullable: bool,
    /// The format says so.
    sensitive: bool,
    /// What an `allOf` member written in place says about itself; the wrapper's own words win.
    inner: Option<SchemaData>,
}

impl From<TypeKind> for Lowered {
    fn from(kind: TypeKind) -> Self {
        Self { kind, nullable: false, sensitive: false, inner: None }
    }
}

/// Lowers a schema at `at`, and gives back its id: that of the target, if it is a reference.
pub(super) fn lower_schema(
    cx: &mut Cx<'_>,
    schema: SchemaRef<'_>,
    at: &Pointer,
    words: &[String],
    depth: usize,
) -> TypeId {
    if let SchemaRef::Reference(reference) = schema
        && let Some(target) = component(cx, reference)
    {
        return target;
    }
    if let Some(id) = cx.inline.get(at) {
        return *id;
    }
    let id = cx.reserve(at, SchemaName::Inline(words.to_vec()));
    cx.inline.insert(at.clone(), id);
    lower_into(cx, schema, &Spot { id, at, words, depth });
    id
}

/// Fills a reserved place with a schema.
pub(super) fn lower_into(cx: &mut Cx<'_>, schema: SchemaRef<'_>, spot: &Spot<'_>) {
    match schema {
        SchemaRef::Reference(reference) => match component(cx, reference) {
            Some(target) => {
                if let Some(place) = cx.schema_mut(spot.id) {
                    place.kind = TypeKind::Alias(target);
                }
            }
            None => cx.internal(spot.at, format!("unresolved reference `{reference}`")),
        },
        SchemaRef::Item(source) => {
            let lowered = lower_kind(cx, source, spot);
            fill(cx, source, spot.id, lowered);
        }
    }
}

fn fill(cx: &mut Cx<'_>, source: &Source, id: TypeId, lowered: Lowered) {
    let Some(place) = cx.schema_mut(id) else { return };
    let outer = &source.schema_data;
    place.docs = docs(outer);
    place.nullable = outer.nullable || lowered.nullable;
    place.default = outer.default.clone();
    place.example = outer.example.clone();
    place.kind = lowered.kind;
    place.sensitive = lowered.sensitive;
    if let Some(inner) = lowered.inner {
        let inner_docs = docs(&inner);
        if place.docs.summary.is_empty() && place.docs.description.is_empty() {
            place.docs.summary = inner_docs.summary;
            place.docs.description = inner_docs.description;
        }
        place.docs.deprecated |= inner_docs.deprecated;
        place.nullable |= inner.nullable;
        if place.default.is_none() {
            place.default = inner.default;
        }
        if place.example.is_none() {
            place.example = inner.example;
        }
    }
}

fn docs(data: &SchemaData) -> Docs {
    Docs {
        summary: trimmed(data.title.as_deref()),
        description: trimmed(data.description.as_deref()),
        deprecated: data.deprecated,
    }
}

/// A text of the document for people, without blank space around it.
pub(super) fn trimmed(text: Option<&str>) -> String {
    text.unwrap_or_default().trim().to_owned()
}

fn component(cx: &Cx<'_>, reference: &str) -> Option<TypeId> {
    cx.components.get(schema_name(reference)?.as_str()).copied()
}

/// The dispatcher: which kind of value the keywords describe.
fn lower_kind(cx: &mut Cx<'_>, source: &Source, spot: &Spot<'_>) -> Lowered {
    if spot.depth > MAX_DEPTH {
        cx.unsupported(spot.at, format!("schemas nested more than {MAX_DEPTH} levels deep"))
            .help("give the inner schemas names under `components.schemas`");
        return TypeKind::Any.into();
    }
    note_unused_data(cx, &source.schema_data, spot.at);
    let keywords = Keywords::of(&source.schema_kind);
    let combining = [("oneOf", keywords.one_of), ("anyOf", keywords.any_of), ("not", keywords.not)];
    if let Some((name, _)) = combining.into_iter().find(|(_, there)| *there) {
        cx.unsupported(&spot.at.join(name), format!("`{name}` is not supported yet"));
        return TypeKind::Any.into();
    }
    if let Some(members) = keywords.all_of {
        return all_of::lower(cx, &keywords, members, spot);
    }
    let Some(json_type) = json_type(cx, &keywords, spot.at) else {
        return free_form::lower(cx, &keywords, spot);
    };
    if !keywords.enumeration.is_empty() {
        return enumeration::lower(cx, &keywords, &json_type, spot);
    }
    match json_type.as_str() {
        "string" => string::lower(cx, &keywords, spot),
        "integer" => number::lower_integer(cx, &keywords, spot).into(),
        "number" => number::lower_number(cx, &keywords, spot).into(),
        "boolean" => {
            note_meaningless(cx, &keywords, spot.at, "a boolean", &[]);
            TypeKind::Boolean.into()
        }
        "array" => array::lower(cx, &keywords, spot).into(),
        "object" => object::lower(cx, &keywords, spot).into(),
        other => {
            cx.error(
                Code::InvalidSchema,
                &spot.at.join("type"),
                format!("`{other}` is not a type"),
            )
            .help("the types are array, boolean, integer, number, object and string");
            TypeKind::Any.into()
        }
    }
}

/// What `type` says, or where it is missing, what the other keywords suggest.
fn json_type(cx: &mut Cx<'_>, keywords: &Keywords<'_>, at: &Pointer) -> Option<String> {
    if let Some(json_type) = &keywords.json_type {
        return Some(json_type.clone().into_owned());
    }
    let texts = keywords.enumeration.iter().all(|value| value.is_string() || value.is_null());
    let guess = if keywords.properties.is_some() || keywords.additional.is_some() {
        "object"
    } else if keywords.items.is_some() {
        "array"
    } else if !keywords.enumeration.is_empty() && texts {
        "string"
    } else {
        return None;
    };
    cx.warning(Code::MissingType, at, format!("the schema has no `type`; it is read as `{guess}`"))
        .help(format!("add `type: {guess}`"));
    Some(guess.to_owned())
}

/// The words around an inline schema, and one more.
fn words_with(words: &[String], last: &str) -> Vec<String> {
    let mut words = words.to_vec();
    words.push(last.to_owned());
    words
}
