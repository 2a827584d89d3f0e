//! What the router answers to requests that are not as they should be, and where it fits in.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::convert::Infallible;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use coder_agents_server::types::codersdk::{WorkspaceAgent, WorkspaceAgentLog};
use coder_agents_server::{
    AgentsApi, ApiError, Context, Credential, Options, RequestInfo, operations, router, router_with,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tower::ServiceExt;

const AGENT: &str = "/api/v2/workspaceagents/497f6eca-6276-4993-bfeb-53cbbbba6f08";
const LOGS: &str = "/api/v2/workspaceagents/me/logs";
/// The least that can be logged.
const LINE: &str = r#"{"logs":[{"output":""}]}"#;

/// Says in the agent's fields what it learned about the request.
struct Api;

impl AgentsApi for Api {
    type Principal = String;

    async fn authenticate(
        &self,
        credential: Credential,
        request: &RequestInfo,
    ) -> Result<String, ApiError> {
        match credential {
            Credential::CoderSessionToken(token) | Credential::AgentToken(token)
                if token.expose() == "good" =>
            {
                Ok(format!("{} of {}", request.operation(), token.expose()))
            }
            _ => Err(ApiError::new(StatusCode::UNAUTHORIZED, "Wrong token.")),
        }
    }

    async fn get_workspace_agent_by_id(
        &self,
        cx: Context<String>,
        input: operations::GetWorkspaceAgentById,
    ) -> Result<WorkspaceAgent, ApiError> {
        let extension = cx.request.extensions().get::<&'static str>().copied();
        let header = cx.request.headers().get("x-note").and_then(|note| note.to_str().ok());
        Ok(WorkspaceAgent {
            id: input.workspaceagent,
            name: cx.principal,
            directory: Some(cx.request.uri().to_string()),
            version: extension.unwrap_or_default().to_owned(),
            api_version: header.unwrap_or_default().to_owned(),
            ..Default::default()
        })
    }

    async fn get_logs_by_workspace_agent(
        &self,
        _: Context<String>,
        input: operations::GetLogsByWorkspaceAgent,
    ) -> Result<Vec<WorkspaceAgentLog>, ApiError> {
        let output = format!("{} {:?}", input.no_compression, input.after);
        Ok(vec![WorkspaceAgentLog { output, ..Default::default() }])
    }

    async fn patch_workspace_agent_logs(
        &self,
        _: Context<String>,
        input: operations::PatchWorkspaceAgentLogs,
    ) -> Result<Option<BTreeMap<String, Value>>, ApiError> {
        let lines = ("lines".to_owned(), input.body.logs.len().into());
        Ok(Some(BTreeMap::from([lines])))
    }
}

fn app() -> Router {
    router(Api)
}

fn ask(method: Method, uri: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(uri).header("coder-session-token", "good")
}

/// The answer: status, headers, JSON. Every answer of the router is JSON with a message.
async fn send(app: Router, request: Request) -> (u16, HeaderMap, Value) {
    let response = app.oneshot(request).await.unwrap_or_else(|never: Infallible| match never {});
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    assert_eq!(parts.headers["content-type"], "application/json");
    (parts.status.as_u16(), parts.headers, serde_json::from_slice(&bytes).unwrap())
}

async fn get_from(app: Router, uri: &str) -> (u16, HeaderMap, Value) {
    send(app, ask(Method::GET, uri).body(Body::empty()).unwrap()).await
}

async fn patch_logs(app: Router, body: impl Into<Body>) -> (u16, HeaderMap, Value) {
    let request = ask(Method::PATCH, LOGS).header("content-type", "application/json");
    send(app, request.body(body.into()).unwrap()).await
}

/// The fields of the violations, in the order in which they are told.
fn fields(answer: &Value) -> Vec<&str> {
    let violations = answer["validations"].as_array().unwrap_or_else(|| panic!("{answer}"));
    assert!(violations.iter().all(|violation| violation["detail"].is_string()), "{answer}");
    violations.iter().map(|violation| violation["field"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn all_violations_of_parameters_are_told_at_once() {
    let uri = "/api/v2/workspaceagents/no-id/logs?before=x&after=1.5&no_compression=maybe&more";
    let (status, _, answer) = get_from(app(), uri).await;
    assert_eq!((status, &answer["message"]), (400, &json!("Request is not valid.")));
    let expected = ["workspaceagent", "before", "after"];
    assert_eq!(fields(&answer), expected);
    assert_eq!(answer["validations"][0]["detail"], "must be a UUID");
    let (status, _, answer) = get_from(app(), "/api/v2/workspaceagents/0/containers?label").await;
    assert_eq!((status, fields(&answer)), (400, vec!["workspaceagent"]));
}

#[tokio::test]
async fn all_violations_of_a_body_are_told_at_once() {
    let body = r#"{
        "logs": [
            { "level": "info", "output": "fine", "unknown": true },
            { "level": "loud", "output": ["no"], "created_at": 1 },
            null,
            "text",
            { "level": null }
        ],
        "log_source_id": 7
    }"#;
    let (status, _, answer) = patch_logs(app(), body).await;
    assert_eq!(status, 400);
    let expected = [
        "logs[1].level",
        "logs[1].output",
        "logs[1].created_at",
        "logs[2]",
        "logs[3]",
        "logs[4].output",
        "log_source_id",
    ];
    assert_eq!(fields(&answer), expected);
    assert_eq!(
        answer["validations"][0]["detail"],
        "must be one of: trace, debug, info, warn, error"
    );
}

#[tokio::test]
async fn what_is_required_must_be_there() {
    let uri = "/api/v2/workspaceagents/aws-instance-identity";
    for (body, expected) in [
        (r#"{}"#, vec!["document", "signature"]),
        (r#"{"signature":null,"document":""}"#, vec!["signature", "document"]),
        (r#"{"signature":"s"}"#, vec!["document"]),
        ("[]", vec!["body"]),
        ("null", vec!["body"]),
        ("", vec!["body"]),
    ] {
        let request = ask(Method::POST, uri).body(Body::from(body)).unwrap();
        let (status, _, answer) = send(app(), request).await;
        assert_eq!((status, fields(&answer)), (400, expected), "{body}");
    }
}

#[tokio::test]
async fn bodies_must_be_json() {
    for body in [
        "{\"logs\":[",
        "{'logs':[]}",
        &format!("{LINE} {{}}"),
        &format!("\u{feff}{LINE}"),
        &"[".repeat(100_000),
    ] {
        let (status, _, answer) = patch_logs(app(), body.to_owned()).await;
        assert_eq!(status, 400, "{answer}");
        assert!(answer["message"].as_str().is_some_and(|m| !m.is_empty()), "{answer}");
    }
    let (status, ..) = patch_logs(app(), &b"{\"log_source_id\":\"\xff\"}"[..]).await;
    assert_eq!(status, 400);
    for (kind, expected) in [
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("application/jsonp", 415),
        ("application/json; charset=utf-8", 200),
        ("Application/JSON", 200),
    ] {
        let request = ask(Method::PATCH, LOGS).header("content-type", kind);
        let (status, _, answer) = send(app(), request.body(Body::from(LINE)).unwrap()).await;
        assert_eq!(status, expected, "{kind}: {answer}");
    }
    // Nothing said about the kind: it is what the document has.
    let request = ask(Method::PATCH, LOGS).body(Body::from(LINE)).unwrap();
    assert_eq!(send(app(), request).await.2["lines"], 1);
}

#[tokio::test]
async fn bodies_have_a_limit() {
    let limited = || router_with(Api, Options::default().body_limit(100));
    let body = |length: usize| format!("{LINE}{}", " ".repeat(length - LINE.len()));
    assert_eq!(patch_logs(limited(), body(100)).await.0, 200);
    let (status, _, answer) = patch_logs(limited(), body(101)).await;
    assert_eq!((status, &answer["detail"]), (413, &json!("at most 100 bytes are accepted")));
    // What is announced is enough to refuse it.
    let request = ask(Method::PATCH, LOGS).header("content-length", "101");
    assert_eq!(send(limited(), request.body(Body::empty()).unwrap()).await.0, 413);
    assert_eq!(patch_logs(app(), body(2 * 1024 * 1024)).await.0, 200);
    assert_eq!(patch_logs(app(), body(2 * 1024 * 1024 + 1)).await.0, 413);
}

#[tokio::test]
async fn other_paths_and_methods_are_refused_in_the_same_shape() {
    for uri in [
        "/api/v2",
        "/api/v2/",
        "/api/v2/nothing",
        "/api/v2/workspaceagents",
        "/api/v2/workspaceagents/",
        "/api/v2/workspaceagents/me/nothing",
        "/api/v2/derp-map/",
        "/api/v2/%2e%2e/x",
        &format!("{AGENT}/logs/more"),
    ] {
        let (status, _, answer) = get_from(app(), uri).await;
        assert_eq!((status, &answer["message"]), (404, &json!("Not found.")), "{uri}");
    }
    for (method, uri, allowed) in [
        (Method::DELETE, AGENT, &["GET", "HEAD"][..]),
        (Method::POST, LOGS, &["PATCH"]),
        (Method::GET, "/api/v2/workspaceagents/aws-instance-identity", &["POST"]),
    ] {
        let request = ask(method, uri).body(Body::empty()).unwrap();
        let (status, headers, answer) = send(app(), request).await;
        assert_eq!((status, answer["message"].is_string()), (405, true), "{uri}: {answer}");
        let mut allow: Vec<&str> = headers["allow"].to_str().unwrap().split(',').collect();
        allow.sort_unstable();
        assert_eq!(allow, allowed, "{uri}");
    }
}

#[tokio::test]
async fn a_socket_needs_an_upgrade() {
    let (status, headers, answer) = get_from(app(), "/api/v2/derp-map").await;
    assert_eq!((status, headers["upgrade"].to_str().unwrap()), (426, "websocket"), "{answer}");
    let (status, _, answer) = get_from(app(), "/api/v2/workspaceagents/me/pty").await;
    assert_eq!((status, fields(&answer)), (400, vec!["workspaceagent", "reconnect"]));
}

#[tokio::test]
async fn who_asks_comes_before_what_is_asked() {
    let wrong = "/api/v2/workspaceagents/no-id/logs?after=x";
    for (token, message) in [
        (None, "A credential is needed for this operation."),
        (Some(""), "A credential is needed for this operation."),
        (Some("bad"), "Wrong token."),
    ] {
        let mut request = Request::builder().uri(wrong);
        if let Some(token) = token {
            request = request.header("Coder-Session-Token", token);
        }
        let (status, _, answer) = send(app(), request.body(Body::empty()).unwrap()).await;
        assert_eq!((status, &answer["message"]), (401, &json!(message)));
        assert!(answer.get("validations").is_none(), "{answer}");
    }
}

async fn layer(mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert("from a layer");
    let mut response = next.run(request).await;
    response.headers_mut().insert("x-layer", "seen".parse().unwrap());
    response
}

#[tokio::test]
async fn it_fits_into_other_routers() {
    /// A state that the router knows nothing about.
    #[derive(Clone)]
    struct Shop(&'static str);
    async fn hello(State(Shop(name)): State<Shop>, Extension(more): Extension<u8>) -> String {
        json!({ "message": format!("{name} {more}") }).to_string()
    }
    let app: Router = Router::new()
        .nest("/tenants/{tenant}", router(Api))
        .merge(router(Api))
        .route("/hello", get(hello))
        .layer(from_fn(layer))
        .layer(Extension(7_u8))
        .with_state(Shop("corner"));
    let response = app.clone().oneshot(ask(Method::GET, "/hello").body(Body::empty()).unwrap());
    assert_eq!(response.await.unwrap().status(), 200);
    for prefix in ["", "/tenants/a%20b"] {
        let uri = format!("{prefix}{AGENT}?x=1");
        let request = ask(Method::GET, &uri).header("x-note", "hello");
        let (status, headers, agent) =
            send(app.clone(), request.body(Body::empty()).unwrap()).await;
        assert_eq!((status, headers["x-layer"].to_str().unwrap()), (200, "seen"));
        for (name, expected) in [
            ("id", "497f6eca-6276-4993-bfeb-53cbbbba6f08"),
            ("version", "from a layer"),
            ("name", "get-workspace-agent-by-id of good"),
            ("directory", &uri),
            ("api_version", "hello"),
        ] {
            assert_eq!(agent[name], expected, "{name}");
        }
        let (status, _, answer) = get_from(app.clone(), &format!("{prefix}/api/v2/no")).await;
        assert_eq!((status, &answer["message"]), (404, &json!("Not found.")), "{prefix}");
        let request = ask(Method::PUT, &uri).body(Body::empty()).unwrap();
        let (status, headers, _) = send(app.clone(), request).await;
        assert_eq!((status, headers.contains_key("allow")), (405, true), "{prefix}");
        let uri = format!("{prefix}/api/v2/workspaceagents/x");
        assert_eq!(fields(&get_from(app.clone(), &uri).await.2), ["workspaceagent"]);
    }
}

/// Paths and queries that may mean something, or nothing.
fn target() -> impl Strategy<Value = String> {
    const NOISE: &str = "(/|[?&=;{+%]|%[0-9a-fA-F]{2}|follow|after|label|match|[!-~é]){0,12}";
    let places = ["", "/logs", "/containers", "/pty", "/reinit", "/external-auth", "/%ff"];
    let agent = prop::sample::select(vec![AGENT, "/api/v2/workspaceagents/me", "/api/v2/"]);
    let mark = prop::sample::select(vec!["?", "?", ""]);
    (agent, prop::sample::select(places.to_vec()), mark, NOISE)
        .prop_map(|(agent, place, mark, noise)| format!("{agent}{place}{mark}{noise}"))
}

/// What may be JSON, or nothing.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![Just("logs"), Just("level"), Just("output"), Just("log_source_id")];
    let leaf = prop_oneof![
        prop_oneof![Just(json!("info")), Just(json!("loud")), Just(Value::Null)],
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let tree = leaf.prop_recursive(4, 32, 4, move |inner| {
        let members = prop::collection::vec((name.clone(), inner.clone()), 0..4);
        prop_oneof![
            members.prop_map(Value::from_iter),
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
        ]
    });
    let bytes = tree.prop_map(|tree| tree.to_string().into_bytes());
    let cut = (bytes.clone(), 0..40_usize)
        .prop_map(|(bytes, end)| bytes.into_iter().take(end).collect::<Vec<u8>>());
    prop_oneof![4 => bytes, 1 => cut, 1 => prop::collection::vec(any::<u8>(), 0..100)]
}

#[test]
fn nothing_that_is_sent_breaks_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = Config { cases: 1000, failure_persistence: None, ..Config::default() };
    let methods = prop::sample::select(vec![Method::GET, Method::PATCH, Method::POST]);
    let inputs = (methods, target(), body());
    let app = app();
    let outcome = TestRunner::new(config).run(&inputs, |(method, target, body)| {
        // What is no URI does not get past the HTTP library.
        let Ok(request) = ask(method, &target).body(Body::from(body.clone())) else {
            return Ok(());
        };
        let (status, ..) = runtime.block_on(send(app.clone(), request));
        prop_assert!([200, 400, 404, 405, 426, 501].contains(&status), "{status}");
        let (status, _, answer) = runtime.block_on(patch_logs(app.clone(), body));
        prop_assert!(status == 200 || status == 400, "{status}: {answer}");
        Ok(())
    });
    outcome.unwrap();
}

#[tokio::test]
async fn a_bare_flag_is_set_and_an_empty_number_is_not() {
    for (query, no_compression, after) in [
        ("no_compression", true, None),
        ("no_compression=&after=", true, None),
        ("no_compression=false&after=%35&unknown=1&unknown=2", true, Some(5)),
        ("&&after=", false, None),
        ("", false, None),
    ] {
        let (status, _, logs) = get_from(app(), &format!("{AGENT}/logs?{query}")).await;
        let expected = format!("{no_compression} {after:?}");
        assert_eq!((status, &logs[0]["output"]), (200, &json!(expected)), "{query}");
    }
    // The other face of the operation, whatever the value of the flag is.
    for query in ["follow", "follow=false", "after=1&follow="] {
        let (status, ..) = get_from(app(), &format!("{AGENT}/logs?{query}")).await;
        assert_eq!(status, 426, "{query}");
    }
}
