//! What is said about keywords that nothing comes of.

use super::Keywords;
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::Pointer;

/// Keywords that say nothing about values of this type.
pub(super) fn note_meaningless(
    cx: &mut Cx<'_>,
    keywords: &Keywords<'_>,
    at: &Pointer,
    what: &str,
    meant: &[&str],
) {
    for name in keywords.present().filter(|name| !meant.contains(name)) {
        cx.warning(
            Code::Ignored,
            &at.join(name),
            format!("`{name}` says nothing about {what}; it has no effect"),
        );
    }
}
