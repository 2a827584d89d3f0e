//! Sockets as byte streams.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncBufRead, AsyncRead, AsyncWrite, ReadBuf};
use tungstenite::{Bytes as Data, Message};

use super::codec::Bytes;
use super::socket::{Reader, Socket, Writer};
use super::stream_error::StreamError;

/// How much goes into one message, in bytes: common peers take no more by default.
const MAX_CHUNK: usize = 32 * 1024;

/// The end of the stream is a normal one (1000, 1001, or without a code); any other is an error.
impl AsyncRead for Reader<Bytes> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if buffer.remaining() == 0 {
            return Poll::Ready(Ok(()));
        }
        let bytes = ready!(self.as_mut().poll_fill_buf(cx))?;
        let count = bytes.len().min(buffer.remaining());
        buffer.put_slice(bytes.get(..count).unwrap_or_default());
        self.consume(count);
        Poll::Ready(Ok(()))
    }
}

/// What came is lent, where [`AsyncRead`] copies it.
impl AsyncBufRead for Reader<Bytes> {
    fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.get_mut();
        while this.rest.is_empty() {
            match ready!(this.poll_message(cx)) {
                Some(Ok(bytes)) => this.rest = bytes,
                Some(Err(error)) => return Poll::Ready(Err(io_error(error))),
                None => {
                    let abnormal = this.close_reason().filter(|reason| {
                        // 1005 is what the library makes of no code.
                        !matches!(reason.code, 1000 | 1001 | 1005)
                    });
                    return Poll::Ready(abnormal.map_or(Ok(&[]), |reason| {
                        Err(io::Error::new(io::ErrorKind::ConnectionAborted, reason))
                    }));
                }
            }
        }
        Poll::Ready(Ok(&this.rest))
    }

    fn consume(mut self: Pin<&mut Self>, count: usize) {
        // A message that is done with is let go before the next one is read into its place.
        let is_left = count < self.rest.len();
        self.rest = if is_left { self.rest.split_off(count) } else { Data::new() };
    }
}

/// Each write is a message of up to 32 KiB that is on its way at once; the next one waits until it
/// has left. To shut down is to close the socket (1000), and takes up to 5 s.
impl AsyncWrite for Writer<Bytes> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if bytes.is_empty() {
            return Poll::Ready(Ok(0));
        }
        self.with_link(|link| {
            ready!(link.poll_ready(cx)).map_err(io_error)?;
            let (chunk, _) = bytes.split_at(bytes.len().min(MAX_CHUNK));
            link.start_send(Message::Binary(Data::copy_from_slice(chunk))).map_err(io_error)?;
            // What does not leave now leaves later; its failure is that of the next write.
            let _ = link.poll_flush(cx);
            Poll::Ready(Ok(chunk.len()))
        })
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.with_link(|link| link.poll_flush(cx)).map_err(io_error)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.with_link(|link| link.poll_close(cx, 1000, "", true)).map(Ok)
    }
}

impl<S> AsyncRead for Socket<Bytes, S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.reader).poll_read(cx, buffer)
    }
}

/// What came is lent, where [`AsyncRead`] copies it.
impl<S> AsyncBufRead for Socket<Bytes, S> {
    fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        Pin::new(&mut self.get_mut().reader).poll_fill_buf(cx)
    }

    fn consume(mut self: Pin<&mut Self>, count: usize) {
        Pin::new(&mut self.reader).consume(count);
    }
}

impl<R> AsyncWrite for Socket<R, Bytes> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.writer).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.writer).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.writer).poll_shutdown(cx)
    }
}

fn io_error(error: StreamError) -> io::Error {
    let kind = match &error {
        StreamError::Idle { .. } => io::ErrorKind::TimedOut,
        StreamError::Closed => io::ErrorKind::BrokenPipe,
        StreamError::Transport(_) => io::ErrorKind::ConnectionReset,
        _ => io::ErrorKind::InvalidData,
    };
    io::Error::new(kind, error)
}
