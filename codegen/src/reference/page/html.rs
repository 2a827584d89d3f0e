//! HTML into blocks.
//!
//! Tokens are enough: what a page states stands in headings, paragraphs, preformatted text and
//! tables, and none of these nest. Everything else is the site around the page.

use html5gum::emitters::default::{DefaultEmitter, EndTag, StartTag, Token};
use html5gum::{Spanned, Tokenizer};

use super::super::place::{At, Failure, Read};
use super::block::{Block, Prose, Table, Words};

/// Elements whose text nobody reads.
const UNREAD: &[&str] =
    &["script", "style", "template", "noscript", "svg", "button", "head", "iframe", "select"];

/// The blocks of a page, in order; `offset` is where its text starts in the source.
pub(super) fn blocks(text: &str, offset: usize) -> Read<Vec<Block>> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader { text, offset, ..Reader::default() };
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag)?,
            Token::EndTag(tag) => reader.end(&tag),
            Token::String(words) => reader.words(&words),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.finish()
}

/// The longest name has fewer bytes.
const LONGEST_ENTITY: usize = 40;

/// What is being collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Collecting {
    Heading(u8),
    Paragraph,
    Code,
    Cell,
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    offset: usize,
    blocks: Vec<Block>,
    collecting: Option<(Collecting, usize)>,
    prose: Prose,
    /// Of preformatted text.
    language: String,
    /// Within `code` in prose.
    code: Option<Words>,
    table: Option<Table>,
    row: Vec<Prose>,
    head: bool,
    quotes: usize,
    /// The unread element that is open, and how many of its kind.
    unread: Option<(String, usize)>,
}

impl Reader<'_> {
    fn fail<T>(&self, at: usize, message: &str) -> Read<T> {
        let at = self.offset + at;
        Err(Failure::new(At::text(0, at..at), message))
    }

    fn start(&mut self, tag: &StartTag<usize>) -> Read<()> {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if let Some((unread, depth)) = &mut self.unread {
            *depth += usize::from(*unread == name && !tag.self_closing);
            return Ok(());
        }
        let at = tag.span.start;
        match name.as_str() {
            unread if UNREAD.contains(&unread) => {
                self.unread = (!tag.self_closing).then_some((name, 1));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.bytes().last().map_or(6, |digit| digit - b'0');
                self.collect(Collecting::Heading(level), at);
            }
            "p" if !self.is(Collecting::Cell) => self.collect(Collecting::Paragraph, at),
            "pre" => {
                self.collect(Collecting::Code, at);
                self.language = language(tag);
            }
            "code" if self.is(Collecting::Code) && self.language.is_empty() => {
                self.language = language(tag);
            }
            "code" if !self.is(Collecting::Code) => self.code = Some(Words::default()),
            "blockquote" => self.quotes += 1,
            "br" if !self.is(Collecting::Code) => self.push(" ", at),
            "br" => self.push("\n", at),
            "table" if self.table.is_some() => return self.fail(at, "a table stands in a table"),
            "table" => {
                self.flush();
                self.table = Some(Table { start: self.offset + at, ..Table::default() });
            }
            "thead" => self.head = true,
            "tr" => self.end_row(),
            "th" | "td" if self.table.is_some() => self.collect(Collecting::Cell, at),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if let Some((unread, depth)) = &mut self.unread {
            *depth -= usize::from(*unread == name);
            if *depth == 0 {
                self.unread = None;
            }
            return;
        }
        match name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" | "td" | "th" => self.flush(),
            "p" if !self.is(Collecting::Cell) => self.flush(),
            "code" => {
                let code = self.code.take();
                self.prose.codes.extend(code);
            }
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "tr" => self.end_row(),
            "thead" => {
                self.end_row();
                self.head = false;
            }
            "table" => {
                self.end_row();
                self.head = false;
                self.blocks.extend(self.table.take().map(Block::Table));
            }
            _ => {}
        }
    }

    fn is(&self, what: Collecting) -> bool {
        self.collecting.is_some_and(|(collecting, _)| collecting == what)
    }

    fn collect(&mut self, what: Collecting, at: usize) {
        self.flush();
        self.collecting = Some((what, at));
    }

    fn words(&mut self, words: &Spanned<html5gum::HtmlString, usize>) {
        if self.unread.is_some() || self.collecting.is_none() {
            return;
        }
        let decoded = String::from_utf8_lossy(words).into_owned();
        let raw = self.text.get(words.span.start..words.span.end).unwrap_or_default();
        for (text, at) in align(&decoded, raw) {
            self.push(text, words.span.start + at);
        }
    }

    fn push(&mut self, text: &str, at: usize) {
        let at = self.offset + at;
        let verbatim = self.is(Collecting::Code);
        if let Some(code) = &mut self.code {
            push_into(code, text, at, verbatim);
        }
        push_into(&mut self.prose.words, text, at, verbatim);
    }

    /// Ends what is being collected.
    fn flush(&mut self) {
        let Some((what, _)) = self.collecting.take() else { return };
        let prose = std::mem::take(&mut self.prose);
        self.code = None;
        let prose = match what {
            Collecting::Code => prose,
            _ => Prose { words: prose.words.trim(), codes: prose.codes },
        };
        let block = match what {
            Collecting::Heading(level) => Block::Heading(level, prose.words),
            Collecting::Code => Block::Code(std::mem::take(&mut self.language), prose.words),
            Collecting::Cell => return self.row.push(prose),
            Collecting::Paragraph if prose.words.is_blank() => return,
            Collecting::Paragraph if self.quotes > 0 => Block::Quote(prose),
            Collecting::Paragraph => Block::Paragraph(prose),
        };
        self.blocks.push(block);
    }

    fn end_row(&mut self) {
        self.flush();
        let row = std::mem::take(&mut self.row);
        let Some(table) = self.table.as_mut().filter(|_| !row.is_empty()) else { return };
        if table.head.is_empty() && (self.head || table.rows.is_empty()) {
            table.head = row;
        } else {
            table.rows.push(row);
        }
    }

    fn finish(self) -> Read<Vec<Block>> {
        if let Some(table) = &self.table {
            return self.fail(table.start - self.offset, "the page ends within this table");
        }
        if let Some((_, at)) = self.collecting.filter(|_| !self.prose.words.is_blank()) {
            return self.fail(at, "the page ends within this element");
        }
        Ok(self.blocks)
    }
}

