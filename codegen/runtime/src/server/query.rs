//! The query of a request, cut into its parameters.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The parameters of a query, in the order in which they came.
#[derive(Debug)]
pub struct Query<'r>(Vec<(Cow<'r, str>, &'r str)>);

impl<'r> Query<'r> {
    /// Reads what stands behind the `?`. Everything can be read: a name without `=` has the empty
    /// value.
    #[must_use]
    pub fn of(query: Option<&'r str>) -> Self {
        let query = query.unwrap_or_default();
        if query.is_empty() {
            return Self(Vec::new());
        }
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode(name).unwrap_or(Cow::Borrowed(name)), value)
                })
                .collect(),
        )
    }

    /// All names, with their values, still encoded.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &'r str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), *value))
    }

    /// The values of a parameter, still encoded.
    pub fn raw(&self, name: &str) -> impl Iterator<Item = &'r str> {
        self.0.iter().filter(move |(candidate, _)| candidate == name).map(|(_, value)| *value)
    }
}

/// Decodes a value: `+` is a space, a `%` without two digits behind it is itself. `None` if the
/// bytes are not UTF-8.
#[must_use]
pub fn decode(text: &str) -> Option<Cow<'_, str>> {
    if text.contains('+') {
        let spaced = text.replace('+', " ");
        return percent_decode_str(&spaced).decode_utf8().ok().map(|t| Cow::Owned(t.into_owned()));
    }
    percent_decode_str(text).decode_utf8().ok()
}
