//! The comparison of two models: where it starts, and where changes are collected.

use super::change::{Change, Touch};
use super::effect::{Effect, Usage, Wire, Writing};
use super::kind::Kind;
use super::operations::{self, Pair};
use super::usage::Reach;
use super::{Side, access, schemas, servers};
use crate::model::Pointer;

/// The comparison of two documents.
pub(super) struct Comparison<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
    /// In which directions schemas travel that have names.
    pub(super) reach: Reach<'a>,
    /// The worst that a change can do on the wire where it is being looked.
    pub(super) worst: Effect,
    changes: Vec<Change>,
}

/// Something that both documents have, or one of them has.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// What people call it: `GET /pets/{id}`.
    pub(super) subject: String,
    /// Where in it; empty, or words like ``query parameter `limit` ``.
    pub(super) within: String,
    /// In which directions it travels.
    pub(super) usage: Usage,
    /// The parts of the emitted code that it has to do with.
    pub(super) touches: Vec<Touch>,
    /// A reader takes `null` for an absent value, by the old and by the new document.
    pub(super) null_is_absent: (bool, bool),
    /// Where each document says what travels here; counts for schemas that have names.
    pub(super) site: (Pointer, Pointer),
    /// How values are written here.
    pub(super) writing: Writing,
    /// Of a member: whether it must be there, by the old and by the new document.
    pub(super) required: Option<(bool, bool)>,
}

impl Place {
    /// Something inside of it.
    pub(super) fn inner(&self, words: &str) -> Self {
        let within = match self.within.as_str() {
            "" => words.to_owned(),
            outer => format!("{outer}, {words}"),
        };
        let writing = match self.writing {
            Writing::Json => Writing::Json,
            Writing::Text | Writing::Repeated | Writing::Headers => Writing::Text,
        };
        Self { within, null_is_absent: (false, false), required: None, writing, ..self.clone() }
    }

    fn told(&self, text: &str) -> String {
        match self.within.as_str() {
            "" => text.to_owned(),
            within => format!("{within}: {text}"),
        }
    }
}

/// Where a change stands in both documents.
pub(super) type At<'p> = (Option<&'p Pointer>, Option<&'p Pointer>);

/// Every change of meaning, and the operations that both documents have.
pub(super) fn run<'a>(old: Side<'a>, new: Side<'a>) -> (Vec<Change>, Vec<Pair<'a>>) {
    let pairs = operations::pairs(old, new);
    let reach = Reach::new(old, new, &pairs);
    let mut comparison =
        Comparison { old, new, reach, worst: Effect::Breaking, changes: Vec::new() };
    operations::compare(&mut comparison, &pairs);
    schemas::components(&mut comparison);
    access::schemes(&mut comparison);
    servers::compare(&mut comparison);
    (comparison.changes, pairs)
}

/// The schema with a name in which a place lies.
pub(super) fn component_around(place: &Pointer) -> Option<&str> {
    match place.tokens() {
        [components, schemas, name, ..] if components == "components" && schemas == "schemas" => {
            Some(name)
        }
        _ => None,
    }
}

impl Comparison<'_> {
    /// Notes a change. What several operations share is one change, and so is what several schemas have
    /// of the same part: it is told where that part stands by itself, so in the fewest words, and of the
    /// schema in which it stands.
    pub(super) fn note(&mut self, kind: Kind, place: &Place, text: &str, at: At<'_>, wire: Wire) {
        let (old, new, wire) = (at.0.cloned(), at.1.cloned(), wire.at_most(self.worst));
        let (how, text) = (text.to_owned(), place.told(text));
        let same = |known: &&mut Change| {
            known.kind == kind && known.old == old && known.new == new && known.how == how
        };
        if let Some(known) = self.changes.iter_mut().find(same) {
            known.wire = known.wire.and(wire);
            known.touches.extend(place.touches.iter().cloned());
            let mut places = at.0.into_iter().chain(at.1);
            let home = places.find_map(component_around);
            let is_home = |subject: &str| home == Some(subject);
            let comes_home = text == known.text && is_home(&place.subject);
            if text.len() < known.text.len() || comes_home {
                (known.subject, known.text) = (place.subject.clone(), text);
            } else if text == known.text
                && !known.is_about(&place.subject)
                && !is_home(&known.subject)
            {
                known.subject = format!("{}, {}", known.subject, place.subject);
            }
            return;
        }
        self.changes.push(Change {
            kind,
            subject: place.subject.clone(),
            text,
            how,
            old,
            new,
            callers: Effect::Fine,
            implementors: Effect::Fine,
            wire,
            code: Vec::new(),
            touches: place.touches.clone(),
        });
    }

    /// Notes that something is deprecated now, or no longer: nobody breaks.
    pub(super) fn deprecation(
        &mut self,
        kinds: [Kind; 2],
        place: &Place,
        deprecated: (bool, bool),
        at: At<'_>,
    ) {
        let (kind, text) = match deprecated {
            (false, true) => (kinds[0], "deprecated"),
            (true, false) => (kinds[1], "no longer deprecated"),
            (false, false) | (true, true) => return,
        };
        self.note(kind, place, text, at, Wire::default());
    }
}
