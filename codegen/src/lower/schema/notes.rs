//! What is said about keywords that nothing comes of.

use openapiv3::SchemaData;

use super::Keywords;
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::Pointer;

/// Keywords that do not bear on the shape and that nothing is done with yet.
pub(super) fn note_unused_data(cx: &mut Cx<'_>, data: &SchemaData, at: &Pointer) {
    let unused = [
        ("readOnly", data.read_only, "the member is part of requests too"),
        ("writeOnly", data.write_only, "the member is part of answers too"),
    ];
    for (name, there, consequence) in unused {
        if there {
            cx.warning(
                Code::Ignored,
                &at.join(name),
                format!("`{name}` is not acted upon: {consequence}"),
            );
        }
    }
}

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
