//! Marks of JSON.
//!
//! JSON is not quite a subset of YAML: escaped surrogate pairs, for example, are not.

use std::iter::Peekable;
use std::str::Chars;

use super::{Builder, Content, Marks, Span};

/// Marks of a JSON text; none if it is broken, because then it may be YAML.
pub(super) fn marks(text: &str) -> Option<Marks> {
    let mut scanner = Scanner { chars: text.chars().peekable(), line: 1, column: 1 };
    let mut builder = Builder::default();
    while let Some(next) = scanner.peek() {
        let start = (scanner.line, scanner.column);
        match next {
            ' ' | '\t' | '\r' | '\n' | ',' | ':' => _ = scanner.next(),
            '{' | '[' => {
                scanner.next();
                let map = next == '{';
                let content =
                    if map { Content::Map(Vec::new()) } else { Content::List(Vec::new()) };
                builder.open(content, scanner.since(start));
            }
            '}' | ']' => {
                scanner.next();
                builder.close(scanner.line, scanner.column);
            }
            '"' => {
                let text = scanner.string()?;
                builder.scalar(&text, scanner.since(start));
            }
            _ => {
                if !scanner.word() {
                    return None;
                }
                builder.scalar("", scanner.since(start));
            }
        }
    }
    builder.open.is_empty().then(|| builder.finish())
}

struct Scanner<'t> {
    chars: Peekable<Chars<'t>>,
    line: usize,
    column: usize,
}

impl Scanner<'_> {
    fn peek(&mut self) -> Option<char> {
        self.chars.peek().copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.chars.next()?;
        if next == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(next)
    }

    fn since(&self, (line, column): (usize, usize)) -> Span {
        Span { line, column, end_line: self.line, end_column: self.column }
    }

    /// A string with its quotes; its value.
    fn string(&mut self) -> Option<String> {
        let mut raw = String::new();
        raw.push(self.next()?);
        loop {
            let next = self.next()?;
            raw.push(next);
            match next {
                '\\' => raw.push(self.next()?),
                '"' => return serde_json::from_str(&raw).ok(),
                _ => {}
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> bool {
        let mut any = false;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        {
            self.next();
            any = true;
        }
        any
    }
}
