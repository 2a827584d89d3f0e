//! Everything around operations.

use super::extensions::{OF_MEDIA_TYPES, OF_OPERATIONS, OF_QUERY_PARAMETERS};
use super::schema::SCHEMA_KIND;
use super::security::SECURITY_SCHEME_KIND;
use super::{Assumed, EXTERNAL_DOCS, Kind, Members, Others, PLAIN, Shape, TEXTS, Tagged};
use crate::read::ReferenceKind;

pub(in crate::read) static DOCUMENT: Shape = Shape {
    name: "an OpenAPI document",
    members: &[&[
        ("openapi", Kind::Text),
        ("info", Kind::Object(&INFO)),
        ("servers", SERVERS),
        ("paths", Kind::Object(&PATHS)),
        ("components", Kind::Object(&COMPONENTS)),
        ("security", SECURITY),
        ("tags", Kind::List(&Kind::Object(&TAG))),
        ("externalDocs", EXTERNAL_DOCS),
    ]],
    later: &[
        ("webhooks", Kind::WithoutEffect(&Kind::Map(&PATH_ITEM_KIND), WEBHOOKS)),
        ("jsonSchemaDialect", Kind::Text),
        ("$self", Kind::Text),
    ],
    required: &["openapi", "info", "paths"],
    assumed: &[("paths", Assumed::Object)],
    ..PLAIN
};

const WEBHOOKS: &str = "webhooks are not generated";

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
    later: &[("summary", Kind::Text)],
    required: &["title", "version"],
    assumed: &[("title", Assumed::Text), ("version", Assumed::Text)],
    ..PLAIN
};

pub(super) static CONTACT: Shape = Shape {
    name: "a contact object",
    members: &[&[("name", Kind::Text), ("url", Kind::Text), ("email", Kind::Text)]],
    ..PLAIN
};

pub(super) static LICENSE: Shape = Shape {
    name: "a license object",
    members: &[&[("name", Kind::Text), ("url", Kind::Text)]],
    later: &[("identifier", Kind::Text)],
    required: &["name"],
    assumed: &[("name", Assumed::Text)],
    ..PLAIN
};

pub(super) static TAG: Shape = Shape {
    name: "a tag object",
    members: &[&[
        ("name", Kind::Text),
        ("description", Kind::Text),
        ("externalDocs", EXTERNAL_DOCS),
    ]],
    later: &[("summary", Kind::Text), ("parent", Kind::Text), ("kind", Kind::Text)],
    required: &["name"],
    ..PLAIN
};

pub(super) static EXTERNAL_DOCUMENTATION: Shape = Shape {
    name: "an external documentation object",
    members: &[&[("description", Kind::Text), ("url", Kind::Text)]],
    required: &["url"],
    assumed: &[("url", Assumed::Text)],
    ..PLAIN
};

const SERVERS: Kind = Kind::List(&Kind::Object(&SERVER));

static SERVER: Shape = Shape {
    name: "a server",
    members: &[&[
        ("url", Kind::Text),
        ("description", Kind::Text),
        ("variables", Kind::Map(&Kind::Object(&SERVER_VARIABLE))),
    ]],
    later: &[("name", Kind::Text)],
    required: &["url"],
    ..PLAIN
};

static SERVER_VARIABLE: Shape = Shape {
    name: "a server variable",
    members: &[&[("enum", TEXTS), ("default", Kind::Text), ("description", Kind::Text)]],
    required: &["default"],
    ..PLAIN
};

const SECURITY: Kind = Kind::List(&Kind::Map(&TEXTS));

static PATHS: Shape = Shape { name: "the paths", others: Others::Paths(&PATH_ITEM_KIND), ..PLAIN };

pub(super) static PATH_ITEM_KIND: Kind =
    Kind::Reference(ReferenceKind::PathItem, &Kind::Object(&PATH_ITEM));

