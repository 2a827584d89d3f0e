//! Values as the texts that they consist of.

use serde_json::Value;

use super::style::{Kind, Style};

/// A value as the texts that it consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parts {
    /// There is no value.
    None,
    /// One text.
    One(String),
    /// The items of a list.
    List(Vec<String>),
    /// The members of an object.
    Members(Vec<(String, String)>),
}

impl Parts {
    /// The texts of a value; members that are null are left out.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::None,
            Value::Array(items) => Self::List(items.iter().map(text).collect()),
            Value::Object(members) => {
                let given = members.iter().filter(|(_, value)| !value.is_null());
                Self::Members(given.map(|(name, value)| (name.clone(), text(value))).collect())
            }
            one => Self::One(text(one)),
        }
    }

    /// The texts one after the other: items, or names and values by turns.
    #[must_use]
    pub fn flat(self) -> Vec<String> {
        match self {
            Self::None => Vec::new(),
            Self::One(one) => vec![one],
            Self::List(items) => items,
            Self::Members(members) => {
                members.into_iter().flat_map(|(name, value)| [name, value]).collect()
            }
        }
    }
}

/// A part as text; a part of more than one text is JSON.
#[must_use]
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A part has a comma, which is what parts are parted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comma;

/// What a header holds for this value; nothing where there is none.
///
/// # Errors
///
/// A part would be read as two.
pub fn header_text(style: Style, value: &Value) -> Result<Option<String>, Comma> {
    if style.kind == Kind::Json {
        return Ok(Some(value.to_string()));
    }
    let texts = match Parts::of(value) {
        Parts::None => return Ok(None),
        Parts::One(text) => return Ok(Some(text)),
        Parts::Members(all) if style.explode => {
            let pairs = all.iter().map(|(name, value)| [name.as_str(), value].join("="));
            pairs.collect()
        }
        parts => parts.flat(),
    };
    if texts.iter().any(|text| text.contains(',')) {
        return Err(Comma);
    }
    Ok((!texts.is_empty()).then(|| texts.join(",")))
}
