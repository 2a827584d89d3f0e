//! Reads values of any shape out of paths.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::types::style::{Kind, Style};
use super::inputs::Inputs;
use super::schema::Schema;
use super::shape::{Wanted, one_of, wanted};
use super::styled::{NO_SHAPE, NOT_UTF8, Wrong, is_list, json, parts, split};

impl Inputs<'_> {
    /// A path parameter.
    pub fn path_as<T: DeserializeOwned>(
        &mut self,
        name: &str,
        style: Style,
        schema: &'static Schema,
    ) -> Option<T> {
        let raw = self.texts.raw_path(name)?;
        let value = path_value(raw, name, style, schema);
        self.settled(name, schema, value)?.or_else(|| self.texts.refuse(name, "is required"))
    }
}

/// What a path holds at the place of a parameter, still encoded.
fn path_value(
    raw: &str,
    name: &str,
    style: Style,
    schema: &'static Schema,
) -> Result<Option<Value>, Wrong> {
    one_of(schema, NO_SHAPE, &|shape, several| {
        if is_list(several, style, shape, raw) {
            return Err(NO_SHAPE);
        }
        path_shape(raw, name, style, shape).map(Some)
    })
}

fn path_shape(
    raw: &str,
    name: &str,
    style: Style,
    schema: &'static Schema,
) -> Result<Value, Wrong> {
    let explode = style.explode;
    match style.kind {
        Kind::Json => json(&decode_path(raw).ok_or(NOT_UTF8)?),
        Kind::Label => {
            let text = raw.strip_prefix('.').ok_or("must begin with a dot")?;
            let delimiter = if explode { '.' } else { ',' };
            parts(split(text, delimiter, schema), explode, schema, decode_path)
        }
        Kind::Matrix => {
            let text = raw.strip_prefix(';').ok_or("must begin with a semicolon")?;
            match wanted(schema) {
                Wanted::Members(..) if explode => {
                    parts(split(text, ';', schema), true, schema, decode_path)
                }
                Wanted::List(_) if explode => {
                    let values = text.split(';').map(|part| behind_name(part, name));
                    parts(values.collect::<Result<_, _>>()?, false, schema, decode_path)
                }
                _ => {
                    let text = behind_name(text, name)?;
                    parts(split(text, ',', schema), false, schema, decode_path)
                }
            }
        }
        _ => parts(split(raw, ',', schema), explode, schema, decode_path),
    }
}

/// What stands behind `name=`.
fn behind_name<'t>(part: &'t str, name: &str) -> Result<&'t str, Wrong> {
    let (found, value) = part.split_once('=').unwrap_or((part, ""));
    let is_name = decode_path(found).is_some_and(|found| found == name);
    if is_name { Ok(value) } else { Err("must have its name before each value") }
}

fn decode_path(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}
