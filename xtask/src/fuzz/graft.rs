//! Parts of documents in the place of other parts of the same sort: what comes of it is mostly good
//! enough to get to the last stage.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::random::Random;

/// Members that hold a part of the same sort for each name.
const MAPS: &[&str] = &[
    "callbacks",
    "content",
    "definitions",
    "encoding",
    "examples",
    "headers",
    "links",
    "parameters",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
];

/// Places of schemas.
const SCHEMAS: &[&str] = &[
    "additionalProperties",
    "allOf[]",
    "anyOf[]",
    "definitions/*",
    "items",
    "oneOf[]",
    "properties/*",
    "schemas/*",
];

/// Larger parts would make every document alike.
const MOST_BYTES: usize = 4 * 1024;

/// Parts of documents by what they are.
#[derive(Default)]
pub(super) struct Parts(BTreeMap<String, Vec<Value>>);

impl Parts {
    pub(super) fn of(documents: &[Value]) -> Self {
        let mut parts = Self::default();
        for document in documents {
            parts.collect("", document);
        }
        parts
    }

    fn collect(&mut self, home: &str, value: &Value) {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(members) => members.iter().map(|(key, v)| (sort(home, key), v)).collect(),
            Value::Array(items) => items.iter().map(|v| (format!("{home}[]"), v)).collect(),
            _ => return,
        };
        for (sort, child) in children {
            self.collect(&sort, child);
            if child.to_string().len() < MOST_BYTES {
                let sort =
                    if SCHEMAS.contains(&sort.as_str()) { "schema".to_owned() } else { sort };
                self.0.entry(sort).or_default().push(child.clone());
            }
        }
    }

    /// Puts another part of the same sort somewhere into the document.
    pub(super) fn graft(&self, document: &mut Value, random: &mut Random) {
        let whole = document.clone();
        let steps = 2 + random.below(12);
        let Some((node, home)) = place(document, String::new(), steps, random) else { return };
        let sort = if SCHEMAS.contains(&home.as_str()) { "schema" } else { &home };
        let donors = self.0.get(sort).map(Vec::as_slice).unwrap_or_default();
        if let Some(donor) = random.one_of(donors) {
            *node = donor.clone();
            settle(node, &whole, random);
        }
    }
}

/// A node so many steps inside, or as far as it goes, and its sort.
fn place<'v>(
    node: &'v mut Value,
    home: String,
    steps: usize,
    random: &mut Random,
) -> Option<(&'v mut Value, String)> {
    let count = match node {
        Value::Object(members) => members.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    if count == 0 || steps == 0 {
        return Some((node, home));
    }
    let index = random.below(count);
    let (child, sort) = match node {
        Value::Object(members) => {
            let (key, child) = members.iter_mut().nth(index)?;
            (child, sort(&home, key))
        }
        Value::Array(items) => (items.get_mut(index)?, format!("{home}[]")),
        _ => return None,
    };
    place(child, sort, steps - 1, random)
}

fn sort(home: &str, key: &str) -> String {
    if MAPS.contains(&home) { format!("{home}/*") } else { key.to_owned() }
}

/// Lets references lead to what the document has.
fn settle(node: &mut Value, document: &Value, random: &mut Random) {
    if let Some(target) = node.get("$ref").and_then(Value::as_str) {
        let home = target.rsplit_once('/').map_or("", |(home, _)| home);
        let known = home.strip_prefix('#').and_then(|home| document.pointer(home));
        let names: Vec<&String> =
            known.and_then(Value::as_object).into_iter().flatten().map(|m| m.0).collect();
        *node = match random.one_of(&names) {
            Some(name) => json!({ "$ref": format!("{home}/{name}") }),
            None => json!({}),
        };
        return;
    }
    match node {
        Value::Object(members) => {
            members.values_mut().for_each(|value| settle(value, document, random));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| settle(item, document, random)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::Parts;
    use crate::random::Random;

    #[test]
    fn parts_are_of_the_sort_that_they_replace() {
        let other = json!({"components": {"schemas": {"B": {"$ref": "#/components/schemas/C"}, "C": {"type": "integer"}}}});
        let parts = Parts::of(&[other]);
        let mut random = Random::new(1);
        let own = json!({"components": {"schemas": {"A": {"type": "string"}}}});
        let mut results = BTreeSet::new();
        for _ in 0..100 {
            let mut document = own.clone();
            parts.graft(&mut document, &mut random);
            results.insert(document.to_string());
        }
        let of = |schema: &str| format!(r#"{{"components":{{"schemas":{{"A":{schema}}}}}}}"#);
        // A schema in place of a schema, a type in place of a type; and references lead to what is there.
        for schema in [r#"{"type":"integer"}"#, r##"{"$ref":"#/components/schemas/A"}"##] {
            assert!(results.contains(&of(schema)), "{schema}: {results:?}");
        }
        assert!(results.iter().all(|text| !text.contains("schemas/C")), "{results:?}");
    }
}
