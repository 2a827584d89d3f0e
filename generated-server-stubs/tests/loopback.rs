//! Client against server, over real sockets: every operation, and every way in which it can end.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::{Router, body::Body, response};
use coder_agents_client::client::{Error, StreamError};
use coder_agents_server::types::agentsdk::{Log, PatchLogs};
use coder_agents_server::types::codersdk::{
    Response, ValidationError, WorkspaceAgent, WorkspaceAgentListContainersResponse,
};
use coder_agents_server::{
    AgentsApi, Answer, ApiError, Close, Context, Credential, Options, RequestInfo, Shutdown,
    Upgrade, codec, operations, router, router_with,
};
use futures_util::stream;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use support::operations::{AGENT, all, bare};
use support::recorder::{REFUSED, Recorder};
use support::round::{Expect, Round};
use support::{client, client_of, documented, published, serve, within};

const TOKEN: &str = "token-of-somebody";

/// Expects the same of every operation; the methods that were called.
async fn every_operation(
    api: impl AgentsApi,
    recorder: &Recorder,
    token: Option<&'static str>,
    expect: Expect,
) -> Vec<&'static str> {
    let url = serve(router(api)).await;
    let client = match token {
        Some(token) => client_of(&url, token),
        None => client(&url).build().unwrap(),
    };
    let mut round = Round::new(recorder, token.unwrap_or_default(), expect);
    all(&client, &mut round).await;
    round.done.sort_unstable();
    round.done
}

#[tokio::test]
async fn all_that_is_sent_arrives() {
    let recorder = Recorder::new();
    let called = every_operation(recorder.clone(), &recorder, Some(TOKEN), Expect::Success).await;
    assert_eq!(called, documented::methods());
}

#[tokio::test]
async fn what_is_left_out_is_absent() {
    let recorder = Recorder::new();
    let client = client_of(&serve(router(recorder.clone())).await, TOKEN);
    let mut round = Round::new(&recorder, TOKEN, Expect::Least);
    bare(&client, &mut round).await;
    round.done.sort_unstable();
    assert_eq!(round.done, documented::methods());
}

#[tokio::test]
async fn every_documented_failure_arrives_typed() {
    let recorder = Recorder::new();
    let known: usize = documented::methods().iter().map(|id| documented::failures(id).len()).sum();
    assert!(known > 130, "{known}");
    every_operation(recorder.clone(), &recorder, Some(TOKEN), Expect::Failures).await;
}

#[tokio::test]
async fn errors_have_details_and_headers() {
    let recorder = Recorder::new();
    recorder.will_fail(|| {
        ApiError::new(StatusCode::CONFLICT, "Already there.")
            .detail("somebody was faster")
            .violation("id", "is taken")
            .violation("logs[0].level", "is odd")
            .header(HeaderName::from_static("x-reason"), HeaderValue::from_static("race"))
    });
    let client = client_of(&serve(router(recorder)).await, TOKEN);
    let error = within(client.get_workspace_agent_by_id(AGENT)).await.unwrap_err();
    assert_eq!(error.headers().unwrap()["x-reason"], "race");
    let violation = |field: &str, detail: &str| {
        let (field, detail) = (field.to_owned(), detail.to_owned());
        ValidationError { field, detail }
    };
    let expected = Response {
        message: "Already there.".to_owned(),
        detail: Some("somebody was faster".to_owned()),
        validations: vec![violation("id", "is taken"), violation("logs[0].level", "is odd")],
    };
    assert_eq!(error.api().and_then(|api| api.typed()), Some(&expected));
}

fn response(message: &str, detail: Option<&str>) -> Response {
    let (message, detail) = (message.to_owned(), detail.map(str::to_owned));
    Response { message, detail, ..Default::default() }
}

/// Lets everybody in, and then does nothing.
struct Open;

impl AgentsApi for Open {
    type Principal = ();

    async fn authenticate(&self, _: Credential, _: &RequestInfo) -> Answer<()> {
        Ok(())
    }
}

/// Has nothing at all.
struct Empty;

impl AgentsApi for Empty {
    type Principal = ();
}

#[tokio::test]
async fn what_is_not_implemented_says_so() {
    const MESSAGE: &str = "This operation is not implemented.";
    let recorder = Recorder::new();
    let expect = Expect::Error(501, |id| response(MESSAGE, Some(id)));
    every_operation(Open, &recorder, Some(TOKEN), expect).await;
    let client = client_of(&serve(router(Empty)).await, TOKEN);
    let error = within(client.get_workspace_agent_git_ssh_key()).await.unwrap_err();
    let typed = error.api().and_then(|api| api.typed()).unwrap();
    assert_eq!(*typed, response(MESSAGE, Some("authenticate")));
}

