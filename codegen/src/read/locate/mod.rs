//! From JSON pointers to lines and columns.
//!
//! Nothing here runs unless a report is printed: one pass over the text then builds a tree of marks.

mod json;
mod toml;
mod yaml;

use std::collections::BTreeSet;

use crate::diagnostics::Part;
use crate::model::Pointer;

/// A stretch of text. Lines and columns count from 1, columns in characters; the end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Line of the first character.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Line where it ends.
    pub end_line: usize,
    /// Column after the last character.
    pub end_column: usize,
}

/// Where every node of a text stands.
#[derive(Debug, Default)]
pub struct Marks {
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    span: Span,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Scalar,
    List(Vec<usize>),
    Map(Vec<Entry>),
}

#[derive(Debug)]
struct Entry {
    key: String,
    span: Span,
    value: usize,
}

/// A node, and the key that it has in its object.
#[derive(Clone, Copy)]
struct Found {
    key: Option<Span>,
    node: usize,
}

impl Marks {
    /// Marks of a YAML or JSON text. Of a broken text, those before the break.
    #[must_use]
    pub fn of_document(text: &str) -> Self {
        let json = text.trim_start().starts_with(['{', '[', '"']).then(|| json::marks(text));
        json.flatten().unwrap_or_else(|| yaml::marks(text))
    }

    /// Marks of a TOML text; none if it is broken.
    #[must_use]
    pub fn of_config(text: &str) -> Self {
        toml::marks(text)
    }

    /// The place of a node, else of its nearest ancestor that exists.
    #[must_use]
    pub fn find(&self, pointer: &Pointer, part: Part) -> Option<Span> {
        let mut found = Found { key: None, node: 0 };
        let mut part = part;
        for token in pointer.tokens() {
            match self.step(found.node, token) {
                Some(next) => found = next,
                None => {
                    part = Part::Key;
                    break;
                }
            }
        }
        let node = self.nodes.get(found.node)?;
        // Objects and lists in block style start on the line after their key, which says more.
        let block =
            |key: Span| !matches!(node.content, Content::Scalar) && node.span.line != key.line;
        Some(match (part, found.key) {
            (Part::Key, Some(key)) => key,
            (Part::Value, Some(key)) if block(key) => key,
            (Part::Key | Part::Value, _) => node.span,
        })
    }

    fn step(&self, node: usize, token: &str) -> Option<Found> {
        match &self.nodes.get(node)?.content {
            Content::Scalar => None,
            Content::List(items) => {
                let node = *items.get(token.parse::<usize>().ok()?)?;
                Some(Found { key: None, node })
            }
            Content::Map(entries) => member(entries, token).or_else(|| self.merged(node, token)),
        }
    }

    /// What YAML's `<<` brings along, directly or through further ones.
    fn merged(&self, node: usize, token: &str) -> Option<Found> {
        let mut seen = BTreeSet::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            // An anchor may hold an alias to itself.
            if !seen.insert(node) {
                continue;
            }
            match &self.nodes.get(node)?.content {
                Content::Scalar => {}
                Content::List(items) => open.extend(items.iter().rev()),
                Content::Map(entries) => match member(entries, token) {
                    Some(found) => return Some(found),
                    None => open.extend(member(entries, "<<").map(|found| found.node)),
                },
            }
        }
        None
    }
}

/// How a text lies, for whoever edits it.
impl Marks {
    /// The node of the whole text.
    pub(crate) const ROOT: usize = 0;

    /// Where a node stands.
    pub(crate) fn span(&self, node: usize) -> Option<Span> {
        Some(self.nodes.get(node)?.span)
    }

    /// What is directly inside of a node: each part's node, in an object with its key.
    pub(crate) fn parts(&self, node: usize) -> Vec<(Option<(&str, Span)>, usize)> {
        match self.nodes.get(node).map(|node| &node.content) {
            None | Some(Content::Scalar) => Vec::new(),
            Some(Content::List(items)) => items.iter().map(|item| (None, *item)).collect(),
            Some(Content::Map(entries)) => {
                let parts = entries.iter();
                parts.map(|e| (Some((e.key.as_str(), e.span)), e.value)).collect()
            }
        }
    }
}

/// Of a key that stands twice, the last one counts, here as in the reader.
fn member(entries: &[Entry], token: &str) -> Option<Found> {
    let entry = entries.iter().rev().find(|entry| entry.key == token)?;
    Some(Found { key: Some(entry.span), node: entry.value })
}

/// Builds the tree from a parser's events.
#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    open: Vec<Open>,
}

/// An object or a list that is not complete yet.
struct Open {
    node: usize,
    /// In an object: the key whose value comes next.
    key: Option<(String, Span)>,
}

impl Builder {
    fn scalar(&mut self, text: &str, span: Span) -> usize {
        let node = self.push(span, Content::Scalar);
        self.attach(node, text, span);
        node
    }

    fn open(&mut self, content: Content, span: Span) -> usize {
        let node = self.push(span, content);
        self.attach(node, "", span);
        self.open.push(Open { node, key: None });
        node
    }

    fn close(&mut self, line: usize, column: usize) {
        if let Some(node) = self.open.pop().and_then(|open| self.nodes.get_mut(open.node)) {
            (node.span.end_line, node.span.end_column) = (line, column);
        }
    }

    fn push(&mut self, span: Span, content: Content) -> usize {
        self.nodes.push(Node { span, content });
        self.nodes.len() - 1
    }

    /// Puts a node into the object or list that is open: as a key or as a value.
    fn attach(&mut self, node: usize, text: &str, span: Span) {
        let Some(open) = self.open.last_mut() else { return };
        let Some(parent) = self.nodes.get_mut(open.node) else { return };
        match &mut parent.content {
            Content::Scalar => {}
            Content::List(items) => items.push(node),
            Content::Map(entries) => match open.key.take() {
                Some((key, span)) => entries.push(Entry { key, span, value: node }),
                None => open.key = Some((text.to_owned(), span)),
            },
        }
    }

    fn finish(self) -> Marks {
        Marks { nodes: self.nodes }
    }
}
