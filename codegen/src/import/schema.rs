//! Schemas: our words around their facts.

use serde_json::{Value, json};

use super::facts::{Facts, Object, own, same};
use super::order::{SCHEMA, arranged, merge, put};
use super::{MARK, mark};

/// Both documents.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'a> {
    pub(super) ours: Facts<'a>,
    pub(super) theirs: Facts<'a>,
}

impl Schemas<'_> {
    /// Ours, stating what theirs states.
    pub(super) fn both(self, ours: &Value, theirs: &Value) -> Value {
        let (old, new) = (self.ours.schema(ours), self.theirs.schema(theirs));
        if same(&old, &new) {
            return ours.clone();
        }
        let (Some(ours), Some(old), Some(new)) =
            (ours.as_object(), old.as_object(), new.as_object())
        else {
            return new;
        };
        let wraps = ours.contains_key("allOf") && !old.contains_key("allOf");
        if wraps || old.contains_key("$ref") || new.contains_key("$ref") {
            return around(own(&Value::Object(ours.clone())), new);
        }
        Value::Object(self.members(ours, old, new))
    }

    fn members(self, ours: &Object, old: &Object, new: &Object) -> Object {
        let mut merged = ours.clone();
        for key in old.keys().filter(|key| !new.contains_key(*key)) {
            merged.shift_remove(key);
        }
        for (key, theirs) in new {
            let member = match (key.as_str(), ours.get(key), theirs) {
                ("properties", Some(Value::Object(ours)), Value::Object(theirs)) => {
                    let both = |ours: &Value, theirs: &Value| self.both(ours, theirs);
                    Value::Object(merge(ours, theirs, both, described))
                }
                ("items" | "not" | "additionalProperties", Some(ours), Value::Object(_)) => {
                    self.both(ours, theirs)
                }
                ("required" | "enum", Some(Value::Array(ours)), Value::Array(theirs)) => {
                    Value::Array(listed(ours, theirs))
                }
                ("allOf" | "oneOf" | "anyOf", Some(Value::Array(ours)), Value::Array(theirs)) => {
                    self.parts(ours, theirs)
                }
                (_, Some(ours), _) if old.get(key) == Some(theirs) => ours.clone(),
                _ => new_member(key, theirs),
            };
            put(&mut merged, key, member, SCHEMA);
        }
        // What its values mean stands in the description of the whole.
        if gains(ours, &merged) {
            put(&mut merged, MARK, Value::Bool(true), SCHEMA);
        }
        merged
    }

    fn parts(self, ours: &[Value], theirs: &[Value]) -> Value {
        if ours.len() == theirs.len() {
            return ours.iter().zip(theirs).map(|(ours, theirs)| self.both(ours, theirs)).collect();
        }
        let known = |theirs: &&Value| {
            ours.iter().find(|ours| same(&self.ours.schema(ours), theirs)).cloned()
        };
        theirs.iter().map(|theirs| known(&theirs).unwrap_or_else(|| new(theirs))).collect()
    }
}

/// Whether there are values of an enumeration that there were not.
fn gains(ours: &Object, merged: &Object) -> bool {
    let values = |schema: &Object| schema.get("enum").and_then(Value::as_array).cloned();
    let (old, new) = (values(ours).unwrap_or_default(), values(merged).unwrap_or_default());
    new.iter().any(|value| !old.contains(value))
}

/// What is left of our list in our order, and what is new behind what it is behind in theirs.
fn listed(ours: &[Value], theirs: &[Value]) -> Vec<Value> {
    let mut list: Vec<Value> = ours.iter().filter(|item| theirs.contains(item)).cloned().collect();
    let mut previous: Option<&Value> = None;
    for item in theirs {
        if !ours.contains(item) {
            let at = previous.and_then(|previous| list.iter().position(|other| other == previous));
            list.insert(at.map_or(0, |at| at + 1), item.clone());
        }
        previous = Some(item);
    }
    list
}

/// Our words, and facts that have nothing in common with ours.
fn around(mut words: Object, facts: &Object) -> Value {
    if words.is_empty() {
        return new(&Value::Object(facts.clone()));
    }
    if facts.contains_key("$ref") {
        words.insert("allOf".to_owned(), json!([facts]));
    } else {
        for (key, value) in facts {
            put(&mut words, key, new_member(key, value), SCHEMA);
        }
    }
    Value::Object(words)
}

/// A schema in a place where nothing is described, such as the items of a list.
pub(super) fn new(facts: &Value) -> Value {
    let Some(members) = facts.as_object() else { return facts.clone() };
    let members = members.iter().map(|(key, value)| (key.clone(), new_member(key, value)));
    Value::Object(arranged(members.collect(), SCHEMA))
}

/// A schema of our components or a property.
pub(super) fn described(facts: &Value) -> Value {
    match facts.get("$ref") {
        Some(_) => json!({ MARK: true, "allOf": [facts] }),
        None => mark(new(facts)),
    }
}

fn new_member(key: &str, value: &Value) -> Value {
    match (key, value) {
        ("properties", Value::Object(members)) => {
            let members = members.iter().map(|(name, value)| (name.clone(), described(value)));
            Value::Object(members.collect())
        }
        ("items" | "not" | "additionalProperties", value) => new(value),
        ("allOf" | "oneOf" | "anyOf", Value::Array(items)) => items.iter().map(new).collect(),
        (_, value) => value.clone(),
    }
}
