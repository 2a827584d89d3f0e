//! What pages are made of: headings, prose, code, tables, whose words know where they stand.

use std::ops::Range;

use super::super::place::At;

/// Text of a page, and where each part of it stands in the source.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    text: String,
    /// From here in `text` on, this is the source: pairs of offsets.
    spots: Vec<(usize, usize)>,
}

impl Words {
    pub(super) fn push(&mut self, text: &str, source: usize) {
        if text.is_empty() {
            return;
        }
        if self.spots.is_empty() || self.source(self.text.len()) != source {
            self.spots.push((self.text.len(), source));
        }
        self.text.push_str(text);
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The source of an offset.
    fn source(&self, offset: usize) -> usize {
        let after = self.spots.partition_point(|(text, _)| *text <= offset);
        let spot = after.checked_sub(1).and_then(|at| self.spots.get(at));
        spot.map_or(0, |(text, source)| source + (offset - text))
    }

    /// Where a part of the text stands.
    pub(super) fn range(&self, part: Range<usize>) -> Range<usize> {
        let start = self.source(part.start);
        let last = self.text.get(part.clone()).and_then(|text| text.char_indices().next_back());
        let end = last.map_or(start, |(at, c)| self.source(part.start + at) + c.len_utf8());
        start..end.max(start)
    }

    /// Where all of it stands.
    pub(super) fn at(&self, source: usize) -> At {
        At::text(source, self.range(0..self.text.len()))
    }

    pub(super) fn part(&self, part: Range<usize>) -> Self {
        let text = self.text.get(part.clone()).unwrap_or_default().to_owned();
        let mut spots = vec![(0, self.source(part.start))];
        let from = self.spots.partition_point(|(at, _)| *at <= part.start);
        let inside = self.spots.iter().skip(from).take_while(|(at, _)| *at < part.end);
        spots.extend(inside.map(|(at, source)| (at - part.start, *source)));
        Self { text, spots }
    }

    pub(super) fn trim(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        self.part(start.min(end)..end)
    }

    /// The words between whitespace.
    pub(super) fn split(&self) -> Vec<Self> {
        self.split_by(char::is_whitespace)
    }

    pub(super) fn split_by(&self, is_separator: impl Fn(char) -> bool) -> Vec<Self> {
        let mut words = Vec::new();
        let mut start = None;
        let ends = self.text.char_indices().chain(std::iter::once((self.text.len(), '\0')));
        for (at, c) in ends {
            let separates = at == self.text.len() || is_separator(c);
            match (start, separates) {
                (Some(from), true) => {
                    words.push(self.part(from..at));
                    start = None;
                }
                (None, false) => start = Some(at),
                _ => {}
            }
        }
        words
    }

    pub(super) fn strip_prefix(&self, prefix: &str) -> Option<Self> {
        self.text.starts_with(prefix).then(|| self.part(prefix.len()..self.text.len()))
    }

    pub(super) fn strip_suffix(&self, suffix: &str) -> Option<Self> {
        let rest = self.text.strip_suffix(suffix)?.len();
        Some(self.part(0..rest))
    }

    /// Before and after the first place of this text.
    pub(super) fn split_once(&self, separator: &str) -> Option<(Self, Self)> {
        let at = self.text.find(separator)?;
        Some((self.part(0..at), self.part(at + separator.len()..self.text.len())))
    }
}

/// Words, and which of them are set as code.
#[derive(Clone, Debug, Default)]
pub(super) struct Prose {
    pub(super) words: Words,
    pub(super) codes: Vec<Words>,
}

/// A table. Its head is the first row, if it has one.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) head: Vec<Prose>,
    pub(super) rows: Vec<Vec<Prose>>,
    pub(super) start: usize,
}

/// A part of a page.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Heading(u8, Words),
    /// Its language, if it has one, and its text.
    Code(String, Words),
    Paragraph(Prose),
    Quote(Prose),
    Table(Table),
}

impl Block {
    /// Where it starts.
    pub(super) fn at(&self, source: usize) -> At {
        match self {
            Self::Heading(_, words) | Self::Code(_, words) => words.at(source),
            Self::Paragraph(prose) | Self::Quote(prose) => prose.words.at(source),
            Self::Table(table) => At::text(source, table.start..table.start),
        }
    }
}
