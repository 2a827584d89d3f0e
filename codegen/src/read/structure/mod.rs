//! Walks a document along the grammar and reports every structural mistake at its exact place.
//!
//! openapiv3 reports one mistake at a time, at the place of a component, and drops what it does not
//! know. After this check its typed read has nothing left to complain about.

mod members;
mod modern;
pub(super) mod repair;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::grammar::{Kind, Shape, Tagged, part};
use super::version::Version;
use super::{Reference, ReferenceKind, suggest};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::model::Pointer;

use repair::Repair;

/// What the walk found out.
#[derive(Default)]
pub(super) struct Structure {
    /// Every `$ref`.
    pub(super) references: Vec<Reference>,
    /// Members that are valid but that the typed read must not see.
    pub(super) without_effect: Vec<Pointer>,
    /// Mistakes whose meaning is plain, and what they mean.
    pub(super) repairs: Vec<Repair>,
    /// Outermost schemas that say something in the way of 3.1.
    pub(super) modern: Vec<Pointer>,
    /// Schemas that the typed read has to look for, as openapiv3 does not know their places.
    pub(super) schemas_apart: Vec<Pointer>,
    /// The typed read will work.
    pub(super) readable: bool,
}

/// Checks a whole document against the grammar of its version.
pub(super) fn check(document: &Value, version: Version, diags: &mut Diagnostics) -> Structure {
    walk(Kind::Object(version.grammar()), document, (version, &Pointer::root()), diags)
}

/// Checks something that a reference of this kind leads to, and that stands at `at`.
pub(super) fn check_part(
    value: &Value,
    kind: ReferenceKind,
    (version, at): (Version, &Pointer),
    diags: &mut Diagnostics,
) -> Structure {
    walk(part(kind, version == Version::Swagger2), value, (version, at), diags)
}

fn walk(
    kind: Kind,
    value: &Value,
    (version, base): (Version, &Pointer),
    diags: &mut Diagnostics,
) -> Structure {
    let found = Structure { readable: true, ..Structure::default() };
    let free_extensions = BTreeSet::new();
    let path = Vec::new();
    let mut walk =
        Walk { base, version, path, schemas: 0, modern: false, found, free_extensions, diags };
    walk.value(kind, value);
    walk.found
}

#[derive(Clone, Copy)]
enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

struct Walk<'v, 'd> {
    /// Where the walk began.
    base: &'v Pointer,
    version: Version,
    path: Vec<Step<'v>>,
    /// How many schemas are around this place.
    schemas: usize,
    /// The outermost of them says something in the way of 3.1.
    modern: bool,
    found: Structure,
    /// Extensions that are none of ours and don't look like one.
    free_extensions: BTreeSet<&'v str>,
    diags: &'d mut Diagnostics,
}

type Object = Map<String, Value>;

