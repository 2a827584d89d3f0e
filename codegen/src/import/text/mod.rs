//! A text with other facts in it: every line that says nothing else stays as it is, with its comments.
//!
//! Works on block style. What is in flow style, or too different, is written anew as a whole: the
//! smallest part around it that stands in lines of its own.

mod align;
mod layout;
mod yaml;

use std::ops::Range;

use serde_json::Value;

use crate::read::locate::Marks;
use layout::{Block, Slot};

pub(super) use align::{align, label};

/// The text, which says `old`, saying `new`. Nothing if it is not written in a way that can be edited.
pub(super) fn splice(text: &str, old: &Value, new: &Value) -> Option<String> {
    if text.trim_start().starts_with('{') {
        return Some(format!("{new:#}\n"));
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut splicer = Splicer { marks: Marks::of_document(text), lines, edits: Vec::new() };
    let whole = 0..splicer.lines.len();
    splicer.node(Marks::ROOT, old, new, whole)?;
    Some(splicer.finish(if text.contains("\r\n") { "\r\n" } else { "\n" }))
}

/// What becomes of lines.
enum Edit {
    Remove(Range<usize>),
    /// Before this line.
    Insert(usize, Vec<String>),
}

struct Splicer<'a> {
    marks: Marks,
    /// With their ends.
    lines: Vec<&'a str>,
    edits: Vec<Edit>,
}

/// What becomes of the parts of an object or list, in the new order.
struct Step<'v> {
    /// The part that it was.
    old: Option<(usize, &'v Value)>,
    key: Option<&'v str>,
    new: &'v Value,
}

impl<'a> Splicer<'a> {
    /// Edits what stands in these lines. Nothing if it has to be written anew.
    fn node(&mut self, node: usize, old: &Value, new: &Value, region: Range<usize>) -> Option<()> {
        if old == new {
            return Some(());
        }
        let steps = steps(old, new)?;
        let block = Block::new(&self.marks, &self.lines, node, region)?;
        let parts = old.as_object().map(|old| old.keys().map(String::as_str).collect::<Vec<_>>());
        let count = parts.as_ref().map_or_else(|| old.as_array().map_or(0, Vec::len), Vec::len);
        let known = |(slot, key): (&Slot, &&str)| slot.key.as_deref() == Some(*key);
        let all = parts.is_none_or(|keys| block.slots.iter().zip(&keys).all(known));
        if block.slots.len() != count || !all {
            return None;
        }
        let kept: Vec<usize> = steps.iter().filter_map(|step| Some(step.old.as_ref()?.0)).collect();
        if kept.is_empty() || !kept.is_sorted() || (block.dashed && kept.first() != Some(&0)) {
            return None;
        }
        self.insert_and_change(&block, &steps)?;
        for index in (0..block.slots.len()).filter(|index| !kept.contains(index)) {
            let range = block.removal(&self.lines, index)?;
            self.edits.push(Edit::Remove(range));
        }
        Some(())
    }

