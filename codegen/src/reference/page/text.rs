//! The text of the rendered page, as a text browser shows it.
//!
//! Lines within a block are one line; headings stand before what follows them, without a mark; tables
//! with links are gone, other tables are words in a row.

use super::super::description::title;
use super::super::fact::{Fact, Kind};
use super::super::place::Read;
use super::block::{Prose, Words};
use super::parts::Parts;
use super::rows::{Rows, find_row};
use super::{AUTHENTICATED, Draft, NOT_AUTHENTICATED};

const PARTS: Parts = Parts { source: 0 };
const START: &str = " Code samples";
const PARAMETERS: &str = "Name In Type Required Description";
const ROWS: &str = "Name Type Required Restrictions Description";

/// Reads every operation of the page.
pub(super) fn operations(source: &str) -> Read<Vec<Draft>> {
    let paragraphs = paragraphs(source);
    let starts: Vec<usize> = (0..paragraphs.len())
        .filter(|at| paragraphs.get(*at).is_some_and(|words| words.as_str().ends_with(START)))
        .collect();
    let mut drafts = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let last = index + 1 == starts.len();
        let end = starts.get(index + 1).copied().unwrap_or(paragraphs.len());
        if let Some((words, rest)) = paragraphs.get(*start..end).and_then(<[Words]>::split_first) {
            drafts.push(Reader::new(words).operation(rest, last)?);
        }
    }
    Ok(drafts)
}

/// Lines that belong together, each as one.
fn paragraphs(source: &str) -> Vec<Words> {
    let mut paragraphs = Vec::new();
    let mut open = Words::default();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if line.trim().is_empty() {
            paragraphs.push(std::mem::take(&mut open));
        } else {
            if !open.is_blank() {
                open.push(" ", at.max(1) - 1);
            }
            open.push(line.trim_end(), at);
        }
        at += line.len();
    }
    paragraphs.push(open);
    paragraphs.iter().map(Words::trim).filter(|words| !words.is_blank()).collect()
}

/// What the next paragraph may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Sample,
    Call,
    Intro,
    Body,
    Sections,
    Example,
    Fields,
}

struct Reader {
    title: Words,
    next: Next,
    status: Option<Words>,
    call: Option<(Words, Words)>,
    responses: bool,
    fact: Fact,
}

impl Reader {
    fn new(words: &Words) -> Self {
        let title = words.strip_suffix(START).unwrap_or_default().trim();
        let fact = Fact::new(Kind::Operation, "", PARTS.at(&title));
        let (status, call) = (None, None);
        Self { title, next: Next::Sample, status, call, responses: false, fact }
    }

    /// `last`: what follows the operation is the site's.
    fn operation(mut self, paragraphs: &[Words], last: bool) -> Read<Draft> {
        let mut ended = false;
        for words in paragraphs {
            if !ended {
                ended = self.paragraph(words)?;
            } else if !last {
                return PARTS.fail(words, "this text after the operation is not understood");
            }
        }
        let Some((method, path)) = self.call else {
            return PARTS.fail(&self.title, "this operation has no line with its method and path");
        };
        if !self.responses {
            return PARTS.fail(&self.title, "this operation has no responses");
        }
        let at = PARTS.at(&self.title);
        let name = title(self.title.as_str());
        self.fact.below.push(Fact::with_value(Kind::Title, name, at.clone()));
        if !ended {
            self.fact.below.push(Fact::with_value(Kind::Authenticated, "no", at));
        }
        self.fact.at = PARTS.at(&path);
        Ok(Draft { method, path, fact: self.fact })
    }

