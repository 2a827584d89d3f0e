//! Schemas: the shapes of values.

use super::{Docs, Pointer, Union};

/// Index of a schema in [`super::Api::schemas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

impl TypeId {
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// One schema.
#[derive(Debug)]
pub struct Schema {
    /// Where it stands in the document.
    pub origin: Pointer,
    /// What it is called, or what it would be called if it needs a name.
    pub name: SchemaName,
    /// What the document says about it.
    pub docs: Docs,
    /// What values look like.
    pub kind: TypeKind,
    /// `null` is a value too.
    pub nullable: bool,
    /// `default`, if the schema has one.
    pub default: Option<serde_json::Value>,
    /// `example`, if the schema has one; nobody has checked whether it is one.
    pub example: Option<serde_json::Value>,
    /// The only values that there are, beside `null`; empty where there is no such list, and for
    /// [`TypeKind::Enum`], which has its own.
    pub allowed: Vec<serde_json::Value>,
    /// What else holds for all values.
    pub rules: Vec<Rule>,
    /// For [`TypeKind::Enum`]: every other text is right too; some are just known.
    pub any_text: bool,
    /// The list or map contains itself, so that its type cannot be another name for one.
    pub recursive: bool,
    /// What values are read as, where that is not just what the kind says.
    pub value_type: Option<ValueType>,
    /// Another schema took the values over; nobody else may know this one.
    pub absorbed: bool,
    /// It is told word for word like the schema that it is another name for, and has a name of
    /// its own all the same.
    pub is_twin: bool,
    /// Values are secrets: never shown by `Debug` (`format: password`, or named by the config).
    pub sensitive: bool,
}

/// What values are read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A day (`date`).
    Date,
    /// Bytes as text (`byte`).
    Base64,
    /// An address of either version (`ip`).
    Ip,
    /// An address of version 4 (`ipv4`).
    Ipv4,
    /// An address of version 6 (`ipv6`).
    Ipv6,
    /// Seconds since 1970, a whole number (`unix-time`).
    UnixTime,
    /// A type that the config names.
    Own(String),
}

/// Something about values that their type does not say.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// A number that is this one some whole number of times.
    MultipleOf(f64),
    /// An object with at least and at most so many members.
    Members(Option<u64>, Option<u64>),
    /// A text that matches, as the crate `regex` reads it.
    Pattern(String),
}

impl Rule {
    /// What fulfils this rule fulfils the other one.
    #[must_use]
    pub fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::MultipleOf(step), Self::MultipleOf(other)) => step % other == 0.0,
            (Self::Members(min, max), Self::Members(low, high)) => {
                min.unwrap_or_default() >= low.unwrap_or_default()
                    && max.unwrap_or(u64::MAX) <= high.unwrap_or(u64::MAX)
            }
            (Self::MultipleOf(_) | Self::Members(..) | Self::Pattern(_), _) => self == other,
        }
    }
}

/// Where the name of a schema comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaName {
    /// `components.schemas` calls it so.
    Component(String),
    /// It is written in place: the words of the places around it, outermost first
    /// (`["codersdk.WorkspaceAgent", "metadata", "item"]`).
    Inline(Vec<String>),
}

/// The kinds of schema. A new kind is a variant here, a file in `lower/schema/` and a file in
/// `emit/types/`; the compiler lists the rest, as nobody matches with a wildcard.
#[derive(Debug)]
pub enum TypeKind {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer {
        /// Width on the wire.
        width: IntegerWidth,
        /// Limits of the value.
        bounds: Bounds,
    },
    /// A number with a fraction.
    Number {
        /// Width on the wire.
        width: NumberWidth,
        /// Limits of the value.
        bounds: Bounds,
    },
    /// Text.
    String {
        /// What the text stands for.
        format: StringFormat,
        /// Limits of the text.
        rules: StringRules,
    },
    /// Text out of a list of values; open, so that a value that is added later still decodes.
    Enum(Vec<EnumValue>),
    /// A list of values of one schema.
    Array {
        /// Schema of each item.
        items: TypeId,
        /// Limits of the number of items.
        length: Bounds,
        /// No item stands twice.
        unique: bool,
    },
    /// An object whose member names are data.
    Map {
        /// Schema of each value.
        values: TypeId,
    },
    /// An object with known members.
    Object(Object),
    /// One of several schemas.
    Union(Union),
    /// Another name for, or another description of, the same values (`$ref` in a component,
    /// `allOf` around a single `$ref`).
    Alias(TypeId),
}

