//! Maps: objects whose member names are data.

use super::keywords::Others;
use super::{Keywords, Spot, lower_all, words_with};
use crate::lower::cx::Cx;
use crate::model::{Additional, Pointer, SchemaName};

/// What `additionalProperties` says.
pub(super) fn lower_additional<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    keywords: &Keywords<'s>,
    spot: &Spot<'_>,
) -> Additional {
    let words = words_with(spot.words, "value");
    match &keywords.additional {
        None => Additional::Ignored,
        Some(Others::Refused(_)) => Additional::Refused,
        Some(Others::Any(at)) => Additional::Typed(cx.reserve(at, SchemaName::Inline(words))),
        Some(Others::Schemas(schemas)) => Additional::Typed(lower_all(cx, schemas, &words, spot)),
    }
}

/// Where that stands: behind `allOf`, not in the schema itself.
pub(super) fn additional_origin(keywords: &Keywords<'_>) -> Option<Pointer> {
    match keywords.additional.as_ref()? {
        Others::Refused(at) | Others::Any(at) => Some(at.clone()),
        Others::Schemas(schemas) => schemas.last().map(|(_, at)| at.clone()),
    }
}
