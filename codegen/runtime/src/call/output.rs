//! Standard output and standard error.

use std::io::{self, Write};

use serde::Serialize;

use super::failure::Failure;

/// Whether somebody still reads what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Go on.
    There,
    /// Nobody reads any more: that is an end, and no failure.
    Gone,
}

/// Prints a result.
///
/// # Errors
///
/// It cannot be written.
pub fn result(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_vec_pretty(value).map_err(Failure::of)?;
    line_of(text).map(|_| ())
}

/// Prints a message or an event as one line.
///
/// # Errors
///
/// It cannot be written.
pub fn line(value: &impl Serialize) -> Result<Reader, Failure> {
    line_of(serde_json::to_vec(value).map_err(Failure::of)?)
}

fn line_of(mut text: Vec<u8>) -> Result<Reader, Failure> {
    text.push(b'\n');
    bytes(&text)
}

/// Prints bytes as they are.
///
/// # Errors
///
/// They cannot be written.
pub fn bytes(bytes: &[u8]) -> Result<Reader, Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(Reader::There),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(Failure::of(error)),
    }
}

/// Tells people something beside the result.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
