//! Facts as YAML, in the style that people write documents in.

use serde_json::Value;

/// Lists of plain values are written in one line up to here.
const WIDTH: usize = 96;

/// `key: value` with its lines indented to this column.
pub(super) fn entry(key: &str, value: &Value, column: usize) -> Vec<String> {
    let head = format!("{}{}:", " ".repeat(column), text(key, false));
    let below = column + 2;
    match value {
        Value::Object(members) if !members.is_empty() => {
            let entries = members.iter().flat_map(|(key, value)| entry(key, value, below));
            std::iter::once(head).chain(entries).collect()
        }
        Value::Array(items) if !items.is_empty() && !in_one_line(key, value, head.len()) => {
            let items = items.iter().flat_map(|value| item(value, below));
            std::iter::once(head).chain(items).collect()
        }
        _ => vec![format!("{head} {}", flow(value, false))],
    }
}

/// `- value` with its lines indented to this column.
pub(super) fn item(value: &Value, column: usize) -> Vec<String> {
    let dash = format!("{}- ", " ".repeat(column));
    match value {
        Value::Object(members) if !members.is_empty() => {
            let entries = members.iter().flat_map(|(key, value)| entry(key, value, column + 2));
            let mut lines: Vec<String> = entries.collect();
            if let Some(first) = lines.first_mut() {
                first.replace_range(..column + 2, &dash);
            }
            lines
        }
        _ => vec![format!("{dash}{}", flow(value, false))],
    }
}

/// A value in one line.
pub(super) fn scalar(value: &Value) -> String {
    flow(value, false)
}

/// Values of an enumeration stand below each other, as each has a meaning of its own.
fn in_one_line(key: &str, value: &Value, before: usize) -> bool {
    let Value::Array(items) = value else { return false };
    let plain = items.iter().all(|item| !item.is_array() && !item.is_object());
    let fits = before + 1 + flow(value, false).chars().count() <= WIDTH;
    fits && (key == "security" || plain && key != "enum")
}

fn flow(value: &Value, inside: bool) -> String {
    match value {
        Value::String(value) => text(value, inside),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| flow(item, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| {
                format!("{}: {}", text(key, true), flow(value, true))
            };
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A text without quotes where that is safe, else in the quotes that need the least escaping.
fn text(text: &str, inside: bool) -> String {
    if text.chars().any(needs_escape) {
        return escaped(text);
    }
    if is_safe(text, inside) { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// YAML takes it for a line break or refuses it, unless it is escaped.
fn needs_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// In double quotes, as in JSON, which leaves some characters as they are that YAML needs escaped.
fn escaped(text: &str) -> String {
    let json = Value::String(text.to_owned()).to_string();
    let escape = |c: char| match needs_escape(c) {
        true => format!("\\u{:04x}", u32::from(c)),
        false => c.to_string(),
    };
    json.chars().map(escape).collect()
}

fn is_safe(text: &str, inside: bool) -> bool {
    let first = |c: char| c.is_alphabetic() || matches!(c, '/' | '_' | '$' | '(' | '<');
    let brackets = |c: char| matches!(c, ',' | '[' | ']' | '{' | '}');
    let word = text.to_ascii_lowercase();
    let meaning = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let misread = text.ends_with([' ', ':'])
        || text.contains(": ")
        || text.contains(" #")
        || (inside && text.contains(brackets));
    text.starts_with(first) && !misread && !meaning.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::entry;
    use crate::diagnostics::Diagnostics;
    use crate::read::{Source, plain};

    #[test]
    fn every_text_is_read_back() {
        // All but `<<`, which readers take for a merge even in quotes.
        let texts = [
            "",
            "a",
            "off",
            "No",
            "~",
            "null",
            "200",
            "1e3",
            "0x1f",
            ".5",
            "-",
            "- a",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "a,b",
            "[a]",
            "{a}",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "'",
            "\"",
            "it's",
            " a",
            "a ",
            "a\nb",
            "\t",
            "é",
            "/a/{b}",
            "=",
            "%a",
            "@a",
            "`a`",
            "?",
            "? a",
            "\u{2028}",
            "\u{85}",
            "\u{7f}\u{feff}é",
            "2026-01-01",
            "12:30:45",
            "0o7",
            "+1",
            "key=value",
            "---",
            "...",
        ];
        for text in texts {
            let value =
                json!({ text: { "list": [text, text], "map": [{ text: [text] }], "x": text } });
            let written = entry("top", &value, 0).join("\n");
            let mut diags = Diagnostics::default();
            let read = plain(&Source::new("a.yaml", written.as_str()), &mut diags);
            let wanted = Value::Object([("top".to_owned(), value)].into_iter().collect());
            assert_eq!(read, Some(wanted), "{written}");
        }
    }
}
