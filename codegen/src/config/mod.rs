//! The config file: everything the generator must be told that a document cannot say.

mod check;
mod entries;
mod own;
mod parse;

use std::collections::BTreeMap;

pub(crate) use check::BESIDE_TRAIT;
pub use check::check_package_name;

use crate::model::{IntegerWidth, NumberWidth, ValueType};
use crate::read::Prefix;

/// `codegen.toml`. Unknown keys are errors, and so are entries that match nothing.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The OpenAPI document, relative to the config file.
    pub document: Option<String>,
    /// Overlays that are applied to the document in this order, relative to the config file.
    pub overlays: Vec<String>,
    /// Addresses below which texts are fetched that the document refers to.
    pub fetch: Vec<Prefix>,
    /// The client crate.
    pub client: ClientConfig,
    /// The server crate.
    pub server: ServerConfig,
    /// The reference pages.
    pub reference: ReferenceConfig,
    /// How names come about.
    pub names: NamesConfig,
    /// How schemas become types.
    pub types: TypesConfig,
    /// What errors look like that the document leaves open.
    pub errors: Option<ErrorsConfig>,
    /// Which operations are generated.
    pub select: SelectConfig,
    /// Operations that depend on something unsupported are left out, instead of stopping the run.
    pub skip_unsupported: bool,
    /// The emitted manifests inherit versions, lints and package fields from the workspace around
    /// them, instead of stating their own.
    pub inherit_workspace: bool,
    /// Which parts of the crates have Cargo features.
    pub features: Features,
}

/// Parts of the crates that can be left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Features {
    /// None.
    #[default]
    None,
    /// The operations of each tag, with the types that nobody else needs.
    Tags,
}

/// `[select]`: operations that match any entry are generated; all of them if there is no entry.
#[derive(Clone, Debug, Default)]
pub struct SelectConfig {
    /// Tags of operations.
    pub tags: Vec<String>,
    /// Patterns for paths: `*` stands for anything but slashes, `**` for anything.
    pub paths: Vec<String>,
    /// Operation ids.
    pub operations: Vec<String>,
    /// Schemas that no selected operation needs become types all the same.
    pub keep_schemas: bool,
}

/// `[client]`
#[derive(Clone, Debug, Default)]
pub struct ClientConfig {
    /// Package name; default: the document's title in kebab-case with `-client`.
    pub package: Option<String>,
    /// The crate's folder, relative to the config file; default: `client` below the output folder.
    pub out: Option<String>,
    /// Whether the crate has the example `call`; default: yes.
    pub program: Option<bool>,
    /// Workspace dependencies that the crate's hand-written tests need, each with the features that
    /// they need of it. Only with `inherit-workspace`.
    pub dev_dependencies: BTreeMap<String, Vec<String>>,
}

/// `[server]`
#[derive(Clone, Debug, Default)]
pub struct ServerConfig {
    /// Package name; default: the document's title in kebab-case with `-server`.
    pub package: Option<String>,
    /// The crate's folder, relative to the config file; default: `server-stubs` below the output folder.
    pub out: Option<String>,
    /// Name of the trait that an implementation fills; default: `Api`.
    pub r#trait: Option<String>,
    /// Which traits an implementation fills.
    pub traits: Traits,
    /// Whether the crate has the example `mock`; default: yes.
    pub program: Option<bool>,
    /// Workspace dependencies that the crate's hand-written tests need, each with the features that
    /// they need of it. Only with `inherit-workspace`.
    pub dev_dependencies: BTreeMap<String, Vec<String>>,
}

/// Which traits an implementation of the server fills.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Traits {
    /// One with all operations.
    #[default]
    One,
    /// One for the operations of each tag. What implements them all is a server.
    Tags,
}

/// `[reference]`
#[derive(Clone, Debug, Default)]
pub struct ReferenceConfig {
    /// The folder of the reference pages, relative to the config file; default: `reference`.
    pub out: Option<String>,
}

/// `[names]`
#[derive(Clone, Debug, Default)]
pub struct NamesConfig {
    /// The text that parts a schema name into modules and a type: with `"."`, `codersdk.Response`
    /// becomes `types::codersdk::Response`. Default: names are not parted.
    pub module_separator: Option<String>,
    /// Schema name to Rust type name.
    pub types: BTreeMap<String, String>,
    /// JSON pointer of a property, a parameter or an enum value (`/components/schemas/S/enum/value`)
    /// to the Rust name of the field or variant.
    pub members: BTreeMap<String, String>,
    /// Operation id to Rust method name.
    pub operations: BTreeMap<String, String>,
    /// Security scheme to Rust method name (of the client's builder).
    pub security: BTreeMap<String, String>,
    /// Tag to the name of its trait; `""` is for operations without tags.
    pub traits: BTreeMap<String, String>,
}

/// `[types]`
#[derive(Clone, Debug, Default)]
pub struct TypesConfig {
    /// What the document's formats stand for; an entry here overrides the built-in table and
    /// silences the warning about an unknown format.
    pub formats: BTreeMap<String, FormatType>,
    /// Schema name to a Rust type of the user's own, which is used in the place of an emitted one.
    pub replace: BTreeMap<String, String>,
    /// Schema name to traits that its type derives besides those that all types do.
    pub derives: BTreeMap<String, Vec<String>>,
    /// The crates that such types and traits come from.
    pub crates: BTreeMap<String, OwnCrate>,
    /// Properties (`schema name/property name`) whose values are secrets: `Debug` never shows them.
    pub sensitive: Vec<String>,
    /// What becomes of arrays and maps that may be absent or `null`.
    pub collections: Collections,
    /// Whether absence and `null` are told apart where a member may have both.
    pub null: Null,
    /// What becomes of schemas that are written in place, word for word the same, more than once.
    pub twins: Twins,
}

/// What a format stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatType {
    /// `String`.
    Text,
    /// `uuid::Uuid`.
    Uuid,
    /// `chrono::DateTime<chrono::Utc>`.
    DateTime,
    /// A whole number of this width.
    Integer(IntegerWidth),
    /// A number of this width.
    Number(NumberWidth),
    /// Another type, perhaps one of the user's own.
    Value(ValueType),
}

/// A crate that a type of the user's own comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCrate {
    /// Version requirement.
    pub version: String,
    /// Features that are needed.
    pub features: Vec<String>,
}

/// What becomes of arrays and maps that may be absent or `null`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Collections {
    /// An `Option`, so that absent and empty stay apart.
    #[default]
    Optional,
    /// A plain collection: absent and `null` decode as empty, and an empty one that need not be
    /// there is left out.
    EmptyWhenAbsent,
}

/// What becomes of schemas that are written in place, word for word the same, more than once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Twins {
    /// The first becomes a type, all others other names for it: less to compile.
    #[default]
    Merged,
    /// Each becomes a type.
    Apart,
}

/// What becomes of a member that may be absent and may be `null`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Null {
    /// An `Option` of an `Option`: absent is `None`, `null` is `Some(None)`.
    #[default]
    Distinct,
    /// An `Option`: `null` decodes as absent.
    Absent,
}

/// `[errors]`
#[derive(Clone, Debug)]
pub struct ErrorsConfig {
    /// Name of the schema.
    pub schema: String,
    /// Its member for the one-line message.
    pub message: String,
    /// Its member for details.
    pub detail: Option<String>,
    /// Its array member for what is wrong with each input.
    pub violations: Option<String>,
    /// The item's member for the name of the input.
    pub violation_field: Option<String>,
    /// The item's member for what is wrong with it.
    pub violation_detail: Option<String>,
}
