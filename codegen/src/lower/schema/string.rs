//! Texts and what their formats stand for.

use super::{Keywords, Lowered, Spot, note_meaningless};
use crate::config::FormatType;
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{Pointer, StringFormat, StringRules, TypeKind};

/// Well-known formats of texts that stay texts unless the config says otherwise.
const PLAIN: &[&str] = &[
    "binary",
    "byte",
    "base64url",
    "date",
    "decimal",
    "duration",
    "email",
    "hostname",
    "html",
    "idn-email",
    "idn-hostname",
    "ip",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "password",
    "regex",
    "relative-json-pointer",
    "string",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
    "url",
];

pub(super) fn lower(cx: &mut Cx<'_>, keywords: &Keywords<'_>, spot: &Spot<'_>) -> Lowered {
    note_meaningless(
        cx,
        keywords,
        spot.at,
        "a string",
        &["format", "pattern", "minLength", "maxLength", "enum"],
    );
    let format = match &keywords.format {
        Some(name) => lower_format(cx, name, spot.at),
        None => StringFormat::Text(None),
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
    Lowered { sensitive, ..TypeKind::String { format, rules }.into() }
}

fn lower_format(cx: &mut Cx<'_>, name: &str, at: &Pointer) -> StringFormat {
    cx.formats.insert(name.to_owned());
    let text = || StringFormat::Text(Some(name.to_owned()));
    if let Some(configured) = cx.config.types.formats.get(name) {
        return match configured {
            FormatType::Text => text(),
            FormatType::Uuid => StringFormat::Uuid,
            FormatType::DateTime => StringFormat::DateTime,
        };
    }
    match name {
        "uuid" => StringFormat::Uuid,
        "date-time" => StringFormat::DateTime,
        _ if PLAIN.contains(&name) => text(),
        _ => {
            cx.warning(
                Code::UnknownFormat,
                &at.join("format"),
                format!(
                    "no type stands for strings of the format `{name}`: they stay text, unchecked"
                ),
            )
            .help(format!("say so in the config: `\"{name}\" = \"text\"` under `[types.formats]`"));
            text()
        }
    }
}
