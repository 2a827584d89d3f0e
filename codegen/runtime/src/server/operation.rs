//! What is emitted for each operation, and where it is found.

use std::sync::Arc;

use axum::response::Response;
use axum::routing::MethodFilter;

use super::answer::Answering;
use super::api_error::Answer;
use super::caller::Caller;
use super::context::Context;
use super::incoming::Incoming;
use super::inputs::Inputs;
use super::receive::BodyKind;

/// The inputs of an operation of the document, which an implementation `A` answers.
///
/// Neither of its functions is `async`: there is one future for all requests, and the compiler need not
/// look at one for each operation.
pub trait Operation<A>: Sized + Send {
    /// Where it is found, and what it takes.
    const ROUTE: Route;

    /// Who may ask for it.
    type Caller: Caller<A>;

    /// Reads the inputs.
    ///
    /// # Errors
    ///
    /// They are not as they should be. The error tells about all of them.
    fn read(inputs: &mut Inputs<'_>) -> Answer<Self>;

    /// Asks the implementation, and writes what it answers.
    fn answer(self, api: &A, cx: Context<<Self::Caller as Caller<A>>::Principal>)
    -> impl Answering;
}

/// From a request to an answer. All in one block, as every future within another is moved once more.
#[expect(clippy::manual_async_fn, reason = "an `async fn` has its arguments twice")]
pub(super) fn answer<A: Sync + Send, O: Operation<A>>(
    api: Arc<A>,
    mut request: Incoming,
) -> impl Future<Output = Response> + Send {
    async move {
        let ending = request.ending();
        let principal = match O::Caller::authenticate(&api, request.info()).await {
            Ok(principal) => principal,
            Err(error) => return ending.of(Err(error)),
        };
        if !matches!(O::ROUTE.body, BodyKind::Unread) {
            request.receive(O::ROUTE.body).await;
        }
        let answer = match O::read(&mut request.inputs()) {
            Ok(input) => input.answer(&api, request.context(principal)).await,
            Err(error) => Err(error),
        };
        ending.of(answer)
    }
}

/// Where an operation is found.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub(super) method: MethodFilter,
    pub(super) path: &'static str,
    pub(super) id: &'static str,
    pub(super) flag: Option<&'static str>,
    pub(super) body: BodyKind,
}

impl Route {
    /// This method of a path, which is as in the document.
    #[must_use]
    pub const fn new(method: MethodFilter, path: &'static str) -> Self {
        Self { method, path, id: "", flag: None, body: BodyKind::Unread }
    }

    /// `GET` of a path, and `HEAD` where that is no operation of its own.
    #[must_use]
    pub const fn get(path: &'static str) -> Self {
        Self::new(MethodFilter::GET, path)
    }

    /// `PUT` of a path.
    #[must_use]
    pub const fn put(path: &'static str) -> Self {
        Self::new(MethodFilter::PUT, path)
    }

    /// `POST` of a path.
    #[must_use]
    pub const fn post(path: &'static str) -> Self {
        Self::new(MethodFilter::POST, path)
    }

    /// `DELETE` of a path.
    #[must_use]
    pub const fn delete(path: &'static str) -> Self {
        Self::new(MethodFilter::DELETE, path)
    }

    /// `OPTIONS` of a path.
    #[must_use]
    pub const fn options(path: &'static str) -> Self {
        Self::new(MethodFilter::OPTIONS, path)
    }

    /// `HEAD` of a path.
    #[must_use]
    pub const fn head(path: &'static str) -> Self {
        Self::new(MethodFilter::HEAD, path)
    }

    /// `PATCH` of a path.
    #[must_use]
    pub const fn patch(path: &'static str) -> Self {
        Self::new(MethodFilter::PATCH, path)
    }

    /// `TRACE` of a path.
    #[must_use]
    pub const fn trace(path: &'static str) -> Self {
        Self::new(MethodFilter::TRACE, path)
    }

    /// Sets the document's name for the operation.
    #[must_use]
    pub const fn id(mut self, id: &'static str) -> Self {
        self.id = id;
        self
    }

    /// Only requests with this query parameter, whatever its value is.
    #[must_use]
    pub const fn flag(mut self, flag: &'static str) -> Self {
        self.flag = Some(flag);
        self
    }

    /// Sets how its body is received before the inputs are read.
    #[must_use]
    pub const fn body(mut self, body: BodyKind) -> Self {
        self.body = body;
        self
    }
}
