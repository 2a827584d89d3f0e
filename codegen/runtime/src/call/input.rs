//! Standard input, for what is sent.

use std::future::pending;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines, Stdin, stdin};

use super::failure::Failure;

/// How much is read at once, in bytes.
const PIECE: usize = 16 * 1024;

/// The lines of standard input.
#[derive(Debug)]
pub struct InputLines(Lines<BufReader<Stdin>>);

impl Default for InputLines {
    fn default() -> Self {
        Self(BufReader::new(stdin()).lines())
    }
}

impl InputLines {
    /// The next line that is not blank.
    ///
    /// # Errors
    ///
    /// Standard input cannot be read, or is not UTF-8.
    pub async fn next(&mut self) -> Result<Option<String>, Failure> {
        while let Some(line) = self.0.next_line().await.map_err(Failure::of)? {
            if !line.trim().is_empty() {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    /// The next line as a message.
    ///
    /// # Errors
    ///
    /// It is not the JSON that is sent here.
    pub async fn message<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Failure> {
        let Some(line) = self.next().await? else { return Ok(None) };
        let message = serde_json::from_str(&line);
        message
            .map(Some)
            .map_err(|error| Failure::Usage(format!("the input does not fit: {error}")))
    }
}

/// The pieces of standard input, as they come.
#[derive(Debug)]
pub struct InputBytes {
    stdin: Stdin,
    piece: Vec<u8>,
    /// The beginning of a character whose end is still to come.
    rest: Vec<u8>,
}

impl Default for InputBytes {
    fn default() -> Self {
        Self { stdin: stdin(), piece: vec![0; PIECE], rest: Vec::new() }
    }
}

impl InputBytes {
    /// The next piece; nothing at the end.
    ///
    /// # Errors
    ///
    /// Standard input cannot be read.
    pub async fn next(&mut self) -> Result<Option<&[u8]>, Failure> {
        let count = self.stdin.read(&mut self.piece).await.map_err(Failure::of)?;
        Ok(self.piece.get(..count).filter(|piece| !piece.is_empty()))
    }

    /// The next piece as a message with this one member.
    ///
    /// # Errors
    ///
    /// Standard input cannot be read, or a message has more than this member.
    pub async fn message<T: DeserializeOwned>(
        &mut self,
        member: &str,
    ) -> Result<Option<T>, Failure> {
        let Some(piece) = self.next().await?.map(<[u8]>::to_vec) else { return Ok(None) };
        let text = whole_characters(&mut self.rest, &piece);
        let object = Map::from_iter([(member.to_owned(), Value::String(text))]);
        let message = serde_json::from_value(Value::Object(object));
        message.map(Some).map_err(|error| Failure::Usage(format!("use --lines: {error}")))
    }
}

/// The text that `rest` and `piece` are together; what may be the beginning of a character becomes
/// the new rest. Whatever is not UTF-8 is replaced.
pub fn whole_characters(rest: &mut Vec<u8>, piece: &[u8]) -> String {
    rest.extend_from_slice(piece);
    let cut = rest.utf8_chunks().last().map_or(0, |chunk| {
        // Three bytes at most can be a beginning, and only at the very end.
        match std::str::from_utf8(chunk.invalid()) {
            Err(error) if error.error_len().is_none() => chunk.invalid().len(),
            _ => 0,
        }
    });
    let whole = rest.len().saturating_sub(cut);
    let tail = rest.split_off(whole);
    let text = String::from_utf8_lossy(rest).into_owned();
    *rest = tail;
    text
}

/// Waits for something else to end the conversation.
///
/// # Errors
///
/// None.
pub async fn until_the_other_side_ends() -> Result<(), Failure> {
    pending().await
}
