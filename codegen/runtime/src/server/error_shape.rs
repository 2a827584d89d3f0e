//! The shape that an API has for errors, and errors in this shape.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::api_error::{ApiError, Violation};
use super::respond;

/// What the members of an error's body are called.
#[derive(Clone, Copy, Debug)]
pub struct ErrorShape {
    message: &'static str,
    detail: Option<(&'static str, bool)>,
    violations: Option<(&'static str, Names, bool)>,
}

/// What the members of a violation are called.
#[derive(Clone, Copy, Debug)]
struct Names {
    field: &'static str,
    detail: &'static str,
}

impl ErrorShape {
    /// A body with nothing but the sentence for the caller.
    #[must_use]
    pub const fn new(message: &'static str) -> Self {
        Self { message, detail: None, violations: None }
    }

    /// What a developer may want to know comes under this name, if there is anything.
    #[must_use]
    pub const fn detail(mut self, name: &'static str) -> Self {
        self.detail = Some((name, false));
        self
    }

    /// As [`Self::detail`], but always there.
    #[must_use]
    pub const fn required_detail(mut self, name: &'static str) -> Self {
        self.detail = Some((name, true));
        self
    }

    /// What is wrong with which input comes under this name, if anything is; the other two are those
    /// of an input and of what is wrong with it.
    #[must_use]
    pub const fn violations(
        mut self,
        name: &'static str,
        field: &'static str,
        detail: &'static str,
    ) -> Self {
        self.violations = Some((name, Names { field, detail }, false));
        self
    }

    /// As [`Self::violations`], but always there.
    #[must_use]
    pub const fn required_violations(
        mut self,
        name: &'static str,
        field: &'static str,
        detail: &'static str,
    ) -> Self {
        self.violations = Some((name, Names { field, detail }, true));
        self
    }

    /// An error as JSON.
    #[must_use]
    pub fn write(&self, error: &ApiError) -> Vec<u8> {
        // Texts alone: there is nothing that could not be written.
        respond::written(&Shaped(self, error)).unwrap_or_default()
    }
}

struct Shaped<'a>(&'a ErrorShape, &'a ApiError);

impl Serialize for Shaped<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(shape, error) = self;
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry(shape.message, error.message())?;
        if let Some((name, required)) = shape.detail
            && (required || error.details().is_some())
        {
            members.serialize_entry(name, error.details().unwrap_or_default())?;
        }
        if let Some((name, names, required)) = shape.violations
            && (required || !error.violations().is_empty())
        {
            members.serialize_entry(name, &List(names, error.violations()))?;
        }
        members.end()
    }
}

struct List<'a>(Names, &'a [Violation]);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.1.iter().map(|violation| Named(self.0, violation)))
    }
}

struct Named<'a>(Names, &'a Violation);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(names, violation) = self;
        let mut members = serializer.serialize_map(Some(2))?;
        members.serialize_entry(names.field, &violation.field)?;
        members.serialize_entry(names.detail, &violation.detail)?;
        members.end()
    }
}
