//! WebSockets with known content.

use futures_util::StreamExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::AsyncWriteExt;

use super::answers::Mock;
use super::server::close::Close;
use super::server::codec::{Bytes, Json, Nothing};
use super::server::schema::Schema;
use super::server::socket::Socket;
use super::server::socket_error::SocketError;
use super::server::upgrade::Upgrade;
use super::ticks::{ticks, turns};

impl Mock {
    /// A message now, and another one after each interval. What comes in is thrown away.
    #[must_use]
    pub fn messages<R: 'static, T: Serialize + DeserializeOwned + 'static>(
        &self,
        operation: &'static str,
        schema: &'static Schema,
    ) -> Upgrade<R, Json<T>> {
        Upgrade::try_stream(ticks(self, operation, schema))
    }

    /// A line of text now, and another one after each interval. What comes in is thrown away.
    #[must_use]
    pub fn trickle<R: 'static>(&self) -> Upgrade<R, Bytes> {
        let mut turns = Box::pin(turns(self));
        Upgrade::new(|socket: Socket<R, Bytes>| async move {
            let (_, mut writer) = socket.into_split();
            while let Some(turn) = turns.next().await {
                writer.write_all(format!("line {turn}\n").as_bytes()).await?;
            }
            writer.flush().await
        })
    }

    /// Sends back what comes in.
    #[must_use]
    pub fn echo(&self) -> Upgrade<Bytes, Bytes> {
        Upgrade::new(|socket: Socket<Bytes, Bytes>| async move {
            let (mut reader, mut writer) = socket.into_split();
            tokio::io::copy(&mut reader, &mut writer).await?;
            writer.flush().await
        })
    }

    /// Writes each message that comes in as a line of JSON, as a terminal shows what is typed.
    #[must_use]
    pub fn terminal<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
    ) -> Upgrade<Json<T>, Bytes> {
        Upgrade::new(|socket: Socket<Json<T>, Bytes>| async move {
            let (mut reader, mut writer) = socket.into_split();
            while let Some(message) = reader.next().await {
                let line = message.and_then(|message| {
                    serde_json::to_string(&message).map_err(SocketError::Encode)
                })?;
                writer.write_all(line.as_bytes()).await?;
                writer.write_all(b"\r\n").await?;
            }
            writer.flush().await
        })
    }

    /// Takes what comes in, and says nothing.
    #[must_use]
    pub fn listener<R: 'static>(&self) -> Upgrade<R, Nothing> {
        Upgrade::new(|mut socket: Socket<R, Nothing>| async move {
            socket.closed().await;
            Close::normal()
        })
    }
}
