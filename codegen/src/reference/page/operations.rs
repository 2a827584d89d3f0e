//! The operations of a page in Markdown or HTML.

use super::super::coverage::Form;
use super::super::description::title;
use super::super::fact::{Fact, Kind};
use super::super::place::{Failure, Read};
use super::block::{Block, Prose, Table, Words};
use super::parts::Parts;
use super::rows::{Rows, find_row};
use super::{AUTHENTICATED, Draft, NOT_AUTHENTICATED};

/// Reads every operation of the page.
pub(super) fn operations(blocks: &[Block], form: Form) -> Read<Vec<Draft>> {
    let mut drafts = Vec::new();
    let starts: Vec<usize> = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| matches!(block, Block::Heading(1 | 2, _)))
        .map(|(at, _)| at)
        .collect();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(blocks.len());
        let section = blocks.get(start + 1..end).unwrap_or_default();
        match blocks.get(*start) {
            // The title of the page belongs to its site, and so may what follows it.
            Some(Block::Heading(1, _)) => {}
            Some(Block::Heading(_, words)) if section.iter().any(is_of_operation) => {
                let mut reader = Reader::new(words, form);
                reader.section(section)?;
                drafts.push(reader.finish(words)?);
            }
            // A site has headings of its own.
            Some(Block::Heading(_, words)) if form == Form::Markdown => {
                return Parts { source: 0 }.fail(words, "this section is no operation");
            }
            _ => {}
        }
    }
    Ok(drafts)
}

fn is_of_operation(block: &Block) -> bool {
    let sections = ["Code samples", "Parameters", "Example responses", "Responses"];
    match block {
        Block::Heading(_, words) => sections.contains(&words.as_str()),
        Block::Paragraph(prose) => Parts { source: 0 }.method_line(&prose.words).is_some(),
        _ => false,
    }
}

/// Which part of an operation is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Intro,
    Sample,
    Body,
    Parameters,
    Examples,
    Responses,
    Schema,
    Headers,
    /// Words without facts.
    Words,
    Done,
}

struct Reader {
    parts: Parts,
    form: Form,
    part: Part,
    /// The status that examples and tables of fields are about.
    status: Option<Words>,
    call: Option<(Words, Words)>,
    fact: Fact,
}

impl Reader {
    fn new(title: &Words, form: Form) -> Self {
        let parts = Parts { source: 0 };
        let fact = Fact::new(Kind::Operation, "", parts.at(title));
        Self { parts, form, part: Part::Intro, status: None, call: None, fact }
    }

    fn section(&mut self, blocks: &[Block]) -> Read<()> {
        for block in blocks {
            match block {
                _ if self.part == Part::Done && self.form == Form::Html => {}
                Block::Heading(_, words) => self.heading(words)?,
                Block::Code(language, words) => self.code(language, words)?,
                Block::Quote(prose) => self.quote(&prose.words)?,
                Block::Paragraph(prose) => self.paragraph(prose)?,
                Block::Table(table) => self.table(table, block)?,
            }
        }
        Ok(())
    }

    fn heading(&mut self, words: &Words) -> Read<()> {
        self.part = match words.as_str() {
            "Code samples" => Part::Sample,
            "Parameters" => Part::Parameters,
            "Example responses" => Part::Examples,
            "Responses" => Part::Responses,
            "Response Schema" => Part::Schema,
            "Response Headers" => Part::Headers,
            "Enumerated Values" if matches!(self.part, Part::Parameters | Part::Schema) => {
                self.part
            }
            "Detailed descriptions" if self.part == Part::Parameters => Part::Words,
            // What our own pages say about overlays.
            "Corrections" => Part::Words,
            other => {
                return self.parts.fail(words, format!("the section `{other}` is not understood"));
            }
        };
        Ok(())
    }

    fn code(&mut self, language: &str, words: &Words) -> Read<()> {
        match (self.part, &self.status) {
            // The same call in other languages.
            (Part::Sample, _) if !matches!(language, "" | "shell" | "sh" | "bash") => {}
            (Part::Sample, _) => {
                let sample = self.parts.sample(words)?;
                self.fact.below.push(sample);
            }
            (Part::Body, _) => {
                let example = self.parts.example(words)?;
                let at = self.parts.at(words);
                self.fact.at_child(Kind::Body, "", at).below.push(example);
            }
            (Part::Examples, Some(status)) => {
                let example = self.parts.example(words)?;
                let at = self.parts.at(status);
                let response = self.fact.at_child(Kind::Response, status.as_str(), at);
                response.below.push(example);
            }
            _ => return self.parts.fail(words, "this code is not understood"),
        }
        Ok(())
    }

