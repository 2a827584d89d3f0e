//! Taking over what another document states: our text with its facts.
//!
//! Two trees are merged first (`paths`, `parts`, `schema`): facts come from their document, and
//! whatever is around them from ours, as long as the thing is there that it is around. Then the text
//! of our document is edited so that it says just that (`text`), which is checked by reading it.
//!
//! What a fact is says `facts`. A base path, a wrapping around a reference, the order of lists that
//! mean sets, shared parameters and defaults are ways to say things and make no difference.

mod changes;
mod facts;
mod order;
mod parts;
mod paths;
mod schema;
mod shared;
mod text;

use serde_json::{Value, json};

use crate::diagnostics::Diagnostics;
use crate::model::Pointer;
use crate::read::{Source, keep_reachable, plain};
use facts::{Facts, Object};
use order::{COMPONENTS, ROOT, merge, put, set};
use paths::Paths;
use schema::Schemas;

/// Stands at everything that an import brought and nobody has described yet.
pub const MARK: &str = "x-needs-description";

/// One of two documents, of which the stages have found that nothing is wrong with it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// In the shape of OpenAPI 3.0.
    pub value: &'a Value,
    /// In front of all of its paths.
    pub base: &'a str,
}

/// Our document after an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its text.
    pub text: String,
    /// What is different in it, one line each.
    pub changes: Vec<String>,
    /// How many things in it are waiting for a description.
    pub undescribed: usize,
}

/// Why a document cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where in their document.
    pub at: Pointer,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
}

/// Makes our document state what theirs states. What these other values refer to is kept.
pub fn import(
    source: &Source,
    ours: Side<'_>,
    theirs: Side<'_>,
    others: &[Value],
) -> Result<Imported, Refusal> {
    let merged = merged(ours, theirs, others)?;
    let text = match merged == *ours.value {
        true => Some(source.text.clone()),
        false => text::splice(&source.text, ours.value, &merged),
    };
    let says = |text: &String| {
        let text = Source::new(source.name.as_str(), text.as_str());
        plain(&text, &mut Diagnostics::default()).as_ref() == Some(&merged)
    };
    let text = text.filter(says).ok_or_else(|| Refusal {
        at: Pointer::root(),
        message: "our document is written in a way that cannot be edited; write it in block style \
                  without anchors"
            .to_owned(),
    })?;
    let changes = changes::changes(ours.value, &merged);
    Ok(Imported { text, changes, undescribed: marks(&merged) })
}

fn merged(ours: Side<'_>, theirs: Side<'_>, others: &[Value]) -> Result<Value, Refusal> {
    let sides = (Facts { root: ours.value }, Facts { root: theirs.value });
    let schemas = Schemas { ours: sides.0, theirs: sides.1 };
    let mut document = ours.value.as_object().cloned().unwrap_or_default();
    let paths = Paths { schemas, ours, theirs }.merge()?;
    put(&mut document, "paths", Value::Object(paths), ROOT);
    let components = components(schemas);
    put(&mut document, "components", Value::Object(components), ROOT);
    shared::settle(&mut document);
    keep_reachable(&mut document, others);
    let mut components = document.get("components").and_then(Value::as_object).cloned();
    if let Some(components) = &mut components {
        let empty = |section: &Value| section.as_object().is_some_and(Object::is_empty);
        components.retain(|_, section| !empty(section));
    }
    let components = components.filter(|components| !components.is_empty());
    set(&mut document, "components", components.map(Value::Object), ROOT);
    Ok(Value::Object(document))
}

/// Our components; what only we have may still be needed.
fn components(schemas: Schemas<'_>) -> Object {
    let ours = schemas.ours.root.get("components").and_then(Value::as_object).cloned();
    let mut components = ours.unwrap_or_default();
    let named = |facts: Facts<'_>, section| facts.section(section).cloned().unwrap_or_default();
    for section in ["securitySchemes", "schemas"] {
        let (ours, mut theirs) = (named(schemas.ours, section), named(schemas.theirs, section));
        for (name, value) in &ours {
            theirs.entry(name.clone()).or_insert_with(|| value.clone());
        }
        let both = |ours: &Value, theirs: &Value| match section {
            _ if ours == theirs => ours.clone(),
            "schemas" => schemas.both(ours, theirs),
            _ => schemas.scheme(ours, schemas.theirs.follow(theirs).0),
        };
        let new = |theirs: &Value| match section {
            "schemas" => schema::described(&schemas.theirs.schema(theirs)),
            _ => mark(schemas.scheme(&json!({}), schemas.theirs.follow(theirs).0)),
        };
        let merged = merge(&ours, &theirs, both, new);
        put(&mut components, section, Value::Object(merged), COMPONENTS);
    }
    components
}

/// A part that needs a description; the mark stands where that will stand.
fn mark(part: Value) -> Value {
    let Value::Object(mut members) = part else { return part };
    let is_operation = members.contains_key("responses");
    let order = match (is_operation, members.contains_key("in") || members.contains_key("content"))
    {
        (true, _) => order::OPERATION,
        (false, true) => order::PARTS,
        (false, false) => order::SCHEMA,
    };
    put(&mut members, MARK, Value::Bool(true), order);
    Value::Object(members)
}

fn marks(value: &Value) -> usize {
    match value {
        Value::Object(members) => {
            let own = usize::from(members.get(MARK) == Some(&Value::Bool(true)));
            own + members.values().map(marks).sum::<usize>()
        }
        Value::Array(items) => items.iter().map(marks).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

impl<'a> Side<'a> {
    fn paths(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.value.get("paths").and_then(Value::as_object).into_iter().flatten()
    }

    /// What an operation demands of callers: its own, else the document's.
    fn security(&self, operation: &Object) -> Value {
        let own = operation.get("security").or_else(|| self.value.get("security"));
        own.cloned().unwrap_or_else(|| json!([]))
    }
}
