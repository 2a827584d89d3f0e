//! A server written by hand that does what the emitted one does.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::{get, patch, post};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::samples;
use crate::types::{self, Agent, GitSshKey, LogSource, PatchLogs, PostLogSource};

/// The name of the cookie and the parameter that a token may be in.
const TOKEN: &str = "coder_session_token";

/// No larger bodies.
const LIMIT: usize = 2 * 1024 * 1024;

struct Site {
    agent: Agent,
    source: LogSource,
    key: GitSshKey,
}

type Shared = Arc<Site>;

/// The router.
pub(crate) fn site() -> Result<Router> {
    let agent: Agent = serde_json::from_str(&samples::agent())?;
    let source = agent.log_sources.first().cloned();
    let source = source.ok_or_else(|| anyhow::anyhow!("the sample has no sources"))?;
    let key = serde_json::from_str(samples::SSH_KEY)?;
    let site = Arc::new(Site { agent, source, key });
    Ok(Router::new()
        .route("/api/v2/workspaceagents/{workspaceagent}", get(agent_by_id))
        .route("/api/v2/workspaceagents/me/gitsshkey", get(git_ssh_key))
        .route("/api/v2/workspaceagents/me/log-source", post(log_source))
        .route("/api/v2/workspaceagents/me/logs", patch(logs))
        .fallback(async || fail(StatusCode::NOT_FOUND, "Not found.", None))
        .with_state(site))
}

async fn agent_by_id(
    State(site): State<Shared>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    if token(&parts).is_none() {
        return unauthenticated();
    }
    if Uuid::parse_str(&id).is_err() {
        return invalid("workspaceagent", "must be a UUID".to_owned());
    }
    json(StatusCode::OK, &site.agent.clone())
}

async fn git_ssh_key(State(site): State<Shared>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    if token(&parts).is_none() {
        return unauthenticated();
    }
    json(StatusCode::OK, &site.key.clone())
}

async fn log_source(State(site): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if token(&parts).is_none() {
        return unauthenticated();
    }
    let input: PostLogSource = match read(&parts.headers, body).await {
        Ok(input) => input,
        Err(response) => return response,
    };
    let mut source = site.source.clone();
    source.display_name = input.display_name.unwrap_or_default();
    source.icon = input.icon.unwrap_or_default();
    source.id = input.id.unwrap_or_default();
    json(StatusCode::CREATED, &source)
}

async fn logs(request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if token(&parts).is_none() {
        return unauthenticated();
    }
    let input: PatchLogs = match read(&parts.headers, body).await {
        Ok(input) => input,
        Err(response) => return response,
    };
    if input.logs.is_empty() {
        return invalid("logs", "must have at least 1 items".to_owned());
    }
    json(StatusCode::OK, &black_box(input).logs.is_empty().then(BTreeMap::<String, Value>::new))
}

/// The token, in the places where it may be, in their order.
fn token(parts: &Parts) -> Option<String> {
    let headers = &parts.headers;
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let cookie = text(COOKIE.as_str()).and_then(|cookies| {
        cookies.split(';').find_map(|pair| pair.trim().strip_prefix(TOKEN)?.strip_prefix('='))
    });
    let parameter = |name: &str| {
        let mut pairs = parts.uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
    };
    let token = cookie
        .or_else(|| parameter(TOKEN))
        .or_else(|| text("coder-session-token"))
        .or_else(|| text(AUTHORIZATION.as_str())?.strip_prefix("Bearer "))
        .or_else(|| parameter("access_token"));
    token.filter(|token| !token.is_empty()).map(str::to_owned)
}

async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Response> {
    let is_json = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_none_or(|t| {
        t.split(';').next().is_some_and(|t| t.trim().eq_ignore_ascii_case("application/json"))
    });
    if !is_json {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(fail(status, "Request body must be JSON.", None));
    }
    let Ok(bytes) = to_bytes(body, LIMIT).await else {
        return Err(fail(StatusCode::PAYLOAD_TOO_LARGE, "Request body is too large.", None));
    };
    serde_json::from_slice(&bytes).map_err(|error| invalid("body", error.to_string()))
}

fn unauthenticated() -> Response {
    fail(StatusCode::UNAUTHORIZED, "A credential is needed for this operation.", None)
}

fn invalid(field: &str, detail: String) -> Response {
    let violation = types::ValidationError { field: field.to_owned(), detail };
    fail(StatusCode::BAD_REQUEST, "Request is not valid.", Some(violation))
}

fn fail(status: StatusCode, message: &str, violation: Option<types::ValidationError>) -> Response {
    let validations = violation.into_iter().collect();
    json(status, &types::Response { message: message.to_owned(), detail: None, validations })
}

fn json(status: StatusCode, value: &impl Serialize) -> Response {
    let Ok(bytes) = serde_json::to_vec(value) else {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        return response;
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