    fn quote(&mut self, words: &Words) -> Read<()> {
        if words.as_str() == "Body parameter" {
            self.part = Part::Body;
            let at = self.parts.at(words);
            self.fact.at_child(Kind::Body, "", at);
            return Ok(());
        }
        match words.strip_suffix(" Response") {
            Some(status) if self.part == Part::Examples => self.status = Some(status),
            // A description of the body.
            _ if self.part == Part::Body => {}
            _ => return self.parts.fail(words, "this quotation is not understood"),
        }
        Ok(())
    }

    fn paragraph(&mut self, prose: &Prose) -> Read<()> {
        let words = &prose.words;
        let text = words.as_str();
        let call = self.parts.method_line(words).filter(|_| prose.codes.len() == 1);
        if let Some(call) = call {
            if self.call.is_some() {
                return self.parts.fail(words, "the operation has a second method and path");
            }
            self.call = Some(call);
            self.part = Part::Intro;
            return Ok(());
        }
        if text.starts_with(AUTHENTICATED) || text.starts_with(NOT_AUTHENTICATED) {
            let value = if text.starts_with(AUTHENTICATED) { "yes" } else { "no" };
            let at = self.parts.at(words);
            self.fact.below.push(Fact::with_value(Kind::Authenticated, value, at));
            self.part = Part::Done;
            return Ok(());
        }
        match self.part {
            Part::Schema => match words.strip_prefix("Status Code ") {
                Some(status) => self.status = Some(status),
                None => return self.parts.fail(words, "this paragraph is not understood"),
            },
            // Descriptions.
            Part::Intro => self.messages(words),
            Part::Body | Part::Words => {}
            _ => return self.parts.fail(words, "this paragraph is not understood"),
        }
        Ok(())
    }

    /// What travels over a WebSocket, in the sentences of our own pages.
    fn messages(&mut self, words: &Words) {
        let start = words.as_str().split_once(", ").map_or(words.as_str(), |(_, rest)| rest);
        if ![words.as_str(), start].iter().any(|text| {
            text.to_ascii_lowercase().starts_with("the connection becomes a websocket. the server")
        }) {
            return;
        }
        for (who, direction) in
            [("The server sends ", "server-to-client"), ("The client sends ", "client-to-server")]
        {
            let sentence = words.split_once(who).map(|(_, rest)| rest);
            let told = sentence.and_then(|rest| {
                let (frame, value) = rest.split_once(" messages, each with one JSON value: ")?;
                (!frame.as_str().contains(' ')).then_some(value)
            });
            let Some(told) = told else { continue };
            let words = told.split_once(". ").map(|(before, _)| before).or(told.strip_suffix("."));
            let words = words.unwrap_or(told);
            let mut message = Fact::new(Kind::Message, direction, self.parts.at(&words));
            message.value = Some(words.as_str().to_owned());
            self.fact.below.push(message);
        }
    }

    fn table(&mut self, table: &Table, block: &Block) -> Read<()> {
        let head: Vec<&str> = table.head.iter().map(|cell| cell.words.as_str()).collect();
        match (self.part, head.as_slice()) {
            (Part::Parameters, ["Name", "In", "Type", "Required", "Description"]) => {
                self.each(table, block, Self::parameter)
            }
            (Part::Parameters, ["Parameter", "Value" | "Value(s)"])
            | (Part::Schema, ["Property", "Value" | "Value(s)"]) => {
                self.each(table, block, Self::values)
            }
            (Part::Responses, ["Status", "Meaning", "Description", "Schema"]) => {
                self.each(table, block, Self::response)
            }
            (Part::Headers, ["Status", "Header", "Type", "Format", "Description"]) => {
                self.each(table, block, Self::header)
            }
            (Part::Schema, ["Name", "Type", "Required", "Restrictions", "Description"]) => {
                self.schema(table, block)
            }
            _ => {
                let message = format!("a table of {} is not understood here", head.join(", "));
                Err(Failure::new(block.at(self.parts.source), message))
            }
        }
    }

    fn each(
        &mut self,
        table: &Table,
        block: &Block,
        row: fn(&mut Self, &[Prose]) -> Read<()>,
    ) -> Read<()> {
        for cells in &table.rows {
            if cells.len() != table.head.len() {
                let at =
                    cells.first().map_or_else(|| block.at(0), |cell| self.parts.at(&cell.words));
                return Err(Failure::new(at, "this row has more or fewer cells than its table"));
            }
            row(self, cells)?;
        }
        Ok(())
    }

