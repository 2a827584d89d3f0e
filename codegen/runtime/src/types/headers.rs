//! The documented headers of an answer as one value, a member per header.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, Expected, IntoDeserializer, MapAccess,
    Unexpected, Visitor,
};
use serde::{Serialize, forward_to_deserialize_any};
use serde_json::Value;

use super::parts::{Comma, header_text};
use super::style::{Kind, Style};

/// A type whose members are headers; serde calls them by the document's names.
pub trait Headers: Serialize + DeserializeOwned {
    /// How they are written, where that is not [`Style::SIMPLE`].
    const STYLES: &'static [(&'static str, Style)] = &[];
}

/// A header that is missing, or does not hold what the document says. Its value is never shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError {
    name: String,
    problem: String,
}

impl HeaderError {
    /// The name of the header, as the document spells it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn new(name: &str, problem: impl Into<String>) -> Self {
        Self { name: name.to_owned(), problem: problem.into() }
    }

    /// Says which header it is about.
    fn of(self, name: &str) -> Self {
        if self.name.is_empty() { Self::new(name, self.problem) } else { self }
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the header `{}` {}", self.name, self.problem)
    }
}

impl std::error::Error for HeaderError {}

impl Error for HeaderError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new("", format!("does not fit the document: {message}"))
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {expected}"))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {expected}"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(field, "is required, and not there")
    }
}

/// The lines that an answer has for a header.
pub type Lines<'a> = &'a dyn Fn(&str) -> Vec<&'a [u8]>;

/// Reads all documented headers.
///
/// # Errors
///
/// One is required and missing, or cannot be what the document says.
pub fn read<H: Headers>(lines: Lines<'_>) -> Result<H, HeaderError> {
    H::deserialize(All { lines, styles: H::STYLES })
}

/// Reads one header.
///
/// # Errors
///
/// It cannot be a `T`.
pub fn read_one<T: DeserializeOwned>(
    name: &str,
    lines: Lines<'_>,
) -> Result<Option<T>, HeaderError> {
    let Some(text) = Text::of(name, lines, Style::SIMPLE)? else { return Ok(None) };
    T::deserialize(text).map(Some).map_err(|error| error.of(name))
}

/// Writes all headers: names and texts.
///
/// # Errors
///
/// A value has no text that would be read as the same value.
pub fn write<H: Headers>(headers: &H) -> Result<Vec<(String, String)>, HeaderError> {
    // By way of text, as numbers keep their digits there.
    let json = serde_json::to_vec(headers).and_then(|text| serde_json::from_slice(&text));
    let members = match json {
        Ok(Value::Object(members)) => members,
        Ok(_) => return Err(HeaderError::custom("it is no object")),
        Err(error) => return Err(HeaderError::custom(error)),
    };
    let mut texts = Vec::new();
    for (name, value) in members {
        let style = style_of(H::STYLES, &name);
        let text = match &value {
            Value::Null if style.kind != Kind::Json => continue,
            // Cookies have commas of their own.
            Value::Array(items) if is_per_line(&name) => {
                let items = items.iter().filter_map(Value::as_str);
                texts.extend(items.map(|item| (name.clone(), item.to_owned())));
                continue;
            }
            value => header_text(style, value),
        };
        match text {
            Ok(text) => texts.push((name, text.unwrap_or_default())),
            Err(Comma) => {
                return Err(HeaderError::new(&name, "has a part with a comma, which parts them"));
            }
        }
    }
    Ok(texts)
}

fn style_of(styles: &[(&str, Style)], name: &str) -> Style {
    let style = styles.iter().find(|(known, _)| *known == name);
    style.map_or(Style::SIMPLE, |(_, style)| *style)
}

/// A list of its values stands in as many lines, rather than between commas.
fn is_per_line(name: &str) -> bool {
    name.eq_ignore_ascii_case("set-cookie")
}

/// All headers of an answer.
struct All<'a> {
    lines: Lines<'a>,
    styles: &'static [(&'static str, Style)],
}

