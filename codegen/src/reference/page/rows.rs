//! Tables whose rows nest by marks before their names: `»` for each step.

use super::super::fact::{Fact, Kind};
use super::super::place::Read;
use super::block::Words;
use super::parts::Parts;

/// How far names may be nested.
const DEEPEST: usize = 50;

/// Facts whose rows come one after the other.
pub(super) struct Rows {
    parts: Parts,
    kind: Kind,
    /// One for each step: the facts that are not complete yet.
    open: Vec<Fact>,
    done: Vec<Fact>,
}

impl Rows {
    pub(super) fn new(parts: Parts, kind: Kind) -> Self {
        Self { parts, kind, open: Vec::new(), done: Vec::new() }
    }

    /// Takes a row; the caller completes the fact.
    pub(super) fn push(
        &mut self,
        name: &Words,
        complete: impl FnOnce(&mut Fact) -> Read<()>,
    ) -> Read<()> {
        let text = name.as_str();
        let start = text.find(|c: char| c != '»' && !c.is_whitespace()).unwrap_or(text.len());
        let depth = text.get(..start).unwrap_or_default().matches('»').count();
        let bare = name.part(start..text.len());
        if depth > self.open.len() || depth > DEEPEST || bare.is_blank() {
            return self.parts.fail(name, "this row belongs to none");
        }
        self.close(depth);
        let mut fact = match bare.as_str() {
            "[any property]" if self.kind == Kind::Field => {
                Fact::new(Kind::Additional, "", self.parts.at(&bare))
            }
            _ => self.parts.named(self.kind, &bare),
        };
        complete(&mut fact)?;
        self.open.push(fact);
        Ok(())
    }

    /// Completes everything that is deeper than this.
    fn close(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(fact) = self.open.pop() else { return };
            match self.open.last_mut() {
                Some(parent) => parent.below.push(fact),
                None => self.done.push(fact),
            }
        }
    }

    pub(super) fn finish(mut self) -> Vec<Fact> {
        self.close(0);
        self.done
    }
}

/// The first fact of this name, however deep.
pub(super) fn find_row<'f>(facts: &'f mut [Fact], name: &str) -> Option<&'f mut Fact> {
    for fact in facts {
        if matches!(fact.kind, Kind::Row | Kind::Field) {
            if fact.name == name {
                return Some(fact);
            }
            if let Some(found) = find_row(&mut fact.below, name) {
                return Some(found);
            }
        }
    }
    None
}
