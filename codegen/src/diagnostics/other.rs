//! Texts that a document refers to.

use std::fmt;
use std::sync::OnceLock;

use super::lines::Lines;
use crate::read::Source;
use crate::read::locate::Marks;

/// A text beside the document, with its lines and columns as soon as somebody asks.
pub struct OtherText {
    source: Source,
    read: fn(&str) -> Marks,
    marks: OnceLock<Marks>,
    lines: OnceLock<Lines>,
}

impl OtherText {
    /// A text, and how places in it are found.
    #[must_use]
    pub fn new(source: Source, read: fn(&str) -> Marks) -> Self {
        Self { source, read, marks: OnceLock::new(), lines: OnceLock::new() }
    }

    /// The text and its name.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    pub(super) fn marks(&self) -> &Marks {
        self.marks.get_or_init(|| (self.read)(&self.source.text))
    }

    pub(super) fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.source.text))
    }
}

impl fmt::Debug for OtherText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OtherText").field(&self.source.name).finish()
    }
}

impl PartialEq for OtherText {
    fn eq(&self, other: &Self) -> bool {
        self.source.name == other.source.name
    }
}

impl Eq for OtherText {}
