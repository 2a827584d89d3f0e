//! What the document says about operations, for people who call them.

use std::fmt::Write;
use std::pin::Pin;

use super::caller::Caller;
use super::client::security::Scheme;
use super::failure::Failure;
use super::types::secret::Secret;

/// What comes of a call.
pub type Outcome = Result<(), Failure>;

/// A call on its way.
pub type Pending<'a> = Pin<Box<dyn Future<Output = Outcome> + 'a>>;

/// An operation.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// The document's name for it.
    pub id: &'static str,
    /// Method and path.
    pub place: &'static str,
    /// One line about it, or nothing.
    pub about: &'static str,
    /// What it takes besides a body.
    pub parameters: &'static [Parameter],
    /// Whether it takes a body.
    pub body: Body,
    /// Calls it.
    pub run: for<'a> fn(&'a Caller) -> Pending<'a>,
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// What `--param` calls it.
    pub name: &'static str,
    /// Where it goes: `path`, `query`, `header`.
    pub place: &'static str,
    /// One line about it, or nothing.
    pub about: &'static str,
    /// How often it may be given.
    pub given: Given,
}

/// How often a parameter may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// At most once.
    Optional,
    /// Exactly once.
    Required,
    /// Any number of times.
    Repeated,
    /// Once or more often.
    RequiredRepeated,
}

/// Whether an operation takes a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// It takes none.
    None,
    /// It may have one.
    Optional,
    /// It must have one.
    Required,
}

/// A security scheme, and where its secret may stand.
#[derive(Clone, Copy, Debug)]
pub struct Credential {
    /// The scheme.
    pub scheme: &'static Scheme,
    /// The environment variable with the secret for this scheme alone.
    pub variable: &'static str,
    /// What is sent of the secret that people give.
    pub sent: fn(&Secret) -> Secret,
}

impl Credential {
    /// A scheme whose secret is sent as it is.
    #[must_use]
    pub const fn new(scheme: &'static Scheme, variable: &'static str) -> Self {
        Self { scheme, variable, sent: Secret::clone }
    }

    /// Sets what is sent of the secret.
    #[must_use]
    pub const fn sent(mut self, sent: fn(&Secret) -> Secret) -> Self {
        self.sent = sent;
        self
    }
}

impl Parameter {
    /// A parameter that may be given once.
    #[must_use]
    pub const fn optional(name: &'static str, place: &'static str, about: &'static str) -> Self {
        Self { name, place, about, given: Given::Optional }
    }

    /// A parameter that must be given.
    #[must_use]
    pub const fn required(name: &'static str, place: &'static str, about: &'static str) -> Self {
        Self { given: Given::Required, ..Self::optional(name, place, about) }
    }

    /// A parameter that may be given any number of times.
    #[must_use]
    pub const fn repeated(name: &'static str, place: &'static str, about: &'static str) -> Self {
        Self { given: Given::Repeated, ..Self::optional(name, place, about) }
    }

    /// A parameter that must be given once or more often.
    #[must_use]
    pub const fn list(name: &'static str, place: &'static str, about: &'static str) -> Self {
        Self { given: Given::RequiredRepeated, ..Self::optional(name, place, about) }
    }
}

impl Operation {
    /// The operation as `--list` shows it.
    #[must_use]
    pub fn listed(&self) -> String {
        let mut text = format!("{}\n    {}\n", self.id, self.place);
        if !self.about.is_empty() {
            let _ = writeln!(text, "    {}", self.about);
        }
        for parameter in self.parameters {
            let often = match parameter.given {
                Given::Optional => "",
                Given::Required => ", required",
                Given::Repeated => ", any number of times",
                Given::RequiredRepeated => ", once or more often",
            };
            let colon = if parameter.about.is_empty() { "" } else { ": " };
            let (name, place, about) = (parameter.name, parameter.place, parameter.about);
            let _ = writeln!(text, "    --param {name}=…  {place}{often}{colon}{about}");
        }
        match self.body {
            Body::None => {}
            Body::Optional => text.push_str("    --body …\n"),
            Body::Required => text.push_str("    --body …  required\n"),
        }
        text
    }
}

/// The operation of this name.
///
/// # Errors
///
/// There is none; the nearest name is told.
pub fn find<'a>(operations: &'a [Operation], id: &str) -> Result<&'a Operation, Failure> {
    operations.iter().find(|operation| operation.id == id).ok_or_else(|| {
        let near = nearest(id, operations.iter().map(|operation| operation.id));
        let near = near.map(|name| format!("did you mean `{name}`?"));
        let help = near.unwrap_or_else(|| "--list shows them all".to_owned());
        Failure::Usage(format!("there is no operation `{id}`; {help}"))
    })
}

/// The name that differs least, if it differs little.
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let distances = names.map(|name| (distance(wanted, name), name));
    let (distance, name) = distances.min()?;
    (distance <= wanted.chars().count().max(3) / 3).then_some(name)
}

/// How many characters must be added, removed or replaced to make one text of the other
/// (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (index, left) in a.chars().enumerate() {
        let mut diagonal = index;
        let mut before = index + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(b.chars()) {
            let replaced = diagonal + usize::from(left != right);
            diagonal = *cell;
            before = replaced.min(diagonal + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