    fn insert_and_change(&mut self, block: &Block, steps: &[Step<'_>]) -> Option<()> {
        let airy = block.is_airy(&self.lines);
        let mut last: Option<usize> = None;
        for step in steps {
            if let Some((index, old)) = step.old {
                let slot = block.slots.get(index)?;
                if old != step.new {
                    self.part(block, slot, (old, step.new), step.key);
                }
                last = Some(slot.end);
                continue;
            }
            let mut written = match step.key {
                Some(key) => yaml::entry(key, step.new, block.column),
                None => yaml::item(step.new, block.column),
            };
            let at = match last {
                Some(end) => {
                    written.splice(0..0, airy.then(String::new));
                    end
                }
                None if block.dashed => return None,
                None => {
                    written.extend(airy.then(String::new));
                    block.slots.first()?.start
                }
            };
            self.edits.push(Edit::Insert(at, written));
        }
        Some(())
    }

    /// Changes one part: inside, in its line, or as a whole.
    fn part(
        &mut self,
        block: &Block,
        slot: &Slot,
        (old, new): (&Value, &Value),
        key: Option<&str>,
    ) {
        let before = self.edits.len();
        let first = if key.is_some() { slot.line + 1 } else { slot.line };
        if self.node(slot.node, old, new, first..slot.end).is_some() {
            return;
        }
        self.edits.truncate(before);
        let line = self.lines.get(slot.line).copied().unwrap_or_default();
        if let Some(changed) = self.in_line(slot, line, new) {
            self.edits.push(Edit::Remove(slot.line..slot.line + 1));
            self.edits.push(Edit::Insert(slot.line, vec![changed]));
            return;
        }
        let mut written = match key {
            Some(key) => yaml::entry(key, new, block.column),
            None => yaml::item(new, block.column),
        };
        // A dash may stand in front of the first key of an item.
        if let (Some(first), Some(prefix)) = (written.first_mut(), line.get(..block.column)) {
            first.replace_range(..block.column, prefix);
        }
        self.edits.push(Edit::Remove(slot.line..slot.end));
        self.edits.push(Edit::Insert(slot.line, written));
    }

    /// The line with another value in it, and the comment behind it.
    fn in_line(&self, slot: &Slot, line: &str, new: &Value) -> Option<String> {
        let span = self.marks.span(slot.node)?;
        let is_scalar = !new.is_object() && !new.is_array();
        let alone = span.line == slot.line + 1 && span.end_line == span.line;
        if !is_scalar || !alone || slot.end != slot.line + 1 {
            return None;
        }
        let chars: Vec<char> = line.trim_end_matches(['\r', '\n']).chars().collect();
        let before: String = chars.get(..span.column - 1)?.iter().collect();
        let after: String = chars.get(span.end_column - 1..)?.iter().collect();
        let flow = chars.get(span.column - 1).is_some_and(|c| matches!(c, '[' | '{' | '&' | '*'));
        (!flow).then(|| format!("{before}{}{}", yaml::scalar(new), after.trim_end()))
    }

    fn finish(self, end: &str) -> String {
        let mut gone = vec![false; self.lines.len()];
        let mut new: Vec<Vec<String>> = vec![Vec::new(); self.lines.len() + 1];
        for edit in self.edits {
            match edit {
                Edit::Remove(range) => {
                    gone.get_mut(range).into_iter().flatten().for_each(|gone| *gone = true);
                }
                Edit::Insert(at, lines) => new.get_mut(at).into_iter().for_each(|new| {
                    new.extend(lines.iter().cloned());
                }),
            }
        }
        let mut text = String::new();
        let old = self.lines.iter().map(Some).chain([None]);
        for ((old, gone), new) in old.zip(gone.iter().chain([&false])).zip(&new) {
            if !new.is_empty() && !text.is_empty() && !text.ends_with('\n') {
                text.push_str(end);
            }
            new.iter().for_each(|line| text.extend([line.as_str(), end]));
            text.extend(old.filter(|_| !gone).copied());
        }
        text
    }
}

/// Nothing if the two have to be written anew.
fn steps<'v>(old: &'v Value, new: &'v Value) -> Option<Vec<Step<'v>>> {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let step = |(key, new): (&'v String, &'v Value)| {
                let was = old.iter().position(|(other, _)| other == key);
                let old = was.and_then(|index| Some((index, old.get(key)?)));
                Step { old, key: Some(key), new }
            };
            Some(new.iter().map(step).collect())
        }
        (Value::Array(old), Value::Array(new)) => {
            let step = |(new, was): (&'v Value, Option<usize>)| {
                let old = was.and_then(|index| Some((index, old.get(index)?)));
                Step { old, key: None, new }
            };
            Some(new.iter().zip(align(old, new)?).map(step).collect())
        }
        _ => None,
    }
}
