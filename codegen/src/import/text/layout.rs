//! How an object or list in block style lies: one part below the other, each with the comments above it.

use std::ops::Range;

use crate::read::locate::Marks;

/// Lines count from 0.
pub(super) struct Block {
    /// Where keys or dashes stand.
    pub(super) column: usize,
    /// The first part begins behind a dash, in whose line the object itself begins.
    pub(super) dashed: bool,
    pub(super) slots: Vec<Slot>,
}

/// A part.
pub(super) struct Slot {
    pub(super) key: Option<String>,
    pub(super) node: usize,
    /// Of the key or the dash.
    pub(super) line: usize,
    /// Of the comments that belong to it.
    pub(super) start: usize,
    /// Behind its last line.
    pub(super) end: usize,
}

impl Block {
    /// Nothing if the parts do not stand in lines of their own.
    pub(super) fn new(
        marks: &Marks,
        lines: &[&str],
        node: usize,
        region: Range<usize>,
    ) -> Option<Self> {
        let mut slots: Vec<Slot> = Vec::new();
        let (mut column, mut dashed) = (None, false);
        for (key, node) in marks.parts(node) {
            let span = key.map_or_else(|| marks.span(node), |(_, span)| Some(span))?;
            let line = span.line.checked_sub(1)?;
            let mut before = lines.get(line)?.get(..span.column - 1)?;
            if key.is_none() {
                before = before.trim_end_matches(' ').strip_suffix('-')?;
            }
            let first = slots.is_empty();
            let free = before.chars().all(|c| c == ' ' || (c == '-' && first));
            if !free || *column.get_or_insert(before.len()) != before.len() {
                return None;
            }
            if slots.last().is_some_and(|last| last.line >= line) {
                return None;
            }
            dashed |= before.contains('-');
            let key = key.map(|(key, _)| key.to_owned());
            slots.push(Slot { key, node, line, start: line, end: line + 1 });
        }
        let mut block = Self { column: column?, dashed, slots };
        block.delimit(lines, region);
        Some(block)
    }

    fn delimit(&mut self, lines: &[&str], region: Range<usize>) {
        let column = self.column;
        let line = |at: usize| lines.get(at).copied().unwrap_or_default();
        let mut lowest = region.start;
        for slot in &mut self.slots {
            while slot.start > lowest && comment(line(slot.start - 1)) == Some(column) {
                slot.start -= 1;
            }
            lowest = slot.line + 1;
        }
        let mut end = region.end;
        for slot in self.slots.iter_mut().rev() {
            slot.end = end.max(slot.line + 1);
            let outside = |at: usize| {
                is_blank(line(at)) || comment(line(at)).is_some_and(|indent| indent <= column)
            };
            while slot.end > slot.line + 1 && outside(slot.end - 1) {
                slot.end -= 1;
            }
            end = slot.start;
        }
    }

    /// Blank lines stand between the parts.
    pub(super) fn is_airy(&self, lines: &[&str]) -> bool {
        let mut pairs = self.slots.iter().zip(self.slots.iter().skip(1));
        pairs.any(|(slot, next)| {
            slot.end < next.start && lines.get(slot.end).is_some_and(|line| is_blank(line))
        })
    }

    /// The lines that go when a part goes: its own, and the blank ones that set it apart.
    pub(super) fn removal(&self, lines: &[&str], index: usize) -> Option<Range<usize>> {
        let slot = self.slots.get(index)?;
        let blank = |at: usize| lines.get(at).is_some_and(|line| is_blank(line));
        let (mut start, mut end) = (slot.start, slot.end);
        match self.slots.get(index + 1) {
            Some(next) => {
                while end < next.start && blank(end) {
                    end += 1;
                }
            }
            None => {
                let previous = index.checked_sub(1).and_then(|index| self.slots.get(index));
                while previous.is_some_and(|slot| slot.end < start) && blank(start - 1) {
                    start -= 1;
                }
            }
        }
        Some(start..end)
    }
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// The column of a line that is a comment.
fn comment(line: &str) -> Option<usize> {
    let text = line.trim_start_matches(' ');
    text.starts_with('#').then(|| line.len() - text.len())
}
