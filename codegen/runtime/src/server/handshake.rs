//! Operations that turn the connection into a typed WebSocket.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{
    CONNECTION, HOST, HeaderName, ORIGIN, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_VERSION, UPGRADE,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;
use hyper::upgrade::OnUpgrade;
use sha1_smol::Sha1;

use super::super::types::base64::Base64;
use super::answer::{self, Answering};
use super::api_error::{Answer, ApiError};
use super::codec::SocketSpec;
use super::context::{Context, RequestInfo};
use super::driver::{self, Plan};
use super::pipe::Pipe;
use super::router::Options;
use super::socket::Socket;
use super::upgrade::Upgrade;

/// Answers by turning the connection into a WebSocket: looks at what the caller wants, and then asks
/// the implementation.
pub fn upgrade<
    P: Send,
    R: 'static,
    S: 'static,
    F: Future<Output = Answer<Upgrade<R, S>>> + Send,
>(
    cx: Context<P>,
    spec: &'static SocketSpec,
    ask: impl FnOnce(Context<P>) -> F + Send,
) -> impl Answering {
    begin(cx, move |handshake, cx| {
        answer::with(ask(cx), move |output| Ok(handshake.accept(output, spec)))
    })
}

/// As [`upgrade`], where the answer has more to it than the socket.
pub fn begin<P: Send, F: Answering>(
    mut cx: Context<P>,
    ask: impl FnOnce(Handshake, Context<P>) -> F + Send,
) -> impl Answering {
    async move {
        let handshake = Handshake::of(&mut cx.request)?;
        ask(handshake, cx).await
    }
}

/// A caller's wish for a WebSocket.
#[derive(Debug)]
pub struct Handshake {
    upgrade: OnUpgrade,
    accept: String,
    options: Options,
}

impl Handshake {
    /// Reads it out of the request.
    ///
    /// # Errors
    ///
    /// The caller wants something else (426), asks in a wrong way (400), is a page of another site
    /// (403); or the server is shutting down (503).
    pub fn of(request: &mut RequestInfo) -> Result<Self, ApiError> {
        let options = request.settings().options.clone();
        let parts = &mut request.parts;
        let accept =
            check(parts, options.same_origin).map_err(|error| match options.text_refusals {
                true => error.behind_text(),
                false => error,
            })?;
        if options.shutdown.has_begun() {
            return Err(ApiError::shutting_down());
        }
        let Some(upgrade) = parts.extensions.remove::<OnUpgrade>() else {
            return Err(refuse(StatusCode::UPGRADE_REQUIRED, "the connection cannot be upgraded"));
        };
        Ok(Self { upgrade, accept, options })
    }

    /// Switches, and runs the socket in a task of its own.
    #[must_use]
    pub fn accept<R: 'static, S: 'static>(
        self,
        upgrade: Upgrade<R, S>,
        spec: &'static SocketSpec,
    ) -> Response {
        let plan = Plan {
            spec,
            max_message_size: upgrade
                .max_message_size
                .or(self.options.max_message_size)
                .unwrap_or(spec.max_message_size),
            send_timeout: self.options.send_timeout,
            close_timeout: self.options.close_timeout,
            shutdown: self.options.shutdown,
        };
        let pipe = Arc::new(Pipe::default());
        let socket = Socket::new(&pipe, spec, plan.max_message_size);
        let open = plan.shutdown.count();
        let (connection, run) = (self.upgrade, upgrade.run);
        tokio::spawn(async move {
            let _open = open;
            // If it fails the caller is gone already.
            if let Ok(connection) = connection.await {
                let handler = run(socket);
                driver::run(connection, plan, pipe, handler).await;
            }
        });
        switch(&self.accept)
    }
}

fn switch(accept: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(value) = HeaderValue::from_str(accept) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, value);
    }
    response
}

/// The key's signature, if the request asks for a WebSocket and may do so.
fn check(parts: &Parts, same_origin: bool) -> Result<String, ApiError> {
    let headers = &parts.headers;
    let upgrade = StatusCode::UPGRADE_REQUIRED;
    if parts.method != Method::GET || !names(headers, &CONNECTION, "upgrade") {
        return Err(refuse(upgrade, "Connection header did not include 'upgrade'"));
    }
    if !names(headers, &UPGRADE, "websocket") {
        return Err(refuse(upgrade, "`Upgrade` header did not include 'websocket'"));
    }
    if headers.get(SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
        return Err(refuse(StatusCode::BAD_REQUEST, "`Sec-WebSocket-Version` header must be 13"));
    }
    // 16 bytes in base64.
    let key = headers.get(SEC_WEBSOCKET_KEY).map(HeaderValue::as_bytes).unwrap_or_default();
    if key.len() != 24 || !key.ends_with(b"==") {
        return Err(refuse(
            StatusCode::BAD_REQUEST,
            "`Sec-WebSocket-Key` header is missing or wrong",
        ));
    }
    if same_origin && !is_same_origin(parts) {
        let message = "This operation is not for pages of other sites.";
        return Err(ApiError::new(StatusCode::FORBIDDEN, message));
    }
    Ok(signature(key))
}

/// What the caller wants to see as an answer to its key.
fn signature(key: &[u8]) -> String {
    let mut hash = Sha1::from(key);
    hash.update(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    Base64::encode(&hash.digest().bytes()).0
}

/// Browsers say which page asks; other callers say nothing about it. A page must come from the host
/// that it asks, as its visitor's cookies come along whether he wants that or not.
fn is_same_origin(parts: &Parts) -> bool {
    let Some(origin) = parts.headers.get(ORIGIN) else {
        return true;
    };
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| parts.uri.authority().map(|authority| authority.as_str()));
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    origin.zip(host).is_some_and(|((_, origin), host)| origin.eq_ignore_ascii_case(host))
}

/// Whether a word stands in the comma-separated list of a header, in small or capital letters.
fn names(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| item.trim().eq_ignore_ascii_case(word))
}

fn refuse(status: StatusCode, detail: &str) -> ApiError {
    ApiError::new(status, "This operation needs a WebSocket.")
        .detail(detail)
        .header(UPGRADE, HeaderValue::from_static("websocket"))
        .header(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"))
}
