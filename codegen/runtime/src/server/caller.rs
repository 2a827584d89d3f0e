//! Who asks for an operation.

use super::api_error::Answer;
use super::context::RequestInfo;

/// Who may ask for an operation: one way in which an implementation `A` has callers say who they are.
pub trait Caller<A> {
    /// Who asks, once that is known.
    type Principal: Send;

    /// Finds out who asks.
    ///
    /// # Errors
    ///
    /// Callers are refused who do not say it (401), or by the implementation.
    fn authenticate(
        api: &A,
        request: &RequestInfo,
    ) -> impl Future<Output = Answer<Self::Principal>> + Send;
}

/// Callers who need not say who they are.
#[derive(Debug)]
pub enum Anyone {}

impl<A: Sync> Caller<A> for Anyone {
    type Principal = ();

    async fn authenticate(_: &A, _: &RequestInfo) -> Answer<()> {
        Ok(())
    }
}
