//! WebSockets whose content the document does not describe.

use super::answers::Mock;
use super::server::codec::Messages;
use super::server::socket::Socket;
use super::server::socket_error::SocketError;
use super::server::upgrade::Upgrade;

impl Mock {
    /// Sends back every message.
    #[must_use]
    pub fn web_socket(&self) -> Upgrade<Messages, Messages> {
        Upgrade::new(|mut socket: Socket<Messages, Messages>| async move {
            while let Some(message) = socket.recv().await {
                socket.send(message?).await?;
            }
            Ok::<(), SocketError>(())
        })
    }
}
