//! Values of schemas, worked out from the document alone: nothing that the generator makes of a schema
//! is asked what the schema means.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value, json};

use super::texts;
use crate::random::Random;

/// Deeper than this, what may be missing is missing: schemas may contain themselves.
const DEEP: usize = 5;

/// Deeper than this there is no value; only a schema without any finite value goes there.
const TOO_DEEP: usize = 40;

/// So many schemas may hold together.
const MOST_PARTS: usize = 400;

/// Which members and alternatives values have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Every member is there.
    Full,
    /// Only what is required is there.
    Bare,
    /// As it happens.
    Any,
}

/// Makes values.
pub(super) struct Maker<'a> {
    document: &'a Value,
    random: Random,
    form: Form,
}

/// Schemas that all hold, each without what it refers to; and members with a value of their own.
#[derive(Default)]
struct Parts<'a> {
    schemas: Vec<&'a Value>,
    tags: Vec<(&'a str, &'a str)>,
}

impl<'a> Maker<'a> {
    /// A maker for the schemas of a document in the shape of OpenAPI 3.0.
    pub(super) fn new(document: &'a Value, seed: u64) -> Self {
        Self { document, random: Random::new(seed), form: Form::Full }
    }

    /// A value of the schema; nothing if none was found.
    pub(super) fn value(&mut self, schema: &'a Value, form: Form) -> Option<Value> {
        self.form = form;
        self.together(&[schema], 0)
    }

