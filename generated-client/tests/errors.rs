//! What calls come back with when things go wrong, against a peer that plays every part.

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[path = "support/peer.rs"]
mod peer;
#[path = "support/published.rs"]
mod published;

use std::error::Error as _;
use std::time::Duration;

use coder_agents_client::client::{ApiError, ErrorBody, Hook};
use coder_agents_client::types::agentsdk::GoogleInstanceIdentityToken;
use coder_agents_client::types::codersdk::Response;
use coder_agents_client::{Client, Error, operations};
use peer::{Peer, TOKEN, builder, within};
use tokio::net::TcpListener;
use uuid::Uuid;

const AGENT: Uuid = Uuid::from_u128(0x497f_6eca_6276_4993_bfeb_53cb_bbba_6f08);
const JSON: &str = "Content-Type: application/json";

/// The error of a call, after a look at what it tells: one line, without the token.
async fn failure(client: &Client) -> Error {
    let error = within(client.get_workspace_agent_by_id(AGENT)).await.unwrap_err();
    let shown = error.to_string();
    assert!(!shown.is_empty() && !shown.contains('\n'), "{shown:?}");
    let mut all = format!("{shown} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(inner) = cause {
        all.push_str(&format!(" {inner} {inner:?}"));
        cause = inner.source();
    }
    assert!(!all.contains("hunter2"), "{all}");
    error
}

async fn answered(head: &str, body: &str) -> Error {
    let peer = Peer::answering(head, body).await;
    failure(&peer.client()).await
}

fn api(error: &Error) -> &ApiError<Response> {
    error.api().unwrap_or_else(|| panic!("{error:?}"))
}

fn raw_text(error: &Error) -> String {
    match &api(error).body {
        ErrorBody::Raw(body) => body.text().into_owned(),
        ErrorBody::Typed(body) => panic!("{body:?}"),
    }
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = failure(&builder(&origin).build().unwrap()).await;
    assert!(error.is_connect() && matches!(error, Error::Connect(_)), "{error:?}");
    assert!(error.to_string().starts_with("cannot connect: "), "{error}");
    assert!(error.source().is_some() && error.status().is_none() && error.headers().is_none());
}

#[tokio::test]
async fn a_call_has_its_own_time_limit() {
    let peer = Peer::start(None).await;
    let client = builder(&peer.origin).timeout(Duration::from_secs(3600)).build().unwrap();
    let limit = Duration::from_millis(50);
    let call = client.get_workspace_agent_by_id(AGENT).timeout(limit);
    let error = within(call).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { after } if after == limit), "{error:?}");
    assert!(error.is_timeout() && !error.is_connect());
    // The same for the client as a whole.
    let peer = Peer::start(None).await;
    let client = builder(&peer.origin).timeout(limit).build().unwrap();
    assert!(failure(&client).await.is_timeout());
}

#[tokio::test]
async fn the_peer_hangs_up_or_babbles() {
    for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{", "SSH-2.0-dropbear\r\n"] {
        let peer = Peer::start(Some(answer.to_owned())).await;
        let error = failure(&peer.client()).await;
        assert!(matches!(error, Error::Transport(_)), "{answer:?}: {error:?}");
        assert!(!error.is_timeout() && !error.is_connect() && error.source().is_some());
    }
}

#[tokio::test]
async fn an_error_with_the_documented_body() {
    let body = r#"{"message":"no such agent","detail":"gone","validations":[
        {"field":"id","detail":"is unknown"}],"code":7}"#;
    let head = "404 Not Found\r\nContent-Type: application/json; charset=utf-8\r\nX-Trace: 5";
    let error = answered(head, body).await;
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.headers().unwrap()["x-trace"], "5");
    let typed = api(&error).typed().unwrap();
    assert_eq!(typed.message, "no such agent");
    assert_eq!(typed.detail.as_deref(), Some("gone"));
    assert_eq!((&*typed.validations[0].field, &*typed.validations[0].detail), ("id", "is unknown"));
    let told = "the server answered 404 Not Found: no such agent (gone); `id` is unknown";
    assert_eq!(error.to_string(), told);
    let error =
        answered("409 Conflict\r\nContent-Type: application/json", r#"{"message":"m"}"#).await;
    assert_eq!(error.to_string(), "the server answered 409 Conflict: m");
}

