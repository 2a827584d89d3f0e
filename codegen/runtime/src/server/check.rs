//! Checks a JSON body against its schema while it is being parsed, without building a tree.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Value};

use super::super::types::shape;
use super::scalar;
use super::schema::{Member, Others, Schema};
use super::violations::{Field, Violations};

/// How `serde_json` shows a number when its feature `arbitrary_precision` is on, which any crate of
/// the final program may ask for: as an object with this one member.
const NUMBER: &str = "$serde_json::private::Number";

/// Checks a whole body; one that is not required may be `null`.
///
/// # Errors
///
/// The bytes are not JSON, or nested deeper than `serde_json` goes.
pub fn body(
    schema: &'static Schema,
    required: bool,
    bytes: &[u8],
    violations: &mut Violations,
) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    Check { schema, at: Field::Body, absent_if_null: !required, violations }
        .deserialize(&mut deserializer)?;
    deserializer.end()
}

/// The check of one value.
pub(super) struct Check<'a> {
    pub(super) schema: &'static Schema,
    pub(super) at: Field<'a>,
    pub(super) absent_if_null: bool,
    pub(super) violations: &'a mut Violations,
}

impl Check<'_> {
    fn note(self, result: Result<(), scalar::Wrong>) {
        if let Err(detail) = result {
            self.violations.add(self.at, detail);
        }
    }

    fn note_number(self, result: Result<(), scalar::Wrong>, value: f64) {
        let mut rules = self.schema.rules();
        self.note(
            result.and_then(|()| rules.try_for_each(|rule| scalar::number_rule(rule, value))),
        );
    }

    fn schema(&self) -> &'static Schema {
        self.schema.not_null().0
    }

    fn array<'de, A: SeqAccess<'de>>(
        &mut self,
        items: &'static Schema,
        unique: bool,
        seq: &mut A,
    ) -> Result<usize, A::Error> {
        // A map of JSON is compiled anyway.
        let mut seen = Map::new();
        let mut count = 0;
        loop {
            let at = Field::Item(&self.at, count);
            let check =
                Check { schema: items, at, absent_if_null: false, violations: self.violations };
            if unique {
                // Only here a tree is needed: to compare an item with those before it.
                let Some(value) = seq.next_element::<Value>()? else { break };
                check.deserialize(&value).map_err(A::Error::custom)?;
                if seen.insert(value.to_string(), Value::Null).is_some() {
                    self.violations.add(at, "is there already");
                }
            } else if seq.next_element_seed(check)?.is_none() {
                break;
            }
            count += 1;
        }
        Ok(count)
    }

    fn object<'de, A: MapAccess<'de>>(
        self,
        members: &'static [Member],
        others: Others,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let mut seen = vec![None; members.len()];
        let mut count = 0;
        while let Some(key) = map.next_key_seed(Key)? {
            count += 1;
            let known = members.iter().zip(&mut seen);
            let known = known.into_iter().find_map(|(m, seen)| Some((m, m.spelling(&key)?, seen)));
            let at = Field::Member(&self.at, &key);
            let (schema, absent_if_null) = match (known, others) {
                (Some((member, spelling, seen)), _) => {
                    // Under several names is fine: the first one counts.
                    if seen.replace(spelling) == Some(spelling) {
                        self.violations.add(at, "is given more than once");
                    }
                    (member.schema, !member.required)
                }
                (None, Others::Each(schema)) => (schema, false),
                (None, Others::Ignored | Others::Refused) => {
                    if matches!(others, Others::Refused) {
                        self.violations.add(at, "is not known");
                    }
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            map.next_value_seed(Check { schema, at, absent_if_null, violations: self.violations })?;
        }
        for (member, _) in
            members.iter().zip(&seen).filter(|(m, seen)| m.required && seen.is_none())
        {
            self.violations.add(Field::Member(&self.at, member.name), "is required");
        }
        let mut rules = self.schema.rules();
        self.note(rules.try_for_each(|rule| scalar::members_rule(rule, count)));
        Ok(())
    }

    /// A value whose check takes more than one look.
    fn looked_at(self, value: &Value) -> Result<(), serde_json::Error> {
        if value.is_null() {
            return self.visit_unit();
        }
        let schema = match *self.schema() {
            Schema::Union { tests, shapes } => {
                let shape = shape::choose(tests, value).and_then(|index| shapes.get(index));
                let Some(shape) = shape else {
                    let result = scalar::mismatch(self.schema());
                    self.note(result);
                    return Ok(());
                };
                shape
            }
            Schema::Listed { schema, values } => {
                if !values.contains(&value.to_string().as_str()) {
                    self.note(scalar::not_listed(values));
                    return Ok(());
                }
                schema
            }
            ref other => other,
        };
        Check { schema, ..self }.deserialize(value)
    }

    /// An object where none belongs; or a number in disguise, see [`NUMBER`].
    fn not_an_object<'de, A: MapAccess<'de>>(self, map: &mut A) -> Result<(), A::Error> {
        let first = map.next_key_seed(Key)?;
        if first.as_deref() == Some(NUMBER) {
            let text = map.next_value::<Cow<'_, str>>()?;
            let result = scalar::parameter(self.schema(), &text);
            self.note(result);
        } else {
            if first.is_some() {
                map.next_value::<IgnoredAny>()?;
            }
            let result = scalar::mismatch(self.schema());
            self.note(result);
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Check<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match *self.schema() {
            Schema::Union { .. } | Schema::Listed { .. } => {
                let value = Value::deserialize(deserializer)?;
                self.looked_at(&value).map_err(D::Error::custom)
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Check<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.schema.expected())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        if !self.absent_if_null && !self.schema.not_null().1 {
            self.note(Err("must not be null".into()));
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        let result = match self.schema() {
            Schema::Boolean | Schema::Any => Ok(()),
            other => scalar::mismatch(other),
        };
        self.note(result);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        let result = match self.schema() {
            schema @ Schema::Number { .. } => scalar::number(schema, value as f64),
            schema => scalar::integer(schema, i128::from(value)),
        };
        self.note_number(result, value as f64);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        let result = match self.schema() {
            schema @ Schema::Number { .. } => scalar::number(schema, value as f64),
            schema => scalar::integer(schema, i128::from(value)),
        };
        self.note_number(result, value as f64);
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        let result = scalar::number(self.schema(), value);
        self.note_number(result, value);
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        let mut rules = self.schema.rules();
        let result = scalar::text(self.schema(), value);
        self.note(result.and_then(|()| rules.try_for_each(|rule| scalar::text_rule(rule, value))));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        let (items, min, max, unique) = match *self.schema() {
            Schema::Array { items, min, max, unique } => (items, min, max, unique),
            Schema::Any => (&Schema::Any, 0, usize::MAX, false),
            ref other => {
                let result = scalar::mismatch(other);
                self.note(result);
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(());
            }
        };
        let count = self.array(items, unique, &mut seq)?;
        self.note(scalar::items(count, min, max));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        match *self.schema() {
            Schema::Object { members, others } => self.object(members, others, &mut map),
            Schema::Any => self.object(&[], Others::Each(&Schema::Any), &mut map),
            Schema::Map(values) => self.object(&[], Others::Each(values), &mut map),
            _ => self.not_an_object(&mut map),
        }
    }
}

/// Reads a member's name, without a copy where the bytes have it as it is.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}
