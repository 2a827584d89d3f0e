//! What people and machines see of a run.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Row;
use super::compile::Compiled;
use super::round_trip::RoundTrip;
use crate::columns::align;

const HEADINGS: [&str; 11] = [
    "document",
    "operations",
    "schemas",
    "warnings",
    "lines",
    "time",
    "memory",
    "compiles",
    "clippy",
    "round trip",
    "outcome",
];

/// A table with a row for each document, then what stood in the way.
pub(super) fn render(rows: &[Row]) -> String {
    let mut cells = vec![HEADINGS.map(str::to_owned)];
    cells.extend(rows.iter().map(|row| {
        [
            row.name.clone(),
            format!("{}/{}", row.number("operations"), row.number("operationsInDocument")),
            format!("{}/{}", row.number("schemas"), row.number("schemasInDocument")),
            row.count("warning").to_string(),
            row.number("lines").to_string(),
            format!("{:.2} s", row.generated.time.as_secs_f64()),
            row.generated.memory.map_or("?".to_owned(), |bytes| format!("{} MiB", bytes >> 20)),
            row.compiled.as_ref().map_or("-".to_owned(), verdict),
            row.clippy.as_ref().map_or("-".to_owned(), verdict),
            row.round_trip.as_ref().map_or("-".to_owned(), share),
            outcome(row),
        ]
    }));
    let mut text = align(&cells);
    for row in rows {
        text.push_str(&details(row));
    }
    text
}

fn verdict(compiled: &Compiled) -> String {
    let time = compiled.time.as_secs();
    match (compiled.is_clean(), compiled.success) {
        (true, _) => format!("yes ({time} s)"),
        (false, true) => format!("{} warnings ({time} s)", compiled.warnings),
        (false, false) => format!("{} errors ({time} s)", compiled.errors),
    }
}

/// How many values came back as they went.
fn share(result: &Result<RoundTrip, String>) -> String {
    match result {
        Ok(all) if all.values == 0 => "no values".to_owned(),
        Ok(all) => {
            // Never rounded up to all of them.
            let share = (all.same * 10_000 / all.values) as f64 / 100.0;
            format!("{share:.2} % of {} in {} schemas", all.values, all.schemas)
        }
        Err(_) => "failed".to_owned(),
    }
}

/// In a few words.
pub(super) fn outcome(row: &Row) -> String {
    let left_out = row.left_out().len();
    match (&row.generated.crash, &row.generated.done) {
        (Some(crash), _) => format!("crashed: {crash}"),
        (None, Some(_)) if left_out == 0 => "complete".to_owned(),
        (None, Some(_)) => format!("{left_out} operations left out"),
        (None, None) => format!("{} errors", row.count("error") + row.count("unsupported")),
    }
}

/// Why operations were left out or nothing was written, the most frequent reason first; and what the
/// compiler said first.
fn details(row: &Row) -> String {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    if row.generated.done.is_some() {
        for left in row.left_out() {
            *reasons.entry(general(string(left, "reason"))).or_default() += 1;
        }
    } else {
        for item in row.generated.diagnostics.iter().filter(|d| string(d, "severity") != "warning")
        {
            let reason = format!("{}: {}", string(item, "code"), general(string(item, "message")));
            *reasons.entry(reason).or_default() += 1;
        }
    }
    let mut reasons: Vec<(String, usize)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut text = String::new();
    for (reason, count) in &reasons {
        text.push_str(&format!("{count:6}  {reason}\n"));
    }
    for compiled in [&row.compiled, &row.clippy].into_iter().flatten() {
        let first = compiled.first.as_deref().unwrap_or_default().trim_end();
        text.extend(first.lines().map(|line| format!("        {line}\n")));
    }
    text.push_str(&row.round_trip.as_ref().map(changes).unwrap_or_default());
    if text.is_empty() { text } else { format!("\n{}:\n{text}", row.name) }
}

/// What became of the values that did not come back as they went.
fn changes(result: &Result<RoundTrip, String>) -> String {
    let result = match result {
        Ok(result) => result,
        Err(error) => return format!("        {error}\n"),
    };
    let mut reasons: Vec<_> = result.reasons.iter().collect();
    reasons.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let mut text = String::new();
    for (reason, (count, example)) in reasons {
        let example: String = example.chars().take(300).collect();
        text.push_str(&format!("{count:6}  {reason}\n        {example}\n"));
    }
    for schema in &result.without_value {
        text.push_str(&format!("        no value was found of {schema}\n"));
    }
    text
}

/// A message without what it quotes, so that alike ones count together.
fn general(message: &str) -> String {
    let mut parts = message.split('`');
    let mut text = String::new();
    while let Some(plain) = parts.next() {
        text.push_str(plain);
        if parts.next().is_some() {
            text.push_str("`…`");
        }
    }
    text
}

fn string<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

impl Row {
    fn number(&self, name: &str) -> u64 {
        let done = self.generated.done.as_ref();
        done.and_then(|done| done.get(name)?.as_u64()).unwrap_or_default()
    }

    fn left_out(&self) -> &[Value] {
        let done = self.generated.done.as_ref();
        let list = done.and_then(|done| done.get("leftOut")?.as_array());
        list.map_or(&[], Vec::as_slice)
    }

    fn count(&self, severity: &str) -> usize {
        self.generated.diagnostics.iter().filter(|d| string(d, "severity") == severity).count()
    }

    /// Everything was generated, and nothing was said about it by the compiler.
    pub(super) fn is_clean(&self) -> bool {
        let compiled = [&self.compiled, &self.clippy].into_iter().flatten().all(Compiled::is_clean);
        let read = self
            .round_trip
            .as_ref()
            .is_none_or(|result| result.as_ref().is_ok_and(|all| all.unread == 0));
        self.generated.done.is_some() && self.left_out().is_empty() && compiled && read
    }

    pub(super) fn to_json(&self) -> Value {
        let compiled = |compiled: &Option<Compiled>| {
            compiled.as_ref().map(|compiled| {
                json!({
                    "success": compiled.success,
                    "errors": compiled.errors,
                    "warnings": compiled.warnings,
                    "first": compiled.first,
                    "seconds": compiled.time.as_secs_f64(),
                })
            })
        };
        json!({
            "document": self.name,
            "done": self.generated.done,
            "crash": self.generated.crash,
            "diagnostics": self.generated.diagnostics,
            "seconds": self.generated.time.as_secs_f64(),
            "memory": self.generated.memory,
            "compile": compiled(&self.compiled),
            "clippy": compiled(&self.clippy),
            "roundTrip": self.round_trip.as_ref().map(|result| match result {
                Ok(result) => result.to_json(),
                Err(error) => json!({"error": error}),
            }),
        })
    }
}
