//! Paths and operations.

use serde_json::{Value, json};

use super::facts::{Object, same, title};
use super::order::{METHODS, OPERATION, merge, put, set};
use super::parts::SHARED;
use super::schema::Schemas;
use super::{Refusal, Side, mark};
use crate::model::Pointer;

pub(super) struct Paths<'a> {
    pub(super) schemas: Schemas<'a>,
    pub(super) ours: Side<'a>,
    pub(super) theirs: Side<'a>,
}

/// Their operation, with the parameters that it inherits from its path.
struct Operation<'a> {
    members: &'a Object,
    parameters: Vec<&'a Value>,
}

impl<'a> Paths<'a> {
    /// Our paths with their operations.
    pub(super) fn merge(&self) -> Result<Object, Refusal> {
        let ours = self.ours.paths();
        let theirs = self.local()?;
        // A path whose parameters are called otherwise is the same path, under the newer key.
        let mut renamed = Object::new();
        for (path, item) in ours {
            let key = theirs.keys().find(|key| template(key) == template(path)).unwrap_or(path);
            renamed.insert(key.clone(), item.clone());
        }
        let both = |ours: &Value, theirs: &Value| self.item(ours, theirs);
        Ok(merge(&renamed, &theirs, both, |theirs| self.item(&json!({}), theirs)))
    }

    /// Their path items by the paths that they have below our base path.
    fn local(&self) -> Result<Object, Refusal> {
        let mut items = Object::new();
        for (path, item) in self.theirs.paths() {
            let full = format!("{}{path}", self.theirs.base);
            let Some(local) = full.strip_prefix(self.ours.base).filter(|p| p.starts_with('/'))
            else {
                let base = self.ours.base;
                return Err(Refusal {
                    at: Pointer::root().join("paths").join(path),
                    message: format!("`{full}` is not below our document's base path `{base}`"),
                });
            };
            items.insert(local.to_owned(), self.schemas.theirs.follow(item).0.clone());
        }
        Ok(items)
    }

    fn item(&self, ours: &Value, theirs: &Value) -> Value {
        let mut ours = ours.as_object().cloned().unwrap_or_default();
        let Some(theirs) = theirs.as_object() else { return Value::Object(ours) };
        if !self.inherits(&ours, theirs) {
            hand_down(&mut ours);
        }
        let inherited = list(&ours);
        for method in METHODS {
            let new = theirs
                .get(*method)
                .and_then(Value::as_object)
                .map(|members| Operation { members, parameters: self.parameters(theirs, members) });
            let merged = new.map(|new| match ours.get(*method).and_then(Value::as_object) {
                Some(old) => Value::Object(self.operation(old, &inherited, &new)),
                None => mark_operation(self.operation(&Object::new(), &inherited, &new)),
            });
            set(&mut ours, method, merged, METHODS);
        }
        Value::Object(ours)
    }

    /// Each of our operations still has what our path says for all of them.
    fn inherits(&self, ours: &Object, theirs: &Object) -> bool {
        let methods = METHODS.iter().filter_map(|method| theirs.get(*method)?.as_object());
        let mut operations = methods.map(|members| self.parameters(theirs, members));
        let shared = list(ours);
        operations.all(|parameters| {
            shared.iter().all(|ours| {
                let ours = self.schemas.ours.parameter(self.schemas.ours.follow(ours).0);
                let theirs = parameters.iter().find(|theirs| key(theirs) == key(&ours));
                theirs.is_some_and(|theirs| same(&self.schemas.theirs.parameter(theirs), &ours))
            })
        })
    }

    fn parameters<'b>(&self, item: &'b Object, operation: &'b Object) -> Vec<&'b Value>
    where
        'a: 'b,
    {
        let mut found: Vec<&Value> = Vec::new();
        for owner in [item, operation] {
            let items = owner.get("parameters").and_then(Value::as_array).into_iter().flatten();
            for parameter in items.map(|item| self.schemas.theirs.follow(item).0) {
                found.retain(|other| key(other) != key(parameter));
                found.push(parameter);
            }
        }
        found
    }

