//! Bodies of requests that consist of parts.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::arguments::{Arguments, read};
use super::failure::Failure;
use super::types::byte_stream::ByteStream;
use super::types::file::File;

impl Arguments {
    /// A part that must be there: a member of the body, which is an object in JSON.
    ///
    /// # Errors
    ///
    /// It is not, or is not what the operation takes.
    pub fn part<T: DeserializeOwned>(&self, name: &str) -> Result<T, Failure> {
        self.optional_part(name)?.ok_or_else(|| missing(name))
    }

    /// A part that may be there.
    ///
    /// # Errors
    ///
    /// It is not what the operation takes.
    pub fn optional_part<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Failure> {
        let value = self.member(name)?.map(serde_json::from_value).transpose();
        value.map_err(|error| Failure::Usage(format!("the part `{name}` does not fit: {error}")))
    }

    /// A file that must be there: `"@FILE"`, or the text itself.
    ///
    /// # Errors
    ///
    /// It is not, or cannot be read.
    pub fn file(&self, name: &str) -> Result<File, Failure> {
        self.optional_file(name)?.ok_or_else(|| missing(name))
    }

    /// A file that may be there.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn optional_file(&self, name: &str) -> Result<Option<File>, Failure> {
        self.optional_part::<String>(name)?.map(|source| file(&source)).transpose()
    }

    /// Files, in a list.
    ///
    /// # Errors
    ///
    /// One of them cannot be read.
    pub fn files(&self, name: &str) -> Result<Vec<File>, Failure> {
        let sources = self.optional_part::<Vec<String>>(name)?.unwrap_or_default();
        sources.iter().map(|source| file(source)).collect()
    }

    fn member(&self, name: &str) -> Result<Option<Value>, Failure> {
        let mut body: Value = self.body()?;
        Ok(body.get_mut(name).map(Value::take).filter(|value| !value.is_null()))
    }
}

fn missing(name: &str) -> Failure {
    Failure::Usage(format!("the part `{name}` of the body is missing"))
}

fn file(source: &str) -> Result<File, Failure> {
    let data = ByteStream::from(read(source)?);
    let path = source.strip_prefix('@').map(Path::new);
    let name = path.and_then(Path::file_name).map(|name| name.to_string_lossy().into());
    Ok(File { name, data })
}
