//! What inputs are checked against, as data that emitted code holds in statics.

use super::super::types::shape::Test;

/// What a value must look like.
#[derive(Clone, Copy, Debug)]
pub enum Schema {
    /// Anything.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// A whole number that may be larger than 63 bits, and is never negative.
    Unsigned {
        /// Smallest value.
        min: u64,
        /// Largest value.
        max: u64,
    },
    /// A number.
    Number {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// The smallest value itself is out.
        above_min: bool,
        /// The largest value itself is out.
        below_max: bool,
    },
    /// Text.
    Text {
        /// Fewest characters.
        min: usize,
        /// Most characters.
        max: usize,
    },
    /// A UUID as text.
    Uuid,
    /// A time as text, RFC 3339.
    DateTime,
    /// One of these texts.
    Enum(&'static [&'static str]),
    /// A list.
    Array {
        /// What each item must look like.
        items: &'static Schema,
        /// Fewest items.
        min: usize,
        /// Most items.
        max: usize,
        /// No item stands twice.
        unique: bool,
    },
    /// An object whose member names are data.
    Map(&'static Schema),
    /// An object with known members.
    Object {
        /// The known members.
        members: &'static [Member],
        /// All other members.
        others: Others,
    },
    /// One of several shapes.
    Union {
        /// What each shape is recognised by.
        tests: &'static [Test],
        /// The shapes, in the order of their tests.
        shapes: &'static [&'static Schema],
    },
    /// One of these values, which are written as JSON.
    Listed {
        /// What all of them look like.
        schema: &'static Schema,
        /// The values.
        values: &'static [&'static str],
    },
    /// As the schema says, and a rule besides.
    Ruled(&'static Schema, Rule),
    /// Also `null`.
    Nullable(&'static Schema),
    /// The same; an example of it in JSON, for those who make values up.
    Like(&'static Schema, &'static str),
}

/// Something about values that their type does not say.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// A number that is this one some whole number of times.
    MultipleOf(f64),
    /// An object with at least and at most so many members.
    Members(usize, usize),
    /// A text that matches a pattern; what tells whether it does.
    Pattern(&'static str, fn(&'static str, &str) -> bool),
    /// A text that stands for something: what it must be, what tells whether it is, an example.
    Is(&'static str, fn(&str) -> bool, &'static str),
}

impl Schema {
    /// A whole number of 32 bits.
    pub const INT32: Self = Self::Integer { min: i32::MIN as i64, max: i32::MAX as i64 };
    /// A whole number of 64 bits.
    pub const INT64: Self = Self::Integer { min: i64::MIN, max: i64::MAX };
    /// A whole number of 16 bits without sign.
    pub const UINT16: Self = Self::Integer { min: 0, max: u16::MAX as i64 };
    /// A whole number of 32 bits without sign.
    pub const UINT32: Self = Self::Integer { min: 0, max: u32::MAX as i64 };
    /// A whole number of 64 bits without sign.
    pub const UINT64: Self = Self::Unsigned { min: 0, max: u64::MAX };
    /// A number of 32 bits.
    pub const FLOAT: Self = Self::number(f32::MIN as f64, f32::MAX as f64);
    /// A number of 64 bits.
    pub const DOUBLE: Self = Self::number(f64::MIN, f64::MAX);
    /// Any text.
    pub const TEXT: Self = Self::Text { min: 0, max: usize::MAX };

    /// A whole number within limits.
    #[must_use]
    pub const fn integer(min: i64, max: i64) -> Self {
        Self::Integer { min, max }
    }

    /// A whole number without sign, within limits.
    #[must_use]
    pub const fn unsigned(min: u64, max: u64) -> Self {
        Self::Unsigned { min, max }
    }

    /// A text of so many characters.
    #[must_use]
    pub const fn text(min: usize, max: usize) -> Self {
        Self::Text { min, max }
    }

