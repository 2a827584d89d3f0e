//! What keeps overlays from making a document that nothing can walk through.

use serde_json::Value;

use crate::read::value::MAX_DEPTH;

/// How many values one overlay may add. A copy of everything into itself doubles the document.
const MAX_ADDED: usize = 1_000_000;

/// What may still be added.
pub(super) struct Room {
    left: Option<usize>,
}

impl Default for Room {
    fn default() -> Self {
        Self { left: Some(MAX_ADDED) }
    }
}

impl Room {
    /// Takes the room for `times` values; after too many, for nothing more.
    pub(super) fn take(&mut self, size: Size, times: usize) -> bool {
        let wanted = size.values.saturating_mul(times);
        self.left = self.left.and_then(|left| left.checked_sub(wanted));
        !self.is_full()
    }

    /// Too much was asked for.
    pub(super) fn is_full(&self) -> bool {
        self.left.is_none()
    }
}

/// How large a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    /// How many values it holds, itself among them.
    values: usize,
    /// How many objects and lists lie in each other.
    depth: usize,
}

impl Size {
    /// Measures a value. Its depth is limited: by the reader, and by what is checked here.
    pub(super) fn of(value: &Value) -> Self {
        let mut size = Self { values: 1, depth: 0 };
        let mut hold = |inner: &Value| {
            let inner = Self::of(inner);
            size.values = size.values.saturating_add(inner.values);
            size.depth = size.depth.max(inner.depth);
        };
        match value {
            Value::Object(members) => members.values().for_each(&mut hold),
            Value::Array(items) => items.iter().for_each(&mut hold),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return size,
        }
        size.depth = size.depth.saturating_add(1);
        size
    }

    /// It can stand so far inside of a document.
    pub(super) fn fits_below(self, depth: usize) -> bool {
        depth.saturating_add(1).saturating_add(self.depth) <= MAX_DEPTH
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Size;

    #[test]
    fn values_are_measured() {
        assert_eq!(Size::of(&json!(1)), Size { values: 1, depth: 0 });
        assert_eq!(Size::of(&json!({})), Size { values: 1, depth: 1 });
        assert_eq!(Size::of(&json!({"a": [1, {"b": 2}], "c": []})), Size { values: 6, depth: 3 });
    }
}