#[tokio::test]
async fn errors_with_other_bodies_are_kept_as_they_are() {
    let page = format!("<html><h1>Bad gateway</h1>{}</html>", "x".repeat(2000));
    for (head, body, shown) in [
        (
            "500 Oops\r\nContent-Type: text/plain",
            "out of\nmemory",
            "500 Internal Server Error: out of memory",
        ),
        ("502 Oops\r\nContent-Type: text/html", &*page, "with a body of type `text/html`"),
        ("401 Oops", "", "401 Unauthorized: without a body"),
        ("400 Oops\r\nContent-Type: application/json", "{\"message\":", "{\"message\":"),
        ("400 Oops\r\nContent-Type: application/json", "{\"message\":5}", "{\"message\":5}"),
        ("400 Oops\r\nContent-Type: text/plain", "{\"message\":\"m\"}", "{\"message\":\"m\"}"),
    ] {
        let error = answered(head, body).await;
        assert_eq!(raw_text(&error), body);
        assert!(error.to_string().contains(shown), "{error}");
        assert_eq!(error.status().unwrap().as_str(), &head[..3]);
    }
}

#[tokio::test]
async fn long_errors_are_cut() {
    let error = answered("500 Oops\r\nContent-Type: text/plain", &"é".repeat(100_000)).await;
    let ErrorBody::Raw(body) = &api(&error).body else { panic!("{error:?}") };
    assert_eq!((body.bytes.len(), body.truncated), (64 * 1024, true));
    assert!(error.to_string().len() < 1000 && format!("{error:?}").len() < 2000);
}

#[tokio::test]
async fn success_is_only_what_the_document_says() {
    for status in ["204 No Content", "201 Created", "304 Not Modified", "300 Multiple Choices"] {
        let error = answered(status, "").await;
        assert!(matches!(error, Error::UnexpectedStatus(_)), "{status}: {error:?}");
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
        assert!(error.headers().is_some() && error.to_string().contains(status), "{error}");
    }
}

#[tokio::test]
async fn what_does_not_fit_is_named_by_its_path() {
    let published = published::workspace_agent();
    let changed = |place: &str, value: serde_json::Value| {
        let mut agent: serde_json::Value = serde_json::from_str(&published).unwrap();
        *agent.pointer_mut(place).unwrap() = value;
        agent.to_string()
    };
    for (body, path, kind) in [
        (
            changed("/apps/0/healthcheck/interval", "5".into()),
            "apps[0].healthcheck.interval",
            "i32",
        ),
        (
            changed("/latency/property2/latency_ms", true.into()),
            "latency.property2.latency_ms",
            "f64",
        ),
        (changed("/created_at", "yesterday".into()), "created_at", "invalid"),
        (changed("/health", serde_json::json!({})), "health", "missing field `healthy`"),
        (format!("{published} trailing"), "", "trailing"),
        ("[]".to_owned(), "", "expected an object"),
        (String::new(), "", "EOF"),
    ] {
        let error = answered(&format!("200 OK\r\n{JSON}"), &body).await;
        let Error::Decode(decode) = &error else { panic!("{body}: {error:?}") };
        assert_eq!((decode.path.as_str(), decode.status.as_u16()), (path, 200), "{error}");
        let shown = error.to_string();
        assert!(path.is_empty() || shown.contains(&format!("`{path}`")), "{shown}");
        assert!(shown.contains(kind), "{shown}");
        assert_eq!(error.headers().unwrap()["content-type"], "application/json");
    }
    let error = answered("200 OK\r\nContent-Type: text/html", "<html>log in</html>").await;
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("it is not JSON but `text/html`"), "{error}");
}

