//! Redirects: followed on the same server only.

use reqwest::redirect::{Attempt, Policy};

/// Most redirects of one request.
const LIMIT: usize = 10;

/// Follows redirects within the same scheme, host and port, at most ten of them.
///
/// Any other redirect is not followed; its answer is what the caller gets. The HTTP library would
/// take headers that it does not know to hold secrets along to any server.
#[must_use]
pub fn same_origin_redirects() -> Policy {
    Policy::custom(|attempt| if is_allowed(&attempt) { attempt.follow() } else { attempt.stop() })
}

fn is_allowed(attempt: &Attempt<'_>) -> bool {
    let target = attempt.url();
    let same_origin = attempt.previous().iter().all(|url| url.origin() == target.origin());
    // A name in the URL would become an `Authorization` header.
    let plain = target.username().is_empty() && target.password().is_none();
    same_origin && plain && attempt.previous().len() <= LIMIT
}

/// Whether a client keeps to one server, or has a policy of its owner's own making.
///
/// The library tells a policy in `Debug` only, and there leaves out its default.
pub(super) fn is_safe(client: &reqwest::Client) -> bool {
    let shown = format!("{client:?}");
    shown.contains("Policy(Custom)") || shown.contains("Policy(None)")
}
