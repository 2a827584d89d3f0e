//! Swagger 2.0: the document, its paths and its security definitions.

use super::api::{CONTACT, LICENSE, TAG};
use super::extensions::{OF_OPERATIONS, OF_SECURITY_SCHEMES};
use super::swagger2_values::{HEADERS, PARAMETER_KIND, SCHEMA_KIND};
use super::{Assumed, EXTERNAL_DOCS, Kind, Members, Others, PLAIN, Shape, TEXTS, Tagged};
use crate::read::ReferenceKind;

pub(in crate::read) static DOCUMENT: Shape = Shape {
    name: "a Swagger document",
    members: &[&[
        ("swagger", Kind::Text),
        ("info", Kind::Object(&INFO)),
        ("host", Kind::Text),
        ("basePath", Kind::Text),
        ("schemes", SCHEMES),
        ("consumes", TEXTS),
        ("produces", TEXTS),
        ("paths", Kind::Object(&PATHS)),
        ("definitions", Kind::Map(&SCHEMA_KIND)),
        ("parameters", Kind::Map(&PARAMETER_KIND)),
        ("responses", Kind::Map(&RESPONSE_KIND)),
        ("securityDefinitions", Kind::Map(&Kind::Tagged(&SECURITY_SCHEME))),
        ("security", SECURITY),
        ("tags", Kind::List(&Kind::Object(&TAG))),
        ("externalDocs", EXTERNAL_DOCS),
    ]],
    required: &["swagger", "info", "paths"],
    assumed: &[("paths", Assumed::Object)],
    ..PLAIN
};

const SCHEMES: Kind = Kind::List(&Kind::Choice(&["http", "https", "ws", "wss"]));
const SECURITY: Kind = Kind::List(&Kind::Map(&TEXTS));

static INFO: Shape = Shape {
    name: "an info object",
    members: &[&[
        ("title", Kind::Text),
        ("description", Kind::Text),
        ("termsOfService", Kind::Text),
        ("contact", Kind::Object(&CONTACT)),
        ("license", Kind::Object(&LICENSE)),
        ("version", Kind::Text),
    ]],
    required: &["title", "version"],
    assumed: &[("title", Assumed::Text), ("version", Assumed::Text)],
    ..PLAIN
};

static PATHS: Shape = Shape { name: "the paths", others: Others::Paths(&PATH_ITEM_KIND), ..PLAIN };

pub(super) static PATH_ITEM_KIND: Kind =
    Kind::Reference(ReferenceKind::PathItem, &Kind::Object(&PATH_ITEM));

static PATH_ITEM: Shape = Shape {
    name: "a path item",
    members: &[&[
        ("get", Kind::Object(&OPERATION)),
        ("put", Kind::Object(&OPERATION)),
        ("post", Kind::Object(&OPERATION)),
        ("delete", Kind::Object(&OPERATION)),
        ("options", Kind::Object(&OPERATION)),
        ("head", Kind::Object(&OPERATION)),
        ("patch", Kind::Object(&OPERATION)),
        ("parameters", Kind::List(&PARAMETER_KIND)),
    ]],
    ..PLAIN
};

static OPERATION: Shape = Shape {
    name: "an operation",
    members: &[
        OF_OPERATIONS,
        &[
            ("tags", TEXTS),
            ("summary", Kind::Text),
            ("description", Kind::Text),
            ("externalDocs", EXTERNAL_DOCS),
            ("operationId", Kind::Text),
            ("consumes", TEXTS),
            ("produces", TEXTS),
            ("parameters", Kind::List(&PARAMETER_KIND)),
            ("responses", Kind::Object(&RESPONSES)),
            ("schemes", SCHEMES),
            ("deprecated", Kind::Boolean),
            ("security", SECURITY),
        ],
    ],
    required: &["responses"],
    assumed: &[("responses", Assumed::Object)],
    ..PLAIN
};

static RESPONSES: Shape =
    Shape { name: "the responses", others: Others::Statuses(&RESPONSE_KIND), ..PLAIN };

pub(super) const RESPONSE_KIND: Kind =
    Kind::Reference(ReferenceKind::Response, &Kind::Object(&RESPONSE));

static RESPONSE: Shape = Shape {
    name: "a response",
    members: &[&[
        ("description", Kind::Text),
        ("schema", Kind::Is(&SCHEMA_KIND)),
        ("headers", HEADERS),
        ("examples", Kind::Map(&Kind::Any)),
    ]],
    required: &["description"],
    assumed: &[("description", Assumed::Text)],
    ..PLAIN
};

static SECURITY_SCHEME: Tagged = Tagged {
    name: "a security definition",
    tag: "type",
    shapes: &[("basic", &BASIC), ("apiKey", &API_KEY), ("oauth2", &OAUTH2)],
};

const ANY: Members = &[("type", Kind::Text), ("description", Kind::Text)];

static BASIC: Shape =
    Shape { name: "basic authentication", members: &[ANY, OF_SECURITY_SCHEMES], ..PLAIN };

static API_KEY: Shape = Shape {
    name: "an API key",
    members: &[
        ANY,
        OF_SECURITY_SCHEMES,
        &[("name", Kind::Text), ("in", Kind::Choice(&["header", "query"]))],
    ],
    required: &["name", "in"],
    ..PLAIN
};

static OAUTH2: Shape = Shape {
    name: "an OAuth 2 security definition",
    members: &[
        ANY,
        &[
            ("flow", Kind::Choice(&["implicit", "password", "application", "accessCode"])),
            ("authorizationUrl", Kind::Text),
            ("tokenUrl", Kind::Text),
            ("scopes", Kind::Map(&Kind::Text)),
        ],
    ],
    required: &["flow"],
    ..PLAIN
};
