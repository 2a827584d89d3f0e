//! The schemas that answers are made of: `examples/mock/schemas.rs`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use super::super::super::Cx;
use super::super::expressions;
use super::super::schemas::Table;
use super::answers::made_of;

/// The schemas of answers.
#[derive(Debug)]
pub(super) struct Answers<'a> {
    table: Table<'a>,
    /// How code outside of the file names the schema of an answer: by operation.
    schemas: BTreeMap<usize, TokenStream>,
}

impl<'a> Answers<'a> {
    /// Collects what the answers of all operations reach.
    pub(super) fn of(cx: &'a Cx<'a>) -> Result<Self, String> {
        let made = cx.api.operations.iter().map(made_of);
        let roots = made.clone().flatten().map(|(schema, _)| schema).collect();
        let mut table = Table::of(cx, roots, true);
        let mut schemas = BTreeMap::new();
        for (index, made) in made.enumerate() {
            let (Some((schema, example)), Some(names)) = (made, cx.names.operations.get(index))
            else {
                continue;
            };
            // Nothing stands around an answer that would read `null` as an empty collection.
            let expression = if cx.is_nullable(schema) {
                expressions::of(cx, &table.types, schema)?
            } else {
                expressions::not_null(cx, &table.types, schema)?
            };
            let expression = table.types.with_example(expression, example);
            schemas.insert(index, table.referenced(expression, &[&names.function, "answer"]));
        }
        Ok(Self { table, schemas })
    }

    /// The schema of an operation's answer, for code outside of the file.
    pub(super) fn schema(&self, operation: usize) -> Option<TokenStream> {
        self.schemas.get(&operation).cloned()
    }

    /// Emits the file, if there is anything in it.
    pub(super) fn emit(&self) -> Result<Option<String>, String> {
        self.table.emit("What answers are made of.")
    }
}
