//! Arrays.

use super::number::{check_order, count_bounds};
use super::{Keywords, Spot, lower_schema, note_meaningless, words_with};
use crate::lower::cx::Cx;
use crate::model::{SchemaName, TypeKind};

pub(super) fn lower(cx: &mut Cx<'_>, keywords: &Keywords<'_>, spot: &Spot<'_>) -> TypeKind {
    note_meaningless(
        cx,
        keywords,
        spot.at,
        "an array",
        &["items", "minItems", "maxItems", "uniqueItems"],
    );
    let words = words_with(spot.words, "item");
    let at = spot.at.join("items");
    let items = match keywords.items {
        Some(items) => lower_schema(cx, items.into(), &at, &words, spot.depth + 1),
        // Legal only since OpenAPI 3.1, where it means any items.
        None => cx.reserve(spot.at, SchemaName::Inline(words)),
    };
    let length = count_bounds(keywords.min_items, keywords.max_items);
    check_order(cx, length, spot.at, "minItems", "maxItems");
    TypeKind::Array { items, length, unique: keywords.unique_items }
}
