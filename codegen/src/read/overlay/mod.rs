//! OpenAPI Overlays 1.0 and 1.1: corrections of a document that stand in files of their own.
//!
//! The road: text → plain JSON → [`Overlay`] → applied to the document, action by action. Where 1.0
//! leaves a question open, the answer of 1.1 counts: lists are concatenated, plain values can be
//! updated and removed. Where the specification lets an action silently do nothing, we do not.

mod action;
mod apply;
mod document;
mod limits;
mod location;
mod merge;
mod provenance;
mod query;
mod report;

use serde_json::Value;

use super::Source;
use crate::diagnostics::Diagnostics;

pub use apply::apply;
pub use document::{Overlay, parse};
pub use provenance::{Applied, Origin, Provenance, Text};

/// Reads overlays in their order. Mistakes in all of them are reported at once; after any there is
/// no result.
pub fn parse_all(overlays: &[Source], diags: &mut Diagnostics) -> Option<Vec<Overlay>> {
    let parsed: Vec<_> =
        overlays.iter().enumerate().map(|(index, source)| parse(source, index, diags)).collect();
    parsed.into_iter().collect()
}

/// Applies overlays in their order, and says from which text every part of the result is. After a
/// mistake there is no result, and `value` is of no use; that something which has to go is not there
/// is a mistake, but spoils nothing, so that what else is wrong can be found out.
pub fn apply_all(
    value: &mut Value,
    overlays: &[Overlay],
    diags: &mut Diagnostics,
) -> Option<Provenance> {
    let before = diags.items().len();
    let mut provenance = Provenance::default();
    let mut gone = 0;
    for overlay in overlays {
        gone += apply(value, overlay, &mut provenance, diags);
    }
    // Overlays have no warnings: whatever else is reported is in the way.
    (diags.items().len() == before + gone).then_some(provenance)
}
