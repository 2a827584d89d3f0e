//! Bodies of requests that are not JSON.

use serde::de::DeserializeOwned;

use super::arguments::{Arguments, decode};
use super::failure::Failure;

impl Arguments {
    /// Whether there is a body.
    #[must_use]
    pub fn has_body(&self) -> bool {
        self.body.is_some()
    }

    /// The one of these media types that `--as` names; the first if it is not given.
    ///
    /// # Errors
    ///
    /// The operation does not know the one that is named.
    pub fn media_type<'a>(&self, known: &[&'a str]) -> Result<&'a str, Failure> {
        let wanted = self.media_type.as_deref();
        let found = known.iter().find(|known| wanted.is_none_or(|wanted| wanted == **known));
        let problem = || Failure::Usage(format!("use --as with one of `{}`", known.join("`, `")));
        found.copied().ok_or_else(problem)
    }

    /// A body that is one text.
    ///
    /// # Errors
    ///
    /// There is none, or it is not what the operation takes.
    pub fn text_body<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        let text = std::str::from_utf8(self.bytes()?);
        let text = text.map_err(|_| Failure::Usage("the body is not UTF-8".to_owned()))?;
        decode("body", text)
    }
}
