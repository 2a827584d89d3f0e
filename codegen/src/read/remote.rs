//! Texts from the network: only from where the user asks for them.

use std::fmt;
use std::path::Path;

use oxiri::{Iri, IriRef};

use super::Source;
use super::references::percent_decode;
use crate::diagnostics::{Code, Diagnostics, Place, Severity};

/// An address may send on to another one this often.
const MOST_MOVES: usize = 5;

/// What an address answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A text.
    Text(Vec<u8>),
    /// Another address, perhaps relative to this one.
    Moved(String),
}

/// Asks one address, once: it goes nowhere else, and tells nobody who asks. The error is for people.
pub type Get = fn(&str) -> Result<Answer, String>;

/// From where texts may be fetched that a document refers to; by default from nowhere.
#[derive(Clone, Debug, Default)]
pub struct Remote {
    get: Option<Get>,
    prefixes: Vec<Prefix>,
}

/// The start of addresses: a host, and perhaps a folder of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(Iri<String>);

/// Why there is no text.
pub(super) enum Failure {
    /// Nobody asked for it; what would have to be allowed.
    NotAsked(String),
    /// It was asked for, but is elsewhere now; what would have to be allowed.
    Moved(String),
    /// It was asked for, and did not come.
    NotThere(String),
    /// It is a file, and cannot be read.
    Unreadable(String),
}

