//! A client of a peer, and whole exchanges.

use std::sync::{Arc, Mutex};

use coder_agents_client::operations::OpenPtyToWorkspaceAgent;
use coder_agents_client::{Client, ClientBuilder};
use uuid::Uuid;

use crate::wire_peer::{WirePeer, limited};

/// An agent, as a path has it.
pub(crate) const AGENT: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

/// Where the operations of that agent begin.
pub(crate) const BASE: &str = "/api/v2/workspaceagents/67e55044-10b1-426f-9247-bb680e5fe0c8";

pub(crate) fn agent() -> Uuid {
    AGENT.parse().unwrap()
}

/// A terminal of that agent.
pub(crate) fn terminal() -> OpenPtyToWorkspaceAgent {
    OpenPtyToWorkspaceAgent { workspaceagent: agent(), terminal: agent(), ..Default::default() }
}

/// A value of which only these members matter: a later document may give it more.
pub(crate) fn of<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// A client with every credential, that no proxy of the environment can disturb.
pub(crate) fn builder(origin: &str) -> ClientBuilder {
    Client::builder(origin)
        .session_token("user-key")
        .agent_token("agent-token")
        .http_client_builder(|| reqwest::Client::builder().no_proxy())
}

pub(crate) fn client(origin: &str) -> Client {
    builder(origin).build().unwrap()
}

/// An answer with the headers that a server always sends (wire 2.5), over a connection that ends.
pub(crate) fn answer(status: &str, kind: &str, body: &str) -> String {
    let kind = if kind.is_empty() { String::new() } else { format!("Content-Type: {kind}\r\n") };
    format!(
        "HTTP/1.1 {status}\r\n{kind}X-Coder-Request-Id: 5a3c1c5e-6d7b-4b0e-8a55-0c8a1c0e7f11\r\n\
         X-Coder-Build-Version: v0.0.0\r\nX-Content-Type-Options: nosniff\r\nVary: Cookie\r\n\
         Set-Cookie: csrf_token=abc; Path=/\r\nSet-Cookie: coder_session_token=stale; Path=/\r\n\
         X-RateLimit-Limit: 512\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// JSON as Go writes it: with a newline at its end.
pub(crate) fn json(status: &str, body: &str) -> String {
    answer(status, "application/json; charset=utf-8", &format!("{body}\n"))
}

/// Calls a peer that gives this answer: the request as it came, and what the call gives.
pub(crate) async fn exchange<T>(
    answer: String,
    call: impl AsyncFnOnce(&Client) -> T,
) -> (String, T) {
    let request = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&request);
    let peer = WirePeer::start(|accept| async move {
        let mut wire = accept.request().await;
        *seen.lock().unwrap() = wire.request.clone();
        wire.send(answer).await;
    })
    .await;
    let result = limited(call(&client(&peer.origin))).await;
    peer.finish().await;
    let request = request.lock().unwrap().clone();
    (request, result)
}
