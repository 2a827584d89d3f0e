//! The operations of an API as routes: all that does not depend on the implementation's type.

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
use super::query::Query;
use super::respond;
use super::router::{ErrorBody, Options};

type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What an operation does with a request.
pub type Operation = Arc<dyn Fn(Incoming) -> Pending<Result<Response, ApiError>> + Send + Sync>;

/// All that does not depend on the implementation's type, and so is compiled once.
pub struct Table {
    routes: BTreeMap<String, MethodRouter>,
    /// What the parameter behind a prefix is called, see [`Self::route`].
    names: BTreeMap<String, &'static str>,
    options: Options,
    error_body: ErrorBody,
}

impl Table {
    /// Starts with nothing.
    #[must_use]
    pub fn new(options: Options, error_body: ErrorBody) -> Self {
        Self { routes: BTreeMap::new(), names: BTreeMap::new(), options, error_body }
    }

    /// Adds an operation; and what it is with a presence flag, if there is one.
    pub fn add(
        &mut self,
        method: MethodFilter,
        path: &'static str,
        face: Face,
        flagged: Option<(&'static str, Face)>,
    ) {
        let (route, names) = self.route(path);
        let (options, error_body) = (self.options.clone(), self.error_body);
        let endpoint = Endpoint { face, flagged, names, options, error_body };
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

    /// The router, with everything below `base`.
    pub fn finish(mut self, base: &str) -> Router {
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
    face: Face,
    /// What it is with a presence flag.
    flagged: Option<(&'static str, Face)>,
    names: Arc<[&'static str]>,
    options: Options,
    error_body: ErrorBody,
}

/// An operation's id, and what it does.
#[derive(Clone)]
pub struct Face {
    /// The document's id.
    pub id: &'static str,
    /// What it does.
    pub run: Operation,
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Face").field("id", &self.id).finish_non_exhaustive()
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("routes", &self.routes).finish_non_exhaustive()
    }
}

impl<S: Send + 'static> Handler<(), S> for Endpoint {
    type Future = Pending<Response>;

    fn call(self, request: Request, _: S) -> Self::Future {
        Box::pin(async move {
            let Self { face, flagged, names, options, error_body } = self;
            let flagged = flagged
                .filter(|(flag, _)| Query::of(request.uri().query()).raw(flag).next().is_some());
            let Face { id, run } = flagged.map_or(face, |(_, face)| face);
            let incoming = Incoming::new(id, &names, options, error_body, request).await;
            match run(incoming).await {
                Ok(response) => response,
                Err(error) => respond::error(&error, error_body),
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
