//! Client against server, over real sockets: every operation, and every way in which it can end.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use axum::http::{HeaderName, HeaderValue, StatusCode};
use coder_agents_client::client::{Error, Message, WebSocket};
use coder_agents_server::types::agentsdk::{Log, PatchLogs};
use coder_agents_server::types::codersdk::{Response, ValidationError};
use coder_agents_server::{AgentsApi, ApiError, Credential, RequestInfo, operations, router};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use support::operations::{AGENT, all, bare};
use support::recorder::{Answer, REFUSED, Recorder};
use support::round::{Expect, Round};
use support::{client, serve, within};

const TOKEN: &str = "token-of-a-user";

/// The ids of all operations, as the document has them.
fn documented() -> Vec<&'static str> {
    let lines = include_str!("../../spec/agents.yaml").lines();
    let mut ids: Vec<&str> =
        lines.filter_map(|line| line.trim().strip_prefix("operationId: ")).collect();
    ids.sort_unstable();
    assert_eq!(ids.len(), 22);
    ids
}

/// Expects the same of every operation.
async fn every_operation(
    api: impl AgentsApi,
    recorder: &Recorder,
    token: Option<&'static str>,
    expect: Expect,
) {
    let url = serve(router(api)).await;
    let builder = client(&url);
    let client = match token {
        Some(token) => builder.session_token(token),
        None => builder,
    };
    let mut round = Round::new(recorder, token.unwrap_or_default(), expect);
    all(&client.build().unwrap(), &mut round).await;
    round.done.sort_unstable();
    assert_eq!(round.done, documented());
}

#[tokio::test]
async fn all_that_is_sent_arrives() {
    let (recorder, _closed) = Recorder::new();
    every_operation(recorder.clone(), &recorder, Some(TOKEN), Expect::Success).await;
}

#[tokio::test]
async fn what_is_left_out_is_absent() {
    let (recorder, _closed) = Recorder::new();
    every_operation(recorder.clone(), &recorder, Some(TOKEN), Expect::EmptySuccess).await;
    let client = client(&serve(router(recorder.clone())).await).session_token(TOKEN).build();
    let mut round = Round::new(&recorder, TOKEN, Expect::EmptySuccess);
    bare(&client.unwrap(), &mut round).await;
    assert_eq!(round.done.len(), 7);
}

fn conflict() -> ApiError {
    ApiError::new(StatusCode::CONFLICT, "Already there.")
        .detail("somebody was faster")
        .violation("id", "is taken")
        .violation("logs[0].level", "is odd")
        .header(HeaderName::from_static("x-reason"), HeaderValue::from_static("race"))
}

#[tokio::test]
async fn errors_of_handlers_arrive_typed() {
    let (recorder, _closed) = Recorder::new();
    recorder.will_answer(Answer::Error(conflict));
    let expect = Expect::Error(409, |_| Response {
        message: Some("Already there.".to_owned()),
        detail: Some("somebody was faster".to_owned()),
        validations: vec![
            ValidationError { field: "id".to_owned(), detail: "is taken".to_owned() },
            ValidationError { field: "logs[0].level".to_owned(), detail: "is odd".to_owned() },
        ],
    });
    every_operation(recorder.clone(), &recorder, Some(TOKEN), expect).await;
    assert_eq!(recorder.take().len(), 22);
    let client = client(&serve(router(recorder)).await).session_token(TOKEN).build().unwrap();
    let error = within(client.get_workspace_agent_by_id(AGENT)).await.unwrap_err();
    assert_eq!(error.headers().unwrap()["x-reason"], "race");
}

fn response(message: &str, detail: Option<&str>) -> Response {
    let (message, detail) = (Some(message.to_owned()), detail.map(str::to_owned));
    Response { message, detail, ..Default::default() }
}

/// Lets everybody in, and then does nothing.
struct Open;

impl AgentsApi for Open {
    type Principal = ();

