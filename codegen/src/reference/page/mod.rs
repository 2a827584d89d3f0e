//! Facts of the published page.

mod block;
mod html;
mod markdown;
mod operations;
mod parts;
mod rows;
mod schemas;
mod text;

use std::collections::BTreeMap;

use super::coverage::Form;
use super::fact::{Fact, Facts, Kind};
use super::place::{At, Failure, Read};
use crate::read::Source;
use block::{Block, Words};

/// In the first line of pages that we write.
const RENDERED: &str = "cargo xtask reference render";
/// The note below operations for which callers have to be known.
const AUTHENTICATED: &str = "To perform this operation, you must be authenticated";
/// The note below the others.
const NOT_AUTHENTICATED: &str = "This operation does not require authentication";

/// An operation whose base path is not known yet.
struct Draft {
    method: Words,
    path: Words,
    fact: Fact,
}

/// Reads the page, and the page of its schemas. `base` is the base path of the document, for pages
/// that do not tell it.
pub fn page(page: &Source, schemas: Option<&Source>, base: &str) -> Read<Facts> {
    let form = form_of(&page.text);
    let drafts = match form {
        Form::Text => text::operations(&page.text)?,
        _ => operations::operations(&blocks(&page.text)?, form)?,
    };
    if drafts.is_empty() {
        return Err(Failure::whole("there is no operation on this page"));
    }
    let mut facts = Facts {
        sources: vec![page.clone()],
        forms: vec![form],
        below: with_base(drafts, base),
        at: At::text(0, 0..0),
        base: base.to_owned(),
    };
    if let Some(source) = schemas {
        let found = blocks(&source.text).and_then(|blocks| schemas::schemas(&blocks, &facts.below));
        facts.sources.push(source.clone());
        let ours = source
            .text
            .lines()
            .next()
            .is_some_and(|line| line.starts_with("<!-- ") && line.contains(RENDERED));
        facts.forms.push(if ours { Form::Rendered } else { Form::Schemas });
        facts.below.extend(found?);
    }
    Ok(facts)
}

/// Which form this text has.
pub(super) fn form_of(text: &str) -> Form {
    let start = text.trim_start();
    if start.starts_with('<') && !start.starts_with("<!-- ") {
        return Form::Html;
    }
    let marked = |line: &str| line.starts_with("## ") || line.starts_with("```");
    if text.lines().any(marked) { Form::Markdown } else { Form::Text }
}

fn blocks(text: &str) -> Read<Vec<Block>> {
    match form_of(text) {
        Form::Html => html::blocks(text, 0),
        _ => markdown::blocks(text),
    }
}

/// Names the operations by their whole paths. Lines with method and path may lack the base path;
/// code samples have it.
fn with_base(drafts: Vec<Draft>, base: &str) -> Vec<Fact> {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    for draft in &drafts {
        let sample = draft.fact.child(Kind::Sample, "").and_then(|sample| sample.value.as_deref());
        let path = sample.and_then(|sample| sample.split_once(' ')).map(|(_, path)| path);
        if let Some(prefix) = path.and_then(|path| path.strip_suffix(draft.path.as_str())) {
            *votes.entry(prefix.to_owned()).or_default() += 1;
        }
    }
    let told = votes.into_iter().max_by_key(|(_, votes)| *votes).map(|(prefix, _)| prefix);
    let has_base = drafts.iter().all(|draft| draft.path.as_str().starts_with(base));
    let prefix = told.unwrap_or_else(|| if has_base { String::new() } else { base.to_owned() });
    let name = |draft: Draft| {
        let name = format!("{} {prefix}{}", draft.method.as_str(), draft.path.as_str());
        Fact { name, ..draft.fact }
    };
    drafts.into_iter().map(name).collect()
}
