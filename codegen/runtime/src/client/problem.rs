//! Messages about requests and answers.

use std::borrow::Cow;
use std::fmt;

use super::body::one_line;

/// An error of any kind, as hooks make them.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A message, and what is behind it.
#[derive(Debug)]
pub struct Problem {
    message: Cow<'static, str>,
    source: Option<BoxError>,
}

impl Problem {
    pub(super) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), source: None }
    }

    pub(super) fn because(
        message: impl Into<Cow<'static, str>>,
        source: impl Into<BoxError>,
    ) -> Self {
        Self { message: message.into(), source: Some(source.into()) }
    }

    pub(super) fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.source {
            Some(source) => write!(f, ": {}", one_line(&source.to_string())),
            None => Ok(()),
        }
    }
}
