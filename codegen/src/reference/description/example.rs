//! Examples as the published pages make them, by their shapes.
//!
//! Pages show one value per schema: every member of an object, one item of a list, two members
//! where names are free, the first of enumerated values, fixed values of formats. Of such a value the
//! shape is a fact: which members there are, and of which JSON type and format each is. A text or
//! number that no such rule makes stands for itself.

use serde_json::{Value, json};

use super::super::fact::{Fact, Kind};
use super::super::place::{Failure, Read};
use super::node::{Cx, Node};

/// More than this, and no page would show it.
const MOST: usize = 20_000;

const UUID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

impl<'a> Cx<'a> {
    /// Adds the example of this schema below a body, an answer or a schema.
    pub(super) fn push_example(&self, schema: &Node<'a>, owner: &mut Fact) -> Read<()> {
        let mut sampling = Sampling { cx: self, open: Vec::new(), made: 0 };
        let example = sampling.fact(schema, Fact::new(Kind::Example, "", schema.at()))?;
        owner.below.push(example);
        Ok(())
    }

    /// The shape of the example of a parameter.
    pub(super) fn shape_of(&self, schema: &Node<'a>) -> Read<String> {
        let mut sampling = Sampling { cx: self, open: Vec::new(), made: 0 };
        let example = sampling.fact(schema, Fact::new(Kind::Example, "", schema.at()))?;
        Ok(example.value.unwrap_or_default())
    }
}

struct Sampling<'c, 'a> {
    cx: &'c Cx<'a>,
    /// The references on the way here.
    open: Vec<String>,
    made: usize,
}

impl<'a> Sampling<'_, 'a> {
    /// Completes a fact by shape and members.
    fn fact(&mut self, schema: &Node<'a>, mut fact: Fact) -> Read<Fact> {
        self.made += 1;
        if self.made > MOST {
            return Err(Failure::new(schema.at(), "the example of this schema is too large"));
        }
        if let Some(reference) = schema.text("$ref") {
            if self.open.iter().any(|open| open == reference) {
                fact.value = Some("object".to_owned());
                return Ok(fact);
            }
            self.open.push(reference.to_owned());
            let done = self.fact(&self.cx.resolve(schema)?, fact);
            self.open.pop();
            return done;
        }
        let given = ["example", "default"].iter().find_map(|key| schema.member(key));
        let given = given.or_else(|| schema.member("enum")?.items().into_iter().next());
        if let Some(given) = given {
            fact.at = given.at();
            shape_into(given.value, &mut fact);
            return Ok(fact);
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            let Some(part) = schema.member(key).and_then(|parts| parts.items().into_iter().next())
            else {
                continue;
            };
            return self.fact(&part, fact);
        }
        self.typed(schema, fact)
    }

    fn typed(&mut self, schema: &Node<'a>, mut fact: Fact) -> Read<Fact> {
        let object = ["properties", "additionalProperties"];
        let words = match schema.text("type") {
            Some(words) => words,
            None if object.iter().any(|key| schema.member(key).is_some()) => "object",
            None => "null",
        };
        let value = match words {
            "object" => {
                fact.value = Some("object".to_owned());
                return self.members(schema, fact);
            }
            "array" => {
                fact.value = Some("array".to_owned());
                if let Some(items) = schema.member("items") {
                    let item = Fact::new(Kind::Item, "", items.at());
                    fact.below.push(self.fact(&items, item)?);
                }
                return Ok(fact);
            }
            "string" => json!(text_of(schema.text("format").unwrap_or_default())),
            "integer" | "number" => json!(0),
            "boolean" => json!(true),
            _ => Value::Null,
        };
        shape_into(&value, &mut fact);
        Ok(fact)
    }

    fn members(&mut self, schema: &Node<'a>, mut fact: Fact) -> Read<Fact> {
        for (name, member) in schema.member("properties").iter().flat_map(Node::entries) {
            let member_fact = Fact::new(Kind::Member, name, member.key());
            fact.below.push(self.fact(&member, member_fact)?);
        }
        let additional = schema.member("additionalProperties");
        if let Some(additional) = additional
            .filter(|node| node.value.as_object().is_some_and(|members| !members.is_empty()))
        {
            for name in ["property1", "property2"] {
                let member_fact = Fact::new(Kind::Member, name, additional.key());
                fact.below.push(self.fact(&additional, member_fact)?);
            }
        }
        Ok(fact)
    }
}

fn text_of(format: &str) -> &'static str {
    match format {
        "date-time" => "2019-08-24T14:15:22Z",
        "uuid" => UUID,
        "date" => "2019-08-24",
        "email" => "user@example.com",
        "uri" => "http://example.com",
        "hostname" => "example.com",
        "ipv4" => "192.168.0.1",
        "password" => "pa$$word",
        _ => "string",
    }
}

/// Gives a fact the shape of a value, and facts below it the shapes of what is in the value. All have
/// the fact's place.
fn shape_into(value: &Value, fact: &mut Fact) {
    fact.value = Some(shape(value));
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let mut below = Fact::new(Kind::Member, name.as_str(), fact.at.clone());
                shape_into(member, &mut below);
                fact.below.push(below);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let mut below = Fact::new(Kind::Item, item_name(index), fact.at.clone());
                shape_into(item, &mut below);
                fact.below.push(below);
            }
        }
        _ => {}
    }
}

/// The first item needs no name; examples hardly ever have another.
pub(in super::super) fn item_name(index: usize) -> String {
    if index == 0 { String::new() } else { (index + 1).to_string() }
}

/// The shape of a value: the JSON type, the format of a text, or the value itself if no rule makes it.
pub(in super::super) fn shape(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(true) => "boolean".to_owned(),
        Value::Number(number) if number.as_f64() == Some(0.0) => "number".to_owned(),
        Value::Array(_) => "array".to_owned(),
        Value::Object(_) => "object".to_owned(),
        Value::String(text) if text == "string" => "string".to_owned(),
        Value::String(text) if is_uuid(text) => "string(uuid)".to_owned(),
        Value::String(text) if is_time(text) => "string(date-time)".to_owned(),
        Value::Bool(false) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|c| c.is_ascii_hexdigit()))
}

fn is_time(text: &str) -> bool {
    let fits = |(c, pattern): (char, char)| match pattern {
        '0' => c.is_ascii_digit(),
        _ => c == pattern,
    };
    let Some(rest) = text.get("0000-00-00T00:00:00".len()..) else { return false };
    text.chars().zip("0000-00-00T00:00:00".chars()).all(fits)
        && (rest.ends_with('Z') || rest.contains('+') || rest.contains('-'))
}
