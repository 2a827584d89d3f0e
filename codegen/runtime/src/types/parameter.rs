//! Scalars in paths, queries and headers.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

use super::secret::Secret;

/// A value that has a plain text form, as parameters need it.
///
/// The text is free of any escaping that its place asks for; that is added by the caller.
/// `decode` understands whatever `encode` writes.
pub trait Parameter: Sized {
    /// The value as text.
    fn encode(&self) -> Cow<'_, str>;

    /// The value that a text stands for.
    ///
    /// # Errors
    ///
    /// What was expected, as in "expected …": `a UUID`.
    fn decode(text: &str) -> Result<Self, &'static str>;
}

/// Cuts the path of an operation at the `?` outside of the names of its parameters.
#[must_use]
pub fn cut_query(path: &str) -> (&str, &str) {
    let mut is_name = false;
    let query = path.char_indices().find(|(_, c)| {
        is_name = *c == '{' || is_name && *c != '}';
        *c == '?' && !is_name
    });
    let query = query.and_then(|(at, _)| Some((path.get(..at)?, path.get(at + 1..)?)));
    query.unwrap_or((path, ""))
}

/// What `string_enum!` declares: texts of which the document lists some.
pub trait StringEnum: AsRef<str> + for<'a> From<&'a str> {}

impl<T: StringEnum> Parameter for T {
    fn encode(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_ref())
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        Ok(Self::from(text))
    }
}

impl Parameter for String {
    fn encode(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        Ok(text.to_owned())
    }
}

impl Parameter for Secret {
    fn encode(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.expose())
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        Ok(Self::from(text))
    }
}

impl Parameter for bool {
    fn encode(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        parse(text, "`true` or `false`")
    }
}

impl Parameter for i32 {
    fn encode(&self) -> Cow<'_, str> {
        display(self)
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        parse(text, "a whole number of 32 bits")
    }
}

impl Parameter for i64 {
    fn encode(&self) -> Cow<'_, str> {
        display(self)
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        parse(text, "a whole number of 64 bits")
    }
}

impl Parameter for u16 {
    fn encode(&self) -> Cow<'_, str> {
        display(self)
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        parse(text, "a whole number of 16 bits without sign")
    }
}

impl Parameter for u32 {
    fn encode(&self) -> Cow<'_, str> {
        display(self)
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        parse(text, "a whole number of 32 bits without sign")
    }
}

impl Parameter for u64 {
    fn encode(&self) -> Cow<'_, str> {
        display(self)
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        parse(text, "a whole number of 64 bits without sign")
    }
}

/// Only finite numbers are read; there is no agreed text for the others.
impl Parameter for f32 {
    fn encode(&self) -> Cow<'_, str> {
        display(self)
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        parse(text, NUMBER)
            .and_then(|number: Self| number.is_finite().then_some(number).ok_or(NUMBER))
    }
}

/// Only finite numbers are read; there is no agreed text for the others.
impl Parameter for f64 {
    fn encode(&self) -> Cow<'_, str> {
        display(self)
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        parse(text, NUMBER)
            .and_then(|number: Self| number.is_finite().then_some(number).ok_or(NUMBER))
    }
}

/// Written with hyphens and small letters; every usual form is read.
impl Parameter for Uuid {
    fn encode(&self) -> Cow<'_, str> {
        display(self)
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        parse(text, "a UUID")
    }
}

/// RFC 3339 with `Z`; any offset is read.
impl Parameter for DateTime<Utc> {
    fn encode(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        DateTime::parse_from_rfc3339(text)
            .map(|time| time.with_timezone(&Utc))
            .map_err(|_| "a time such as `2006-01-02T15:04:05Z`")
    }
}

const NUMBER: &str = "a number";

fn display(value: &impl Display) -> Cow<'_, str> {
    Cow::Owned(value.to_string())
}

fn parse<T: FromStr>(text: &str, expected: &'static str) -> Result<T, &'static str> {
    text.parse().map_err(|_| expected)
}
