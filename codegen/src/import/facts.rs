//! What a part of a document states, without how it says so: without words, extensions, defaults that
//! are written out, and wrappings that add nothing.

use serde_json::{Map, Value, json};

use crate::model::Pointer;

pub(super) type Object = Map<String, Value>;

/// Members that are text for people.
const WORDS: [&str; 3] = ["description", "externalDocs", "title"];
/// Members of schemas that are `false` when they are missing.
const FLAGS: [&str; 7] = [
    "deprecated",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "nullable",
    "readOnly",
    "uniqueItems",
    "writeOnly",
];

/// Words are never taken over, and extensions belong to whoever wrote them.
pub(super) fn is_own(member: &str) -> bool {
    WORDS.contains(&member) || member.starts_with("x-")
}

/// The members of a part that are not facts.
pub(super) fn own(part: &Value) -> Object {
    let members = part.as_object().into_iter().flatten();
    members.filter(|(key, _)| is_own(key)).map(|(k, v)| (k.clone(), v.clone())).collect()
}

/// A document in which references can be followed.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) root: &'a Value,
}

impl<'a> Facts<'a> {
    pub(super) fn section(self, section: &str) -> Option<&'a Object> {
        self.root.get("components")?.get(section)?.as_object()
    }

    /// The end of a reference that is none to a schema, and what it is called there.
    pub(super) fn follow<'b>(self, part: &'b Value) -> (&'b Value, Option<&'b str>)
    where
        'a: 'b,
    {
        let (mut part, mut name) = (part, None);
        // A document that was checked has no circles; a limit costs nothing.
        for _ in 0..64 {
            let Some(target) = part.get("$ref").and_then(Value::as_str) else { break };
            let Some(found) = self.at(target) else { break };
            (part, name) = (found, Some(target));
        }
        (part, name)
    }

    fn at(self, target: &str) -> Option<&'a Value> {
        let pointer = Pointer::parse(target)?;
        pointer.tokens().iter().try_fold(self.root, |value, token| value.get(token))
    }

    pub(super) fn schema(self, schema: &Value) -> Value {
        let Some(members) = schema.as_object() else { return schema.clone() };
        if let Some(target) = members.get("$ref") {
            return json!({ "$ref": target });
        }
        let mut facts = Object::new();
        for (key, value) in members.iter().filter(|(key, _)| !is_own(key)) {
            let fact = match (key.as_str(), value) {
                ("properties", Value::Object(members)) => {
                    let members = members.iter();
                    Value::Object(members.map(|(k, v)| (k.clone(), self.schema(v))).collect())
                }
                ("additionalProperties", Value::Object(members)) if members.is_empty() => {
                    Value::Bool(true)
                }
                ("items" | "not" | "additionalProperties", value) => self.schema(value),
                ("allOf" | "oneOf" | "anyOf", Value::Array(items)) => {
                    items.iter().map(|item| self.schema(item)).collect()
                }
                ("required", Value::Array(items)) if items.is_empty() => continue,
                (key, Value::Bool(false)) if FLAGS.contains(&key) => continue,
                (_, value) => value.clone(),
            };
            facts.insert(key.clone(), fact);
        }
        self.unwrapped(facts)
    }

    /// References cannot have neighbours, so they are wrapped to give them some. A wrapper whose
    /// members repeat what it wraps states nothing.
    fn unwrapped(self, facts: Object) -> Value {
        let parts = facts.get("allOf").and_then(Value::as_array).map(Vec::as_slice);
        let Some([only]) = parts else { return Value::Object(facts) };
        let target = only.get("$ref").and_then(Value::as_str).and_then(|target| self.at(target));
        let target = target.map_or_else(|| only.clone(), |target| self.schema(target));
        let repeats = |(key, value): (&String, &Value)| match key.as_str() {
            "allOf" => true,
            // Only texts and numbers have formats.
            "format" if is_any_of(&target, &["object", "array", "boolean"]) => true,
            _ => target.get(key).is_some_and(|other| sorted(key, other) == sorted(key, value)),
        };
        if facts.iter().all(repeats) { only.clone() } else { Value::Object(facts) }
    }

    pub(super) fn parameter(self, parameter: &Value) -> Value {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        let mut facts = Object::new();
        for key in ["name", "in"] {
            facts.extend(parameter.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        for key in ["required", "deprecated", "allowEmptyValue", "allowReserved"] {
            if parameter.get(key) == Some(&Value::Bool(true)) {
                facts.insert(key.to_owned(), Value::Bool(true));
            }
        }
        if let Some(schema) = parameter.get("schema") {
            let schema = self.schema(schema);
            let target = schema.get("$ref").and_then(Value::as_str);
            let target = target.and_then(|target| self.at(target));
            // How a list or an object is written matters for these only.
            if !is_any_of(target.unwrap_or(&schema), &["string", "number", "integer", "boolean"]) {
                let usual = match text("in") {
                    Some("query" | "cookie") | None => "form",
                    Some(_) => "simple",
                };
                let style = text("style").unwrap_or(usual);
                let explode = parameter.get("explode").and_then(Value::as_bool);
                if style != usual {
                    facts.insert("style".to_owned(), json!(style));
                }
                if explode.is_some_and(|explode| explode != (style == "form")) {
                    facts.insert("explode".to_owned(), json!(explode));
                }
            }
            facts.insert("schema".to_owned(), schema);
        }
        self.content(parameter, &mut facts);
        Value::Object(facts)
    }

    /// Of a request's body or of an answer.
    pub(super) fn body(self, body: &Value) -> Value {
        let mut facts = Object::new();
        if body.get("required") == Some(&Value::Bool(true)) {
            facts.insert("required".to_owned(), Value::Bool(true));
        }
        let headers = body.get("headers").and_then(Value::as_object).into_iter().flatten();
        let headers: Object = headers
            .map(|(name, header)| (name.clone(), self.parameter(self.follow(header).0)))
            .collect();
        if !headers.is_empty() {
            facts.insert("headers".to_owned(), Value::Object(headers));
        }
        self.content(body, &mut facts);
        Value::Object(facts)
    }

    fn content(self, owner: &Value, facts: &mut Object) {
        let content = owner.get("content").and_then(Value::as_object).into_iter().flatten();
        let media = |(name, media): (&String, &Value)| (name.clone(), self.media(media));
        let content: Object = content.map(media).collect();
        if !content.is_empty() {
            facts.insert("content".to_owned(), Value::Object(content));
        }
    }

    pub(super) fn media(self, media: &Value) -> Value {
        let mut facts = Object::new();
        for key in ["schema", "itemSchema"] {
            let schema = media.get(key).map(|schema| self.schema(schema));
            facts.extend(schema.map(|schema| (key.to_owned(), schema)));
        }
        facts.extend(media.get("encoding").map(|value| ("encoding".to_owned(), value.clone())));
        Value::Object(facts)
    }
}

fn is_any_of(schema: &Value, types: &[&str]) -> bool {
    let name = schema.get("type").and_then(Value::as_str);
    name.is_some_and(|name| types.contains(&name))
}

/// Whether two parts state the same facts.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    canonical(left) == canonical(right)
}

/// With lists in order whose order means nothing.
fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter();
            let canonical = members.map(|(key, value)| (key, canonical(value)));
            Value::Object(canonical.map(|(key, v)| (key.clone(), sorted(key, &v))).collect())
        }
        Value::Array(items) => items.iter().map(canonical).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn sorted(key: &str, value: &Value) -> Value {
    match (key, value) {
        ("required" | "enum" | "tags", Value::Array(items)) => {
            let mut items = items.clone();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        _ => value.clone(),
    }
}

/// A title without its final stop, which pages leave out.
pub(super) fn title(text: &str) -> &str {
    let text = text.trim();
    text.strip_suffix('.').unwrap_or(text)
}
