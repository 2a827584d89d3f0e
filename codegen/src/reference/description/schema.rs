//! Schemas: types as published tables write them, fields, enumerated values, everything else.

use serde_json::Value;

use super::super::fact::{Fact, Kind};
use super::super::place::Read;
use super::node::{Cx, Node};

/// A type in words, and the schema whose members, format and values belong to the thing that has it.
pub(super) struct Typed<'a> {
    pub(super) words: String,
    /// Nothing if the type is a reference or a choice.
    pub(super) inner: Option<Node<'a>>,
}

/// Members that say nothing that a type or a fact of its own does not.
const NO_KEYWORD: &[&str] = &[
    "$ref",
    "type",
    "format",
    "items",
    "properties",
    "required",
    "additionalProperties",
    "enum",
    "allOf",
    "anyOf",
    "oneOf",
    "description",
    "title",
    "externalDocs",
    "xml",
];

impl<'a> Cx<'a> {
    /// What the schema of a thing says, as facts below the thing.
    pub(super) fn describe(&self, schema: &Node<'a>, thing: &mut Fact) -> Read<()> {
        let typed = self.type_of(schema)?;
        let at = ["type", "$ref", "allOf"].iter().find_map(|key| schema.member(key));
        let at = at.map_or_else(|| schema.key(), |node| node.at());
        if self.derived && typed.inner.is_none() {
            self.implied_values(&typed.words, thing);
        }
        thing.below.push(Fact::with_value(Kind::Type, typed.words, at));
        // Of an array, what its items say counts; but what it says itself counts as well.
        self.keywords(schema, thing);
        let Some(inner) = typed.inner else { return Ok(()) };
        if inner.pointer != schema.pointer {
            self.keywords(&inner, thing);
        }
        if let Some(format) = inner.text("format") {
            thing.below.push(Fact::with_value(Kind::Format, format, inner.at_member("format")));
        }
        self.fields(&inner, thing)
    }

    /// Descriptions and pages may repeat the values of a schema where it is referred to.
    fn implied_values(&self, name: &str, thing: &mut Fact) {
        let values = self.schema(name).and_then(|schema| schema.member("enum"));
        for value in values.iter().flat_map(Node::items) {
            let fact = Fact::new(Kind::Value, plain(value.value), value.at());
            thing.below.push(Fact { implied: true, ..fact });
        }
    }

    fn keywords(&self, schema: &Node<'a>, thing: &mut Fact) {
        for value in schema.member("enum").iter().flat_map(Node::items) {
            let at = value.at();
            thing.below.push(Fact::new(Kind::Value, plain(value.value), at));
        }
        for (key, value) in schema.entries() {
            // The default of these is `false`, and so is what a reference leaves out.
            let default = matches!(key, "nullable" | "readOnly" | "writeOnly" | "deprecated");
            let silent = default && value.value == &Value::Bool(false);
            if !NO_KEYWORD.contains(&key) && !key.starts_with("x-") && !silent {
                let mut fact = Fact::new(Kind::Keyword, key, value.at());
                fact.value = Some(value.value.to_string());
                thing.below.push(fact);
            }
        }
    }

    fn fields(&self, schema: &Node<'a>, thing: &mut Fact) -> Read<()> {
        let required = schema.member("required");
        let names = required.as_ref().map(Node::texts).unwrap_or_default();
        for (name, field) in schema.member("properties").iter().flat_map(Node::entries) {
            let mut fact = Fact::new(Kind::Field, name, field.key());
            self.describe(&field, &mut fact)?;
            let position = names.iter().position(|required| required == name);
            let at = match (position, &required) {
                (Some(position), Some(required)) => {
                    required.items().get(position).map_or_else(|| required.at(), Node::at)
                }
                _ => field.key(),
            };
            let value = position.is_some().to_string();
            fact.below.push(Fact::with_value(Kind::Required, value, at));
            thing.below.push(fact);
        }
        let Some(additional) = schema.member("additionalProperties") else { return Ok(()) };
        match additional.value {
            Value::Bool(true) => self.open(&additional, thing),
            Value::Object(members) if members.is_empty() => self.open(&additional, thing),
            Value::Bool(false) => {
                let mut fact = Fact::new(Kind::Keyword, "additionalProperties", additional.at());
                fact.value = Some("false".to_owned());
                thing.below.push(fact);
            }
            _ => {
                let mut fact = Fact::new(Kind::Additional, "", additional.key());
                self.describe(&additional, &mut fact)?;
                thing.below.push(fact);
            }
        }
        Ok(())
    }

    fn open(&self, additional: &Node<'a>, thing: &mut Fact) {
        thing.below.push(Fact::new(Kind::Open, "", additional.at()));
    }

    /// `string`, `array of codersdk.Log`, `object`.
    pub(super) fn type_of(&self, schema: &Node<'a>) -> Read<Typed<'a>> {
        if let Some(reference) = schema.text("$ref") {
            if let Some(name) = self.schema_name(reference) {
                self.resolve(schema)?;
                return Ok(Typed { words: name, inner: None });
            }
            return self.type_of(&self.resolve(schema)?);
        }
        for (key, words) in [("allOf", "all of"), ("anyOf", "any of"), ("oneOf", "one of")] {
            let Some(parts) = schema.member(key) else { continue };
            let mut types = Vec::new();
            for part in parts.items() {
                types.push(self.type_of(&part)?);
            }
            return Ok(match <[Typed<'_>; 1]>::try_from(types) {
                // References cannot have siblings, hence this wrapping.
                Ok([only]) => only,
                Err(types) => {
                    let types: Vec<String> = types.into_iter().map(|typed| typed.words).collect();
                    Typed { words: format!("{words} {}", types.join(", ")), inner: None }
                }
            });
        }
        if schema.text("type") == Some("array") {
            let items = match schema.member("items") {
                Some(items) => self.type_of(&items)?,
                None => Typed { words: "any".to_owned(), inner: None },
            };
            return Ok(Typed { words: format!("array of {}", items.words), ..items });
        }
        let words = match schema.value.get("type") {
            Some(Value::String(name)) => name.clone(),
            Some(Value::Array(names)) => names.iter().map(plain).collect::<Vec<_>>().join(" or "),
            _ if schema.member("properties").is_some() => "object".to_owned(),
            _ if schema.member("additionalProperties").is_some() => "object".to_owned(),
            _ => "any".to_owned(),
        };
        Ok(Typed { words, inner: Some(schema.clone()) })
    }
}

/// A value as it is read in a table: texts without quotes.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
