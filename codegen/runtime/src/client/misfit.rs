//! Where in a JSON text a value stands that does not fit.
//!
//! What is read well needs no path. So paths are not kept track of, but found afterwards, by the place
//! at which reading stopped.

use std::fmt::Write;

/// A step of a path.
enum Step {
    Index(usize),
    /// Nothing between a member and the next one's name.
    Member(Option<String>),
}

/// The path of the value at which an error was found: `apps[0].name`. It is empty where that is the
/// whole.
#[must_use]
pub fn path(text: &[u8], error: &serde_json::Error) -> String {
    let before = text.split_inclusive(|byte| *byte == b'\n').take(error.line().saturating_sub(1));
    let offset = before.map(<[u8]>::len).sum::<usize>().saturating_add(error.column());
    let mut scan = Scan { text, steps: Vec::new(), is_name: false };
    match scan.to(offset) {
        // Reading stopped at its end.
        Stop::Value => scan.path(0),
        // The name is there for the second time, or this is a list that was expected to be an object.
        Stop::Name => scan.path(1),
        Stop::Between if error.to_string().contains("sequence, expected an object") => scan.path(1),
        // Reading stopped before it.
        Stop::Between => scan.path(0),
    }
}

/// The path of the value in which a place is, as of [`path`].
#[must_use]
pub fn path_at(text: &[u8], offset: usize) -> String {
    let mut scan = Scan { text, steps: Vec::new(), is_name: false };
    let stop = scan.to(offset.saturating_add(1));
    scan.path(usize::from(matches!(stop, Stop::Name)))
}

/// What stands before a place in a text.
enum Stop {
    Value,
    Name,
    Between,
}

/// Goes through a text that is JSON as far as it goes.
struct Scan<'t> {
    text: &'t [u8],
    /// Where the current value stands.
    steps: Vec<Step>,
    /// The next text is the name of a member.
    is_name: bool,
}

impl Scan<'_> {
    /// Goes on to a place.
    fn to(&mut self, offset: usize) -> Stop {
        let mut at = 0;
        while let Some(byte) = self.text.get(at).filter(|_| at < offset) {
            let stop = match byte {
                b'{' | b'[' => {
                    self.is_name = *byte == b'{';
                    let member = Step::Member(None);
                    self.steps.push(if self.is_name { member } else { Step::Index(0) });
                    Stop::Between
                }
                b'}' | b']' => {
                    self.steps.pop();
                    self.is_name = false;
                    Stop::Value
                }
                b',' => {
                    if let Some(Step::Index(index)) = self.steps.last_mut() {
                        *index += 1;
                    } else {
                        self.is_name = true;
                    }
                    Stop::Between
                }
                b'"' => {
                    let end = self.end_of_text(at);
                    let name = self.text.get(at..end).filter(|_| self.is_name);
                    at = end - 1;
                    match (name, self.steps.last_mut()) {
                        (Some(name), Some(Step::Member(known))) => {
                            let name = str::from_utf8(name).ok();
                            *known = name.and_then(|name| serde_json::from_str(name).ok());
                            self.is_name = false;
                            Stop::Name
                        }
                        _ => Stop::Value,
                    }
                }
                b':' | b' ' | b'\t' | b'\r' | b'\n' => Stop::Between,
                _ => Stop::Value,
            };
            at += 1;
            if at >= offset {
                return stop;
            }
        }
        Stop::Between
    }

    /// Behind the quotes that end the text which begins here.
    fn end_of_text(&self, start: usize) -> usize {
        let mut escaped = true; // the quotes that begin it
        for (index, byte) in self.text.iter().enumerate().skip(start) {
            match byte {
                b'"' if !escaped => return index + 1,
                b'\\' if !escaped => escaped = true,
                _ => escaped = false,
            }
        }
        self.text.len()
    }

    /// The way to the current value, without so many of its last steps.
    fn path(&self, without: usize) -> String {
        let mut path = String::new();
        for step in self.steps.iter().take(self.steps.len().saturating_sub(without)) {
            // Writing to a text does not fail.
            let _ = match step {
                Step::Index(index) => write!(path, "[{index}]"),
                Step::Member(None) => Ok(()),
                Step::Member(Some(name)) if path.is_empty() => write!(path, "{name}"),
                Step::Member(Some(name)) => write!(path, ".{name}"),
            };
        }
        path
    }
}
