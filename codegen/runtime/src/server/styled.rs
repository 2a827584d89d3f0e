//! Reads values of any shape out of paths, queries, headers and cookies, as their schema says.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::super::types::style::{Kind, Style};
use super::check_value;
use super::inputs::Inputs;
use super::query::{self, Query};
use super::schema::{Member, Others, Schema};
use super::shape::{Wanted, is, list, member, object, one_of, value_of, wanted};
use super::texts::Texts;
use super::tree::{Node, NotUtf8};

/// What is wrong with a text, for a sentence that starts with the name of the input.
pub type Wrong = &'static str;

/// What is left to say where percent-encoding leads nowhere.
pub const NOT_UTF8: Wrong = "must be UTF-8 once it is decoded";
const NOT_JSON: Wrong = "must be JSON";
const PAIRS: Wrong = "must be names and values by turns";
/// Nothing of what the document describes.
pub const NO_SHAPE: Wrong = "must have one of the documented shapes";

impl From<NotUtf8> for Wrong {
    fn from(_: NotUtf8) -> Self {
        NOT_UTF8
    }
}

impl Inputs<'_> {
    /// A query parameter. One that takes every name which nobody else has leaves those of `others`
    /// alone.
    pub fn query_as<T: DeserializeOwned>(
        &mut self,
        name: &str,
        style: Style,
        schema: &'static Schema,
        others: &[&str],
    ) -> Option<T> {
        let value = self.query_as_optional(name, style, schema, others)?;
        value.or_else(|| self.texts.refuse(name, "is required"))
    }

    /// A query parameter, see [`Self::query_as`].
    pub fn query_as_optional<T: DeserializeOwned>(
        &mut self,
        name: &str,
        style: Style,
        schema: &'static Schema,
        others: &[&str],
    ) -> Option<Option<T>> {
        let style = Some(style);
        let value = query_value(&self.texts.query, (name, style), schema, others);
        self.settled(name, schema, value)
    }

    /// A header.
    pub fn header_as<T: DeserializeOwned>(
        &mut self,
        name: &str,
        style: Style,
        schema: &'static Schema,
    ) -> Option<T> {
        let value = self.header_as_optional(name, style, schema)?;
        value.or_else(|| self.texts.refuse(name, "is required"))
    }

    /// A header, see [`Self::header_as`].
    pub fn header_as_optional<T: DeserializeOwned>(
        &mut self,
        name: &str,
        style: Style,
        schema: &'static Schema,
    ) -> Option<Option<T>> {
        let lines = self.texts.header_lines(name)?;
        let value = header_value(&lines, style, schema);
        self.settled(name, schema, value)
    }

    /// A cookie.
    pub fn cookie_as<T: DeserializeOwned>(
        &mut self,
        name: &str,
        style: Style,
        schema: &'static Schema,
    ) -> Option<T> {
        let value = self.cookie_as_optional(name, style, schema)?;
        value.or_else(|| self.texts.refuse(name, "is required"))
    }

    /// A cookie, see [`Self::cookie_as`].
    pub fn cookie_as_optional<T: DeserializeOwned>(
        &mut self,
        name: &str,
        style: Style,
        schema: &'static Schema,
    ) -> Option<Option<T>> {
        let lines = self.texts.header_lines("cookie")?.join("; ");
        // Cookies are parted by semicolons, and otherwise written as queries are.
        let pairs = lines.replace('&', "%26").replace("; ", "&").replace(';', "&");
        let value = query_value(&Query::of(Some(&pairs)), (name, Some(style)), schema, &[]);
        self.settled(name, schema, value)
    }

    /// Checks a value and gives it its type.
    pub fn settled<T: DeserializeOwned>(
        &mut self,
        name: &str,
        schema: &'static Schema,
        value: Result<Option<Value>, Wrong>,
    ) -> Option<Option<T>> {
        settled(&mut self.texts, name, schema, value)
    }
}

/// Checks a value and gives it its type; what is wrong with it is noted under its name.
pub fn settled<T: DeserializeOwned>(
    texts: &mut Texts<'_>,
    name: &str,
    schema: &'static Schema,
    value: Result<Option<Value>, Wrong>,
) -> Option<Option<T>> {
    let value = match value {
        Ok(Some(value)) => value,
        Ok(None) => return Some(None),
        Err(wrong) => return texts.refuse(name, wrong),
    };
    if !check_value::parameter(schema, name, &value, &mut texts.violations) {
        return None;
    }
    match serde_json::from_value(value) {
        Ok(value) => Some(Some(value)),
        Err(error) => texts.refuse(name, &error.to_string()),
    }
}

