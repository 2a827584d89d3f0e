//! The schemas that answers are made of: `examples/mock/schemas.rs`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use serde_json::Value;

use super::super::super::Cx;
use super::super::expressions;
use super::super::schemas::Table;
use super::answers::{made_of, refused_with};
use crate::model::TypeId;

/// The schemas of answers.
#[derive(Debug)]
pub(super) struct Answers<'a> {
    table: Table<'a>,
    /// How code outside of the file names the schema of an answer: by operation.
    schemas: BTreeMap<usize, TokenStream>,
    /// The same of the answers that refuse a caller.
    refusals: BTreeMap<usize, TokenStream>,
    /// The same of the headers of answers.
    headers: BTreeMap<usize, TokenStream>,
}

impl<'a> Answers<'a> {
    /// Collects what the answers of all operations reach.
    pub(super) fn of(cx: &'a Cx<'a>) -> Result<Self, String> {
        let made: Vec<_> = cx.api.operations.iter().map(made_of).collect();
        let refused = cx.api.operations.iter();
        let refused: Vec<_> = refused.map(|operation| refused_with(cx, operation)).collect();
        let headers = cx.api.operations.iter().map(|operation| operation.headers());
        let headers: Vec<_> = headers.map(|headers| Some((headers?.schema, None))).collect();
        let roots = made
            .iter()
            .chain(&refused)
            .chain(&headers)
            .flatten()
            .map(|(schema, _)| *schema)
            .collect();
        let mut table = Table::of(cx, roots, true);
        let schemas = name(cx, &mut table, made, "answer")?;
        let refusals = name(cx, &mut table, refused, "refusal")?;
        let headers = name(cx, &mut table, headers, "headers")?;
        Ok(Self { table, schemas, refusals, headers })
    }

    /// The schema of an operation's answer, for code outside of the file.
    pub(super) fn schema(&self, operation: usize) -> Option<TokenStream> {
        self.schemas.get(&operation).cloned()
    }

    /// The schema in which an operation refuses a caller, where it is one of its own.
    pub(super) fn refusal(&self, operation: usize) -> Option<&TokenStream> {
        self.refusals.get(&operation)
    }

    /// The schema of the headers of an operation's answer.
    pub(super) fn headers(&self, operation: usize) -> Option<&TokenStream> {
        self.headers.get(&operation)
    }

    /// Emits the file, if there is anything in it.
    pub(super) fn emit(&self) -> Result<Option<String>, String> {
        self.table.emit("What answers are made of.")
    }
}

/// The schemas that operations name, if they do, and their examples; `word` makes names for those
/// that have none.
fn name(
    cx: &Cx<'_>,
    table: &mut Table<'_>,
    made: Vec<Option<(TypeId, Option<&Value>)>>,
    word: &str,
) -> Result<BTreeMap<usize, TokenStream>, String> {
    let mut schemas = BTreeMap::new();
    for (index, made) in made.into_iter().enumerate() {
        let (Some((schema, example)), Some((operation, names))) =
            (made, cx.operations().nth(index))
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
        schemas.insert(index, table.referenced(expression, &[&names.function, word], operation));
    }
    Ok(schemas)
}
