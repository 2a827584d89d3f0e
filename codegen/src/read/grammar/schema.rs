//! Schemas.

use super::extensions::OF_PROPERTIES;
use super::{EXTERNAL_DOCS, Kind, PLAIN, REQUIRED, Shape, TEXTS};
use crate::read::ReferenceKind;

pub(super) static SCHEMA_KIND: Kind =
    Kind::Reference(ReferenceKind::Schema, &Kind::Object(&SCHEMA));

static PROPERTY_KIND: Kind = Kind::Reference(ReferenceKind::Schema, &Kind::Object(&PROPERTY));

/// `null` is one of them since 3.1.
const TYPES: Kind =
    Kind::Types(&["string", "integer", "number", "boolean", "array", "object", "null"]);

static SCHEMA: Shape = Shape { name: "a schema", members: &[&KEYWORDS], later: &LATER, ..PLAIN };

static PROPERTY: Shape =
    Shape { name: "a schema", members: &[&KEYWORDS, OF_PROPERTIES], later: &LATER, ..PLAIN };

/// What JSON Schema 2020-12 has besides, and its earlier drafts where tools still write them.
static LATER: [(&str, Kind); 31] = [
    ("const", Kind::Any),
    ("examples", Kind::Any),
    ("contentEncoding", Kind::Text),
    ("contentMediaType", Kind::Text),
    ("contentSchema", Kind::Is(&SCHEMA_KIND)),
    ("prefixItems", Kind::List(&SCHEMA_KIND)),
    ("patternProperties", Kind::Map(&SCHEMA_KIND)),
    ("unevaluatedProperties", Kind::BooleanOr(&SCHEMA_KIND)),
    ("unevaluatedItems", Kind::BooleanOr(&SCHEMA_KIND)),
    ("propertyNames", Kind::Is(&SCHEMA_KIND)),
    ("contains", Kind::Is(&SCHEMA_KIND)),
    ("minContains", Kind::Natural),
    ("maxContains", Kind::Natural),
    ("if", Kind::Is(&SCHEMA_KIND)),
    ("then", Kind::Is(&SCHEMA_KIND)),
    ("else", Kind::Is(&SCHEMA_KIND)),
    ("dependentSchemas", Kind::Map(&SCHEMA_KIND)),
    ("dependentRequired", Kind::Map(&TEXTS)),
    ("dependencies", Kind::Any),
    ("$defs", Kind::Map(&SCHEMA_KIND)),
    ("definitions", Kind::Map(&SCHEMA_KIND)),
    ("$schema", Kind::Text),
    ("$id", Kind::Text),
    ("$comment", Kind::Text),
    ("$vocabulary", Kind::Any),
    ("$anchor", Kind::Text),
    ("$dynamicAnchor", Kind::Text),
    ("$dynamicRef", Kind::Text),
    ("$recursiveRef", Kind::Text),
    ("$recursiveAnchor", Kind::Any),
    ("summary", Kind::Text),
];

static KEYWORDS: [(&str, Kind); 35] = [
    ("type", TYPES),
    ("format", Kind::Text),
    ("title", Kind::Text),
    ("description", Kind::Text),
    ("default", Kind::Any),
    ("example", Kind::Any),
    ("enum", Kind::List(&Kind::Any)),
    ("nullable", Kind::Boolean),
    ("deprecated", Kind::Boolean),
    ("readOnly", Kind::Boolean),
    ("writeOnly", Kind::Boolean),
    ("properties", Kind::Map(&PROPERTY_KIND)),
    ("required", REQUIRED),
    ("additionalProperties", Kind::BooleanOr(&SCHEMA_KIND)),
    ("minProperties", Kind::Natural),
    ("maxProperties", Kind::Natural),
    ("items", Kind::Is(&SCHEMA_KIND)),
    ("minItems", Kind::Natural),
    ("maxItems", Kind::Natural),
    ("uniqueItems", Kind::Boolean),
    ("minimum", Kind::Number),
    ("maximum", Kind::Number),
    ("exclusiveMinimum", Kind::BooleanOrNumber),
    ("exclusiveMaximum", Kind::BooleanOrNumber),
    ("multipleOf", Kind::Number),
    ("minLength", Kind::Natural),
    ("maxLength", Kind::Natural),
    ("pattern", Kind::Text),
    ("allOf", Kind::List(&SCHEMA_KIND)),
    ("oneOf", Kind::List(&SCHEMA_KIND)),
    ("anyOf", Kind::List(&SCHEMA_KIND)),
    ("not", Kind::Is(&SCHEMA_KIND)),
    ("discriminator", Kind::Object(&DISCRIMINATOR)),
    ("xml", Kind::Object(&XML)),
    ("externalDocs", EXTERNAL_DOCS),
];

static DISCRIMINATOR: Shape = Shape {
    name: "a discriminator",
    members: &[&[("propertyName", Kind::Text), ("mapping", Kind::Map(&Kind::Text))]],
    later: &[("defaultMapping", Kind::Text)],
    required: &["propertyName"],
    ..PLAIN
};

pub(super) static XML: Shape = Shape {
    name: "an XML object",
    members: &[&[
        ("name", Kind::Text),
        ("namespace", Kind::Text),
        ("prefix", Kind::Text),
        ("attribute", Kind::Boolean),
        ("wrapped", Kind::Boolean),
    ]],
    later: &[("nodeType", Kind::Text)],
    ..PLAIN
};
