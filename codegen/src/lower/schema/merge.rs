//! Keywords of several schemas that all hold: what is left is what satisfies each of them.

use std::borrow::Cow;

use serde_json::Value;

use super::SchemaRef;
use super::keywords::{Keywords, Member, Others, Placed};

impl<'a> Keywords<'a> {
    /// Both hold. Where they disagree about something that is only descriptive, `other` wins.
    /// Tells with an error which types exclude each other.
    pub(super) fn and(self, other: Self) -> Result<Self, (String, String)> {
        let (minimum, exclusive_minimum) = stricter(
            (self.minimum, self.exclusive_minimum),
            (other.minimum, other.exclusive_minimum),
            |a, b| a > b,
        );
        let (maximum, exclusive_maximum) = stricter(
            (self.maximum, self.exclusive_maximum),
            (other.maximum, other.exclusive_maximum),
            |a, b| a < b,
        );
        Ok(Self {
            json_type: both_types(self.json_type, other.json_type)?,
            format: other.format.or(self.format),
            patterns: joined(self.patterns, other.patterns),
            min_length: larger(self.min_length, other.min_length),
            max_length: smaller(self.max_length, other.max_length),
            multiple_of: other.multiple_of.or(self.multiple_of),
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            properties: both_members(self.properties, other.properties),
            required: joined(self.required, other.required),
            additional: both_others(self.additional, other.additional),
            min_properties: larger(self.min_properties, other.min_properties),
            max_properties: smaller(self.max_properties, other.max_properties),
            items: both_placed(self.items, other.items),
            min_items: larger(self.min_items, other.min_items),
            max_items: smaller(self.max_items, other.max_items),
            unique_items: self.unique_items || other.unique_items,
            enumeration: both_listed(self.enumeration, other.enumeration),
            one_of: &[],
            any_of: &[],
            all_of: &[],
            not: self.not || other.not,
        })
    }
}

type Type<'a> = Option<Cow<'a, str>>;

fn both_types<'a>(one: Type<'a>, other: Type<'a>) -> Result<Type<'a>, (String, String)> {
    match (one, other) {
        (None, found) | (found, None) => Ok(found),
        (Some(one), Some(other)) if one == other => Ok(Some(one)),
        (Some(one), Some(other)) => match (&*one, &*other) {
            ("integer", "number") | ("number", "integer") => Ok(Some("integer".into())),
            _ => Err((one.into_owned(), other.into_owned())),
        },
    }
}

fn larger(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    one.max(other)
}

fn smaller(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

type Limit = (Option<Value>, bool);

fn stricter(one: Limit, other: Limit, beyond: fn(f64, f64) -> bool) -> Limit {
    let number = |limit: &Limit| limit.0.as_ref().and_then(Value::as_f64);
    match (number(&one), number(&other)) {
        (_, None) => one,
        (None, _) => other,
        (Some(a), Some(b)) if beyond(a, b) => one,
        (Some(a), Some(b)) if beyond(b, a) => other,
        _ => (one.0, one.1 || other.1),
    }
}

fn joined<T: PartialEq>(mut one: Vec<T>, other: Vec<T>) -> Vec<T> {
    for item in other {
        if !one.contains(&item) {
            one.push(item);
        }
    }
    one
}

fn both_members<'a>(mut one: Vec<Member<'a>>, other: Vec<Member<'a>>) -> Vec<Member<'a>> {
    if one.is_empty() {
        return other;
    }
    for member in other {
        match one.iter_mut().find(|known| known.name == member.name) {
            Some(known) => {
                known.schemas = both_placed(std::mem::take(&mut known.schemas), member.schemas);
            }
            None => one.push(member),
        }
    }
    one
}

/// The schemas of both; the same one only once.
fn both_placed<'a>(mut one: Vec<Placed<'a>>, other: Vec<Placed<'a>>) -> Vec<Placed<'a>> {
    for (schema, at) in other {
        let known = one.iter().any(|(known, place)| match (known, schema) {
            (SchemaRef::Reference(known), SchemaRef::Reference(name)) => *known == name,
            _ => *place == at,
        });
        if !known {
            one.push((schema, at));
        }
    }
    one
}

/// What one of them refuses is refused, though members that the other one knows are not meant.
fn both_others<'a>(one: Option<Others<'a>>, other: Option<Others<'a>>) -> Option<Others<'a>> {
    match (one, other) {
        (None, found) | (found, None) => found,
        (refusal @ Some(Others::Refused(_)), _) | (_, refusal @ Some(Others::Refused(_))) => {
            refusal
        }
        (Some(Others::Any(_)), found) | (found, Some(Others::Any(_))) => found,
        (Some(Others::Schemas(one)), Some(Others::Schemas(other))) => {
            Some(Others::Schemas(both_placed(one, other)))
        }
    }
}

fn both_listed(one: Option<Vec<Value>>, other: Option<Vec<Value>>) -> Option<Vec<Value>> {
    match (one, other) {
        (None, found) | (found, None) => found,
        (Some(one), Some(other)) => {
            Some(one.into_iter().filter(|value| other.contains(value)).collect())
        }
    }
}
