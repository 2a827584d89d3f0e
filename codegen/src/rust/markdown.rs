//! A document's Markdown, written anew so that Rust's tools cannot read it otherwise than we do.
//!
//! What comes out never ends a comment, never becomes a doc test, and gives rustdoc and clippy
//! nothing to warn about: stray HTML, links to nowhere, bare addresses, code in unknown languages,
//! lazy lines of lists. Paragraphs, headings, lists, quotes, rules and fenced code remain.

use super::inline::{escape_inline, text_line, visible};

/// Lines of Markdown that are safe to print behind `///`.
pub(crate) fn sanitise(markdown: &str) -> Vec<String> {
    let mut writer = Writer::default();
    for raw in markdown.trim().lines() {
        let line = raw.trim_end().replace('\t', "    ");
        writer.line(&line.chars().map(visible).collect::<String>());
    }
    writer.finish()
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// List items that the next line may belong to, the outermost first.
    items: Vec<Item>,
    fence: Option<Fence>,
    last: Last,
}

/// An item of a list.
struct Item {
    marker: String,
    /// The column where its text starts, in the document.
    column: usize,
    /// The same in what we write.
    written: usize,
}

/// Code between fences.
struct Fence {
    marks: String,
    column: usize,
    written: usize,
}

/// What the last line was.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    /// Blank, or a block that ends by itself.
    #[default]
    Block,
    Text,
    Quote,
}

impl Writer {
    fn line(&mut self, line: &str) {
        let body = line.trim_start_matches(' ');
        let column = line.len() - body.len();
        if let Some(fence) = self.fence.take() {
            self.code(fence, line, body);
        } else if body.is_empty() {
            self.blank();
            self.last = Last::Block;
        } else if is_rule(body) {
            self.leave(column);
            self.blank();
            self.block("---");
        } else if let Some((marks, title)) = heading(body) {
            self.leave(column);
            self.block(&format!("{marks} {}", escape_inline(title)));
        } else if let Some(marks) = fence(body) {
            self.leave(column);
            self.open(marks, column, "");
        } else if body.starts_with('>') {
            self.leave(column);
            self.quote(body.trim_start_matches(['>', ' ']));
        } else if let Some((marker, blanks, text)) = self.item(body) {
            self.start_item(column, marker, blanks, text);
        } else {
            self.text(column, body);
        }
    }

    /// A line of code, or the fence at its end.
    fn code(&mut self, fence: Fence, line: &str, body: &str) {
        let mark = fence.marks.chars().next().unwrap_or('`');
        let ends = body.starts_with(&fence.marks) && body.chars().all(|c| c == mark);
        if ends {
            self.push(fence.written, &fence.marks);
            return;
        }
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let code = line.get(blanks.min(fence.column)..).unwrap_or_default();
        self.push(if code.is_empty() { 0 } else { fence.written }, code);
        self.fence = Some(fence);
    }

    fn open(&mut self, marks: &str, column: usize, before: &str) {
        let written = self.written();
        self.push(written - before.len(), &format!("{before}{marks}text"));
        self.fence = Some(Fence { marks: marks.to_owned(), column, written });
        self.last = Last::Block;
    }

    fn quote(&mut self, text: &str) {
        if self.last != Last::Quote {
            self.blank();
        }
        let text = text_line(text);
        self.push(self.written(), format!("> {text}").trim_end());
        self.last = if text.is_empty() { Last::Block } else { Last::Quote };
    }

    /// The marker of a list item, the number of blanks behind it, and the text behind them.
    fn item<'l>(&self, body: &'l str) -> Option<(&'l str, usize, &'l str)> {
        let (marker, rest) = body.split_once(' ')?;
        let text = rest.trim_start_matches(' ');
        let number = marker.strip_suffix(['.', ')']).unwrap_or_default();
        let is_number =
            (1..=9).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        // A sentence that ends with a number may go on in the next line.
        let starts_list = number == "1" || self.last != Last::Text || !self.items.is_empty();
        let is_item = matches!(marker, "-" | "*" | "+") || (is_number && starts_list);
        (is_item && !text.is_empty()).then(|| (marker, 1 + rest.len() - text.len(), text))
    }

    fn start_item(&mut self, column: usize, marker: &str, blanks: usize, text: &str) {
        let sibling = self.leave(column);
        let goes_on = match &sibling {
            Some(sibling) => kind(sibling) == kind(marker),
            None => !self.items.is_empty() && !ends_with_other_number(marker),
        };
        if !goes_on {
            self.blank();
        }
        let before = format!("{marker} ");
        let blanks = if blanks > 4 { 1 } else { blanks };
        let (column, written) = (column + marker.len() + blanks, self.written() + before.len());
        self.items.push(Item { marker: marker.to_owned(), column, written });
        match fence(text) {
            Some(marks) => self.open(marks, column, &before),
            None => {
                self.push(written - before.len(), &format!("{before}{}", text_line(text)));
                self.last = Last::Text;
            }
        }
    }

    fn text(&mut self, column: usize, body: &str) {
        match self.last {
            Last::Block => drop(self.leave(column)),
            Last::Quote => return self.quote(body),
            Last::Text => {}
        }
        self.push(self.written(), &text_line(body));
        self.last = Last::Text;
    }

    fn block(&mut self, text: &str) {
        self.push(self.written(), text);
        self.last = Last::Block;
    }

    /// Leaves the items that a line at this column stands outside of; the last one's marker.
    fn leave(&mut self, column: usize) -> Option<String> {
        let mut left = None;
        while let Some(item) = self.items.pop_if(|item| item.column > column) {
            left = Some(item.marker);
        }
        left
    }

    /// The column where text is written.
    fn written(&self) -> usize {
        self.items.last().map_or(0, |item| item.written)
    }

    fn push(&mut self, column: usize, text: &str) {
        self.lines.push(format!("{:column$}{text}", ""));
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn finish(mut self) -> Vec<String> {
        if let Some(fence) = self.fence.take() {
            self.push(fence.written, &fence.marks);
        }
        self.lines
    }
}

