//! Answers that are written piece by piece, and readers who are too slow for them.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::BoxError;
use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use futures_util::Stream;
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep};

/// The body is there as a whole: nothing waits for its reader.
#[must_use]
pub fn is_whole(body: &Body) -> bool {
    body.size_hint().exact().is_some()
}

/// Puts a limit to the time for which a body may find no room for its next piece. After that what
/// makes the pieces is dropped, and the answer breaks off.
pub fn limited(body: Body, limit: Duration) -> Body {
    let (pieces, waiting) = (Some(body.into_data_stream()), Some(Instant::now()));
    let shared = Arc::new(Shared(Mutex::new(State { pieces, waiting })));
    let watch = watch(Arc::clone(&shared), limit.max(Duration::from_millis(1)));
    let watch = tokio::spawn(watch).abort_handle();
    Body::from_stream(Pieces { shared, watch })
}

struct Shared(Mutex<State>);

struct State {
    /// Until it is given up.
    pieces: Option<BodyDataStream>,
    /// Since when a next piece has been due: a connection asks for it as soon as it has room.
    waiting: Option<Instant>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits until there was no room for too long. A task of its own does it, as a connection that is
/// stuck looks at nothing else.
async fn watch(shared: Arc<Shared>, limit: Duration) {
    let (mut pause, mut warned) = (limit, None);
    loop {
        sleep(pause).await;
        let waiting = shared.state().waiting;
        let waited = waiting.map_or(Duration::ZERO, |since| since.elapsed());
        if waited < limit {
            pause = limit.saturating_sub(waited);
        } else if warned == waiting {
            break;
        } else {
            // If the whole machine was held up, the connection may not have had its chance.
            (pause, warned) = (limit / 8, waiting);
        }
    }
    let pieces = shared.state().pieces.take();
    drop(pieces);
}

/// The same pieces, as long as there is room for them.
struct Pieces {
    shared: Arc<Shared>,
    watch: AbortHandle,
}

impl Stream for Pieces {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut state = self.shared.state();
        let Some(pieces) = &mut state.pieces else {
            let error = io::Error::new(io::ErrorKind::TimedOut, "the reader is too slow");
            return Poll::Ready(Some(Err(error.into())));
        };
        let piece = Pin::new(pieces).poll_next(cx);
        // Where there is nothing to send, nobody waits for room.
        state.waiting = piece.is_ready().then(Instant::now);
        drop(state);
        let piece = ready!(piece);
        if piece.is_none() {
            self.watch.abort();
        }
        Poll::Ready(piece.map(|piece| piece.map_err(Into::into)))
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        self.watch.abort();
    }
}