    /// Reads one paragraph; true after the last one of the operation.
    fn paragraph(&mut self, words: &Words) -> Read<bool> {
        let text = words.as_str();
        if text.starts_with(AUTHENTICATED) || text.starts_with(NOT_AUTHENTICATED) {
            let value = if text.starts_with(AUTHENTICATED) { "yes" } else { "no" };
            let note = Fact::with_value(Kind::Authenticated, value, PARTS.at(words));
            self.fact.below.push(note);
            return Ok(true);
        }
        match self.next {
            Next::Sample => {
                self.fact.below.push(PARTS.sample(words)?);
                self.next = Next::Call;
            }
            Next::Call => {
                self.call = PARTS.method_line(words);
                if self.call.is_none() {
                    return PARTS.fail(words, "here should be a method and a path");
                }
                self.next = Next::Intro;
            }
            Next::Body => {
                let example = PARTS.example(words)?;
                self.fact.at_child(Kind::Body, "", PARTS.at(words)).below.push(example);
                self.next = Next::Sections;
            }
            Next::Example => {
                let status = self.status.take().unwrap_or_default();
                let response =
                    self.fact.at_child(Kind::Response, status.as_str(), PARTS.at(&status));
                response.below.push(PARTS.example(words)?);
                self.status = Some(status);
                self.next = Next::Sections;
            }
            Next::Intro | Next::Sections | Next::Fields => self.section(words)?,
        }
        Ok(false)
    }

    fn section(&mut self, words: &Words) -> Read<()> {
        let text = words.as_str();
        let status = words.strip_suffix(" Response").filter(|status| is_status(status.as_str()));
        if text == "Body parameter" {
            self.fact.at_child(Kind::Body, "", PARTS.at(words));
            self.next = Next::Body;
        } else if let Some(status) = status {
            self.status = Some(status);
            self.next = Next::Example;
        } else if let Some(status) = words.strip_prefix("Status Code ") {
            self.status = Some(status);
            self.next = Next::Fields;
        } else if self.next == Next::Fields {
            self.fields(words)?;
            self.next = Next::Sections;
        } else if self.is_headings(text) {
            self.headings(words)?;
        } else if self.next != Next::Intro {
            // A description may stand behind method and path only.
            return PARTS.fail(words, "this text is not understood");
        }
        Ok(())
    }

    fn is_headings(&self, text: &str) -> bool {
        ["Parameters", "Example responses", "Responses"].iter().any(|name| text.starts_with(name))
    }

    /// `Parameters … Example responses`, and what else stands in one line.
    fn headings(&mut self, words: &Words) -> Read<()> {
        self.next = Next::Sections;
        let mut rest = words.trim();
        for suffix in ["Responses Response Schema", "Responses", "Example responses"] {
            if let Some(before) = rest.strip_suffix(suffix) {
                self.responses |= suffix.starts_with("Responses");
                rest = before.trim();
            }
        }
        if rest.is_blank() {
            return Ok(());
        }
        let Some(parameters) = rest.strip_prefix("Parameters") else {
            return PARTS.fail(&rest, "this text is not understood");
        };
        let parameters = parameters.trim();
        if parameters.is_blank() {
            // The table is lost; it had links.
            self.fact.silent.push(Kind::Parameter);
            return Ok(());
        }
        match parameters.strip_prefix(PARAMETERS) {
            Some(rows) => self.parameters(&rows),
            None => PARTS.fail(&parameters, "this table of parameters is not understood"),
        }
    }

    fn parameters(&mut self, words: &Words) -> Read<()> {
        let (table, values) = split_values(words, "Parameter");
        let words = table.split();
        let is_row = |at: usize| {
            let word = |offset: usize| words.get(at + offset).map_or("", Words::as_str);
            matches!(word(1), "path" | "query" | "header" | "cookie" | "body" | "formData")
                && matches!(word(3), "true" | "false")
                && !word(2).is_empty()
        };
        if !is_row(0) {
            return PARTS.fail(&table, "this table of parameters is not understood");
        }
        for at in (0..words.len()).filter(|at| is_row(*at)) {
            let [name, place, kind, required] = words.get(at..at + 4).unwrap_or_default() else {
                continue;
            };
            if place.as_str() == "body" {
                let body = self.fact.at_child(Kind::Body, "", PARTS.at(name));
                body.below.push(PARTS.valued(Kind::Content, kind));
                PARTS.required_cell(required, body)?;
                continue;
            }
            let label = format!("{} {}", place.as_str(), name.as_str());
            let mut fact = Fact::new(Kind::Parameter, label, PARTS.at(name));
            PARTS.type_cell(kind, &mut fact);
            PARTS.required_cell(required, &mut fact)?;
            self.fact.below.push(fact);
        }
        let Some(values) = values else { return Ok(()) };
        values_of(&values, &mut self.fact.below, |facts, name| {
            facts.iter_mut().find(|fact| {
                let parameter = fact.name.split_once(' ').map(|(_, name)| name);
                fact.kind == Kind::Parameter && parameter == Some(name)
            })
        })
    }

