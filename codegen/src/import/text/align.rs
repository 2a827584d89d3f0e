//! Which items of two lists are the same thing.

use serde_json::Value;

/// What an item of a list is called: a parameter by place and name, a reference by its target.
pub(in crate::import) fn label(item: &Value) -> Option<String> {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    match item {
        Value::Object(_) => match (text("in"), text("name"), text("$ref")) {
            (Some(place), Some(name), _) => Some(format!("{place} {name}")),
            (None, Some(name), _) => Some(name.to_owned()),
            (_, _, Some(target)) => Some(target.to_owned()),
            (_, None, None) => None,
        },
        Value::Array(_) => None,
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Bool(_) | Value::Number(_) => Some(item.to_string()),
    }
}

/// For every new item, the old one that it was. Nothing if items changed their places, or if nobody
/// can tell.
pub(in crate::import) fn align(old: &[Value], new: &[Value]) -> Option<Vec<Option<usize>>> {
    let labels = |items: &[Value]| items.iter().map(label).collect::<Option<Vec<String>>>();
    let (Some(before), Some(after)) = (labels(old), labels(new)) else {
        return (old.len() == new.len()).then(|| (0..old.len()).map(Some).collect());
    };
    let mut used = 0;
    let mut found = Vec::new();
    for label in &after {
        let at = before.iter().position(|other| other == label);
        if at.is_some_and(|at| at < used) {
            return None;
        }
        used = at.map_or(used, |at| at + 1);
        found.push(at);
    }
    Some(found)
}
