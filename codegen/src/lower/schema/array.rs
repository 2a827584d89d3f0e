//! Arrays.

use super::number::{count_bounds, in_order};
use super::{Keywords, Spot, lower_all, note_meaningless, words_with};
use crate::lower::cx::Cx;
use crate::model::{SchemaName, TypeKind};

pub(super) fn lower<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    keywords: &Keywords<'s>,
    spot: &Spot<'_>,
) -> TypeKind {
    note_meaningless(
        cx,
        keywords,
        spot.at,
        "an array",
        &["items", "minItems", "maxItems", "uniqueItems", "enum"],
    );
    let words = words_with(spot.words, "item");
    let items = match keywords.items.as_slice() {
        // Legal only since OpenAPI 3.1, where it means any items.
        [] => cx.reserve(spot.at, SchemaName::Inline(words)),
        items => lower_all(cx, items, &words, spot),
    };
    let length = count_bounds(keywords.min_items, keywords.max_items);
    let length = in_order(cx, length, spot.at, ["minItems", "maxItems"]);
    TypeKind::Array { items, length, unique: keywords.unique_items }
}
