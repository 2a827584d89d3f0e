//! What belongs to no operation, and how the router fits into others.

#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod server_api;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderValue, Request, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get as get_route;
use codegen_runtime::server::api_error::{ApiError, default_body};
use codegen_runtime::server::incoming::Incoming;
use codegen_runtime::server::operation::{Operation, Route};
use codegen_runtime::server::respond;
use codegen_runtime::server::router::{Options, Server};
use codegen_runtime::server::schema::Schema;
use codegen_runtime::server::template::Template;
use serde_json::{Value, json};
use server_api::api::AgentsApi;
use server_api::router::{router, router_below};
use server_api::{Echo, LOGS, ME, RECREATE, answer, ask, get, operations, request};

async fn status(app: &Router, method: &str, uri: &str) -> u16 {
    answer(app, request(method, uri).body(Body::empty()).unwrap()).await.0
}

#[tokio::test]
async fn unknown_paths() {
    for uri in [
        "/api/v2",
        "/api/v2/",
        "/api/v2/x",
        "/api/v2/workspaceagents//logs/x",
        "/api/v2/workspaceagents/me/logs/",
        "/api/v2//",
        "/api/v2/workspaceagents",
        &format!("{LOGS}/"),
        "/api/v2/%ff",
    ] {
        let (status, body) = get(uri).await;
        assert_eq!((status, body), (404, json!({"message": "Not found."})), "{uri}");
    }
    // Outside of the base path the router has no say: axum's own answer.
    let response =
        ask(&server_api::router(), request("GET", "/api").body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 404);
    assert!(!response.headers().contains_key(CONTENT_TYPE));
}

#[tokio::test]
async fn other_methods() {
    for (method, uri, allow) in [
        ("POST", LOGS, "GET,HEAD"),
        ("OPTIONS", LOGS, "GET,HEAD"),
        ("BREW", LOGS, "GET,HEAD"),
        ("POST", ME, "PATCH"),
        ("PUT", RECREATE, "POST"),
    ] {
        let response =
            ask(&server_api::router(), request(method, uri).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()[ALLOW], allow, "{method} {uri}");
        assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
        let bytes = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(body, json!({"message": "This method is not allowed here."}));
    }
    let response =
        ask(&server_api::router(), request("HEAD", LOGS).body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 200);
    assert!(axum::body::to_bytes(response.into_body(), 1000).await.unwrap().is_empty());
}

#[tokio::test]
async fn operations_without_an_implementation() {
    struct Empty;
    impl AgentsApi for Empty {
        type Principal = ();
    }
    let app: Router = router(Empty);
    let (status, body) = answer(&app, request("POST", RECREATE).body(Body::empty()).unwrap()).await;
    assert_eq!(status, 501);
    assert_eq!(
        body,
        json!({"message": "This operation is not implemented.", "detail": "recreate"})
    );
    let (status, body) = answer(&app, request("GET", LOGS).body(Body::empty()).unwrap()).await;
    assert_eq!((status, body["detail"].as_str()), (501, Some("authenticate")));
}

