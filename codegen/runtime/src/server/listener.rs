//! Connections whose peers must take what they are sent.

use std::fmt;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::{self, ListenerExt, TapIo};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::router::Options;

/// What [`Options::listener`] makes of a listener. Around it is axum's, so that
/// `into_make_service_with_connect_info::<SocketAddr>()` works as with the listener itself.
pub type Limited<L> = TapIo<Listener<L>, fn(&mut Connection<<L as serve::Listener>::Io>)>;

impl Options {
    /// Puts the limit of [`Self::send_timeout`] to whole connections, whatever is sent over them:
    /// `axum::serve(options.listener(listener), app)`. Without that a connection whose peer takes
    /// nothing keeps a place, and the memory for some hundred KiB, until the system gives it up.
    ///
    /// A socket that carries small messages wants them sent at once, which axum leaves to the
    /// listener: `listener.tap_io(|stream| _ = stream.set_nodelay(true))`.
    pub fn listener<L: serve::Listener>(&self, listener: L) -> Limited<L> {
        let leave: fn(&mut Connection<L::Io>) = |_| {};
        Listener { listener, limit: self.send_timeout }.tap_io(leave)
    }
}

/// A listener whose connections fail when the peer takes nothing for too long.
#[derive(Debug)]
pub struct Listener<L> {
    listener: L,
    limit: Duration,
}

impl<L: serve::Listener> serve::Listener for Listener<L> {
    type Io = Connection<L::Io>;
    type Addr = L::Addr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (io, address) = self.listener.accept().await;
        (Connection { io, limit: self.limit, stuck: None }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// A connection that fails when the peer takes nothing for too long.
pub struct Connection<I> {
    io: I,
    limit: Duration,
    /// Runs while nothing can be written.
    stuck: Option<Pin<Box<Sleep>>>,
}

impl<I> Connection<I> {
    /// What writing came to, unless it has waited for too long.
    fn unless_stuck<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stuck = None;
            return written;
        }
        let limit = self.limit;
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(sleep(limit)));
        stuck.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Connection<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Connection<I> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.unless_stuck(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write_vectored(cx, pieces);
        self.unless_stuck(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.io).poll_flush(cx);
        self.unless_stuck(flushed, cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

impl<I> fmt::Debug for Connection<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("limit", &self.limit).finish_non_exhaustive()
    }
}
