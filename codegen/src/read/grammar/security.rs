//! Security schemes.

use super::extensions::OF_SECURITY_SCHEMES;
use super::{Assumed, Kind, PLAIN, Shape, Tagged};
use crate::read::ReferenceKind;

pub(super) const SECURITY_SCHEME_KIND: Kind =
    Kind::Reference(ReferenceKind::SecurityScheme, &Kind::Tagged(&SECURITY_SCHEME));

static SECURITY_SCHEME: Tagged = Tagged {
    name: "a security scheme",
    tag: "type",
    shapes: &[
        ("apiKey", &API_KEY),
        ("http", &HTTP),
        ("oauth2", &OAUTH2),
        ("openIdConnect", &OPEN_ID_CONNECT),
        ("mutualTLS", &MUTUAL_TLS),
    ],
};

const ANY: &[(&str, Kind)] = &[("type", Kind::Text), ("description", Kind::Text)];

static API_KEY: Shape = Shape {
    name: "an API key",
    members: &[
        ANY,
        OF_SECURITY_SCHEMES,
        &[("name", Kind::Text), ("in", Kind::Choice(&["header", "query", "cookie"]))],
    ],
    required: &["name", "in"],
    ..PLAIN
};

static HTTP: Shape = Shape {
    name: "an HTTP security scheme",
    members: &[ANY, OF_SECURITY_SCHEMES, &[("scheme", Kind::Text), ("bearerFormat", Kind::Text)]],
    required: &["scheme"],
    ..PLAIN
};

static OAUTH2: Shape = Shape {
    name: "an OAuth 2 security scheme",
    members: &[ANY, &[("flows", Kind::Object(&FLOWS))]],
    required: &["flows"],
    ..PLAIN
};

static OPEN_ID_CONNECT: Shape = Shape {
    name: "an OpenID Connect security scheme",
    members: &[ANY, &[("openIdConnectUrl", Kind::Text)]],
    required: &["openIdConnectUrl"],
    ..PLAIN
};

/// Of 3.1. The certificate belongs to the connection.
static MUTUAL_TLS: Shape = Shape { name: "mutual TLS", members: &[ANY], ..PLAIN };

static FLOWS: Shape = Shape {
    name: "the OAuth 2 flows",
    members: &[&[
        ("implicit", Kind::Object(&IMPLICIT)),
        ("password", Kind::Object(&TOKEN)),
        ("clientCredentials", Kind::Object(&TOKEN)),
        ("authorizationCode", Kind::Object(&AUTHORIZATION_CODE)),
    ]],
    ..PLAIN
};

const FLOW: &[(&str, Kind)] = &[
    ("authorizationUrl", Kind::Text),
    ("tokenUrl", Kind::Text),
    ("refreshUrl", Kind::Text),
    ("scopes", Kind::Map(&Kind::Text)),
];

/// Tokens come from elsewhere, so nothing of this matters.
const ASSUMED: &[(&str, Assumed)] = &[
    ("authorizationUrl", Assumed::Text),
    ("tokenUrl", Assumed::Text),
    ("scopes", Assumed::Object),
];

const ANY_FLOW: Shape =
    Shape { name: "an OAuth 2 flow", members: &[FLOW], assumed: ASSUMED, ..PLAIN };

static IMPLICIT: Shape = Shape { required: &["authorizationUrl", "scopes"], ..ANY_FLOW };
static TOKEN: Shape = Shape { required: &["tokenUrl", "scopes"], ..ANY_FLOW };
static AUTHORIZATION_CODE: Shape =
    Shape { required: &["authorizationUrl", "tokenUrl", "scopes"], ..ANY_FLOW };
