//! Documents made of other documents.

use codegen::diagnostics::Diagnostics;
use codegen::read::{Source, load};
use serde_json::{Map, Value, json};

use super::graft::Parts;
use super::targets::Target;
use crate::random::Random;

/// Larger documents are cut: they only take longer.
const MOST_BYTES: usize = 64 * 1024;

/// Pieces that parsers and grammars care about.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "\n",
    "\t",
    "\"",
    "'",
    "#",
    "&a ",
    "*a",
    "<<: ",
    "!t ",
    "|\n",
    "$ref",
    "#/components/schemas/",
    "~1",
    "%",
    "\u{202e}",
    "\u{0}",
    "é",
    "1e999",
    "-0",
    "null",
    "true",
    "9223372036854775808",
    "..",
    "x-",
    "allOf",
    "default",
];

pub(super) struct Mutator {
    texts: Vec<String>,
    values: Vec<Value>,
    /// Documents that get through all stages as they are.
    good: Vec<Value>,
    parts: Parts,
    random: Random,
}

impl Mutator {
    pub(super) fn new(texts: Vec<String>, random: Random) -> Self {
        let read = |text: &String| {
            let source = Source::new("seed.yaml", text.as_str());
            Some(load(source, &[], &mut Diagnostics::default())?.value)
        };
        let values: Vec<Value> = texts.iter().filter_map(read).collect();
        let is_good = |value: &&Value| Target::Lower.run(&value.to_string());
        let good: Vec<Value> = values.iter().filter(is_good).cloned().collect();
        let parts = Parts::of(&good);
        Self { texts, values, good, parts, random }
    }

    pub(super) fn next(&mut self, text: bool) -> String {
        let rounds = 1 + self.random.below(4);
        if text && self.random.below(3) > 0 {
            let mut text = self.random.one_of(&self.texts).cloned().unwrap_or_default();
            for _ in 0..rounds {
                text = self.text(&text);
            }
            return cut(&text, MOST_BYTES).to_owned();
        }
        if !text && self.random.below(4) > 0 {
            let mut value = self.random.one_of(&self.good).cloned().unwrap_or_default();
            for _ in 0..rounds {
                self.parts.graft(&mut value, &mut self.random);
            }
            return value.to_string();
        }
        let mut value = self.random.one_of(&self.values).cloned().unwrap_or_default();
        for _ in 0..rounds {
            self.value(&mut value);
        }
        value.to_string()
    }

    fn text(&mut self, text: &str) -> String {
        let from = self.random.below(text.len() + 1);
        let length = self.random.below(40);
        let (head, rest) = text.split_at(cut(text, from).len());
        let (middle, tail) = rest.split_at(cut(rest, length).len());
        match self.random.below(4) {
            0 => format!("{head}{tail}"),
            1 => format!("{head}{middle}{middle}{tail}"),
            2 => {
                let piece = self.random.one_of(PIECES).copied().unwrap_or_default();
                format!("{head}{piece}{tail}")
            }
            _ => {
                let other = self.random.one_of(&self.texts).cloned().unwrap_or_default();
                let start = self.random.below(other.len() + 1);
                let (_, other) = other.split_at(cut(&other, start).len());
                format!("{head}{}{tail}", cut(other, 200))
            }
        }
    }

    /// Changes a node somewhere in a document.
    fn value(&mut self, value: &mut Value) {
        let donor = self.donor();
        let steps = self.random.below(12);
        let mut node = value;
        for _ in 0..steps {
            let count = match node {
                Value::Object(members) => members.len(),
                Value::Array(items) => items.len(),
                _ => 0,
            };
            if count == 0 {
                break;
            }
            let index = self.random.below(count);
            let inner = match node {
                Value::Object(members) => members.values_mut().nth(index),
                Value::Array(items) => items.get_mut(index),
                _ => None,
            };
            let Some(inner) = inner else { return };
            node = inner;
        }
        match (self.random.below(6), node) {
            (0, Value::Object(members)) => remove(members, &mut self.random),
            (1, Value::Object(members)) => rename(members, &mut self.random),
            (2, Value::Array(items)) => items.push(donor),
            (3, node) => *node = json!([node.take()]),
            (4, node) => *node = json!({ "allOf": [node.take(), donor] }),
            (_, node) => *node = donor,
        }
    }

    /// A node of any document, or something odd.
    fn donor(&mut self) -> Value {
        let odd = [
            Value::Null,
            json!(""),
            json!(-1),
            json!(1e300),
            json!(u64::MAX),
            json!({}),
            json!([]),
            json!({ "$ref": "#" }),
            json!({ "$ref": "#/components/schemas/A" }),
            json!(true),
        ];
        if self.random.below(3) == 0 {
            return self.random.one_of(&odd).cloned().unwrap_or_default();
        }
        let mut node = self.random.one_of(&self.values);
        for _ in 0..self.random.below(12) {
            let inner = match node {
                Some(Value::Object(members)) => {
                    members.values().nth(self.random.below(members.len()))
                }
                Some(Value::Array(items)) => items.get(self.random.below(items.len())),
                _ => None,
            };
            let Some(inner) = inner else { break };
            node = Some(inner);
        }
        node.cloned().unwrap_or_default()
    }
}

fn remove(members: &mut Map<String, Value>, random: &mut Random) {
    let index = random.below(members.len());
    if let Some(name) = members.keys().nth(index).cloned() {
        members.remove(&name);
    }
}

fn rename(members: &mut Map<String, Value>, random: &mut Random) {
    let index = random.below(members.len());
    let piece = random.one_of(PIECES).copied().unwrap_or_default();
    if let Some(name) = members.keys().nth(index).cloned()
        && let Some(value) = members.remove(&name)
    {
        members.insert(format!("{name}{piece}"), value);
    }
}

/// The start of a text, of about this length.
fn cut(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
