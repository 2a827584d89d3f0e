//! What values look like at a glance: enough to tell the shapes of a union apart.

use serde_json::Value;

use super::parameter::Parameter;

/// Something about a value that is quick to see.
#[derive(Clone, Copy, Debug)]
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
    OneOf(&'static [&'static str]),
    /// One of these values, as JSON.
    Values(&'static [&'static str]),
    /// A UUID as text.
    Uuid,
    /// A time as text, RFC 3339.
    DateTime,
    /// A list whose items all pass.
    List(&'static Test),
    /// An object whose members are like this.
    Object(&'static [(&'static str, Member)]),
    /// As an object with this member; it is written beside the value, which lacks it.
    Tagged(&'static str, &'static str),
    /// One of them holds.
    Either(&'static [Test]),
    /// All of them hold.
    All(&'static [Test]),
}

/// A condition on a member of an object.
#[derive(Clone, Copy, Debug)]
pub enum Member {
    /// It is there, and not `null`.
    Present,
    /// It is not there.
    Absent,
    /// It is there and passes.
    Is(Test),
    /// It passes, is `null`, or is not there.
    AbsentOr(Test),
}

impl Test {
    /// Whether the test holds.
    #[must_use]
    pub fn holds(&self, value: &Value) -> bool {
        match *self {
            Self::Anything => true,
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Fraction => value.is_f64(),
            Self::Number => value.is_number(),
            Self::Text => value.is_string(),
            Self::OneOf(texts) => value.as_str().is_some_and(|text| texts.contains(&text)),
            Self::Values(values) => values.contains(&value.to_string().as_str()),
            Self::Uuid => value.as_str().is_some_and(|text| uuid::Uuid::decode(text).is_ok()),
            Self::DateTime => {
                let time = |text| chrono::DateTime::<chrono::Utc>::decode(text).is_ok();
                value.as_str().is_some_and(time)
            }
            Self::List(test) => {
                value.as_array().is_some_and(|items| items.iter().all(|item| test.holds(item)))
            }
            Self::Object(conditions) => value.as_object().is_some_and(|members| {
                conditions.iter().all(|(name, condition)| condition.holds(members.get(*name)))
            }),
            Self::Tagged(name, tag) => value.get(name).and_then(Value::as_str) == Some(tag),
            Self::Either(tests) => tests.iter().any(|test| test.holds(value)),
            Self::All(tests) => tests.iter().all(|test| test.holds(value)),
        }
    }
}

impl Test {
    /// Makes the test hold for a value that is right apart from what the test asks of its members.
    pub fn mend(&self, value: &mut Value) {
        let Some(members) = value.as_object_mut() else { return };
        match *self {
            Self::Tagged(name, tag) => drop(members.insert(name.to_owned(), tag.into())),
            Self::Object(conditions) => {
                for (name, condition) in conditions {
                    match condition {
                        Member::Absent => drop(members.remove(*name)),
                        Member::Is(Self::OneOf([first, ..])) => {
                            members.insert((*name).to_owned(), (*first).into());
                        }
                        Member::Present | Member::Is(_) | Member::AbsentOr(_) => {}
                    }
                }
            }
            _ => {}
        }
    }
}

impl Member {
    fn holds(&self, member: Option<&Value>) -> bool {
        let member = member.filter(|value| !value.is_null());
        match self {
            Self::Present => member.is_some(),
            Self::Absent => member.is_none(),
            Self::Is(test) => member.is_some_and(|value| test.holds(value)),
            Self::AbsentOr(test) => member.is_none_or(|value| test.holds(value)),
        }
    }
}

/// Which variant a value is: the only one whose test holds. The empty list is every list, so that it
/// is the first of them.
#[must_use]
pub fn choose(tests: &[Test], value: &Value) -> Option<usize> {
    let mut passed = tests.iter().enumerate().filter(|(_, test)| test.holds(value));
    let (first, _) = passed.next()?;
    let only = passed.next().is_none() || value.as_array().is_some_and(Vec::is_empty);
    only.then_some(first)
}
