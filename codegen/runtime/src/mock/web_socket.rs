//! WebSockets whose content the document does not describe.

use axum::extract::ws::{Message, WebSocket};

use super::answers::Mock;
use super::server::web_socket::WebSocketUpgrade;

impl Mock {
    /// Sends back every message.
    #[must_use]
    pub fn web_socket(&self) -> WebSocketUpgrade {
        WebSocketUpgrade::new(|mut socket: WebSocket| async move {
            while let Some(Ok(message)) = socket.recv().await {
                let answer = match message {
                    Message::Text(_) | Message::Binary(_) => socket.send(message).await,
                    // The library answers these.
                    Message::Ping(_) | Message::Pong(_) | Message::Close(_) => Ok(()),
                };
                if answer.is_err() {
                    break;
                }
            }
        })
    }
}
