//! From texts of the command line to typed inputs.

use std::io::Read;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::failure::Failure;
use super::options::Options;
use super::table::{Body, Given, Operation, nearest};

/// What an operation is called with.
#[derive(Debug)]
pub struct Arguments {
    parameters: Vec<(String, String)>,
    pub(super) body: Option<Vec<u8>>,
    pub(super) media_type: Option<String>,
}

impl Arguments {
    /// Checks the arguments against what the operation takes, and reads the body.
    ///
    /// # Errors
    ///
    /// A parameter is not known, missing or given too often; the body is missing, too much, or
    /// cannot be read.
    pub fn of(operation: &Operation, options: &Options) -> Result<Self, Failure> {
        let known = operation.parameters;
        for (name, _) in &options.parameters {
            if !known.iter().any(|parameter| parameter.name == name) {
                let near = nearest(name, known.iter().map(|parameter| parameter.name));
                let near = near.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
                let message = format!("`{}` has no parameter `{name}`{near}", operation.id);
                return Err(Failure::Usage(message));
            }
        }
        for parameter in known {
            let name = parameter.name;
            let count = options.parameters.iter().filter(|(given, _)| given == name).count();
            let problem = match (parameter.given, count) {
                (Given::Required | Given::RequiredRepeated, 0) => "is missing",
                (Given::Required | Given::Optional, 2..) => "is given more than once",
                _ => continue,
            };
            return Err(Failure::Usage(format!("the parameter `{name}` {problem}")));
        }
        let body = match (operation.body, &options.body) {
            (Body::Required, None) => return Err(Failure::Usage("--body is missing".to_owned())),
            (Body::None, Some(_)) => {
                return Err(Failure::Usage(format!("`{}` takes no body", operation.id)));
            }
            (_, None) => None,
            (_, Some(source)) => Some(read(source)?),
        };
        let (parameters, media_type) = (options.parameters.clone(), options.media_type.clone());
        Ok(Self { parameters, body, media_type })
    }

    fn texts<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let given = self.parameters.iter().filter(move |(given, _)| given == name);
        given.map(|(_, value)| value.as_str())
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    ///
    /// It is not, or is of another type.
    pub fn required<T: DeserializeOwned>(&self, name: &str) -> Result<T, Failure> {
        let value = self.optional(name)?;
        value.ok_or_else(|| Failure::Usage(format!("the parameter `{name}` is missing")))
    }

    /// A parameter that may be there.
    ///
    /// # Errors
    ///
    /// It is of another type.
    pub fn optional<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Failure> {
        self.texts(name).next().map(|text| decode(name, text)).transpose()
    }

    /// A parameter that is a list.
    ///
    /// # Errors
    ///
    /// An item is of another type.
    pub fn list<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, Failure> {
        self.texts(name).map(|text| decode(name, text)).collect()
    }

    /// The one of these parameters that is given.
    ///
    /// # Errors
    ///
    /// There is none, or more than one.
    pub fn choice<'a>(&self, names: &[&'a str]) -> Result<&'a str, Failure> {
        let given = names.iter().filter(|name| self.texts(name).next().is_some());
        match given.collect::<Vec<_>>().as_slice() {
            [only] => Ok(only),
            _ => Err(Failure::Usage(format!("give exactly one of `{}`", names.join("`, `")))),
        }
    }

    /// A parameter that means `true` by being there.
    ///
    /// # Errors
    ///
    /// It is neither `true` nor `false`.
    pub fn flag(&self, name: &str) -> Result<bool, Failure> {
        Ok(self.optional(name)?.unwrap_or(false))
    }

    /// A body that must be there, in JSON.
    ///
    /// # Errors
    ///
    /// It is not, or is not what the operation takes.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        parse(self.bytes()?)
    }

    /// A body that may be there, in JSON.
    ///
    /// # Errors
    ///
    /// It is not what the operation takes.
    pub fn optional_body<T: DeserializeOwned>(&self) -> Result<Option<T>, Failure> {
        self.body.as_deref().map(parse).transpose()
    }

    /// The bytes of a body that must be there.
    pub(super) fn bytes(&self) -> Result<&[u8], Failure> {
        self.body.as_deref().ok_or_else(|| Failure::Usage("--body is missing".to_owned()))
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    let value = serde_json::from_slice(body);
    value.map_err(|error| Failure::Usage(format!("the body does not fit: {error}")))
}

/// A value as its text, or as the JSON that its text is.
pub(super) fn decode<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Failure> {
    let as_text = serde_json::from_value(Value::String(text.to_owned()));
    as_text
        .or_else(|wrong_text| match serde_json::from_str::<Value>(text) {
            Ok(value) => serde_json::from_value(value),
            Err(_) => Err(wrong_text),
        })
        .map_err(|error| Failure::Usage(format!("the parameter `{name}` does not fit: {error}")))
}

pub(super) fn read(source: &str) -> Result<Vec<u8>, Failure> {
    let outcome = match source.strip_prefix('@') {
        Some(path) => std::fs::read(path),
        None if source == "-" => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        }
        None => Ok(source.as_bytes().to_vec()),
    };
    outcome.map_err(|error| Failure::Usage(format!("the body cannot be read: {error}")))
}
