//! Values of one of several schemas.

use super::{StringFormat, TypeId};

/// One of several schemas.
#[derive(Debug)]
pub struct Union {
    /// In the document's order; no two have the same schema.
    pub variants: Vec<Variant>,
    /// The member that says which variant a value is (`discriminator`).
    pub discriminator: Option<String>,
    /// Looking at a value decides which variant it is. If not, values stay JSON, and variants are
    /// ways to look at them.
    pub told_apart: bool,
}

/// One of the schemas of a [`Union`].
#[derive(Debug)]
pub struct Variant {
    /// What its name is made of.
    pub word: String,
    /// What its values look like.
    pub schema: TypeId,
    /// The discriminator's values that mean this variant.
    pub tags: Vec<String>,
    /// The discriminator is no member of the schema, so it is written beside the value.
    pub writes_tag: bool,
    /// What tells its values from those of the other variants.
    pub test: Test,
    /// A recursive type needs an indirection at this place.
    pub boxed: bool,
}

/// A property of a JSON value that is quick to see.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Holds always.
    Anything,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number with a fraction.
    Fraction,
    /// Any number.
    Number,
    /// Any text.
    Text,
    /// One of these texts.
    OneOf(Vec<String>),
    /// One of these values.
    Values(Vec<serde_json::Value>),
    /// A text of this format.
    Format(StringFormat),
    /// A list whose items all pass.
    List(Box<Test>),
    /// An object whose members are like this; several conditions may be about one member.
    Object(Vec<(String, MemberTest)>),
    /// At least one of these holds.
    Either(Vec<Test>),
    /// All of these hold.
    All(Vec<Test>),
}

/// A condition on a member of an object.
#[derive(Clone, Debug, PartialEq)]
pub enum MemberTest {
    /// It is there, and not `null`.
    Present,
    /// It is not there.
    Absent,
    /// It is there and passes.
    Is(Test),
    /// It passes, is `null`, or is not there.
    AbsentOr(Test),
}

impl Variant {
    /// No value is recognised as this one and as the other one, which may be of another union.
    #[must_use]
    pub fn excludes(&self, other: &Self) -> bool {
        self.test.excludes(&other.test)
    }
}

impl Test {
    /// No value passes both. `false` where that is not plain to see.
    #[must_use]
    pub fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Either(tests), test) | (test, Self::Either(tests)) => {
                tests.iter().all(|one| one.excludes(test))
            }
            (Self::All(tests), test) | (test, Self::All(tests)) => {
                tests.iter().any(|one| one.excludes(test))
            }
            (Self::Anything | Self::Values(_), _) | (_, Self::Anything | Self::Values(_)) => false,
            (Self::OneOf(these), Self::OneOf(those)) => {
                these.iter().all(|text| !those.contains(text))
            }
            (Self::Object(these), Self::Object(those)) => these.iter().any(|(name, one)| {
                those.iter().any(|(known, other)| known == name && one.excludes(other))
            }),
            (Self::Integer, Self::Fraction) | (Self::Fraction, Self::Integer) => true,
            (one, other) => one.json_type() != other.json_type(),
        }
    }

    /// Which of the types of JSON a value is of that passes.
    fn json_type(&self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer | Self::Fraction | Self::Number => "number",
            Self::Text | Self::OneOf(_) | Self::Format(_) => "string",
            Self::List(_) => "array",
            Self::Object(_) => "object",
            Self::Anything | Self::Values(_) | Self::Either(_) | Self::All(_) => "any",
        }
    }
}

impl MemberTest {
    fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Present | Self::Is(_))
            | (Self::Present | Self::Is(_), Self::Absent) => true,
            (Self::Is(one), Self::Is(other) | Self::AbsentOr(other))
            | (Self::AbsentOr(one), Self::Is(other)) => one.excludes(other),
            (Self::Present | Self::Absent | Self::AbsentOr(_), _) | (Self::Is(_), _) => false,
        }
    }
}
