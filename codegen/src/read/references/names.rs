//! Names for what gets an entry of its own.

use std::collections::BTreeSet;

use super::files::Files;
use crate::model::Pointer;

/// Words of OpenAPI that say nothing about the thing.
const STRUCTURE: &[&str] = &[
    "components",
    "definitions",
    "$defs",
    "schemas",
    "schema",
    "parameters",
    "responses",
    "headers",
    "paths",
    "content",
    "properties",
    "items",
    "allOf",
    "anyOf",
    "oneOf",
];

/// What the place says about the thing: `Pet-owner` for `/components/schemas/Pet/properties/owner`,
/// else what its file is called.
pub(super) fn words(files: &Files, file: usize, pointer: &Pointer) -> String {
    let telling = pointer.tokens().iter().filter(|token| !STRUCTURE.contains(&token.as_str()));
    let words: Vec<String> = telling.map(|token| plain(token)).filter(|w| !w.is_empty()).collect();
    if words.is_empty() { plain(files.stem(file)) } else { words.join("-") }
}

/// The first name that is not taken yet: the words, or the words and a number.
pub(super) fn distinct(words: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number: u32| format!("{words}-{number}"));
    let mut names = std::iter::once(words.to_owned()).chain(numbered);
    let name = names.find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(name.clone());
    name
}

fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            c if c.is_alphanumeric() || c == '_' || c == '.' => plain.push(c),
            _ if plain.is_empty() || plain.ends_with('-') => {}
            _ => plain.push('-'),
        }
    }
    plain.trim_end_matches('-').to_owned()
}
