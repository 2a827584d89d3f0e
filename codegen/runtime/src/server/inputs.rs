//! Reads the inputs of an operation, and collects what is wrong with any of them.

use std::borrow::Cow;
use std::mem;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::super::types::parameter::Parameter;
use super::api_error::ApiError;
use super::incoming::Incoming;
use super::receive::Received;
use super::schema::Schema;
use super::texts::{Items, Text, Texts};
use super::{body, check, glance, lenient};

/// Reads inputs one by one. Each method answers `None` if the input is not as it should be; that
/// is noted, and [`Self::take`] answers with everything that was noted.
#[derive(Debug)]
pub struct Inputs<'r> {
    pub(super) texts: Texts<'r>,
    pub(super) headers: &'r HeaderMap,
    pub(super) body: &'r mut Received,
    lenient: bool,
    fatal: Option<ApiError>,
}

impl<'r> Inputs<'r> {
    pub(super) fn new(request: &'r mut Incoming) -> Self {
        let Incoming { info, path, body } = request;
        let lenient = info.settings().options.lenient_bodies;
        let headers = info.headers();
        let texts = Texts::new(path, info.uri().query(), headers);
        Self { texts, headers, body, lenient, fatal: None }
    }

    /// A path parameter.
    pub fn path<T: Parameter>(&mut self, name: &str, schema: &'static Schema) -> Option<T> {
        let text = self.texts.path(name, schema)?;
        self.decode(name, &text)
    }

    /// A query parameter that must be there.
    pub fn query<T: Parameter>(&mut self, name: &str, schema: &'static Schema) -> Option<T> {
        let text = self.texts.query(name, schema)?;
        self.required(name, text)
    }

    /// A query parameter.
    pub fn query_optional<T: Parameter>(
        &mut self,
        name: &str,
        schema: &'static Schema,
    ) -> Option<Option<T>> {
        let text = self.texts.query(name, schema)?;
        self.optional(name, text)
    }

    /// A query parameter that is repeated for each item (`a=1&a=2`) and must be there.
    pub fn query_each<T: Parameter>(
        &mut self,
        name: &str,
        schema: &'static Schema,
    ) -> Option<Vec<T>> {
        let items = self.texts.query_each(name)?;
        self.list(name, schema, items, true)
    }

    /// A query parameter that is repeated for each item (`a=1&a=2`); empty if it is not there.
    pub fn query_each_optional<T: Parameter>(
        &mut self,
        name: &str,
        schema: &'static Schema,
    ) -> Option<Vec<T>> {
        let items = self.texts.query_each(name)?;
        self.list(name, schema, items, false)
    }

    /// A query parameter that is a list with commas (`a=1,2`) and must be there.
    pub fn query_list<T: Parameter>(
        &mut self,
        name: &str,
        schema: &'static Schema,
    ) -> Option<Vec<T>> {
        let items = self.texts.query_list(name)?;
        self.list(name, schema, items, true)
    }

    /// A query parameter that is a list with commas (`a=1,2`); empty if it is not there.
    pub fn query_list_optional<T: Parameter>(
        &mut self,
        name: &str,
        schema: &'static Schema,
    ) -> Option<Vec<T>> {
        let items = self.texts.query_list(name)?;
        self.list(name, schema, items, false)
    }

    /// A header that must be there.
    pub fn header<T: Parameter>(&mut self, name: &str, schema: &'static Schema) -> Option<T> {
        let text = self.texts.header(name, schema)?;
        self.required(name, text)
    }

    /// A header.
    pub fn header_optional<T: Parameter>(
        &mut self,
        name: &str,
        schema: &'static Schema,
    ) -> Option<Option<T>> {
        let text = self.texts.header(name, schema)?;
        self.optional(name, text)
    }

    /// A header that is a list with commas and must be there.
    pub fn header_list<T: Parameter>(
        &mut self,
        name: &str,
        schema: &'static Schema,
    ) -> Option<Vec<T>> {
        let items = self.texts.header_list(name)?;
        self.list(name, schema, items, true)
    }

    /// A header that is a list with commas; empty if it is not there.
    pub fn header_list_optional<T: Parameter>(
        &mut self,
        name: &str,
        schema: &'static Schema,
    ) -> Option<Vec<T>> {
        let items = self.texts.header_list(name)?;
        self.list(name, schema, items, false)
    }

