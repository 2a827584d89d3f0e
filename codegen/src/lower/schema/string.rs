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
    let is_possible =
        rules.min_length.is_none_or(|min| rules.max_length.is_none_or(|max| min <= max));
    let rules = if is_possible {
        rules
    } else {
        let message = "`minLength` and `maxLength` leave no value: neither is checked";
        cx.warning(Code::InvalidSchema, spot.at, message).help("correct one of them");
        StringRules::default()
    };
    Lowered { sensitive, value_type, ..TypeKind::String { format, rules }.into() }
}
