//! Inputs that depend on whether a query parameter is there.

use super::super::types::parameter::Parameter;
use super::inputs::Inputs;
use super::schema::Schema;

impl Inputs<'_> {
    /// A query parameter of which the empty text is the same as none, whatever its type is.
    pub fn query_non_empty<T: Parameter>(
        &mut self,
        name: &str,
        schema: &'static Schema,
    ) -> Option<Option<T>> {
        if self.texts.has_no_text(name) {
            return Some(None);
        }
        self.query_optional(name, schema)
    }

    /// A query parameter that is a presence flag: it says yes by being there, even as
    /// `flag=false`. The answer is never `None`.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        Some(self.texts.has_query(name))
    }

    /// Query parameters of which exactly one must have a text; those of an inner list are spellings
    /// of the same one.
    pub fn exactly_one_of(&mut self, groups: &[&[&str]]) -> Option<()> {
        self.texts.exactly_one_of(groups)
    }
}