static PATH_ITEM: Shape = Shape {
    name: "a path item",
    members: &[&[
        ("summary", Kind::Text),
        ("description", Kind::Text),
        ("get", Kind::Object(&OPERATION)),
        ("put", Kind::Object(&OPERATION)),
        ("post", Kind::Object(&OPERATION)),
        ("delete", Kind::Object(&OPERATION)),
        ("options", Kind::Object(&OPERATION)),
        ("head", Kind::Object(&OPERATION)),
        ("patch", Kind::Object(&OPERATION)),
        ("trace", Kind::Object(&OPERATION)),
        ("servers", SERVERS),
        ("parameters", Kind::List(&PARAMETER_KIND)),
    ]],
    later: &[
        ("query", Kind::WithoutEffect(&Kind::Object(&OPERATION), METHODS)),
        (
            "additionalOperations",
            Kind::WithoutEffect(&Kind::Map(&Kind::Object(&OPERATION)), METHODS),
        ),
    ],
    ..PLAIN
};

const METHODS: &str = "operations of other methods are not generated";

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
            ("parameters", Kind::List(&PARAMETER_KIND)),
            ("requestBody", REQUEST_BODY_KIND),
            ("responses", Kind::Object(&RESPONSES)),
            ("callbacks", Kind::WithoutEffect(&Kind::Map(&CALLBACK_KIND), CALLBACKS)),
            ("deprecated", Kind::Boolean),
            ("security", SECURITY),
            ("servers", SERVERS),
        ],
    ],
    required: &["responses"],
    assumed: &[("responses", Assumed::Object)],
    ..PLAIN
};

const CALLBACKS: &str = "callbacks are not generated";

pub(super) const PARAMETER_KIND: Kind =
    Kind::Reference(ReferenceKind::Parameter, &Kind::Tagged(&PARAMETER));

static PARAMETER: Tagged = Tagged {
    name: "a parameter",
    tag: "in",
    shapes: &[
        ("path", &PATH_PARAMETER),
        ("query", &QUERY_PARAMETER),
        ("header", &HEADER_PARAMETER),
        ("cookie", &COOKIE_PARAMETER),
    ],
};

const NAMED: Members = &[("name", Kind::Text), ("in", Kind::Text)];

/// What parameters and headers have in common.
static VALUE: [(&str, Kind); 10] = [
    ("description", Kind::Text),
    ("required", Kind::Boolean),
    ("deprecated", Kind::Boolean),
    ("allowEmptyValue", Kind::Boolean),
    ("explode", Kind::Boolean),
    ("allowReserved", Kind::Boolean),
    ("schema", Kind::Is(&SCHEMA_KIND)),
    ("example", Kind::Any),
    ("examples", EXAMPLES),
    ("content", Kind::Is(&CONTENT)),
];

const ANY_PARAMETER: Shape = Shape {
    name: "a parameter",
    required: &["name", "in"],
    one_of: &["schema", "content"],
    assumed: &[("schema", Assumed::TextSchema)],
    ..PLAIN
};

static PATH_PARAMETER: Shape = Shape {
    members: &[NAMED, &VALUE, &[("style", Kind::Choice(&["simple", "label", "matrix"]))]],
    ..ANY_PARAMETER
};

static QUERY_PARAMETER: Shape = Shape {
    members: &[NAMED, &VALUE, OF_QUERY_PARAMETERS, &[("style", QUERY_STYLE)]],
    ..ANY_PARAMETER
};

static HEADER_PARAMETER: Shape =
    Shape { members: &[NAMED, &VALUE, &[("style", Kind::Choice(&["simple"]))]], ..ANY_PARAMETER };

static COOKIE_PARAMETER: Shape =
    Shape { members: &[NAMED, &VALUE, &[("style", Kind::Choice(&["form"]))]], ..ANY_PARAMETER };

const QUERY_STYLE: Kind = Kind::Choice(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]);

pub(super) static HEADER_KIND: Kind =
    Kind::Reference(ReferenceKind::Header, &Kind::Object(&HEADER));

static HEADER: Shape = Shape {
    name: "a header",
    members: &[&VALUE, &[("style", Kind::Choice(&["simple"]))]],
    one_of: &["schema", "content"],
    assumed: &[("schema", Assumed::TextSchema)],
    ..PLAIN
};

