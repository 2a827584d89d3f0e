//! Values out of a list. Texts become an enumeration; other values keep the type that they have, and
//! the list beside it.

use serde_json::Value;

use super::{Keywords, Lowered, Spot, lower_typed, note_meaningless};
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{EnumValue, TypeKind};

pub(super) fn lower<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    keywords: &Keywords<'s>,
    listed: &[Value],
    spot: &Spot<'_>,
) -> Lowered {
    let nullable = listed.contains(&Value::Null);
    let values = distinct(cx, keywords, listed, spot);
    let texts = values.iter().all(Value::is_string);
    let declared = keywords.json_type.as_deref();
    if values.is_empty() {
        return Lowered { nullable, allowed: vec![Value::Null], ..TypeKind::Any.into() };
    }
    if texts && matches!(declared, None | Some("string")) {
        note_meaningless(cx, keywords, spot.at, "texts out of a list", &["enum"]);
        let value = |value: &Value| value.as_str().map(|text| EnumValue { value: text.to_owned() });
        let values = values.iter().filter_map(value).collect();
        return Lowered { nullable, ..TypeKind::Enum(values).into() };
    }
    let inner = match declared.or_else(|| common_type(&values)) {
        Some(json_type) => lower_typed(cx, keywords, json_type, spot),
        None => TypeKind::Any.into(),
    };
    Lowered { nullable, allowed: values, ..inner }
}

/// Each value once, without `null`; texts where the type says so, though YAML may see a number.
fn distinct(
    cx: &mut Cx<'_>,
    keywords: &Keywords<'_>,
    listed: &[Value],
    spot: &Spot<'_>,
) -> Vec<Value> {
    let at = spot.at.join("enum");
    let mut values: Vec<Value> = Vec::new();
    for (index, value) in listed.iter().enumerate() {
        let value = match value {
            Value::Null => continue,
            Value::Bool(_) | Value::Number(_)
                if keywords.json_type.as_deref() == Some("string") =>
            {
                let message = format!("`{value}` is not text, but the type is; it is read as text");
                cx.warning(Code::InvalidSchema, &at.join(index), message).help("quote it");
                Value::String(value.to_string())
            }
            other => other.clone(),
        };
        if values.contains(&value) {
            let message = format!("{value} is listed twice");
            cx.warning(Code::InvalidSchema, &at.join(index), message);
        } else {
            values.push(value);
        }
    }
    values
}

/// The type of all values, if they have one.
fn common_type(values: &[Value]) -> Option<&'static str> {
    let json_type = |value: &Value| match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let first = json_type(values.first()?);
    values.iter().all(|value| json_type(value) == first).then_some(first)
}
