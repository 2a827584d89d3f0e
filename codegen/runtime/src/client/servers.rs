//! Servers that the document names.

use std::borrow::Cow;
use std::future::ready;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::{Request, Url};
use serde::Serialize;
use serde_json::{Map, Value};

use super::build_error::BuildError;
use super::builder::ClientBuilder;
use super::handle::Client;
use super::hook::{BoxFuture, Hook};
use super::problem::BoxError;
use super::spec::Spec;

/// What is escaped in a path, slashes left aside.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// A server that the document names; a client of it is built with [`Client::at`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    url: Result<Cow<'static, str>, String>,
    base_path: &'static str,
}

impl Server {
    /// A server at this URL. The paths of operations begin with the base path, which is in the URL
    /// already.
    #[must_use]
    pub const fn new(url: &'static str, base_path: &'static str) -> Self {
        Self { url: Ok(Cow::Borrowed(url)), base_path }
    }

    /// A server whose URL has variables, some of which have one of the listed values.
    #[must_use]
    pub fn with_variables(
        template: &str,
        base_path: &'static str,
        listed: &[(&str, &[&str])],
        variables: &impl Serialize,
    ) -> Self {
        let url = match serde_json::to_value(variables) {
            Ok(Value::Object(values)) => fill(template, listed, &values).map(Cow::Owned),
            Ok(_) => Err("has variables without names".to_owned()),
            Err(error) => Err(format!("has variables that are no text: {error}")),
        };
        Self { url, base_path }
    }

    /// Where a server is whose URL the document gives without a host: it is put behind this URL.
    #[must_use]
    pub fn below(self, url: &str) -> Self {
        let base = url.trim_end_matches('/');
        let joined = |path: Cow<'static, str>| {
            let path = path.trim_start_matches("./").trim_start_matches('/');
            Cow::Owned(format!("{base}/{path}"))
        };
        let url = self.url.map(|path| if path.contains("://") { path } else { joined(path) });
        Self { url, ..self }
    }

    /// Its URL.
    ///
    /// # Errors
    ///
    /// A variable has a value that no such URL has.
    pub fn url(&self) -> Result<&str, &str> {
        self.url.as_deref().map_err(String::as_str)
    }
}

impl Client {
    /// Starts to build a client for a server that the document names.
    pub fn at(server: impl Into<Server>) -> ClientBuilder {
        let Server { url, base_path } = server.into();
        let url = match url {
            Ok(url) => url,
            Err(problem) => {
                let mut builder = Self::builder("");
                builder.keep(Err(BuildError::BaseUrl(problem.into())));
                return builder;
            }
        };
        let url = url.trim_end_matches('/');
        // The paths of operations bring it along.
        let rest = url.strip_suffix(base_path).filter(|rest| !rest.ends_with(":/"));
        if let Some(url) = rest {
            return Self::builder(url);
        }
        let builder = Self::builder(url);
        match Url::parse(url) {
            Ok(url) => builder.hook(Moved::new(&url, base_path)),
            // The builder tells what is wrong with it.
            Err(_) => builder,
        }
    }
}

/// Takes the usual base path out of requests to a server that has another one.
#[derive(Debug)]
struct Moved {
    base: String,
    usual: String,
}

impl Moved {
    fn new(base: &Url, usual: &str) -> Self {
        let mut both = base.clone();
        let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
        both.set_path(&format!("{}{usual}", path(base)));
        Self { base: path(base), usual: path(&both) }
    }
}

impl Hook for Moved {
    fn on_request<'a>(
        &'a self,
        _: &'a Spec,
        request: &'a mut Request,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        let rest = request.url().path().strip_prefix(&self.usual);
        if let Some(path) = rest.map(|rest| format!("{}{rest}", self.base)) {
            request.url_mut().set_path(&path);
        }
        Box::pin(ready(Ok(())))
    }
}

/// Puts values into a URL, each of which must not reach beyond its place.
fn fill(
    template: &str,
    listed: &[(&str, &[&str])],
    values: &Map<String, Value>,
) -> Result<String, String> {
    let mut url = String::new();
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        url.push_str(before);
        let value = values.get(name).and_then(Value::as_str).unwrap_or_default();
        let listed = listed.iter().find(|(known, _)| *known == name).map(|(_, values)| *values);
        if let Some(listed) = listed {
            if !listed.contains(&value) {
                let listed = listed.join("`, `");
                return Err(format!("has a variable `{name}` that is none of `{listed}`"));
            }
            // The document knows what it lists.
            url.push_str(value);
        } else {
            let place = Place::of(&url, after);
            let text = place.text(value);
            url.push_str(&text.ok_or_else(|| {
                format!("has a variable `{name}` whose value cannot stand in {}", place.words())
            })?);
        }
        // Where nothing is between two slashes, there is one.
        let is_twice = value.is_empty() && url.ends_with('/') && !url.ends_with("://");
        rest = if is_twice { after.strip_prefix('/').unwrap_or(after) } else { after };
    }
    url.push_str(rest);
    Ok(url)
}

/// What a variable is a part of.
#[derive(Clone, Copy, Debug)]
enum Place {
    Whole,
    Scheme,
    Host,
    Path,
}

impl Place {
    /// By what is before and behind it.
    fn of(before: &str, after: &str) -> Self {
        match before.split_once("://") {
            Some((_, host)) if host.contains('/') => Self::Path,
            Some(_) => Self::Host,
            None if before.starts_with(['/', '.']) => Self::Path,
            None if after.contains("://") => Self::Scheme,
            None => Self::Whole,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Whole => "front of a URL",
            Self::Scheme => "the scheme of a URL",
            Self::Host => "the host of a URL",
            Self::Path => "the path of a URL",
        }
    }

    /// The value as it stands there; nothing if it would mean something else.
    fn text(self, value: &str) -> Option<Cow<'_, str>> {
        let all = |others: &str| {
            value.chars().all(|c| c.is_alphanumeric() || others.contains(c)).then(|| value.into())
        };
        match self {
            Self::Whole => all("-._~:/[]%"),
            Self::Scheme => all("+-."),
            Self::Host => all("-._~:[]"),
            Self::Path => {
                let is_dots = |segment: &str| matches!(segment, "." | "..");
                let escaped = || utf8_percent_encode(value, PATH).into();
                (!value.split('/').any(is_dots)).then(escaped)
            }
        }
    }
}
