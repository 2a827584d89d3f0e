//! For a pull request.

use super::super::{Change, Effect, Report};
use super::place;
use crate::diagnostics::{Places, one_line};

pub(super) fn render(report: &Report, places: [&Places; 2]) -> String {
    let mut text = String::from("# What changed\n\n");
    let (client, server) = (report.bumps.client, report.bumps.server);
    text.push_str(&format!(
        "Version of the client: **{client}** (before 1.0: {}). Version of the server: **{server}** (before 1.0: {}).\n",
        client.before_one(), server.before_one()
    ));
    if report.changes.is_empty() {
        text.push_str("\nNothing that matters to anybody.\n");
        return text;
    }
    for (title, effect) in
        [("Breaking", Effect::Breaking), ("May break", Effect::Partial), ("Fine", Effect::Fine)]
    {
        let changes: Vec<&Change> =
            report.changes.iter().filter(|change| change.effect() == effect).collect();
        if changes.is_empty() {
            continue;
        }
        text.push_str(&format!("\n## {title}\n\n"));
        text.push_str("| What | Callers | Implementors | Old client | New client | Where |\n");
        text.push_str("|---|---|---|---|---|---|\n");
        for change in changes {
            text.push_str(&row(change, places));
        }
    }
    text
}

fn row(change: &Change, [old, new]: [&Places; 2]) -> String {
    let before = change.old.as_ref().map(|pointer| format!("old {}", place(old, pointer)));
    let after = change.new.as_ref().map(|pointer| format!("new {}", place(new, pointer)));
    let whole: Vec<String> = before.into_iter().chain(after).map(|text| cell(&text)).collect();
    format!(
        "| **{}**<br>{}<br>{} | {} | {} | {} | {} | {} |\n",
        cell(&change.subject),
        cell(&change.text),
        change.kind,
        change.callers,
        change.implementors,
        change.wire.old_client,
        change.wire.new_client,
        whole.join("<br>")
    )
}

/// Text out of a document that nothing in Markdown takes for more than text.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        if matches!(
            c,
            '\\' | '`'
                | '*'
                | '_'
                | '{'
                | '}'
                | '['
                | ']'
                | '<'
                | '>'
                | '#'
                | '|'
                | '!'
                | '&'
                | '~'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
