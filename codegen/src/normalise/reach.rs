//! What is reached from where: which components an operation depends on.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::ResolvedOperation;
use crate::model::Pointer;
use crate::read::{Document, node, target};

/// Which component mentions which. Extensions and examples count, too: one dependency too many does
/// no harm.
#[derive(Debug)]
pub struct Reach<'d> {
    document: &'d Value,
    edges: BTreeMap<Pointer, BTreeSet<Pointer>>,
}

impl<'d> Reach<'d> {
    /// Looks through all components of a document.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        let document = &document.value;
        let mut edges: BTreeMap<Pointer, BTreeSet<Pointer>> = BTreeMap::new();
        let home = Pointer::root().join("components");
        let sections = document.get("components").and_then(Value::as_object);
        for (section, entries) in sections.into_iter().flatten() {
            let home = home.join(section);
            for (name, entry) in entries.as_object().into_iter().flatten() {
                let at = home.join(name);
                for base in bases(entry).filter(|base| is_discriminated(document, base)) {
                    edges.entry(base).or_default().insert(at.clone());
                }
                mentioned(entry, edges.entry(at).or_default());
            }
        }
        Self { document, edges }
    }

    /// The components that an operation depends on, directly or through others.
    #[must_use]
    pub fn of_operation(&self, operation: &ResolvedOperation) -> BTreeSet<Pointer> {
        let mut open: Vec<Pointer> = self.direct(operation).into_iter().collect();
        let mut found = BTreeSet::new();
        while let Some(next) = open.pop() {
            if let Some(edges) = self.edges.get(&next) {
                open.extend(edges.iter().filter(|edge| !found.contains(*edge)).cloned());
            }
            found.insert(next);
        }
        found
    }

    /// Of all components those from which one of these places is reached.
    #[must_use]
    pub fn spoilt(&self, places: &[Pointer]) -> BTreeSet<Pointer> {
        let mut back: BTreeMap<&Pointer, Vec<&Pointer>> = BTreeMap::new();
        for (from, edges) in &self.edges {
            for to in edges {
                back.entry(to).or_default().push(from);
            }
        }
        let mut open: Vec<Pointer> = places.iter().filter_map(component).collect();
        let mut found = BTreeSet::new();
        while let Some(next) = open.pop() {
            let before = back.get(&next).into_iter().flatten();
            open.extend(before.filter(|before| !found.contains(**before)).map(|p| (*p).clone()));
            found.insert(next);
        }
        found
    }

    /// Whether an operation depends on one of these places, or on one of these components.
    #[must_use]
    pub fn depends(
        &self,
        operation: &ResolvedOperation,
        places: &[Pointer],
        components: &BTreeSet<Pointer>,
    ) -> bool {
        let parameters = path_parameters(operation);
        let own = |place: &Pointer| {
            starts_with(place, &operation.at)
                || starts_with(place, &parameters)
                // A place may also be the key of the whole path.
                || place.tokens().len() > 1 && starts_with(&operation.at, place)
        };
        places.iter().any(own)
            || self.direct(operation).iter().any(|mentioned| components.contains(mentioned))
    }

    fn direct(&self, operation: &ResolvedOperation) -> BTreeSet<Pointer> {
        let mut found = BTreeSet::new();
        for at in [&operation.at, &path_parameters(operation)] {
            if let Some(value) = node(self.document, at) {
                mentioned(value, &mut found);
            }
        }
        let schemes = Pointer::root().join("components").join("securitySchemes");
        let names = operation.security.iter().flat_map(|demands| &demands.value);
        let names = names.flat_map(|requirement| requirement.keys());
        found.extend(names.map(|name| schemes.join(name)));
        found
    }
}

fn path_parameters(operation: &ResolvedOperation) -> Pointer {
    let tokens = operation.at.tokens();
    let item = tokens.split_last().map_or(tokens, |(_, item)| item);
    Pointer::root().join_all(item.iter().map(String::as_str)).join("parameters")
}

fn starts_with(place: &Pointer, start: &Pointer) -> bool {
    place.tokens().starts_with(start.tokens())
}

/// The component that a place is in.
fn component(place: &Pointer) -> Option<Pointer> {
    match place.tokens() {
        [components, section, name, ..] if components == "components" => {
            Some(Pointer::root().join_all([components.as_str(), section, name]))
        }
        _ => None,
    }
}

/// Every component that a value mentions.
fn mentioned(value: &Value, found: &mut BTreeSet<Pointer>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if name == "$ref" => found.extend(referred(text)),
                    Value::Object(mapping) if name == "mapping" => {
                        found.extend(mapping.values().filter_map(Value::as_str).filter_map(mapped));
                    }
                    _ => {}
                }
                mentioned(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| mentioned(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn referred(text: &str) -> Option<Pointer> {
    component(&target(text)?)
}

/// The mapping of a discriminator may also give the bare name of a schema.
fn mapped(text: &str) -> Option<Pointer> {
    let named = || Pointer::root().join_all(["components", "schemas", text]);
    if text.contains(['#', '/']) { referred(text) } else { Some(named()) }
}

/// The schemas that a schema extends.
fn bases(schema: &Value) -> impl Iterator<Item = Pointer> {
    let members = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    members.filter_map(|member| referred(member.get("$ref")?.as_str()?))
}

/// Values of such a schema may be values of those that extend it.
fn is_discriminated(document: &Value, at: &Pointer) -> bool {
    node(document, at).is_some_and(|schema| schema.get("discriminator").is_some())
}
