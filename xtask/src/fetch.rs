//! Texts from files and from the network, within limits.

use std::fs::File;
use std::io::Read as _;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use codegen::read::{Answer, Remote, Source};
use sha2::{Digest as _, Sha256};
use ureq::http::header::LOCATION;
use ureq::{Agent, Body, http::Response};

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
            (Self::Description, "application/octet-stream") => true,
            (Self::Description, other) => {
                let kind = other.rsplit(['/', '+', '-']).next().unwrap_or_default();
                matches!(kind, "json" | "yaml" | "yml")
                    || other.starts_with("application/vnd.oai.openapi")
            }
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
    fetch_within(MAX_TIME, place, expect)
}

fn fetch_within(limit: Duration, place: &str, expect: Expect) -> Result<Fetched> {
    let remote = place.starts_with("http://") || place.starts_with("https://");
    // A query may hold a secret.
    let name = if remote { without_query(place) } else { place };
    let bytes = if remote { download(limit, place, expect) } else { load(place) };
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

/// Fetches what documents refer to, from where it is allowed.
pub(crate) fn remote() -> Remote {
    Remote::new(|address| get(address).map_err(|error| format!("{error:#}")))
}

/// Asks one address, and leaves it to others whether to go where that leads.
fn get(address: &str) -> Result<Answer> {
    let response = request(MAX_TIME, 0, address)?;
    if response.status().is_redirection() {
        let to = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        return Ok(Answer::Moved(to.unwrap_or_default().to_owned()));
    }
    Ok(Answer::Text(body(response, Expect::Description)?))
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

fn download(limit: Duration, address: &str, expect: Expect) -> Result<Vec<u8>> {
    body(request(limit, MAX_REDIRECTS, address)?, expect)
}

/// What an address answers; without redirects, that may be one.
fn request(limit: Duration, redirects: u32, address: &str) -> Result<Response<Body>> {
    let authority = address.split("://").nth(1).and_then(|rest| rest.split('/').next());
    ensure!(
        !authority.is_some_and(|text| text.contains('@')),
        "addresses with names and passwords are not supported"
    );
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(limit))
        .max_redirects(redirects)
        .max_redirects_will_error(redirects > 0)
        .https_only(address.starts_with("https://"))
        .user_agent("xtask")
        .build()
        .into();
    Ok(agent.get(address).call()?)
}

fn body(mut response: Response<Body>, expect: Expect) -> Result<Vec<u8>> {
    let content_type = response.body().mime_type().unwrap_or_default().to_ascii_lowercase();
    if !expect.accepts(&content_type) {
        bail!("the content type is `{}`, not {}", content_type.escape_debug(), expect.words());
    }
    Ok(response.body_mut().with_config().limit(MAX_BYTES).read_to_vec()?)
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread;
    use std::time::Duration;

    use super::{Expect, fetch_within};

    /// A server that begins its answer so, and never ends it: every now and then comes one more
    /// byte. One that has nothing to begin with says nothing at all.
    fn never_done(head: &'static [u8]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/page", listener.local_addr().unwrap());
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 1024]);
            if head.is_empty() {
                let _ = stream.read_to_end(&mut Vec::new());
                return;
            }
            let mut sent = stream.write_all(head);
            while sent.is_ok() {
                thread::sleep(Duration::from_millis(5));
                sent = stream.write_all(b"x");
            }
        });
        address
    }

    #[test]
    fn nobody_waits_forever() {
        let body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n";
        for head in [&body[..], b"HTTP/1.1 200 OK\r\nX-", b""] {
            let limit = Duration::from_millis(100);
            let error = fetch_within(limit, &never_done(head), Expect::Page).unwrap_err();
            assert!(format!("{error:#}").contains("timeout"), "{error:#}");
        }
    }
}
