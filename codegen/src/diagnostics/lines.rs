//! The lines of a text, to be shown around many places of it: none of them is searched for from the
//! start of the text, or of its line, as a whole document may be one line.

/// Characters between two whose places are known.
const STEP: usize = 1024;

/// How much of a line is shown.
const WIDTH: usize = 100;

/// Where lines and characters of a text are.
#[derive(Debug)]
pub(super) struct Lines {
    /// Where each line starts, in bytes and in characters.
    starts: Vec<(usize, usize)>,
    /// Where every so many characters are, in bytes.
    steps: Vec<usize>,
    /// Characters of the whole text.
    length: usize,
}

/// A line, or the part of it around a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Excerpt<'a> {
    /// Characters of the line before the text.
    pub(super) before: usize,
    pub(super) text: &'a str,
    /// The line goes on.
    pub(super) goes_on: bool,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let mut lines = Self { starts: vec![(0, 0)], steps: Vec::new(), length: 0 };
        for (at, c) in text.char_indices() {
            if lines.length.is_multiple_of(STEP) {
                lines.steps.push(at);
            }
            lines.length += 1;
            if c == '\n' {
                lines.starts.push((at + 1, lines.length));
            }
        }
        lines
    }

    /// The line around the column, both from 1. A long line is cropped so that the column stays in
    /// sight.
    pub(super) fn excerpt<'a>(
        &self,
        text: &'a str,
        line: usize,
        column: usize,
    ) -> Option<Excerpt<'a>> {
        let index = line.checked_sub(1)?;
        let (from, first) = *self.starts.get(index)?;
        let (to, behind) = self.starts.get(index + 1).copied().unwrap_or((text.len(), self.length));
        let whole = text.get(from..to)?;
        let trimmed = whole.trim_end();
        let length = behind - first - whole.get(trimmed.len()..)?.chars().count();
        if length <= WIDTH {
            return Some(Excerpt { before: 0, text: trimmed, goes_on: false });
        }
        let before = column.saturating_sub(1).min(length).saturating_sub(WIDTH / 3);
        let (start, end) = (first + before, first + (before + WIDTH).min(length));
        let text = text.get(self.byte(text, start)?..self.byte(text, end)?)?;
        Some(Excerpt { before, text, goes_on: before + WIDTH < length })
    }

    /// Where a character is, counted from 0.
    fn byte(&self, text: &str, character: usize) -> Option<usize> {
        if character == self.length {
            return Some(text.len());
        }
        let near = *self.steps.get(character / STEP)?;
        let (offset, _) = text.get(near..)?.char_indices().nth(character % STEP)?;
        Some(near + offset)
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, Lines};

    #[test]
    fn lines_are_found_by_line_and_column() {
        let long = "é".repeat(3000) + "x" + &"é".repeat(1000);
        let text = format!("one \r\n{long}\n\nlast");
        let lines = Lines::of(&text);
        let excerpt = |line, column| lines.excerpt(&text, line, column);
        let whole = |text| Some(Excerpt { before: 0, text, goes_on: false });
        assert_eq!(excerpt(1, 1), whole("one"));
        assert_eq!(excerpt(3, 1), whole(""));
        assert_eq!(excerpt(4, 9), whole("last"));
        assert_eq!(excerpt(5, 1), None);
        assert_eq!(excerpt(0, 1), None);
        let middle = excerpt(2, 3001).unwrap();
        assert_eq!((middle.before, middle.text.find('x'), middle.goes_on), (2967, Some(66), true));
        let end = excerpt(2, 9999).unwrap();
        assert_eq!((end.before, end.text.chars().count(), end.goes_on), (3968, 33, false));
        let start = excerpt(2, 0).unwrap();
        assert_eq!((start.before, start.text.chars().count(), start.goes_on), (0, 100, true));
    }
}
