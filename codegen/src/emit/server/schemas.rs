//! `src/schemas.rs` of the server crate: what inputs are checked against, as static data. Only what
//! parameters and bodies reach is there.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::super::checked::{Checked, Place, places};
use super::super::features::{self, Gate};
use super::super::{Cx, checked, reach};
use super::expressions::{self, Expression, Types};
use super::imports::Imports;
use crate::model::{Operation, TypeId};
use crate::name::TypeName;
use crate::rust::{Data, Doc, RustFile, ident};

/// Static schemas in the making: of types, and of what else code names.
#[derive(Debug)]
pub(super) struct Table<'a> {
    cx: &'a Cx<'a>,
    /// Types with a static.
    pub(super) types: Types,
    /// Schemas that are neither a type nor a constant, by how they are written.
    others: BTreeMap<String, (String, Data, Gate)>,
    taken: BTreeSet<String>,
}

impl<'a> Table<'a> {
    /// Statics of every type that these schemas consist of, with the document's examples if they
    /// are wanted.
    pub(super) fn of(cx: &'a Cx<'a>, roots: Vec<TypeId>, examples: bool) -> Self {
        let mut taken = BTreeSet::new();
        let mut reached: Vec<(&TypeName, TypeId)> = reach::reach(cx, roots, examples)
            .into_iter()
            .filter(|id| !expressions::is_constant(cx, *id))
            .filter_map(|id| Some((cx.names.types.get(&id)?, id)))
            .collect();
        reached.sort();
        let statics =
            reached.iter().map(|(name, id)| (*id, free_name(&type_words(name), &mut taken)));
        let types = Types { statics: statics.collect(), examples };
        Self { cx, types, others: BTreeMap::new(), taken }
    }

    /// How code of an operation names a schema; `words` make the name of one that has none.
    pub(super) fn referenced(
        &mut self,
        expression: Expression,
        words: &[&str],
        operation: &Operation,
    ) -> TokenStream {
        let name = match expression {
            Expression::Constant(path) => {
                let path = path.split("::").map(ident);
                return quote! { &#(#path)::* };
            }
            Expression::Static(name) => ident(&name),
            Expression::Built(data) => {
                let known = self.others.entry(data.to_string());
                let taken = &mut self.taken;
                let gate = features::of_operation(self.cx, operation);
                let (name, _, gates) =
                    known.or_insert_with(|| (free_name(words, taken), data, gate.clone()));
                gates.add(&gate);
                ident(name)
            }
        };
        quote! { &schemas::#name }
    }

    /// Emits the file, if there is anything in it.
    pub(super) fn emit(&self, docs: &str) -> Result<Option<String>, String> {
        if self.types.statics.is_empty() && self.others.is_empty() {
            return Ok(None);
        }
        let gates = features::of_types(self.cx);
        let mut statics = BTreeMap::new();
        for (id, name) in &self.types.statics {
            let data = self.types.definition(self.cx, *id)?;
            statics.insert(name, (data, gates.get(id).map(Gate::lines).unwrap_or_default()));
        }
        for (name, data, gate) in self.others.values() {
            statics.insert(name, (data.clone(), gate.lines()));
        }
        let mut file = RustFile::new(Doc::new(docs).lines());
        for (name, (data, gate)) in statics {
            file.gate(gate);
            file.data(&format!("pub(crate) static {name}: Schema"), &data);
        }
        Imports::new(self.cx)?.of(file.mentions()).add_to(&mut file)?;
        Ok(Some(file.finish()))
    }
}

/// The schemas of what operations take.
#[derive(Debug)]
pub(super) struct Schemas<'a> {
    table: Table<'a>,
    /// How code outside of the file names the schema of an input: by operation and position.
    inputs: BTreeMap<(usize, Place), TokenStream>,
}

impl<'a> Schemas<'a> {
    /// Collects what the inputs of all operations reach.
    pub(super) fn of(cx: &'a Cx<'a>) -> Result<Self, String> {
        let table = Table::of(cx, checked::roots(cx), false);
        let mut schemas = Self { table, inputs: BTreeMap::new() };
        for (index, (operation, names)) in cx.operations().enumerate() {
            for (place, checked, words) in places(cx, operation, names) {
                let types = &schemas.table.types;
                let expression = match checked {
                    Checked::Text => Expression::Constant("Schema::TEXT"),
                    Checked::Json(id) => expressions::of(cx, types, id)?,
                    Checked::Written(id) => expressions::not_null(cx, types, id)?,
                };
                let reference = schemas.table.referenced(expression, &words, operation);
                schemas.inputs.insert((index, place), reference);
            }
        }
        Ok(schemas)
    }

    /// The schema of an operation's input, for code outside of the file.
    pub(super) fn reference(&self, operation: usize, place: Place) -> Result<TokenStream, String> {
        let reference = self.inputs.get(&(operation, place)).cloned();
        reference.ok_or_else(|| format!("no schema of input {place:?} of operation {operation}"))
    }

    /// Emits the file, if there is anything in it.
    pub(super) fn emit(&self) -> Result<Option<String>, String> {
        self.table.emit("What parameters and bodies are checked against.")
    }
}

fn type_words(name: &TypeName) -> Vec<&str> {
    name.module.iter().map(String::as_str).chain([name.ident.as_str()]).collect()
}

/// `SCREAMING_SNAKE_CASE` out of identifiers; a number tells apart what would be equal. Only this
/// crate's own code ever reads these names.
fn free_name(words: &[impl AsRef<str>], taken: &mut BTreeSet<String>) -> String {
    let words: Vec<String> = words.iter().map(|word| screaming(word.as_ref())).collect();
    let words: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    let mut name = words.join("_");
    if name.is_empty() {
        name.push_str("SCHEMA");
    } else if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        name.insert_str(0, "SCHEMA_");
    }
    let mut free = name.clone();
    let mut number = 2;
    while !taken.insert(free.clone()) {
        free = format!("{name}_{number}");
        number += 1;
    }
    free
}

fn screaming(word: &str) -> String {
    let word = word.strip_prefix("r#").unwrap_or(word);
    let mut text = String::with_capacity(word.len() + 4);
    let mut after_small = false;
    for c in word.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_') {
        if after_small && c.is_ascii_uppercase() {
            text.push('_');
        }
        after_small = c.is_ascii_lowercase() || c.is_ascii_digit();
        text.push(c.to_ascii_uppercase());
    }
    text.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::free_name;

    #[test]
    fn names_are_constants_and_unique() {
        let mut taken = BTreeSet::new();
        for (words, expected) in [
            (vec!["codersdk", "LogLevel"], "CODERSDK_LOG_LEVEL"),
            (vec!["codersdk_log", "Level"], "CODERSDK_LOG_LEVEL_2"),
            (vec!["get_x", "r#type"], "GET_X_TYPE"),
            (vec!["Größe2Go"], "GRE2_GO"),
            (vec!["日本"], "SCHEMA"),
            (vec!["_2"], "SCHEMA_2"),
        ] {
            assert_eq!(free_name(&words, &mut taken), expected);
        }
    }
}
