//! Operations: those that both documents have, those that came, those that went.

use std::collections::BTreeSet;

use super::change::Touch;
use super::compare::{Comparison, Place};
use super::effect::{Effect, Wire};
use super::kind::Kind;
use super::surface::Renames;
use super::{Side, access, answers, inputs, touches};
use crate::model::{Flag, Operation, Pointer};

/// An operation that both documents have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    pub(super) old: &'a Operation,
    pub(super) new: &'a Operation,
}

/// Method and full path; and the parameter that makes another operation of it.
#[derive(Debug, PartialEq, Eq)]
struct Key<'a> {
    method: &'static str,
    path: String,
    face: Option<&'a str>,
}

impl<'a> Key<'a> {
    /// Names of parameters in the path are no part of it: on the wire nobody sees them.
    fn new(base_path: &str, operation: &'a Operation) -> Self {
        let path = format!("{base_path}{}", operation.path.shape());
        let face = operation.flag.as_ref().filter(|flag| flag.present);
        Self { method: operation.method.as_str(), path, face: face.map(|flag| flag.name.as_str()) }
    }
}

/// The operations that both documents have, in the order of the old one.
pub(super) fn pairs<'a>(old: Side<'a>, new: Side<'a>) -> Vec<Pair<'a>> {
    let same = paired(old, new, (&old.api.base_path, &new.api.base_path));
    // Where the base path is another one, nothing is where it was.
    if same.is_empty() { paired(old, new, ("", "")) } else { same }
}

fn paired<'a>(old: Side<'a>, new: Side<'a>, bases: (&str, &str)) -> Vec<Pair<'a>> {
    let others: Vec<_> =
        new.api.operations.iter().map(|other| (Key::new(bases.1, other), other)).collect();
    let pair = |operation: &'a Operation| {
        let key = Key::new(bases.0, operation);
        let (_, other) = others.iter().find(|(other, _)| *other == key)?;
        Some(Pair { old: operation, new: other })
    };
    old.api.operations.iter().filter_map(pair).collect()
}

/// New names of operations whose ids have changed.
pub(super) fn renames(old: Side<'_>, new: Side<'_>, pairs: &[Pair<'_>]) -> Renames {
    let path = |name: &String| format!("operations::{name}");
    let mut renames = Renames::default();
    for pair in pairs {
        let names = touches::names(old, pair.old).zip(touches::names(new, pair.new));
        let Some((before, after)) = names else { continue };
        // What is written in place is called after the operation.
        let (inside, others) = (types_inside(old, pair.old), types_inside(new, pair.new));
        if pair.old.id != pair.new.id && inside.len() == others.len() {
            renames.types.extend(others.into_iter().zip(inside));
        }
        renames.functions.insert(after.function.clone(), before.function.clone());
        for (old, new) in [
            (&before.input, &after.input),
            (&before.output, &after.output),
            (&before.failure, &after.failure),
        ] {
            renames.types.insert(path(new), path(old));
        }
    }
    let added = || {
        let is_paired =
            |o: &&crate::model::Operation| pairs.iter().any(|p| std::ptr::eq(p.new, *o));
        let operations = new.api.operations.iter().filter(move |o| !is_paired(o));
        operations.filter_map(|operation| touches::names(new, operation))
    };
    let types: BTreeSet<String> =
        added().flat_map(|names| [&names.input, &names.output, &names.failure]).map(path).collect();
    let functions: BTreeSet<&str> = added().map(|names| names.function.as_str()).collect();
    renames.without_clashes(&types, &functions)
}

/// Notes that every path begins with something else.
fn base_path(cx: &mut Comparison<'_>, pairs: &[Pair<'_>]) {
    let (old, new) = (&cx.old.api.base_path, &cx.new.api.base_path);
    let has_moved = |pair: &Pair<'_>| Key::new(old, pair.old).path != Key::new(new, pair.new).path;
    if !pairs.iter().any(has_moved) {
        return;
    }
    let place = Place { subject: format!("{old}/"), ..Place::default() };
    let servers = Pointer::root().join("servers");
    let text = format!("all paths begin with `{new}/` now");
    let at = (Some(&servers), Some(&servers));
    cx.note(Kind::BasePathChanged, &place, &text, at, Wire::both(Effect::Breaking));
}