/// A horizontal rule.
fn is_rule(body: &str) -> bool {
    ['-', '*', '_'].into_iter().any(|mark| {
        body.chars().all(|c| c == mark || c == ' ')
            && body.chars().filter(|c| *c == mark).count() > 2
    })
}

/// The signs of a heading and its text.
fn heading(body: &str) -> Option<(&str, &str)> {
    let (marks, title) = body.split_once(' ')?;
    let is_heading = marks.len() <= 6 && marks.bytes().all(|b| b == b'#') && !marks.is_empty();
    let title = title.trim().trim_end_matches('#').trim_end();
    (is_heading && !title.is_empty()).then_some((marks, title))
}

/// The fence that a line of code starts or ends with.
fn fence(body: &str) -> Option<&str> {
    let mark = body.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = body.trim_start_matches(mark);
    let marks = body.get(..body.len() - info.len())?;
    (marks.len() >= 3 && !info.contains('`')).then_some(marks)
}

/// What items of one list share: the bullet, or the sign behind the number.
fn kind(marker: &str) -> Option<char> {
    marker.chars().last()
}

/// Only the number 1 may start a list within a paragraph.
fn ends_with_other_number(marker: &str) -> bool {
    let number = marker.trim_end_matches(['.', ')']);
    number.len() < marker.len() && number != "1"
}

#[cfg(test)]
mod tests {
    use super::sanitise;

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(sanitise(markdown).join("\n"), expected, "{markdown}");
    }

    #[test]
    fn hostile_text_is_made_harmless() {
        check("*/ \"# \u{202e} \r x", "*/ \"# \u{fffd} \u{fffd} x");
        check("a\n===\nb\n--\nc\n---\nd", "a\n\\===\nb\n\\--\nc\n\n---\nd");
        check("# a <b> #\n#\n####### c", "# a \\<b\\>\n\\#\n\\####### c");
    }

    #[test]
    fn code_is_text_and_always_ends() {
        check("```rust\npanic!()", "```text\npanic!()\n```");
        check("~~~~\n```\n~~~\n  ~~~~\n[x]", "~~~~text\n```\n~~~\n~~~~\n\\[x\\]");
        check("- ```rust\n  panic!()\n\n  ```\n- b", "- ```text\n  panic!()\n\n  ```\n- b");
        check("> ```\n> x\n\n[y]", "> \\`\\`\\`\n> x\n\n\\[y\\]");
    }

    #[test]
    fn no_indent_makes_code() {
        check("a\n\n    panic!()", "a\n\npanic!()");
        check("# t\n\tpanic!()", "# t\npanic!()");
        check("-     panic!()", "- panic!()");
        check(">     panic!()", "> panic!()");
        check("- a\n\n          panic!()", "- a\n\n  panic!()");
        check("-\n      panic!()", "\\-\npanic!()");
    }

    #[test]
    fn lists_keep_their_shape() {
        check("- a\n    - b\n        - c\n- d", "- a\n  - b\n    - c\n- d");
        check(
            "so:\n1. a\nlazy\n2. b\n\n   more\n\nend",
            "so:\n\n1. a\n   lazy\n2. b\n\n   more\n\nend",
        );
        check("in\n1986. A summer", "in\n1986\\. A summer");
        check("- a\n* b\n2. c\n+ 3. d", "- a\n\n* b\n\n2. c\n\n+ 3\\. d");
    }

    #[test]
    fn quotes_keep_their_lines() {
        check("a\n> b\nc\n\nd", "a\n\n> b\n> c\n\nd");
        check("> a\n>\n> - b\ne", "> a\n>\n\n> \\- b\n> e");
    }
}
