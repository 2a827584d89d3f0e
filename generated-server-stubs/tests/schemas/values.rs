//! Values out of schemas, and what becomes of them once they are read and written.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use proptest::prelude::any;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

/// Which values are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forms {
    /// Those that fit the schema.
    Valid,
    /// Also those that are read as well: unknown members and values of enumerations, `null` for
    /// nothing, other spellings of names.
    Any,
}

/// The effective document.
pub(crate) struct Document(Value);

impl Document {
    pub(crate) fn new(document: Value) -> Self {
        Self(document)
    }

    /// Names of all schemas.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = &str> {
        self.0["components"]["schemas"].as_object().unwrap().keys().map(String::as_str)
    }

    pub(crate) fn schema(&self, name: &str) -> &Value {
        &self.0["components"]["schemas"][name]
    }

    /// What a reference, or an `allOf` around one, stands for.
    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let around = schema["allOf"].as_array().map(|all| {
            assert_eq!(all.len(), 1, "{schema}");
            &all[0]
        });
        match (schema["$ref"].as_str(), around) {
            (Some(reference), _) => {
                let name = reference.strip_prefix("#/components/schemas/").unwrap();
                self.resolve(self.schema(name))
            }
            (None, Some(inner)) => self.resolve(inner),
            (None, None) => schema,
        }
    }

    /// A value of a schema.
    pub(crate) fn value(&self, schema: &Value, forms: Forms, runner: &mut TestRunner) -> Value {
        let schema = self.resolve(schema);
        match schema["type"].as_str() {
            Some("object") if schema["properties"].is_object() => {
                self.object(schema, forms, runner)
            }
            Some("object") => {
                let values = &schema["additionalProperties"];
                let mut map = Map::new();
                for _ in 0..below(runner, 3) {
                    let value = match values {
                        Value::Object(_) => self.value(values, forms, runner),
                        _ => free(runner, 2),
                    };
                    map.insert(text(runner, 0, 5), value);
                }
                Value::Object(map)
            }
            Some("array") => {
                let least = schema["minItems"].as_u64().unwrap_or(0);
                let count = least + below(runner, 3);
                (0..count).map(|_| self.value(&schema["items"], forms, runner)).collect()
            }
            Some("string") => string(schema, forms, runner),
            Some("integer") => integer(schema, runner),
            // Halves, quarters and eighths are written and read without a loss.
            Some("number") => json!(f64::from(sample(runner, any::<i32>())) / 8.0),
            Some("boolean") => json!(sample(runner, any::<bool>())),
            _ => free(runner, 2),
        }
    }

    fn object(&self, schema: &Value, forms: Forms, runner: &mut TestRunner) -> Value {
        let mut object = Map::new();
        for (name, property) in schema["properties"].as_object().unwrap() {
            let is_null = |runner: &mut TestRunner| below(runner, 4) == 0;
            let nullable =
                self.nullable(property) || (forms == Forms::Any && !is_required(schema, name));
            let collection = forms == Forms::Any && self.is_collection(property);
            let left_out = !is_required(schema, name) || collection;
            if left_out && below(runner, 3) == 0 {
                continue;
            }
            let value = if (nullable || collection) && is_null(runner) {
                Value::Null
            } else {
                self.value(property, forms, runner)
            };
            let spelled = if forms == Forms::Any { spelling(name, property, runner) } else { name };
            object.insert(spelled.to_owned(), value);
        }
        if forms == Forms::Any && below(runner, 2) == 0 {
            object.insert("a member that nobody knows".to_owned(), free(runner, 2));
        }
        Value::Object(object)
    }

    fn nullable(&self, schema: &Value) -> bool {
        let resolved = self.resolve(schema);
        [schema, resolved].iter().any(|schema| schema["nullable"] == true)
    }

    /// A list, or an object whose names are data: absent, `null` and empty mean the same.
    fn is_collection(&self, schema: &Value) -> bool {
        let schema = self.resolve(schema);
        let map = schema["type"] == "object" && !schema["properties"].is_object();
        map || schema["type"] == "array"
    }

    /// How a value is written after it was read.
    pub(crate) fn expected(&self, schema: &Value, value: &Value) -> Value {
        let schema = self.resolve(schema);
        match (schema["type"].as_str(), value) {
            (Some("object"), Value::Object(members)) if schema["properties"].is_object() => {
                self.expected_object(schema, members)
            }
            (Some("object"), Value::Object(members)) => {
                let values = &schema["additionalProperties"];
                let member = |(name, value): (&String, &Value)| {
                    let value = match values {
                        Value::Object(_) => self.expected(values, value),
                        _ => value.clone(),
                    };
                    (name.clone(), value)
                };
                Value::Object(members.iter().map(member).collect())
            }
            (Some("array"), Value::Array(items)) => {
                items.iter().map(|item| self.expected(&schema["items"], item)).collect()
            }
            (Some("string"), Value::String(text)) if schema["format"] == "date-time" => {
                let time: DateTime<Utc> = text.parse().unwrap();
                json!(time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            }
            (Some("string"), Value::String(text)) if schema["format"] == "uuid" => {
                json!(text.to_lowercase())
            }
            _ => value.clone(),
        }
    }

    fn expected_object(&self, schema: &Value, members: &Map<String, Value>) -> Value {
        let mut object = Map::new();
        for (name, property) in schema["properties"].as_object().unwrap() {
            let aliases = property["x-aliases"].as_array().into_iter().flatten();
            let names = aliases.filter_map(Value::as_str).chain([name.as_str()]);
            let found = names.filter_map(|name| members.get(name)).next();
            let value = found.filter(|value| !value.is_null());
            let required = is_required(schema, name);
            let written = match value {
                Some(value) => Some(self.expected(property, value)),
                None if self.is_collection(property) => {
                    let list = self.resolve(property)["type"] == "array";
                    Some(if list { json!([]) } else { json!({}) })
                }
                None => required.then_some(Value::Null),
            };
            let empty = |value: &Value| *value == json!([]) || *value == json!({});
            let kept = |value: &Value| required || !self.is_collection(property) || !empty(value);
            if let Some(value) = written.filter(kept) {
                object.insert(name.clone(), value);
            }
        }
        Value::Object(object)
    }
}

