//! Reports for people and for programs.

mod json;
mod markdown;
mod text;

use super::{Effect, Report};
use crate::diagnostics::Places;
use crate::model::Pointer;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// For a pull request.
    Markdown,
    /// For programs.
    Json,
}

/// Writes a report. The places are those of the old document and of the new one.
#[must_use]
pub fn render(report: &Report, places: [&Places; 2], format: Format) -> String {
    match format {
        Format::Text => text::render(report, places),
        Format::Markdown => markdown::render(report, places),
        Format::Json => json::render(report, places),
    }
}

/// `old.yaml:12:5 /paths/~1pets/get`
fn place(places: &Places, pointer: &Pointer) -> String {
    let (file, position, pointer) = places.locate(pointer);
    let pointer = crate::diagnostics::one_line(&pointer.to_string());
    match position {
        Some((line, column)) => format!("{file}:{line}:{column} {pointer}"),
        None => format!("{file} {pointer}"),
    }
}

/// How many changes break whom.
fn counts(report: &Report) -> Vec<(&'static str, usize)> {
    let count = |effect: fn(&super::Change) -> Effect| {
        report.changes.iter().filter(|change| effect(change) == Effect::Breaking).count()
    };
    vec![
        ("break callers", count(|change| change.callers)),
        ("break implementors", count(|change| change.implementors)),
        ("break old clients", count(|change| change.wire.old_client)),
        ("break new clients", count(|change| change.wire.new_client)),
    ]
}
