//! A change, and what it does to whom.

use super::effect::{Effect, Wire};
use super::kind::Kind;
use crate::model::Pointer;

/// One difference in meaning between two documents.
#[derive(Clone, Debug)]
pub struct Change {
    /// What sort of change it is.
    pub kind: Kind,
    /// What it is about: `GET /pets/{id}`, or the name of a schema.
    pub subject: String,
    /// What happened there, in a few words.
    pub text: String,
    /// Where the old document says it, if it does.
    pub old: Option<Pointer>,
    /// Where the new document says it, if it does.
    pub new: Option<Pointer>,
    /// What it does to programs that call the API with the client crate.
    pub callers: Effect,
    /// What it does to programs that implement the trait of the server crate.
    pub implementors: Effect,
    /// What it does on the wire.
    pub wire: Wire,
    /// What differs in the emitted code because of it.
    pub code: Vec<CodeChange>,
    /// The text without the place.
    pub(super) how: String,
    /// The parts of the emitted code that it has to do with.
    pub(super) touches: Vec<Touch>,
}

/// A difference in the emitted code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeChange {
    /// The path of the item, and its member: `types::Pet.name`.
    pub item: String,
    /// The code before; empty if there was none.
    pub old: String,
    /// The code after; empty if there is none.
    pub new: String,
}

/// A part of the emitted code: an item, or one of its members.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Touch {
    pub(super) item: String,
    /// None: the item itself and all of its members.
    pub(super) member: Option<String>,
}

impl Touch {
    pub(super) fn item(item: impl Into<String>) -> Self {
        Self { item: item.into(), member: None }
    }

    pub(super) fn member(item: impl Into<String>, member: impl Into<String>) -> Self {
        Self { item: item.into(), member: Some(member.into()) }
    }
}

impl Change {
    pub(super) fn is_about(&self, subject: &str) -> bool {
        self.subject.split(", ").any(|known| known == subject)
    }

    /// The worst that it does to anybody.
    #[must_use]
    pub fn effect(&self) -> Effect {
        let wire = self.wire.old_client.max(self.wire.new_client);
        self.callers.max(self.implementors).max(wire)
    }
}
