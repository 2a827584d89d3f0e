//! What is left of a document when references, inheritance and OpenAPI's defaults are worked out.
//!
//! Lowering reads it and is the last stage to see openapiv3's types.

use super::extensions::OperationExtensions;
use crate::model::{Method, Pointer, StatusKey};
use crate::read::SchemasApart;

/// A document without indirections, except for references to schemas: these stay names.
///
/// Every pointer tells where the text of a node really stands, so that what was reached through a
/// `$ref` carries the pointer of the target.
#[derive(Debug, Default)]
pub struct Resolved {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`, or empty.
    pub description: String,
    /// The path of the first server's URL, without a trailing slash: `""` or `/api/v2`.
    pub base_path: String,
    /// Every server that the document names, those of paths and operations included, each once.
    pub servers: Vec<ResolvedServer>,
    /// What the document says of tags, each once, in its order.
    pub tags: Vec<Located<openapiv3::Tag>>,
    /// In the document's order: by path, then in the order of [`Method`].
    pub operations: Vec<ResolvedOperation>,
    /// `components.schemas`, in the document's order. Every reference to a schema, here and in
    /// operations, has the form `#/components/schemas/NAME` and names an entry of this list.
    pub schemas: Vec<NamedSchema>,
    /// `components.securitySchemes`, in the document's order.
    pub security_schemes: Vec<NamedSecurityScheme>,
    /// Schemas in places that openapiv3 does not know: `itemSchema`, and those inside extensions.
    pub schemas_apart: SchemasApart,
}

/// A server, of which everything that its URL mentions is known.
#[derive(Clone, Debug)]
pub struct ResolvedServer {
    /// Where it stands.
    pub at: Pointer,
    /// The server.
    pub value: openapiv3::Server,
    /// What it is the server of, if not of everything: `/pets`, or `POST /pets`.
    pub of: Option<String>,
}

/// A node and where its text stands.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// Where it stands; behind a `$ref`, where the target stands.
    pub at: Pointer,
    /// The node.
    pub value: T,
}

/// One method of one path, with everything that it inherits.
#[derive(Clone, Debug)]
pub struct ResolvedOperation {
    /// `/paths/~1pets/get`.
    pub at: Pointer,
    /// HTTP method.
    pub method: Method,
    /// As the document has it, below the base path: `/pets/{id}`. It starts with a slash, its
    /// braces are balanced, no parameter name is empty or stands twice.
    pub path: String,
    /// `operationId`; unique in the document.
    pub id: Option<String>,
    /// `summary`, else that of the path item.
    pub summary: Option<String>,
    /// `description`, else that of the path item.
    pub description: Option<String>,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// `tags`.
    pub tags: Vec<String>,
    /// Those of the path item that the operation does not override, then those of the operation;
    /// each in the document's order; no two share name and location. Every name in the path
    /// template has its path parameter and the other way round.
    pub parameters: Vec<Located<openapiv3::Parameter>>,
    /// Request body.
    pub body: Option<Located<openapiv3::RequestBody>>,
    /// Answers in the document's order, `default` last.
    pub responses: Vec<ResolvedResponse>,
    /// Alternatives: its own, else the document's; none where neither says anything. Every name is an
    /// entry of [`Resolved::security_schemes`].
    pub security: Option<Located<Vec<openapiv3::SecurityRequirement>>>,
    /// What its extensions say.
    pub extensions: OperationExtensions,
}

/// An answer of an operation.
#[derive(Clone, Debug)]
pub struct ResolvedResponse {
    /// For which status it stands.
    pub status: StatusKey,
    /// Where it stands; behind a `$ref`, where the target stands.
    pub at: Pointer,
    /// The answer. Look for its headers in `headers`.
    pub value: openapiv3::Response,
    /// `headers`, in the document's order.
    pub headers: Vec<ResolvedHeader>,
}

/// A header of an answer.
#[derive(Clone, Debug)]
pub struct ResolvedHeader {
    /// Its key.
    pub name: String,
    /// Where it stands; behind a `$ref`, where the target stands.
    pub at: Pointer,
    /// The header.
    pub value: openapiv3::Header,
    /// `explode`, for which openapiv3 has no place.
    pub explode: bool,
}

/// An entry of `components.schemas`.
#[derive(Clone, Debug)]
pub struct NamedSchema {
    /// Its key.
    pub name: String,
    /// `/components/schemas/NAME`.
    pub at: Pointer,
    /// A component may itself be a reference to another one.
    pub schema: openapiv3::ReferenceOr<openapiv3::Schema>,
}

/// An entry of `components.securitySchemes`.
#[derive(Clone, Debug)]
pub struct NamedSecurityScheme {
    /// Its key.
    pub name: String,
    /// Where its text stands; behind a `$ref`, where the target stands.
    pub at: Pointer,
    /// The scheme.
    pub scheme: openapiv3::SecurityScheme,
}
