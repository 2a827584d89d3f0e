//! Swagger 2.0: parameters, headers and schemas.

use super::extensions::{OF_PROPERTIES, OF_QUERY_PARAMETERS};
use super::schema::XML;
use super::{EXTERNAL_DOCS, Kind, Members, PLAIN, REQUIRED, Shape, Tagged};
use crate::read::ReferenceKind;

pub(super) const PARAMETER_KIND: Kind =
    Kind::Reference(ReferenceKind::Parameter, &Kind::Tagged(&PARAMETER));

static PARAMETER: Tagged = Tagged {
    name: "a parameter",
    tag: "in",
    shapes: &[
        ("path", &PLAIN_PARAMETER),
        ("query", &QUERY_PARAMETER),
        ("header", &PLAIN_PARAMETER),
        ("formData", &QUERY_PARAMETER),
        ("body", &BODY_PARAMETER),
    ],
};

const NAMED: Members = &[
    ("name", Kind::Text),
    ("in", Kind::Text),
    ("description", Kind::Text),
    ("required", Kind::Boolean),
];

static BODY_PARAMETER: Shape = Shape {
    name: "a parameter for the body",
    members: &[NAMED, &[("schema", Kind::Is(&SCHEMA_KIND))]],
    required: &["name", "in", "schema"],
    ..PLAIN
};

const ANY_PARAMETER: Shape =
    Shape { name: "a parameter", required: &["name", "in", "type"], ..PLAIN };

static PLAIN_PARAMETER: Shape =
    Shape { members: &[NAMED, &LIMITS, &[("type", TYPES), FORMAT]], ..ANY_PARAMETER };

static QUERY_PARAMETER: Shape = Shape {
    members: &[
        NAMED,
        &LIMITS,
        OF_QUERY_PARAMETERS,
        &[
            ("type", TYPES),
            ("allowEmptyValue", Kind::Boolean),
            ("collectionFormat", Kind::Choice(&["csv", "ssv", "tsv", "pipes", "multi"])),
        ],
    ],
    ..ANY_PARAMETER
};

/// Of everything but queries and forms.
const FORMAT: (&str, Kind) = ("collectionFormat", Kind::Choice(&["csv", "ssv", "tsv", "pipes"]));

/// An object is not allowed there, but what it means is plain: the converter deals with it.
const TYPES: Kind =
    Kind::Choice(&["string", "number", "integer", "boolean", "array", "file", "object"]);

/// What parameters, headers and their items have in common.
static LIMITS: [(&str, Kind); 16] = [
    ("format", Kind::Text),
    ("items", Kind::Object(&ITEMS)),
    ("default", Kind::Any),
    ("enum", Kind::List(&Kind::Any)),
    ("minimum", Kind::Number),
    ("maximum", Kind::Number),
    ("exclusiveMinimum", Kind::Boolean),
    ("exclusiveMaximum", Kind::Boolean),
    ("multipleOf", Kind::Number),
    ("minLength", Kind::Natural),
    ("maxLength", Kind::Natural),
    ("pattern", Kind::Text),
    ("minItems", Kind::Natural),
    ("maxItems", Kind::Natural),
    ("uniqueItems", Kind::Boolean),
    ("x-nullable", Kind::Boolean),
];

static ITEMS: Shape = Shape {
    name: "the items of a list",
    members: &[&LIMITS, &[("type", TYPES), FORMAT]],
    required: &["type"],
    ..PLAIN
};

pub(super) const HEADERS: Kind = Kind::Map(&Kind::Object(&HEADER));

static HEADER: Shape = Shape {
    name: "a header",
    members: &[&LIMITS, &[("type", TYPES), FORMAT, ("description", Kind::Text)]],
    required: &["type"],
    ..PLAIN
};

pub(super) static SCHEMA_KIND: Kind =
    Kind::Reference(ReferenceKind::Schema, &Kind::Object(&SCHEMA));

static PROPERTY_KIND: Kind = Kind::Reference(ReferenceKind::Schema, &Kind::Object(&PROPERTY));

static SCHEMA: Shape = Shape { name: "a schema", members: &[&KEYWORDS], ..PLAIN };

static PROPERTY: Shape = Shape { name: "a schema", members: &[&KEYWORDS, OF_PROPERTIES], ..PLAIN };

const SCHEMA_TYPES: Kind =
    Kind::Types(&["string", "integer", "number", "boolean", "array", "object", "null", "file"]);

static KEYWORDS: [(&str, Kind); 30] = [
    ("type", SCHEMA_TYPES),
    ("format", Kind::Text),
    ("title", Kind::Text),
    ("description", Kind::Text),
    ("default", Kind::Any),
    ("example", Kind::Any),
    ("enum", Kind::List(&Kind::Any)),
    ("readOnly", Kind::Boolean),
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
    ("exclusiveMinimum", Kind::Boolean),
    ("exclusiveMaximum", Kind::Boolean),
    ("multipleOf", Kind::Number),
    ("minLength", Kind::Natural),
    ("maxLength", Kind::Natural),
    ("pattern", Kind::Text),
    ("allOf", Kind::List(&SCHEMA_KIND)),
    ("discriminator", Kind::Text),
    ("xml", Kind::Object(&XML)),
    ("externalDocs", EXTERNAL_DOCS),
    // Written by many tools.
    ("x-nullable", Kind::Boolean),
];
