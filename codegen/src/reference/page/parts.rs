//! What pages of every form have in common: code samples, examples, cells of tables.

use serde_json::Value;

use super::super::description::{first_mistake, item_name, shape};
use super::super::fact::{Fact, Kind};
use super::super::place::{At, Failure, Read, line_starts, range_of};
use super::block::{Prose, Words};
use crate::diagnostics::{Diagnostics, Part, Place};
use crate::model::Pointer;
use crate::read::locate::{Marks, Span};
use crate::read::{Source, load};

const METHODS: &[&str] =
    &["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT"];

/// A reader of one of the texts.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    /// Which text.
    pub(super) source: usize,
}

impl Parts {
    pub(super) fn at(self, words: &Words) -> At {
        words.at(self.source)
    }

    pub(super) fn fail<T>(self, words: &Words, message: impl Into<String>) -> Read<T> {
        Err(Failure::new(self.at(words), message))
    }

    pub(super) fn named(self, kind: Kind, words: &Words) -> Fact {
        Fact::new(kind, words.as_str(), self.at(words))
    }

    pub(super) fn valued(self, kind: Kind, words: &Words) -> Fact {
        Fact::with_value(kind, words.as_str(), self.at(words))
    }

    /// `GET /path`, as method and path.
    pub(super) fn method_line(self, words: &Words) -> Option<(Words, Words)> {
        let [method, path] = <[Words; 2]>::try_from(words.split()).ok()?;
        let fits = METHODS.contains(&method.as_str()) && path.as_str().starts_with('/');
        fits.then_some((method, path))
    }

    /// `curl -X GET http://HOST/path?name=value \ -H 'Name: value'`.
    pub(super) fn sample(self, words: &Words) -> Read<Fact> {
        let Some((_, call)) = words.split_once("curl -X ") else {
            return self.fail(words, "this code sample is no call of curl");
        };
        let call = call.trim();
        let Some((method, rest)) = call.split_once(" ") else {
            return self.fail(&call, "this call has no address");
        };
        let quoted = rest.strip_prefix("'").and_then(|rest| rest.split_once("'"));
        let (url, options) = quoted.unwrap_or_else(|| {
            let end = rest.as_str().find(char::is_whitespace).unwrap_or(rest.as_str().len());
            (rest.part(0..end), rest.part(end..rest.as_str().len()))
        });
        let Some((_, address)) = url.split_once("://") else {
            return self.fail(&url, "this is no address");
        };
        let slash = address.as_str().find('/').unwrap_or(address.as_str().len());
        let address = address.part(slash..address.as_str().len());
        let (path, query) = match address.split_once("?") {
            Some((path, query)) => (path, Some(query)),
            None => (address, None),
        };
        let value = format!("{} {}", method.as_str(), path.as_str());
        let mut fact = Fact::with_value(Kind::Sample, value, self.at(&path));
        for pair in query.iter().flat_map(|query| query.split_by(|c| c == '&')) {
            let (name, value) = pair.split_once("=").unwrap_or((pair, Words::default()));
            let mut entry = Fact::new(Kind::SampleQuery, name.as_str(), self.at(&name));
            let json = serde_json::from_str(value.as_str());
            entry.value = Some(shape(&json.unwrap_or_else(|_| Value::from(value.as_str()))));
            fact.below.push(entry);
        }
        self.sample_headers(&options, &mut fact)?;
        Ok(fact)
    }

    fn sample_headers(self, options: &Words, fact: &mut Fact) -> Read<()> {
        let mut rest = options.clone();
        loop {
            let text = rest.as_str();
            let start = text.find(|c: char| !c.is_whitespace() && c != '\\');
            let Some(start) = start else { return Ok(()) };
            rest = rest.part(start..text.len());
            let Some((header, after)) =
                rest.strip_prefix("-H '").and_then(|rest| rest.split_once("'"))
            else {
                return self.fail(&rest, "this part of the code sample is not understood");
            };
            let Some((name, value)) = header.split_once(": ") else {
                return self.fail(&header, "this header has no value");
            };
            let mut entry = Fact::new(Kind::SampleHeader, name.as_str(), self.at(&value));
            entry.value = Some(value.as_str().to_owned());
            fact.below.push(entry);
            rest = after;
        }
    }