impl Prefix {
    /// Reads the start of addresses, such as `https://example.com/schemas/`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let address = address(text, None).ok_or("this is no address of `http` or `https`")?;
        if address.authority().is_some_and(|authority| authority.contains('@')) {
            return Err("names and passwords are never sent".to_owned());
        }
        if address.query().is_some() || address.fragment().is_some() {
            return Err("a host, and perhaps a folder of it, is all that counts".to_owned());
        }
        Ok(Self(address))
    }

    /// Whether an address is below this one. A folder is not left by a name that starts alike.
    fn covers(&self, address: &Iri<String>) -> bool {
        let same = |left: Option<&str>, right: Option<&str>| {
            left.unwrap_or_default().eq_ignore_ascii_case(right.unwrap_or_default())
        };
        let folder = self.0.path().trim_end_matches('/');
        let below = address.path().strip_prefix(folder);
        self.0.scheme().eq_ignore_ascii_case(address.scheme())
            && same(self.0.authority(), address.authority())
            && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            && !percent_decode(address.path()).split(['/', '\\']).any(|segment| segment == "..")
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Remote {
    /// Nothing is allowed yet.
    #[must_use]
    pub fn new(get: Get) -> Self {
        Self { get: Some(get), prefixes: Vec::new() }
    }

    /// Everything below these addresses is allowed, too.
    #[must_use]
    pub fn with(mut self, prefixes: &[Prefix]) -> Self {
        self.prefixes.extend_from_slice(prefixes);
        self
    }

    /// The text behind an address, and the address where it was found at last.
    pub(super) fn load(&self, address: &Iri<String>) -> Result<(Iri<String>, Source), Failure> {
        let mut address = address.clone();
        for moves in 0..=MOST_MOVES {
            let allowed = self.prefixes.iter().any(|prefix| prefix.covers(&address));
            let Some(get) = self.get.filter(|_| allowed) else {
                let failure = if moves == 0 { Failure::NotAsked } else { Failure::Moved };
                return Err(failure(origin(&address)));
            };
            let name = told(&address);
            let failed = |why: String| Failure::NotThere(format!("`{name}`: {why}"));
            match get(without_fragment(&address)).map_err(failed)? {
                Answer::Text(bytes) => {
                    let mut aside = Diagnostics::default();
                    let source = Source::from_bytes(name.clone(), bytes, &mut aside);
                    let why = aside.items().first().map(|item| item.message.clone());
                    let source = source.ok_or_else(|| failed(why.unwrap_or_default()))?;
                    return Ok((address, source));
                }
                Answer::Moved(to) => {
                    let to = self::address(&to, Some(&address));
                    address = to.ok_or_else(|| failed("it has moved nowhere".to_owned()))?;
                }
            }
        }
        let name = told(&address);
        Err(Failure::NotThere(format!("`{name}`: it has moved too often")))
    }
}

/// Reads a file, or fetches what an address leads to: naming it is asking for it.
pub fn open(path: &Path, remote: &Remote, diags: &mut Diagnostics) -> Option<Source> {
    let Some(address) = path.to_str().and_then(|text| address(text, None)) else {
        return Source::load(path, diags);
    };
    let found = Prefix::parse(without_query(&address)).map_err(Failure::Unreadable);
    let found = found.and_then(|own| remote.clone().with(&[own]).load(&address));
    let (why, help) = match found {
        Ok((_, source)) => return Some(source),
        Err(Failure::NotThere(why) | Failure::Unreadable(why)) => (why, "check the address"),
        Err(Failure::NotAsked(_)) => ("nothing can be fetched here".to_owned(), "name a file"),
        Err(Failure::Moved(origin)) => {
            (format!("it has moved to `{origin}`"), "name the address there")
        }
    };
    let place = Place::File(told(&address));
    diags.report(Code::FileUnreadable, Severity::Error, place, why).help(help);
    None
}

/// An address of `http` or `https`, without `.` and `..`; on its own, or as a text of another
/// address has it.
pub(super) fn address(text: &str, base: Option<&Iri<String>>) -> Option<Iri<String>> {
    let base = match base {
        Some(base) => base.clone(),
        None => Iri::parse(text.to_owned()).ok()?,
    };
    let address = base.resolve(&IriRef::parse(text).ok()?).ok()?;
    let scheme = address.scheme();
    let spoken = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = address.authority().is_some_and(|authority| !authority.is_empty());
    (spoken && host).then_some(address)
}

/// What a user has to allow: scheme and host.
fn origin(address: &Iri<String>) -> String {
    let authority = address.authority().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{}://{host}/", address.scheme())
}

fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

fn without_query(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or(address)
}

/// The address as it is told: a query may hold a secret, and so may what stands before the host.
fn told(address: &Iri<String>) -> String {
    format!("{}{}", origin(address).trim_end_matches('/'), address.path())
}

#[cfg(test)]
mod tests {
    use super::{Prefix, address};

    #[test]
    fn a_prefix_covers_what_is_below_it() {
        let covers = |prefix: &str, text: &str| {
            Prefix::parse(prefix).unwrap().covers(&address(text, None).unwrap())
        };
        for (prefix, text) in [
            ("https://example.com", "https://example.com/a.yaml"),
            ("https://example.com/", "https://EXAMPLE.com/a.yaml"),
            ("https://example.com/a", "https://example.com/a/b.yaml"),
            ("https://example.com/a/", "https://example.com/b/../a/b.yaml?x=/../"),
        ] {
            assert!(covers(prefix, text), "{prefix} {text}");
        }
        for (prefix, text) in [
            ("https://example.com", "http://example.com/a.yaml"),
            ("https://example.com", "https://example.com.evil.org/a.yaml"),
            ("https://example.com", "https://example.com:8443/a.yaml"),
            ("https://example.com", "https://me:secret@example.com/a.yaml"),
            ("https://example.com", "https://example.com@evil.org/a.yaml"),
            ("https://example.com/a", "https://example.com/ab.yaml"),
            ("https://example.com/a", "https://example.com/a/../b.yaml"),
            ("https://example.com/a", "https://example.com/a/%2e%2E/b.yaml"),
            ("https://example.com/a", "https://example.com/a/..%5cb.yaml"),
        ] {
            assert!(!covers(prefix, text), "{prefix} {text}");
        }
    }

    #[test]
    fn a_prefix_is_a_host_and_a_folder() {
        for text in [
            "example.com",
            "//example.com",
            "file:///etc",
            "https:",
            "https://",
            "https://me:secret@example.com",
            "https://example.com?a",
            "https://example.com#a",
            "",
        ] {
            assert!(Prefix::parse(text).is_err(), "{text}");
        }
    }
}
