//! Parts that several places share stay shared as long as these agree on what has become of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::facts::Object;
use super::parts::SHARED;
use crate::model::Pointer;

/// Puts what every place makes of a shared part into its home, if all agree; else into each place.
pub(super) fn settle(document: &mut Object) {
    let mut wishes = Wishes::default();
    document.values().for_each(|value| wishes.collect(value));
    let agreed = wishes.agreed();
    let mut whole = Value::Object(std::mem::take(document));
    replace(&mut whole, &agreed);
    for (target, wish) in agreed {
        let tokens = Pointer::parse(&target).unwrap_or_default();
        let home = tokens.tokens().iter().try_fold(&mut whole, |value, token| value.get_mut(token));
        if let Some(home) = home {
            *home = wish;
        }
    }
    if let Value::Object(members) = whole {
        *document = members;
    }
}

#[derive(Default)]
struct Wishes {
    /// What places want a part to become.
    new: BTreeMap<String, Vec<Value>>,
    /// What places want to stay as it is.
    kept: BTreeSet<String>,
}

impl Wishes {
    fn collect(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                if let Some(target) = members.get(SHARED).and_then(Value::as_str) {
                    let wish = members.get("value").cloned().unwrap_or_default();
                    self.new.entry(target.to_owned()).or_default().push(wish);
                    return;
                }
                if let Some(target) = members.get("$ref").and_then(Value::as_str) {
                    self.kept.insert(target.to_owned());
                }
                members.values().for_each(|value| self.collect(value));
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn agreed(self) -> BTreeMap<String, Value> {
        let Self { new, kept } = self;
        let agreed = new.into_iter().filter_map(|(target, wishes)| {
            let first = wishes.first()?.clone();
            let all = wishes.iter().all(|wish| *wish == first) && !kept.contains(&target);
            all.then_some((target, first))
        });
        agreed.collect()
    }
}

fn replace(value: &mut Value, agreed: &BTreeMap<String, Value>) {
    let wish = value.get(SHARED).and_then(Value::as_str).map(|target| agreed.contains_key(target));
    if let Some(is_agreed) = wish {
        let part = if is_agreed { "reference" } else { "value" };
        *value = value.get_mut(part).map(Value::take).unwrap_or_default();
        return;
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(|value| replace(value, agreed)),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, agreed)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
