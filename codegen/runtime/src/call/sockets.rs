//! WebSockets with known content.

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::caller::Caller;
use super::client::codec::{Bytes, Frame, Json, Nothing};
use super::client::socket::{Reader, Socket, Writer};
use super::failure::Failure;
use super::input::{InputBytes, InputLines, until_the_other_side_ends};
use super::lines::lines;
use super::output;
use super::streams::{either, until_interrupted};

/// The receiving half of a socket, which is printed.
pub trait Show {
    /// Nothing comes from the server, so the end of the input is the end.
    const SILENT: bool = false;

    /// Prints what comes, at most so much of it.
    fn show(&mut self, max: Option<u64>) -> impl Future<Output = Result<(), Failure>>;
}

/// The sending half of a socket, which is fed from standard input.
pub trait Feed {
    /// Sends what standard input has.
    fn feed(&mut self) -> impl Future<Output = Result<(), Failure>>;
}

impl<T: Serialize + DeserializeOwned, F> Show for Reader<Json<T, F>> {
    async fn show(&mut self, max: Option<u64>) -> Result<(), Failure> {
        lines(self, max).await
    }
}

impl Show for Reader<Bytes> {
    async fn show(&mut self, max: Option<u64>) -> Result<(), Failure> {
        let mut left = max.unwrap_or(u64::MAX);
        let mut piece = vec![0; 16 * 1024];
        while left > 0 {
            let count = self.read(&mut piece).await.map_err(Failure::of)?;
            let bytes = piece.get(..count).unwrap_or_default();
            let bytes = bytes.get(..usize::try_from(left).unwrap_or(usize::MAX)).unwrap_or(bytes);
            if bytes.is_empty() || output::bytes(bytes)? == output::Reader::Gone {
                break;
            }
            left = left.saturating_sub(bytes.len() as u64);
        }
        Ok(())
    }
}

impl Show for Reader<Nothing> {
    const SILENT: bool = true;

    async fn show(&mut self, _: Option<u64>) -> Result<(), Failure> {
        match self.recv().await {
            None => Ok(()),
            Some(Err(error)) => Err(Failure::of(error)),
            Some(Ok(never)) => match never {},
        }
    }
}

impl<T: DeserializeOwned + Serialize, F: Frame> Feed for Writer<Json<T, F>> {
    async fn feed(&mut self) -> Result<(), Failure> {
        let mut input = InputLines::default();
        while let Some(message) = input.message::<T>().await? {
            self.send(&message).await.map_err(Failure::of)?;
        }
        Ok(())
    }
}

impl Feed for Writer<Bytes> {
    async fn feed(&mut self) -> Result<(), Failure> {
        let mut input = InputBytes::default();
        while let Some(piece) = input.next().await? {
            self.write_all(piece).await.map_err(Failure::of)?;
        }
        self.flush().await.map_err(Failure::of)
    }
}

impl Feed for Writer<Nothing> {
    async fn feed(&mut self) -> Result<(), Failure> {
        until_the_other_side_ends().await
    }
}

impl Caller {
    /// Prints what comes over the socket, and sends what standard input has.
    ///
    /// # Errors
    ///
    /// The socket breaks or is closed with an error, or something does not decode.
    pub async fn socket<R, S>(&self, socket: Socket<R, S>) -> Result<(), Failure>
    where
        Reader<R>: Show,
        Writer<S>: Feed,
    {
        let (mut reader, mut writer) = socket.into_split();
        let outcome = self.talk(&mut reader, writer.feed()).await;
        finish(outcome, &reader, writer).await
    }

    /// The same for a terminal: what is typed becomes the text of a message's member, unless lines
    /// of JSON are wanted.
    ///
    /// # Errors
    ///
    /// As above.
    pub async fn terminal<T, F>(
        &self,
        socket: Socket<Bytes, Json<T, F>>,
        member: &str,
    ) -> Result<(), Failure>
    where
        T: Serialize + DeserializeOwned,
        F: Frame,
    {
        if self.lines {
            return self.socket(socket).await;
        }
        let (mut reader, mut writer) = socket.into_split();
        let feed = async {
            let mut input = InputBytes::default();
            while let Some(message) = input.message::<T>(member).await? {
                writer.send(&message).await.map_err(Failure::of)?;
            }
            Ok(())
        };
        let outcome = self.talk(&mut reader, feed).await;
        finish(outcome, &reader, writer).await
    }

    async fn talk<R>(
        &self,
        reader: &mut Reader<R>,
        feed: impl Future<Output = Result<(), Failure>>,
    ) -> Result<(), Failure>
    where
        Reader<R>: Show,
    {
        let feed = async {
            feed.await?;
            if <Reader<R> as Show>::SILENT {
                return Ok(());
            }
            until_the_other_side_ends().await
        };
        until_interrupted(either(reader.show(self.max), feed)).await
    }
}

/// Says goodbye; a goodbye of the server that tells of an error is one.
async fn finish<R, S>(
    outcome: Result<(), Failure>,
    reader: &Reader<R>,
    mut writer: Writer<S>,
) -> Result<(), Failure> {
    let closed = reader.close_reason();
    writer.close(1000, "").await;
    match closed {
        // 1005 is what the library makes of no code.
        Some(reason) if !matches!(reason.code, 1000 | 1001 | 1005) => Err(Failure::of(reason)),
        _ => outcome,
    }
}
