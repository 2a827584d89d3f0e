//! Operations: what can be asked for, and what comes back.

use super::{BodyKind, Docs, Events, Flag, Pointer, Socket, TypeId};

/// One method of one path.
#[derive(Debug)]
pub struct Operation {
    /// `operationId`; or, where the document gives none, method and path as words.
    pub id: String,
    /// Where it stands in the document.
    pub origin: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// `tags`.
    pub tags: Vec<String>,
    /// HTTP method.
    pub method: Method,
    /// Path below the API's base path.
    pub path: PathTemplate,
    /// Path, query and header parameters, those of the path item included, in the document's order.
    pub parameters: Vec<Parameter>,
    /// Request body, if there is one.
    pub body: Option<RequestBody>,
    /// Every documented answer, by status.
    pub responses: Vec<Response>,
    /// Alternatives; each is a list of schemes (indices into `Api::security_schemes`) that are
    /// needed together. Empty: nothing is needed. An empty alternative: going without is allowed.
    pub security: Vec<Vec<usize>>,
    /// One of the two faces of an operation that a parameter decides between.
    pub flag: Option<Flag>,
    /// The answer takes as long as it takes: clients set no limit to the whole call.
    pub long_poll: bool,
    /// Alternatives, each a list of optional query parameters (indices into `parameters`) that are
    /// spellings of one another, with single values of the same schema; exactly one alternative must
    /// be given and not empty. Empty: no rule.
    pub exactly_one_of: Vec<Vec<usize>>,
}

impl Operation {
    /// The answers that mean success: 1xx to 3xx, or `default` where nothing else is documented.
    pub fn successes(&self) -> impl Iterator<Item = &Response> {
        let only_default = self.responses.iter().all(|r| r.status.is_error());
        self.responses.iter().filter(move |r| {
            !r.status.is_error() || (only_default && r.status == StatusKey::Default)
        })
    }

    /// The answers that mean failure: 4xx, 5xx and `default`.
    pub fn failures(&self) -> impl Iterator<Item = &Response> {
        self.responses.iter().filter(|r| r.status.is_error())
    }

    /// The operation switches to WebSocket (`101`), with or without a description of what travels.
    #[must_use]
    pub fn is_web_socket(&self) -> bool {
        self.responses.iter().any(|response| match response.body {
            ResponseBody::Messages | ResponseBody::Socket(_) => true,
            ResponseBody::Empty | ResponseBody::Typed { .. } | ResponseBody::Events(_) => false,
        })
    }
}

/// HTTP methods that OpenAPI knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// As it stands on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

/// A path with its parameters, cut at the slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    /// As it stands in the document, what URLs cannot hold percent-encoded: `/pets/{id}`.
    pub text: String,
    /// What stands between the slashes.
    pub segments: Vec<PathSegment>,
}

/// What stands between two slashes of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathSegment {
    /// This text, percent-encoded where URLs ask for it.
    Literal(String),
    /// The value of the parameter of this name.
    Parameter(String),
}

/// A path, query or header parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Wire name.
    pub name: String,
    /// Where it stands in the document.
    pub origin: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// Path, query or header.
    pub location: ParameterLocation,
    /// Must be there.
    pub required: bool,
    /// A scalar, or an array of scalars.
    pub schema: TypeId,
    /// An array is written as one parameter per item (`a=1&a=2`), not as one list (`a=1,2`).
    pub explode: bool,
    /// Being there means `true`, whatever the value; clients send `name=true` or nothing.
    pub presence_flag: bool,
}

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// A segment of the path; style `simple`.
    Path,
    /// The query; style `form`.
    Query,
    /// A header; style `simple`.
    Header,
}

/// The body of a request.
#[derive(Debug)]
pub struct RequestBody {
    /// Where it stands in the document.
    pub origin: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// Must be there.
    pub required: bool,
    /// How it is written.
    pub kind: BodyKind,
    /// What is in it.
    pub schema: TypeId,
}

/// A documented answer.
#[derive(Debug)]
pub struct Response {
    /// Where it stands in the document.
    pub origin: Pointer,
    /// `description`.
    pub description: String,
    /// For which status it stands.
    pub status: StatusKey,
    /// What is in it.
    pub body: ResponseBody,
    /// The first example of its body, or of what comes over its stream, if the document has one beside
    /// the schema; nobody has checked
    /// whether it is one.
    pub example: Option<serde_json::Value>,
}

/// The key of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusKey {
    /// Exactly this status.
    Code(u16),
    /// `2XX`: all statuses of a class (1 to 5).
    Class(u8),
    /// Every status that is not documented otherwise.
    Default,
}

impl StatusKey {
    /// 4xx, 5xx or `default`.
    #[must_use]
    pub fn is_error(self) -> bool {
        match self {
            Self::Code(code) => code >= 400,
            Self::Class(class) => class >= 4,
            Self::Default => true,
        }
    }
}

impl std::fmt::Display for StatusKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Class(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// What an answer carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResponseBody {
    /// Nothing, or nothing documented.
    Empty,
    /// A value of a schema.
    Typed {
        /// How it is written.
        kind: BodyKind,
        /// What it is.
        schema: TypeId,
    },
    /// The connection becomes a WebSocket of messages that the document does not describe (`101`).
    Messages,
    /// The connection becomes a WebSocket with known content.
    Socket(Socket),
    /// A stream of server-sent events.
    Events(Events),
}
