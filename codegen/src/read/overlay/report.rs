//! Diagnostics about overlays.

use super::super::{Source, parse};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Part, Place, Severity};
use crate::model::Pointer;
use serde_json::Value;

/// Reports mistakes of one overlay.
pub(super) struct Report<'d> {
    overlay: usize,
    diags: &'d mut Diagnostics,
}

impl<'d> Report<'d> {
    pub(super) fn new(overlay: usize, diags: &'d mut Diagnostics) -> Self {
        Self { overlay, diags }
    }

    /// A mistake at a value.
    pub(super) fn error(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let place = self.place(at.clone(), Part::Value);
        self.diags.report(code, Severity::Error, place, message)
    }

    /// The overlay is not as the specification wants it.
    pub(super) fn invalid(&mut self, at: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.error(Code::InvalidOverlay, at, message)
    }

    /// How much was reported, about anything.
    pub(super) fn count(&self) -> usize {
        self.diags.items().len()
    }

    /// The overlay's text as plain JSON.
    pub(super) fn parse(&mut self, source: &Source) -> Option<Value> {
        let mut found = Diagnostics::default();
        let value = parse::parse(source, &mut found);
        for item in found.items() {
            // The reader takes every text for a document.
            let place = match &item.at {
                Place::Document(at, part) => self.place(at.clone(), *part),
                other => other.clone(),
            };
            let help = match item.code {
                Code::EmptyFile => "an overlay starts with `overlay: 1.1.0`",
                _ => &item.help,
            };
            self.diags.report(item.code, item.severity, place, &item.message).help(help);
        }
        value
    }

    fn place(&self, pointer: Pointer, part: Part) -> Place {
        Place::Overlay { overlay: self.overlay, pointer, part }
    }
}
