//! Building a client.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::super::types::secret::Secret;
use super::build_error::BuildError;
use super::handle::{Client, Settings};
use super::hook::Hook;
use super::redirect::{is_safe, same_origin_redirects};
use super::retry::RetryPolicy;
use super::security::{Credentials, Scheme, SecretSource};

/// Collects what a [`Client`] is to do; made by [`Client::builder`].
///
/// The first mistake is kept until [`build`](ClientBuilder::build).
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    base_url: String,
    source: Source,
    settings: Settings,
    problem: Option<BuildError>,
}

/// Where the HTTP client comes from.
pub(super) enum Source {
    Builder(Box<dyn Fn() -> reqwest::ClientBuilder + Send + Sync>),
    Given(reqwest::Client),
}

impl Source {
    pub(super) fn client(
        &self,
        connect_timeout: Duration,
        adjust: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<reqwest::Client, reqwest::Error> {
        match self {
            Self::Given(client) => Ok(client.clone()),
            Self::Builder(start) => {
                let builder = start().connect_timeout(connect_timeout);
                adjust(builder.redirect(same_origin_redirects())).build()
            }
        }
    }
}

impl ClientBuilder {
    pub(super) fn new(base_url: String) -> Self {
        let accept = (ACCEPT, HeaderValue::from_static("application/json"));
        let settings = Settings {
            credentials: Credentials::default(),
            headers: HeaderMap::from_iter([accept]),
            hooks: Vec::new(),
            retry: RetryPolicy::none(),
            timeout: None,
            connect_timeout: Duration::from_secs(10),
            max_body_bytes: 32 * 1024 * 1024,
            max_message_bytes: None,
        };
        let source = Source::Builder(Box::new(named));
        Self { base_url, source, settings, problem: None }
    }

    /// The secret for a security scheme, sent with the operations that name the scheme.
    pub fn credential(mut self, scheme: &'static Scheme, secret: impl Into<Secret>) -> Self {
        let outcome = self.settings.credentials.set(scheme, &secret.into());
        self.keep(outcome);
        self
    }

    /// Where the secret for a security scheme comes from that changes, such as an access token of
    /// OAuth 2.
    pub fn credential_source(mut self, scheme: &'static Scheme, source: impl SecretSource) -> Self {
        self.settings.credentials.set_source(scheme, Arc::new(source));
        self
    }

    /// Limits the time for each call as a whole: connecting, every attempt and the delays between
    /// them, reading the answer. Of a WebSocket it is the time until the socket is open; for event
    /// streams and long polls it does not hold. Default: no limit.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Limits the time for connecting, and for each handshake of a WebSocket whose call has no limit
    /// of its own. Default: 10 s.
    ///
    /// A client given by [`http_client`](ClientBuilder::http_client) keeps its own limit for
    /// connecting.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// The largest body of an answer to accept, in bytes. Default: 32 MiB. Of error answers at most
    /// 64 KiB are kept in any case.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_body_bytes = bytes;
        self
    }

    /// The largest message of a WebSocket or event of a stream to accept, in bytes. Default: what
    /// the document says of the operation, else 16 MiB.
    pub fn max_message_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_message_bytes = Some(bytes);
        self
    }

    /// What the client calls itself. Default: name and version of this crate, or what the HTTP
    /// client says that it was given.
    pub fn user_agent(self, agent: impl AsRef<str>) -> Self {
        self.default_header(USER_AGENT, agent.as_ref())
    }

    /// A header that is sent with every request, unless the operation or the call sets it.
    pub fn default_header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) => {
                self.settings.headers.insert(name, value);
            }
            _ => self.keep(Err(BuildError::Header)),
        }
        self
    }

    /// When calls are repeated. Default: never.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Adds a hook that sees every attempt of every call.
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.settings.hooks.push(Arc::new(hook));
        self
    }

    /// How the HTTP client is set up: proxies, certificates, DNS. It is called again for a second
    /// client with HTTP/1.1 only when the first WebSocket is opened. Redirect policy and connect
    /// timeout are replaced.
    ///
    /// Leave cookie stores off: a cookie may override the credentials.
    pub fn http_client_builder(
        mut self,
        start: impl Fn() -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.source = Source::Builder(Box::new(start));
        self
    }

    /// Uses a client that exists already, to share its connections. One with the default redirect
    /// policy is refused: build it with [`same_origin_redirects`]. For WebSockets it must be limited
    /// to HTTP/1.1 if it could speak HTTP/2.
    ///
    /// Leave cookie stores off: a cookie may override the credentials.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.source = Source::Given(client);
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// The base URL, a header, a secret or the HTTP client is not usable; see [`BuildError`].
    pub fn build(self) -> Result<Client, BuildError> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let base = parse(&self.base_url).map_err(BuildError::BaseUrl)?;
        if matches!(&self.source, Source::Given(client) if !is_safe(client)) {
            return Err(BuildError::Redirects);
        }
        let http = self.source.client(self.settings.connect_timeout, |builder| builder);
        let http = http.map_err(|error| BuildError::HttpClient(error.without_url()))?;
        Ok(Client::new(base, http, self.source, self.settings))
    }

    pub(super) fn keep(&mut self, outcome: Result<(), BuildError>) {
        if let Err(problem) = outcome {
            self.problem.get_or_insert(problem);
        }
    }
}

/// An HTTP client that calls itself what this crate is called.
fn named() -> reqwest::ClientBuilder {
    let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    reqwest::Client::builder().user_agent(agent)
}

fn parse(base_url: &str) -> Result<Url, Cow<'static, str>> {
    let url = Url::parse(base_url).map_err(|error| format!("is not a URL: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("must begin with `http://` or `https://`".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a user name or a password".into());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not have a query or a fragment".into());
    }
    Ok(url)
}

/// Without the URL, which is not checked yet, and without headers and secrets.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("retry", &self.settings.retry)
            .field("timeout", &self.settings.timeout)
            .field("connect_timeout", &self.settings.connect_timeout)
            .field("max_body_bytes", &self.settings.max_body_bytes)
            .field("max_message_bytes", &self.settings.max_message_bytes)
            .finish_non_exhaustive()
    }
}
