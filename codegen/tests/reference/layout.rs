//! Pages in the published layout that state given facts, in three forms.

use codegen::reference::{Fact, Kind};
use serde_json::{Map, Value, json};

/// A part of a page.
pub(super) enum Part {
    Heading(usize, String),
    /// Language and text.
    Code(&'static str, String),
    Quote(String),
    /// Markdown of a paragraph, and its text.
    Paragraph(String, String),
    /// A table, whose cells may be code or links; `lost` in the text of a page.
    Table {
        head: Vec<&'static str>,
        rows: Vec<Vec<Cell>>,
        lost: bool,
    },
}

pub(super) enum Cell {
    Text(String),
    Code(String),
    Link(String),
}

fn text_cell(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn of_kind(fact: &Fact, kind: Kind) -> Vec<&Fact> {
    fact.below.iter().filter(|below| below.kind == kind).collect()
}

fn value(fact: &Fact, kind: Kind) -> &str {
    fact.child(kind, "").and_then(|fact| fact.value.as_deref()).unwrap_or_default()
}

/// The page of the operations.
pub(super) fn operations(facts: &[Fact]) -> Vec<Part> {
    let mut parts = vec![Part::Heading(1, "Agents".to_owned())];
    for fact in facts.iter().filter(|fact| fact.kind == Kind::Operation) {
        operation(fact, &mut parts);
    }
    parts
}

fn operation(fact: &Fact, parts: &mut Vec<Part>) {
    let heading = |level, text: &str| Part::Heading(level, text.to_owned());
    parts.push(heading(2, value(fact, Kind::Title)));
    if let Some(sample) = fact.child(Kind::Sample, "") {
        parts.push(heading(3, "Code samples"));
        parts.push(Part::Code("shell", curl(sample)));
    }
    let call = fact.name.replacen("/api/v2", "", 1);
    parts.push(Part::Paragraph(format!("`{call}`"), call));
    let body = fact.child(Kind::Body, "");
    if let Some(example) = body.and_then(|body| body.child(Kind::Example, "")) {
        parts.push(Part::Quote("Body parameter".to_owned()));
        parts.push(Part::Code("json", pretty(example)));
    }
    parameters(fact, body, parts);
    let responses = of_kind(fact, Kind::Response);
    let shown = |response: &&&Fact| response.child(Kind::Example, "").is_some();
    for (index, response) in responses.iter().filter(shown).enumerate() {
        if index == 0 {
            parts.push(heading(3, "Example responses"));
        }
        parts.push(Part::Quote(format!("{} Response", response.name)));
        parts.push(Part::Code("json", pretty(response.child(Kind::Example, "").unwrap())));
    }
    parts.push(heading(3, "Responses"));
    let rows = responses.iter().map(|response| {
        let content = response.child(Kind::Content, "").and_then(|fact| fact.value.clone());
        let schema = content.map_or_else(|| text_cell(""), Cell::Link);
        vec![text_cell(&response.name), text_cell("Meaning"), text_cell("Words"), schema]
    });
    let head = vec!["Status", "Meaning", "Description", "Schema"];
    parts.push(Part::Table { head, rows: rows.collect(), lost: true });
    if responses.iter().any(|response| !of_kind(response, Kind::Row).is_empty()) {
        parts.push(heading(3, "Response Schema"));
    }
    for response in responses {
        fields(response, parts);
    }
    if value(fact, Kind::Authenticated) == "yes" {
        let note = "To perform this operation, you must be authenticated.";
        let markdown = format!("{note} [Learn more](authentication.md).");
        parts.push(Part::Paragraph(markdown, format!("{note} Learn more.")));
    }
}

fn parameters(fact: &Fact, body: Option<&Fact>, parts: &mut Vec<Part>) {
    let parameters = of_kind(fact, Kind::Parameter);
    let with_body = body.is_some_and(|body| {
        body.below.iter().any(|fact| matches!(fact.kind, Kind::Content | Kind::Required))
    });
    // The text of a page has lost a table with links, and does not tell what was in it.
    let lost = with_body || fact.silent.contains(&Kind::Parameter);
    if parameters.is_empty() && !lost {
        return;
    }
    parts.push(Part::Heading(3, "Parameters".to_owned()));
    let mut rows = Vec::new();
    for parameter in &parameters {
        let (place, name) = parameter.name.split_once(' ').unwrap();
        rows.push(vec![
            Cell::Code(name.to_owned()),
            text_cell(place),
            text_cell(with_format(parameter)),
            text_cell(value(parameter, Kind::Required)),
            text_cell("Some words"),
        ]);
    }
    if let Some(body) = body.filter(|_| with_body) {
        rows.push(vec![
            Cell::Code("body".to_owned()),
            text_cell("body"),
            Cell::Link(value(body, Kind::Content).to_owned()),
            text_cell(value(body, Kind::Required)),
            text_cell("Some words"),
        ]);
    }
    let head = vec!["Name", "In", "Type", "Required", "Description"];
    parts.push(Part::Table { head, rows, lost });
    let name = |parameter: &Fact| parameter.name.split_once(' ').unwrap().1.to_owned();
    let values = parameters.iter().flat_map(|parameter| {
        let values = of_kind(parameter, Kind::Value);
        values.into_iter().map(|value| (name(parameter), value.name.clone()))
    });
    enumerated("Parameter", values.collect(), parts);
}

fn enumerated(column: &'static str, values: Vec<(String, String)>, parts: &mut Vec<Part>) {
    if values.is_empty() {
        return;
    }
    parts.push(Part::Heading(4, "Enumerated Values".to_owned()));
    let rows = values.into_iter().map(|(name, value)| vec![Cell::Code(name), Cell::Code(value)]);
    parts.push(Part::Table { head: vec![column, "Value"], rows: rows.collect(), lost: false });
}

fn with_format(fact: &Fact) -> String {
    match value(fact, Kind::Format) {
        "" => value(fact, Kind::Type).to_owned(),
        format => format!("{}({format})", value(fact, Kind::Type)),
    }
}

fn curl(sample: &Fact) -> String {
    let (method, path) = sample.value.as_deref().unwrap().split_once(' ').unwrap();
    let plain = |fact: &&Fact| match json_of(fact) {
        Value::String(text) => text,
        other => other.to_string(),
    };
    let query = of_kind(sample, Kind::SampleQuery);
    let query: Vec<String> =
        query.iter().map(|fact| format!("{}={}", fact.name, plain(fact))).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    let mut text = format!(
        "# Example request using curl\ncurl -X {method} http://coder-server:8080{path}{mark}{}",
        query.join("&")
    );
    for header in of_kind(sample, Kind::SampleHeader) {
        let value = header.value.as_deref().unwrap();
        text.push_str(&format!(" \\\n  -H '{}: {value}'", header.name));
    }
    text + "\n"
}

/// The table of an answer's fields.
fn fields(response: &Fact, parts: &mut Vec<Part>) {
    let mut rows = Vec::new();
    let mut values = Vec::new();
    let mut open: Vec<(usize, &Fact)> =
        of_kind(response, Kind::Row).into_iter().rev().map(|row| (0, row)).collect();
    while let Some((depth, row)) = open.pop() {
        let marks = if depth == 0 { String::new() } else { format!("{} ", "»".repeat(depth)) };
        rows.push(vec![
            Cell::Code(format!("{marks}{}", row.name)),
            text_cell(with_format(row)),
            text_cell(value(row, Kind::Required)),
            text_cell(""),
            text_cell(""),
        ]);
        for value in of_kind(row, Kind::Value) {
            values.push((row.name.clone(), value.name.clone()));
        }
        open.extend(of_kind(row, Kind::Row).into_iter().rev().map(|row| (depth + 1, row)));
    }
    if rows.is_empty() {
        return;
    }
    let status = &response.name;
    parts.push(Part::Paragraph(
        format!("Status Code **{status}**"),
        format!("Status Code {status}"),
    ));
    let head = vec!["Name", "Type", "Required", "Restrictions", "Description"];
    parts.push(Part::Table { head, rows, lost: false });
    enumerated("Property", values, parts);
}

/// The page of the schemas.
pub(super) fn schemas(facts: &[Fact]) -> Vec<Part> {
    let mut parts = vec![Part::Heading(1, "Schemas".to_owned())];
    for fact in facts.iter().filter(|fact| fact.kind == Kind::Schema) {
        parts.push(Part::Heading(2, fact.name.clone()));
        if let Some(example) = fact.child(Kind::Example, "") {
            parts.push(Part::Code("json", pretty(example)));
        }
        parts.push(Part::Heading(3, "Properties".to_owned()));
        properties(fact, &mut parts);
        let values = of_kind(fact, Kind::Value);
        if !values.is_empty() {
            parts.push(Part::Heading(4, "Enumerated Values".to_owned()));
            let rows = values.into_iter().map(|value| vec![Cell::Code(value.name.clone())]);
            parts.push(Part::Table { head: vec!["Value"], rows: rows.collect(), lost: false });
        }
    }
    parts
}

fn properties(schema: &Fact, parts: &mut Vec<Part>) {
    let nested = |fact: &Fact, depth: usize| -> Vec<(usize, Fact)> {
        let kinds = [Kind::Additional, Kind::Field];
        let below = fact.below.iter().filter(|fact| kinds.contains(&fact.kind)).rev();
        below.map(|fact| (depth, fact.clone())).collect()
    };
    let mut rows = Vec::new();
    let mut values = Vec::new();
    let mut open = nested(schema, 0);
    while let Some((depth, field)) = open.pop() {
        let marks = if depth == 0 { String::new() } else { format!("{} ", "»".repeat(depth)) };
        let any = field.kind == Kind::Additional;
        let name = if any { "[any property]" } else { &field.name };
        let kind = value(&field, Kind::Type);
        rows.push(vec![
            Cell::Code(format!("{marks}{name}")),
            if kind.contains('.') { Cell::Link(kind.to_owned()) } else { text_cell(kind) },
            text_cell(if any { "false" } else { value(&field, Kind::Required) }),
            text_cell(if field.child(Kind::Keyword, "readOnly").is_some() {
                "read-only"
            } else {
                ""
            }),
            text_cell("Words"),
        ]);
        for value in of_kind(&field, Kind::Value) {
            values.push((field.name.clone(), value.name.clone()));
        }
        open.extend(nested(&field, depth + 1));
    }
    if !rows.is_empty() {
        let head = vec!["Name", "Type", "Required", "Restrictions", "Description"];
        parts.push(Part::Table { head, rows, lost: false });
    }
    enumerated("Property", values, parts);
}

fn pretty(example: &Fact) -> String {
    serde_json::to_string_pretty(&json_of(example)).unwrap() + "\n"
}

/// The value of this shape.
fn json_of(fact: &Fact) -> Value {
    match fact.value.as_deref().unwrap() {
        "object" => {
            let members = of_kind(fact, Kind::Member);
            let members = members.into_iter().map(|fact| (fact.name.clone(), json_of(fact)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        "array" => of_kind(fact, Kind::Item).into_iter().map(json_of).collect(),
        "string" => json!("string"),
        "string(uuid)" => json!("497f6eca-6276-4993-bfeb-53cbbbba6f08"),
        "string(date-time)" => json!("2019-08-24T14:15:22Z"),
        "number" => json!(0),
        "boolean" => json!(true),
        literal => serde_json::from_str(literal).unwrap(),
    }
}
