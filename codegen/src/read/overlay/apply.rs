//! Actions at work, one after the other, each on what the one before it left.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::action::{Action, Change};
use super::document::Overlay;
use super::limits::{Room, Size};
use super::location::Location;
use super::merge::{Conflict, Kind, Merge};
use super::provenance::{Applied, Mark, Provenance};
use super::query::Query;
use super::report::Report;
use crate::diagnostics::{Code, Diagnostics, Part};
use crate::model::Pointer;

/// Applies an overlay, and notes which parts of the document are its own from then on.
///
/// An action that cannot be applied or has no effect is reported; the others are applied all the
/// same, to find out about them too. Returns how many of the reports say that what had to go was not
/// there: without such actions the result would be the same.
pub fn apply(
    value: &mut Value,
    overlay: &Overlay,
    provenance: &mut Provenance,
    diags: &mut Diagnostics,
) -> usize {
    let report = Report::new(overlay.index, diags);
    let room = Room::default();
    let mut run = Run { value, overlay: overlay.index, provenance, report, room, gone: 0 };
    for action in &overlay.actions {
        run.action(action);
        if run.room.is_full() {
            break;
        }
    }
    run.gone
}

/// The state between two actions.
struct Run<'a> {
    value: &'a mut Value,
    overlay: usize,
    provenance: &'a mut Provenance,
    report: Report<'a>,
    room: Room,
    /// Reports about things that had to go and were not there.
    gone: usize,
}

impl Run<'_> {
    fn action(&mut self, action: &Action) {
        let targets = action.target.select(self.value);
        if targets.is_empty() {
            self.gone += usize::from(matches!(action.change, Change::Remove));
            let message = format!("nothing in the document matches `{}`", action.target.text);
            self.report
                .error(Code::OverlayNoEffect, &action.at.join("target"), message)
                .help("correct the target, or remove the action");
            return;
        }
        self.provenance.note(Applied {
            targets: targets.iter().map(Location::pointer).collect(),
            reason: action.reason.clone(),
            words_only: action.change.is_words_only(),
        });
        match &action.change {
            Change::Remove => self.remove(action, &targets),
            Change::Update(new) => {
                let from = Mark::written(self.overlay, action.at.join("update"));
                self.merge(action, &targets, new, &from);
            }
            Change::Copy(source) => {
                let at = action.at.join("copy");
                if let Some(new) = self.source(source, &at) {
                    self.merge(action, &targets, &new, &Mark::copied(self.overlay, at));
                }
            }
        }
    }

    /// What is inside goes before what is around it, and later items of a list before earlier ones:
    /// so no place moves before its turn comes.
    fn remove(&mut self, action: &Action, targets: &BTreeSet<Location>) {
        let by = Mark::written(self.overlay, action.at.join("remove"));
        for location in targets.iter().rev() {
            match location.remove(self.value) {
                Some(length) => self.provenance.remove(location, length, &by),
                None => {
                    _ = self
                        .report
                        .error(
                            Code::OverlayConflict,
                            &action.at.join("target"),
                            "the whole document cannot be removed",
                        )
                        .help("select what has to go")
                }
            }
        }
    }

    /// The one value that is copied, as it is before the action.
    fn source(&mut self, source: &Query, at: &Pointer) -> Option<Value> {
        let found = source.select(self.value);
        let mut found = found.iter();
        let (first, more) = (found.next(), found.len());
        let Some(first) = first else {
            let message = format!("nothing in the document matches `{}`", source.text);
            self.report
                .error(Code::OverlayNoEffect, at, message)
                .help("correct the path, or remove the action");
            return None;
        };
        if more > 0 {
            let message = format!("`{}` matches {} places", source.text, more.saturating_add(1));
            self.report
                .error(Code::OverlayConflict, at, message)
                .help("what is copied has to be a single place");
            return None;
        }
        first.find(self.value).cloned()
    }

    fn merge(&mut self, action: &Action, targets: &BTreeSet<Location>, new: &Value, from: &Mark) {
        if self.mixed(action, targets) || self.too_large(targets, new, from) {
            return;
        }
        let mut merge = Merge::new(self.provenance);
        for location in targets {
            if let Some(there) = location.find_mut(self.value) {
                merge.target(there, new, &location.pointer(), from);
            }
        }
        let Merge { changed, conflicts, .. } = merge;
        if conflicts.is_empty() && !changed {
            self.report
                .error(Code::OverlayNoEffect, &action.at, "the action changes nothing")
                .help("the document already says this; remove the action");
        }
        for conflict in conflicts {
            self.conflict(&conflict);
        }
    }

    fn conflict(&mut self, conflict: &Conflict) {
        let Conflict { at, there, from, new } = conflict;
        let message = format!("this is {}, but `{at}` is {}", new.words(), there.words());
        let place = self.provenance.find(at).place(Part::Value);
        self.report
            .error(Code::OverlayConflict, from.pointer(), message)
            .help("to replace it, remove it first in an action of its own")
            .notes
            .push((place, format!("{} stands here", there.words())));
    }

    /// Reports targets of different kinds: no `update` fits them all.
    fn mixed(&mut self, action: &Action, targets: &BTreeSet<Location>) -> bool {
        let mut kinds = BTreeMap::new();
        for location in targets {
            if let Some(there) = location.find(self.value) {
                kinds.entry(Kind::of(there)).or_insert(location);
            }
        }
        if kinds.len() < 2 {
            return false;
        }
        let notes: Vec<_> = kinds
            .iter()
            .map(|(kind, location)| {
                let place = self.provenance.find(&location.pointer()).place(Part::Value);
                (place, format!("{} stands here", kind.words()))
            })
            .collect();
        let message = format!("`{}` matches things of different kinds", action.target.text);
        self.report
            .error(Code::OverlayConflict, &action.at.join("target"), message)
            .help("an action changes only objects, only lists, or only plain values")
            .notes
            .extend(notes);
        true
    }

    fn too_large(&mut self, targets: &BTreeSet<Location>, new: &Value, from: &Mark) -> bool {
        let size = Size::of(new);
        let (code, message) = if !targets.iter().all(|target| size.fits_below(target.0.len())) {
            (Code::TooDeep, "with this, the document would be nested too deeply")
        } else if !self.room.take(size, targets.len()) {
            (Code::OverlayConflict, "with this, the document would become too large")
        } else {
            return false;
        };
        self.report.error(code, from.pointer(), message).help("add less, or to fewer places");
        true
    }
}
