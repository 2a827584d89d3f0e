//! Texts and other values that must not show up in logs.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::transparent::transparent;

/// A text that is kept out of `Debug`, and so out of logs and error messages.
///
/// It is written and read like the plain text it holds. The memory is freed, not wiped, when the
/// value is dropped.
#[derive(Clone, Default)]
pub struct Secret(String);

transparent!(Secret);

impl Secret {
    /// Wraps a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. What is done with it is up to the caller.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A value of any kind that is kept out of `Debug`, and so out of logs and error messages.
///
/// It is written and read like the value it holds.
#[derive(Clone, Default, Eq, Hash, PartialEq)]
pub struct Sensitive<T>(T);

transparent!(Sensitive<T>);

impl<T> Sensitive<T> {
    /// Wraps a value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. What is done with it is up to the caller.
    #[must_use]
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// The value itself, unwrapped.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// How long a comparison takes depends on the lengths only, so that a server may compare a token
/// that it was given with the one that it expects.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.0.as_bytes(), other.0.as_bytes());
        let differences = ours.iter().zip(theirs).fold(0, |all, (a, b)| all | (a ^ b));
        ours.len() == theirs.len() && std::hint::black_box(differences) == 0
    }
}

impl Eq for Secret {}

impl Hash for Secret {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}