impl Schema {
    /// `null` is the only value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.allowed == [serde_json::Value::Null]
    }
}

impl TypeKind {
    /// The values have a plain text form.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        match self {
            Self::Boolean
            | Self::Integer { .. }
            | Self::Number { .. }
            | Self::String { .. }
            | Self::Enum(_) => true,
            Self::Any
            | Self::Array { .. }
            | Self::Map { .. }
            | Self::Object(_)
            | Self::Union(_)
            | Self::Alias(_) => false,
        }
    }

    /// The schemas directly inside.
    #[must_use]
    pub fn children(&self) -> Vec<TypeId> {
        match self {
            Self::Any
            | Self::Boolean
            | Self::Integer { .. }
            | Self::Number { .. }
            | Self::String { .. }
            | Self::Enum(_) => Vec::new(),
            Self::Array { items, .. } => vec![*items],
            Self::Map { values } => vec![*values],
            Self::Alias(target) => vec![*target],
            Self::Union(union) => union.variants.iter().map(|variant| variant.schema).collect(),
            Self::Object(object) => {
                let mut children: Vec<TypeId> =
                    object.properties.iter().map(|p| p.schema).collect();
                if let Additional::Typed(values) = object.additional {
                    children.push(values);
                }
                children
            }
        }
    }
}

/// An object with known members.
#[derive(Debug)]
pub struct Object {
    /// In the document's order.
    pub properties: Vec<Property>,
    /// Members that are not listed.
    pub additional: Additional,
    /// Where the document says what holds for those, if it does.
    pub additional_origin: Option<Pointer>,
}

/// Members of an object that its schema does not list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Additional {
    /// Accepted and dropped (the document says nothing).
    Ignored,
    /// Kept, with this schema (`additionalProperties` is `true` or a schema).
    Typed(TypeId),
    /// Refused by a server (`additionalProperties: false`).
    Refused,
}

/// A known member of an object.
#[derive(Debug)]
pub struct Property {
    /// Wire name.
    pub name: String,
    /// Where it stands in the document.
    pub origin: Pointer,
    /// Schema of the value.
    pub schema: TypeId,
    /// The member is always there.
    pub required: bool,
    /// What the document says about it here; empty where only its schema has words.
    pub docs: Docs,
    /// A recursive type needs an indirection at this place.
    pub boxed: bool,
    /// Other wire names that are accepted, but never written.
    pub aliases: Vec<String>,
    /// Who says what the value is.
    pub access: Access,
    /// Requests must have the member, though there need not be one where answers share the type.
    pub asked: bool,
    /// There is no `null` on the wire: the member is left out (headers that are not JSON).
    pub null_is_absence: bool,
}

/// Who says what the value of a member is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Requests and answers have it.
    #[default]
    Both,
    /// The server: what a request says about it counts for nothing (`readOnly`).
    ReadOnly,
    /// The client: answers do without it (`writeOnly`).
    WriteOnly,
}

/// A value of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// As it stands on the wire.
    pub value: String,
}

/// `format` of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegerWidth {
    /// `int32`.
    Int32,
    /// `int64`, or nothing said.
    Int64,
    /// `uint16`.
    Uint16,
    /// `uint32`.
    Uint32,
    /// `uint64`.
    Uint64,
}

/// `format` of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberWidth {
    /// `float`.
    Float,
    /// `double`, or nothing said.
    Double,
}

/// `format` of a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StringFormat {
    /// Text, whatever its format may say; the unknown format's name is kept for the docs.
    Text(Option<String>),
    /// `uuid`.
    Uuid,
    /// `date-time` (RFC 3339).
    DateTime,
}

/// Inclusive limits, written as the document has them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// Smallest value, or number of items.
    pub minimum: Option<f64>,
    /// Largest value, or number of items.
    pub maximum: Option<f64>,
    /// The smallest value itself is out.
    pub exclusive_minimum: bool,
    /// The largest value itself is out.
    pub exclusive_maximum: bool,
}

/// Limits of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StringRules {
    /// Fewest characters.
    pub min_length: Option<u64>,
    /// Most characters.
    pub max_length: Option<u64>,
}
