//! Marks of TOML.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Builder, Content, Marks, Span};

pub(super) fn marks(text: &str) -> Marks {
    let Ok(table) = DeTable::parse(text) else { return Marks::default() };
    let mut walk = Walk { text, builder: Builder::default() };
    walk.table(table.get_ref(), table.span());
    walk.builder.finish()
}

/// The span of a range of bytes.
pub(crate) fn span_of(text: &str, range: Range<usize>) -> Span {
    let (line, column) = place_of(text, range.start);
    let (end_line, end_column) = place_of(text, range.end);
    Span { line, column, end_line, end_column }
}

fn place_of(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let last = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, last.chars().count() + 1)
}

struct Walk<'t> {
    text: &'t str,
    builder: Builder,
}

impl Walk<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        span_of(self.text, range)
    }

    fn table(&mut self, table: &DeTable<'_>, range: Range<usize>) {
        let span = self.span(range);
        self.builder.open(Content::Map(Vec::new()), span);
        for (key, value) in table {
            self.builder.scalar(key.get_ref(), self.span(key.span()));
            self.value(value);
        }
        self.builder.close(span.end_line, span.end_column);
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>) {
        let span = self.span(value.span());
        match value.get_ref() {
            DeValue::Table(table) => self.table(table, value.span()),
            DeValue::Array(items) => {
                self.builder.open(Content::List(Vec::new()), span);
                for item in items {
                    self.value(item);
                }
                self.builder.close(span.end_line, span.end_column);
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => _ = self.builder.scalar("", span),
        }
    }
}
