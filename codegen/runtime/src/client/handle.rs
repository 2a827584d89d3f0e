//! The handle through which everything is called.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderMap;

use super::builder::{ClientBuilder, Source};
use super::call::{Call, Operation, call};
use super::hook::Hook;
use super::problem::Problem;
use super::retry::RetryPolicy;
use super::security::Credentials;

/// Speaks to one server. Clones are cheap and share connections.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) base: Url,
    pub(super) http: reqwest::Client,
    /// The same for HTTP/1.1 only, made when a connection is to leave HTTP for the first time.
    upgradable: OnceLock<reqwest::Client>,
    source: Source,
    pub(super) settings: Settings,
}

/// What holds for every call.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) credentials: Credentials,
    pub(super) headers: HeaderMap,
    pub(super) hooks: Vec<Arc<dyn Hook>>,
    pub(super) retry: RetryPolicy,
    pub(super) timeout: Option<Duration>,
    pub(super) connect_timeout: Duration,
    pub(super) max_body_bytes: usize,
    pub(super) max_message_bytes: Option<usize>,
}

impl Client {
    /// Starts to build a client for the server at this URL. It may have a path, with or without a
    /// slash at its end; the paths of the operations are put behind it.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(base_url.into())
    }

    /// The URL that the paths of the operations are put behind.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.inner.base
    }

    /// A call of an operation with these inputs.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        call(self, operation)
    }

    pub(super) fn new(
        base: Url,
        http: reqwest::Client,
        source: Source,
        settings: Settings,
    ) -> Self {
        let upgradable = OnceLock::new();
        Self { inner: Arc::new(Inner { base, http, upgradable, source, settings }) }
    }
}

impl Inner {
    /// A client whose connections can leave HTTP: those of HTTP/2 cannot.
    pub(super) fn upgradable(&self) -> Result<&reqwest::Client, Problem> {
        if let Some(client) = self.upgradable.get() {
            return Ok(client);
        }
        let client = self
            .source
            .client(self.settings.connect_timeout, reqwest::ClientBuilder::http1_only)
            .map_err(|error| Problem::because("the HTTP client cannot be set up", error))?;
        Ok(self.upgradable.get_or_init(|| client))
    }
}

/// Without headers and secrets.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.base.as_str())
            .finish_non_exhaustive()
    }
}
