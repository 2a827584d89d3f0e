//! Schemas that say nothing about the shape of values: any JSON will do.

use super::{Keywords, Lowered, Spot};
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::TypeKind;

pub(super) fn lower(cx: &mut Cx<'_>, keywords: &Keywords<'_>, spot: &Spot<'_>) -> Lowered {
    for name in keywords.present() {
        cx.warning(
            Code::MissingType,
            &spot.at.join(name),
            format!("`{name}` without `type` has no effect: any value is accepted"),
        )
        .help("add the `type` that is meant");
    }
    TypeKind::Any.into()
}
