//! Bodies that are read and written piece by piece.

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

/// What kept a stream from going on.
pub type StreamFault = Box<dyn Error + Send + Sync>;

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, StreamFault>> + Send>>;

/// Bytes that are not held in memory as a whole, unless they were when it was made.
#[derive(Default)]
pub struct ByteStream {
    source: Source,
    media_type: Option<String>,
}

#[derive(Default)]
enum Source {
    #[default]
    End,
    Whole(Bytes),
    Pieces(Pieces),
}

impl ByteStream {
    /// Takes the pieces of a stream as they come. An error ends it, and the exchange with it.
    pub fn new<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<StreamFault>,
    {
        Self { source: Source::Pieces(Box::pin(Converted(Box::pin(stream)))), media_type: None }
    }

    /// The media type of these bytes. It is sent where the document leaves the type open.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// The media type that came with the bytes, or that they are to be sent with.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The next piece; nothing at the end.
    ///
    /// # Errors
    ///
    /// What kept the stream from going on; nothing comes after that.
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamFault>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All of it, in memory.
    ///
    /// # Errors
    ///
    /// There are more than `limit` bytes, or the stream broke off.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, StreamFault> {
        let mut whole = Vec::new();
        while let Some(piece) = self.next().await {
            let piece = piece?;
            if piece.len() > limit.saturating_sub(whole.len()) {
                return Err(format!("there are more than {limit} bytes").into());
            }
            if whole.is_empty() && matches!(self.source, Source::End) {
                return Ok(piece);
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole.into())
    }

    /// The bytes that are there as a whole, if they are.
    #[must_use]
    pub fn as_whole(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Whole(bytes) => Some(bytes),
            Source::End | Source::Pieces(_) => None,
        }
    }

    /// Nothing is to come, as far as is known without waiting.
    #[must_use]
    pub fn is_end(&self) -> bool {
        matches!(self.source, Source::End)
    }
}

impl<B: Into<Bytes>> From<B> for ByteStream {
    fn from(bytes: B) -> Self {
        Self { source: Source::Whole(bytes.into()), media_type: None }
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, StreamFault>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let item = match &mut this.source {
            Source::End => None,
            Source::Whole(bytes) => Some(Ok(std::mem::take(bytes))),
            Source::Pieces(pieces) => match pieces.as_mut().poll_next(cx) {
                Poll::Ready(Some(Ok(piece))) => return Poll::Ready(Some(Ok(piece))),
                Poll::Ready(other) => other,
                Poll::Pending => return Poll::Pending,
            },
        };
        this.source = Source::End;
        Poll::Ready(item)
    }
}

/// Pieces and errors in our types.
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<StreamFault>,
{
    type Item = Result<Bytes, StreamFault>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = self.0.as_mut().poll_next(cx);
        item.map(|item| item.map(|piece| piece.map(Into::into).map_err(Into::into)))
    }
}

/// Without the bytes: they may be secret.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ByteStream");
        if let Some(bytes) = self.as_whole() {
            shown.field("len", &bytes.len());
        }
        shown.field("media_type", &self.media_type).finish_non_exhaustive()
    }
}