    /// A JSON body that must be there.
    pub fn json_body<T: DeserializeOwned>(&mut self, schema: &'static Schema) -> Option<T> {
        let bytes = self.json_bytes(schema, true)?;
        self.decode_body(schema, true, &bytes)
    }

    /// A JSON body. None is fine, and so is `null`.
    pub fn json_body_optional<T: DeserializeOwned>(
        &mut self,
        schema: &'static Schema,
    ) -> Option<Option<T>> {
        let bytes = self.json_bytes(schema, false)?;
        if bytes.is_empty() { Some(None) } else { self.decode_body(schema, false, &bytes) }
    }

    /// Hands out what a method above answered.
    ///
    /// # Errors
    ///
    /// The input is not as it should be. The error tells about all inputs that were read.
    pub fn take<T>(&mut self, input: Option<T>) -> Result<T, ApiError> {
        input.ok_or_else(|| mem::take(&mut self.texts.violations).into_error(self.fatal.take()))
    }

    fn required<T: Parameter>(&mut self, name: &str, text: Text<'r>) -> Option<T> {
        match text {
            Some(text) => self.decode(name, &text),
            None => self.texts.refuse(name, "is required"),
        }
    }

    fn optional<T: Parameter>(&mut self, name: &str, text: Text<'r>) -> Option<Option<T>> {
        match text {
            Some(text) => self.decode(name, &text).map(Some),
            None => Some(None),
        }
    }

    fn list<T: Parameter>(
        &mut self,
        name: &str,
        schema: &'static Schema,
        items: Items<'r>,
        required: bool,
    ) -> Option<Vec<T>> {
        let items = self.texts.checked_list(name, schema, items, required)?;
        items.iter().map(|text| self.decode(name, text)).collect()
    }

    fn decode<T: Parameter>(&mut self, name: &str, text: &str) -> Option<T> {
        let value = T::decode(text);
        value.map_err(|what| self.texts.violations.add(name, format_args!("must be {what}"))).ok()
    }

    fn decode_body<T: DeserializeOwned>(
        &mut self,
        schema: &'static Schema,
        required: bool,
        bytes: &[u8],
    ) -> Option<T> {
        // All at once: the texts in it need not be looked at again one by one.
        let (text, fits) = match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), glance::fits(schema, required, text)),
            Err(_) => (String::from_utf8_lossy(bytes), false),
        };
        if !fits {
            self.check_body(schema, required, bytes)?;
        }
        serde_json::from_str(&text)
            .map_err(|error| {
                // A glance says nothing about what is no JSON.
                if !fits || self.check_body(schema, required, bytes).is_some() {
                    self.refuse_body(&error);
                }
            })
            .ok()
    }

    /// Notes everything that is wrong with a body.
    fn check_body(&mut self, schema: &'static Schema, required: bool, bytes: &[u8]) -> Option<()> {
        let violations = &mut self.texts.violations;
        let before = violations.count();
        if let Err(error) = check::body(schema, required, bytes, violations) {
            self.refuse_body(&error);
            return None;
        }
        (self.texts.violations.count() == before).then_some(())
    }

    /// The body. Empty only where it may be.
    fn json_bytes(&mut self, schema: &'static Schema, required: bool) -> Option<Bytes> {
        let mut bytes = self.whole_body()?;
        if bytes.is_empty() {
            return if required { self.texts.refuse("body", "is required") } else { Some(bytes) };
        }
        // Where a body may be missing, its type only matters once there is one.
        if !required && !self.lenient && !body::is_json(self.headers) {
            return self.stop(body::not_json());
        }
        if self.lenient {
            match lenient::first_value(schema, &bytes) {
                Ok(value) => bytes = value.into(),
                Err(error) => self.refuse_body(&error),
            }
        }
        Some(bytes)
    }

    /// Notes an error that decides about the answer's status, whatever else is wrong.
    pub(super) fn stop<T>(&mut self, error: ApiError) -> Option<T> {
        self.fatal = Some(error);
        None
    }

    fn refuse_body(&mut self, error: &serde_json::Error) {
        if error.is_data() {
            self.texts.violations.add("body", error);
        } else {
            let malformed =
                ApiError::new(StatusCode::BAD_REQUEST, "Request body must be valid JSON.");
            self.fatal = Some(malformed.detail(error.to_string()));
        }
    }
}