#[tokio::test]
async fn without_a_token_nobody_gets_in_who_needs_one() {
    const MESSAGE: &str = "A credential is needed for this operation.";
    let recorder = Recorder::new();
    let expect = Expect::Refusal(401, |_| response(MESSAGE, None));
    every_operation(recorder.clone(), &recorder, None, expect).await;
    assert!(recorder.take().is_empty());
}

#[tokio::test]
async fn the_implementation_may_refuse_a_token() {
    let recorder = Recorder::new();
    let expect = Expect::Refusal(403, |_| response("Not you.", Some("this token is refused")));
    every_operation(recorder.clone(), &recorder, Some(REFUSED), expect).await;
    assert!(recorder.take().is_empty());
}

/// Answers every request with this JSON, as another server might.
async fn other_server(json: &Value) -> String {
    let text = json.to_string();
    serve(Router::new().fallback(async move || {
        let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
        response::IntoResponse::into_response((kind, Body::from(text)))
    }))
    .await
}

async fn agent_of(json: &Value) -> Result<WorkspaceAgent, Error> {
    let client = client_of(&other_server(json).await, TOKEN);
    within(client.get_workspace_agent_by_id(AGENT)).await
}

#[tokio::test]
async fn absent_null_and_unknown_data_arrives() {
    let published: Value = serde_json::from_str(&published::workspace_agent()).unwrap();
    let known = agent_of(&published).await.unwrap();
    // What the type does not know is ignored; what an enumeration does not know is kept.
    let mut more = published.clone();
    more["added later"] = json!({ "deep": [1, null] });
    more["apps"][0]["added later"] = json!("later");
    assert_eq!(agent_of(&more).await.unwrap(), known);
    more["status"] = json!("hibernating");
    assert_eq!(agent_of(&more).await.unwrap().status.as_str(), "hibernating");
    // Absent and `null` are the same, and nothing where that can be.
    let optional =
        ["directory", "ready_at", "latency", "apps", "environment_variables", "parent_id"];
    let mut absent = published.clone();
    let mut null = published.clone();
    for name in optional {
        absent.as_object_mut().unwrap().remove(name);
        null[name] = Value::Null;
    }
    let agent = agent_of(&absent).await.unwrap();
    assert_eq!(agent_of(&null).await.unwrap(), agent);
    let expected = WorkspaceAgent {
        directory: None,
        ready_at: None,
        latency: Default::default(),
        apps: vec![],
        environment_variables: Default::default(),
        parent_id: None,
        ..known
    };
    assert_eq!(agent, expected);
    // What a server always sends is missed, by its name.
    absent.as_object_mut().unwrap().remove("name");
    let error = agent_of(&absent).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)) && error.to_string().contains("`name`"), "{error}");
}

/// What a test of sockets does with each connection.
struct Watched<F>(F);

type Listing = WorkspaceAgentListContainersResponse;
type Watch = Upgrade<codec::Nothing, codec::Json<Listing>>;

impl<F: Fn() -> Watch + Send + Sync + 'static> AgentsApi for Watched<F> {
    type Principal = ();

    async fn authenticate(&self, _: Credential, _: &RequestInfo) -> Answer<()> {
        Ok(())
    }

    async fn watch_workspace_agent_for_container_updates(
        &self,
        _: Context<()>,
        _: operations::WatchWorkspaceAgentForContainerUpdates,
    ) -> Answer<Watch> {
        Ok((self.0)())
    }
}

#[tokio::test]
async fn a_server_tells_why_it_closes_a_socket() {
    let api = Watched(|| Upgrade::new(|_| async { Close::new(4000, "as asked") }));
    let client = client_of(&serve(router(api)).await, TOKEN);
    let call = client.watch_workspace_agent_for_container_updates(AGENT);
    let mut socket = within(call).await.unwrap();
    assert!(within(socket.recv()).await.is_none());
    let reason = socket.close_reason().unwrap();
    assert_eq!((reason.code, reason.reason.as_str()), (4000, "as asked"));
}

