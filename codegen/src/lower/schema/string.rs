//! Texts.

use super::{Keywords, Lowered, Spot, formats, note_meaningless};
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{StringFormat, StringRules, TypeKind};

pub(super) fn lower(cx: &mut Cx<'_>, keywords: &Keywords<'_>, spot: &Spot<'_>) -> Lowered {
    note_meaningless(
        cx,
        keywords,
        spot.at,
        "a string",
        &["format", "pattern", "minLength", "maxLength", "enum"],
    );
    let (format, value_type) = match &keywords.format {
        Some(name) => formats::of_text(cx, name, spot.at),
        None => (StringFormat::Text(None), None),
    };
    let sensitive = matches!(&format, StringFormat::Text(Some(name)) if name == "password");
    let rules = StringRules {
        min_length: keywords.min_length.map(|length| length as u64),
        max_length: keywords.max_length.map(|length| length as u64),
    };
    if let (Some(min), Some(max)) = (rules.min_length, rules.max_length)
        && min > max
    {
        cx.error(Code::InvalidSchema, spot.at, "`minLength` is greater than `maxLength`");
    }
    Lowered { sensitive, value_type, ..TypeKind::String { format, rules }.into() }
}
