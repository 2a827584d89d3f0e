//! Maps: objects whose member names are data.

use super::keywords::Others;
use super::{Keywords, Spot, lower_all, words_with};
use crate::lower::cx::Cx;
use crate::model::{Additional, SchemaName};

/// What `additionalProperties` says.
pub(super) fn lower_additional<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    keywords: &Keywords<'s>,
    spot: &Spot<'_>,
) -> Additional {
    let words = words_with(spot.words, "value");
    match &keywords.additional {
        None => Additional::Ignored,
        Some(Others::Refused) => Additional::Refused,
        Some(Others::Any(at)) => Additional::Typed(cx.reserve(at, SchemaName::Inline(words))),
        Some(Others::Schemas(schemas)) => Additional::Typed(lower_all(cx, schemas, &words, spot)),
    }
}
