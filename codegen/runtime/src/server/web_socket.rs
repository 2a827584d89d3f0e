//! Operations that turn the connection into a WebSocket.

use std::fmt;
use std::pin::Pin;

use axum::extract::FromRequestParts;
use axum::extract::ws::rejection::WebSocketUpgradeRejection as Rejection;
use axum::extract::ws::{WebSocket, WebSocketUpgrade as Upgrade};
use axum::http::header::{SEC_WEBSOCKET_VERSION, UPGRADE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use super::api_error::ApiError;
use super::incoming::Incoming;

/// Largest message that is accepted, unless the implementation says otherwise.
const MAX_MESSAGE_SIZE: usize = 16 * 1024 * 1024;

type Run = dyn FnOnce(WebSocket) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send;

/// An implementation's consent to a WebSocket, and what it does with it.
pub struct WebSocketUpgrade {
    run: Box<Run>,
    max_message_size: usize,
}

impl WebSocketUpgrade {
    /// Runs `run` with the connection, after the caller was told that it is one.
    pub fn new<F, Fut>(run: F) -> Self
    where
        F: FnOnce(WebSocket) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let run: Box<Run> = Box::new(move |socket| Box::pin(run(socket)));
        Self { run, max_message_size: MAX_MESSAGE_SIZE }
    }

    /// Largest message in bytes that is accepted (16 MiB if not set). A larger one is an error of
    /// the socket.
    #[must_use]
    pub fn max_message_size(mut self, bytes: usize) -> Self {
        self.max_message_size = bytes;
        self
    }
}

impl fmt::Debug for WebSocketUpgrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocketUpgrade")
            .field("max_message_size", &self.max_message_size)
            .finish_non_exhaustive()
    }
}

/// A caller's wish for a WebSocket.
#[derive(Debug)]
pub struct Handshake(Upgrade);

impl Handshake {
    /// Reads it out of the request.
    ///
    /// # Errors
    ///
    /// The caller wants something else (426), or asks in a wrong way (400).
    pub async fn of(request: &mut Incoming) -> Result<Self, ApiError> {
        let upgrade = Upgrade::from_request_parts(&mut request.info.parts, &()).await;
        upgrade.map(Self).map_err(|rejection| refuse(&rejection))
    }

    /// Switches.
    #[must_use]
    pub fn accept(self, upgrade: WebSocketUpgrade) -> Response {
        self.0
            .max_message_size(upgrade.max_message_size)
            .max_frame_size(upgrade.max_message_size)
            .on_upgrade(upgrade.run)
    }
}

fn refuse(rejection: &Rejection) -> ApiError {
    let status = match rejection {
        Rejection::WebSocketKeyHeaderMissing(_) | Rejection::InvalidWebSocketVersionHeader(_) => {
            StatusCode::BAD_REQUEST
        }
        _ => StatusCode::UPGRADE_REQUIRED,
    };
    ApiError::new(status, "This operation needs a WebSocket.")
        .detail(rejection.body_text())
        .header(UPGRADE, HeaderValue::from_static("websocket"))
        .header(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"))
}
