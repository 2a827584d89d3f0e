//! Maps: objects whose member names are data.

use openapiv3::AdditionalProperties;

use super::{Keywords, Spot, lower_schema, words_with};
use crate::lower::cx::Cx;
use crate::model::{Additional, SchemaName};

/// What `additionalProperties` says.
pub(super) fn lower_additional(
    cx: &mut Cx<'_>,
    keywords: &Keywords<'_>,
    spot: &Spot<'_>,
) -> Additional {
    let at = spot.at.join("additionalProperties");
    let words = words_with(spot.words, "value");
    match keywords.additional {
        None => Additional::Ignored,
        Some(AdditionalProperties::Any(false)) => Additional::Refused,
        Some(AdditionalProperties::Any(true)) => {
            Additional::Typed(cx.reserve(&at, SchemaName::Inline(words)))
        }
        Some(AdditionalProperties::Schema(schema)) => {
            Additional::Typed(lower_schema(cx, schema.as_ref().into(), &at, &words, spot.depth + 1))
        }
    }
}
