//! For programs.

use serde_json::{Value, json};

use super::super::{Bump, Change, Effect, Report};
use crate::diagnostics::Places;
use crate::model::Pointer;

pub(super) fn render(report: &Report, places: [&Places; 2]) -> String {
    let changes: Vec<Value> = report.changes.iter().map(|change| one(change, places)).collect();
    let bump = |bump: Bump| json!({"bump": bump.word(), "before-1.0": bump.before_one()});
    let versions =
        json!({"client": bump(report.bumps.client), "server": bump(report.bumps.server)});
    format!("{:#}\n", json!({"versions": versions, "changes": changes}))
}

fn one(change: &Change, [old, new]: [&Places; 2]) -> Value {
    let code =
        change.code.iter().map(|code| json!({"item": code.item, "old": code.old, "new": code.new}));
    json!({
        "kind": change.kind.id(),
        "subject": change.subject,
        "text": change.text,
        "callers": word(change.callers),
        "implementors": word(change.implementors),
        "old-client-new-server": word(change.wire.old_client),
        "new-client-old-server": word(change.wire.new_client),
        "code": code.collect::<Vec<_>>(),
        "old": place(old, change.old.as_ref()),
        "new": place(new, change.new.as_ref()),
    })
}

fn word(effect: Effect) -> &'static str {
    match effect {
        Effect::Fine => "fine",
        Effect::Partial => "may-break",
        Effect::Breaking => "breaking",
    }
}

fn place(places: &Places, pointer: Option<&Pointer>) -> Value {
    let Some(pointer) = pointer else { return Value::Null };
    let (file, position, pointer) = places.locate(pointer);
    let (line, column) = position.unzip();
    json!({"file": file, "line": line, "column": column, "pointer": pointer.to_string()})
}
