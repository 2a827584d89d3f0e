//! Bodies that are sent piece by piece.

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use reqwest::Body;
use serde::Serialize;

use super::super::types::byte_stream::{ByteStream, StreamFault};
use super::super::types::file::File;
use super::super::types::style::Style;
use super::problem::Problem;
use super::request::RequestEncoder;
use super::styled::{as_json, decoded_pairs};

/// The media type of bytes about which nothing is known.
const BYTES: &str = "application/octet-stream";

impl RequestEncoder {
    /// A body of bytes, left out where there is none. Where the media type is a range, that of the
    /// bytes is sent.
    pub fn bytes(&mut self, media_type: &'static str, body: Option<impl Into<ByteStream>>) {
        let Some(body) = body else { return };
        let body = body.into();
        let own = body.media_type().map(str::to_owned);
        let open = media_type.contains('*');
        let media_type =
            if open { own.unwrap_or_else(|| BYTES.to_owned()) } else { media_type.to_owned() };
        self.push_body(&media_type, sent(body));
    }

    /// A body of parts.
    pub fn multipart(&mut self, parts: Multipart) {
        let Multipart { parts, problem } = parts;
        if let Some(problem) = problem {
            return self.fail(problem);
        }
        let random = RandomState::new().build_hasher().finish();
        let boundary = format!("part-{random:016x}");
        let media_type = format!("multipart/form-data; boundary={boundary}");
        self.push_body(&media_type, joined(&boundary, parts));
    }
}

/// The parts of a `multipart/form-data` body.
#[derive(Debug, Default)]
pub struct Multipart {
    /// The lines before each part, and what is in it.
    parts: Vec<(String, ByteStream)>,
    /// The first mistake.
    problem: Option<Problem>,
}

impl Multipart {
    /// Parts with a value, left out where there is none.
    pub fn field<T: Serialize>(&mut self, name: &'static str, style: Style, value: Option<&T>) {
        let Some(value) = value else { return };
        let fields = as_json(value).and_then(|value| decoded_pairs(name, style, &value));
        let media_type = (style == Style::JSON).then_some("application/json");
        match fields {
            Ok(fields) => {
                for (name, text) in fields {
                    self.push(head(&name, None, media_type), text.into());
                }
            }
            Err(problem) => {
                self.problem.get_or_insert(problem);
            }
        }
    }

    /// A part with a file, left out where there is none. A file without a media type of its own has
    /// the given one.
    pub fn file(&mut self, name: &'static str, media_type: Option<&str>, file: Option<File>) {
        let Some(file) = file else { return };
        let own = file.data.media_type().map(str::to_owned);
        let media_type = own.as_deref().or(media_type).unwrap_or(BYTES);
        // Without a file name, servers take a part for a value.
        let file_name = file.name.as_deref().unwrap_or(name);
        self.push(head(name, Some(file_name), Some(media_type)), file.data);
    }

    /// Parts with files.
    pub fn files(&mut self, name: &'static str, media_type: Option<&str>, files: Vec<File>) {
        for file in files {
            self.file(name, media_type, Some(file));
        }
    }

    fn push(&mut self, head: Result<String, Problem>, body: ByteStream) {
        match head {
            Ok(head) => self.parts.push((head, body)),
            Err(problem) => {
                self.problem.get_or_insert(problem);
            }
        }
    }
}

/// A body that is there as a whole can be sent again.
fn sent(body: ByteStream) -> Body {
    match body.as_whole() {
        Some(whole) => whole.clone().into(),
        None => Body::wrap_stream(body),
    }
}

/// Parts between boundaries.
fn joined(boundary: &str, parts: Vec<(String, ByteStream)>) -> Body {
    let mut pieces = VecDeque::new();
    for (head, body) in parts {
        pieces.extend([format!("--{boundary}\r\n{head}\r\n\r\n").into(), body, "\r\n".into()]);
    }
    pieces.push_back(format!("--{boundary}--\r\n").into());
    let whole: Option<Vec<&[u8]>> =
        pieces.iter().map(|piece: &ByteStream| piece.as_whole().map(AsRef::as_ref)).collect();
    match whole {
        Some(whole) => whole.concat().into(),
        None => Body::wrap_stream(Chain(pieces)),
    }
}

/// The lines before a part.
fn head(name: &str, file: Option<&str>, media_type: Option<&str>) -> Result<String, Problem> {
    let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
    if let Some(file) = file {
        head.push_str(&format!("; filename=\"{}\"", quoted(file)));
    }
    if let Some(media_type) = media_type {
        if media_type.contains(|c: char| c.is_control()) {
            return Err(Problem::new("the media type of a part cannot be sent"));
        }
        head.push_str(&format!("\r\nContent-Type: {media_type}"));
    }
    Ok(head)
}

/// As browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// One stream after the other.
struct Chain(VecDeque<ByteStream>);

impl Stream for Chain {
    type Item = Result<Bytes, StreamFault>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(first) = self.0.front_mut() {
            match Pin::new(first).poll_next(cx) {
                Poll::Ready(None) => drop(self.0.pop_front()),
                other => return other,
            }
        }
        Poll::Ready(None)
    }
}
