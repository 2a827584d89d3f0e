//! The Markdown pages, in the layout of widdershins.

use askama::Template;

use super::SCHEMAS_PAGE;
use super::texts::{anchor, cell, code_cell, paragraphs};
use super::view::{Correction, MemberRow, Reference, TypeText};

#[derive(Template)]
#[template(path = "pages/operations.md", escape = "none")]
struct Operations<'a> {
    reference: &'a Reference,
}

#[derive(Template)]
#[template(path = "pages/schemas.md", escape = "none")]
struct Schemas<'a> {
    reference: &'a Reference,
}

/// The page with the operations.
pub(super) fn operations(reference: &Reference) -> Result<String, String> {
    Operations { reference }.render().map_err(|error| error.to_string())
}

/// The page with the schemas.
pub(super) fn schemas(reference: &Reference) -> Result<String, String> {
    Schemas { reference }.render().map_err(|error| error.to_string())
}

/// A table whose columns are as wide as their widest cell.
fn table(head: &[&str], rows: Vec<Vec<String>>) -> String {
    let head: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = std::iter::once(&head).chain(&rows);
            cells.filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            format!(" {cell}{} |", " ".repeat(width.saturating_sub(cell.chars().count())))
        });
        format!("|{}", cells.collect::<String>())
    };
    let rule: String = widths.iter().map(|width| format!("{}|", "-".repeat(width + 2))).collect();
    let mut lines = vec![line(&head), format!("|{rule}")];
    lines.extend(rows.iter().map(line));
    lines.join("\n")
}

impl Operations<'_> {
    fn parameters(operation: &super::view::OperationView) -> String {
        let rows = operation.parameters.iter().map(|row| {
            vec![
                code_cell(&row.name),
                cell(&row.location),
                linked(&row.shape, SCHEMAS_PAGE),
                row.required.to_string(),
                with_restrictions(&row.description, &row.restrictions),
            ]
        });
        let body = operation.body.iter().map(|body| {
            vec![
                "`body`".to_owned(),
                "body".to_owned(),
                linked(&body.shape, SCHEMAS_PAGE),
                body.required.to_string(),
                cell(&body.description),
            ]
        });
        table(&["Name", "In", "Type", "Required", "Description"], rows.chain(body).collect())
    }

    fn parameter_values(operation: &super::view::OperationView) -> String {
        let named =
            operation.parameters.iter().map(|row| (row.name.as_str(), row.values.as_slice()));
        values("Parameter", named)
    }

    fn answers(operation: &super::view::OperationView) -> String {
        let rows = operation.answers.iter().map(|answer| {
            vec![
                cell(&answer.status),
                format!("[{}]({})", answer.meaning, answer.link),
                cell(&answer.description),
                linked(&answer.shape, SCHEMAS_PAGE),
            ]
        });
        table(&["Status", "Meaning", "Description", "Schema"], rows.collect())
    }

    fn headers(operation: &super::view::OperationView) -> String {
        let headers = operation.answers.iter().flat_map(|answer| {
            answer.headers.iter().map(move |row| {
                vec![
                    cell(&answer.status),
                    code_cell(&row.name),
                    linked(&row.shape, SCHEMAS_PAGE),
                    cell(&row.description),
                ]
            })
        });
        let rows: Vec<_> = headers.collect();
        if rows.is_empty() {
            return String::new();
        }
        table(&["Status", "Header", "Type", "Description"], rows)
    }
}

/// The rows of an object.
fn members(rows: &[MemberRow], page: &str) -> String {
    let rows = rows.iter().map(|row| {
        vec![
            code_cell(&format!("{}{}", "» ".repeat(row.depth), row.name)),
            linked(&row.shape, page),
            row.required.to_string(),
            cell(&row.restrictions),
            cell(&row.description),
        ]
    });
    table(&["Name", "Type", "Required", "Restrictions", "Description"], rows.collect())
}

/// The values of enumerations among the rows.
fn member_values(rows: &[MemberRow]) -> String {
    values("Property", rows.iter().map(|row| (row.name.as_str(), row.values.as_slice())))
}

fn values<'a>(head: &str, named: impl Iterator<Item = (&'a str, &'a [String])>) -> String {
    let rows: Vec<Vec<String>> = named
        .flat_map(|(name, values)| {
            values.iter().map(move |value| vec![code_cell(name), code_cell(value)])
        })
        .collect();
    if rows.is_empty() { String::new() } else { table(&[head, "Value"], rows) }
}

fn own_values(found: &[String]) -> String {
    table(&["Value"], found.iter().map(|value| vec![code_cell(value)]).collect())
}

/// `array of [codersdk.Log](schemas.md#codersdklog)`.
fn linked(shape: &TypeText, page: &str) -> String {
    let text = cell(&shape.text).replace(['[', ']'], "");
    match &shape.schema {
        None => text.trim().to_owned(),
        Some(name) => {
            let space = if text.is_empty() { "" } else { " " };
            format!("{text}{space}[{}]({page}#{})", plain(name), anchor(name))
        }
    }
}

fn with_restrictions(description: &str, restrictions: &str) -> String {
    let restrictions = cell(restrictions);
    let restrictions =
        if restrictions.is_empty() { restrictions } else { format!(" ({restrictions})") };
    format!("{}{restrictions}", cell(description)).trim().to_owned()
}

/// A name as a heading or the text of a link.
fn plain(name: &str) -> String {
    let special = |c: char| matches!(c, '[' | ']' | '<' | '>' | '`' | '*' | '\\' | '|');
    let kept = name.chars().filter(|c| !c.is_control());
    kept.fold(String::new(), |mut text, c| {
        if special(c) {
            text.push('\\');
        }
        text.push(c);
        text
    })
}

/// `- why`, with the places that were changed.
fn correction(correction: &Correction) -> String {
    let mut places: Vec<String> = correction.places.iter().map(|place| code_cell(place)).collect();
    places.dedup();
    let places = if places.is_empty() { String::new() } else { format!("{}: ", places.join(", ")) };
    format!("- {places}{}", cell(&correction.reason))
}

/// A name in a path, a fenced line or a comment: one line, whatever it holds.
fn line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .replace("```", "'''")
}