    fn parameter(&mut self, cells: &[Prose]) -> Read<()> {
        let [name, place, kind, required, _] = cells else { return Ok(()) };
        let (parts, name) = (self.parts, &name.words);
        if place.words.as_str() == "body" {
            if name.as_str().starts_with('»') {
                return parts.fail(name, "members of a body are not understood here");
            }
            let body = self.fact.at_child(Kind::Body, "", parts.at(name));
            if !kind.words.is_blank() {
                body.below.push(parts.valued(Kind::Content, &kind.words));
            }
            return parts.required_cell(&required.words, body);
        }
        let label = format!("{} {}", place.words.as_str(), name.as_str());
        let mut fact = Fact::new(Kind::Parameter, label, parts.at(name));
        parts.type_cell(&kind.words, &mut fact);
        parts.required_cell(&required.words, &mut fact)?;
        self.fact.below.push(fact);
        Ok(())
    }

    /// A row of `Enumerated Values`.
    fn values(&mut self, cells: &[Prose]) -> Read<()> {
        let [name, values] = cells else { return Ok(()) };
        let word = name.words.as_str();
        let owner = match (self.part, &self.status) {
            (Part::Schema, Some(status)) => self
                .fact
                .child_mut(Kind::Response, status.as_str())
                .and_then(|response| find_row(&mut response.below, word)),
            _ => self.fact.below.iter_mut().find(|fact| {
                let parameter = fact.name.split_once(' ').map(|(_, name)| name);
                fact.kind == Kind::Parameter && parameter == Some(word)
            }),
        };
        match owner {
            Some(owner) => {
                self.parts.values_cell(values, owner);
                Ok(())
            }
            None => self.parts.fail(&name.words, format!("there is no `{word}` with these values")),
        }
    }

    fn response(&mut self, cells: &[Prose]) -> Read<()> {
        let [status, _, _, schema] = cells else { return Ok(()) };
        let (parts, status) = (self.parts, &status.words);
        let is_status = status.as_str() == "default"
            || (status.as_str().len() == 3 && status.as_str().bytes().all(|c| c.is_ascii_digit()));
        if !is_status {
            return parts.fail(status, format!("`{}` is no status", status.as_str()));
        }
        let response = self.fact.at_child(Kind::Response, status.as_str(), parts.at(status));
        response.at = parts.at(status);
        if !schema.words.is_blank() {
            response.below.push(parts.valued(Kind::Content, &schema.words));
        }
        Ok(())
    }

    fn header(&mut self, cells: &[Prose]) -> Read<()> {
        let [status, name, kind, format, _] = cells else { return Ok(()) };
        let parts = self.parts;
        let at = parts.at(&status.words);
        let response = self.fact.at_child(Kind::Response, status.words.as_str(), at);
        let mut fact = parts.named(Kind::Header, &name.words);
        parts.type_cell(&kind.words, &mut fact);
        if !format.words.is_blank() {
            fact.below.push(parts.valued(Kind::Format, &format.words));
        }
        response.below.push(fact);
        Ok(())
    }

    /// The table of an answer's fields.
    fn schema(&mut self, table: &Table, block: &Block) -> Read<()> {
        let parts = self.parts;
        let Some(status) = &self.status else {
            return Err(Failure::new(block.at(parts.source), "this table has no status"));
        };
        let mut rows = Rows::new(parts, Kind::Row);
        for cells in &table.rows {
            let [name, kind, required, _, _] = cells.as_slice() else { continue };
            rows.push(&name.words, |fact| {
                parts.type_cell(&kind.words, fact);
                parts.required_cell(&required.words, fact)
            })?;
        }
        let at = parts.at(status);
        self.fact.at_child(Kind::Response, status.as_str(), at).below.extend(rows.finish());
        Ok(())
    }

    fn finish(mut self, words: &Words) -> Read<Draft> {
        let parts = self.parts;
        let Some((method, path)) = self.call else {
            return parts.fail(words, "this operation has no line with its method and path");
        };
        if matches!(self.part, Part::Intro | Part::Sample | Part::Body) {
            return parts.fail(words, "this operation has no responses");
        }
        let name = title(words.as_str());
        self.fact.below.push(Fact::with_value(Kind::Title, name, parts.at(words)));
        if !self.fact.below.iter().any(|fact| fact.kind == Kind::Authenticated) {
            self.fact.below.push(Fact::with_value(Kind::Authenticated, "no", parts.at(words)));
        }
        self.fact.at = parts.at(&path);
        Ok(Draft { method, path, fact: self.fact })
    }
}