    /// A number within limits.
    #[must_use]
    pub const fn number(min: f64, max: f64) -> Self {
        Self::Number { min, max, above_min: false, below_max: false }
    }

    /// A list of any length.
    #[must_use]
    pub const fn array(items: &'static Self) -> Self {
        Self::Array { items, min: 0, max: usize::MAX, unique: false }
    }

    /// An object; members that are not known are ignored.
    #[must_use]
    pub const fn object(members: &'static [Member]) -> Self {
        Self::Object { members, others: Others::Ignored }
    }

    /// One of several shapes.
    #[must_use]
    pub const fn union(tests: &'static [Test], shapes: &'static [&'static Self]) -> Self {
        Self::Union { tests, shapes }
    }

    /// What must be there, for a sentence that starts with "must be".
    pub(super) fn expected(&self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Boolean => "true or false",
            Self::Integer { .. } | Self::Unsigned { .. } => "an integer",
            Self::Number { .. } => "a number",
            Self::Text { .. } => "a text",
            Self::Uuid => "a UUID",
            Self::DateTime => "a time (RFC 3339)",
            Self::Enum(_) => "one of the documented texts",
            Self::Array { .. } => "a list",
            Self::Map(_) | Self::Object { .. } => "an object",
            Self::Union { .. } => "of one of the documented shapes",
            Self::Nullable(schema)
            | Self::Like(schema, _)
            | Self::Ruled(schema, _)
            | Self::Listed { schema, .. } => schema.expected(),
        }
    }

    /// The empty text is a value, not the absence of one.
    pub(super) fn takes_empty(&'static self) -> bool {
        match self.not_null().0 {
            Self::Any => true,
            Self::Text { min, .. } => {
                *min == 0 && !self.rules().any(|rule| matches!(rule, Rule::Is(..)))
            }
            Self::Enum(values) => values.contains(&""),
            _ => false,
        }
    }

    /// The schema without its permission to be `null`, and whether it had one.
    pub(super) fn not_null(&'static self) -> (&'static Self, bool) {
        match self {
            Self::Nullable(schema) => (schema.not_null().0, true),
            Self::Like(schema, _) | Self::Ruled(schema, _) => schema.not_null(),
            Self::Any => (self, true),
            _ => (self, false),
        }
    }

    /// The rules around the schema, the outermost first.
    pub(super) fn rules(&'static self) -> impl Iterator<Item = Rule> {
        let mut rest = self;
        std::iter::from_fn(move || {
            loop {
                match rest {
                    Self::Nullable(schema) | Self::Like(schema, _) => rest = schema,
                    Self::Ruled(schema, rule) => {
                        rest = schema;
                        return Some(*rule);
                    }
                    _ => return None,
                }
            }
        })
    }
}

/// A known member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Wire name.
    pub name: &'static str,
    /// Other wire names that it may come under.
    pub aliases: &'static [&'static str],
    /// What its value must look like.
    pub schema: &'static Schema,
    /// It must be there. If not, `null` is as good as absent.
    pub required: bool,
}

impl Member {
    /// A member that must be there.
    #[must_use]
    pub const fn required(name: &'static str, schema: &'static Schema) -> Self {
        Self { name, aliases: &[], schema, required: true }
    }

    /// A member that may be absent, or `null`.
    #[must_use]
    pub const fn optional(name: &'static str, schema: &'static Schema) -> Self {
        Self { name, aliases: &[], schema, required: false }
    }

    /// The member under other names as well.
    #[must_use]
    pub const fn or(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Which of the names that the member may come under this is, its own being the first.
    pub(super) fn spelling(&self, key: &str) -> Option<usize> {
        let mut names = std::iter::once(&self.name).chain(self.aliases);
        names.position(|name| *name == key)
    }
}

/// Members of an object that are not known.
#[derive(Clone, Copy, Debug)]
pub enum Others {
    /// They may be there.
    Ignored,
    /// They may not be there.
    Refused,
    /// They must look like this.
    Each(&'static Schema),
}
