//! Times as texts, read faster than `chrono` reads them by itself.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

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
