//! What formats stand for: a table, which the config can change and extend.

use crate::config::FormatType;
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{IntegerWidth, NumberWidth, Pointer, StringFormat, ValueType};

/// Well-known formats of texts that stay texts unless the config says otherwise: their usual types
/// would write many a value in other words than it came in.
const PLAIN: &[&str] = &[
    "base64url",
    "binary",
    "decimal",
    "duration",
    "email",
    "hostname",
    "html",
    "idn-email",
    "idn-hostname",
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

/// The type of texts of a format.
pub(super) fn of_text(
    cx: &mut Cx<'_>,
    name: &str,
    at: &Pointer,
) -> (StringFormat, Option<ValueType>) {
    let text = || StringFormat::Text(Some(name.to_owned()));
    let found = configured(cx, name).or_else(|| usual_text(name));
    match found {
        Some(FormatType::Text) => (text(), None),
        Some(FormatType::Uuid) => (StringFormat::Uuid, None),
        Some(FormatType::DateTime) => (StringFormat::DateTime, None),
        Some(FormatType::Value(ValueType::UnixTime)) => {
            refuse(cx, name, "a text");
            (text(), None)
        }
        Some(FormatType::Value(value_type)) => (text(), Some(value_type)),
        Some(FormatType::Integer(_) | FormatType::Number(_)) => {
            refuse(cx, name, "a text");
            (text(), None)
        }
        None => {
            let message = format!(
                "no type stands for strings of the format `{name}`: they stay text, unchecked"
            );
            cx.warning(Code::UnknownFormat, &at.join("format"), message).help(format!(
                "say so in the config: `\"{name}\" = \"text\"` under `[types.formats]`"
            ));
            (text(), None)
        }
    }
}

fn usual_text(name: &str) -> Option<FormatType> {
    Some(match name {
        "uuid" => FormatType::Uuid,
        "date-time" => FormatType::DateTime,
        "date" => FormatType::Value(ValueType::Date),
        "byte" => FormatType::Value(ValueType::Base64),
        "ip" => FormatType::Value(ValueType::Ip),
        "ipv4" => FormatType::Value(ValueType::Ipv4),
        "ipv6" => FormatType::Value(ValueType::Ipv6),
        _ if PLAIN.contains(&name) => FormatType::Text,
        _ => return None,
    })
}

/// The type of whole numbers of a format.
pub(super) fn of_integer(
    cx: &mut Cx<'_>,
    name: &str,
    at: &Pointer,
) -> (IntegerWidth, Option<ValueType>) {
    match configured(cx, name) {
        Some(FormatType::Integer(width)) => return (width, None),
        Some(FormatType::Value(value_type @ (ValueType::UnixTime | ValueType::Own(_)))) => {
            return (IntegerWidth::Int64, Some(value_type));
        }
        Some(_) => refuse(cx, name, "a whole number"),
        None => {}
    }
    let width = match name {
        "int8" | "int16" | "int24" | "int32" => IntegerWidth::Int32,
        "uint8" | "uint16" => IntegerWidth::Uint16,
        "uint32" => IntegerWidth::Uint32,
        "uint64" => IntegerWidth::Uint64,
        // Seconds since 1970 stay numbers.
        "int64" | "unixtime" | "unix-time" | "timestamp" => IntegerWidth::Int64,
        _ => {
            note_unknown(cx, name, at, "64-bit integers");
            IntegerWidth::Int64
        }
    };
    (width, None)
}

/// The type of numbers of a format.
pub(super) fn of_number(
    cx: &mut Cx<'_>,
    name: &str,
    at: &Pointer,
) -> (NumberWidth, Option<ValueType>) {
    match configured(cx, name) {
        Some(FormatType::Number(width)) => return (width, None),
        Some(FormatType::Value(value_type @ ValueType::Own(_))) => {
            return (NumberWidth::Double, Some(value_type));
        }
        Some(_) => refuse(cx, name, "a number"),
        None => {}
    }
    let width = match name {
        "float" => NumberWidth::Float,
        "double" | "decimal" => NumberWidth::Double,
        _ => {
            note_unknown(cx, name, at, "64-bit numbers");
            NumberWidth::Double
        }
    };
    (width, None)
}

fn configured(cx: &mut Cx<'_>, name: &str) -> Option<FormatType> {
    cx.formats.insert(name.to_owned());
    cx.config.types.formats.get(name).cloned()
}

fn note_unknown(cx: &mut Cx<'_>, name: &str, at: &Pointer, instead: &str) {
    let message =
        format!("the format `{name}` is not known for numbers: they are read as {instead}");
    cx.warning(Code::UnknownFormat, &at.join("format"), message);
}

fn refuse(cx: &mut Cx<'_>, name: &str, what: &str) {
    let message = format!("this is no type for {what}, and values of the format `{name}` are that");
    cx.config_error(Code::ConfigInvalidValue, &["types", "formats", name], message);
}
