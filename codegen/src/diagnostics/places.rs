//! Where diagnostics stand: texts, and lines and columns in them.

use std::sync::{Arc, OnceLock};

use super::lines::{Excerpt, Lines};
use super::{Diagnostic, Diagnostics, Part, Place, unmoved};
use crate::model::Pointer;
use crate::read::locate::{Marks, Span};
use crate::read::overlay::{Provenance, Text as Home};
use crate::read::{Moves, Source};

/// The texts that diagnostics are about. Places in them are looked up when a report is printed.
#[derive(Debug, Default)]
pub struct Places {
    document: Text,
    config: Text,
    overlays: Vec<Text>,
    provenance: Provenance,
    moves: Vec<Arc<Moves>>,
}

#[derive(Debug, Default)]
struct Text {
    source: Option<Source>,
    marks: OnceLock<Marks>,
    lines: OnceLock<Lines>,
}

/// A place as it is shown.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown<'a> {
    /// Name of the file.
    pub(super) file: &'a str,
    /// Where in the file; `None` for the file as a whole.
    pub(super) span: Option<Span>,
    /// The pointer, except to the root.
    pub(super) pointer: Option<&'a Pointer>,
    /// The line that it stands in.
    pub(super) line: Option<Excerpt<'a>>,
}

impl Places {
    /// The texts of a run. Either may be missing, for example because it could not be read.
    #[must_use]
    pub fn new(document: Option<&Source>, config: Option<&Source>) -> Self {
        Self { document: Text::new(document), config: Text::new(config), ..Self::default() }
    }

    /// With overlays: places of the effective document are shown in the text that they are from.
    #[must_use]
    pub fn with_overlays(mut self, overlays: &[Source], provenance: Provenance) -> Self {
        self.overlays = overlays.iter().map(|source| Text::new(Some(source))).collect();
        self.provenance = provenance;
        self
    }

    /// File, line and column (from 1) of a diagnostic, as far as it has them.
    #[must_use]
    pub fn position(&self, diagnostic: &Diagnostic) -> (String, Option<(usize, usize)>) {
        let shown = self.show(&diagnostic.at);
        (shown.file.to_owned(), shown.span.map(|span| (span.line, span.column)))
    }

    /// With what the document was rewritten by, as far as it went.
    #[must_use]
    pub fn with_moves(mut self, diagnostics: &Diagnostics) -> Self {
        self.moves.clone_from(&diagnostics.moves);
        self
    }

    /// File, line and column (from 1) of a node of the rewritten document, and its original pointer.
    #[must_use]
    pub fn locate(&self, pointer: &Pointer) -> (String, Option<(usize, usize)>, Pointer) {
        let place = unmoved(pointer.clone(), Part::Key, &self.moves);
        let shown = self.show(&place);
        let position = shown.span.map(|span| (span.line, span.column));
        (shown.file.to_owned(), position, shown.pointer.cloned().unwrap_or_default())
    }

    /// Looks places up, so that they are known when they are shown.
    pub(crate) fn look_up(&self, places: &[Place]) {
        for place in places {
            self.show(place);
        }
    }

    pub(super) fn show<'a>(&'a self, place: &'a Place) -> Shown<'a> {
        match place {
            Place::Document(pointer, part) => {
                let origin = self.provenance.find(pointer);
                let shown = match origin.text {
                    Home::Document => self.document.show("document", &origin.pointer, *part),
                    Home::Overlay(index) => self.in_overlay(index, &origin.pointer, *part),
                };
                shown.at(pointer)
            }
            Place::Overlay { overlay, pointer, part } => {
                self.in_overlay(*overlay, pointer, *part).at(pointer)
            }
            Place::Config(pointer, part) => {
                let marks = self.config.marks.get_or_init(|| self.config.read(Marks::of_config));
                self.config.show_in(marks, "config", pointer, *part).at(pointer)
            }
            Place::Other(text, pointer, part) => {
                let source = text.source();
                let span = text.marks().find(pointer, *part);
                let line = span.and_then(|s| text.lines().excerpt(&source.text, s.line, s.column));
                Shown { file: &source.name, span, pointer: None, line }.at(pointer)
            }
            Place::Text { file, line, column } => {
                let span = Span {
                    line: *line,
                    column: *column,
                    end_line: *line,
                    end_column: column.saturating_add(1),
                };
                let mut texts = [&self.document, &self.config].into_iter().chain(&self.overlays);
                let text = texts.find(|text| text.name() == Some(file));
                let line = text.and_then(|text| text.line(span));
                Shown { file, span: Some(span), pointer: None, line }
            }
            Place::File(file) => Shown { file, span: None, pointer: None, line: None },
        }
    }

    fn in_overlay(&self, index: usize, pointer: &Pointer, part: Part) -> Shown<'_> {
        match self.overlays.get(index) {
            Some(text) => text.show("overlay", pointer, part),
            None => Shown { file: "overlay", span: None, pointer: None, line: None },
        }
    }
}

impl<'a> Shown<'a> {
    fn at(self, pointer: &'a Pointer) -> Self {
        Self { pointer: Some(pointer).filter(|pointer| !pointer.tokens().is_empty()), ..self }
    }
}

impl Text {
    fn new(source: Option<&Source>) -> Self {
        Self { source: source.cloned(), ..Self::default() }
    }

    fn read(&self, marks: fn(&str) -> Marks) -> Marks {
        self.source.as_ref().map_or_else(Marks::default, |source| marks(&source.text))
    }

    fn name(&self) -> Option<&str> {
        self.source.as_ref().map(|source| source.name.as_str())
    }

    fn line(&self, span: Span) -> Option<Excerpt<'_>> {
        let text = self.source.as_ref()?.text.as_str();
        let lines = self.lines.get_or_init(|| Lines::of(text));
        lines.excerpt(text, span.line, span.column)
    }

    fn show<'a>(&'a self, nameless: &'a str, pointer: &Pointer, part: Part) -> Shown<'a> {
        let marks = self.marks.get_or_init(|| self.read(Marks::of_document));
        self.show_in(marks, nameless, pointer, part)
    }

    fn show_in<'a>(
        &'a self,
        marks: &Marks,
        nameless: &'a str,
        pointer: &Pointer,
        part: Part,
    ) -> Shown<'a> {
        let start = Span { line: 1, column: 1, end_line: 1, end_column: 1 };
        let span = self.source.as_ref().map(|_| marks.find(pointer, part).unwrap_or(start));
        Shown {
            file: self.name().unwrap_or(nameless),
            span,
            pointer: None,
            line: span.and_then(|span| self.line(span)),
        }
    }
}
