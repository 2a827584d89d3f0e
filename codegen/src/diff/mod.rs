//! What changed between two documents, and what it breaks.
//!
//! Two models are compared, so the notation of the documents, their order, their texts for people
//! and where their base path stands make no difference. Operations are matched by method and full
//! path, schemas by the document's name for them.
//!
//! What a change does on the wire follows from who reads what the other side writes
//! ([`effect`](Effect), `accepts.rs`). What it does to programs is not judged by rules at all: both
//! documents are generated, and what programs can name of the crates is compared (`surface/`); every
//! difference there belongs to the changes that have to do with it, or is a change of its own.

mod accepts;
mod access;
mod answers;
mod change;
mod claims;
mod compare;
mod contents;
mod effect;
mod inputs;
mod kind;
mod limits;
mod lists;
mod objects;
mod operations;
mod render;
mod representation;
mod roles;
mod schemas;
mod semver;
mod servers;
mod surface;
mod touches;
mod unions;
mod usage;
mod words;

use crate::config::Config;
use crate::emit::Files;
use crate::model::Api;
use crate::name::Names;

pub use change::{Change, CodeChange};
pub use effect::{Effect, Usage, Wire};
pub use kind::Kind;
pub use render::{Format, render};
pub use semver::{Bump, Bumps};

/// One of two documents, as far as the generator took it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// What it means.
    pub api: &'a Api,
    /// What everything is called.
    pub names: &'a Names,
    /// What comes of it.
    pub files: &'a Files,
    /// What the generator was told.
    pub config: &'a Config,
}

/// What changed.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The worst first; then in the order of what they are about.
    pub changes: Vec<Change>,
    /// How the versions of the crates must change.
    pub bumps: Bumps,
}

/// Compares two documents. The error says that emitted code cannot be read, which is a mistake of
/// the generator.
pub fn diff(old: Side<'_>, new: Side<'_>) -> Result<Report, String> {
    let (mut changes, pairs) = compare::run(old, new);
    let renames = operations::renames(old, new, &pairs);
    let before = surface::read(old.files, &surface::Renames::default())?;
    let after = surface::read(new.files, &renames)?;
    let differences = surface::compare(&before, &after);
    let roles = roles::Roles::new(old, new, &before);
    claims::settle_renames(&mut changes, &pairs, old, new);
    let bumps = semver::bumps(&differences, &roles, &changes);
    claims::settle(&mut changes, differences, &roles, old, new);
    changes.sort_by(|a, b| {
        let key = |change: &Change| (change.subject.clone(), change.kind, change.text.clone());
        b.effect().cmp(&a.effect()).then_with(|| key(a).cmp(&key(b)))
    });
    Ok(Report { changes, bumps })
}

impl Report {
    /// The worst that any change does to anybody.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.changes.iter().map(Change::effect).max().unwrap_or_default()
    }
}
