//! The effective document as the pages read it: plain JSON whose references are right.

use serde_json::{Map, Value};

/// A chain of references that is longer leads nowhere.
const LONGEST_CHAIN: usize = 64;

/// The document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Document<'a>(pub(super) &'a Value);

impl<'a> Document<'a> {
    /// What stands at the end of a reference; anything else as it is.
    pub(super) fn resolve(self, value: &'a Value) -> &'a Value {
        let mut value = value;
        for _ in 0..LONGEST_CHAIN {
            let target = value.get("$ref").and_then(Value::as_str);
            let Some(found) = target.and_then(|target| self.0.pointer(target.strip_prefix('#')?))
            else {
                break;
            };
            value = found;
        }
        value
    }

    /// A member of the document, such as `components/schemas`, as an object.
    pub(super) fn section(self, path: &[&str]) -> Option<&'a Map<String, Value>> {
        path.iter().try_fold(self.0, |value, name| value.get(name))?.as_object()
    }
}

/// The schema that a reference names.
pub(super) fn schema_name(value: &Value) -> Option<String> {
    let name = value.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")?;
    Some(name.replace("~1", "/").replace("~0", "~"))
}

/// A text member, or nothing.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default().trim()
}

/// A member that is `true`.
pub(super) fn flag(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool).unwrap_or_default()
}

/// The members of an object; none if it is something else.
pub(super) fn members<'a>(
    value: &'a Value,
    name: &str,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value.get(name).and_then(Value::as_object).into_iter().flatten()
}

/// The entries of a list; none if it is something else.
pub(super) fn entries<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}
