//! Where facts stand, and how that is shown.

use std::ops::Range;

use crate::diagnostics::Part;
use crate::model::Pointer;
use crate::read::Source;
use crate::read::locate::{Marks, Span};

/// A place in one of the texts that facts were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// Which text, from 0.
    pub source: usize,
    /// Where in it.
    pub place: Where,
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// A node of YAML or JSON.
    Node(Pointer, Part),
    /// Bytes.
    Text(Range<usize>),
}

impl At {
    /// A node of the first text.
    pub(super) fn node(pointer: &Pointer, part: Part) -> Self {
        Self { source: 0, place: Where::Node(pointer.clone(), part) }
    }

    /// A stretch of a text.
    pub(super) fn text(source: usize, range: Range<usize>) -> Self {
        Self { source, place: Where::Text(range) }
    }
}

/// A source that is not understood.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Where; nothing if the text as a whole is meant.
    pub at: Option<At>,
    /// Why not, in one sentence without a final stop.
    pub message: String,
}

/// Short for what readers answer.
pub(super) type Read<T> = Result<T, Failure>;

impl Failure {
    pub(super) fn new(at: At, message: impl Into<String>) -> Self {
        Self { at: Some(at), message: message.into() }
    }

    /// About the whole text.
    pub(super) fn whole(message: impl Into<String>) -> Self {
        Self { at: None, message: message.into() }
    }

    /// As it is shown: `FILE:LINE:COLUMN: message`.
    #[must_use]
    pub fn render(&self, sources: &[Source]) -> String {
        let place = match &self.at {
            Some(at) => Places::new(sources).show(at),
            None => sources.first().map_or_else(String::new, |source| printable(&source.name)),
        };
        format!("{place}: {}", printable(&self.message))
    }
}

/// Turns places into text. Indexes of the texts are made when they are needed.
pub(super) struct Places<'a> {
    texts: Vec<Text<'a>>,
}

struct Text<'a> {
    source: &'a Source,
    marks: Option<Marks>,
    lines: Option<Vec<usize>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(sources: &'a [Source]) -> Self {
        let text = |source| Text { source, marks: None, lines: None };
        Self { texts: sources.iter().map(text).collect() }
    }

    /// `FILE:LINE:COLUMN`, and the pointer of a node.
    pub(super) fn show(&mut self, at: &At) -> String {
        let Some(text) = self.texts.get_mut(at.source) else { return String::new() };
        let name = printable(&text.source.name);
        match &at.place {
            Where::Node(pointer, part) => {
                let marks = text.marks.get_or_insert_with(|| Marks::of_document(&text.source.text));
                let span = marks.find(pointer, *part).unwrap_or_default();
                let (line, column) = (span.line.max(1), span.column.max(1));
                let pointer = printable(&pointer.to_string());
                let separator = if pointer.is_empty() { "" } else { " " };
                format!("{name}:{line}:{column}{separator}{pointer}")
            }
            Where::Text(range) => {
                let source = text.source;
                let lines = text.lines.get_or_insert_with(|| line_starts(&source.text));
                let (line, column) = position(&source.text, lines, range.start);
                format!("{name}:{line}:{column}")
            }
        }
    }
}

/// Offsets at which lines start.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// Line and column (in characters) of an offset, from 1.
fn position(text: &str, lines: &[usize], offset: usize) -> (usize, usize) {
    let line = lines.partition_point(|start| *start <= offset).max(1);
    let start = lines.get(line - 1).copied().unwrap_or_default();
    let column = text.get(start..offset).map_or(1, |before| before.chars().count() + 1);
    (line, column)
}

/// The bytes of a span.
pub(super) fn range_of(text: &str, lines: &[usize], span: Span) -> Range<usize> {
    let offset = |line: usize, column: usize| {
        let start = lines.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
        let rest = text.get(start..).unwrap_or_default();
        let column = column.saturating_sub(1);
        start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
    };
    offset(span.line, span.column)..offset(span.end_line, span.end_column)
}

/// Text of others, fit for a line of a report.
pub(super) fn printable(text: &str) -> String {
    const MOST: usize = 300;
    let mut shown = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == MOST {
            shown.push('…');
            break;
        }
        // Bidirectional marks can make a line read as another one.
        let hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        if c.is_control() || hidden {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}
