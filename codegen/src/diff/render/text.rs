//! For a terminal.

use super::super::{Bump, Change, Report};
use super::{counts, place};
use crate::diagnostics::{Places, one_line};

pub(super) fn render(report: &Report, places: [&Places; 2]) -> String {
    let mut text = String::new();
    for change in &report.changes {
        one(&mut text, change, places);
    }
    summary(&mut text, report);
    text
}

fn one(text: &mut String, change: &Change, [old, new]: [&Places; 2]) {
    let subject = one_line(&change.subject);
    text.push_str(&format!("{subject}: {} [{}]\n", one_line(&change.text), change.kind));
    let (wire, programs) = (change.wire, (change.callers, change.implementors));
    text.push_str(&format!("  callers: {}, implementors: {}\n", programs.0, programs.1));
    text.push_str(&format!(
        "  old client, new server: {}; new client, old server: {}\n",
        wire.old_client, wire.new_client
    ));
    for code in &change.code {
        let side = |code: &str| if code.is_empty() { "nothing".to_owned() } else { one_line(code) };
        let (before, after) = (side(&code.old), side(&code.new));
        text.push_str(&format!("  code {}: {before} → {after}\n", one_line(&code.item)));
    }
    if let Some(pointer) = &change.old {
        text.push_str(&format!("  old {}\n", place(old, pointer)));
    }
    if let Some(pointer) = &change.new {
        text.push_str(&format!("  new {}\n", place(new, pointer)));
    }
    text.push('\n');
}

fn summary(text: &mut String, report: &Report) {
    let count = report.changes.len();
    let changes = if count == 1 { "1 change".to_owned() } else { format!("{count} changes") };
    let counts = counts(report).into_iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(words, count)| format!("{count} {words}")).collect();
    let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    text.push_str(&format!("{changes}{counts}\n"));
    let version = |name: &str, bump: Bump| {
        format!("version of the {name}: {bump} (before 1.0: {})\n", bump.before_one())
    };
    text.push_str(&version("client", report.bumps.client));
    text.push_str(&version("server", report.bumps.server));
}