    /// Our operation, or nothing, stating what theirs states.
    fn operation(&self, ours: &Object, inherited: &[Value], theirs: &Operation<'_>) -> Object {
        let mut merged = ours.clone();
        let new = theirs.members;
        let text = |operation: &Object, key: &str| {
            operation.get(key).and_then(Value::as_str).map(|text| title(text).to_owned())
        };
        for key in ["summary", "operationId"] {
            if text(ours, key) != text(new, key) {
                set(&mut merged, key, text(new, key).map(Value::String), OPERATION);
            }
        }
        let tags = |operation: &Object| json!({ "tags": operation.get("tags") });
        if !same(&tags(ours), &tags(new)) {
            set(&mut merged, "tags", new.get("tags").cloned(), OPERATION);
        }
        let deprecated = |operation: &Object| operation.get("deprecated") == Some(&json!(true));
        if deprecated(ours) != deprecated(new) {
            set(&mut merged, "deprecated", deprecated(new).then(|| json!(true)), OPERATION);
        }
        let demand = self.theirs.security(new);
        if ours.is_empty() || self.ours.security(ours) != demand {
            let silent = self.ours.value.get("security").is_none() && demand == json!([]);
            set(&mut merged, "security", (!silent).then_some(demand), OPERATION);
        }
        let parameters = self.own_parameters(ours, inherited, &theirs.parameters);
        let parameters = (!parameters.is_empty()).then_some(Value::Array(parameters));
        set(&mut merged, "parameters", parameters, OPERATION);
        self.bodies(ours, new, &mut merged);
        merged
    }

    fn bodies(&self, ours: &Object, new: &Object, merged: &mut Object) {
        let schemas = self.schemas;
        let theirs = |part: &Value| schemas.theirs.follow(part).0.clone();
        let body = new.get("requestBody").map(theirs).map(|new| match ours.get("requestBody") {
            Some(old) => schemas.body(old, &new),
            None => schemas.new_body(&new),
        });
        set(merged, "requestBody", body, OPERATION);
        let responses = |operation: &Object| {
            let responses = operation.get("responses").and_then(Value::as_object).cloned();
            responses.unwrap_or_default()
        };
        let both = |ours: &Value, new: &Value| schemas.body(ours, &theirs(new));
        let fresh = |new: &Value| schemas.new_response(&theirs(new));
        let answers = merge(&responses(ours), &responses(new), both, fresh);
        put(merged, "responses", Value::Object(answers), OPERATION);
    }

    /// The parameters of the operation itself.
    fn own_parameters(&self, ours: &Object, inherited: &[Value], theirs: &[&Value]) -> Vec<Value> {
        let facts = self.schemas.ours;
        let mut own = list(ours);
        let is = |ours: &Value, theirs: &Value| key(facts.follow(ours).0) == key(theirs);
        own.retain_mut(|ours| {
            let Some(theirs) = theirs.iter().find(|theirs| is(ours, theirs)) else { return false };
            *ours = self.schemas.parameter(ours, theirs);
            true
        });
        let mut at = 0;
        for theirs in theirs {
            let found = own.iter().position(|ours| is(settled(ours), theirs));
            if found.is_none() && !inherited.iter().any(|ours| is(ours, theirs)) {
                own.insert(at, self.schemas.new_parameter(theirs));
                at += 1;
            }
            at = found.map_or(at, |found| found + 1);
        }
        own
    }
}

/// A part whose home is not settled yet is what it ought to be.
fn settled(part: &Value) -> &Value {
    if part.get(SHARED).is_some() { part.get("value").unwrap_or(part) } else { part }
}

fn mark_operation(operation: Object) -> Value {
    mark(Value::Object(operation))
}

/// What identifies a parameter.
fn key(parameter: &Value) -> (Option<&str>, Option<&str>) {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str);
    (text("in"), text("name"))
}

fn list(owner: &Object) -> Vec<Value> {
    owner.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Gives every operation of a path what the path says for all of them.
fn hand_down(item: &mut Object) {
    let shared = list(item);
    item.shift_remove("parameters");
    for method in METHODS {
        let Some(operation) = item.get_mut(*method).and_then(Value::as_object_mut) else {
            continue;
        };
        let own = list(operation);
        let names = |parameter: &Value| {
            own.iter().any(|own| own == parameter || key(own) == key(parameter))
        };
        let all = shared.iter().filter(|shared| !names(shared)).cloned().chain(own.clone());
        let all = Value::Array(all.collect());
        put(operation, "parameters", all, OPERATION);
    }
}

/// A path without the names of its parameters.
fn template(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let after = part.split_once('}').map_or(part, |(_, after)| after);
        text + "{}" + after
    })
}
