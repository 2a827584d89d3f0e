//! Reports for machines.

use serde_json::{Value, json};

use super::places::Shown;
use super::{Diagnostic, Diagnostics, Places, Severity};

/// All diagnostics in the order of their discovery. Each has `code`, `title`, `severity`, `message`,
/// `file`, `notes`, and as far as they are known `line`, `column`, `endLine`, `endColumn` (from 1,
/// in characters, the end exclusive), `pointer`, `help`.
#[must_use]
pub fn to_json(diagnostics: &Diagnostics, places: &Places) -> Value {
    diagnostics.items().iter().map(|item| one(item, places)).collect()
}

fn one(item: &Diagnostic, places: &Places) -> Value {
    let severity = match item.severity {
        Severity::Error => "error",
        Severity::Unsupported => "unsupported",
        Severity::Warning => "warning",
    };
    let mut object = place(&places.show(&item.at));
    let notes: Vec<Value> = item
        .notes
        .iter()
        .map(|(at, words)| {
            let mut note = place(&places.show(at));
            insert(&mut note, "message", words);
            note
        })
        .collect();
    insert(&mut object, "code", item.code.id());
    insert(&mut object, "title", item.code.title());
    insert(&mut object, "severity", severity);
    insert(&mut object, "message", &item.message);
    if !item.help.is_empty() {
        insert(&mut object, "help", &item.help);
    }
    if let Value::Object(members) = &mut object {
        members.insert("notes".to_owned(), Value::Array(notes));
    }
    object
}

fn insert(object: &mut Value, name: &str, text: &str) {
    if let Value::Object(members) = object {
        members.insert(name.to_owned(), json!(text));
    }
}

fn place(shown: &Shown<'_>) -> Value {
    let mut object = json!({ "file": shown.file });
    if let Some(pointer) = shown.pointer {
        insert(&mut object, "pointer", &pointer.to_string());
    }
    if let (Value::Object(members), Some(span)) = (&mut object, shown.span) {
        let numbers = [
            ("line", span.line),
            ("column", span.column),
            ("endLine", span.end_line),
            ("endColumn", span.end_column),
        ];
        members.extend(numbers.map(|(name, number)| (name.to_owned(), json!(number))));
    }
    object
}
