//! Paths with parameters: where each value stands in the path of a request.

use super::super::types::parameter::cut_query;
use super::query::{self, Query};

/// A path of the document, cut at the slashes.
#[derive(Clone, Debug)]
pub struct Template {
    segments: Vec<Vec<Piece>>,
    has_parameters: bool,
    /// What the query must have in it.
    query: &'static str,
}

/// A part of what stands between two slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Literal(&'static str),
    Parameter(&'static str),
}

/// Names of parameters and their texts, as they came over the wire.
pub type RawValues = Vec<(&'static str, String)>;

impl Template {
    /// A path as the document writes it.
    #[must_use]
    pub fn new(path: &'static str) -> Self {
        let (path, query) = cut_query(path);
        let segments: Vec<_> = path.split('/').skip(1).map(pieces).collect();
        let has_parameters = segments.iter().flatten().any(|piece| piece.name().is_some());
        Self { segments, has_parameters, query }
    }

    /// How many parameters the query must have, whatever else is in it.
    pub(super) fn demands(&self) -> usize {
        Query::of(Some(self.query)).pairs().count()
    }

    /// Whether the query must have anything.
    pub(super) fn asks(&self) -> bool {
        !self.query.is_empty()
    }

    /// Whether a query has all that it must have.
    pub(super) fn accepts(&self, query: &Query<'_>) -> bool {
        let wanted = Query::of(Some(self.query));
        let is_there = |(name, value): (&str, &str)| {
            query.raw(name).any(|found| query::decode(found) == query::decode(value))
        };
        wanted.pairs().all(is_there)
    }

    /// Each segment as a router has to see it: a text, or the name of a parameter that fills it or
    /// begins it.
    pub(super) fn segments(&self) -> impl Iterator<Item = Result<&'static str, &'static str>> {
        self.segments.iter().map(|pieces| match pieces.as_slice() {
            [] => Ok(""),
            [Piece::Literal(text)] => Ok(*text),
            several => Err(several.iter().find_map(Piece::name).unwrap_or_default()),
        })
    }

    /// How many characters are fixed: of two templates that fit, the one with more is meant.
    pub(super) fn weight(&self) -> usize {
        let pieces = self.segments.iter().flatten();
        pieces.map(|piece| if let Piece::Literal(text) = piece { text.len() } else { 0 }).sum()
    }

    /// The values in the path of a request, the last segments of which are these; nothing if they
    /// do not fit.
    #[must_use]
    pub fn values(&self, path: &str) -> Option<RawValues> {
        if !self.has_parameters {
            return Some(Vec::new());
        }
        let before = path.split('/').count().checked_sub(self.segments.len())?;
        let own = path.split('/').skip(before);
        let mut values = Vec::new();
        for (pieces, segment) in self.segments.iter().zip(own) {
            match pieces.as_slice() {
                // The router has compared it, in whatever spelling.
                [] | [Piece::Literal(_)] => {}
                pieces => fit(pieces, segment, &mut values)?,
            }
        }
        Some(values)
    }
}

impl Piece {
    fn name(&self) -> Option<&'static str> {
        match self {
            Self::Literal(_) => None,
            Self::Parameter(name) => Some(name),
        }
    }
}

fn pieces(segment: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        if !before.is_empty() {
            pieces.push(Piece::Literal(before));
        }
        pieces.push(Piece::Parameter(name));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

/// Takes a segment apart. A value ends where the text that follows it stands for the first time,
/// or, if that is the last one, at the end.
fn fit(pieces: &[Piece], segment: &str, values: &mut RawValues) -> Option<()> {
    let Some((first, others)) = pieces.split_first() else {
        return segment.is_empty().then_some(());
    };
    match (first, others) {
        (Piece::Literal(text), _) => fit(others, segment.strip_prefix(text)?, values),
        (Piece::Parameter(name), []) => {
            values.push((*name, segment.to_owned()));
            Some(())
        }
        (Piece::Parameter(name), [Piece::Literal(text)]) => {
            values.push((*name, segment.strip_suffix(text)?.to_owned()));
            Some(())
        }
        (Piece::Parameter(name), [Piece::Literal(text), rest @ ..]) => {
            let (value, after) = segment.split_once(text)?;
            values.push((*name, value.to_owned()));
            fit(rest, after, values)
        }
        // Nothing tells where one ends and the next begins.
        (Piece::Parameter(name), [Piece::Parameter(_), ..]) => {
            let mut characters = segment.chars();
            let first = characters.next().map(String::from).unwrap_or_default();
            values.push((*name, first));
            fit(others, characters.as_str(), values)
        }
    }
}
