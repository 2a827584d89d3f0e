//! WebSockets whose content the document does not describe.

use futures_util::{SinkExt, StreamExt};

use super::caller::Caller;
use super::client::web_socket::{Message, WebSocket};
use super::failure::Failure;
use super::input::{InputLines, until_the_other_side_ends};
use super::output::{self, Reader};
use super::streams::{either, until_interrupted};

impl Caller {
    /// Sends lines of standard input as texts; prints texts as lines, and bytes as they are.
    ///
    /// # Errors
    ///
    /// The socket breaks.
    pub async fn web_socket(&self, socket: WebSocket) -> Result<(), Failure> {
        let (mut sender, mut receiver) = socket.split();
        let show = async {
            let mut count = 0;
            while self.max.is_none_or(|max| count < max) {
                let Some(message) = receiver.next().await else { break };
                let reader = match message.map_err(Failure::of)? {
                    Message::Text(text) => output::bytes(format!("{text}\n").as_bytes())?,
                    Message::Binary(bytes) => output::bytes(&bytes)?,
                };
                if reader == Reader::Gone {
                    break;
                }
                count += 1;
            }
            Ok(())
        };
        let feed = async {
            let mut input = InputLines::default();
            while let Some(line) = input.next().await? {
                sender.send(Message::Text(line)).await.map_err(Failure::of)?;
            }
            until_the_other_side_ends().await
        };
        let outcome = until_interrupted(either(show, feed)).await;
        // A peer that is gone already needs no goodbye.
        let _ = sender.close().await;
        outcome
    }
}
