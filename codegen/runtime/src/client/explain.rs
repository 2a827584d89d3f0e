//! What the bodies of error answers say, in a line for people.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::{self, Debug, Display, Formatter};

use super::super::types::secret::{Secret, Sensitive};

/// A body of error answers. Without more, it is told as `Debug` tells it.
pub trait Explain: Debug {
    /// Writes what it says.
    ///
    /// # Errors
    ///
    /// The formatter's own.
    fn explain(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// A body as [`Explain`] tells it.
#[derive(Debug)]
pub struct Told<'a, E>(pub &'a E);

impl<E: Explain> Display for Told<'_, E> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.explain(f)
    }
}

/// What the members of a body are for, as the config of the generator says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// What happened.
    pub message: &'a str,
    /// More about it.
    pub detail: Option<&'a str>,
}

/// Writes a message, its details, and what is wrong with single inputs.
///
/// # Errors
///
/// The formatter's own.
pub fn explain<'a>(
    f: &mut Formatter<'_>,
    words: Words<'_>,
    violations: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> fmt::Result {
    f.write_str(words.message)?;
    if let Some(detail) = words.detail.filter(|detail| !detail.is_empty()) {
        write!(f, " ({detail})")?;
    }
    for (field, what) in violations {
        write!(f, "; `{field}` {what}")?;
    }
    Ok(())
}

macro_rules! plain {
    ($($ty:ty),*) => { $(impl Explain for $ty {})* };
}

plain!((), bool, i32, i64, u16, u32, u64, f32, f64, Infallible, Secret, serde_json::Value);
plain!(chrono::DateTime<chrono::Utc>, uuid::Uuid);

impl Explain for String {
    fn explain(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl<T: Debug> Explain for Vec<T> {}
impl<T: Debug> Explain for BTreeMap<String, T> {}
impl<T> Explain for Sensitive<T> {}

impl<T: Explain> Explain for Option<T> {
    fn explain(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Some(body) => body.explain(f),
            None => f.write_str("null"),
        }
    }
}
