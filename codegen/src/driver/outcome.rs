//! What came of a request, and how people are told.

use serde_json::{Value, json};

use super::select::LeftOut;
use super::stages::Command;
use crate::diagnostics::{Diagnostics, Places, render_text, to_json};
use crate::output::{Freshness, Written};

/// What came of a request.
#[derive(Debug)]
pub struct Outcome {
    diagnostics: Diagnostics,
    places: Places,
    done: Option<Done>,
}

/// What was done when nothing stood in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// How many operations were generated.
    pub operations: usize,
    /// How many methods they become: more where a flag parts an operation into two.
    pub methods: usize,
    /// How many schemas with a name became types.
    pub schemas: usize,
    /// How many operations and schemas the document has, generated or not.
    pub in_document: (usize, usize),
    /// Operations that depend on something unsupported.
    pub left_out: Vec<LeftOut>,
    /// How many lines were generated, the runtime's own included.
    pub lines: usize,
    /// The command that the files name.
    pub command: Command,
    /// What became of the output.
    pub product: Product,
}

/// What became of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Product {
    /// It was written.
    Written(Written),
    /// It was compared with what is there.
    Checked(Freshness),
    /// A stage's result was printed instead.
    Printed(String),
}

impl Outcome {
    pub(super) fn new(diagnostics: Diagnostics, places: Places, done: Option<Done>) -> Self {
        Self { diagnostics, places, done }
    }

    /// Everything that was reported.
    #[must_use]
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// What was done; nothing if an error was reported.
    #[must_use]
    pub fn done(&self) -> Option<&Done> {
        self.done.as_ref()
    }

    /// No error was reported, and what was checked is fresh.
    #[must_use]
    pub fn is_success(&self) -> bool {
        match &self.done {
            Some(Done { product: Product::Checked(freshness), .. }) => freshness.stale == 0,
            Some(_) => true,
            None => false,
        }
    }

    /// The diagnostics with file, line and column.
    #[must_use]
    pub fn render_diagnostics(&self) -> String {
        render_text(&self.diagnostics, &self.places)
    }

    /// Everything as JSON: the diagnostics, and what was done.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let done = self.done.as_ref().map(|done| {
            let left_out = done.left_out.iter();
            let left_out: Vec<Value> = left_out
                .map(|left| json!({ "operation": left.operation, "reason": left.reason }))
                .collect();
            json!({
                "operations": done.operations,
                "schemas": done.schemas,
                "operationsInDocument": done.in_document.0,
                "schemasInDocument": done.in_document.1,
                "leftOut": left_out,
                "lines": done.lines,
            })
        });
        json!({
            "success": self.is_success(),
            "diagnostics": to_json(&self.diagnostics, &self.places),
            "done": done,
        })
    }

    /// What was asked for as text: a printed stage, or what is stale.
    #[must_use]
    pub fn text(&self) -> &str {
        match self.done.as_ref().map(|done| &done.product) {
            Some(Product::Checked(freshness)) => &freshness.report,
            Some(Product::Printed(text)) => text,
            Some(Product::Written(_)) | None => "",
        }
    }

    /// One line that says how it went.
    #[must_use]
    pub fn summary(&self) -> String {
        let Some(done) = &self.done else {
            return "nothing was written".to_owned();
        };
        let methods = if done.methods == done.operations {
            String::new()
        } else {
            format!(" ({})", counted(done.methods, "method"))
        };
        let (operations, schemas) = (done.operations, done.schemas);
        let (operations, schemas) = (counted(operations, "operation"), counted(schemas, "schema"));
        let read = format!("{operations}{methods}, {schemas}");
        let read = match done.left_out.len() {
            0 => read,
            count => format!("{read} ({} left out)", counted(count, "operation")),
        };
        let result = match &done.product {
            Product::Printed(_) => "nothing was written".to_owned(),
            Product::Written(Written { written, unchanged, removed }) => format!(
                "{} written, {unchanged} unchanged, {removed} removed",
                counted(*written, "file")
            ),
            Product::Checked(Freshness { fresh, stale: 0, .. }) => {
                format!("{} up to date", counted(*fresh, "file"))
            }
            Product::Checked(Freshness { stale, fresh, .. }) => format!(
                "{stale} of {} not up to date: run `{}`",
                counted(stale + fresh, "file"),
                done.command.as_str()
            ),
        };
        format!("{read}: {result}")
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
