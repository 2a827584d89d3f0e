//! Times as texts, read and written faster than `chrono` does by itself.

use std::fmt;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// Reads a time: as RFC 3339 wants it, which takes a tenth of the time, else in any form that
/// `chrono` knows.
#[derive(Debug)]
pub struct Time;

impl<'de> DeserializeSeed<'de> for Time {
    type Value = DateTime<Utc>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Time {
    type Value = DateTime<Utc>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an RFC 3339 formatted date and time string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match DateTime::parse_from_rfc3339(text) {
            Ok(time) => Ok(time.with_timezone(&Utc)),
            Err(_) => text.parse().map_err(E::custom),
        }
    }
}

/// Reads a time, or `null`.
#[derive(Debug)]
pub struct OptionalTime;

impl<'de> DeserializeSeed<'de> for OptionalTime {
    type Value = Option<DateTime<Utc>>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for OptionalTime {
    type Value = Option<DateTime<Utc>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        Time.deserialize(from).map(Some)
    }
}

/// A time on its way out, written as `chrono` writes it, but at once instead of sign by sign.
#[derive(Debug)]
pub struct Written<'a>(pub &'a DateTime<Utc>);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(time) = self;
        let Some((text, length)) = usual(time) else { return time.serialize(to) };
        match text.get(..length).map(std::str::from_utf8) {
            Some(Ok(text)) => to.serialize_str(text),
            _ => time.serialize(to),
        }
    }
}

/// The text of a time, and its length; nothing for years of five digits, and for leap seconds.
fn usual(time: &DateTime<Utc>) -> Option<([u8; 30], usize)> {
    let year = u32::try_from(time.year()).ok().filter(|year| *year <= 9999)?;
    let nano = Some(time.nanosecond()).filter(|nano| *nano < 1_000_000_000)?;
    let mut text = *b"0000-00-00T00:00:00.000000000Z";
    let two = |number: u32| [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8];
    [text[0], text[1]] = two(year / 100);
    [text[2], text[3]] = two(year);
    [text[5], text[6]] = two(time.month());
    [text[8], text[9]] = two(time.day());
    [text[11], text[12]] = two(time.hour());
    [text[14], text[15]] = two(time.minute());
    [text[17], text[18]] = two(time.second());
    [text[20], text[21]] = two(nano / 10_000_000);
    [text[22], text[23]] = two(nano / 100_000);
    [text[24], text[25]] = two(nano / 1_000);
    [text[26], text[27]] = two(nano / 10);
    [_, text[28]] = two(nano);
    let end = match nano {
        0 => 19,
        nano if nano % 1_000_000 == 0 => 23,
        nano if nano % 1_000 == 0 => 26,
        _ => 29,
    };
    text[end] = b'Z';
    Some((text, end + 1))
}