#[tokio::test]
async fn what_does_not_fit_is_not_shown() {
    for (member, wrong) in [
        ("session_token", r#"["hunter2"]"#),
        ("session_token", r#"{"hunter2":"hunter2"}"#),
        ("session_token", "null"),
        ("other", r#""hunter2""#),
    ] {
        let body = format!(r#"{{"{member}":{wrong}}}"#);
        let peer = Peer::answering(&format!("200 OK\r\n{JSON}"), &body).await;
        let token = GoogleInstanceIdentityToken::default();
        let client = peer.client();
        let call = client.authenticate_agent_on_google_cloud_instance(token);
        let error = within(call).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        let shown = format!("{error} {error:?} {:?}", error.source().map(ToString::to_string));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    // Numbers and texts in the place of each other.
    let agent = published::workspace_agent();
    for (published, wrong) in [
        (r#""logs_length": 0"#, r#""logs_length": "hunter2""#),
        (r#""name": "string", "op"#, r#""name": 42424242, "op"#),
    ] {
        let error = answered(&format!("200 OK\r\n{JSON}"), &agent.replace(published, wrong)).await;
        let Error::Decode(decode) = &error else { panic!("{error:?}") };
        assert!(!decode.path.is_empty() && !format!("{error} {error:?}").contains("42424242"));
    }
}

#[tokio::test]
async fn success_without_a_content_type_is_taken_for_json() {
    let peer = Peer::answering("200 OK", &published::workspace_agent()).await;
    let agent = within(peer.client().get_workspace_agent_by_id(AGENT)).await.unwrap();
    assert_eq!((agent.name.as_str(), agent.id), ("string", AGENT));
}

#[tokio::test]
async fn large_answers_are_refused() {
    let body = published::workspace_agent();
    let chunk = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let head = format!("HTTP/1.1 200 OK\r\n{JSON}");
    let chunked = format!("{head}\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}");
    let announced = format!("{head}\r\nContent-Length: 999999999\r\n\r\n{body}");
    for answer in [chunked, announced] {
        let peer = Peer::start(Some(answer)).await;
        let limit = body.len() - 1;
        let error = failure(&builder(&peer.origin).max_body_bytes(limit).build().unwrap()).await;
        assert!(matches!(error, Error::BodyTooLarge { limit: l } if l == limit), "{error:?}");
    }
    let peer = Peer::answering(&format!("200 OK\r\n{JSON}"), &body).await;
    let client = builder(&peer.origin).max_body_bytes(body.len()).build().unwrap();
    assert!(within(client.get_workspace_agent_by_id(AGENT)).await.is_ok());
}

#[tokio::test]
async fn requests_that_cannot_be_built_are_not_sent() {
    let peer = Peer::answering("200 OK", "{}").await;
    let client = peer.client();
    for name in ["", ".", ".."] {
        let call = client.recreate_devcontainer_for_workspace_agent(AGENT, name);
        let error = within(call).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error:?}");
    }
    let call = client.get_workspace_agent_by_id(AGENT).header("X-Note", "line\nbreak");
    assert!(matches!(within(call).await, Err(Error::Request(_))));
    assert!(peer.requests().is_empty());
}

struct Refuses;

impl Hook for Refuses {
    fn on_request<'a>(
        &'a self,
        _: &'a coder_agents_client::client::Spec,
        _: &'a mut reqwest::Request,
    ) -> coder_agents_client::runtime::client::hook::BoxFuture<
        'a,
        Result<(), coder_agents_client::runtime::client::problem::BoxError>,
    > {
        Box::pin(async { Err("not on a Sunday".into()) })
    }
}

#[tokio::test]
async fn a_hook_may_refuse() {
    let peer = Peer::answering("200 OK", "{}").await;
    let error = failure(&builder(&peer.origin).hook(Refuses).build().unwrap()).await;
    assert_eq!(error.to_string(), "a hook refused the request: not on a Sunday");
    assert!(matches!(error, Error::Hook(_)) && peer.requests().is_empty());
}

fn terminal() -> operations::OpenPtyToWorkspaceAgent {
    operations::OpenPtyToWorkspaceAgent { workspaceagent: AGENT, ..Default::default() }
}

#[tokio::test]
async fn sockets_fail_like_everything_else() {
    let head = format!("403 Forbidden\r\n{JSON}");
    let peer = Peer::answering(&head, r#"{"message":"no terminal for you"}"#).await;
    let error = within(peer.client().open_pty_to_workspace_agent(terminal())).await.unwrap_err();
    assert_eq!(api(&error).typed().unwrap().message, "no terminal for you");
    let peer = Peer::answering("200 OK", "{}").await;
    let error = within(peer.client().open_pty_to_workspace_agent(terminal())).await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedStatus(_)), "{error:?}");
    let forged = "101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\
                  Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let peer = Peer::start(Some(format!("HTTP/1.1 {forged}\r\n\r\n"))).await;
    let error = within(peer.client().open_pty_to_workspace_agent(terminal())).await.unwrap_err();
    assert!(matches!(error, Error::Handshake(_)), "{error:?}");
}

#[tokio::test]
async fn the_token_stays_at_home() {
    let other = Peer::answering("200 OK", "{}").await;
    for status in ["301", "302", "303", "307", "308"] {
        let target = format!("{}/elsewhere", other.origin);
        let error = answered(&format!("{status} Moved\r\nLocation: {target}"), "").await;
        assert!(matches!(error, Error::UnexpectedStatus(_)), "{error:?}");
        assert_eq!(error.headers().unwrap()["location"], target);
    }
    assert!(other.requests().is_empty());
    // On the same server a redirect is followed, with the token: until the peer has had enough.
    let peer = Peer::answering("307 There\r\nLocation: /again", "").await;
    failure(&peer.client()).await;
    let requests = peer.requests();
    assert_eq!(requests.len(), 11);
    assert!(requests[1].starts_with("GET /again "));
    assert!(requests.iter().all(|head| head.contains(&format!("coder-session-token: {TOKEN}"))));
}

#[tokio::test]
async fn nothing_shows_the_token() {
    let head = "200 OK\r\nSet-Cookie: session=hunter2";
    let peer = Peer::answering(head, &published::workspace_agent()).await;
    let builder = builder(&peer.origin);
    let shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    let body = serde_json::json!({ "json_web_token": TOKEN });
    let body: GoogleInstanceIdentityToken = serde_json::from_value(body).unwrap();
    let call = client.authenticate_agent_on_google_cloud_instance(body).header("X-Also", TOKEN);
    let shown = format!("{shown} {client:?} {call:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    let answer = within(client.get_workspace_agent_by_id(AGENT).send()).await.unwrap();
    assert_eq!(answer.headers["set-cookie"], "session=hunter2");
    assert!(!format!("{answer:?}").contains("hunter2"), "{answer:?}");
    for secret in ["", "hunter2\n"] {
        let error = Client::builder("http://localhost").session_token(secret).build().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
    let error = Client::builder("http://user:hunter2@localhost").build().unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
}

#[tokio::test]
async fn base_urls_may_have_a_path() {
    let path = format!("/api/v2/workspaceagents/{AGENT}");
    for (base, expected) in [
        ("", path.clone()),
        ("/", path.clone()),
        ("/coder", format!("/coder{path}")),
        ("/coder/", format!("/coder{path}")),
        ("/a%20b/c", format!("/a%20b/c{path}")),
    ] {
        let peer = Peer::answering("200 OK", &published::workspace_agent()).await;
        let client = builder(&format!("{}{base}", peer.origin)).build().unwrap();
        within(client.get_workspace_agent_by_id(AGENT)).await.unwrap();
        assert!(peer.requests()[0].starts_with(&format!("GET {expected} HTTP/1.1")), "{base}");
    }
    for wrong in ["", "coder.example.com", "ftp://x", "http://x?a=1", "http://x#a", "http://u@x"] {
        assert!(Client::builder(wrong).build().is_err(), "{wrong}");
    }
}
