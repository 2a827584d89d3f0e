//! `type` as a list.

use serde_json::{Value, json};

use super::{At, Cx, Object, is_annotation};

/// Keywords that say something about values of one type only.
const OF_TYPE: &[(&str, &[&str])] = &[
    ("string", &["minLength", "maxLength", "pattern", "format"]),
    (
        "number",
        &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"],
    ),
    (
        "integer",
        &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"],
    ),
    ("boolean", &[]),
    ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
    (
        "object",
        &["properties", "required", "additionalProperties", "minProperties", "maxProperties"],
    ),
];

impl Cx<'_> {
    /// One type stays; null becomes `nullable`; several become alternatives, each with the keywords
    /// that belong to it.
    pub(super) fn types(&mut self, schema: &mut Object, at: &At) {
        let mut types: Vec<String> = match schema.get("type") {
            Some(Value::Array(types)) => {
                types.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
            }
            Some(Value::String(name)) if name == "null" => vec![name.clone()],
            _ => return,
        };
        let all = types.len();
        types.retain(|name| name != "null");
        if types.len() < all {
            schema.insert("nullable".to_owned(), json!(true));
        }
        if types.iter().any(|name| name == "number") {
            types.retain(|name| name != "integer");
        }
        let mut seen = Vec::new();
        types.retain(|name| {
            !seen.contains(name) && {
                seen.push(name.clone());
                true
            }
        });
        schema.shift_remove("type");
        match types.as_slice() {
            [] if all == 0 => {}
            [] => _ = schema.insert("enum".to_owned(), json!([null])),
            [only] => _ = schema.insert("type".to_owned(), json!(only)),
            // Any value at all.
            several if several.len() >= OF_TYPE.len() - 1 => {}
            several => self.alternatives(schema, several, at),
        }
    }

    fn alternatives(&mut self, schema: &mut Object, types: &[String], at: &At) {
        // What is combined says by itself which types there are.
        if ["allOf", "oneOf", "anyOf"].iter().any(|name| schema.contains_key(*name)) {
            return;
        }
        let mut limits = Object::new();
        for (name, value) in std::mem::take(schema) {
            if is_annotation(&name) {
                schema.insert(name, value)
            } else {
                limits.insert(name, value)
            };
        }
        let mut members = Vec::new();
        for name in types {
            let own =
                OF_TYPE.iter().find(|(known, _)| known == name).map_or(&[][..], |(_, own)| own);
            let mut member = Object::new();
            member.insert("type".to_owned(), json!(name));
            let own = limits.iter().filter(|(name, _)| own.contains(&name.as_str()));
            member.extend(own.map(|(name, value)| (name.clone(), value.clone())));
            if let Some(Value::Array(values)) = limits.get("enum") {
                let fitting: Vec<&Value> = values.iter().filter(|v| is_of(v, name)).collect();
                if fitting.is_empty() {
                    continue;
                }
                member.insert("enum".to_owned(), json!(fitting));
            }
            self.moves.set(&at.to.join("anyOf").join(members.len()), &at.from);
            members.push(Value::Object(member));
        }
        schema.insert("anyOf".to_owned(), Value::Array(members));
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}