    fn together(&mut self, schemas: &[&'a Value], depth: usize) -> Option<Value> {
        if depth > TOO_DEEP {
            return None;
        }
        let mut parts = Parts::default();
        for schema in schemas {
            self.gather(schema, &mut parts, depth, &mut Vec::new())?;
        }
        let mut value = self.of_parts(&parts, depth)?;
        if let Some(members) = value.as_object_mut() {
            for (name, tag) in parts.tags {
                members.insert(name.to_owned(), json!(tag));
            }
        }
        Some(value)
    }

    /// Everything that holds beside each other; of alternatives, one.
    fn gather(
        &mut self,
        schema: &'a Value,
        parts: &mut Parts<'a>,
        depth: usize,
        path: &mut Vec<&'a str>,
    ) -> Option<()> {
        if parts.schemas.len() > MOST_PARTS {
            return None;
        }
        if let Some(target) = text(schema, "$ref") {
            if path.contains(&target) {
                return None;
            }
            path.push(target);
            let found = self.document.pointer(target.strip_prefix('#')?)?;
            self.gather(found, parts, depth, path)?;
            path.pop();
            return Some(());
        }
        for member in list(schema, "allOf") {
            self.gather(member, parts, depth, path)?;
        }
        for key in ["oneOf", "anyOf"] {
            let members = list(schema, key);
            if members.is_empty() {
                continue;
            }
            let member = self.alternative(members, depth)?;
            parts.tags.extend(tag(schema, member));
            self.gather(member, parts, depth, path)?;
        }
        parts.schemas.push(schema);
        Some(())
    }

    /// Any of them; deep inside one that leads nowhere else.
    fn alternative(&mut self, members: &'a [Value], depth: usize) -> Option<&'a Value> {
        let leaf = |member: &&Value| {
            let kind = text(member, "type");
            kind.is_some_and(|kind| kind != "object" && kind != "array")
        };
        match members.iter().find(leaf) {
            Some(leaf) if depth >= DEEP => Some(leaf),
            _ => self.random.one_of(members),
        }
    }

    fn of_parts(&mut self, parts: &Parts<'a>, depth: usize) -> Option<Value> {
        let schemas = &parts.schemas;
        let mut meaningful = schemas.iter().filter(|schema| is_meaningful(schema)).peekable();
        let nullable = meaningful.peek().is_some()
            && meaningful.all(|schema| schema.get("nullable") == Some(&json!(true)));
        if nullable && (depth >= DEEP || (self.form == Form::Any && self.random.below(4) == 0)) {
            return Some(Value::Null);
        }
        if schemas.iter().any(|schema| schema.get("enum").is_some()) {
            return self.listed(schemas, nullable);
        }
        match kind(schemas) {
            Some("object") => self.object(schemas, depth),
            Some("array") => self.array(schemas, depth),
            Some("string") => texts::make(&mut self.random, schemas).map(Value::String),
            Some("integer") => integer(&mut self.random, schemas),
            Some("number") => number(&mut self.random, schemas),
            Some("boolean") => Some(json!(self.random.below(2) == 0)),
            _ => self.random.one_of(&[json!("free"), json!(1), json!({"a": [null]})]).cloned(),
        }
    }

    fn listed(&mut self, schemas: &[&'a Value], nullable: bool) -> Option<Value> {
        let mut lists = schemas.iter().map(|schema| list(schema, "enum")).filter(|l| !l.is_empty());
        let first = lists.next()?;
        let rest: Vec<&[Value]> = lists.collect();
        let textual = kind(schemas) == Some("string");
        let fits = |value: &&Value| {
            (nullable || !value.is_null() || first.len() == 1)
                && (!textual || value.is_string() || value.is_null())
                && rest.iter().all(|list| list.contains(value))
        };
        let values: Vec<&Value> = first.iter().filter(fits).collect();
        self.random.one_of(&values).map(|value| (*value).clone())
    }

    fn array(&mut self, schemas: &[&'a Value], depth: usize) -> Option<Value> {
        let items: Vec<&Value> = schemas.iter().filter_map(|schema| schema.get("items")).collect();
        let least = count(schemas, "minItems").max().unwrap_or_default();
        let most = count(schemas, "maxItems").min().unwrap_or(usize::MAX);
        let wanted = match self.form {
            _ if depth >= DEEP => 0,
            Form::Bare => 0,
            Form::Full => 2,
            Form::Any => self.random.below(4),
        };
        let unique = schemas.iter().any(|schema| schema.get("uniqueItems") == Some(&json!(true)));
        let mut values: Vec<Value> = Vec::new();
        for _ in 0..wanted.max(least).min(most).min(1000) {
            let Some(value) = self.together(&items, depth + 1) else { break };
            if !unique || !values.contains(&value) {
                values.push(value);
            }
        }
        (values.len() >= least.min(1000) || unique).then_some(Value::Array(values))
    }

    fn object(&mut self, schemas: &[&'a Value], depth: usize) -> Option<Value> {
        let mut names: Vec<&str> = Vec::new();
        let properties = || schemas.iter().filter_map(|s| s.get("properties")?.as_object());
        for name in properties().flat_map(Map::keys) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let required: BTreeSet<&str> = schemas
            .iter()
            .flat_map(|schema| list(schema, "required"))
            .filter_map(Value::as_str)
            .collect();
        let mut object = Map::new();
        for name in &names {
            let needed = required.contains(name);
            let wanted = match self.form {
                _ if needed => true,
                _ if depth >= DEEP => false,
                Form::Full => true,
                Form::Bare => false,
                Form::Any => self.random.below(3) > 0,
            };
            if !wanted {
                continue;
            }
            let schemas: Vec<&Value> = properties().filter_map(|p| p.get(*name)).collect();
            match self.together(&schemas, depth + 1) {
                Some(value) => drop(object.insert((*name).to_owned(), value)),
                None if needed => return None,
                None => {}
            }
        }
        self.others(schemas, &mut object, (depth, names.is_empty()))?;
        Some(Value::Object(object))
    }

    /// Members that the schema does not list.
    fn others(
        &mut self,
        schemas: &[&'a Value],
        object: &mut Map<String, Value>,
        (depth, is_map): (usize, bool),
    ) -> Option<()> {
        let said: Vec<&Value> =
            schemas.iter().filter_map(|schema| schema.get("additionalProperties")).collect();
        if said.contains(&&json!(false)) || (said.is_empty() && !is_map) {
            return Some(());
        }
        let values: Vec<&Value> = said.into_iter().filter(|schema| schema.is_object()).collect();
        let least = count(schemas, "minProperties").max().unwrap_or_default();
        let most = count(schemas, "maxProperties").min().unwrap_or(usize::MAX);
        let wanted = match self.form {
            _ if depth >= DEEP => 0,
            Form::Bare => 0,
            Form::Full => 2,
            Form::Any => self.random.below(3),
        };
        let mut number = 0;
        while object.len() < most.min(1000) && (number < wanted || object.len() < least.min(1000)) {
            number += 1;
            match self.together(&values, depth + 1) {
                Some(value) => drop(object.entry(format!("key {number}")).or_insert(value)),
                None => return (object.len() >= least).then_some(()),
            }
        }
        Some(())
    }
}

/// The member that tells which alternative a value is, and what it says.
fn tag<'a>(schema: &'a Value, member: &'a Value) -> Option<(&'a str, &'a str)> {
    let discriminator = schema.get("discriminator")?;
    let name = text(discriminator, "propertyName")?;
    let target = text(member, "$ref")?;
    let own = target.rsplit('/').next()?;
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mut mapping = mapping.into_iter().flatten();
    let known = mapping.find(|(_, to)| to.as_str().is_some_and(|to| to == target || to == own));
    Some((name, known.map_or(own, |(tag, _)| tag)))
}

fn is_meaningful(schema: &Value) -> bool {
    const WORDS: &[&str] = &["type", "properties", "items", "enum", "additionalProperties"];
    WORDS.iter().any(|word| schema.get(word).is_some())
}

/// The type of values; what it must be where none is said.
fn kind<'a>(schemas: &[&'a Value]) -> Option<&'a str> {
    let mut said = schemas.iter().filter_map(|schema| text(schema, "type"));
    let has = |name: &str| schemas.iter().any(|schema| schema.get(name).is_some());
    match said.next() {
        Some("number") if said.any(|kind| kind == "integer") => Some("integer"),
        Some(kind) => Some(kind),
        None if has("properties") || has("additionalProperties") => Some("object"),
        None if has("items") => Some("array"),
        None => None,
    }
}

pub(super) fn text<'a>(schema: &'a Value, name: &str) -> Option<&'a str> {
    schema.get(name)?.as_str()
}

