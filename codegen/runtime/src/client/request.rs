//! From the inputs of an operation to a request.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Body, Request, Url};
use serde::Serialize;

use super::super::types::parameter::{Parameter, cut_query};
use super::problem::Problem;
use super::spec::Spec;

/// All but the "unreserved" characters of RFC 3986: what is left means the same everywhere.
pub(super) const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Collects the inputs of one call. A mistake is kept until the request is built.
#[derive(Debug, Default)]
pub struct RequestEncoder {
    pub(super) path: Vec<(&'static str, String)>,
    query: String,
    pub(super) headers: HeaderMap,
    body: Option<Body>,
    long_poll: bool,
    problem: Option<Problem>,
}

impl RequestEncoder {
    /// A path parameter.
    pub fn path<P: Parameter>(&mut self, name: &'static str, value: &P) {
        let text = value.encode();
        let is_plain = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~'));
        self.path.push((name, if is_plain { text.into_owned() } else { escape(&text) }));
    }

    /// A path parameter with several values, separated by commas.
    pub fn path_list<'a, P: Parameter + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a P>,
    ) {
        self.path.push((name, list(values, escape)));
    }

    /// A query parameter, left out where there is no value.
    pub fn query<P: Parameter>(&mut self, name: &'static str, value: Option<&P>) {
        if let Some(value) = value {
            self.push_query(name, &escape(&value.encode()));
        }
    }

    /// A query parameter that says yes by being there, and no by not being there.
    pub fn flag(&mut self, name: &'static str, value: impl Into<Option<bool>>) {
        if value.into() == Some(true) {
            self.push_query(name, "true");
        }
    }

    /// A query parameter whose empty text would mean that it is not there.
    pub fn query_non_empty<P: Parameter>(&mut self, name: &'static str, value: &P) {
        let text = value.encode();
        if text.is_empty() {
            self.fail(Problem::new(format!("query parameter `{name}` must not be empty")));
        }
        self.push_query(name, &escape(&text));
    }

    /// Whether the server answers only when it has something to say, however long that takes: if
    /// so, the client's time limit for calls does not hold, only that of the call itself.
    pub fn long_poll(&mut self, is_one: impl Into<Option<bool>>) {
        self.long_poll = is_one.into() == Some(true);
    }

    pub(super) fn is_long_poll(&self) -> bool {
        self.long_poll
    }

    /// A query parameter that is repeated for each value.
    pub fn query_each<'a, P: Parameter + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a P>,
    ) {
        for value in values {
            self.query(name, Some(value));
        }
    }

    /// A query parameter with several values, separated by commas; left out where there are none.
    pub fn query_list<'a, P: Parameter + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a P>,
    ) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_some() {
            self.push_query(name, &list(values, escape));
        }
    }

    /// A header, left out where there is no value.
    pub fn header<P: Parameter>(&mut self, name: &'static str, value: Option<&P>) {
        if let Some(value) = value {
            self.push_header(name, &value.encode());
        }
    }

    /// A header with several values, separated by commas; left out where there are none.
    pub fn header_list<'a, P: Parameter + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a P>,
    ) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_some() {
            self.push_header(name, &list(values, |value| value.into()));
        }
    }

    /// A JSON body, left out where there is none.
    pub fn json<T: Serialize>(&mut self, media_type: &'static str, body: Option<&T>) {
        let Some(body) = body else { return };
        match serde_json::to_vec(body) {
            Ok(bytes) => self.push_body(media_type, bytes),
            Err(error) => self.fail(Problem::because("the body cannot be written as JSON", error)),
        }
    }

    pub(super) fn push_body(&mut self, media_type: &str, body: impl Into<Body>) {
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => {
                self.body = Some(body.into());
                self.headers.insert(CONTENT_TYPE, media_type);
            }
            Err(_) => self.fail(Problem::new("the media type of the body cannot be sent")),
        }
    }

    pub(super) fn push_query(&mut self, name: &str, escaped: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&escape(name));
        self.query.push('=');
        self.query.push_str(escaped);
    }

    pub(super) fn push_header(&mut self, name: &'static str, text: &str) {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(text)) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            _ => self.fail(Problem::new(format!("header `{name}` cannot carry this text"))),
        }
    }

    pub(super) fn fail(&mut self, problem: Problem) {
        self.problem.get_or_insert(problem);
    }

    /// The request, without the client's own headers.
    pub(super) fn build(self, spec: &Spec, base: &Url) -> Result<Request, Problem> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let (template, fixed) =
            if spec.path.contains('?') { cut_query(spec.path) } else { (spec.path, "") };
        let path = fill(base.path().trim_end_matches('/'), template, &self.path)?;
        let mut url = base.clone();
        url.set_path(&path);
        let mut query = self.query;
        if !fixed.is_empty() {
            let between = if query.is_empty() { "" } else { "&" };
            query.insert_str(0, between);
            query.insert_str(0, fixed);
        }
        if !query.is_empty() {
            url.set_query(Some(&query));
        }
        let mut request = Request::new(spec.method.clone(), url);
        *request.headers_mut() = self.headers;
        *request.body_mut() = self.body;
        Ok(request)
    }
}

/// Puts the values into a path template, behind what comes before it. A value never reaches beyond
/// its segment.
fn fill(before: &str, template: &str, values: &[(&str, String)]) -> Result<String, Problem> {
    let mut path = String::with_capacity(before.len() + template.len() + 40);
    path.push_str(before);
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
        match value {
            None => return Err(Problem::new(format!("path parameter `{name}` is missing"))),
            Some(value) if value.is_empty() => {
                return Err(Problem::new(format!("path parameter `{name}` must not be empty")));
            }
            Some(value) => {
                path.push_str(before);
                path.push_str(value);
            }
        }
        rest = after;
    }
    path.push_str(rest);
    // URLs give these a meaning of their own, even when they are escaped.
    let is_dots = |segment: &str| matches!(segment.replace("%2E", ".").as_str(), "." | "..");
    let may_be = |value: &str| value.starts_with('.') || value.starts_with("%2E");
    if values.iter().any(|(_, value)| may_be(value)) && path.split('/').any(is_dots) {
        return Err(Problem::new("a path parameter must not be `.` or `..`"));
    }
    Ok(path)
}

pub(super) fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

fn list<'a, P: Parameter + 'a>(
    values: impl IntoIterator<Item = &'a P>,
    write: impl Fn(&str) -> String,
) -> String {
    let values: Vec<Cow<'a, str>> = values.into_iter().map(P::encode).collect();
    values.iter().map(|value| write(value)).collect::<Vec<_>>().join(",")
}
