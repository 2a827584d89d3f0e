//! From which text every part of the effective document is.

use std::collections::BTreeMap;

use super::location::{Location, Step};
use crate::diagnostics::{Part, Place};
use crate::model::Pointer;

/// One of the texts that a document is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// The document's own.
    Document,
    /// That of the overlay with this number, counted from 0.
    Overlay(usize),
}

/// Where a part of the effective document is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// In which text.
    pub text: Text,
    /// Where in that text.
    pub pointer: Pointer,
}

impl Origin {
    /// As a place for a diagnostic.
    #[must_use]
    pub fn place(self, part: Part) -> Place {
        match self.text {
            Text::Document => Place::Document(self.pointer, part),
            Text::Overlay(overlay) => Place::Overlay { overlay, pointer: self.pointer, part },
        }
    }
}

/// Where every part of the effective document is written. Without overlays: where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    root: Node,
    applied: Vec<Applied>,
    /// What actions took away, and where they say so.
    removed: Vec<(Pointer, Origin)>,
}

/// An action that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// What it changed, as the document was at that time.
    pub targets: Vec<Pointer>,
    /// The action's description; empty when it has none.
    pub reason: String,
    /// Nothing but words for people was changed.
    pub words_only: bool,
}

/// A part whose origin does not follow from that of what is around it, or the way to one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Node {
    mark: Option<Mark>,
    children: BTreeMap<String, Node>,
}

/// Where a part is written, and what this says about everything inside of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    origin: Origin,
    /// It looks the same there. Else, as with copies, the origin stands for everything inside.
    same_shape: bool,
}

impl Mark {
    /// A value that is written out in an overlay.
    pub(super) fn written(overlay: usize, pointer: Pointer) -> Self {
        Self { origin: Origin { text: Text::Overlay(overlay), pointer }, same_shape: true }
    }

    /// A value that an overlay only points to.
    pub(super) fn copied(overlay: usize, pointer: Pointer) -> Self {
        Self { same_shape: false, ..Self::written(overlay, pointer) }
    }

    pub(super) fn pointer(&self) -> &Pointer {
        &self.origin.pointer
    }

    /// The mark of something inside.
    pub(super) fn join(&self, token: impl std::fmt::Display) -> Self {
        self.join_all(&[token.to_string()])
    }

    fn join_all(&self, tokens: &[String]) -> Self {
        let mut mark = self.clone();
        if mark.same_shape {
            mark.origin.pointer = mark.origin.pointer.join_all(tokens.iter().map(String::as_str));
        }
        mark
    }
}

impl Provenance {
    /// Where a part of the effective document is written.
    #[must_use]
    pub fn find(&self, pointer: &Pointer) -> Origin {
        self.mark(pointer.tokens()).origin
    }

    /// The actions that were applied, in their order.
    #[must_use]
    pub fn applied(&self) -> &[Applied] {
        &self.applied
    }

    /// An action is applied.
    pub(super) fn note(&mut self, applied: Applied) {
        self.applied.push(applied);
    }

    /// Where the overlay is that took away what stood at a place, or around it.
    #[must_use]
    pub(crate) fn removed(&self, pointer: &Pointer) -> Option<&Origin> {
        let around = |gone: &Pointer| pointer.tokens().starts_with(gone.tokens());
        self.removed.iter().rev().find(|(gone, _)| around(gone)).map(|(_, by)| by)
    }

    /// The mark that counts for a place: its own, else what follows from the next one around it.
    fn mark(&self, tokens: &[String]) -> Mark {
        let identity = Mark {
            origin: Origin { text: Text::Document, pointer: Pointer::root() },
            same_shape: true,
        };
        let (mut mark, mut inside) = (self.root.mark.as_ref().unwrap_or(&identity), tokens);
        let (mut node, mut rest) = (&self.root, tokens);
        while let Some((token, after)) = rest.split_first() {
            let Some(child) = node.children.get(token) else { break };
            (node, rest) = (child, after);
            if let Some(own) = &child.mark {
                (mark, inside) = (own, rest);
            }
        }
        mark.join_all(inside)
    }

    /// Something new stands at a place.
    pub(super) fn set(&mut self, at: &Pointer, mark: Mark) {
        *self.node(at.tokens()) = Node { mark: Some(mark), children: BTreeMap::new() };
    }

