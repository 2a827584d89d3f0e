//! Times are read and written faster than by `chrono` itself, and no other way.

#![cfg(feature = "types")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use chrono::{DateTime, Utc};
use codegen_runtime::types::time::{OptionalTime, Time, Written};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::de::DeserializeSeed;

fn read(json: &str) -> Result<DateTime<Utc>, String> {
    let mut from = serde_json::Deserializer::from_str(json);
    Time.deserialize(&mut from).map_err(|error| error.to_string())
}

fn read_optional(json: &str) -> Result<Option<DateTime<Utc>>, String> {
    let mut from = serde_json::Deserializer::from_str(json);
    OptionalTime.deserialize(&mut from).map_err(|error| error.to_string())
}

fn same(json: &str) {
    let theirs = serde_json::from_str::<DateTime<Utc>>(json).map_err(|error| error.to_string());
    assert_eq!(read(json), theirs, "{json}");
    assert_eq!(read_optional(json), theirs.map(Some), "{json}");
}

#[test]
fn every_form_is_read_as_before() {
    for text in [
        "2025-11-28T09:15:01Z",
        "2025-11-28t09:15:01.5z",
        "2025-11-28 09:15:01+01:00",
        "2025-11-28T09:15:01.123456789123-23:59",
        "2025-11-28T23:59:60Z",
        "2025-11-28T09:15:01 UTC",
        "+12025-11-28T09:15:01Z",
        "2025-11-28T09:15:01",
        "2025-11-28",
        "",
    ] {
        same(&format!("\"{text}\""));
    }
    assert_eq!(read_optional("null"), Ok(None));
    for json in ["1", "null", "{}"] {
        let theirs = serde_json::from_str::<DateTime<Utc>>(json).map_err(|error| error.to_string());
        assert_eq!(read(json), theirs);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_time_is_written_as_before(seconds in -70_000_000_000_i64..270_000_000_000, nano in 0..2_000_000_000_u32, unit in select(vec![1, 1_000, 1_000_000, 1_000_000_000])) {
        let Some(time) = DateTime::from_timestamp(seconds, nano / unit * unit) else { return Ok(()) };
        let written = serde_json::to_string(&Written(&time)).unwrap();
        prop_assert_eq!(&written, &serde_json::to_string(&time).unwrap());
        same(&written);
    }

    #[test]
    fn what_is_wrong_is_wrong_as_before(at in any::<Index>(), byte in select(b"09:-T tZz+.6a ".to_vec())) {
        let mut text = b"\"2024-02-29T19:15:01.120Z\"".to_vec();
        let at = 1 + at.index(text.len() - 2);
        text[at] = byte;
        same(std::str::from_utf8(&text).unwrap());
    }
}