fn is_required(schema: &Value, name: &str) -> bool {
    schema["required"].as_array().is_some_and(|names| names.iter().any(|known| known == name))
}

/// A name under which a member is read.
fn spelling<'a>(name: &'a str, property: &'a Value, runner: &mut TestRunner) -> &'a str {
    let aliases: Vec<&str> =
        property["x-aliases"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let index = usize::try_from(below(runner, aliases.len() as u64 + 1)).unwrap();
    aliases.get(index).copied().unwrap_or(name)
}

fn string(schema: &Value, forms: Forms, runner: &mut TestRunner) -> Value {
    if let Some(values) = schema["enum"].as_array() {
        if forms == Forms::Any && below(runner, 4) == 0 {
            return json!(format!("later {}", text(runner, 0, 5)));
        }
        let index = usize::try_from(below(runner, values.len() as u64)).unwrap();
        return values[index].clone();
    }
    match schema["format"].as_str() {
        Some("uuid") => {
            let id = uuid::Uuid::from_u128(sample(runner, any::<u128>())).to_string();
            json!(if below(runner, 2) == 0 { id } else { id.to_uppercase() })
        }
        Some("date-time") => json!(time(runner)),
        _ => {
            let least = schema["minLength"].as_u64().unwrap_or(0);
            let most = schema["maxLength"].as_u64().unwrap_or(12).min(12);
            json!(text(runner, least, most))
        }
    }
}

/// With none to nine digits of a second, in any zone, from the year 1.
fn time(runner: &mut TestRunner) -> String {
    if below(runner, 8) == 0 {
        return "0001-01-01T00:00:00Z".to_owned();
    }
    let start: DateTime<Utc> = "0002-01-01T00:00:00Z".parse().unwrap();
    let unit = [1_000_000_000, 1_000_000, 1_000, 1][usize::try_from(below(runner, 4)).unwrap()];
    let nanoseconds = below(runner, 1_000_000_000) / unit * unit;
    let time = start
        + TimeDelta::seconds(i64::try_from(below(runner, 300_000_000_000)).unwrap())
        + TimeDelta::nanoseconds(i64::try_from(nanoseconds).unwrap());
    if below(runner, 2) == 0 {
        return time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    }
    let zone =
        chrono::FixedOffset::east_opt(i32::try_from(below(runner, 86_000)).unwrap() / 60 * 60);
    time.with_timezone(&zone.unwrap()).to_rfc3339()
}

fn integer(schema: &Value, runner: &mut TestRunner) -> Value {
    let (least, most) = match schema["format"].as_str() {
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("uint16") => (0, i64::from(u16::MAX)),
        Some("uint32") => (0, i64::from(u32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let least = schema["minimum"].as_i64().map_or(least, |minimum| minimum.max(least));
    let most = schema["maximum"].as_i64().map_or(most, |maximum| maximum.min(most));
    json!(match below(runner, 6) {
        0 => least,
        1 => most,
        _ => sample(runner, least..=most),
    })
}

/// Any JSON.
fn free(runner: &mut TestRunner, depth: u32) -> Value {
    match below(runner, if depth == 0 { 4 } else { 6 }) {
        0 => Value::Null,
        1 => json!(sample(runner, any::<bool>())),
        2 => json!(sample(runner, any::<i64>())),
        3 => json!(text(runner, 0, 8)),
        4 => (0..below(runner, 3)).map(|_| free(runner, depth - 1)).collect(),
        _ => {
            let member = |_| (text(runner, 0, 5), free(runner, depth - 1));
            Value::Object((0..2).map(member).collect())
        }
    }
}

fn text(runner: &mut TestRunner, least: u64, most: u64) -> String {
    let pattern: Cow<'_, str> = format!("(?s).{{{least},{most}}}").into();
    sample(runner, proptest::string::string_regex(&pattern).unwrap())
}

fn sample<S: Strategy>(runner: &mut TestRunner, strategy: S) -> S::Value {
    strategy.new_tree(runner).unwrap().current()
}

fn below(runner: &mut TestRunner, limit: u64) -> u64 {
    sample(runner, 0..limit)
}
