//! Texts out of a list.

use serde_json::Value;

use super::{Keywords, Lowered, Spot, note_meaningless};
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{EnumValue, TypeKind};

pub(super) fn lower(
    cx: &mut Cx<'_>,
    keywords: &Keywords<'_>,
    json_type: &str,
    spot: &Spot<'_>,
) -> Lowered {
    let at = spot.at.join("enum");
    if json_type != "string" {
        cx.unsupported(&at, format!("`enum` of type `{json_type}` is not supported yet"))
            .help("enumerations of strings are");
        return TypeKind::Any.into();
    }
    note_meaningless(cx, keywords, spot.at, "texts out of a list", &["enum"]);
    let mut values: Vec<EnumValue> = Vec::new();
    let mut nullable = false;
    for (index, value) in keywords.enumeration.iter().enumerate() {
        match value {
            Value::Null => nullable = true,
            Value::String(text) if values.iter().any(|known| known.value == *text) => {
                cx.error(Code::InvalidSchema, &at.join(index), format!("`{text}` is listed twice"));
            }
            Value::String(text) => values.push(EnumValue { value: text.clone() }),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                cx.error(Code::InvalidSchema, &at.join(index), "a value that is not a string")
                    .help("quote it, if it is meant to be text");
            }
        }
    }
    Lowered { nullable, ..TypeKind::Enum(values).into() }
}
