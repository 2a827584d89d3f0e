//! Operations: what can be asked for, and what comes back.

use super::{ChannelContent, Content, Docs, Events, Flag, Pointer, Socket, TypeId};

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
    /// Parameters, those of the path item included, in the document's order.
    pub parameters: Vec<Parameter>,
    /// Request body, if there is one.
    pub body: Option<RequestBody>,
    /// Every documented answer, by status.
    pub responses: Vec<Response>,
    /// Alternatives; each is a list of schemes (indices into `Api::security_schemes`) that are
    /// needed together. Empty: nothing is needed. An empty alternative: going without is allowed.
    pub security: Vec<Vec<usize>>,
    /// Where the document says so, here or for all operations; none where it says nothing.
    pub security_origin: Option<Pointer>,
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
    /// The tag that it belongs to, if tags part operations.
    #[must_use]
    pub fn first_tag(&self) -> Option<&str> {
        self.tags.first().map(String::as_str).filter(|tag| !tag.is_empty())
    }

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

    /// Every schema that it mentions.
    #[must_use]
    pub fn schemas(&self) -> Vec<TypeId> {
        let inputs = self.parameters.iter().map(|parameter| parameter.schema);
        let mut schemas: Vec<TypeId> =
            inputs.chain(self.body.iter().flat_map(RequestBody::schemas)).collect();
        for response in &self.responses {
            schemas.extend(response.headers.as_ref().map(|headers| headers.schema));
            match &response.body {
                ResponseBody::Empty | ResponseBody::Messages => {}
                ResponseBody::Typed(contents) => {
                    schemas.extend(contents.iter().filter_map(|content| content.kind.schema()));
                }
                ResponseBody::Socket(Socket { received, sent, .. }) => {
                    for channel in received.iter().chain(sent) {
                        match channel.content {
                            ChannelContent::Json(schema) => schemas.push(schema),
                            ChannelContent::Bytes => {}
                        }
                    }
                }
                ResponseBody::Events(events) => schemas.push(events.item),
            }
        }
        schemas
    }

    /// The headers of answers that mean success.
    #[must_use]
    pub fn headers(&self) -> Option<&Headers> {
        self.successes().find_map(|response| response.headers.as_ref())
    }

    /// The operation switches to WebSocket (`101`), with or without a description of what travels.
    #[must_use]
    pub fn is_web_socket(&self) -> bool {
        self.responses.iter().any(|response| match response.body {
            ResponseBody::Messages | ResponseBody::Socket(_) => true,
            ResponseBody::Empty | ResponseBody::Typed(_) | ResponseBody::Events(_) => false,
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
    /// What stands behind a `?`: clients always send it, and it tells operations apart.
    pub query: Option<String>,
}

impl PathTemplate {
    /// The path with these texts in place of its parameters.
    pub fn filled(&self, mut value: impl FnMut(&str) -> String) -> String {
        let mut path = String::new();
        let mut push = |piece: &PathPiece| match piece {
            PathPiece::Literal(text) => path.push_str(text),
            PathPiece::Parameter(name) => path.push_str(&value(name)),
        };
        for segment in &self.segments {
            push(&PathPiece::Literal("/".to_owned()));
            match segment {
                PathSegment::Literal(text) => push(&PathPiece::Literal(text.clone())),
                PathSegment::Parameter(name) => push(&PathPiece::Parameter(name.clone())),
                PathSegment::Mixed(pieces) => pieces.iter().for_each(&mut push),
            }
        }
        if let Some(query) = &self.query {
            path.extend(["?", query]);
        }
        path
    }

    /// Whether the query has a parameter of this name.
    #[must_use]
    pub fn fixes(&self, name: &str) -> bool {
        let mut pairs = self.query.iter().flat_map(|query| query.split('&'));
        pairs.any(|pair| pair.split('=').next() == Some(name))
    }

    /// The path without the names of its parameters, by which nothing is told apart.
    #[must_use]
    pub fn shape(&self) -> String {
        self.filled(|_| "{}".to_owned())
    }

    /// The names of its parameters, in its order.
    #[must_use]
    pub fn parameters(&self) -> Vec<String> {
        let mut names = Vec::new();
        self.filled(|name| {
            names.push(name.to_owned());
            String::new()
        });
        names
    }
}

/// What stands between two slashes of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathSegment {
    /// This text, percent-encoded where URLs ask for it.
    Literal(String),
    /// The value of the parameter of this name.
    Parameter(String),
    /// Parameters and what stands before, between and behind them; at least two pieces.
    Mixed(Vec<PathPiece>),
}

/// A piece of what stands between two slashes of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPiece {
    /// This text, percent-encoded where URLs ask for it.
    Literal(String),
    /// The value of the parameter of this name.
    Parameter(String),
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Wire name.
    pub name: String,
    /// Where it stands in the document.
    pub origin: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// Path, query, header or cookie.
    pub location: ParameterLocation,
    /// Must be there.
    pub required: bool,
    /// What is in it.
    pub schema: TypeId,
    /// How it is written.
    pub style: Style,
    /// Being there means `true`, whatever the value; clients send `name=true` or nothing.
    pub presence_flag: bool,
}

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// A segment of the path, or a part of one.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a value is written where text is wanted: OpenAPI's `style` with its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Style {
    /// What stands between the parts of a value.
    pub kind: StyleKind,
    /// Each part of a list or an object stands by itself (`a=1&a=2`, not `a=1,2`).
    pub explode: bool,
    /// `allowReserved`: what URLs reserve is not escaped.
    pub reserved: bool,
}

/// `style` of a parameter or of a field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StyleKind {
    /// `simple`.
    Simple,
    /// `label`.
    Label,
    /// `matrix`.
    Matrix,
    /// `form`.
    Form,
    /// `spaceDelimited`.
    Spaces,
    /// `pipeDelimited`.
    Pipes,
    /// `deepObject`.
    Deep,
    /// Not a style: `content` with JSON.
    Json,
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
    /// The ways in which it may be written, at least one.
    pub contents: Vec<Content>,
}

impl RequestBody {
    /// The schemas of what may be in it.
    pub fn schemas(&self) -> impl Iterator<Item = TypeId> {
        self.contents.iter().filter_map(|content| content.kind.schema())
    }
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
    /// What it says in its headers. Answers that mean success share it.
    pub headers: Option<Headers>,
    /// The first example of its body, or of what comes over its stream, if the document has one beside
    /// the schema; nobody has checked
    /// whether it is one.
    pub example: Option<serde_json::Value>,
}

/// The documented headers of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headers {
    /// An object with a member for each header.
    pub schema: TypeId,
    /// How they are written, where that is not `simple` without `explode`.
    pub styles: Vec<(String, Style)>,
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
    /// A value, in one of these ways, at least one.
    Typed(Vec<Content>),
    /// The connection becomes a WebSocket of messages that the document does not describe (`101`).
    Messages,
    /// The connection becomes a WebSocket with known content.
    Socket(Socket),
    /// A stream of server-sent events.
    Events(Events),
}
