//! Everything that is wrong with a request, and the places where it is.

use std::fmt;

use super::api_error::{ApiError, Violation};

/// How many violations an answer lists. Beyond, they are only counted: one small body can hold a
/// million of them.
const LISTED: usize = 100;

/// How much of a member name that the caller made up is repeated to him.
const NAME: usize = 64;

/// What was found so far.
#[derive(Debug, Default)]
pub struct Violations {
    listed: Vec<Violation>,
    total: usize,
}

impl Violations {
    /// Notes one. The texts are only made when they are going to be listed.
    pub fn add(&mut self, field: impl fmt::Display, detail: impl fmt::Display) {
        self.total = self.total.saturating_add(1);
        if self.listed.len() < LISTED {
            self.listed.push(Violation { field: field.to_string(), detail: detail.to_string() });
        }
    }

    /// How many were found.
    #[must_use]
    pub fn count(&self) -> usize {
        self.total
    }

    /// The answer: 400, or `error` with the violations added to it.
    #[must_use]
    pub fn into_error(self, error: Option<ApiError>) -> ApiError {
        let (total, listed) = (self.total, self.listed.len());
        let error = match error {
            Some(error) => error.with_violations(self.listed),
            None => ApiError::invalid(self.listed),
        };
        if total > listed && error.details().is_none() {
            return error.detail(format!("the first {listed} of {total} problems are listed"));
        }
        error
    }
}

/// A place in a body.
#[derive(Clone, Copy, Debug)]
pub enum Field<'a> {
    /// The whole body.
    Body,
    /// A member of the object at a place.
    Member(&'a Field<'a>, &'a str),
    /// An item of the array at a place.
    Item(&'a Field<'a>, usize),
}

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => f.write_str("body"),
            Self::Member(parent, name) => {
                if !matches!(parent, Self::Body) {
                    write!(f, "{parent}.")?;
                }
                let end = name.char_indices().nth(NAME).map(|(end, _)| end);
                match end.and_then(|end| name.get(..end)) {
                    Some(start) => write!(f, "{start}…"),
                    None => f.write_str(name),
                }
            }
            Self::Item(parent, index) => {
                if !matches!(parent, Self::Body) {
                    write!(f, "{parent}")?;
                }
                write!(f, "[{index}]")
            }
        }
    }
}