/// `json` of `class="language-json"`.
fn language(tag: &StartTag<usize>) -> String {
    let class = tag.attributes.get(b"class".as_slice()).map(|class| String::from_utf8_lossy(class));
    let classes = class.as_deref().unwrap_or_default().split_ascii_whitespace();
    let mut languages = classes.filter_map(|class| class.strip_prefix("language-"));
    languages.next().unwrap_or_default().to_owned()
}

/// In prose, any whitespace is one blank.
fn push_into(words: &mut Words, text: &str, at: usize, verbatim: bool) {
    if verbatim {
        return words.push(text, at);
    }
    let mut start = 0;
    for (offset, c) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        words.push(text.get(start..offset).unwrap_or_default(), at + start);
        if !words.as_str().is_empty() && !words.as_str().ends_with(' ') {
            words.push(" ", at + offset);
        }
        start = offset + c.len_utf8();
    }
    words.push(text.get(start..).unwrap_or_default(), at + start);
}

/// Stretches of decoded text and where they stand in the raw text, which has entities.
fn align<'d>(decoded: &'d str, raw: &str) -> Vec<(&'d str, usize)> {
    let mut stretches = Vec::new();
    let (mut start, mut begin, mut at) = (0, 0, 0);
    for (offset, c) in decoded.char_indices() {
        let rest = raw.get(at..).unwrap_or_default();
        if rest.starts_with(c) && (c != '&' || !is_entity(rest)) {
            at += c.len_utf8();
            continue;
        }
        if rest.starts_with('&') {
            stretches.push((decoded.get(start..offset).unwrap_or_default(), begin));
            let length = rest.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';');
            let length = length.map_or(1, |end| end + 1);
            let after = offset + c.len_utf8();
            stretches.push((decoded.get(offset..after).unwrap_or_default(), at));
            at += length;
            (start, begin) = (after, at);
        }
    }
    stretches.push((decoded.get(start..).unwrap_or_default(), begin));
    stretches
}

fn is_entity(rest: &str) -> bool {
    let mut bytes = rest.bytes().skip(1).take(LONGEST_ENTITY);
    let end = bytes.position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#');
    end.is_some_and(|end| end > 0 && rest.as_bytes().get(end + 1) == Some(&b';'))
}
