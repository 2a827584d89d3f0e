//! Beside the road: is the document in sync with the reference that its API's owner publishes?
//!
//! Whatever states facts about the API is read into the same tree of [`Fact`]s: the document, a
//! Swagger or OpenAPI description, the published page as Markdown, HTML or the plain text of a
//! browser, and the recording of an earlier check. [`compare`] then tells how two trees differ, as far
//! as the source's [`Form`] states a thing at all. Descriptions are words, not facts.
//!
//! ```text
//!  description ─► description ─┐
//!  Markdown ─► page/markdown ─┐│
//!  HTML ─────► page/html ─────┴┼─► page ─► Facts ─► compare ─► differences
//!  text ─────► page/text ──────┤
//!  recording ─► record ────────┘
//! ```
//!
//! A source that is not understood is a [`Failure`] with a place; nothing is skipped silently.

mod compare;
mod coverage;
mod description;
mod fact;
mod page;
mod place;
mod record;

pub use compare::{Difference, compare};
pub use coverage::Form;
pub use description::{Selection, document, swagger};
pub use fact::{Fact, Facts, Kind};
pub use page::page;
pub use place::{At, Failure, Where};
pub use record::{Provenance, Recording, read_recording, write_recording};
