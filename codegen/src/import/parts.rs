//! Parameters, bodies and answers.

use serde_json::{Value, json};

use super::facts::{Object, own, same};
use super::order::{PARTS, arranged, merge, set};
use super::schema::{Schemas, new};
use super::{MARK, mark};

/// A part that our document keeps elsewhere, until all that refer to it are known: what is referred
/// to, the reference itself, and what ought to be there.
pub(super) const SHARED: &str = "\0shared";

impl Schemas<'_> {
    /// A parameter or a header.
    pub(super) fn parameter(self, ours: &Value, theirs: &Value) -> Value {
        let (found, name) = self.ours.follow(ours);
        let (old, new) = (self.ours.parameter(found), self.theirs.parameter(theirs));
        if same(&old, &new) {
            return ours.clone();
        }
        let mut merged = found.as_object().cloned().unwrap_or_default();
        for key in
            ["required", "deprecated", "allowEmptyValue", "allowReserved", "style", "explode"]
        {
            if old.get(key) != new.get(key) {
                set(&mut merged, key, new.get(key).cloned(), PARTS);
            }
        }
        let schema = match (found.get("schema"), new.get("schema")) {
            (Some(ours), Some(theirs)) => Some(self.both(ours, theirs)),
            (_, theirs) => theirs.map(super::schema::new),
        };
        set(&mut merged, "schema", schema, PARTS);
        self.content(found, theirs, &mut merged);
        shared((ours, name), Value::Object(merged))
    }

    /// The body of a request, or an answer.
    pub(super) fn body(self, ours: &Value, theirs: &Value) -> Value {
        let (found, name) = self.ours.follow(ours);
        let (old, new) = (self.ours.body(found), self.theirs.body(theirs));
        if same(&old, &new) {
            return ours.clone();
        }
        let mut merged = found.as_object().cloned().unwrap_or_default();
        if old.get("required") != new.get("required") {
            set(&mut merged, "required", new.get("required").cloned(), PARTS);
        }
        let headers = |body: &Value| body.get("headers").and_then(Value::as_object).cloned();
        let (mine, theirs_headers) = (headers(found), headers(&new));
        let both = |ours: &Value, theirs: &Value| self.parameter(ours, theirs);
        let headers = theirs_headers.map(|theirs| {
            merge(&mine.unwrap_or_default(), &theirs, both, |header| mark(part(header)))
        });
        set(&mut merged, "headers", headers.map(Value::Object), PARTS);
        self.content(found, theirs, &mut merged);
        shared((ours, name), Value::Object(merged))
    }

    fn content(self, ours: &Value, theirs: &Value, merged: &mut Object) {
        let content = |owner: &Value| owner.get("content").and_then(Value::as_object).cloned();
        let both = |ours: &Value, theirs: &Value| self.media(ours, theirs);
        let theirs = content(theirs).filter(|content| !content.is_empty());
        let content = theirs.map(|theirs| {
            let ours = content(ours).unwrap_or_default();
            merge(&ours, &theirs, both, |media| media_type(&self.theirs.media(media)))
        });
        set(merged, "content", content.map(Value::Object), PARTS);
    }

    fn media(self, ours: &Value, theirs: &Value) -> Value {
        let (old, new) = (self.ours.media(ours), self.theirs.media(theirs));
        if same(&old, &new) {
            return ours.clone();
        }
        let mut merged = ours.as_object().cloned().unwrap_or_default();
        for key in ["schema", "itemSchema"] {
            let schema = match (ours.get(key), new.get(key)) {
                (Some(ours), Some(theirs)) => Some(self.both(ours, theirs)),
                (_, theirs) => theirs.map(super::schema::new),
            };
            set(&mut merged, key, schema, PARTS);
        }
        set(&mut merged, "encoding", new.get("encoding").cloned(), PARTS);
        Value::Object(merged)
    }

    pub(super) fn new_parameter(self, theirs: &Value) -> Value {
        let facts = self.theirs.parameter(theirs);
        let shared = self.ours.section("parameters").into_iter().flatten();
        for (name, ours) in shared {
            if same(&self.ours.parameter(ours), &facts) {
                let name = name.replace('~', "~0").replace('/', "~1");
                return json!({ "$ref": format!("#/components/parameters/{name}") });
            }
        }
        mark(part(&facts))
    }

    pub(super) fn new_body(self, theirs: &Value) -> Value {
        mark(part(&self.theirs.body(theirs)))
    }

    /// The document's format wants every answer to have a description, even before there is one.
    pub(super) fn new_response(self, theirs: &Value) -> Value {
        let mut response = Object::new();
        response.insert(MARK.to_owned(), Value::Bool(true));
        response.insert("description".to_owned(), json!(""));
        if let Value::Object(facts) = part(&self.theirs.body(theirs)) {
            response.extend(facts);
        }
        Value::Object(response)
    }

    pub(super) fn scheme(self, ours: &Value, theirs: &Value) -> Value {
        let (ours, theirs) = (self.ours.follow(ours).0, theirs);
        let facts = |scheme: &Value| {
            let words = own(scheme);
            let members = scheme.as_object().into_iter().flatten();
            let facts = members.filter(|(key, _)| !words.contains_key(*key));
            facts.map(|(key, value)| (key.clone(), value.clone())).collect::<Object>()
        };
        let (old, new) = (facts(ours), facts(theirs));
        if old == new {
            return ours.clone();
        }
        Value::Object(new.into_iter().chain(own(ours)).collect())
    }
}

/// Facts as a new part of our document.
fn part(facts: &Value) -> Value {
    let Some(members) = facts.as_object() else { return facts.clone() };
    let member = |(key, value): (&String, &Value)| {
        let value = match (key.as_str(), value) {
            ("schema", schema) => new(schema),
            ("content", Value::Object(content)) => {
                let content = content.iter().map(|(name, media)| (name.clone(), media_type(media)));
                Value::Object(content.collect())
            }
            ("headers", Value::Object(headers)) => {
                let headers = headers.iter().map(|(name, h)| (name.clone(), mark(part(h))));
                Value::Object(headers.collect())
            }
            (_, value) => value.clone(),
        };
        (key.clone(), value)
    };
    Value::Object(arranged(members.iter().map(member).collect(), PARTS))
}

fn media_type(facts: &Value) -> Value {
    let Some(members) = facts.as_object() else { return facts.clone() };
    let member = |(key, value): (&String, &Value)| match key.as_str() {
        "schema" | "itemSchema" => (key.clone(), new(value)),
        _ => (key.clone(), value.clone()),
    };
    Value::Object(members.iter().map(member).collect())
}

fn shared((ours, name): (&Value, Option<&str>), merged: Value) -> Value {
    match name {
        Some(name) => json!({ SHARED: name, "reference": ours, "value": merged }),
        None => merged,
    }
}
