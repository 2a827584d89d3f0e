//! Cuts a stream of bytes into JSON values, wherever its pieces begin and end.

/// Finds the ends of values; each byte is looked at once, however small the pieces are.
#[derive(Debug, Default)]
pub struct JsonStream {
    buffer: Vec<u8>,
    /// Where the value begins that is being read.
    start: usize,
    /// How much of the buffer was looked at.
    seen: usize,
    state: State,
    depth: usize,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before a value.
    #[default]
    Between,
    /// In an array or an object, outside of texts.
    Inside,
    /// In a text.
    Text,
    /// In a text, behind a backslash.
    Escape,
    /// In a number, `true`, `false` or `null` that stands by itself.
    Bare,
}

impl JsonStream {
    /// Adds a piece.
    pub fn push(&mut self, piece: &[u8]) {
        self.buffer.drain(..self.start.min(self.buffer.len()));
        self.seen = self.seen.saturating_sub(self.start);
        self.start = 0;
        self.buffer.extend_from_slice(piece);
    }

    /// How many bytes wait for the rest of their value.
    #[must_use]
    #[inline]
    pub fn waiting(&self) -> usize {
        self.buffer.len().saturating_sub(self.start)
    }

    /// The next value, if all of it is there. Whether it is one is up to the parser.
    pub fn next_value(&mut self) -> Option<&[u8]> {
        while let Some(&byte) = self.buffer.get(self.seen) {
            let (before, start) = (self.state, self.start);
            self.state = self.step(byte);
            // A bare value ends before this byte, which may begin the next one.
            if before != State::Bare || self.state != State::Between {
                self.seen += 1;
            }
            if self.state == State::Between {
                self.start = self.seen;
                if before != State::Between {
                    return self.buffer.get(start..self.seen);
                }
            }
        }
        None
    }

    fn step(&mut self, byte: u8) -> State {
        match (self.state, byte) {
            (State::Text, b'\\') => State::Escape,
            (State::Text, b'"') if self.depth == 0 => State::Between,
            (State::Text, b'"') => State::Inside,
            (State::Text | State::Escape, _) => State::Text,
            (State::Between, b' ' | b'\n' | b'\r' | b'\t') => State::Between,
            (State::Bare, b' ' | b'\n' | b'\r' | b'\t' | b'{' | b'[' | b'"') => State::Between,
            (State::Between | State::Inside, b'"') => State::Text,
            (State::Between | State::Inside, b'{' | b'[') => {
                self.depth = self.depth.saturating_add(1);
                State::Inside
            }
            (State::Inside, b'}' | b']') => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 { State::Between } else { State::Inside }
            }
            (State::Inside, _) => State::Inside,
            (State::Between | State::Bare, _) => State::Bare,
        }
    }
}