#[tokio::test]
async fn a_shutdown_ends_sockets() {
    let open = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&open);
    let api = Watched(move || {
        count.fetch_add(1, Ordering::SeqCst);
        Upgrade::stream(stream::pending())
    });
    let shutdown = Shutdown::new();
    let app = router_with(api, Options::default().shutdown(shutdown.clone()));
    let client = client_of(&serve(app).await, TOKEN);
    let call = client.watch_workspace_agent_for_container_updates(AGENT);
    let mut socket = within(call).await.unwrap();
    shutdown.begin();
    assert!(within(socket.recv()).await.is_none());
    assert_eq!((socket.close_reason().unwrap().code, open.load(Ordering::SeqCst)), (1001, 1));
    within(shutdown.drained()).await;
}

#[tokio::test]
async fn sockets_keep_to_their_limit() {
    let api = Watched(|| {
        let listing = Listing { warnings: vec!["x".repeat(1001)], ..Listing::default() };
        Upgrade::stream(stream::iter([Listing::default(), listing]))
    });
    let url = serve(router(api)).await;
    let client = client(&url).session_token(TOKEN).max_message_bytes(1000).build().unwrap();
    let call = client.watch_workspace_agent_for_container_updates(AGENT);
    let mut socket = within(call).await.unwrap();
    assert_eq!(within(socket.recv()).await.unwrap().unwrap(), Listing::default());
    let error = within(socket.recv()).await.unwrap().unwrap_err();
    assert!(matches!(error, StreamError::TooLarge { .. }), "{error:?}");
    assert!(within(socket.recv()).await.is_none());
}

#[tokio::test]
async fn violations_arrive_typed() {
    let recorder = Recorder::new();
    let client = client_of(&serve(router(recorder.clone())).await, TOKEN);
    let log = |level: &str| Log { level: Some(level.into()), ..Default::default() };
    let body = PatchLogs { logs: vec![log("info"), log("loud")], ..Default::default() };
    let error = within(client.patch_workspace_agent_logs(body)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    let detail = "must be one of: trace, debug, info, warn, error".to_owned();
    let field = "logs[1].level".to_owned();
    let typed = error.api().and_then(|api| api.typed()).unwrap();
    assert_eq!(typed.validations, [ValidationError { field, detail }]);
    assert!(recorder.take().is_empty());
}

#[tokio::test]
async fn an_early_refusal_arrives_while_the_body_is_still_being_sent() {
    let url = serve(router(Recorder::new())).await;
    let log = Log { output: "x".repeat(8 * 1024 * 1024), ..Default::default() };
    let body = PatchLogs { logs: vec![log], ..Default::default() };
    for (token, status) in [(TOKEN, 413), (REFUSED, 403)] {
        for _ in 0..3 {
            let client = client_of(&url, token);
            let outcome = within(client.patch_workspace_agent_logs(body.clone())).await;
            let error = outcome.unwrap_err();
            assert_eq!(error.status().map(|s| s.as_u16()), Some(status), "{error} {error:?}");
        }
    }
}

/// Any text, with a liking for what has a meaning in URLs.
fn text() -> impl Strategy<Value = String> {
    let special = "[-/%?#&=+;,.:@ \\\\\"'<>{}|^`~%20\\t\\r\\n\\x00]{0,8}";
    prop_oneof![any::<String>(), special.prop_map(|text| text)]
}

#[test]
fn any_text_arrives_in_paths_and_queries() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let recorder = Recorder::new();
    let url = runtime.block_on(serve(router(recorder.clone())));
    let client = client_of(&url, TOKEN);
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let inputs = (text(), prop::collection::vec(text(), 0..3));
    let outcome = TestRunner::new(config).run(&inputs, |(path, label)| {
        let input =
            operations::GetRunningContainersForWorkspaceAgent { workspaceagent: AGENT, label };
        recorder.will_answer(json!({}));
        let call = client.get_running_containers_for_workspace_agent(AGENT);
        runtime.block_on(within(call.label(input.label.clone()))).unwrap();
        let seen = recorder.take();
        prop_assert_eq!(seen[0].input.downcast_ref(), Some(&input));
        recorder.will_answer(json!({ "message": "done" }));
        let call = client.recreate_devcontainer_for_workspace_agent(AGENT, &*path);
        let outcome = runtime.block_on(within(call));
        if matches!(path.as_str(), "" | "." | "..") {
            prop_assert!(matches!(outcome, Err(Error::Request(_))));
            return Ok(());
        }
        outcome.unwrap();
        let input = operations::RecreateDevcontainerForWorkspaceAgent {
            workspaceagent: AGENT,
            devcontainer: path,
        };
        let seen = recorder.take();
        prop_assert_eq!(seen[0].input.downcast_ref(), Some(&input));
        Ok(())
    });
    outcome.unwrap();
}