    /// The table of an answer's fields.
    fn fields(&mut self, words: &Words) -> Read<()> {
        let Some(rows) = words.strip_prefix(ROWS) else {
            return PARTS.fail(words, "this table of fields is not understood");
        };
        let (table, values) = split_values(&rows, "Property");
        let status = self.status.clone().unwrap_or_default();
        let response = self.fact.at_child(Kind::Response, status.as_str(), PARTS.at(&status));
        response.below.extend(field_rows(&table)?);
        match values {
            Some(values) => values_of(&values, &mut response.below, find_row),
            None => Ok(()),
        }
    }
}

fn is_status(text: &str) -> bool {
    text == "default" || (text.len() == 3 && text.bytes().all(|c| c.is_ascii_digit()))
}

/// `[array item] array false » created_at string(date-time) false …`
fn field_rows(table: &Words) -> Read<Vec<Fact>> {
    let words = table.split();
    let mut rows = Rows::new(PARTS, Kind::Row);
    let mut at = 0;
    while at < words.len() {
        let Some((name, after)) = row_name(&words, at) else { break };
        let [kind, required] = words.get(after..after + 2).unwrap_or_default() else { break };
        if matches!(required.as_str(), "true" | "false") {
            rows.push(&name, |fact| {
                PARTS.type_cell(kind, fact);
                PARTS.required_cell(required, fact)
            })?;
            at = after + 2;
        } else if at == 0 {
            return PARTS.fail(table, "this table of fields is not understood");
        } else {
            // A word of a description.
            at += 1;
        }
    }
    Ok(rows.finish())
}

/// The name of a row that would start here, with its marks, and what is behind it.
fn row_name(words: &[Words], at: usize) -> Option<(Words, usize)> {
    let rest = words.get(at..)?;
    let marks = rest.iter().take_while(|word| word.as_str().chars().all(|c| c == '»')).count();
    let bracket = rest.get(marks)?.as_str().starts_with('[');
    let length = marks + if bracket { 2 } else { 1 };
    let mut name = Words::default();
    for word in rest.get(..length)? {
        if !name.is_blank() {
            name.push(" ", word.range(0..0).start.saturating_sub(1));
        }
        name.push(word.as_str(), word.range(0..0).start);
    }
    Some((name, at + length))
}

/// The rows, and what stands behind `Enumerated Values NAME Value`.
fn split_values(words: &Words, name: &str) -> (Words, Option<Words>) {
    for column in ["Value(s)", "Value"] {
        if let Some((rows, values)) =
            words.split_once(&format!("Enumerated Values {name} {column}"))
        {
            return (rows.trim(), Some(values.trim()));
        }
    }
    (words.trim(), None)
}

/// `level trace level debug …`, or `level trace, debug, …`.
fn values_of(
    words: &Words,
    facts: &mut [Fact],
    find: impl for<'f> Fn(&'f mut [Fact], &str) -> Option<&'f mut Fact>,
) -> Read<()> {
    let words = words.split();
    let mut at = 0;
    while let Some(name) = words.get(at) {
        let Some(owner) = find(facts, name.as_str()) else {
            return PARTS.fail(name, format!("there is no `{}` with these values", name.as_str()));
        };
        loop {
            at += 1;
            let Some(value) = words.get(at) else {
                return PARTS.fail(name, "here should be a value");
            };
            let bare = value.strip_suffix(",");
            let goes_on = bare.is_some();
            let words = bare.unwrap_or_else(|| value.clone());
            PARTS.values_cell(&Prose { codes: vec![words.clone()], words }, owner);
            if !goes_on {
                break;
            }
        }
        at += 1;
    }
    Ok(())
}
