//! The grammars as data: which members an object has, and of which kind each is.
//!
//! Tables of OpenAPI 3: `api` for everything around operations, `schema` for schemas, `security`
//! for security schemes; those of Swagger 2.0 are `swagger2` and `swagger2_values`; `extensions` has
//! the members of our own. The structure check walks a document along them.

mod api;
mod extensions;
mod find;
mod schema;
mod security;
mod swagger2;
mod swagger2_values;

use super::ReferenceKind;

pub(super) use api::DOCUMENT as OPENAPI_3;
pub(super) use extensions::HOMES;
pub(super) use find::kind_of;
pub(super) use swagger2::DOCUMENT as SWAGGER_2;

/// Members of an object, and of which kind each is.
type Members = &'static [(&'static str, Kind)];

/// What a value has to be.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Anything.
    Any,
    /// A string.
    Text,
    /// `true` or `false`.
    Boolean,
    /// Any number.
    Number,
    /// A whole number from 0 on.
    Natural,
    /// A whole number from 1 on.
    Positive,
    /// A type, or since 3.1 a list of types, among these.
    Types(&'static [&'static str]),
    /// `true`, `false`, or since 3.1 any number.
    BooleanOrNumber,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// An object of this shape.
    Object(&'static Shape),
    /// An object whose shape depends on the value of a member.
    Tagged(&'static Tagged),
    /// An object of this kind, or a `$ref` to one.
    Reference(ReferenceKind, &'static Kind),
    /// An object with any keys.
    Map(&'static Kind),
    /// A list.
    List(&'static Kind),
    /// `true`, `false`, or this.
    BooleanOr(&'static Kind),
    /// This; a boolean in its place, as older languages had it, is without effect. What to do then.
    NotBoolean(&'static Kind, &'static str),
    /// What stands in a table of its own; tables that lead back to themselves need it.
    Is(&'static Kind),
    /// A schema that openapiv3 does not look for in its place; it is read by itself.
    Apart(&'static Kind),
    /// Something that is checked but has no effect on what is generated; what is said about it.
    WithoutEffect(&'static Kind, &'static str),
}

/// An object whose members are known.
pub(super) struct Shape {
    /// For messages: `an operation`.
    pub(super) name: &'static str,
    /// Its members, in groups that shapes may share.
    pub(super) members: &'static [Members],
    /// Those that later versions have besides: 3.1, and 3.2 as far as it does no harm.
    pub(super) later: Members,
    /// Members that must be there.
    pub(super) required: &'static [&'static str],
    /// What members count as that must be there and are not, if that is plain.
    pub(super) assumed: &'static [(&'static str, Assumed)],
    /// If not empty: exactly one of these must be there.
    pub(super) one_of: &'static [&'static str],
    /// What else may be there.
    pub(super) others: Others,
    /// Members that start with `x-` are allowed. An object that is an extension itself has none.
    pub(super) extensions: bool,
}

/// What a missing member counts as.
#[derive(Clone, Copy)]
pub(super) enum Assumed {
    /// Empty text.
    Text,
    /// An empty object.
    Object,
    /// The schema of any text.
    TextSchema,
}

/// Members whose names are data.
#[derive(Clone, Copy)]
pub(super) enum Others {
    /// There are none.
    None,
    /// Paths.
    Paths(&'static Kind),
    /// Status codes.
    Statuses(&'static Kind),
    /// Any name.
    Any(&'static Kind),
}

/// An object whose shape depends on the value of a member.
pub(super) struct Tagged {
    /// For messages: `a parameter`.
    pub(super) name: &'static str,
    /// The member.
    pub(super) tag: &'static str,
    /// Its values, and the shape that each stands for.
    pub(super) shapes: &'static [(&'static str, &'static Shape)],
}

impl Shape {
    pub(super) fn member(&self, name: &str) -> Option<Kind> {
        self.members
            .iter()
            .copied()
            .flatten()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind)
    }

    /// As [`Self::member`], of later versions.
    pub(super) fn later_member(&self, name: &str) -> Option<Kind> {
        self.later.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.members.iter().copied().flatten().map(|(name, _)| *name)
    }
}

/// Start of every shape.
const PLAIN: Shape = Shape {
    name: "an object",
    members: &[],
    later: &[],
    required: &[],
    assumed: &[],
    one_of: &[],
    others: Others::None,
    extensions: true,
};

/// What things of a kind are made of.
pub(super) fn part(kind: ReferenceKind, swagger: bool) -> Kind {
    match kind {
        ReferenceKind::Schema if swagger => swagger2_values::SCHEMA_KIND,
        ReferenceKind::Parameter if swagger => swagger2_values::PARAMETER_KIND,
        ReferenceKind::Response if swagger => swagger2::RESPONSE_KIND,
        ReferenceKind::PathItem if swagger => swagger2::PATH_ITEM_KIND,
        ReferenceKind::Schema => schema::SCHEMA_KIND,
        ReferenceKind::Response => api::RESPONSE_KIND,
        ReferenceKind::Parameter => api::PARAMETER_KIND,
        ReferenceKind::Example => api::EXAMPLE_KIND,
        ReferenceKind::RequestBody => api::REQUEST_BODY_KIND,
        ReferenceKind::Header => api::HEADER_KIND,
        ReferenceKind::SecurityScheme => security::SECURITY_SCHEME_KIND,
        ReferenceKind::Link => api::LINK_KIND,
        ReferenceKind::Callback => api::CALLBACK_KIND,
        ReferenceKind::PathItem => api::PATH_ITEM_KIND,
    }
}

const TEXTS: Kind = Kind::List(&Kind::Text);
/// Which members an object must have. In JSON Schema's third draft each member said so itself.
const REQUIRED: Kind =
    Kind::NotBoolean(&TEXTS, "list the name under `required` of the object that has the member");
const EXTERNAL_DOCS: Kind = Kind::Object(&api::EXTERNAL_DOCUMENTATION);

/// Members of later versions, which many documents use too early.
pub(super) const LATER_MEMBERS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$schema",
    "$vocabulary",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "examples",
    "identifier",
    "if",
    "jsonSchemaDialect",
    "maxContains",
    "minContains",
    "pathItems",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "webhooks",
];