    /// JSON, by its shape.
    pub(super) fn example(self, words: &Words) -> Read<Fact> {
        let text = words.as_str();
        let lines = line_starts(text);
        let place = |span: Span| At::text(self.source, words.range(range_of(text, &lines, span)));
        let mut diags = Diagnostics::default();
        let effective = load(Source::new("example.json", text), &[], &mut diags);
        let Some(effective) = effective.filter(|_| !diags.has_errors()) else {
            let mistake = first_mistake(&diags);
            let at = diags.items().first().map(|item| match &item.at {
                Place::Text { line, column, .. } => {
                    let (line, column) = (*line, *column);
                    place(Span { line, column, end_line: line, end_column: column })
                }
                Place::Document(pointer, part) => {
                    place(Marks::of_document(text).find(pointer, *part).unwrap_or_default())
                }
                _ => self.at(words),
            });
            let message = format!("this example is no JSON: {}", mistake.message);
            return Err(Failure { at: at.or_else(|| Some(self.at(words))), message });
        };
        let marks = Marks::of_document(text);
        let at = |pointer: &Pointer, value: &Value| {
            let leaf = !value.is_object() && !value.is_array();
            let part = if leaf { Part::Value } else { Part::Key };
            place(marks.find(pointer, part).unwrap_or_default())
        };
        let root = Fact::new(Kind::Example, "", self.at(words));
        Ok(shaped(&effective.value, &Pointer::root(), root, &at))
    }

    /// A cell such as `string(uuid)`, `array of codersdk.Log`, `array[string]`.
    pub(super) fn type_cell(self, cell: &Words, fact: &mut Fact) {
        let text = cell.as_str();
        let open = text.find('(').filter(|_| text.ends_with(')'));
        let (name, format) = match open {
            Some(open) => (cell.part(0..open), Some(cell.part(open + 1..text.len() - 1))),
            None => (cell.clone(), None),
        };
        let words = match name.as_str() {
            "undefined" | "" => "any".to_owned(),
            text => match text.strip_prefix("array[").and_then(|rest| rest.strip_suffix(']')) {
                Some(items) => format!("array of {items}"),
                None => text.to_owned(),
            },
        };
        fact.below.push(Fact::with_value(Kind::Type, words, self.at(&name)));
        if let Some(format) = format {
            fact.below.push(self.valued(Kind::Format, &format));
        }
    }

    pub(super) fn required_cell(self, cell: &Words, fact: &mut Fact) -> Read<()> {
        if !matches!(cell.as_str(), "true" | "false") {
            return self.fail(cell, format!("`{}` is neither true nor false", cell.as_str()));
        }
        fact.below.push(self.valued(Kind::Required, cell));
        Ok(())
    }

    /// The values of a cell: each is set as code, or they are parted by commas.
    pub(super) fn values_cell(self, cell: &Prose, fact: &mut Fact) {
        let values = match cell.codes.as_slice() {
            [] => split_commas(&cell.words),
            codes => codes.to_vec(),
        };
        for value in values {
            // An empty value between ticks.
            let name = if value.as_str() == "``" { "" } else { value.as_str() };
            fact.below.push(Fact::new(Kind::Value, name, self.at(&value)));
        }
    }
}

fn split_commas(words: &Words) -> Vec<Words> {
    let parts = words.split_by(|c| c == ',');
    parts.iter().map(Words::trim).filter(|words| !words.is_blank()).collect()
}

fn shaped(
    value: &Value,
    pointer: &Pointer,
    mut fact: Fact,
    at: &dyn Fn(&Pointer, &Value) -> At,
) -> Fact {
    fact.value = Some(shape(value));
    let mut push = |kind, name: String, below: &Value, pointer: Pointer| {
        let child = Fact::new(kind, name, at(&pointer, below));
        fact.below.push(shaped(below, &pointer, child, at));
    };
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                push(Kind::Member, name.clone(), member, pointer.join(name));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                push(Kind::Item, item_name(index), item, pointer.join(index));
            }
        }
        _ => {}
    }
    fact
}
