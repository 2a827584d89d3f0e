//! `--check`: what writing would do, as a readable diff.

use std::fmt::Write;

use similar::TextDiff;

use super::Target;
use super::compare::{Change, ChangeKind, compare};
use crate::diagnostics::Diagnostics;

/// At most this many lines of a diff are shown per file.
const LINES_PER_FILE: usize = 80;

/// What `--check` found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Freshness {
    /// How many files are as they should be.
    pub fresh: usize,
    /// How many are missing, differ, or should not be there.
    pub stale: usize,
    /// For people: what is missing or left over, and a diff of what differs.
    pub report: String,
}

/// Compares without touching anything.
pub fn check(targets: &[Target], diags: &mut Diagnostics) -> Option<Freshness> {
    let plan = compare(targets, diags);
    if diags.has_errors() {
        return None;
    }
    let report = plan.changes.iter().map(describe).collect();
    Some(Freshness { fresh: plan.unchanged, stale: plan.changes.len(), report })
}

fn describe(change: &Change<'_>) -> String {
    match &change.kind {
        ChangeKind::Create(_) => format!("missing: {}\n", change.shown),
        ChangeKind::Remove => format!("no longer generated: {}\n", change.shown),
        ChangeKind::Replace { old, new } => {
            let (diff, hidden) = diff(&change.shown, &String::from_utf8_lossy(old), new);
            if hidden == 0 {
                return format!("stale or edited: {}\n{diff}", change.shown);
            }
            format!("stale or edited: {}\n{diff}… {hidden} more lines\n", change.shown)
        }
    }
}

/// A unified diff, cut when it is very long, and the number of lines that were cut off.
fn diff(shown: &str, old: &str, new: &str) -> (String, usize) {
    let mut text = String::new();
    let diff = TextDiff::from_lines(old, new);
    let on_disk = format!("{shown} (on disk)");
    let generated = format!("{shown} (generated)");
    // Writing to a string cannot fail.
    let _ = write!(text, "{}", diff.unified_diff().header(&on_disk, &generated));
    let lines = text.lines().count();
    if lines <= LINES_PER_FILE {
        return (text, 0);
    }
    let shown_lines = text.lines().take(LINES_PER_FILE).fold(String::new(), |mut out, line| {
        out.push_str(line);
        out.push('\n');
        out
    });
    (shown_lines, lines - LINES_PER_FILE)
}