impl<'v> Walk<'v, '_> {
    fn here(&self) -> Pointer {
        let mut at = self.base.clone();
        for step in &self.path {
            match step {
                Step::Key(key) => at.push(key),
                Step::Index(index) => at.push(index),
            }
        }
        at
    }

    /// What the value is called in messages.
    fn name(&self) -> String {
        match self.path.last() {
            Some(Step::Key(key)) => format!("`{key}`"),
            Some(Step::Index(index)) => format!("entry {index} of the list"),
            None => "the document".to_owned(),
        }
    }

    fn step(&mut self, step: Step<'v>, kind: Kind, value: &'v Value) {
        self.path.push(step);
        self.value(kind, value);
        self.path.pop();
    }

    /// Reports a mistake after which the typed read would fail.
    fn fail(&mut self, code: Code, message: String) -> &mut Diagnostic {
        self.found.readable = false;
        let at = self.here();
        self.diags.error(code, &at, message)
    }

    fn value(&mut self, kind: Kind, value: &'v Value) {
        match kind {
            Kind::Any => {}
            Kind::Text => {
                if !value.is_string() && !self.unquoted(value) {
                    self.wrong_type("text", value);
                }
            }
            Kind::Boolean => self.plain(kind, value.is_boolean(), "`true` or `false`", value),
            Kind::Number => self.plain(kind, value.is_number(), "a number", value),
            Kind::Natural => {
                self.plain(kind, value.is_u64(), "a whole number that is not negative", value);
            }
            Kind::Positive => {
                let right = value.as_u64().is_some_and(|number| number > 0);
                self.expect(right, "a whole number from 1 on", value);
            }
            Kind::Types(choices) => self.types(choices, value),
            Kind::BooleanOrNumber => self.boolean_or_number(value),
            Kind::Choice(choices) => self.choice(choices, value),
            Kind::Object(shape) => self.object(shape, value),
            Kind::Tagged(tagged) => self.tagged(tagged, value),
            Kind::Reference(ReferenceKind::Schema, inner) => self.schema(inner, value),
            Kind::Reference(kind, inner) => self.reference(kind, inner, value),
            Kind::Map(inner) => self.map(*inner, value),
            Kind::List(inner) => self.list(*inner, value),
            Kind::BooleanOr(inner) => {
                if !value.is_boolean() {
                    self.value(*inner, value);
                }
            }
            Kind::NotBoolean(_, instead) if value.is_boolean() => self.no_boolean(value, instead),
            Kind::Is(inner) | Kind::NotBoolean(inner, _) => self.value(*inner, value),
            Kind::Apart(inner) => {
                let at = self.here();
                self.found.schemas_apart.push(at);
                self.value(*inner, value);
            }
            Kind::WithoutEffect(inner, note) => {
                let at = self.here();
                if !note.is_empty() {
                    self.diags.warning(Code::Ignored, &at, note).at_key();
                }
                self.found.without_effect.push(at);
                self.value(*inner, value);
            }
        }
    }

    fn expect(&mut self, right: bool, expected: &str, value: &Value) {
        if !right {
            self.wrong_type(expected, value);
        }
    }

    fn plain(&mut self, kind: Kind, right: bool, expected: &str, value: &Value) {
        if !right && !self.quoted(kind, value) {
            self.wrong_type(expected, value);
        }
    }

    fn wrong_type(&mut self, expected: &str, value: &Value) {
        let message = format!("{} must be {expected}, but it is {}", self.name(), words(value));
        let help = match value {
            Value::Null if expected == "a list" => "write `[]` for an empty list",
            Value::Null => "give it a value",
            Value::Bool(_) | Value::Number(_) if expected == "text" => "put the value in quotes",
            Value::String(_) if expected == "a list" => "write it as a list with one entry",
            Value::Array(_) if matches!(self.path.last(), Some(Step::Key("type"))) => {
                "write one type; `nullable: true` adds null"
            }
            Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => "",
        };
        self.fail(Code::WrongType, message).help(help);
    }

    fn choice(&mut self, choices: &[&'static str], value: &Value) {
        let Some(text) = value.as_str() else {
            self.wrong_type("text", value);
            return;
        };
        if choices.contains(&text) {
            return;
        }
        let message = format!("`{text}` is not a value of {}", self.name());
        let help = match suggest(text, choices.iter().copied()) {
            Some(choice) => format!("did you mean `{choice}`?"),
            None => format!("write {}", one_of(choices)),
        };
        self.fail(Code::InvalidValue, message).help(help);
    }

    fn map(&mut self, kind: Kind, value: &'v Value) {
        let Some(members) = value.as_object() else {
            self.wrong_type("an object", value);
            return;
        };
        for (key, value) in members {
            self.step(Step::Key(key), kind, value);
        }
    }

    fn list(&mut self, kind: Kind, value: &'v Value) {
        let Some(items) = value.as_array() else {
            self.wrong_type("a list", value);
            return;
        };
        for (index, value) in items.iter().enumerate() {
            self.step(Step::Index(index), kind, value);
        }
    }

    fn reference(&mut self, kind: ReferenceKind, inner: &Kind, value: &'v Value) {
        let members = value.as_object();
        let Some((members, target)) = members.and_then(|m| Some((m, m.get("$ref")?))) else {
            self.value(*inner, value);
            return;
        };
        self.path.push(Step::Key("$ref"));
        if let Some(target) = target.as_str() {
            let at = self.here();
            self.found.references.push(Reference { at, target: target.to_owned(), kind });
        } else {
            self.wrong_type("text", target);
        }
        self.path.pop();
        self.siblings(kind, inner, members);
    }

    fn tagged(&mut self, tagged: &'static Tagged, value: &'v Value) {
        let Some(members) = value.as_object() else {
            self.wrong_type(&format!("an object ({})", tagged.name), value);
            return;
        };
        let Some(tag) = members.get(tagged.tag) else {
            self.missing(tagged.name, tagged.tag);
            return;
        };
        let shape = tagged.shapes.iter().find(|(value, _)| Some(*value) == tag.as_str());
        if let Some((_, shape)) = shape {
            self.members(shape, members);
            return;
        }
        let choices: Vec<&'static str> = tagged.shapes.iter().map(|(value, _)| *value).collect();
        self.path.push(Step::Key(tagged.tag));
        self.choice(&choices, tag);
        self.path.pop();
    }

    fn object(&mut self, shape: &'static Shape, value: &'v Value) {
        match value.as_object() {
            Some(members) => self.members(shape, members),
            None => self.wrong_type(&format!("an object ({})", shape.name), value),
        }
    }
}

fn words(value: &Value) -> Cow<'static, str> {
    match value {
        Value::Null => "empty (null)".into(),
        Value::Bool(value) => format!("the boolean `{value}`").into(),
        Value::Number(number) => format!("the number {number}").into(),
        Value::String(_) => "text".into(),
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "an object".into(),
    }
}

fn one_of(choices: &[&str]) -> String {
    let quoted: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
