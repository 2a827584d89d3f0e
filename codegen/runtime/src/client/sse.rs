//! Server-sent events, as bytes: what is between two blank lines becomes an event.

use std::mem;
use std::time::Duration;

/// An event that carries data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// Its name; `message` where the stream gives none.
    pub name: String,
    /// The text behind `data`, its lines joined.
    pub data: Vec<u8>,
}

/// An event or a line is larger than allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Ids that are longer are ignored, as a request could not carry them.
const MAX_ID: usize = 1024;

/// What stands before the data on a line.
const FIELD: usize = b"data: ".len();

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Takes a stream apart, however it is cut into pieces, as the HTML standard says: lines end with
/// CR, LF or both; comments and unknown fields are skipped; events without data are dropped, and so
/// is what the end of the stream cuts off. It holds no more than the limit.
#[derive(Debug)]
pub struct Parser {
    limit: usize,
    line: Vec<u8>,
    /// A line feed that comes now belongs to the line before.
    after_carriage_return: bool,
    at_start: bool,
    name: Vec<u8>,
    data: Option<Vec<u8>>,
    next_id: Option<String>,
    last_id: Option<String>,
    retry: Option<Duration>,
}

impl Parser {
    /// For a stream from its beginning. The data of an event may have so many bytes, and so may
    /// what stands on a line.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            after_carriage_return: false,
            at_start: true,
            name: Vec::new(),
            data: None,
            next_id: None,
            last_id: None,
            retry: None,
        }
    }

    /// The id of the last event that had one; empty when the stream took it back.
    #[must_use]
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// The delay that the stream asks for before it is opened again.
    #[must_use]
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Reads until the next event; what it read is taken off the input. Nothing: the input is used
    /// up.
    ///
    /// # Errors
    ///
    /// A line or an event is too large. The stream cannot be read any further.
    pub fn next(&mut self, input: &mut &[u8]) -> Result<Option<Event>, TooLarge> {
        while let Some(&first) = input.first() {
            if mem::take(&mut self.after_carriage_return) && first == b'\n' {
                *input = input.get(1..).unwrap_or_default();
                continue;
            }
            let end = input.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let (part, rest) = input.split_at(end.unwrap_or(input.len()));
            let limit = self.limit.saturating_add(FIELD);
            if part.len() > limit.saturating_sub(self.line.len()) {
                return Err(TooLarge);
            }
            self.line.extend_from_slice(part);
            *input = rest;
            if let Some((&end, rest)) = rest.split_first() {
                *input = rest;
                self.after_carriage_return = end == b'\r';
                if let Some(event) = self.end_of_line()? {
                    return Ok(Some(event));
                }
            }
        }
        Ok(None)
    }

    fn end_of_line(&mut self) -> Result<Option<Event>, TooLarge> {
        let mut line = mem::take(&mut self.line);
        let mut text = line.as_slice();
        if mem::take(&mut self.at_start) {
            text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        }
        let event = if text.is_empty() {
            self.dispatch()
        } else {
            let colon = text.iter().position(|byte| *byte == b':').unwrap_or(text.len());
            let (field, value) = text.split_at(colon);
            let value = value.strip_prefix(b":").unwrap_or(value);
            self.field(field, value.strip_prefix(b" ").unwrap_or(value))?;
            None
        };
        // Its memory serves the next line.
        line.clear();
        self.line = line;
        Ok(event)
    }

    fn field(&mut self, name: &[u8], value: &[u8]) -> Result<(), TooLarge> {
        match name {
            b"event" => value.clone_into(&mut self.name),
            b"data" => {
                if let Some(data) = &mut self.data {
                    data.push(b'\n');
                }
                let data = self.data.get_or_insert_default();
                if self.limit.checked_sub(data.len()).is_none_or(|room| value.len() > room) {
                    return Err(TooLarge);
                }
                data.extend_from_slice(value);
            }
            b"id" if value.len() <= MAX_ID && !value.contains(&0) => {
                self.next_id = std::str::from_utf8(value).ok().map(str::to_owned);
            }
            b"retry" => {
                let digits = value.iter().all(u8::is_ascii_digit).then_some(value);
                let number = digits.and_then(|value| std::str::from_utf8(value).ok());
                let number = number.and_then(|number| number.parse().ok());
                self.retry = number.map(Duration::from_millis).or(self.retry);
            }
            _ => {}
        }
        Ok(())
    }

    fn dispatch(&mut self) -> Option<Event> {
        if self.next_id.is_some() {
            self.last_id = self.next_id.take();
        }
        let name = mem::take(&mut self.name);
        let data = self.data.take()?;
        let name = match name.as_slice() {
            b"" => "message".to_owned(),
            name => String::from_utf8_lossy(name).into_owned(),
        };
        Some(Event { name, data })
    }
}
