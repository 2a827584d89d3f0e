//! Doc comments out of a document's texts, which are Markdown at best and hostile at worst.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::inline::{text_line, visible};
use super::literal::quoted;
use super::markdown::sanitise;

/// A doc comment in the making: paragraphs, one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doc {
    lines: Vec<String>,
}

impl Doc {
    /// Starts with a line of our own.
    pub(crate) fn new(line: impl Into<String>) -> Self {
        Self::default().own(line)
    }

    /// Adds a paragraph of our own making, as it stands.
    pub(crate) fn own(mut self, line: impl Into<String>) -> Self {
        self.part();
        self.lines.extend(line.into().lines().map(str::to_owned));
        self
    }

    /// Adds a text of the document; nothing when it is empty.
    pub(crate) fn text(mut self, markdown: &str) -> Self {
        let lines = sanitise(markdown);
        if !lines.is_empty() {
            self.part();
            self.lines.extend(lines);
        }
        self
    }

    /// Adds a link to where more is said, behind the last line of a paragraph.
    pub(crate) fn more(mut self, target: &str) -> Self {
        if let Some(last) = self.lines.last_mut() {
            last.push_str(&format!(" [More…]({target})"));
        }
        self
    }

    /// Nothing was said so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines as one attribute, which [`spread`] makes `///` comments of.
    pub(crate) fn outer(&self) -> TokenStream {
        if self.lines.is_empty() {
            return TokenStream::new();
        }
        let lines: Vec<String> = self.lines.iter().map(|line| spaced(line)).collect();
        let text = literal(&lines);
        quote! { #[doc = #text] }
    }

    /// The lines as they stand.
    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }

    fn part(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }
}

/// Stands between the lines of a doc comment while it is a token: to parse and print an attribute for
/// each of them takes longer. No line has it, as nobody would see it there.
const SEPARATOR: &str = "\u{1e}";

/// Puts each line of doc comments on a line of its own, in printed code.
pub(super) fn spread(text: String) -> String {
    if !text.contains(SEPARATOR) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        let code = line.trim_start();
        let (indent, _) = line.split_at(line.len() - code.len());
        let mut lines = code.split(SEPARATOR);
        out.push_str(indent);
        out.push_str(lines.next().unwrap_or_default());
        for line in lines {
            out.push('\n');
            out.push_str(indent);
            out.push_str("///");
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// ` text`, as `///` and the text are parted by one blank.
fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// The lines as a literal.
fn literal(lines: &[String]) -> Literal {
    let quoted: Vec<String> = lines.iter().map(|line| quoted(line)).collect();
    let inside = |line| str::strip_prefix(line, '"').and_then(|line| line.strip_suffix('"'));
    let inside: Vec<&str> = quoted.iter().filter_map(|line| inside(line)).collect();
    let literal = format!("\"{}\"", inside.join(SEPARATOR)).parse();
    literal.unwrap_or_else(|_| Literal::string(&lines.join(SEPARATOR)))
}

/// One line of text without anything that Markdown could read as more.
pub(crate) fn plain_line(text: &str) -> String {
    text_line(&one_line(text))
}

/// A text as code within a line of Markdown.
pub(crate) fn code(text: &str) -> String {
    let text = one_line(text);
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    if text.is_empty() {
        "(empty)".to_owned()
    } else if text.starts_with('`') || text.ends_with('`') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// One line of text for people, in which nothing plays tricks on a terminal.
pub(crate) fn one_line(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_code_whatever_they_hold() {
        for (text, expected) in [
            ("id", "`id`"),
            ("a\n[b]", "`a [b]`"),
            ("a`b", "``a`b``"),
            ("``", "``` `` ```"),
            (" \t", "(empty)"),
        ] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn a_plain_line_is_no_list_and_no_heading() {
        for (text, expected) in [
            ("- a\n- b", "\\- a - b"),
            ("# a", "\\# a"),
            ("1. a", "1\\. a"),
            ("<b>[x]", "\\<b\\>\\[x\\]"),
        ] {
            assert_eq!(plain_line(text), expected);
        }
    }
}
