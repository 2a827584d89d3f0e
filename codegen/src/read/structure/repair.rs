//! Mistakes that real documents are full of and whose meaning is plain: reported as warnings, and
//! put right before anybody reads the document.

use serde_json::{Value, json};

use super::{Object, Walk, words};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::Pointer;
use crate::read::grammar::{Assumed, Kind, Shape};

/// Types that JSON Schema does not have, and what people mean by them.
const OTHER_TYPES: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("date", "string"),
    ("datetime", "string"),
    ("date-time", "string"),
    ("dict", "object"),
    ("double", "number"),
    ("file", "string"),
    ("float", "number"),
    ("int", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("list", "array"),
    ("long", "integer"),
    ("map", "object"),
    ("str", "string"),
    ("text", "string"),
    ("uuid", "string"),
];

/// Those that it has.
const JSON_TYPES: &[&str] = &["array", "boolean", "integer", "number", "object", "string"];

/// What a place holds instead of what stands there.
pub(in crate::read) type Repair = (Pointer, Value);

impl Walk<'_, '_> {
    /// Reports a mistake that is put right.
    pub(super) fn repaired(
        &mut self,
        code: Code,
        message: String,
        right: Value,
    ) -> &mut Diagnostic {
        let at = self.here();
        self.found.repairs.push((at.clone(), right));
        self.diags.warning(code, &at, message)
    }

    /// What an encoding means that does not say whether it explodes. No mistake, but openapiv3 cannot
    /// tell silence from `false`.
    pub(super) fn implied_explode(&mut self, members: &Object) {
        let is_form = members.get("style").is_none_or(|style| style == "form");
        let has_style = members.contains_key("style") || members.contains_key("allowReserved");
        if is_form && has_style && !members.contains_key("explode") {
            self.found.repairs.push((self.here().join("explode"), json!(true)));
        }
    }

    /// Text that YAML takes for something else; whether there is such text.
    pub(super) fn unquoted(&mut self, value: &Value) -> bool {
        let text = match value {
            Value::Bool(value) => value.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Null => String::new(),
            Value::String(_) | Value::Array(_) | Value::Object(_) => return false,
        };
        let read = if text.is_empty() { "empty text".to_owned() } else { format!("`{text}`") };
        let message = format!(
            "{} must be text, but it is {}; it is read as {read}",
            self.name(),
            words(value)
        );
        self.repaired(Code::WrongType, message, json!(text)).help("put the value in quotes");
        true
    }

    /// A number or a boolean that somebody put in quotes; whether it is one.
    pub(super) fn quoted(&mut self, kind: Kind, value: &Value) -> bool {
        let Some(text) = value.as_str() else { return false };
        let Ok(right) = serde_json::from_str::<Value>(text.trim()) else { return false };
        let fits = match kind {
            Kind::Boolean => right.is_boolean(),
            Kind::Number => right.is_number(),
            Kind::Natural => right.is_u64(),
            _ => false,
        };
        if fits {
            let message = format!("{} must be {right} without quotes, but it is text", self.name());
            self.repaired(Code::WrongType, message, right).help("remove the quotes");
        }
        fits
    }

    /// A type that JSON Schema does not have, but whose meaning is plain; whether it is one.
    pub(super) fn meant(&mut self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        let at = self.here();
        let message = format!("`{name}` is not a value of `type`");
        if lower == "any" {
            self.found.without_effect.push(at.clone());
            self.diags
                .warning(Code::InvalidValue, &at, message)
                .help("it is read as any value; leave `type` out to say so");
            return true;
        }
        let other = OTHER_TYPES.iter().find(|(other, _)| *other == lower);
        let right = match other {
            Some((_, right)) => right,
            None if JSON_TYPES.contains(&lower.as_str()) => lower.as_str(),
            None => return false,
        };
        let is_file = lower == "file";
        if is_file {
            let last = self.path.pop();
            self.found.repairs.push((self.here().join("format"), json!("binary")));
            self.path.extend(last);
        }
        let format = if is_file { " of the format `binary`" } else { "" };
        self.repaired(Code::InvalidValue, message, json!(right))
            .help(format!("it is read as `{right}`{format}: write that"));
        true
    }

    /// A boolean that says in an older language what is said elsewhere now.
    pub(super) fn no_boolean(&mut self, value: &Value, instead: &'static str) {
        let at = self.here();
        let message = format!("{} must be a list, but it is {}", self.name(), words(value));
        self.diags.warning(Code::WrongType, &at, format!("{message}; it is ignored")).help(instead);
        self.found.without_effect.push(at);
    }

    /// A required member that is missing, but whose value is plain; whether there is one.
    pub(super) fn assumed(&mut self, shape: &Shape, name: &str) -> bool {
        let Some((_, assumed)) = shape.assumed.iter().find(|(known, _)| *known == name) else {
            return false;
        };
        let value = match assumed {
            Assumed::Text => json!(""),
            Assumed::Object => json!({}),
            Assumed::TextSchema => json!({ "type": "string" }),
        };
        let at = self.here();
        self.found.repairs.push((at.join(name), value));
        let message = format!("{} needs a member `{name}`", shape.name);
        self.diags.warning(Code::MissingMember, &at, message).at_key().help(match assumed {
            Assumed::Text | Assumed::Object => "it is read as if it were empty",
            Assumed::TextSchema => "any text is assumed; say what it is",
        });
        true
    }
}

/// Puts everything right, in the order in which it was found.
pub(in crate::read) fn apply(document: &mut Value, repairs: Vec<Repair>) {
    for (at, value) in repairs {
        let Some((last, parents)) = at.tokens().split_last() else { continue };
        match descend(document, parents) {
            Some(Value::Object(members)) => _ = members.insert(last.clone(), value),
            Some(Value::Array(items)) => {
                let place = last.parse().ok().and_then(|index: usize| items.get_mut(index));
                if let Some(place) = place {
                    *place = value;
                }
            }
            _ => {}
        }
    }
}

/// Takes members away.
pub(in crate::read) fn remove(document: &mut Value, members: &[Pointer]) {
    for at in members {
        let Some((last, parents)) = at.tokens().split_last() else { continue };
        if let Some(Value::Object(members)) = descend(document, parents) {
            members.shift_remove(last);
        }
    }
}

/// The node behind a pointer.
pub(in crate::read) fn descend<'v>(
    document: &'v mut Value,
    tokens: &[String],
) -> Option<&'v mut Value> {
    tokens.iter().try_fold(document, |node, token| match node {
        Value::Object(members) => members.get_mut(token),
        Value::Array(items) => token.parse().ok().and_then(|index: usize| items.get_mut(index)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}
