//! How the versions of the crates must change.

use std::fmt;

use super::change::Change;
use super::effect::Effect;
use super::roles::Roles;
use super::surface::Difference;

/// The part of a version that must change, by Cargo's rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing has changed.
    #[default]
    None,
    /// `1.2.3` to `1.2.4`, `0.2.3` to `0.2.4`: no program notices.
    Patch,
    /// `1.2.3` to `1.3.0`, `0.2.3` to `0.2.4`: something new can be used.
    Minor,
    /// `1.2.3` to `2.0.0`, `0.2.3` to `0.3.0`: there are programs that no longer compile.
    Major,
}

impl Bump {
    /// One word: `major`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The part to change as long as the first number is 0.
    #[must_use]
    pub const fn before_one(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch | Self::Minor => "patch",
            Self::Major => "minor",
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// The part of each crate's version that must change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bumps {
    /// Of the client crate, which has the types.
    pub client: Bump,
    /// Of the server crate, which shows the client crate's types.
    pub server: Bump,
}

/// What the differences, and what is already known of the changes, ask for. Every program counts.
pub(super) fn bumps(differences: &[Difference], roles: &Roles, changes: &[Change]) -> Bumps {
    let known = |change: &Change| match change.callers.max(change.implementors) {
        Effect::Fine => Bump::Patch,
        Effect::Partial | Effect::Breaking => Bump::Major,
    };
    let least = changes.iter().map(known).max().unwrap_or_default();
    let mut bumps = Bumps { client: least, server: least };
    for difference in differences {
        let verdict = roles.judge(difference);
        let bump = match verdict.callers.max(verdict.implementors) {
            Effect::Fine => Bump::Minor,
            Effect::Partial | Effect::Breaking => Bump::Major,
        };
        if !difference.item.starts_with("server::") {
            bumps.client = bumps.client.max(bump);
        }
        if !difference.item.starts_with("client::") && !difference.item.starts_with("Call<") {
            bumps.server = bumps.server.max(bump);
        }
    }
    bumps
}
