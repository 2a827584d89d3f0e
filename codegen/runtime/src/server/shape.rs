//! What texts become, as a schema says.

use std::borrow::Cow;

use serde_json::Value;

use super::schema::{Member, Others, Schema};

/// What a schema wants to see.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// One text.
    Scalar,
    /// Items of this schema.
    List(&'static Schema),
    /// Members by name.
    Members(&'static [Member], Others),
}

/// What this schema wants to see.
pub fn wanted(schema: &'static Schema) -> Wanted {
    match *schema.not_null().0 {
        Schema::Listed { schema, .. } => wanted(schema),
        Schema::Array { items, .. } => Wanted::List(items),
        Schema::Object { members, others } => Wanted::Members(members, others),
        Schema::Map(values) => Wanted::Members(&[], Others::Each(values)),
        _ => Wanted::Scalar,
    }
}

/// Whether this is the member's name, or another one that it may come under.
pub fn is(member: &Member, name: &str) -> bool {
    member.name == name || member.aliases.contains(&name)
}

/// The schema of a member.
pub fn member(members: &'static [Member], others: Others, name: &str) -> &'static Schema {
    let known = members.iter().find(|member| is(member, name)).map(|member| member.schema);
    known.unwrap_or(match others {
        Others::Each(schema) => schema,
        Others::Ignored | Others::Refused => &Schema::Any,
    })
}

/// A text as the value that its schema wants; as itself where it is none. A part of more than one
/// text is JSON.
pub fn value_of(schema: &'static Schema, text: &str) -> Value {
    let (inner, nullable) = schema.not_null();
    let is_text = || Value::String(text.to_owned());
    if nullable && text == "null" && !matches!(inner, Schema::Any | Schema::Text { .. }) {
        return Value::Null;
    }
    match inner {
        Schema::Listed { schema, .. } => value_of(schema, text),
        Schema::Union { .. } => {
            let value = one_of(schema, (), &|shape, _| Ok(Some(value_of(shape, text))));
            value.ok().flatten().unwrap_or_else(is_text)
        }
        Schema::Boolean => text.parse().map_or_else(|_| is_text(), Value::Bool),
        Schema::Integer { .. } | Schema::Unsigned { .. } => {
            let number = text.parse().map(|number: i64| number.into());
            let number = number.or_else(|_| text.parse().map(|number: u64| number.into()));
            number.map_or_else(|_| is_text(), Value::Number)
        }
        Schema::Number { .. } => {
            let number = text.parse().ok().and_then(serde_json::Number::from_f64);
            number.map_or_else(is_text, Value::Number)
        }
        Schema::Array { .. } | Schema::Map(_) | Schema::Object { .. } => {
            serde_json::from_str(text).unwrap_or_else(|_| is_text())
        }
        _ => is_text(),
    }
}

/// What the first shape of a union reads that knows what it has read, those that take any text last;
/// of a schema that is no union, what it reads. `read` is told whether there are others. The error is
/// for what is there and has no shape.
pub fn one_of<E: Clone>(
    schema: &'static Schema,
    error: E,
    read: &dyn Fn(&'static Schema, bool) -> Result<Option<Value>, E>,
) -> Result<Option<Value>, E> {
    let Schema::Union { tests, shapes } = *schema.not_null().0 else { return read(schema, false) };
    let mut ranked: Vec<_> = tests.iter().zip(shapes).collect();
    ranked.sort_by_key(|(_, shape)| rank(shape));
    let mut outcome = Ok(None);
    for (test, shape) in ranked {
        match one_of(shape, error.clone(), &|shape, _| read(shape, true)) {
            Ok(Some(value)) if test.holds(&value) => return Ok(Some(value)),
            Ok(None) => {}
            Ok(Some(_)) | Err(_) => outcome = Err(error.clone()),
        }
    }
    outcome
}

/// How much a shape takes.
fn rank(shape: &'static Schema) -> u8 {
    match shape.not_null().0 {
        Schema::Text { .. } => 1,
        Schema::Array { .. } => 2,
        Schema::Map(_) | Schema::Object { .. } => 3,
        Schema::Union { .. } | Schema::Any => 4,
        _ => 0,
    }
}

/// Texts as a list.
pub fn list<'t>(items: &'static Schema, texts: impl IntoIterator<Item = Cow<'t, str>>) -> Value {
    texts.into_iter().map(|text| value_of(items, &text)).collect()
}

/// Names and texts as an object.
pub fn object<'t>(
    members: &'static [Member],
    others: Others,
    pairs: impl IntoIterator<Item = (Cow<'t, str>, Cow<'t, str>)>,
) -> Value {
    let value = |name: &str, text: &str| value_of(member(members, others, name), text);
    let pairs = pairs.into_iter();
    Value::Object(pairs.map(|(name, text)| (name.to_string(), value(&name, &text))).collect())
}