    async fn authenticate(&self, _: Credential, _: &RequestInfo) -> Result<(), ApiError> {
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
    let (recorder, _closed) = Recorder::new();
    let expect = Expect::Error(501, |id| response(MESSAGE, Some(id)));
    every_operation(Open, &recorder, Some(TOKEN), expect).await;
    let expect = Expect::Error(501, |_| response(MESSAGE, Some("authenticate")));
    every_operation(Empty, &recorder, Some(TOKEN), expect).await;
}

#[tokio::test]
async fn without_a_token_nobody_gets_in() {
    const MESSAGE: &str = "A credential is needed for this operation.";
    let (recorder, _closed) = Recorder::new();
    let expect = Expect::Error(401, |_| response(MESSAGE, None));
    every_operation(recorder.clone(), &recorder, None, expect).await;
    assert!(recorder.take().is_empty());
}

#[tokio::test]
async fn the_implementation_may_refuse_a_token() {
    let (recorder, _closed) = Recorder::new();
    let expect = Expect::Error(403, |_| response("Not you.", Some("this token is refused")));
    every_operation(recorder.clone(), &recorder, Some(REFUSED), expect).await;
    assert!(recorder.take().is_empty());
}

async fn pty(recorder: &Recorder) -> WebSocket {
    let url = serve(router(recorder.clone())).await;
    let client = client(&url).session_token(TOKEN).build().unwrap();
    within(client.open_pty_to_workspace_agent(AGENT)).await.unwrap()
}

#[tokio::test]
async fn a_server_tells_why_it_closes_a_socket() {
    let (recorder, _closed) = Recorder::new();
    let mut socket = pty(&recorder).await;
    within(socket.send(Message::Text("stop".to_owned()))).await.unwrap();
    assert!(within(socket.recv()).await.is_none());
    let reason = socket.close_reason().unwrap();
    assert_eq!((reason.code, reason.reason.as_str()), (4000, "as asked"));
    assert!(within(socket.send(Message::Text("more".to_owned()))).await.is_err());
    within(socket.close(1000, "")).await.unwrap();
}

#[tokio::test]
async fn a_client_tells_why_it_closes_a_socket() {
    let (recorder, mut closed) = Recorder::new();
    let mut socket = pty(&recorder).await;
    within(socket.close(4001, "done here")).await.unwrap();
    assert_eq!(within(closed.recv()).await, Some((4001, "done here".to_owned())));
}

#[tokio::test]
async fn sockets_keep_to_their_limit() {
    let (recorder, _closed) = Recorder::new();
    let url = serve(router(recorder.clone())).await;
    let builder = client(&url).session_token(TOKEN).max_message_bytes(1000);
    let client = builder.build().unwrap();
    let mut socket = within(client.get_derp_map_updates()).await.unwrap();
    within(socket.send(Message::Binary(vec![0; 1001]))).await.unwrap();
    assert!(within(socket.recv()).await.unwrap().is_err());
    assert!(within(socket.recv()).await.is_none());
}

#[tokio::test]
async fn violations_arrive_typed() {
    let (recorder, _closed) = Recorder::new();
    let client = client(&serve(router(recorder.clone())).await).session_token(TOKEN).build();
    let client = client.unwrap();
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
    let (recorder, _closed) = Recorder::new();
    let url = serve(router(recorder)).await;
    let log = Log { output: Some("x".repeat(8 * 1024 * 1024)), ..Default::default() };
    let body = PatchLogs { logs: vec![log], ..Default::default() };
    for (token, status) in [(TOKEN, 413), (REFUSED, 403)] {
        for _ in 0..3 {
            let client = client(&url).session_token(token).build().unwrap();
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
    let (recorder, _closed) = Recorder::new();
    let url = runtime.block_on(serve(router(recorder.clone())));
    let client = client(&url).session_token(TOKEN).build().unwrap();
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let inputs = (text(), text(), text());
    let outcome = TestRunner::new(config).run(&inputs, |(path, r#match, id)| {
        let input = operations::GetWorkspaceAgentExternalAuth { r#match, id, listen: None };
        recorder.will_answer(Answer::Json(serde_json::json!({})));
        runtime.block_on(within(client.get_workspace_agent_external_auth(input.clone()))).unwrap();
        let seen = recorder.take();
        prop_assert_eq!(seen[0].input.downcast_ref(), Some(&input));
        let call = client.recreate_devcontainer_for_workspace_agent(AGENT, &*path);
        let outcome = runtime.block_on(within(call));
        if matches!(path.as_str(), "" | "." | "..") {
            prop_assert!(matches!(outcome, Err(Error::Request(_))));
            return Ok(());
        }
        outcome.unwrap();
        let input: operations::RecreateDevcontainerForWorkspaceAgent =
            operations::RecreateDevcontainerForWorkspaceAgent {
                workspaceagent: AGENT,
                devcontainer: path,
            };
        let seen = recorder.take();
        prop_assert_eq!(seen[0].input.downcast_ref(), Some(&input));
        Ok(())
    });
    outcome.unwrap();
}
