//! The visitor that builds plain JSON values from either format.
//!
//! It sees every entry of every object, so that it can notice keys that stand twice, which
//! serde_json and serde_yaml drop silently.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use crate::model::Pointer;

/// How deep objects and lists may be nested. Both parsers stop at 128 by themselves.
pub(super) const MAX_DEPTH: usize = 100;

/// What was noticed, and where.
pub(super) struct Finding {
    pub(super) at: Pointer,
    pub(super) kind: FindingKind,
}

/// What was noticed.
pub(super) enum FindingKind {
    DuplicateKey(String),
    Tag(String),
    NotJsonNumber,
    MergeTarget,
    TooDeep,
    TooMuch,
}

impl FindingKind {
    /// There is no value, or it is not the one that is meant.
    pub(super) fn is_fatal(&self) -> bool {
        matches!(self, Self::Tag(_) | Self::TooDeep | Self::TooMuch)
    }
}

/// State of one reading.
pub(super) struct Reading {
    pub(super) findings: Vec<Finding>,
    path: Vec<String>,
    /// How much may still be produced. Without aliases, a value is never larger than its text.
    budget: usize,
    /// YAML's `<<` is understood.
    merge_keys: bool,
}

impl Reading {
    pub(super) fn new(text_length: usize, merge_keys: bool) -> Self {
        let budget = text_length.saturating_mul(16).saturating_add(64 * 1024);
        Self { findings: Vec::new(), path: Vec::new(), budget, merge_keys }
    }

    fn find(&mut self, kind: FindingKind) {
        let at = Pointer::root().join_all(self.path.iter().map(String::as_str));
        // An alias repeats the findings of its anchor; once is enough for the same place.
        let known = |finding: &Finding| {
            finding.at == at
                && std::mem::discriminant(&finding.kind) == std::mem::discriminant(&kind)
        };
        // Thousands of them help nobody; the limit keeps the search above cheap.
        if self.findings.len() < 1_000 && !self.findings.iter().any(known) {
            self.findings.push(Finding { at, kind });
        }
    }

    fn spend<E: Error>(&mut self, amount: usize) -> Result<(), E> {
        match self.budget.checked_sub(amount) {
            Some(rest) => {
                self.budget = rest;
                Ok(())
            }
            None => {
                self.find(FindingKind::TooMuch);
                Err(E::custom("too much"))
            }
        }
    }

    fn enter<E: Error>(&mut self) -> Result<(), E> {
        if self.path.len() < MAX_DEPTH {
            return Ok(());
        }
        self.find(FindingKind::TooDeep);
        Err(E::custom("too deep"))
    }
}

/// Reads any value.
pub(super) struct ValueSeed<'a> {
    pub(super) reading: &'a mut Reading,
}

impl ValueSeed<'_> {
    fn inner(&mut self) -> ValueSeed<'_> {
        ValueSeed { reading: self.reading }
    }

    fn number<E: Error>(self, number: impl Into<Number>) -> Result<Value, E> {
        self.reading.spend(1)?;
        Ok(Value::Number(number.into()))
    }

    fn text<E: Error>(self, text: String) -> Result<Value, E> {
        self.reading.spend(text.len().saturating_add(1))?;
        Ok(Value::String(text))
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.reading.spend(1)?;
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.reading.spend(1)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.number(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.number(value)
    }

    // Larger whole numbers become floating-point numbers, as in serde_json.
    #[expect(clippy::cast_precision_loss, reason = "that is what serde_json does")]
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "that is what serde_json does")]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        match Number::from_f64(value) {
            Some(number) => self.number(number),
            None => {
                self.reading.find(FindingKind::NotJsonNumber);
                Ok(Value::from(0))
            }
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.text(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.text(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Value, A::Error> {
        self.reading.enter()?;
        self.reading.spend(1)?;
        let mut items = Vec::new();
        loop {
            self.reading.path.push(items.len().to_string());
            let item = seq.next_element_seed(self.inner())?;
            self.reading.path.pop();
            match item {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Value, A::Error> {
        self.reading.enter()?;
        self.reading.spend(1)?;
        let mut members = Map::new();
        while let Some(Key(key)) = map.next_key()? {
            self.reading.spend(key.len())?;
            self.reading.path.push(key.clone());
            if members.contains_key(&key) {
                self.reading.find(FindingKind::DuplicateKey(key.clone()));
            }
            let value = map.next_value_seed(self.inner())?;
            self.reading.path.pop();
            members.insert(key, value);
        }
        if self.reading.merge_keys && members.contains_key("<<") {
            self.merge(&mut members);
        }
        Ok(Value::Object(members))
    }

    /// A YAML value with a tag.
    fn visit_enum<A: EnumAccess<'de>>(mut self, data: A) -> Result<Value, A::Error> {
        let (tag, variant) = data.variant::<String>()?;
        self.reading.find(FindingKind::Tag(tag));
        variant.newtype_variant_seed(self.inner())
    }
}

impl ValueSeed<'_> {
    /// Puts in what `<<` brings along; members of the object itself win, then earlier sources.
    fn merge(&mut self, members: &mut Map<String, Value>) {
        let sources = match members.shift_remove("<<") {
            Some(Value::Array(sources)) => sources,
            Some(source) => vec![source],
            None => return,
        };
        for source in sources {
            let Value::Object(source) = source else {
                self.reading.path.push("<<".to_owned());
                self.reading.find(FindingKind::MergeTarget);
                self.reading.path.pop();
                continue;
            };
            for (key, value) in source {
                members.entry(key).or_insert(value);
            }
        }
    }
}

/// A member's name. YAML allows other scalars there, such as status codes; their text counts.
struct Key(String);

impl<'de> serde::Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Key)
    }
}
