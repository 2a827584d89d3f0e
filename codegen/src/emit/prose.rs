//! What users read about an operation: all of it where its inputs stand, which both crates see, and
//! the gist of it at the methods.

use super::Cx;
use super::streams::{Side, notes};
use crate::model::Operation;
use crate::name::OperationNames;
use crate::rust::{Doc, code};

/// All that the document says.
pub(super) fn full(cx: &Cx<'_>, operation: &Operation) -> Doc {
    let place = place(cx, operation);
    let docs = deprecation(operation).text(title(operation)).text(&operation.docs.description);
    if docs.is_empty() {
        return Doc::new(format!("What {} takes: {place}.", code(&operation.id)));
    }
    docs.own(format!("{}: {place}.", code(&operation.id)))
}

/// The gist, with a link to the rest.
pub(super) fn gist(cx: &Cx<'_>, operation: &Operation, names: &OperationNames, side: Side) -> Doc {
    let (first, rest) = first_paragraph(&operation.docs.description);
    let mut docs = deprecation(operation).text(title(operation)).text(first);
    if docs.is_empty() {
        docs =
            docs.own(format!("The operation {}: {}.", code(&operation.id), place(cx, operation)));
    }
    if !rest.is_empty() {
        docs = docs.more(&format!("operations::{}", names.input));
    }
    let notes = notes(operation, side).into_iter().chain(headers(cx, operation));
    notes.fold(docs, Doc::own)
}

/// Where the types of the headers are that answers have.
fn headers(cx: &Cx<'_>, operation: &Operation) -> Option<String> {
    let mut types: Vec<(String, Vec<String>)> = Vec::new();
    for response in &operation.responses {
        let Some(headers) = &response.headers else { continue };
        let (ty, status) = (cx.value_type(headers.schema).to_string(), response.status);
        let status = format!("`{status}`");
        match types.iter_mut().find(|(known, _)| *known == ty) {
            Some((_, statuses)) => statuses.push(status),
            None => types.push((ty, vec![status])),
        }
    }
    let links = types.into_iter().map(|(ty, statuses)| {
        let path = ty.replace(' ', "");
        let name = path.rsplit("::").next().unwrap_or_default();
        format!("[`{name}`](crate::{path}) ({})", statuses.join(", "))
    });
    let links: Vec<String> = links.collect();
    (!links.is_empty()).then(|| format!("Headers of answers: {}.", links.join(", ")))
}

/// Method and path.
fn place(cx: &Cx<'_>, operation: &Operation) -> String {
    code(&format!("{} {}", operation.method.as_str(), cx.full_path(operation)))
}

fn deprecation(operation: &Operation) -> Doc {
    if operation.docs.deprecated { Doc::new("**Deprecated.**") } else { Doc::default() }
}

/// The summary, where it says more than the operation's id.
fn title(operation: &Operation) -> &str {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let summary = &operation.docs.summary;
    let known = letters(&operation.id).starts_with(&letters(summary));
    if known && !operation.docs.description.trim().is_empty() { "" } else { summary }
}

/// The first paragraph of a text and what follows it; nothing and all of it, if it begins with
/// something else than a paragraph.
fn first_paragraph(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let plain = first.lines().all(|line| line.starts_with(|c: char| c.is_alphabetic()));
    if plain { (first, rest) } else { ("", text) }
}

#[cfg(test)]
mod tests {
    use super::first_paragraph;

    #[test]
    fn only_a_paragraph_is_a_first_paragraph() {
        for (text, expected) in [
            ("", ("", "")),
            ("All.", ("All.", "")),
            ("\nOne,\nand one.\n\nTwo.\n\nThree.", ("One,\nand one.", "Two.\n\nThree.")),
            ("- a\n- b\n\nTwo.", ("", "- a\n- b\n\nTwo.")),
            ("One:\n- a", ("", "One:\n- a")),
            ("```\ncode\n\n```", ("", "```\ncode\n\n```")),
        ] {
            assert_eq!(first_paragraph(text), expected);
        }
    }
}
