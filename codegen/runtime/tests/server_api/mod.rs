//! A small API, written as the generator would write it, and helpers to ask it.

#![allow(dead_code, missing_docs, unreachable_pub, reason = "each test file uses its part")]

pub mod api;
pub mod operations;
pub mod router;
pub mod schemas;
pub mod types;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use codegen_runtime::server::api_error::ApiError;
use codegen_runtime::server::codec::Messages;
use codegen_runtime::server::context::{Context, RequestInfo};
use codegen_runtime::server::socket::Socket;
use codegen_runtime::server::upgrade::Upgrade;
use serde_json::Value;
use tower::ServiceExt;

use api::{AgentsApi, Credential};

pub const AGENT: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";
pub const LOGS: &str = "/api/v2/workspaceagents/67e55044-10b1-426f-9247-bb680e5fe0c8/logs";
pub const ME: &str = "/api/v2/workspaceagents/me/logs";
pub const PTY: &str = "/api/v2/workspaceagents/67e55044-10b1-426f-9247-bb680e5fe0c8/pty";
pub const RECREATE: &str = "/api/v2/workspaceagents/67e55044-10b1-426f-9247-bb680e5fe0c8/recreate";

/// What implementations of the tests saw.
#[derive(Clone, Default)]
pub struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    pub fn note(&self, text: impl Into<String>) {
        self.0.lock().unwrap().push(text.into());
    }

    pub fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// An implementation that tells what it got.
#[derive(Clone, Default)]
pub struct Echo {
    pub seen: Seen,
}

#[derive(Debug)]
pub struct User(pub String);

impl AgentsApi for Echo {
    type Principal = User;

    async fn authenticate(
        &self,
        credential: Credential,
        request: &RequestInfo,
    ) -> Result<User, ApiError> {
        let Credential::CoderSessionToken(secret) = credential;
        self.seen.note(format!("authenticate {}", request.operation()));
        match secret.expose() {
            "wrong" => Err(ApiError::new(StatusCode::UNAUTHORIZED, "Unknown token.")),
            token => Ok(User(token.to_owned())),
        }
    }

    async fn get_logs(
        &self,
        cx: Context<User>,
        input: operations::GetLogs,
    ) -> Result<Vec<types::Log>, ApiError> {
        self.seen.note(format!("{} {} {input:?}", cx.principal.0, cx.request.uri()));
        if let Some(peer) = cx.request.peer() {
            self.seen.note(format!("peer {}", peer.ip()));
        }
        Ok(vec![types::Log {
            level: Some("info".into()),
            output: "hello".into(),
            ..types::Log::default()
        }])
    }

    async fn patch_logs(
        &self,
        _: Context<User>,
        input: operations::PatchLogs,
    ) -> Result<types::PatchLogs, ApiError> {
        Ok(input.body)
    }

    async fn recreate(
        &self,
        _: Context<()>,
        input: operations::Recreate,
    ) -> Result<router::RecreateOutput, ApiError> {
        Ok(match input.body {
            Some(body) => router::RecreateOutput::Ok(body),
            None => router::RecreateOutput::NoContent,
        })
    }

    async fn pty(
        &self,
        _: Context<User>,
        input: operations::Pty,
    ) -> Result<Upgrade<Messages, Messages>, ApiError> {
        if input.height == 13 {
            return Err(ApiError::new(StatusCode::CONFLICT, "No such height."));
        }
        Ok(Upgrade::new(|mut socket: Socket<Messages, Messages>| async move {
            while let Some(Ok(message)) = socket.recv().await {
                if socket.send(message).await.is_err() {
                    return;
                }
            }
        })
        .max_message_size(1000))
    }
}

pub fn router() -> Router {
    router::router(Echo::default())
}

/// Asks, with a token.
pub fn request(method: &str, uri: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(uri).header("Coder-Session-Token", "token")
}

pub async fn ask(router: &Router, request: Request<Body>) -> Response<Body> {
    router.clone().oneshot(request).await.unwrap()
}

/// Status and JSON body; every answer with a body must be JSON.
pub async fn answer(router: &Router, request: Request<Body>) -> (u16, Value) {
    let response = ask(router, request).await;
    let status = response.status().as_u16();
    let kind = response.headers().get("content-type").cloned();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    if bytes.is_empty() {
        assert_eq!(kind, None);
        return (status, Value::Null);
    }
    assert_eq!(kind.unwrap(), "application/json");
    (status, serde_json::from_slice(&bytes).unwrap())
}

pub async fn get(uri: &str) -> (u16, Value) {
    answer(&router(), request("GET", uri).body(Body::empty()).unwrap()).await
}

pub async fn patch(body: impl Into<Body>) -> (u16, Value) {
    answer(&router(), request("PATCH", ME).body(body.into()).unwrap()).await
}

/// `field: detail` of every violation, sorted.
pub fn violations(answer: &Value) -> Vec<String> {
    let mut all: Vec<String> = answer["validations"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|v| format!("{}: {}", v["field"].as_str().unwrap(), v["detail"].as_str().unwrap()))
        .collect();
    all.sort();
    all
}
