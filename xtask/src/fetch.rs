//! Texts from files and from the network, within limits.

use std::fs::File;
use std::io::Read as _;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use codegen::read::Source;
use sha2::{Digest as _, Sha256};
use ureq::Agent;

/// Larger texts are refused.
const MAX_BYTES: u64 = 32 * 1024 * 1024;
/// For everything together, redirects included.
const MAX_TIME: Duration = Duration::from_secs(60);
const MAX_REDIRECTS: u32 = 5;

/// A text and what is remembered of it.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// Called by its path or address.
    pub(crate) source: Source,
    /// SHA-256 in hexadecimal digits.
    pub(crate) sha256: String,
    /// It is from the network.
    pub(crate) remote: bool,
}

/// What a text has to be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expect {
    /// A page: HTML, Markdown or plain text.
    Page,
    /// A description: JSON or YAML.
    Description,
}

impl Expect {
    fn accepts(self, content_type: &str) -> bool {
        match (self, content_type) {
            (_, "text/plain") => true,
            (Self::Page, "text/html" | "application/xhtml+xml" | "text/markdown") => true,
            (Self::Description, "application/json" | "application/yaml" | "text/yaml") => true,
            (Self::Description, other) => other.ends_with("+json") || other.ends_with("+yaml"),
            _ => false,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Page => "HTML, Markdown or plain text",
            Self::Description => "JSON or YAML",
        }
    }
}

/// Reads a file, or fetches what an address of `http` or `https` leads to.
pub(crate) fn fetch(place: &str, expect: Expect) -> Result<Fetched> {
    let remote = place.starts_with("http://") || place.starts_with("https://");
    // A query may hold a secret.
    let name = if remote { without_query(place) } else { place };
    let bytes = if remote { download(place, expect) } else { load(place) };
    let bytes = bytes.with_context(|| name.to_owned())?;
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut text = String::from_utf8(bytes)
        .map_err(|error| error.utf8_error())
        .with_context(|| format!("{name}: the text is not UTF-8"))?;
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(Fetched { source: Source::new(name, text), sha256, remote })
}

/// An address without what may be private.
fn without_query(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or(address)
}

fn load(path: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    ensure!(bytes.len() as u64 <= MAX_BYTES, "more than {MAX_BYTES} bytes");
    Ok(bytes)
}

fn download(address: &str, expect: Expect) -> Result<Vec<u8>> {
    let authority = address.split("://").nth(1).and_then(|rest| rest.split('/').next());
    ensure!(
        !authority.is_some_and(|text| text.contains('@')),
        "addresses with names and passwords are not supported"
    );
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(MAX_TIME))
        .max_redirects(MAX_REDIRECTS)
        .https_only(address.starts_with("https://"))
        .user_agent("xtask")
        .build()
        .into();
    let mut response = agent.get(address).call()?;
    let content_type = response.body().mime_type().unwrap_or_default().to_ascii_lowercase();
    if !expect.accepts(&content_type) {
        bail!("the content type is `{}`, not {}", content_type.escape_debug(), expect.words());
    }
    Ok(response.body_mut().with_config().limit(MAX_BYTES).read_to_vec()?)
}
