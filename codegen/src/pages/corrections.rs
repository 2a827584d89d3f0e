//! What the overlays changed and why, by the item that it belongs to.

use std::collections::BTreeSet;

use super::view::Correction;
use crate::model::Pointer;
use crate::read::overlay::Applied;

/// All changes, and which of them were shown at an item.
#[derive(Debug)]
pub(super) struct Corrections<'a> {
    applied: &'a [Applied],
    shown: BTreeSet<usize>,
}

impl<'a> Corrections<'a> {
    pub(super) fn new(applied: &'a [Applied]) -> Self {
        Self { applied, shown: BTreeSet::new() }
    }

    /// What was changed at an item or inside of it, in the order of the overlays.
    pub(super) fn of(&mut self, item: &Pointer) -> Vec<Correction> {
        let mut found: Vec<Correction> = Vec::new();
        for (index, applied) in self.applied.iter().enumerate() {
            let inside = applied.targets.iter().filter_map(|target| below(item, target));
            let places: Vec<String> = inside.collect();
            if places.is_empty() || !says_something(applied) {
                continue;
            }
            self.shown.insert(index);
            add(&mut found, places, &applied.reason);
        }
        found
    }

    /// What no item has shown.
    pub(super) fn rest(self) -> Vec<Correction> {
        let mut found: Vec<Correction> = Vec::new();
        for (index, applied) in self.applied.iter().enumerate() {
            if !self.shown.contains(&index) && says_something(applied) {
                let places = applied.targets.iter().map(ToString::to_string).collect();
                add(&mut found, places, &applied.reason);
            }
        }
        found
    }
}

/// A change of words needs no reason: the new ones can be read.
fn says_something(applied: &Applied) -> bool {
    !applied.reason.is_empty() && !applied.words_only
}

/// One entry for all places with the same reason.
fn add(found: &mut Vec<Correction>, places: Vec<String>, reason: &str) {
    let places: Vec<String> = places.into_iter().filter(|place| !place.is_empty()).collect();
    match found.iter_mut().find(|correction| correction.reason == reason) {
        Some(correction) => correction.places.extend(places),
        None => found.push(Correction { places, reason: reason.to_owned() }),
    }
}

/// The rest of a place below an item: `responses/200`.
fn below(item: &Pointer, place: &Pointer) -> Option<String> {
    let rest = place.tokens().strip_prefix(item.tokens())?;
    let properties = |token: &&String| *token != "properties";
    Some(rest.iter().filter(properties).cloned().collect::<Vec<_>>().join(" › "))
}

#[cfg(test)]
mod tests {
    use super::Corrections;
    use crate::model::Pointer;
    use crate::read::overlay::Applied;

    #[test]
    fn changes_stand_at_the_items_that_they_touch() {
        let at = |text: &str| Pointer::parse(text).unwrap();
        let applied = |targets: &[&str], reason: &str| Applied {
            targets: targets.iter().map(|target| at(target)).collect(),
            reason: reason.to_owned(),
            words_only: false,
        };
        let applied = [
            applied(&["/paths/~1a/get/responses/200", "/paths/~1b/get"], "why"),
            applied(&["/info"], "because"),
            applied(&["/paths/~1a/get"], "why"),
        ];
        let mut corrections = Corrections::new(&applied);
        let found = corrections.of(&at("/paths/~1a/get"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].places, ["responses › 200"]);
        assert!(corrections.of(&at("/paths/~1")).is_empty());
        assert_eq!(corrections.rest()[0].reason, "because");
    }
}
