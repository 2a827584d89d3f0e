//! How bad a change is.

use std::fmt;

/// What a change does to somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing that one would have to act on.
    #[default]
    Fine,
    /// It breaks some: programs that name every field of a struct or need a trait that is seldom
    /// needed, or an exchange that makes use of what the other side does not know.
    Partial,
    /// It breaks those who use what has changed.
    Breaking,
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Fine => "fine",
            Self::Partial => "may break",
            Self::Breaking => "breaks",
        })
    }
}

/// What a change does to two programs of different age that talk to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wire {
    /// A client of the old document asks a server of the new one.
    pub old_client: Effect,
    /// A client of the new document asks a server of the old one.
    pub new_client: Effect,
}

impl Wire {
    /// Both at once.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            old_client: self.old_client.max(other.old_client),
            new_client: self.new_client.max(other.new_client),
        }
    }

    /// The same the other way round.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { old_client: self.new_client, new_client: self.old_client }
    }

    /// The same, but not as bad as all that.
    #[must_use]
    pub fn at_most(self, worst: Effect) -> Self {
        Self { old_client: self.old_client.min(worst), new_client: self.new_client.min(worst) }
    }

    /// For both the same.
    #[must_use]
    pub fn both(effect: Effect) -> Self {
        Self { old_client: effect, new_client: effect }
    }
}

/// In which direction values of a schema travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// In requests: clients write, servers check and read.
    pub request: bool,
    /// In answers: servers write, clients read.
    pub answer: bool,
}

impl Usage {
    pub(super) const REQUEST: Self = Self { request: true, answer: false };
    pub(super) const ANSWER: Self = Self { request: false, answer: true };

    /// In either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { request: self.request || other.request, answer: self.answer || other.answer }
    }
}

/// Who reads a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// A server, which checks everything that the document says.
    Server,
    /// A client, which takes what it can decode.
    Client,
}

/// How values are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Writing {
    /// As JSON.
    #[default]
    Json,
    /// As texts, so a text can be any of them.
    Text,
    /// As texts, and lists by giving the name once per item: one value is a list of one.
    Repeated,
    /// As the texts of headers, the case of whose names does not matter.
    Headers,
}

/// What a change of values does to a reader when the writer is of the other age.
pub(super) struct Flow<F: Fn(Reader) -> Effect, B: Fn(Reader) -> Effect> {
    /// Old writer, new reader.
    pub(super) forth: F,
    /// New writer, old reader.
    pub(super) back: B,
}

impl<F: Fn(Reader) -> Effect, B: Fn(Reader) -> Effect> Flow<F, B> {
    /// What comes of it where such values travel.
    pub(super) fn on(&self, usage: Usage) -> Wire {
        let mut wire = Wire::default();
        if usage.request {
            let (old_client, new_client) =
                ((self.forth)(Reader::Server), (self.back)(Reader::Server));
            wire = wire.and(Wire { old_client, new_client });
        }
        if usage.answer {
            let (new_client, old_client) =
                ((self.forth)(Reader::Client), (self.back)(Reader::Client));
            wire = wire.and(Wire { old_client, new_client });
        }
        wire
    }
}
