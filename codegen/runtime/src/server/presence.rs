//! Inputs that depend on whether a query parameter is there.

use super::inputs::Inputs;

impl Inputs<'_> {
    /// A query parameter that is a presence flag: it says yes by being there, even as
    /// `flag=false`. The answer is never `None`.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        Some(self.texts.has_query(name))
    }

    /// Query parameters of which exactly one must have a text; those of an inner list are spellings
    /// of the same one, the first with a text counts. `read` gets the position of the list, and the
    /// name by which to read the parameter.
    pub fn exactly_one_of<T>(
        &mut self,
        groups: &[&[&'static str]],
        read: impl FnOnce(&mut Self, usize, &str) -> Option<T>,
    ) -> Option<T> {
        let (chosen, name) = self.texts.exactly_one_of(groups)?;
        read(self, chosen, name)
    }
}