/// Names and values by turns.
fn by_turns(
    members: &'static [Member],
    others: Others,
    texts: Vec<Cow<'_, str>>,
) -> Result<Value, Wrong> {
    let mut pairs = Vec::new();
    let mut texts = texts.into_iter();
    while let Some(name) = texts.next() {
        pairs.push((name, texts.next().ok_or(PAIRS)?));
    }
    Ok(object(members, others, pairs))
}

/// The parts of a text between delimiters, as a list or an object.
pub fn parts<'t>(
    texts: Vec<&'t str>,
    explode: bool,
    schema: &'static Schema,
    decode: impl Fn(&'t str) -> Option<Cow<'t, str>>,
) -> Result<Value, Wrong> {
    let decode = |text| decode(text).ok_or(NOT_UTF8);
    let texts = texts.into_iter();
    match wanted(schema) {
        Wanted::Members(members, others) if explode => {
            let pairs = texts.map(|text| {
                let (name, value) = text.split_once('=').unwrap_or((text, ""));
                Ok((decode(name)?, decode(value)?))
            });
            Ok(object(members, others, pairs.collect::<Result<Vec<_>, Wrong>>()?))
        }
        wanted => {
            let texts = texts.map(decode).collect::<Result<Vec<_>, _>>()?;
            match wanted {
                Wanted::List(items) => Ok(list(items, texts)),
                Wanted::Members(members, others) => by_turns(members, others, texts),
                Wanted::Scalar => Ok(value_of(schema, texts.first().map_or("", |text| text))),
            }
        }
    }
}

/// JSON.
pub fn json(text: &str) -> Result<Value, Wrong> {
    serde_json::from_str(text).map_err(|_| NOT_JSON)
}

/// Commas stand between items only, so that what has some is no single text.
pub fn is_list(several: bool, style: Style, schema: &'static Schema, raw: &str) -> bool {
    let is_one = matches!(wanted(schema), Wanted::Scalar) && style.kind != Kind::Json;
    several && is_one && raw.contains(',')
}

/// The parts of a text; a text that is one value has one.
pub fn split<'t>(text: &'t str, delimiter: char, schema: &'static Schema) -> Vec<&'t str> {
    match wanted(schema) {
        Wanted::Scalar => vec![text],
        _ if text.is_empty() => Vec::new(),
        _ => text.split(delimiter).collect(),
    }
}

/// What a query, or a text of its form, holds for a parameter. Without a style it is written as
/// members of forms are about which nothing is said: objects as JSON, lists item by item.
pub fn query_value(
    query: &Query<'_>,
    (name, style): (&str, Option<Style>),
    schema: &'static Schema,
    others: &[&str],
) -> Result<Option<Value>, Wrong> {
    one_of(schema, NO_SHAPE, &|shape, several| {
        let style = style.unwrap_or_else(|| usual(shape));
        if !style.explode && query.raw(name).any(|raw| is_list(several, style, shape, raw)) {
            return Err(NO_SHAPE);
        }
        query_shape(query, (name, style), shape, others)
    })
}

fn usual(schema: &'static Schema) -> Style {
    match wanted(schema) {
        Wanted::Members(..) => Style::JSON,
        Wanted::Scalar | Wanted::List(_) => Style::FORM.explode(),
    }
}

