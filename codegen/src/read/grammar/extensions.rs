//! The extensions that have an effect, described in `codegen/EXTENSIONS.md`. Unlike OpenAPI's own
//! objects, they hold nothing but what is listed here.

use super::schema::SCHEMA_KIND;
use super::{Kind, Members, PLAIN, Shape, TEXTS};

/// Members of operations.
pub(super) const OF_OPERATIONS: Members = &[
    ("x-websocket", Kind::Object(&SOCKET)),
    ("x-dropshot-websocket", Kind::Object(&PLAIN_SOCKET)),
    ("x-long-poll", Kind::Object(&LONG_POLL)),
    ("x-exactly-one-of", Kind::List(&TEXTS)),
];

/// Members of query parameters.
pub(super) const OF_QUERY_PARAMETERS: Members = &[("x-presence-flag", Kind::Boolean)];

/// Members of the schemas of properties.
pub(super) const OF_PROPERTIES: Members = &[("x-aliases", TEXTS)];

/// Members of media types.
pub(super) const OF_MEDIA_TYPES: Members = &[
    // Of OpenAPI 3.2; the other spelling is for earlier versions.
    ("itemSchema", Kind::Apart(&SCHEMA_KIND)),
    ("x-itemSchema", Kind::Apart(&SCHEMA_KIND)),
    ("x-sse", Kind::Object(&EVENTS)),
];

/// Members of security schemes.
pub(super) const OF_SECURITY_SCHEMES: Members = &[("x-lookup", Kind::List(&Kind::Object(&PLACE)))];

/// Every extension, and what it belongs to.
pub(in crate::read) const HOMES: &[(&str, Members)] = &[
    ("an operation", OF_OPERATIONS),
    ("a query parameter", OF_QUERY_PARAMETERS),
    ("the schema of a property", OF_PROPERTIES),
    ("a media type", OF_MEDIA_TYPES),
    ("a security scheme of type `apiKey` or `http`", OF_SECURITY_SCHEMES),
];

const CLOSED: Shape = Shape { extensions: false, ..PLAIN };

static SOCKET: Shape = Shape {
    name: "`x-websocket`",
    members: &[&[
        ("when", Kind::Object(&WHEN)),
        ("server-to-client", Kind::Object(&DIRECTION)),
        ("client-to-server", Kind::Object(&DIRECTION)),
        ("max-message-size", Kind::Positive),
        ("ping-interval", Kind::Positive),
        ("ends-with-repeated", Kind::Any),
    ]],
    ..CLOSED
};

static PLAIN_SOCKET: Shape = Shape { name: "`x-dropshot-websocket`", ..CLOSED };

static LONG_POLL: Shape =
    Shape { name: "`x-long-poll`", members: &[&[("when", Kind::Object(&WHEN))]], ..CLOSED };

static WHEN: Shape = Shape {
    name: "a condition",
    members: &[&[("query", Kind::Text)]],
    required: &["query"],
    ..CLOSED
};

static DIRECTION: Shape = Shape {
    name: "a direction of a WebSocket",
    members: &[&[
        ("content", Kind::Map(&Kind::Object(&MESSAGE))),
        ("frame", Kind::Choice(&["text", "binary"])),
        ("framing", Kind::Choice(&["message", "stream"])),
    ]],
    ..CLOSED
};

static MESSAGE: Shape = Shape {
    name: "the content of a message",
    members: &[&[("schema", Kind::Apart(&SCHEMA_KIND)), ("example", Kind::Any)]],
    ..CLOSED
};

static EVENTS: Shape = Shape {
    name: "`x-sse`",
    members: &[&[
        ("data-event", Kind::Text),
        ("ping-event", Kind::Text),
        ("error-event", Kind::Text),
        ("sentinel", Kind::Text),
        ("ping-interval", Kind::Positive),
    ]],
    ..CLOSED
};

static PLACE: Shape = Shape {
    name: "a place of a secret",
    members: &[&[
        ("in", Kind::Choice(&["cookie", "query", "header"])),
        ("name", Kind::Text),
        ("scheme", Kind::Choice(&["bearer"])),
    ]],
    one_of: &["in", "scheme"],
    ..CLOSED
};
