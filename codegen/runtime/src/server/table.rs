//! The operations of an API as routes: all that does not depend on the implementation's type.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::{StatusCode, Uri};
use axum::middleware::map_request;
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, any, any_service};

use super::api_error::ApiError;
use super::incoming::Incoming;
use super::lenient::{tidy_path, with_double_slashes};
use super::operation::Route;
use super::query::Query;
use super::respond;
use super::router::{ErrorBody, Options};
use super::slow::limited;
use super::template::{RawValues, Template};

type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What an operation does with a request.
pub(super) type Run = Arc<dyn Fn(Incoming) -> Pending<Result<Response, ApiError>> + Send + Sync>;

/// All that does not depend on the implementation's type, and so is compiled once.
pub struct Table {
    routes: BTreeMap<String, Vec<Endpoint>>,
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

    /// Adds an operation; one with a flag to those that are at its place already.
    pub(super) fn add(&mut self, route: &Route, run: Run) {
        let Route { method, path, id, flag } = *route;
        let template = Template::new(path);
        let path = self.route(&template);
        let face = Face { template, flag, id, run };
        let endpoints = self.routes.entry(path).or_default();
        if let Some(endpoint) = endpoints.iter_mut().find(|endpoint| endpoint.method == method) {
            endpoint.faces.push(face);
            // Those that ask for more come first.
            let asks = |face: &Face| (face.flag, face.template.demands(), face.template.weight());
            endpoint.faces.sort_by_key(|face| Reverse(asks(face)));
            return;
        }
        let (options, error_body) = (self.options.clone(), self.error_body);
        endpoints.push(Endpoint { method, faces: vec![face], options, error_body });
    }

    /// The path in the router's terms. A document may call the same place `{id}` in one path and
    /// `{user_id}` in the next; the router may not, so the first name stays. Of what a parameter
    /// fills only in part the router knows the parameter alone.
    fn route(&mut self, template: &Template) -> String {
        let mut route = String::new();
        for segment in template.segments() {
            route.push('/');
            match segment {
                Ok(text) => route.push_str(text),
                Err(name) => {
                    // A star would have a meaning of its own.
                    let own = if name.starts_with('*') { "value" } else { name };
                    let known = *self.names.entry(route.clone()).or_insert(own);
                    route.extend(["{", known, "}"]);
                }
            }
        }
        route
    }

    /// The router, with everything below `base`.
    pub fn finish(self, base: &str) -> Router {
        let error_body = self.error_body;
        let not_found =
            Refusal { status: StatusCode::NOT_FOUND, message: "Not found.", error_body };
        let status = StatusCode::METHOD_NOT_ALLOWED;
        let not_allowed =
            Refusal { status, message: "This method is not allowed here.", error_body };
        let base = base.trim_end_matches('/');
        let mut gaps = self.gaps();
        gaps.retain(|path| !self.routes.contains_key(path));
        let lenient = self.options.lenient_paths;
        let mut router = Router::new().without_v07_checks();
        for (path, endpoints) in self.routes {
            let methods = endpoints.into_iter().fold(MethodRouter::new(), |methods, endpoint| {
                methods.on(endpoint.method, Shared(Arc::new(endpoint)))
            });
            router = router.route(&format!("{base}{path}"), methods);
        }
        router = router.method_not_allowed_fallback(not_allowed);
        let mut rest = any(not_found.clone());
        if lenient {
            // Once more from the start, with a path that may belong to an operation.
            let again = any_service(router.clone().fallback(not_found));
            rest = again.layer(map_request(tidy_path));
        }
        if base.is_empty() {
            return router.fallback_service(rest);
        }
        let mut bases = vec![base.to_owned()];
        if lenient {
            bases.extend(with_double_slashes(base));
        }
        for (base, gap) in bases.iter().flat_map(|base| gaps.iter().map(move |gap| (base, gap))) {
            router = router.route(&format!("{base}{gap}"), rest.clone());
        }
        router
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

/// What is at one place, as axum calls it.
struct Endpoint {
    method: MethodFilter,
    /// What is there: the first that fits.
    faces: Vec<Face>,
    options: Options,
    error_body: ErrorBody,
}

/// An endpoint that axum can clone.
#[derive(Clone)]
struct Shared(Arc<Endpoint>);

/// An operation, and what asks for it.
struct Face {
    template: Template,
    /// A query parameter that must be there.
    flag: Option<&'static str>,
    id: &'static str,
    run: Run,
}

impl Endpoint {
    /// The operation that is asked for, and the values in its path.
    fn face(&self, uri: &Uri) -> Option<(&Face, RawValues)> {
        let query = Query::of(uri.query());
        let asked = |flag: &str| query.raw(flag).next().is_some();
        let mut asked = self
            .faces
            .iter()
            .filter(|face| face.flag.is_none_or(asked) && face.template.accepts(&query));
        asked.find_map(|face| Some((face, face.template.values(uri.path())?)))
    }

    /// Starts to answer.
    fn answer(&self, request: Request) -> Pending<Result<Response, ApiError>> {
        let Some((Face { id, run, .. }, path)) = self.face(request.uri()) else {
            return Box::pin(ready(Err(ApiError::new(StatusCode::NOT_FOUND, "Not found."))));
        };
        run(Incoming::new(id, path, self.options.clone(), self.error_body, request))
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.faces.iter().map(|face| face.id).collect();
        f.debug_struct("Endpoint").field("ids", &ids).finish_non_exhaustive()
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("routes", &self.routes).finish_non_exhaustive()
    }
}

impl<S: Send + 'static> Handler<(), S> for Shared {
    type Future = Pending<Response>;

    fn call(self, request: Request, _: S) -> Self::Future {
        // Whatever holds the request is gone when the answer is awaited, so this takes little room.
        let answer = self.0.answer(request);
        Box::pin(async move {
            let answer = answer.await;
            let limit = self.0.options.send_timeout;
            let answer = answer.map(|response| response.map(|body| limited(body, limit)));
            answer.unwrap_or_else(|error| respond::error(&error, self.0.error_body))
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
    type Future = Ready<Response>;

    fn call(self, _: Request, _: S) -> Self::Future {
        let error = ApiError::new(self.status, self.message);
        ready(respond::error(&error, self.error_body))
    }
}
