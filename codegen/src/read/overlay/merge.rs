//! How an `update` or a copy goes into what is there.

use serde_json::Value;

use super::provenance::{Mark, Provenance};
use crate::model::Pointer;

/// What decides whether two values can be merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Object,
    List,
    Plain,
}

impl Kind {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Object(_) => Self::Object,
            Value::Array(_) => Self::List,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Self::Plain,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::List => "a list",
            Self::Plain => "neither object nor list",
        }
    }
}

/// Two values that cannot be merged.
pub(super) struct Conflict {
    /// The one in the document.
    pub(super) at: Pointer,
    pub(super) there: Kind,
    /// The one in the overlay.
    pub(super) from: Mark,
    pub(super) new: Kind,
}

/// One action at work.
pub(super) struct Merge<'p> {
    pub(super) provenance: &'p mut Provenance,
    /// Something is not as it was.
    pub(super) changed: bool,
    pub(super) conflicts: Vec<Conflict>,
}

impl<'p> Merge<'p> {
    pub(super) fn new(provenance: &'p mut Provenance) -> Self {
        Self { provenance, changed: false, conflicts: Vec::new() }
    }

    /// Into what a target selects: unlike further inside, a list also takes a single item.
    pub(super) fn target(&mut self, there: &mut Value, new: &Value, at: &Pointer, from: &Mark) {
        match there {
            Value::Array(items) if !new.is_array() => self.append(items, new, at, from.clone()),
            _ => self.merge(there, new, at, from),
        }
    }

    fn merge(&mut self, there: &mut Value, new: &Value, at: &Pointer, from: &Mark) {
        match (there, new) {
            (Value::Object(there), Value::Object(new)) => {
                for (name, new) in new {
                    let (at, from) = (at.join(name), from.join(name));
                    match there.get_mut(name) {
                        Some(there) => self.merge(there, new, &at, &from),
                        None => {
                            there.insert(name.clone(), new.clone());
                            self.new_at(&at, from);
                        }
                    }
                }
            }
            (Value::Array(items), Value::Array(new)) => {
                for (index, new) in new.iter().enumerate() {
                    self.append(items, new, at, from.join(index));
                }
            }
            (there, new) if Kind::of(there) == Kind::of(new) => {
                if there != new {
                    *there = new.clone();
                    self.new_at(at, from.clone());
                }
            }
            (there, new) => self.conflicts.push(Conflict {
                at: at.clone(),
                there: Kind::of(there),
                from: from.clone(),
                new: Kind::of(new),
            }),
        }
    }

    fn append(&mut self, items: &mut Vec<Value>, new: &Value, at: &Pointer, from: Mark) {
        self.new_at(&at.join(items.len()), from);
        items.push(new.clone());
    }

    fn new_at(&mut self, at: &Pointer, from: Mark) {
        self.changed = true;
        self.provenance.set(at, from);
    }
}
