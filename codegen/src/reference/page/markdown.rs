//! Markdown into blocks.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::super::place::Read;
use super::block::{Block, Prose, Table, Words};
use super::html;

/// The blocks of a page, in order.
pub(super) fn blocks(source: &str) -> Read<Vec<Block>> {
    let mut reader = Reader { source, ..Reader::default() };
    for (event, range) in Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter() {
        reader.event(event, range)?;
    }
    Ok(reader.blocks)
}

#[derive(Default)]
struct Reader<'s> {
    source: &'s str,
    blocks: Vec<Block>,
    /// What is being collected.
    prose: Prose,
    table: Table,
    row: Vec<Prose>,
    quotes: usize,
    language: String,
    /// Raw HTML, which goes on until its block ends.
    html: Option<Range<usize>>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Read<()> {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => return self.end(tag),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.prose.words.push(&text, range.start);
            }
            Event::Code(text) => {
                // The ticks are part of the range.
                let raw = self.source.get(range.clone()).unwrap_or_default();
                let inner = range.start + raw.find(&*text).unwrap_or_default();
                let mut words = Words::default();
                words.push(&text, inner);
                self.prose.codes.push(words);
                self.prose.words.push(&text, inner);
            }
            Event::SoftBreak | Event::HardBreak => self.prose.words.push(" ", range.start),
            Event::Html(_) => {
                let start = self.html.as_ref().map_or(range.start, |html| html.start);
                self.html = Some(start..range.end);
            }
            Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { .. } | Tag::Paragraph | Tag::TableCell | Tag::Item => {
                self.prose = Prose::default();
            }
            Tag::CodeBlock(kind) => {
                self.prose = Prose::default();
                self.language = match kind {
                    CodeBlockKind::Fenced(language) => language.trim().to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::Table(_) => self.table = Table { start: range.start, ..Table::default() },
            Tag::TableHead | Tag::TableRow => self.row.clear(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) -> Read<()> {
        match tag {
            TagEnd::Heading(level) => {
                let words = std::mem::take(&mut self.prose).words;
                self.blocks.push(Block::Heading(level as u8, words));
            }
            TagEnd::CodeBlock => {
                let words = std::mem::take(&mut self.prose).words;
                self.blocks.push(Block::Code(std::mem::take(&mut self.language), words));
            }
            TagEnd::Paragraph | TagEnd::Item => {
                let prose = std::mem::take(&mut self.prose);
                if !prose.words.is_blank() {
                    let quoted = self.quotes > 0;
                    let block = if quoted { Block::Quote(prose) } else { Block::Paragraph(prose) };
                    self.blocks.push(block);
                }
            }
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::TableCell => self.row.push(std::mem::take(&mut self.prose)),
            TagEnd::TableHead => self.table.head = std::mem::take(&mut self.row),
            TagEnd::TableRow => self.table.rows.push(std::mem::take(&mut self.row)),
            TagEnd::Table => self.blocks.push(Block::Table(std::mem::take(&mut self.table))),
            TagEnd::HtmlBlock => {
                if let Some(range) = self.html.take() {
                    let text = self.source.get(range.clone()).unwrap_or_default();
                    self.blocks.extend(html::blocks(text, range.start)?);
                }
            }
            _ => {}
        }
        Ok(())
    }
}