impl<'de> Deserializer<'de> for All<'_> {
    type Error = HeaderError;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, HeaderError> {
        visitor.visit_map(Members { all: self, fields: fields.iter(), found: None })
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, HeaderError> {
        Err(HeaderError::custom("headers are read by their names"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Members<'a> {
    all: All<'a>,
    fields: std::slice::Iter<'static, &'static str>,
    found: Option<(&'static str, Text)>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = HeaderError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, HeaderError> {
        for name in self.fields.by_ref() {
            let style = style_of(self.all.styles, name);
            if let Some(text) = Text::of(name, self.all.lines, style)? {
                self.found = Some((name, text));
                let name: StrDeserializer<'_, HeaderError> = name.into_deserializer();
                return seed.deserialize(name).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, HeaderError> {
        let Some((name, text)) = self.found.take() else {
            return Err(HeaderError::custom("a value without a name"));
        };
        let value = if text.style.kind == Kind::Json {
            let json = serde_json::from_str::<Value>(&text.whole);
            let value = json.and_then(|json| seed.deserialize(json));
            value.map_err(|_| HeaderError::custom("expected other JSON"))
        } else {
            seed.deserialize(text)
        };
        value.map_err(|error| error.of(name))
    }
}

/// The text of a header, which is whatever is asked for.
#[derive(Clone, Debug)]
struct Text {
    whole: String,
    /// What is between the commas, or in the lines.
    items: Vec<String>,
    style: Style,
}

impl Text {
    /// Nothing where there is no such header.
    fn of(name: &str, lines: Lines<'_>, style: Style) -> Result<Option<Self>, HeaderError> {
        let texts = lines(name).into_iter().map(std::str::from_utf8);
        let texts: Result<Vec<&str>, _> = texts.collect();
        let texts = texts.map_err(|_| HeaderError::new(name, "is not UTF-8"))?;
        if texts.is_empty() {
            return Ok(None);
        }
        let own = |text: &str| text.to_owned();
        if is_per_line(name) {
            let items = texts.iter().copied().map(own).collect();
            return Ok(Some(Self { whole: texts.join("\n"), items, style }));
        }
        // Several lines are one list, as HTTP has it.
        let whole = texts.join(", ");
        let items = whole.split(',').map(str::trim).filter(|item| !item.is_empty());
        Ok(Some(Self { items: items.map(own).collect(), whole, style }))
    }

    /// A part of a list or an object.
    fn part(text: &str, style: Style) -> Self {
        Self { whole: text.to_owned(), items: vec![text.to_owned()], style }
    }

    fn pairs(&self) -> Result<Vec<(String, Self)>, HeaderError> {
        let mut pairs = Vec::new();
        let mut items = self.items.iter();
        while let Some(item) = items.next() {
            let (name, value) = if self.style.explode {
                item.split_once('=').unwrap_or((item, ""))
            } else {
                let value = items.next();
                let by_turns = || HeaderError::custom("expected names and values by turns");
                (item.as_str(), value.ok_or_else(by_turns)?.as_str())
            };
            pairs.push((name.to_owned(), Self::part(value, self.style)));
        }
        Ok(pairs)
    }
}

impl IntoDeserializer<'_, HeaderError> for Text {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

const NUMBER: &str = "expected a number";

macro_rules! parsed {
    ($($method:ident $visit:ident $expected:literal,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HeaderError> {
            match self.whole.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(HeaderError::custom(concat!("expected ", $expected))),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Text {
    type Error = HeaderError;

    parsed! {
        deserialize_bool visit_bool "`true` or `false`",
        deserialize_i8 visit_i8 "a whole number of 8 bits",
        deserialize_i16 visit_i16 "a whole number of 16 bits",
        deserialize_i32 visit_i32 "a whole number of 32 bits",
        deserialize_i64 visit_i64 "a whole number of 64 bits",
        deserialize_u8 visit_u8 "a whole number of 8 bits without sign",
        deserialize_u16 visit_u16 "a whole number of 16 bits without sign",
        deserialize_u32 visit_u32 "a whole number of 32 bits without sign",
        deserialize_u64 visit_u64 "a whole number of 64 bits without sign",
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HeaderError> {
        match self.whole.parse() {
            Ok(value) if f32::is_finite(value) => visitor.visit_f32(value),
            _ => Err(HeaderError::custom(NUMBER)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HeaderError> {
        match self.whole.parse() {
            Ok(value) if f64::is_finite(value) => visitor.visit_f64(value),
            _ => Err(HeaderError::custom(NUMBER)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HeaderError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, HeaderError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HeaderError> {
        let Self { items, style, .. } = self;
        let items = items.iter().map(|item| Self::part(item, style));
        visitor.visit_seq(SeqDeserializer::new(items))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HeaderError> {
        let pairs = self.pairs()?.into_iter();
        visitor.visit_map(MapDeserializer::new(pairs))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, HeaderError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, HeaderError> {
        visitor.visit_enum(self.whole.into_deserializer())
    }

    /// For whoever takes what comes: a number or a boolean that is written in the usual way, else
    /// text.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HeaderError> {
        match serde_json::from_str(&self.whole) {
            Ok(Value::Bool(value)) => visitor.visit_bool(value),
            Ok(Value::Number(number)) if number.to_string() == self.whole => {
                if let Some(number) = number.as_i64() {
                    visitor.visit_i64(number)
                } else if let Some(number) = number.as_u64() {
                    visitor.visit_u64(number)
                } else {
                    visitor.visit_f64(number.as_f64().unwrap_or_default())
                }
            }
            _ => visitor.visit_string(self.whole),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HeaderError> {
        visitor.visit_string(self.whole)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HeaderError> {
        visitor.visit_string(self.whole)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HeaderError> {
        visitor.visit_string(self.whole)
    }

    forward_to_deserialize_any! {
        char bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
    }
}
