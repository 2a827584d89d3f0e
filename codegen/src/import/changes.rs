//! What is different between two documents, one line each.

use serde_json::Value;

use super::MARK;
use super::order::METHODS;
use super::text::{align, label};

pub(super) fn changes(old: &Value, new: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(&mut Vec::new(), Some(old), Some(new), &mut found);
    found
}

fn walk(path: &mut Vec<String>, old: Option<&Value>, new: Option<&Value>, found: &mut Vec<String>) {
    if old == new {
        return;
    }
    // Operations and entries of sections come and go one by one.
    let depth = match path.first().map(String::as_str) {
        None => 0,
        Some("paths") => 2,
        Some("components") => 2,
        Some(_) => usize::MAX,
    };
    let inside = path.len() <= depth && depth != usize::MAX;
    match (old, new) {
        (Some(Value::Object(_)) | None, Some(Value::Object(_)) | None)
            if inside || (old.is_some() && new.is_some()) =>
        {
            objects(path, old, new, found);
        }
        (Some(Value::Array(_)) | None, Some(Value::Array(_)) | None)
            if old.is_some() || path.len() > 2 =>
        {
            let items = |list: Option<&Value>| list.and_then(Value::as_array).cloned();
            let (before, after) = (items(old).unwrap_or_default(), items(new).unwrap_or_default());
            match align(&before, &after).filter(|_| !is_values(path)) {
                Some(aligned) => lists(path, (&before, &after), &aligned, found),
                None => values(path, (&before, &after), found),
            }
        }
        (Some(old), Some(new)) => found.push(line(path, &format!("{old} → {new}"))),
        (Some(_), None) => found.push(line(path, "removed")),
        (None, Some(new)) => found.push(added(path, new)),
        (None, None) => {}
    }
}

fn is_values(path: &[String]) -> bool {
    path.last().is_some_and(|key| matches!(key.as_str(), "enum" | "required" | "tags"))
}

fn objects(
    path: &mut Vec<String>,
    old: Option<&Value>,
    new: Option<&Value>,
    found: &mut Vec<String>,
) {
    let keys = |value: Option<&Value>| -> Vec<String> {
        value.and_then(Value::as_object).into_iter().flatten().map(|(k, _)| k.clone()).collect()
    };
    let (before, after) = (keys(old), keys(new));
    let gone = before.iter().filter(|key| !after.contains(key));
    for key in after.iter().chain(gone) {
        let member = |value: Option<&'_ Value>| value.and_then(|value| value.get(key)).cloned();
        path.push(key.clone());
        walk(path, member(old).as_ref(), member(new).as_ref(), found);
        path.pop();
    }
}

fn lists(
    path: &mut Vec<String>,
    (old, new): (&[Value], &[Value]),
    aligned: &[Option<usize>],
    found: &mut Vec<String>,
) {
    let mut at = |index: usize, item: &Value, old: Option<&Value>, new: Option<&Value>| {
        path.push(label(item).unwrap_or_else(|| index.to_string()));
        walk(path, old, new, found);
        path.pop();
    };
    for (index, (new, was)) in new.iter().zip(aligned).enumerate() {
        at(index, new, was.and_then(|was| old.get(was)), Some(new));
    }
    for (index, old) in old.iter().enumerate() {
        if !aligned.contains(&Some(index)) {
            at(index, old, Some(old), None);
        }
    }
}

/// Lists whose order means nothing, and lists of things without names.
fn values(path: &[String], (old, new): (&[Value], &[Value]), found: &mut Vec<String>) {
    let only = |these: &[Value], those: &[Value]| -> Vec<Value> {
        these.iter().filter(|value| !those.contains(value)).cloned().collect()
    };
    let (gone, come) = (only(old, new), only(new, old));
    found.extend(come.iter().map(|value| line(path, &format!("{value} added"))));
    found.extend(gone.iter().map(|value| line(path, &format!("{value} removed"))));
    if gone.is_empty() && come.is_empty() {
        found.push(line(path, "in another order"));
    }
}

fn added(path: &[String], new: &Value) -> String {
    if let Some((MARK, owner)) = path.split_last().map(|(last, owner)| (last.as_str(), owner)) {
        return line(owner, "needs a description");
    }
    match new {
        Value::Object(members) if members.contains_key(MARK) => {
            line(path, "added, needs a description")
        }
        Value::Object(_) | Value::Array(_) => line(path, "added"),
        _ => line(path, &format!("{new} added")),
    }
}

fn line(path: &[String], what: &str) -> String {
    let (home, rest) = match path {
        [paths, path, method, rest @ ..]
            if paths == "paths" && METHODS.contains(&method.as_str()) =>
        {
            (format!("{} {path}", method.to_ascii_uppercase()), rest)
        }
        [paths, path, rest @ ..] if paths == "paths" => (path.clone(), rest),
        [components, section, name, rest @ ..] if components == "components" => {
            let words = match section.as_str() {
                "schemas" => "schema",
                "parameters" => "parameter",
                "responses" => "response",
                "requestBodies" => "request body",
                "headers" => "header",
                "securitySchemes" => "security scheme",
                other => other,
            };
            (format!("{words} {name}"), rest)
        }
        [first, rest @ ..] => (first.clone(), rest),
        [] => ("the document".to_owned(), path),
    };
    let rest: String = rest.iter().map(|key| format!(": {key}")).collect();
    format!("{home}{rest}: {what}")
}
