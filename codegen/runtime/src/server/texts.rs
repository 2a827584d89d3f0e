//! Parameters as texts: found, decoded, checked; not yet of their Rust type.

use std::borrow::Cow;

use axum::http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::query::{self, Query};
use super::scalar;
use super::schema::Schema;
use super::violations::{Field, Violations};

/// The text of a parameter, if there is one.
pub type Text<'r> = Option<Cow<'r, str>>;

/// The texts of a list.
pub type Items<'r> = Vec<Cow<'r, str>>;

const NOT_UTF8: &str = "must be UTF-8 once it is decoded";

/// Where parameters are. Each method answers `None` if a parameter is not as it should be, after
/// it noted why.
#[derive(Debug)]
pub struct Texts<'r> {
    path: &'r [(&'static str, String)],
    pub(super) query: Query<'r>,
    headers: &'r HeaderMap,
    /// What was noted.
    pub violations: Violations,
}

impl<'r> Texts<'r> {
    /// Starts; the texts of `path` are as they came over the wire.
    #[must_use]
    pub fn new(
        path: &'r [(&'static str, String)],
        query: Option<&'r str>,
        headers: &'r HeaderMap,
    ) -> Self {
        let violations = Violations::default();
        Self { path, query: Query::of(query), headers, violations }
    }

    /// Notes what is wrong with a parameter.
    pub fn refuse<T>(&mut self, name: &str, detail: &str) -> Option<T> {
        self.violations.add(name, detail);
        None
    }

    /// A path parameter. The router sees to it that there is one.
    pub fn path(&mut self, name: &str, schema: &'static Schema) -> Option<Cow<'r, str>> {
        let text = percent_decode_str(self.raw_path(name)?).decode_utf8().ok();
        let text = text.or_else(|| self.refuse(name, NOT_UTF8))?;
        self.checked(name, schema, text)
    }

    /// A path parameter as it came over the wire.
    pub(super) fn raw_path(&self, name: &str) -> Option<&'r str> {
        let path = self.path;
        path.iter().find(|(candidate, _)| *candidate == name).map(|(_, text)| text.as_str())
    }

    /// A query parameter. The empty text is the same as none, unless it is a possible value.
    pub fn query(&mut self, name: &str, schema: &'static Schema) -> Option<Text<'r>> {
        let mut values = self.query.raw(name);
        let Some(value) = values.next() else {
            return Some(None);
        };
        if values.next().is_some() {
            drop(values);
            return self.refuse(name, "is given more than once");
        }
        drop(values);
        let text = self.decoded(name, value)?;
        if !text.is_empty() || schema.takes_empty() {
            return self.checked(name, schema, text).map(Some);
        }
        // A bare `follow` is how many callers say `follow=true`.
        let flag = matches!(schema.not_null().0, Schema::Boolean);
        Some(flag.then_some(Cow::Borrowed("true")))
    }

    /// Whether a query parameter is there, with or without a value.
    #[must_use]
    pub fn has_query(&self, name: &str) -> bool {
        self.query.raw(name).next().is_some()
    }

    /// Whether a query parameter is not there, or has no value.
    #[must_use]
    pub fn has_no_text(&self, name: &str) -> bool {
        self.query.raw(name).all(str::is_empty)
    }

    /// The one group that has a parameter with a text, and the first such parameter of it. If there
    /// is not exactly one that is noted for each parameter of each group, so that a caller sees it
    /// wherever he looks.
    pub fn exactly_one_of(&mut self, groups: &[&[&'static str]]) -> Option<(usize, &'static str)> {
        let has_text = |name: &&'static str| !self.has_no_text(name);
        let mut given = groups
            .iter()
            .enumerate()
            .filter_map(|(index, group)| Some((index, group.iter().copied().find(has_text)?)));
        if let (Some(chosen), None) = (given.next(), given.next()) {
            return Some(chosen);
        }
        drop(given);
        let names: Vec<String> = groups.iter().map(|group| group.join("/")).collect();
        for name in groups.iter().copied().flatten() {
            let detail = format_args!("exactly one must be given of: {}", names.join(", "));
            self.violations.add(name, detail);
        }
        None
    }

    /// A query parameter that is repeated for each item.
    pub fn query_each(&mut self, name: &str) -> Option<Items<'r>> {
        let values: Vec<&'r str> = self.query.raw(name).collect();
        values.into_iter().map(|value| self.decoded(name, value)).collect()
    }

    /// A query parameter that is a list. The commas between its items are bare, those inside of
    /// items are encoded.
    pub fn query_list(&mut self, name: &str) -> Option<Items<'r>> {
        let values: Vec<&'r str> = self.query.raw(name).filter(|value| !value.is_empty()).collect();
        values.into_iter().flat_map(|v| v.split(',')).map(|v| self.decoded(name, v)).collect()
    }

    /// A header. The empty text is the same as none, unless it is a possible value.
    pub fn header(&mut self, name: &str, schema: &'static Schema) -> Option<Text<'r>> {
        match self.header_lines(name)?.as_slice() {
            [] => Some(None),
            [""] if !schema.takes_empty() => Some(None),
            [text] => self.checked(name, schema, Cow::Borrowed(text)).map(Some),
            _ => self.refuse(name, "is given more than once"),
        }
    }

    /// A header that is a list.
    pub fn header_list(&mut self, name: &str) -> Option<Items<'r>> {
        let lines = self.header_lines(name)?.into_iter().filter(|text| !text.is_empty());
        Some(lines.flat_map(|text| text.split(',')).map(|t| Cow::Borrowed(t.trim())).collect())
    }

    /// Checks a list against its array schema.
    pub fn checked_list(
        &mut self,
        name: &str,
        schema: &'static Schema,
        items: Items<'r>,
        required: bool,
    ) -> Option<Items<'r>> {
        let Schema::Array { items: schema, min, max, unique } = *schema.not_null().0 else {
            return Some(items);
        };
        if items.is_empty() {
            return if required { self.refuse(name, "is required") } else { Some(items) };
        }
        let before = self.violations.count();
        if let Err(detail) = scalar::items(items.len(), min, max) {
            self.violations.add(name, detail);
        }
        // A map of JSON is compiled anyway.
        let mut seen = Map::new();
        let list = Field::Member(&Field::Body, name);
        for (index, text) in items.iter().enumerate() {
            let field = Field::Item(&list, index);
            if let Err(detail) = scalar::parameter(schema, text) {
                self.violations.add(field, detail);
            } else if unique && seen.insert(text.to_string(), Value::Null).is_some() {
                self.violations.add(field, "is there already");
            }
        }
        drop(seen);
        (self.violations.count() == before).then_some(items)
    }

    fn checked(
        &mut self,
        name: &str,
        schema: &'static Schema,
        text: Cow<'r, str>,
    ) -> Option<Cow<'r, str>> {
        match scalar::parameter(schema, &text) {
            Ok(()) => Some(text),
            Err(detail) => self.refuse(name, &detail),
        }
    }

    fn decoded(&mut self, name: &str, value: &'r str) -> Option<Cow<'r, str>> {
        query::decode(value).or_else(|| self.refuse(name, NOT_UTF8))
    }

    pub(super) fn header_lines(&mut self, name: &str) -> Option<Vec<&'r str>> {
        let lines = self.headers.get_all(name).iter().map(|v| std::str::from_utf8(v.as_bytes()));
        let lines: Result<Vec<_>, _> = lines.map(|line| line.map(str::trim)).collect();
        lines.ok().or_else(|| self.refuse(name, "must be UTF-8"))
    }
}