    /// Something was taken away by what stands in an overlay; `length` is that of the list around it
    /// before.
    pub(super) fn remove(&mut self, location: &Location, length: usize, by: &Mark) {
        let pointer = location.pointer();
        self.removed.push((pointer.clone(), by.origin.clone()));
        let Some((name, parents)) = pointer.tokens().split_last() else { return };
        let Some(Step::Index(index)) = location.0.last() else {
            self.node(parents).children.remove(name);
            return;
        };
        // Everything behind it moves up and takes its origin along.
        let around = self.mark(parents);
        let list = &mut self.node(parents).children;
        list.remove(name);
        for old in index.saturating_add(1)..length {
            let mut item = list.remove(&old.to_string()).unwrap_or_default();
            item.mark.get_or_insert_with(|| around.join(old));
            list.insert(old.saturating_sub(1).to_string(), item);
        }
    }

    fn node(&mut self, tokens: &[String]) -> &mut Node {
        tokens
            .iter()
            .fold(&mut self.root, |node, token| node.children.entry(token.clone()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Provenance, Text};
    use crate::model::Pointer;
    use crate::read::overlay::location::{Location, Step};

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    fn index(list: &str, index: usize) -> Location {
        Location(vec![Step::Name(list.to_owned()), Step::Index(index)])
    }

    fn by() -> Mark {
        Mark::written(0, at("/actions/0/remove"))
    }

    fn find(provenance: &Provenance, pointer: &str) -> (Text, String) {
        let origin = provenance.find(&at(pointer));
        (origin.text, origin.pointer.to_string())
    }

    #[test]
    fn the_nearest_mark_counts() {
        let mut provenance = Provenance::default();
        assert_eq!(find(&provenance, "/a/b"), (Text::Document, "/a/b".to_owned()));
        provenance.set(&at("/a"), Mark::written(0, at("/actions/0/update")));
        provenance.set(&at("/a/b/c"), Mark::copied(1, at("/actions/3/copy")));
        assert_eq!(find(&provenance, ""), (Text::Document, String::new()));
        assert_eq!(
            find(&provenance, "/a/b/0"),
            (Text::Overlay(0), "/actions/0/update/b/0".to_owned())
        );
        assert_eq!(
            find(&provenance, "/a/b/c/d/e"),
            (Text::Overlay(1), "/actions/3/copy".to_owned())
        );
        provenance.set(&at("/a"), Mark::written(2, at("/x")));
        assert_eq!(find(&provenance, "/a/b/c/d"), (Text::Overlay(2), "/x/b/c/d".to_owned()));
        provenance.set(&at(""), Mark::written(3, at("/y")));
        assert_eq!(find(&provenance, "/a"), (Text::Overlay(3), "/y/a".to_owned()));
    }

    #[test]
    fn what_moves_up_keeps_its_origin() {
        let mut provenance = Provenance::default();
        provenance.set(&at("/l/3"), Mark::written(0, at("/u")));
        provenance.remove(&index("l", 1), 4, &by());
        assert_eq!(find(&provenance, "/l/0/a"), (Text::Document, "/l/0/a".to_owned()));
        assert_eq!(find(&provenance, "/l/1/a"), (Text::Document, "/l/2/a".to_owned()));
        assert_eq!(find(&provenance, "/l/2/a"), (Text::Overlay(0), "/u/a".to_owned()));
        provenance.remove(&index("l", 0), 3, &by());
        assert_eq!(find(&provenance, "/l/0/a"), (Text::Document, "/l/2/a".to_owned()));
        assert_eq!(find(&provenance, "/l/1/a"), (Text::Overlay(0), "/u/a".to_owned()));
        provenance.remove(&index("l", 1), 2, &by());
        provenance.set(&at("/l/1"), Mark::written(1, at("/v")));
        assert_eq!(find(&provenance, "/l/1"), (Text::Overlay(1), "/v".to_owned()));
    }

    #[test]
    fn lists_of_overlays_and_of_copies_move_up_too() {
        let mut provenance = Provenance::default();
        provenance.set(&at("/l"), Mark::written(0, at("/u")));
        provenance.remove(&index("l", 0), 3, &by());
        assert_eq!(find(&provenance, "/l/0"), (Text::Overlay(0), "/u/1".to_owned()));
        assert_eq!(find(&provenance, "/l/1/x"), (Text::Overlay(0), "/u/2/x".to_owned()));
        provenance.set(&at("/l"), Mark::copied(0, at("/c")));
        provenance.remove(&index("l", 0), 3, &by());
        assert_eq!(find(&provenance, "/l/1/x"), (Text::Overlay(0), "/c".to_owned()));
        provenance.set(&at("/m/0/k"), Mark::written(0, at("/k")));
        provenance.remove(&Location(vec![Step::Name("m".to_owned())]), 0, &by());
        assert_eq!(find(&provenance, "/m/0/k"), (Text::Document, "/m/0/k".to_owned()));
    }
}
