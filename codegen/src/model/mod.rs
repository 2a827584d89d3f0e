//! Our own model of an HTTP API: what a document means, in OpenAPI's words.
//!
//! Lowering makes it, naming and the emitters read it. It is plain data: it knows neither
//! `openapiv3` nor Rust identifiers, and it keeps wire names only.

mod media;
mod operation;
mod origin;
mod schema;
mod security;
mod stream;
mod union;

pub use media::{BodyKind, Content, MediaType, Part, PartContent};
pub use operation::{
    Headers, Method, Operation, Parameter, ParameterLocation, PathPiece, PathSegment, PathTemplate,
    RequestBody, Response, ResponseBody, StatusKey, Style, StyleKind,
};
pub use origin::{Docs, Pointer};
pub use schema::{
    Access, Additional, Bounds, EnumValue, IntegerWidth, NumberWidth, Object, Property, Rule,
    Schema, SchemaName, StringFormat, StringRules, TypeId, TypeKind, ValueType,
};
pub use security::{Place, Placement, SecurityScheme};
pub use stream::{Channel, ChannelContent, Events, Flag, Frame, Socket};
pub use union::{MemberTest, Test, Union, Variant};

/// A whole API.
#[derive(Debug)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`, or empty.
    pub description: String,
    /// The path of the first server's URL, without a trailing slash: `""` or `/api/v2`.
    pub base_path: String,
    /// The servers that the document names, in its order.
    pub servers: Vec<Server>,
    /// Every schema that becomes a type or stands inside one; indexed by [`TypeId`].
    pub schemas: Vec<Schema>,
    /// What the document says of tags, in its order. Operations may have others.
    pub tags: Vec<Tag>,
    /// Ordered by operation id, so that moving a path in the document changes nothing.
    pub operations: Vec<Operation>,
    /// In the document's order.
    pub security_schemes: Vec<SecurityScheme>,
    /// The schema of every error answer that the document leaves open, when the config names one.
    pub error_body: Option<ErrorBody>,
}

/// A server that the document names.
#[derive(Debug)]
pub struct Server {
    /// Where it stands in the document.
    pub origin: Pointer,
    /// What it is called.
    pub name: String,
    /// `description`, or empty.
    pub description: String,
    /// What it is the server of, if not of everything: `/pets`, or `POST /pets`.
    pub of: Option<String>,
    /// Its URL, with variables in braces.
    pub url: String,
    /// An object with a member for each variable, if there are some.
    pub variables: Option<TypeId>,
}

/// What the document says of a tag.
#[derive(Debug)]
pub struct Tag {
    /// Where it stands in the document.
    pub origin: Pointer,
    /// What operations call it.
    pub name: String,
    /// `description`, or empty.
    pub description: String,
}

/// The schema that errors are answered with, and which of its members carry what.
#[derive(Debug)]
pub struct ErrorBody {
    /// An object schema.
    pub schema: TypeId,
    /// Wire name of the member for the one-line message.
    pub message: String,
    /// Wire name of the member for details, if there is one.
    pub detail: Option<String>,
    /// The member that lists what is wrong with each input, if there is one.
    pub violations: Option<Violations>,
}

/// The array member of an error body that lists violations.
#[derive(Debug)]
pub struct Violations {
    /// Wire name of the array member.
    pub member: String,
    /// The object schema of its items.
    pub item: TypeId,
    /// Wire name of the item's member for the name of the input.
    pub field: String,
    /// Wire name of the item's member for what is wrong with it.
    pub detail: String,
}

impl Api {
    /// The schema behind an id.
    ///
    /// # Panics
    /// Never for an id that belongs to this API: ids are made only by lowering, which fills all of them.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "ids are indices into this very vector")]
    pub fn schema(&self, id: TypeId) -> &Schema {
        &self.schemas[id.index()]
    }

    /// Ids of all schemas in ascending order.
    pub fn type_ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.schemas.len()).map(TypeId::new)
    }
}
