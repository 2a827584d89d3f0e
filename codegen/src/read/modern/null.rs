//! Null as one of several alternatives.

use serde_json::{Value, json};

use super::{At, Cx, Object, is_annotation};

impl Cx<'_> {
    /// An alternative that is null becomes `nullable`; an only one that is left takes the place of
    /// the list.
    pub(super) fn without_null(&mut self, mut schema: Object, at: &At) -> Object {
        for name in ["oneOf", "anyOf"] {
            let Some(Value::Array(members)) = schema.get_mut(name) else { continue };
            let nulls: Vec<bool> = members.iter().map(is_null).collect();
            if !nulls.contains(&true) {
                continue;
            }
            let old = std::mem::take(members);
            let mut kept = Vec::new();
            for (index, member) in old.into_iter().enumerate() {
                if nulls.get(index) == Some(&true) {
                    continue;
                }
                let from = at.from.join(name).join(index);
                kept.push((from, member));
            }
            schema.insert("nullable".to_owned(), json!(true));
            let alone =
                kept.len() == 1 && schema.keys().all(|key| key == name || is_annotation(key));
            match kept.pop() {
                None => {
                    schema.shift_remove(name);
                    schema.insert("enum".to_owned(), json!([null]));
                }
                Some((from, only)) if alone => {
                    schema.shift_remove(name);
                    self.only(&mut schema, only, &from, at);
                }
                Some(last) => {
                    kept.push(last);
                    let home = at.to.join(name);
                    for (index, (from, _)) in kept.iter().enumerate() {
                        self.moves.set(&home.join(index), from);
                    }
                    let kept = kept.into_iter().map(|(_, member)| member).collect();
                    schema.insert(name.to_owned(), Value::Array(kept));
                }
            }
        }
        schema
    }

    fn only(&mut self, schema: &mut Object, only: Value, from: &crate::model::Pointer, at: &At) {
        match only {
            Value::Object(members) if !members.contains_key("$ref") => {
                // What is said around it wins.
                for (name, value) in members {
                    if !schema.contains_key(&name) {
                        self.moves.set(&at.to.join(&name), &from.join(&name));
                        schema.insert(name, value);
                    }
                }
            }
            only => {
                self.moves.set(&at.to.join("allOf").join(0), from);
                schema.insert("allOf".to_owned(), json!([only]));
            }
        }
    }
}

/// Nothing but null, as `types` has left it.
fn is_null(schema: &Value) -> bool {
    schema.get("enum").is_some_and(|values| *values == json!([null]))
        && schema.as_object().is_some_and(|schema| {
            schema.keys().all(|key| matches!(key.as_str(), "enum" | "type") || is_annotation(key))
        })
}
