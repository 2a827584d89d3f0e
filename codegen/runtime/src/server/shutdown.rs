//! The end of a server, for answers that would otherwise go on for ever.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A switch that ends all streams of a server: WebSockets are closed with 1001, event streams end.
/// All clones are the same switch.
///
/// ```text
/// let shutdown = Shutdown::new();
/// let app: Router = router_with(api, Options::default().shutdown(shutdown.clone()));
/// let signal = { let shutdown = shutdown.clone(); async move { ctrl_c().await; shutdown.begin() } };
/// axum::serve(listener, app).with_graceful_shutdown(signal).await?;
/// shutdown.drained().await; // the sockets have said goodbye
/// ```
#[derive(Clone, Default)]
pub struct Shutdown(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    begun: bool,
    open: usize,
    /// By the number of whoever waits.
    waiting: Vec<Option<Waker>>,
    /// Numbers that nobody has any more.
    free: Vec<usize>,
}

impl Shutdown {
    /// A switch that is off.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins the shutdown. It does not wait for anything, and there is no way back.
    pub fn begin(&self) {
        self.state().begun = true;
        self.wake();
    }

    /// Whether the shutdown has begun.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.state().begun
    }

    /// How many streams are open.
    #[must_use]
    pub fn open_streams(&self) -> usize {
        self.state().open
    }

    /// Is ready as soon as the shutdown begins.
    #[must_use]
    pub fn begun(&self) -> Wait {
        Wait { shutdown: self.clone(), until: |state| state.begun, number: None }
    }

    /// Is ready as soon as the shutdown has begun and no stream is open.
    #[must_use]
    pub fn drained(&self) -> Wait {
        Wait { shutdown: self.clone(), until: |state| state.begun && state.open == 0, number: None }
    }

    /// Counts a stream for as long as the answer lives.
    #[must_use]
    pub fn count(&self) -> OpenStream {
        self.state().open += 1;
        OpenStream(self.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        // Not under the lock: a waker may do anything.
        let wakers: Vec<Waker> = self.state().waiting.iter_mut().filter_map(Option::take).collect();
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl fmt::Debug for Shutdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let mut shown = f.debug_struct("Shutdown");
        shown.field("begun", &state.begun).field("open", &state.open).finish_non_exhaustive()
    }
}

/// Waits for something about a [`Shutdown`].
#[derive(Debug)]
pub struct Wait {
    shutdown: Shutdown,
    until: fn(&State) -> bool,
    number: Option<usize>,
}

impl Future for Wait {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let known = self.number;
        let mut state = self.shutdown.state();
        if (self.until)(&state) {
            return Poll::Ready(());
        }
        let number = known.or_else(|| state.free.pop()).unwrap_or(state.waiting.len());
        if number == state.waiting.len() {
            state.waiting.push(None);
        }
        // Streams ask often, and nearly always on behalf of the same task.
        let waiting = state.waiting.get_mut(number);
        let old = waiting
            .filter(|waiting| !waiting.as_ref().is_some_and(|known| known.will_wake(cx.waker())))
            .and_then(|waiting| waiting.replace(cx.waker().clone()));
        drop(state);
        drop(old);
        self.number = Some(number);
        Poll::Pending
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        let Some(number) = self.number else { return };
        let mut state = self.shutdown.state();
        let waker = state.waiting.get_mut(number).and_then(Option::take);
        state.free.push(number);
        // Not under the lock either.
        drop(state);
        drop(waker);
    }
}

/// An open stream, see [`Shutdown::count`].
#[derive(Debug)]
pub struct OpenStream(Shutdown);

impl Drop for OpenStream {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.open = state.open.saturating_sub(1);
        let wake = state.begun && state.open == 0;
        drop(state);
        if wake {
            self.0.wake();
        }
    }
}
