//! Values of every shape that a schema allows, worked out from the document alone.

use serde_json::{Map, Value, json};

/// Values of this schema: every alternative of every part, one at a time.
pub(crate) fn of(document: &Value, schema: &Value) -> Vec<Value> {
    Sampler { document, depth: 0 }.of(schema)
}

struct Sampler<'a> {
    document: &'a Value,
    depth: usize,
}

impl Sampler<'_> {
    fn of(&self, schema: &Value) -> Vec<Value> {
        let inner = Sampler { document: self.document, depth: self.depth + 1 };
        if self.depth > 6 {
            return Vec::new();
        }
        let mut values = inner.plain(schema);
        if schema["nullable"] == json!(true) {
            values.push(Value::Null);
        }
        values
    }

    fn plain(&self, schema: &Value) -> Vec<Value> {
        if let Some(target) = schema["$ref"].as_str() {
            return self.of(&self.document.pointer(&target[1..]).cloned().unwrap_or_default());
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(parts) = schema[key].as_array() {
                return parts.iter().flat_map(|part| self.tagged(schema, part)).collect();
            }
        }
        match schema["allOf"].as_array().map(Vec::as_slice) {
            Some([only]) => return self.of(only),
            Some(parts) => return self.together(schema, parts),
            None => {}
        }
        if let Some(values) = schema["enum"].as_array() {
            return values.clone();
        }
        match schema["type"].as_str() {
            Some("string") => strings(schema),
            Some("integer") => integers(schema),
            Some("number") => [vec![json!(0.5)], integers(schema)].concat(),
            Some("boolean") => vec![json!(true), json!(false)],
            Some("array") => self.arrays(schema),
            _ => self.objects(schema),
        }
    }

    /// Values of one member of a union, which say so.
    fn tagged(&self, union: &Value, part: &Value) -> Vec<Value> {
        let values = self.of(part);
        let discriminator = &union["discriminator"];
        let (Some(tag), Some(target)) =
            (discriminator["propertyName"].as_str(), part["$ref"].as_str())
        else {
            return values;
        };
        let mapping = discriminator["mapping"].as_object().into_iter().flatten();
        let words = mapping.filter(|(_, other)| other.as_str() == Some(target));
        let mut words: Vec<&str> = words.map(|(word, _)| word.as_str()).collect();
        if words.is_empty() {
            words.extend(target.rsplit('/').next());
        }
        let tagged = |word: &str| {
            let mut values = values.clone();
            values.iter_mut().for_each(|value| value[tag] = json!(word));
            values
        };
        words.into_iter().flat_map(tagged).collect()
    }

    /// Objects that consist of several parts and what is said beside them.
    fn together(&self, schema: &Value, parts: &[Value]) -> Vec<Value> {
        let mut parts: Vec<Vec<Value>> = parts.iter().map(|part| self.of(part)).collect();
        parts.push(self.objects(schema));
        let merged = |pick: &dyn Fn(usize) -> usize| {
            let picked = parts.iter().enumerate().filter_map(|(index, part)| part.get(pick(index)));
            let members = picked.filter_map(Value::as_object).flatten();
            Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect())
        };
        // With what is required only, and with every alternative of every part.
        let mut objects = vec![merged(&|_| 1)];
        for (index, part) in parts.iter().enumerate() {
            let pick = |way: usize| move |other: usize| if other == index { way } else { 0 };
            objects.extend((0..part.len()).map(|way| merged(&pick(way))));
        }
        objects
    }

    fn arrays(&self, schema: &Value) -> Vec<Value> {
        let items = self.of(&schema["items"]);
        let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
        let most = schema["maxItems"].as_u64().unwrap_or(3) as usize;
        let list = |count: usize| items.iter().cycle().take(count).cloned().collect::<Value>();
        let mut lists = vec![list(least), list(most)];
        if least <= 1 && most >= 1 {
            lists.extend(items.iter().map(|item| json!([item])));
        }
        if schema["uniqueItems"] != json!(true) && most >= 2 && least <= 2 {
            lists.extend(items.first().map(|item| json!([item, item])));
        }
        lists
    }

    /// With everything, with what is required only, and with every alternative of every member.
    fn objects(&self, schema: &Value) -> Vec<Value> {
        let required = |name: &str| {
            schema["required"].as_array().is_some_and(|names| names.iter().any(|n| n == name))
        };
        let mut full = Map::new();
        let mut alternatives = Vec::new();
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            let values = self.of(member);
            full.extend(values.first().map(|value| (name.clone(), value.clone())));
            alternatives.extend(values.into_iter().skip(1).map(|value| (name.clone(), value)));
        }
        let mut objects = vec![full.clone()];
        let least: Map<_, _> =
            full.clone().into_iter().filter(|(name, _)| required(name)).collect();
        objects.push(least);
        for (name, value) in alternatives {
            let mut object = full.clone();
            object.insert(name, value);
            objects.push(object);
        }
        if let additional @ Value::Object(_) = &schema["additionalProperties"] {
            for value in self.of(additional) {
                let mut object = full.clone();
                object.insert("other".to_owned(), value);
                objects.push(object);
            }
        }
        if schema["additionalProperties"] == json!(true) {
            full.insert("other".to_owned(), json!([1]));
            objects.push(full);
        }
        objects.into_iter().map(Value::Object).collect()
    }
}

fn strings(schema: &Value) -> Vec<Value> {
    let formatted = match schema["format"].as_str() {
        Some("uuid") => Some("497f6eca-6276-4993-bfeb-53cbbbba6f08"),
        Some("date-time") => Some("2019-08-24T14:15:22Z"),
        Some("date") => Some("2019-08-24"),
        // A file that is no text.
        Some("binary") => Some("@bytes"),
        _ if schema["pattern"].is_string() => schema["example"].as_str(),
        _ => None,
    };
    if let Some(text) = formatted {
        return vec![json!(text)];
    }
    let least = schema["minLength"].as_u64().unwrap_or(0) as usize;
    let most = schema["maxLength"].as_u64().unwrap_or(50) as usize;
    vec![json!("x".repeat(least)), json!("x".repeat(most))]
}

/// The ends of what the document and the width allow.
fn integers(schema: &Value) -> Vec<Value> {
    let (low, high) = match schema["format"].as_str() {
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("uint16") => (0, i64::from(u16::MAX)),
        Some("uint32") => (0, i64::from(u32::MAX)),
        Some("uint64") => (0, i64::MAX),
        _ if schema["type"] == json!("number") => (-1_000, 1_000),
        _ => (i64::MIN, i64::MAX),
    };
    let end = |key: &str, exclusive: &str, step: i64, width: i64| match schema[key].as_i64() {
        Some(limit) if schema[exclusive] == json!(true) => limit + step,
        Some(limit) => limit,
        None => width,
    };
    let low = end("minimum", "exclusiveMinimum", 1, low);
    let high = end("maximum", "exclusiveMaximum", -1, high);
    vec![json!(low), json!(high)]
}