fn list<'a>(schema: &'a Value, name: &str) -> &'a [Value] {
    schema.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A limit of a number of things, as each schema has it.
pub(super) fn count(schemas: &[&Value], name: &str) -> impl Iterator<Item = usize> {
    let said = schemas.iter().filter_map(move |schema| schema.get(name)?.as_u64());
    said.filter_map(|count| usize::try_from(count).ok())
}

/// The strictest limits, their ends included; nothing beyond `low` and `high`.
fn limits(schemas: &[&Value], (low, high): (f64, f64), step: f64) -> (f64, f64) {
    let excludes = |schema: &Value, name: &str| schema.get(name) == Some(&json!(true));
    let minimum = schemas.iter().filter_map(|schema| {
        let out = excludes(schema, "exclusiveMinimum");
        Some(schema.get("minimum")?.as_f64()? + if out { step } else { 0.0 })
    });
    let maximum = schemas.iter().filter_map(|schema| {
        let out = excludes(schema, "exclusiveMaximum");
        Some(schema.get("maximum")?.as_f64()? - if out { step } else { 0.0 })
    });
    (minimum.fold(low, f64::max), maximum.fold(high, f64::min))
}

fn integer(random: &mut Random, schemas: &[&Value]) -> Option<Value> {
    let format = schemas.iter().find_map(|schema| text(schema, "format"));
    // Whole numbers up to 2^53 are exact as limits.
    let range = match format {
        Some("int8") => (-128.0, 127.0),
        Some("uint8") => (0.0, 255.0),
        Some("int16") => (-32_768.0, 32_767.0),
        Some("uint16") => (0.0, 65_535.0),
        Some("int32") => (-2_147_483_648.0, 2_147_483_647.0),
        Some("uint32") => (0.0, 4_294_967_295.0),
        Some("uint" | "uint64") => (0.0, 9e15),
        _ => (-9e15, 9e15),
    };
    let (low, high) = limits(schemas, range, 1.0);
    let small = random.below(100) as f64;
    let candidates = [small, low, high, low.ceil() + small, high.floor() - small];
    let start = random.below(3);
    let fits = |value: &&f64| **value >= low && **value <= high;
    let found = candidates.iter().skip(start).chain(&candidates).find(fits)?;
    Some(json!(*found as i64))
}

/// Halves are the same in every width.
fn number(random: &mut Random, schemas: &[&Value]) -> Option<Value> {
    let (low, high) = limits(schemas, (-1e6, 1e6), 0.5);
    let small = random.below(200) as f64 / 2.0;
    let candidates = [small, low.ceil() + small, high.floor() - small, low, high];
    let found = candidates.into_iter().find(|value| *value >= low && *value <= high)?;
    // Many a server writes whole numbers without a fraction.
    if found.fract() == 0.0 && random.below(2) == 0 {
        return Some(json!(found as i64));
    }
    Number::from_f64(found).map(Value::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Form, Maker};

    #[test]
    fn values_are_of_their_schema() {
        let document = json!({"components": {"schemas": {
            "Pet": {
                "type": "object", "required": ["kind"], "discriminator": {"propertyName": "kind"},
                "properties": {"kind": {"type": "string"}, "next": {"$ref": "#/components/schemas/Pet"}},
            },
            "Cat": {"allOf": [
                {"$ref": "#/components/schemas/Pet"},
                {"required": ["lives"], "properties": {"lives": {"type": "integer", "minimum": 1, "maximum": 9}}},
            ]},
            "Any": {"oneOf": [{"$ref": "#/components/schemas/Cat"}], "discriminator": {"propertyName": "kind"}},
            "List": {"type": "array", "items": {}},
            "Endless": {"type": "object", "required": ["e"], "properties": {"e": {"$ref": "#/components/schemas/Endless"}}},
        }}});
        let schema = |name: &str| &document["components"]["schemas"][name];
        let mut maker = Maker::new(&document, 1);
        for form in [Form::Full, Form::Bare, Form::Any] {
            for _ in 0..20 {
                let cat = maker.value(schema("Any"), form).unwrap();
                assert_eq!(cat["kind"], "Cat");
                assert!((1..=9).contains(&cat["lives"].as_i64().unwrap()), "{cat}");
                assert!(form != Form::Bare || cat.get("next").is_none(), "{cat}");
            }
        }
        assert_eq!(maker.value(schema("Endless"), Form::Bare), None);
        let none: Vec<Value> = Vec::new();
        assert_eq!(maker.value(schema("List"), Form::Bare), Some(none.into()));
    }
}
