//! Puts the operations of an API together as an axum router.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, any};

use super::api_error::ApiError;
use super::incoming::Incoming;
use super::respond;

/// What can be set about a server.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Largest request body in bytes.
    pub body_limit: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { body_limit: 2 * 1024 * 1024 }
    }
}

impl Options {
    /// Sets the largest request body in bytes (2 MiB if not set). Larger ones are answered with
    /// 413.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }
}

type ErrorBody = fn(&ApiError) -> Vec<u8>;
type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;
type Operation = Arc<dyn Fn(Incoming) -> Pending<Result<Response, ApiError>> + Send + Sync>;

/// An API that is being put together.
pub struct Server<A> {
    api: Arc<A>,
    table: Table,
}

impl<A: Send + Sync + 'static> Server<A> {
    /// Starts with an implementation and the way in which errors are written.
    pub fn new(api: A, options: Options, error_body: ErrorBody) -> Self {
        let (routes, names) = (BTreeMap::new(), BTreeMap::new());
        let table = Table { routes, names, options, error_body };
        Self { api: Arc::new(api), table }
    }

    /// Adds an operation; `path` is as in the document.
    #[must_use]
    pub fn on<F, Fut>(
        mut self,
        method: MethodFilter,
        path: &'static str,
        id: &'static str,
        handler: F,
    ) -> Self
    where
        F: Fn(Arc<A>, Incoming) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Response, ApiError>> + Send + 'static,
    {
        let api = Arc::clone(&self.api);
        let run: Operation = Arc::new(move |request| Box::pin(handler(Arc::clone(&api), request)));
        self.table.add(method, path, id, run);
        self
    }

    /// The router, with everything below `base`. It has no need of a state, and fits into a router
    /// with any.
    pub fn finish<S: Clone + Send + Sync + 'static>(self, base: &str) -> Router<S> {
        self.table.finish(base).with_state(())
    }
}

impl<A> fmt::Debug for Server<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("routes", &self.table.routes).finish_non_exhaustive()
    }
}

/// All that does not depend on the implementation's type, and so is compiled once.
struct Table {
    routes: BTreeMap<String, MethodRouter>,
    /// What the parameter behind a prefix is called, see [`Self::route`].
    names: BTreeMap<String, &'static str>,
    options: Options,
    error_body: ErrorBody,
}

impl Table {
    fn add(&mut self, method: MethodFilter, path: &'static str, id: &'static str, run: Operation) {
        let (route, names) = self.route(path);
        let (body_limit, error_body) = (self.options.body_limit, self.error_body);
        let endpoint = Endpoint { id, names, run, body_limit, error_body };
        let methods = self.routes.remove(&route).unwrap_or_default();
        self.routes.insert(route, methods.on(method, endpoint));
    }

    /// The path in the router's terms, and the names of its parameters. A document may call the
    /// same place `{id}` in one path and `{user_id}` in the next; the router may not, so the first
    /// name stays.
    fn route(&mut self, path: &'static str) -> (String, Arc<[&'static str]>) {
        let mut route = String::with_capacity(path.len());
        let mut names = Vec::new();
        for segment in path.split('/').skip(1) {
            route.push('/');
            match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) => {
                    names.push(name);
                    // A star would have a meaning of its own.
                    let own = if name.starts_with('*') { "value" } else { name };
                    let known = *self.names.entry(route.clone()).or_insert(own);
                    route.extend(["{", known, "}"]);
                }
                None => route.push_str(segment),
            }
        }
        (route, names.into())
    }

    fn finish(mut self, base: &str) -> Router {
        let error_body = self.error_body;
        let not_found =
            Refusal { status: StatusCode::NOT_FOUND, message: "Not found.", error_body };
        let status = StatusCode::METHOD_NOT_ALLOWED;
        let not_allowed =
            Refusal { status, message: "This method is not allowed here.", error_body };
        let base = base.trim_end_matches('/');
        let mut router = Router::new().without_v07_checks();
        if base.is_empty() {
            router = router.fallback(not_found);
        } else {
            for path in self.gaps() {
                self.routes.entry(path).or_insert_with(|| any(not_found.clone()));
            }
        }
        for (path, methods) in self.routes {
            router = router.route(&format!("{base}{path}"), methods);
        }
        router.method_not_allowed_fallback(not_allowed)
    }

    /// Routes that catch all paths that belong to no operation. A fallback would not do: axum
    /// loses it when the router is nested once more. The router allows no catch-all in a place
    /// where a parameter is, so there it moves one segment further.
    fn gaps(&self) -> Vec<String> {
        let mut gaps = vec![String::new()];
        let mut prefix = String::from("/");
        loop {
            gaps.push(prefix.clone());
            let Some(name) = self.names.get(&prefix) else {
                gaps.push(prefix + "{*rest}");
                return gaps;
            };
            prefix.extend(["{", name, "}"]);
            gaps.push(prefix.clone());
            prefix.push('/');
        }
    }
}

/// An operation as axum calls it.
#[derive(Clone)]
struct Endpoint {
    id: &'static str,
    names: Arc<[&'static str]>,
    run: Operation,
    body_limit: usize,
    error_body: ErrorBody,
}

impl<S: Send + 'static> Handler<(), S> for Endpoint {
    type Future = Pending<Response>;

    fn call(self, request: Request, _: S) -> Self::Future {
        Box::pin(async move {
            let incoming = Incoming::new(self.id, &self.names, self.body_limit, request).await;
            match (self.run)(incoming).await {
                Ok(response) => response,
                Err(error) => respond::error(&error, self.error_body),
            }
        })
    }
}

/// The answer to a request that belongs to no operation.
#[derive(Clone)]
struct Refusal {
    status: StatusCode,
    message: &'static str,
    error_body: ErrorBody,
}

impl<S> Handler<(), S> for Refusal {
    type Future = std::future::Ready<Response>;

    fn call(self, _: Request, _: S) -> Self::Future {
        let error = ApiError::new(self.status, self.message);
        std::future::ready(respond::error(&error, self.error_body))
    }
}
