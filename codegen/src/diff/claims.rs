//! Which change is to blame for which difference in the emitted code.

use super::Side;
use super::change::{Change, CodeChange, Touch};
use super::effect::{Effect, Wire};
use super::kind::Kind;
use super::operations::Pair;
use super::roles::{Roles, Verdict};
use super::surface::{Difference, What};
use super::touches::{self, type_path};
use crate::model::Pointer;

/// Gives every difference to the changes that have to do with it. One that no change explains is a
/// change of its own, unless it only adds something.
pub(super) fn settle(
    changes: &mut Vec<Change>,
    differences: Vec<Difference>,
    roles: &Roles,
    old: Side<'_>,
    new: Side<'_>,
) {
    let mut orphans: Vec<(Difference, Verdict)> = Vec::new();
    for difference in differences {
        let verdict = roles.judge(&difference);
        let mut claimed = false;
        for change in changes.iter_mut().filter(|change| concerns(change, &difference)) {
            blame(change, &difference, verdict);
            claimed = true;
        }
        if !claimed && verdict != Verdict::default() {
            orphans.push((difference, verdict));
        }
    }
    let mut consequences: Vec<(String, Change)> = Vec::new();
    for (difference, verdict) in orphans {
        let item = &difference.item;
        if !consequences.iter().any(|(known, _)| known == item) {
            consequences.push((item.clone(), consequence(item, old, new)));
        }
        for (_, change) in consequences.iter_mut().filter(|(known, _)| known == item) {
            blame(change, &difference, verdict);
        }
    }
    changes.extend(consequences.into_iter().map(|(_, change)| change));
}

/// Another id gives a method another name, under which everybody knows it.
pub(super) fn settle_renames(
    changes: &mut [Change],
    pairs: &[Pair<'_>],
    old: Side<'_>,
    new: Side<'_>,
) {
    for pair in pairs {
        let names = touches::names(old, pair.old).zip(touches::names(new, pair.new));
        let Some((before, after)) = names.filter(|(a, b)| a.function != b.function) else {
            continue;
        };
        let is_this = |change: &&mut Change| {
            change.kind == Kind::OperationIdChanged && change.old.as_ref() == Some(&pair.old.origin)
        };
        for change in changes.iter_mut().filter(is_this) {
            (change.callers, change.implementors) = (Effect::Breaking, Effect::Breaking);
            let code = |function: &str| format!("fn {function}");
            change.code.push(CodeChange {
                item: "method".to_owned(),
                old: code(&before.function),
                new: code(&after.function),
            });
        }
    }
}

fn concerns(change: &Change, difference: &Difference) -> bool {
    change.touches.iter().any(|touch: &Touch| {
        touch.item == difference.item
            && (touch.member.is_none() || touch.member == difference.member)
    })
}

fn blame(change: &mut Change, difference: &Difference, verdict: Verdict) {
    change.callers = change.callers.max(verdict.callers);
    change.implementors = change.implementors.max(verdict.implementors);
    let item = match &difference.member {
        Some(member) => format!("{}.{member}", difference.item),
        None => difference.item.clone(),
    };
    let (old, new) = difference.code.clone();
    let shown = |code: String, absent: bool| match (absent, code.is_empty()) {
        (true, _) => String::new(),
        (false, true) => "there".to_owned(),
        (false, false) => code,
    };
    let added = matches!(difference.what, What::ItemAdded | What::Added { .. });
    let removed = matches!(difference.what, What::ItemRemoved | What::Removed(_));
    change.code.push(CodeChange { item, old: shown(old, added), new: shown(new, removed) });
}

fn consequence(item: &str, old: Side<'_>, new: Side<'_>) -> Change {
    let text = "the code differs as a consequence of other changes".to_owned();
    Change {
        kind: Kind::CodeOnly,
        subject: item.to_owned(),
        how: text.clone(),
        text,
        old: origin(old, item),
        new: origin(new, item),
        callers: Effect::Fine,
        implementors: Effect::Fine,
        wire: Wire::default(),
        code: Vec::new(),
        touches: Vec::new(),
    }
}

/// Where the document describes what became this item.
fn origin(side: Side<'_>, item: &str) -> Option<Pointer> {
    let of_type = side.api.type_ids().find(|id| type_path(side, *id).as_deref() == Some(item));
    let of_type = of_type.map(|id| side.api.schema(id).origin.clone());
    let operations = side.api.operations.iter().zip(&side.names.operations);
    let mut touched = operations.filter(|(_, names)| {
        touches::whole(names).iter().any(|touch| touch.member.is_none() && touch.item == item)
    });
    of_type.or_else(|| touched.next().map(|(operation, _)| operation.origin.clone()))
}
