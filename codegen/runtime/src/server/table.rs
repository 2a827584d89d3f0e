//! The operations of an API as routes: all that does not depend on the implementation's type.

use std::fmt;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
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
use super::router::{ErrorBody, Options, Settings};
use super::template::{RawValues, Template};

type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What an operation does with a request.
pub(super) type Run = Arc<dyn Fn(Incoming) -> Pending<Response> + Send + Sync>;

/// All that does not depend on the implementation's type, and so is compiled once.
pub struct Table {
    /// In the order of their paths. No map: every kind of map has to be compiled with all that it
    /// can do.
    places: Vec<Place>,
    settings: Arc<Settings>,
}

#[derive(Debug)]
struct Place {
    /// In the router's terms.
    path: String,
    endpoints: Vec<Endpoint>,
    /// What the parameter right behind the path is called, see [`Table::route`].
    parameter: Option<&'static str>,
}

impl Table {
    /// Starts with nothing.
    #[must_use]
    pub fn new(options: Options, error_body: ErrorBody) -> Self {
        let settings = Arc::new(Settings { options, error_body });
        Self { places: Vec::new(), settings }
    }

    /// Adds an operation; one with a flag to those that are at its place already.
    pub(super) fn add(&mut self, route: &Route, run: Run) {
        let Route { method, path, id, flag, .. } = *route;
        let template = Template::new(path);
        let path = self.route(&template);
        let settings = Arc::clone(&self.settings);
        let face = Face { template, flag, id, run };
        let endpoints = &mut self.place(path).endpoints;
        if let Some(endpoint) = endpoints.iter_mut().find(|endpoint| endpoint.method == method) {
            // Those that ask for more come first.
            let asks = |face: &Face| (face.flag, face.template.demands(), face.template.weight());
            let less = |other: &Face| asks(other) < asks(&face);
            let at = endpoint.faces.iter().position(less).unwrap_or(endpoint.faces.len());
            endpoint.faces.insert(at, face);
            return;
        }
        endpoints.push(Endpoint { method, faces: vec![face], settings });
    }

    fn find(&self, path: &str) -> Result<usize, usize> {
        self.places.binary_search_by(|place| place.path.as_str().cmp(path))
    }

    fn at(&self, path: &str) -> Option<&Place> {
        self.places.get(self.find(path).ok()?)
    }

    /// What is known about a path; nothing yet, if it is a new one.
    fn place(&mut self, path: String) -> &mut Place {
        let at = self.find(&path).unwrap_or_else(|at| {
            self.places.insert(at, Place { path, endpoints: Vec::new(), parameter: None });
            at
        });
        &mut self.places[at]
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
                    let known = *self.place(route.clone()).parameter.get_or_insert(own);
                    route.extend(["{", known, "}"]);
                }
            }
        }
        route
    }

    /// The router, with everything below `base`.
    pub fn finish(self, base: &str) -> Router {
        let Settings { options, error_body } = &*self.settings;
        let not_found = Refusal::new(StatusCode::NOT_FOUND, "Not found.", *error_body);
        let status = StatusCode::METHOD_NOT_ALLOWED;
        let not_allowed = Refusal::new(status, "This method is not allowed here.", *error_body);
        let base = base.trim_end_matches('/');
        let mut gaps = self.gaps();
        gaps.retain(|path| self.at(path).is_none_or(|place| place.endpoints.is_empty()));
        let lenient = options.lenient_paths;
        let mut router = Router::new().without_v07_checks();
        for Place { path, endpoints, .. } in self.places {
            if endpoints.is_empty() {
                continue;
            }
            let mut methods = MethodRouter::new();
            for endpoint in endpoints {
                methods = methods.on(endpoint.method, Shared(Arc::new(endpoint)));
            }
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
            let Some(name) = self.at(&prefix).and_then(|place| place.parameter) else {
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
    settings: Arc<Settings>,
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
        let asks = |face: &Face| face.flag.is_some() || face.template.asks();
        // Hardly any operation shares its place, or depends on the query.
        if let [face] = &*self.faces
            && !asks(face)
        {
            return Some((face, face.template.values(uri.path())?));
        }
        let query = Query::of(uri.query());
        let asked = |flag: &str| query.raw(flag).next().is_some();
        let mut asked = self
            .faces
            .iter()
            .filter(|face| face.flag.is_none_or(asked) && face.template.accepts(&query));
        asked.find_map(|face| Some((face, face.template.values(uri.path())?)))
    }

    /// Starts to answer.
    fn answer(&self, request: Request) -> Pending<Response> {
        let Some((Face { id, run, .. }, path)) = self.face(request.uri()) else {
            let error = ApiError::new(StatusCode::NOT_FOUND, "Not found.");
            return Box::pin(ready(respond::error(&error, self.settings.error_body)));
        };
        run(Incoming::new(id, path, Arc::clone(&self.settings), request))
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
        f.debug_struct("Table").field("places", &self.places).finish_non_exhaustive()
    }
}

impl<S: Send + 'static> Handler<(), S> for Shared {
    type Future = Pending<Response>;

    fn call(self, request: Request, _: S) -> Self::Future {
        self.0.answer(request)
    }
}

/// The answer to a request that belongs to no operation: always the same one.
#[derive(Clone)]
struct Refusal {
    status: StatusCode,
    body: Bytes,
}

impl Refusal {
    fn new(status: StatusCode, message: &'static str, error_body: ErrorBody) -> Self {
        Self { status, body: error_body(&ApiError::new(status, message)).into() }
    }
}

impl<S> Handler<(), S> for Refusal {
    type Future = Ready<Response>;

    fn call(self, _: Request, _: S) -> Self::Future {
        ready(respond::ready(self.status, self.body.into()))
    }
}