/// Compares all operations.
pub(super) fn compare<'a>(cx: &mut Comparison<'a>, pairs: &[Pair<'a>]) {
    base_path(cx, pairs);
    for pair in pairs {
        one(cx, pair);
    }
    for operation in &cx.old.api.operations {
        if !pairs.iter().any(|pair| std::ptr::eq(pair.old, operation)) {
            let place = whole(cx.old, operation);
            let wire = Wire { old_client: Effect::Breaking, new_client: Effect::Fine };
            let at = (Some(&operation.origin), None);
            cx.note(Kind::OperationRemoved, &place, "removed", at, wire);
        }
    }
    for operation in &cx.new.api.operations {
        if !pairs.iter().any(|pair| std::ptr::eq(pair.new, operation)) {
            let place = whole(cx.new, operation);
            // An old server does not know it.
            let wire = Wire { old_client: Effect::Fine, new_client: Effect::Partial };
            let at = (None, Some(&operation.origin));
            let text = format!("added as `{}`", operation.id);
            cx.note(Kind::OperationAdded, &place, &text, at, wire);
        }
    }
}

/// An operation as a whole, with everything that it becomes.
fn whole(side: Side<'_>, operation: &Operation) -> Place {
    let mut touched: Vec<Touch> =
        touches::names(side, operation).map(touches::whole).unwrap_or_default();
    touched.extend(operation.schemas().into_iter().flat_map(|id| touches::in_place(side, id)));
    touched.extend(touches::tag_trait(side, operation));
    Place { subject: subject(side, operation), touches: touched, ..Place::default() }
}

/// The paths of the types that stand inside of an operation.
fn types_inside(side: Side<'_>, operation: &Operation) -> Vec<String> {
    let inside = operation.schemas().into_iter().flat_map(|id| touches::in_place(side, id));
    inside.map(|touch| touch.item).collect()
}

/// What people call an operation.
fn subject(side: Side<'_>, operation: &Operation) -> String {
    let (method, base) = (operation.method.as_str(), &side.api.base_path);
    let face = match &operation.flag {
        Some(Flag { name, present: true }) => format!("?{name}"),
        Some(Flag { present: false, .. }) | None => String::new(),
    };
    format!("{method} {base}{}{face}", operation.path.text)
}

fn one(cx: &mut Comparison<'_>, pair: &Pair<'_>) {
    let names = touches::names(cx.old, pair.old).zip(touches::names(cx.new, pair.new));
    let Some((before, after)) = names else { return };
    let at = (Some(&pair.old.origin), Some(&pair.new.origin));
    let place = Place { subject: subject(cx.new, pair.new), ..Place::default() };
    let mut everything = place.clone();
    everything.touches = touches::whole(before);
    everything.touches.extend(touches::whole(after));
    if pair.old.id != pair.new.id {
        let text = format!("id: `{}` → `{}`", pair.old.id, pair.new.id);
        cx.note(Kind::OperationIdChanged, &place, &text, at, Wire::default());
    }
    let deprecated = (pair.old.docs.deprecated, pair.new.docs.deprecated);
    let kinds = [Kind::OperationDeprecated, Kind::OperationRevived];
    cx.deprecation(kinds, &place, deprecated, at);
    if pair.old.flag != pair.new.flag {
        let wire = Wire::both(Effect::Partial);
        cx.note(Kind::OperationFlagChanged, &everything, "stands for another part", at, wire);
    }
    if pair.old.long_poll != pair.new.long_poll {
        let text = if pair.new.long_poll { "a long poll now" } else { "no longer a long poll" };
        cx.note(Kind::OperationLongPollChanged, &place, text, at, Wire::default());
    }
    access::requirements(cx, pair, &place);
    inputs::compare(cx, pair, (before, after), &place);
    answers::compare(cx, pair, (before, after), &place);
}
