//! Facts of a description of the API: our document, or the Swagger document behind the page.
//!
//! Swagger 2.0 and OpenAPI 3 say the same in different places; the difference ends here.

mod derived;
mod example;
mod node;
mod operation;
mod schema;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::coverage::Form;
use super::fact::{Fact, Facts, Kind};
use super::place::{At, Failure, Read, Where};
use crate::diagnostics::{Diagnostics, Part, Place, Severity};
use crate::model::Pointer;
use crate::read::{Source, check, load};
use node::{Cx, Dialect, Node};

pub(super) use example::{item_name, shape};

/// Which operations of a larger description are on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Those with one of these tags; all if there are none.
    pub tags: Vec<String>,
    /// Not those in which `true` stands here.
    pub hidden: Option<Pointer>,
}

impl Selection {
    /// The operations that have the tags of this document.
    #[must_use]
    pub fn like(document: &Facts, hidden: Option<Pointer>) -> Self {
        let operations = document.below.iter().filter(|fact| fact.kind == Kind::Operation);
        let tags: BTreeSet<&str> = operations
            .flat_map(|operation| &operation.below)
            .filter(|fact| fact.kind == Kind::Tag)
            .map(|fact| fact.name.as_str())
            .collect();
        Self { tags: tags.into_iter().map(str::to_owned).collect(), hidden }
    }

    fn takes(&self, operation: &Node<'_>) -> bool {
        let tags = operation.member("tags").map(|tags| tags.texts()).unwrap_or_default();
        let tagged = self.tags.is_empty() || tags.iter().any(|tag| self.tags.contains(tag));
        let mark = self.hidden.as_ref().and_then(|pointer| {
            pointer.tokens().iter().try_fold(operation.value, |value, token| value.get(token))
        });
        tagged && mark != Some(&Value::Bool(true))
    }
}

/// Facts of our document with these overlays: everything that it says, and what pages derive from
/// that. Places are those of the document.
pub fn document(source: &Source, overlays: &[Source]) -> Read<Facts> {
    let mut diags = Diagnostics::default();
    let effective = load(source.clone(), overlays, &mut diags);
    let checked = effective.clone().and_then(|effective| check(effective, &mut diags));
    let Some(effective) = effective.filter(|_| checked.is_some() && !diags.has_errors()) else {
        return Err(first_mistake(&diags));
    };
    let dialect = dialect(&effective.value)?;
    // As it was written, whatever its version became for the generator.
    Cx { root: &effective.value, dialect, derived: true }.facts(source, &Selection::default())
}

/// Facts of a Swagger 2.0 or OpenAPI 3 description, of the operations selected and the schemas
/// that these need.
pub fn swagger(source: &Source, selection: &Selection) -> Read<Facts> {
    let mut diags = Diagnostics::default();
    let Some(effective) = load(source.clone(), &[], &mut diags).filter(|_| !diags.has_errors())
    else {
        return Err(first_mistake(&diags));
    };
    let dialect = dialect(&effective.value)?;
    Cx { root: &effective.value, dialect, derived: false }.facts(source, selection)
}

fn dialect(value: &Value) -> Read<Dialect> {
    let version = |key: &str| value.get(key).and_then(Value::as_str);
    match (version("swagger"), version("openapi")) {
        (Some("2.0"), None) => Ok(Dialect::Swagger),
        (None, Some(version)) if version.starts_with("3.") => Ok(Dialect::OpenApi),
        _ => Err(Failure::whole("this is neither Swagger 2.0 nor OpenAPI 3")),
    }
}

/// Readers report all mistakes; to say why there is no comparison, the first one is enough.
pub(super) fn first_mistake(diags: &Diagnostics) -> Failure {
    let Some(mistake) = diags.items().iter().find(|item| item.severity != Severity::Warning) else {
        return Failure::whole("the text cannot be read");
    };
    let at = match &mistake.at {
        Place::Document(pointer, part) => Some(At::node(pointer, *part)),
        _ => None,
    };
    let message = match &mistake.at {
        Place::Text { line, column, .. } => {
            format!("line {line}, column {column}: {}", mistake.message)
        }
        _ => mistake.message.clone(),
    };
    Failure { at, message }
}

impl<'a> Cx<'a> {
    fn facts(&self, source: &Source, selection: &Selection) -> Read<Facts> {
        let mut below = self.operations(selection)?;
        if below.is_empty() {
            let at = At::node(&Pointer::root().join("paths"), Part::Key);
            return Err(Failure::new(at, "no operation of the page is in this description"));
        }
        let mut open = Vec::new();
        if self.derived {
            let section = self.section(self.dialect.schemas());
            open.extend(section.iter().flat_map(Node::entries).map(|(name, _)| name.to_owned()));
        }
        let schemas = self.schemas(&below, open)?;
        below.extend(schemas);
        Ok(Facts {
            sources: vec![source.clone()],
            forms: vec![Form::Swagger],
            below,
            at: At { source: 0, place: Where::Node(Pointer::root().join("paths"), Part::Key) },
            base: self.base_path(),
        })
    }

    /// The schemas that the operations need, and those that are asked for.
    fn schemas(&self, operations: &[Fact], asked: Vec<String>) -> Read<Vec<Fact>> {
        let mut known = BTreeMap::new();
        let mut open = asked;
        open.extend(operations.iter().flat_map(referenced));
        while let Some(name) = open.pop() {
            if known.contains_key(&name) {
                continue;
            }
            let Some(node) = self.schema(&name) else { continue };
            let mut fact = Fact::new(Kind::Schema, name.as_str(), node.key());
            self.describe(&node, &mut fact)?;
            if self.derived {
                self.push_example(&node, &mut fact)?;
            }
            open.extend(referenced(&fact));
            known.insert(name, fact);
        }
        Ok(known.into_values().collect())
    }
}

/// The schemas that types below this fact may name; `array of X` and `one of X, Y` name `X`.
pub(super) fn referenced(fact: &Fact) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = vec![fact];
    while let Some(fact) = open.pop() {
        open.extend(&fact.below);
        if matches!(fact.kind, Kind::Type | Kind::Content | Kind::Message) {
            let value = fact.value.as_deref().unwrap_or_default();
            names
                .extend(value.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned));
        }
    }
    names
}

/// A title without its final stop, which pages leave out.
pub(super) fn title(text: &str) -> &str {
    let text = text.trim();
    text.strip_suffix('.').unwrap_or(text)
}
