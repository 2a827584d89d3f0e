//! What is wrong with a document, a config or an output folder: collected, never thrown.

mod code;
mod json;
mod lines;
mod other;
mod places;
mod render;

use std::sync::Arc;

use crate::model::Pointer;
use crate::read::Moves;

pub use code::Code;
pub use json::to_json;
pub use other::OtherText;
pub use places::Places;
pub(crate) use render::one_line;
pub use render::render_text;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The document is right, but this generator cannot do it yet. Nothing is written.
    Unsupported,
    /// Worth knowing.
    Warning,
}

/// Which half of a `key: value` pair a diagnostic points at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The member's name.
    Key,
    /// The member's value.
    #[default]
    Value,
}

/// Which text a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A node of the OpenAPI document.
    Document(Pointer, Part),
    /// A node of an overlay.
    Overlay {
        /// Which one, from 0.
        overlay: usize,
        /// Where in its text.
        pointer: Pointer,
        /// Of the pair that the pointer names.
        part: Part,
    },
    /// A node of the config file.
    Config(Pointer, Part),
    /// A node of a file that the document refers to.
    Other(Arc<OtherText>, Pointer, Part),
    /// A line and a column (both from 1) of a named file: what a parser reported.
    Text {
        /// As the user named it.
        file: String,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
    },
    /// A file as a whole, or a folder.
    File(String),
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What kind of mistake it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// Where.
    pub at: Place,
    /// What to do about it; may be empty.
    pub help: String,
    /// Other places that have to do with it, and what stands there.
    pub notes: Vec<(Place, String)>,
    /// The rewritings of the document up to here, the first one first.
    moves: Vec<Arc<Moves>>,
    /// The place as it was reported, after all rewritings.
    node: Option<Pointer>,
    /// What depends on it is left out, so it is in nobody's way.
    tolerated: bool,
}

impl Diagnostic {
    /// Says what to do about it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = help.into();
        self
    }

    /// Names another place of the document that has to do with it.
    pub fn note(&mut self, at: &Pointer, text: impl Into<String>) -> &mut Self {
        let place = Place::Document(at.clone(), Part::Value);
        self.notes.push((original(place, &self.moves), text.into()));
        self
    }

    /// Points at the member's name instead of its value.
    pub fn at_key(&mut self) -> &mut Self {
        if let Place::Document(_, part)
        | Place::Overlay { part, .. }
        | Place::Config(_, part)
        | Place::Other(_, _, part) = &mut self.at
        {
            *part = Part::Key;
        }
        self
    }
}

/// Everything that was found so far.
#[derive(Debug, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
    moves: Vec<Arc<Moves>>,
    tolerated: Vec<Code>,
}

/// A place of the document as its author knows it.
fn original(place: Place, moves: &[Arc<Moves>]) -> Place {
    match place {
        Place::Document(pointer, part) => unmoved(pointer, part, moves),
        Place::Overlay { .. }
        | Place::Config(..)
        | Place::Other(..)
        | Place::Text { .. }
        | Place::File(_) => place,
    }
}

/// A place of the document as its author wrote it, or of another text that it refers to.
fn unmoved(mut pointer: Pointer, part: Part, moves: &[Arc<Moves>]) -> Place {
    for moves in moves.iter().rev() {
        match moves.find(&pointer) {
            (Some(text), from) => return Place::Other(text, from, part),
            (None, from) => pointer = from,
        }
    }
    Place::Document(pointer, part)
}

impl Diagnostics {
    /// Takes mistakes of these kinds for nothing more than worth knowing.
    #[must_use]
    pub fn tolerating(codes: &[Code]) -> Self {
        Self { tolerated: codes.to_vec(), ..Self::default() }
    }

    /// Reports something about any place.
    pub fn report(
        &mut self,
        code: Code,
        severity: Severity,
        at: Place,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let severity = if self.tolerated.contains(&code) { Severity::Warning } else { severity };
        let node = match &at {
            Place::Document(pointer, _) => Some(pointer.clone()),
            Place::Overlay { .. }
            | Place::Config(..)
            | Place::Other(..)
            | Place::Text { .. }
            | Place::File(_) => None,
        };
        self.items.push(Diagnostic {
            code,
            severity,
            message: message.into(),
            at: original(at, &self.moves),
            help: String::new(),
            notes: Vec::new(),
            moves: self.moves.clone(),
            node,
            tolerated: false,
        });
        let last = self.items.len() - 1;
        // `Vec::last_mut` would need an `expect`; the index was made valid one line above.
        #[expect(clippy::indexing_slicing, reason = "pushed just above")]
        &mut self.items[last]
    }

    /// Reports a mistake in the document.
    pub fn error(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(code, Severity::Error, Place::Document(at.clone(), Part::Value), message)
    }

    /// Reports a construct that is legal but not supported yet.
    pub fn unsupported(&mut self, at: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        let place = Place::Document(at.clone(), Part::Value);
        self.report(Code::Unsupported, Severity::Unsupported, place, message)
    }

    /// Reports something that is worth knowing.
    pub fn warning(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(code, Severity::Warning, Place::Document(at.clone(), Part::Value), message)
    }

    /// The document was rewritten: places that are reported from here on are those of the new one.
    /// They are kept as what they were before.
    pub(crate) fn rewritten(&mut self, moves: Moves) {
        self.moves.push(Arc::new(moves));
    }

    /// An empty collection for the same places, to be appended later.
    pub(crate) fn aside(&self) -> Self {
        Self { items: Vec::new(), moves: self.moves.clone(), tolerated: self.tolerated.clone() }
    }

    /// An empty collection for another text, to be appended later.
    pub(crate) fn in_text(&self, text: Arc<OtherText>) -> Self {
        let moves = vec![Arc::new(Moves::whole(text))];
        Self { items: Vec::new(), moves, tolerated: self.tolerated.clone() }
    }

    /// Takes over what was reported elsewhere.
    pub fn append(&mut self, mut other: Self) {
        self.items.append(&mut other.items);
    }

    /// The nodes that are not supported, and what was said about them.
    pub(crate) fn refused(&self) -> Vec<(Pointer, String)> {
        let refused = self.items.iter().filter(|item| item.severity == Severity::Unsupported);
        refused.filter_map(|item| Some((item.node.clone()?, item.message.clone()))).collect()
    }

    /// Takes over what is not supported, as something that is in nobody's way.
    pub(crate) fn append_refusals(&mut self, other: Self) {
        let refused = other.items.into_iter().filter(|d| d.severity == Severity::Unsupported);
        self.items.extend(refused.map(|item| Diagnostic { tolerated: true, ..item }));
    }

    /// Something was reported that forbids going on.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|d| d.severity != Severity::Warning && !d.tolerated)
    }

    /// In the order of their discovery.
    #[must_use]
    pub fn items(&self) -> &[Diagnostic] {
        &self.items
    }
}