pub(super) const REQUEST_BODY_KIND: Kind =
    Kind::Reference(ReferenceKind::RequestBody, &Kind::Object(&REQUEST_BODY));

static REQUEST_BODY: Shape = Shape {
    name: "a request body",
    members: &[&[
        ("description", Kind::Text),
        ("content", Kind::Is(&CONTENT)),
        ("required", Kind::Boolean),
    ]],
    required: &["content"],
    ..PLAIN
};

static CONTENT: Kind = Kind::Map(&Kind::Object(&MEDIA_TYPE));

static MEDIA_TYPE: Shape = Shape {
    name: "a media type",
    members: &[
        OF_MEDIA_TYPES,
        &[
            ("schema", Kind::Is(&SCHEMA_KIND)),
            ("example", Kind::Any),
            ("examples", EXAMPLES),
            ("encoding", Kind::Map(&Kind::Object(&ENCODING))),
        ],
    ],
    later: &[("prefixEncoding", Kind::Any), ("itemEncoding", Kind::Any)],
    ..PLAIN
};

static ENCODING: Shape = Shape {
    name: "an encoding",
    members: &[&[
        ("contentType", Kind::Text),
        ("headers", Kind::Map(&HEADER_KIND)),
        ("style", QUERY_STYLE),
        ("explode", Kind::Boolean),
        ("allowReserved", Kind::Boolean),
    ]],
    ..PLAIN
};

pub(super) const EXAMPLE_KIND: Kind =
    Kind::Reference(ReferenceKind::Example, &Kind::Object(&EXAMPLE));
const EXAMPLES: Kind = Kind::Map(&EXAMPLE_KIND);

static EXAMPLE: Shape = Shape {
    name: "an example",
    members: &[&[
        ("summary", Kind::Text),
        ("description", Kind::Text),
        ("value", Kind::Any),
        ("externalValue", Kind::Text),
    ]],
    later: &[("dataValue", Kind::Any), ("serializedValue", Kind::Text)],
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
        ("headers", Kind::Map(&HEADER_KIND)),
        ("content", Kind::Is(&CONTENT)),
        ("links", Kind::Map(&LINK_KIND)),
    ]],
    later: &[("summary", Kind::Text)],
    required: &["description"],
    assumed: &[("description", Assumed::Text)],
    ..PLAIN
};

pub(super) const LINK_KIND: Kind = Kind::Reference(ReferenceKind::Link, &Kind::Object(&LINK));

static LINK: Shape = Shape {
    name: "a link",
    members: &[&[
        ("operationRef", Kind::Text),
        ("operationId", Kind::Text),
        ("parameters", Kind::Map(&Kind::Any)),
        ("requestBody", Kind::Any),
        ("description", Kind::Text),
        ("server", Kind::Object(&SERVER)),
    ]],
    one_of: &["operationRef", "operationId"],
    ..PLAIN
};

pub(super) static CALLBACK_KIND: Kind =
    Kind::Reference(ReferenceKind::Callback, &Kind::Object(&CALLBACK));

static CALLBACK: Shape =
    Shape { name: "a callback", others: Others::Any(&PATH_ITEM_KIND), ..PLAIN };

static COMPONENTS: Shape = Shape {
    name: "the components",
    members: &[&[
        ("schemas", Kind::Map(&SCHEMA_KIND)),
        ("responses", Kind::Map(&RESPONSE_KIND)),
        ("parameters", Kind::Map(&PARAMETER_KIND)),
        ("examples", EXAMPLES),
        ("requestBodies", Kind::Map(&REQUEST_BODY_KIND)),
        ("headers", Kind::Map(&HEADER_KIND)),
        ("securitySchemes", Kind::Map(&SECURITY_SCHEME_KIND)),
        ("links", Kind::Map(&LINK_KIND)),
        ("callbacks", Kind::WithoutEffect(&Kind::Map(&CALLBACK_KIND), "")),
    ]],
    later: &[("pathItems", Kind::Map(&PATH_ITEM_KIND)), ("mediaTypes", Kind::Any)],
    ..PLAIN
};
