//! Schemas.

use super::extensions::OF_PROPERTIES;
use super::{EXTERNAL_DOCS, Kind, PLAIN, Shape, TEXTS};
use crate::read::ReferenceKind;

pub(super) static SCHEMA_KIND: Kind =
    Kind::Reference(ReferenceKind::Schema, &Kind::Object(&SCHEMA));

static PROPERTY_KIND: Kind = Kind::Reference(ReferenceKind::Schema, &Kind::Object(&PROPERTY));

const TYPES: Kind = Kind::Choice(&["string", "integer", "number", "boolean", "array", "object"]);

static SCHEMA: Shape = Shape { name: "a schema", members: &[&KEYWORDS], ..PLAIN };

static PROPERTY: Shape = Shape { name: "a schema", members: &[&KEYWORDS, OF_PROPERTIES], ..PLAIN };

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
    ("required", TEXTS),
    ("additionalProperties", Kind::BooleanOr(&SCHEMA_KIND)),
    ("minProperties", Kind::Natural),
    ("maxProperties", Kind::Natural),
    ("items", Kind::Is(&SCHEMA_KIND)),
    ("minItems", Kind::Natural),
    ("maxItems", Kind::Natural),
    ("uniqueItems", Kind::Boolean),
    ("minimum", Kind::Number),
    ("maximum", Kind::Number),
    ("exclusiveMinimum", Kind::Boolean),
    ("exclusiveMaximum", Kind::Boolean),
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
    ..PLAIN
};
