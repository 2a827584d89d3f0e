//! From Swagger 2.0 to the shape of OpenAPI 3.0.
//!
//! The structure of the document was checked before, so what is of the wrong type here has been
//! reported, and is left out. Nothing of Swagger is known behind this folder.

mod body;
mod operation;
mod parameter;
mod response;
mod schema;
mod security;
mod server;

use serde_json::{Map, Value, json};

use super::moves::Moves;
use crate::diagnostics::Diagnostics;
use crate::model::Pointer;

type Object = Map<String, Value>;

/// A document in the new shape, and where its parts stood in the old one.
pub(super) fn convert(document: &Value, diags: &mut Diagnostics) -> (Value, Moves) {
    let nothing = Object::new();
    let old = document.as_object().unwrap_or(&nothing);
    let mut cx = Cx { old, moves: Moves::default(), shared: Object::new(), diags };
    let mut new = Object::new();
    let root = Pointer::root();
    new.insert("openapi".to_owned(), json!("3.0.4"));
    cx.moves.set(&root.join("openapi"), &root.join("swagger"));
    copy(old, &mut new, &["info", "tags", "externalDocs", "security"]);
    server::servers(&mut cx, &mut new);
    new.insert("paths".to_owned(), operation::paths(&mut cx));
    new.insert("components".to_owned(), components(&mut cx));
    copy_extensions(old, &mut new);
    (Value::Object(new), cx.moves)
}

/// What every part of this stage needs.
struct Cx<'a, 'd> {
    /// The old document.
    old: &'a Object,
    /// For what Swagger does not allow, but whose meaning is plain. Places are those of before.
    diags: &'d mut Diagnostics,
    moves: Moves,
    /// Schemas that stand in several places of the new document, by the names that they got.
    shared: Object,
}

impl<'a> Cx<'a, '_> {
    /// An entry of one of the old document's sections.
    fn entry(&self, section: &str, name: &str) -> Option<&'a Value> {
        self.old.get(section)?.as_object()?.get(name)
    }

    /// Entries of one of the old document's sections, the places they had and those they get.
    fn entries(&self, section: &str, home: &str) -> Vec<(&'a String, &'a Value, Pointer, Pointer)> {
        let from = Pointer::root().join(section);
        let to = Pointer::root().join("components").join(home);
        let entries = self.old.get(section).and_then(Value::as_object);
        let entries = entries.into_iter().flatten();
        entries.map(|(name, value)| (name, value, from.join(name), to.join(name))).collect()
    }

    /// Makes a schema of its own out of one that several places would repeat.
    fn share(&mut self, words: &str, schema: Value, from: &Pointer) -> Value {
        let taken = |name: &String| {
            self.entry("definitions", name).is_some() || self.shared.contains_key(name)
        };
        let numbered = (2..).map(|number: u32| format!("{words}-{number}"));
        let mut names = std::iter::once(words.to_owned()).chain(numbered);
        let name = names.find(|name| !taken(name)).unwrap_or_default();
        let to = Pointer::root().join("components").join("schemas").join(&name);
        self.moves.set(&to, from);
        self.shared.insert(name, schema);
        json!({ "$ref": format!("#{to}") })
    }
}

fn components(cx: &mut Cx<'_, '_>) -> Value {
    let mut sections = Object::new();
    let mut schemas = Object::new();
    for (name, value, from, to) in cx.entries("definitions", "schemas") {
        cx.moves.set(&to, &from);
        schemas.insert(name.clone(), schema::schema(value));
    }
    schemas.append(&mut cx.shared);
    sections.insert("schemas".to_owned(), Value::Object(schemas));
    sections.insert("parameters".to_owned(), Value::Object(parameter::components(cx)));
    sections.insert("requestBodies".to_owned(), Value::Object(body::components(cx)));
    sections.insert("responses".to_owned(), Value::Object(response::components(cx)));
    sections.insert("securitySchemes".to_owned(), Value::Object(security::schemes(cx)));
    sections.retain(|_, section| section.as_object().is_some_and(|section| !section.is_empty()));
    Value::Object(sections)
}

/// Copies members that mean the same in both.
fn copy(old: &Object, new: &mut Object, names: &[&str]) {
    for name in names {
        if let Some(value) = old.get(*name) {
            new.insert((*name).to_owned(), value.clone());
        }
    }
}

/// Copies members that start with `x-`; references in ours are references to schemas.
fn copy_extensions(old: &Object, new: &mut Object) {
    for (name, value) in old.iter().filter(|(name, _)| name.starts_with("x-")) {
        new.insert(name.clone(), schema::extension(name, value));
    }
}

fn text<'v>(object: &'v Object, name: &str) -> Option<&'v str> {
    object.get(name)?.as_str()
}

/// A member that is a list of texts.
fn texts<'v>(object: &'v Object, name: &str) -> Option<Vec<&'v str>> {
    Some(object.get(name)?.as_array()?.iter().filter_map(Value::as_str).collect())
}
