//! Objects and lists: names by pattern, what is left over, and lists whose places differ.

use serde_json::{Value, json};

use super::{At, Cx, Object};
use crate::diagnostics::Code;
use crate::model::Pointer;

impl Cx<'_> {
    /// Names by pattern become a map; which names there may be is not checked.
    pub(super) fn pattern_properties(&mut self, schema: &mut Object, at: &At) {
        let Some(Value::Object(patterns)) = schema.shift_remove("patternProperties") else {
            return;
        };
        if patterns.is_empty() {
            return;
        }
        let from = at.from.join("patternProperties");
        let message = "the patterns of names are not checked";
        let help = "every name that is not a property is taken";
        self.diags.warning(Code::Unchecked, &from, message).at_key().help(help);
        match schema.get("additionalProperties") {
            None | Some(Value::Bool(false)) => {
                let patterns = patterns.into_iter().map(|(name, value)| (from.join(name), value));
                let to = at.to.join("additionalProperties");
                let values = self.any_of(&to, patterns.collect());
                schema.insert("additionalProperties".to_owned(), values);
            }
            // Names that match no pattern may hold something else.
            Some(_) => _ = schema.insert("additionalProperties".to_owned(), json!(true)),
        }
        schema.entry("type").or_insert_with(|| json!("object"));
    }

    pub(super) fn unevaluated(&mut self, schema: &mut Object, at: &At) {
        let name = "unevaluatedProperties";
        let Some(value) = schema.shift_remove(name) else { return };
        let combined = ["allOf", "oneOf", "anyOf"].iter().any(|name| schema.contains_key(*name));
        if value == json!(true) || schema.contains_key("additionalProperties") {
            return;
        }
        if combined {
            let message = format!("`{name}` is not checked");
            let help = "members that no part mentions are taken, too";
            self.diags.warning(Code::Unchecked, &at.from.join(name), message).at_key().help(help);
            return;
        }
        self.moves.set(&at.to.join("additionalProperties"), &at.from.join(name));
        schema.insert("additionalProperties".to_owned(), value);
    }

    /// A list whose first places have schemas of their own becomes one of any of them.
    pub(super) fn prefix_items(&mut self, schema: &mut Object, at: &At) {
        let prefix = match schema.shift_remove("prefixItems") {
            Some(Value::Array(prefix)) => prefix,
            _ => Vec::new(),
        };
        let length = prefix.len();
        match schema.get("items") {
            Some(Value::Bool(false)) => {
                schema.shift_remove("items");
                schema.entry("maxItems").or_insert_with(|| json!(length));
            }
            Some(Value::Bool(true)) => _ = schema.insert("items".to_owned(), json!({})),
            _ => {}
        }
        if prefix.is_empty() {
            return;
        }
        let from = at.from.join("prefixItems");
        let message = "which place of the list holds what is not checked";
        let help = "every place takes what any of them takes";
        self.diags.warning(Code::Unchecked, &from, message).at_key().help(help);
        let open = schema.get("maxItems") != Some(&json!(length));
        let places = prefix.into_iter().enumerate();
        let mut items: Vec<_> = places.map(|(index, value)| (from.join(index), value)).collect();
        match schema.shift_remove("items") {
            Some(rest) => items.push((at.from.join("items"), rest)),
            // Whatever comes behind may be anything.
            None if open => items.push((from, json!({}))),
            None => {}
        }
        let items = self.any_of(&at.to.join("items"), items);
        schema.insert("items".to_owned(), items);
        schema.entry("type").or_insert_with(|| json!("array"));
    }

    /// A schema at `to` for what any of these take, which stood at these places.
    fn any_of(&mut self, to: &Pointer, schemas: Vec<(Pointer, Value)>) -> Value {
        let mut different: Vec<(Pointer, Value)> = Vec::new();
        for (from, schema) in schemas {
            if schema == json!({}) {
                return schema;
            }
            if !different.iter().any(|(_, known)| *known == schema) {
                different.push((from, schema));
            }
        }
        if let [(from, only)] = different.as_slice() {
            self.moves.set(to, from);
            return only.clone();
        }
        let mut members = Vec::new();
        for (from, schema) in different {
            self.moves.set(&to.join("anyOf").join(members.len()), &from);
            members.push(schema);
        }
        json!({ "anyOf": members })
    }
}