#[tokio::test]
async fn fits_into_other_routers() {
    #[derive(Clone)]
    struct Shared(&'static str);
    async fn mark(request: Request<Body>, next: Next) -> Response {
        let mut response = next.run(request).await;
        response.headers_mut().insert("x-layer", HeaderValue::from_static("1"));
        response
    }
    let echo = Echo::default();
    let app: Router = Router::new()
        .route("/own", get_route(|State(Shared(text)): State<Shared>| async move { text }))
        .route("/api/v2/neighbour", get_route(|| async { "mine" }))
        .merge(router(echo.clone()))
        .nest("/any/{workspaceagent}", router(echo.clone()).layer(from_fn(mark)))
        .fallback(|| async { (StatusCode::IM_A_TEAPOT, "outer") })
        .with_state(Shared("state"));
    for (uri, text) in [("/own", "state"), ("/api/v2/neighbour", "mine"), ("/other", "outer")] {
        let response = ask(&app, request("GET", uri).body(Body::empty()).unwrap()).await;
        assert_eq!(axum::body::to_bytes(response.into_body(), 100).await.unwrap(), text);
    }
    assert_eq!(status(&app, "GET", LOGS).await, 200);
    assert_eq!(status(&app, "GET", "/api/v2/x").await, 404);
    assert_eq!(status(&app, "DELETE", ME).await, 405);

    // Nested below a path that has a parameter of the same name.
    for (uri, expected) in [(LOGS, 200), ("/api/v2/x", 404)] {
        let asked =
            request("GET", &format!("/any/thing{uri}?after=1")).body(Body::empty()).unwrap();
        let response = ask(&app, asked).await;
        assert_eq!(response.status(), expected);
        assert_eq!(response.headers()["x-layer"], "1");
    }
    let last = echo.seen.all().pop().unwrap();
    assert!(last.starts_with(&format!("token /any/thing{LOGS}?after=1 ")), "{last}");
    assert_eq!(status(&app, "DELETE", &format!("/any/thing{ME}")).await, 405);
}

#[tokio::test]
async fn a_base_path_of_nothing() {
    for base in ["", "/"] {
        let app: Router = router_below(base, Echo::default(), Options::default());
        let logs = LOGS.strip_prefix("/api/v2").unwrap();
        assert_eq!(status(&app, "GET", logs).await, 200);
        assert_eq!(status(&app, "PUT", logs).await, 405);
        assert_eq!(
            answer(&app, request("GET", "/").body(Body::empty()).unwrap()).await.1,
            json!({"message": "Not found."})
        );
        let app: Router = Router::new().nest("/in", app);
        assert_eq!(status(&app, "GET", &format!("/in{logs}")).await, 200);
        assert_eq!(
            answer(&app, request("GET", "/in/x").body(Body::empty()).unwrap()).await.1,
            json!({"message": "Not found."})
        );
    }
}

#[tokio::test]
async fn a_place_with_several_names() {
    async fn show(_: std::sync::Arc<()>, mut request: Incoming) -> Result<Response, ApiError> {
        let operation = request.info().operation();
        let mut inputs = request.inputs();
        let names: &[&str] = match operation {
            "a" => &["id"],
            "b" => &["user_id", "id"],
            "one" | "two" | "three" => &[],
            _ => &["user_id", "*"],
        };
        let values = names.iter().map(|name| inputs.path::<String>(name, &Schema::TEXT));
        let values: Vec<_> = values.collect();
        respond::json(200, &values)
    }
    let app: Router = Server::new((), Options::default(), default_body)
        .serve(Route::get("/users/{id}").id("a"), show)
        .serve(Route::put("/users/{user_id}/posts/{id}").id("b"), show)
        .serve(Route::get("/users/{user_id}/posts/{*}").id("c"), show)
        .serve(Route::get("/").id("a"), show)
        .finish("/base");
    let ask = async |method: &str, uri: &str| {
        answer(&app, Request::builder().method(method).uri(uri).body(Body::empty()).unwrap()).await
    };
    assert_eq!(ask("GET", "/base/users/1").await, (200, json!(["1"])));
    assert_eq!(ask("PUT", "/base/users/1/posts/2%2F3").await, (200, json!(["1", "2/3"])));
    assert_eq!(ask("GET", "/base/users/1/posts/%252F").await, (200, json!(["1", "%2F"])));
    assert_eq!(ask("GET", "/base/").await.0, 200);
    assert_eq!(ask("GET", "/base").await.0, 404);

    // Parameters in the first places.
    let app: Router = Server::new((), Options::default(), default_body)
        .serve(Route::get("/{*}/{x}/z").id("one"), show)
        .serve(Route::get("/{id}/a/{x}").id("two"), show)
        .serve(Route::get("/static").id("three"), show)
        .finish("/base");
    let app = Router::new().nest("/outer", app);
    for (path, expected) in [
        ("/1/2/z", 200),
        ("/1/a/2", 200),
        ("/1/a/z", 200),
        ("/static", 200),
        ("/static/a/b", 200),
        ("", 404),
        ("/", 404),
        ("/x", 404),
        ("/x/", 404),
        ("/x/y", 404),
        ("/x/y/", 404),
        ("/x/y/w", 404),
        ("/x/a/b/c", 404),
        ("/static/", 404),
        ("/static/x", 404),
        ("/x/a/", 404),
    ] {
        let uri = format!("/outer/base{path}");
        let (status, body) = answer(&app, request("GET", &uri).body(Body::empty()).unwrap()).await;
        assert_eq!(status, expected, "{uri}");
        assert!(!body.is_null(), "{uri}");
    }
}

#[tokio::test]
async fn what_cannot_be_written_is_an_error_of_ours() {
    async fn fail(_: std::sync::Arc<()>, mut request: Incoming) -> Result<Response, ApiError> {
        // Maps with keys that are not texts have no JSON.
        let bad = std::collections::BTreeMap::from([(vec![1], 1)]);
        let kind = match request.info().uri().query() {
            Some("error") => return Err(ApiError::json(StatusCode::CONFLICT, &bad)),
            Some("typed") => {
                let error = ApiError::json(StatusCode::CONFLICT, &json!({"code": 7}));
                return Err(error.header(ALLOW, HeaderValue::from_static("nothing")));
            }
            Some("status") => return respond::empty(7),
            Some("kind") => "a\nb",
            Some("problem") => return respond::json_as(299, "application/problem+json", &1),
            Some("read") => {
                let read = <operations::Pty as Operation<Echo>>::read(&mut request.inputs());
                return read.map(|_| unreachable!());
            }
            _ => "application/json",
        };
        if kind == "a\nb" { respond::json_as(200, kind, &1) } else { respond::json(200, &bad) }
    }
    let app: Router = Server::new((), Options::default(), default_body)
        .serve(Route::get("/x").id("x"), fail)
        .finish("");
    for query in ["", "error", "status", "kind"] {
        let (status, body) =
            answer(&app, request("GET", &format!("/x?{query}")).body(Body::empty()).unwrap()).await;
        assert_eq!((status, body), (500, json!({"message": "Internal server error."})), "{query}");
    }
    let response = ask(&app, request("GET", "/x?typed").body(Body::empty()).unwrap()).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()[ALLOW]),
        (409, &HeaderValue::from_static("nothing"))
    );
    assert_eq!(axum::body::to_bytes(response.into_body(), 100).await.unwrap(), r#"{"code":7}"#);
    let response = ask(&app, request("GET", "/x?problem").body(Body::empty()).unwrap()).await;
    assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
    // A parameter that the path lacks is refused, however that came about.
    assert_eq!(status(&app, "GET", "/x?read").await, 400);
}

#[test]
fn values_are_found_by_what_stands_around_them() {
    for (template, path, values) in [
        ("/a/{b}/c", "/x/y/a/1/c", Some(vec!["1"])),
        ("/compare/{base}...{head}", "/compare/main...v1.0", Some(vec!["main", "v1.0"])),
        ("/compare/{base}...{head}", "/compare/main", None),
        ("/{file}.json", "/a.json.json", Some(vec!["a.json"])),
        ("/{file}.json", "/a.xml", None),
        ("/v{major}.{minor}/", "/v1.2/", Some(vec!["1", "2"])),
        ("/v{major}.{minor}/", "/1.2/", None),
        ("/{a}/{b}", "/a%2Fb/%20", Some(vec!["a%2Fb", "%20"])),
        ("/a/{b}", "x", None),
    ] {
        let found = Template::new(template).values(path);
        let found = found.map(|all| all.into_iter().map(|(_, v)| v).collect::<Vec<_>>());
        assert_eq!(
            found.as_deref(),
            values
                .as_ref()
                .map(|v| v.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>())
                .as_deref(),
            "{template} {path}"
        );
    }
}
