//! Schemas: dispatch by what a schema's keywords say; one file per kind.

mod all_of;
mod array;
mod enumeration;
pub(super) mod family;
mod formats;
mod free_form;
mod gather;
mod keywords;
mod map;
mod merge;
mod notes;
mod number;
mod object;
mod rules;
mod string;
mod union;

use openapiv3::{ReferenceOr, Schema as Source, SchemaData};

use super::cx::Cx;
use crate::diagnostics::Code;
use crate::model::{Docs, Pointer, Rule, SchemaName, TypeId, TypeKind, ValueType};
use crate::normalise::{NamedSchema, schema_name};

use gather::{Gathered, is_meaningful_schema};
use keywords::{Keywords, Placed};
use notes::note_meaningless;

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
    /// The only values that there are, beside `null`; empty where there is no such list.
    allowed: Vec<serde_json::Value>,
    /// What else holds for all values.
    rules: Vec<Rule>,
    /// What the format stands for.
    value_type: Option<ValueType>,
    /// The format says so.
    sensitive: bool,
    /// What an `allOf` member written in place says about itself; the wrapper's own words win.
    inner: Option<SchemaData>,
}

impl From<TypeKind> for Lowered {
    fn from(kind: TypeKind) -> Self {
        Self {
            kind,
            nullable: false,
            allowed: Vec::new(),
            rules: Vec::new(),
            value_type: None,
            sensitive: false,
            inner: None,
        }
    }
}

/// Lowers a schema at `at`, and gives back its id: that of the target, if it is a reference.
pub(super) fn lower_schema<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    schema: SchemaRef<'s>,
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
pub(super) fn lower_into<'s, 'a: 's>(cx: &mut Cx<'a>, schema: SchemaRef<'s>, spot: &Spot<'_>) {
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
            fill(cx, &source.schema_data, spot.id, lowered);
        }
    }
}

fn fill(cx: &mut Cx<'_>, outer: &SchemaData, id: TypeId, lowered: Lowered) {
    let Some(place) = cx.schema_mut(id) else { return };
    place.docs = docs(outer);
    place.nullable = outer.nullable || lowered.nullable;
    place.default = outer.default.clone();
    place.example = outer.example.clone();
    place.kind = lowered.kind;
    place.allowed = lowered.allowed;
    place.rules = lowered.rules;
    place.value_type = lowered.value_type;
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

fn named<'a>(cx: &Cx<'a>, reference: &str) -> Option<&'a NamedSchema> {
    cx.sources.get(schema_name(reference)?.as_str()).copied()
}

/// Lowers schemas that all hold, and gives back the id of what they are together.
fn lower_all<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    schemas: &[Placed<'s>],
    words: &[String],
    spot: &Spot<'_>,
) -> TypeId {
    let mut weighty = schemas.iter().filter(|schema| is_meaningful_schema(schema));
    let only = match (weighty.next(), weighty.next()) {
        (Some(only), None) => Some(only),
        (None, _) => schemas.last(),
        (Some(_), Some(_)) => None,
    };
    if let Some((schema, at)) = only {
        return lower_schema(cx, *schema, at, words, spot.depth + 1);
    }
    let at = schemas.last().map_or(spot.at, |(_, at)| at);
    let id = cx.reserve(at, SchemaName::Inline(words.to_vec()));
    let spot = Spot { id, at, words, depth: spot.depth + 1 };
    if is_too_deep(cx, &spot) {
        return id;
    }
    let mut gathered = Gathered::default();
    if schemas.iter().all(|(schema, at)| gathered.add(cx, *schema, at)) {
        let nullable = gathered.nullable.unwrap_or_default();
        let data = SchemaData { nullable, ..SchemaData::default() };
        let lowered = lower_gathered(cx, gathered, &spot);
        fill(cx, &data, id, lowered);
    }
    id
}

fn is_too_deep(cx: &mut Cx<'_>, spot: &Spot<'_>) -> bool {
    if spot.depth <= MAX_DEPTH {
        return false;
    }
    cx.unsupported(spot.at, format!("schemas nested more than {MAX_DEPTH} levels deep"))
        .help("give the inner schemas names under `components.schemas`");
    true
}

/// Lowers what one schema says.
fn lower_kind<'s, 'a: 's>(cx: &mut Cx<'a>, source: &'s Source, spot: &Spot<'_>) -> Lowered {
    if is_too_deep(cx, spot) {
        return TypeKind::Any.into();
    }
    let keywords = Keywords::of(source, spot.at);
    if !keywords.all_of.is_empty() {
        return all_of::lower(cx, source, keywords, spot);
    }
    if keywords.one_of.is_empty() && keywords.any_of.is_empty() {
        return lower_keywords(cx, &keywords, spot);
    }
    let mut gathered = Gathered::default();
    gathered.add(cx, SchemaRef::Item(source), spot.at);
    lower_gathered(cx, gathered, spot)
}

/// Lowers what several schemas say together.
fn lower_gathered<'s, 'a: 's>(cx: &mut Cx<'a>, gathered: Gathered<'s>, spot: &Spot<'_>) -> Lowered {
    if gathered.choices.is_empty() {
        return lower_keywords(cx, &gathered.keywords, spot);
    }
    union::lower(cx, gathered, spot)
}

/// The dispatcher: which kind of value the keywords describe.
fn lower_keywords<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    keywords: &Keywords<'s>,
    spot: &Spot<'_>,
) -> Lowered {
    if keywords.not {
        let message = "`not` is not checked by the generated server";
        cx.warning(Code::Unchecked, &spot.at.join("not"), message);
    }
    if let Some(listed) = &keywords.enumeration {
        return enumeration::lower(cx, keywords, listed, spot);
    }
    match json_type(cx, keywords, spot.at) {
        Some(json_type) => {
            let lowered = lower_typed(cx, keywords, &json_type, spot);
            let rules = rules::of(cx, keywords, &lowered.kind, spot.at);
            Lowered { rules, ..lowered }
        }
        None => free_form::lower(cx, keywords, spot),
    }
}

fn lower_typed<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    keywords: &Keywords<'s>,
    json_type: &str,
    spot: &Spot<'_>,
) -> Lowered {
    match json_type {
        "string" => string::lower(cx, keywords, spot),
        "integer" => number::lower_integer(cx, keywords, spot),
        "number" => number::lower_number(cx, keywords, spot),
        "boolean" => {
            note_meaningless(cx, keywords, spot.at, "a boolean", &["enum"]);
            TypeKind::Boolean.into()
        }
        "array" => array::lower(cx, keywords, spot).into(),
        "object" => object::lower(cx, keywords, spot).into(),
        "null" => {
            let allowed = vec![serde_json::Value::Null];
            Lowered { nullable: true, allowed, ..TypeKind::Any.into() }
        }
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
    let guess = if !keywords.properties.is_empty() || keywords.additional.is_some() {
        "object"
    } else if !keywords.items.is_empty() {
        "array"
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
