//! Why there is no result.

use std::fmt;

/// Why there is no result.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// The command line is wrong. Nothing was sent.
    Usage(String),
    /// The call failed.
    Call(String),
}

impl Failure {
    /// The exit code: 2 for a wrong command line, 1 for everything else.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Call(_) => 1,
        }
    }

    /// A failure of the call, as its error tells it.
    pub fn of(error: impl fmt::Display) -> Self {
        Self::Call(error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) => write!(f, "{text}; see --help"),
            Self::Call(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Failure {}