fn query_shape(
    query: &Query<'_>,
    (name, style): (&str, Style),
    schema: &'static Schema,
    others: &[&str],
) -> Result<Option<Value>, Wrong> {
    if style.kind == Kind::Deep {
        let node = Node::of(query, name)?;
        return Ok(node.map(|node| node_value(node, schema)));
    }
    let found: Vec<&str> = query.raw(name).collect();
    let one = match (wanted(schema), found.as_slice()) {
        (Wanted::Members(members, all), _) if style.explode && style.kind != Kind::Json => {
            return spread(query, members, all, others);
        }
        (_, []) => return Ok(None),
        (Wanted::List(items), found) if style.explode && style.kind != Kind::Json => {
            let texts = found.iter().map(|text| query::decode(text).ok_or(NOT_UTF8));
            return Ok(Some(list(items, texts.collect::<Result<Vec<_>, _>>()?)));
        }
        (_, [one]) => *one,
        _ => return Err("is given more than once"),
    };
    match (style.kind, wanted(schema)) {
        (Kind::Json, _) => json(&query::decode(one).ok_or(NOT_UTF8)?).map(Some),
        (_, Wanted::Scalar) => {
            let text = query::decode(one).ok_or(NOT_UTF8)?;
            Ok((!text.is_empty() || schema.takes_empty()).then(|| value_of(schema, &text)))
        }
        _ if one.is_empty() => Ok(None),
        (kind, _) => {
            let bars = one.replace("%7c", "|").replace("%7C", "|");
            let texts = match kind {
                Kind::Spaces if one.contains("%20") => one.split("%20").collect(),
                Kind::Spaces => one.split('+').collect(),
                Kind::Pipes => bars.split('|').collect(),
                _ => one.split(',').collect(),
            };
            parts(texts, false, schema, query::decode).map(Some)
        }
    }
}

/// An object whose members are parameters of their own.
fn spread(
    query: &Query<'_>,
    members: &'static [Member],
    all: Others,
    others: &[&str],
) -> Result<Option<Value>, Wrong> {
    let mut found = Map::new();
    for (name, _) in query.pairs() {
        let is_known = members.iter().any(|member| is(member, name));
        let is_free = matches!(all, Others::Each(_)) && !others.contains(&name);
        if !(is_known || is_free) || found.contains_key(name) {
            continue;
        }
        let schema = member(members, all, name);
        if let Some(value) = query_value(query, (name, None), schema, others)? {
            found.insert(name.to_owned(), value);
        }
    }
    Ok((!found.is_empty()).then_some(Value::Object(found)))
}

/// What stands below a name of a query, as its schema says.
fn node_value(node: Node, schema: &'static Schema) -> Value {
    let read = |shape, _| Ok::<_, ()>(Some(node_shape(node.clone(), shape)));
    let value = one_of(schema, (), &read).ok().flatten();
    value.unwrap_or_else(|| node_shape(node, &Schema::Any))
}

fn node_shape(node: Node, schema: &'static Schema) -> Value {
    match (wanted(schema), node.is_leaf()) {
        (Wanted::List(items), _) => {
            node.items().into_iter().map(|node| node_value(node, items)).collect()
        }
        (Wanted::Members(members, others), false) => {
            let value = |name: &str, node| node_value(node, member(members, others, name));
            let pairs = node.members.into_iter();
            pairs.map(|(name, node)| (name.clone(), value(&name, node))).collect()
        }
        (_, true) => value_of(schema, node.texts.last().map_or("", |text| text)),
        (Wanted::Scalar, false) if node.members.keys().all(|name| name.parse::<u64>().is_ok()) => {
            node.items().into_iter().map(|node| node_value(node, &Schema::Any)).collect()
        }
        (Wanted::Scalar, false) => {
            let pairs = node.members.into_iter();
            pairs.map(|(name, node)| (name, node_value(node, &Schema::Any))).collect()
        }
    }
}

/// What a header's lines hold.
fn header_value(
    lines: &[&str],
    style: Style,
    schema: &'static Schema,
) -> Result<Option<Value>, Wrong> {
    one_of(schema, NO_SHAPE, &|shape, several| {
        if lines.iter().any(|line| is_list(several, style, shape, line)) {
            return Err(NO_SHAPE);
        }
        header_shape(lines, style, shape)
    })
}

fn header_shape(
    lines: &[&str],
    style: Style,
    schema: &'static Schema,
) -> Result<Option<Value>, Wrong> {
    let decode = |text| Some(Cow::Borrowed(text));
    match (wanted(schema), lines) {
        (_, []) => Ok(None),
        (Wanted::Scalar, [""]) if !schema.takes_empty() => Ok(None),
        (_, [line]) if style.kind == Kind::Json => json(line).map(Some),
        (Wanted::Scalar, [line]) => Ok(Some(value_of(schema, line))),
        (Wanted::Scalar, _) => Err("is given more than once"),
        (_, lines) => {
            let filled = lines.iter().filter(|line| !line.is_empty());
            let texts = filled.flat_map(|line| line.split(',')).map(str::trim);
            parts(texts.collect(), style.explode, schema, decode).map(Some)
        }
    }
}
