//! The support of the model types.

#![cfg(feature = "types")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::fmt::Debug;

use chrono::{DateTime, Utc};
use codegen_runtime::types::base64::{Base64, is_base64};
use codegen_runtime::types::parameter::Parameter;
use codegen_runtime::types::secret::Secret;
use proptest::prelude::*;
use uuid::Uuid;

fn round_trip<P: Parameter + PartialEq + Debug>(value: &P) {
    let text = value.encode();
    assert_eq!(P::decode(&text).as_ref(), Ok(value), "{text}");
}

/// The vectors of RFC 4648, section 10; without their ends and for URLs, too.
#[test]
fn base64_is_that_of_the_rfc() {
    let vectors =
        [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
    for (bytes, text) in vectors {
        assert_eq!(Base64::encode(bytes.as_bytes()).0, text);
        for text in [text, text.trim_end_matches('=')] {
            assert_eq!(
                Base64(text.to_owned()).bytes().as_deref(),
                Some(bytes.as_bytes()),
                "{text}"
            );
        }
    }
    let signs = Base64::encode(&[0xfb, 0xef, 0xff]).0;
    assert_eq!(signs, "++//");
    assert_eq!(Base64("--__".to_owned()).bytes(), Base64(signs).bytes());
    for wrong in ["Z", "Zm9vZ", "Zg===", "Z=g=", "Zm9v!", "é"] {
        assert!(!is_base64(wrong), "{wrong}");
    }
}

proptest! {
    #[test]
    fn bytes_survive_base64(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(Base64::encode(&bytes).bytes(), Some(bytes));
    }

    #[test]
    fn what_is_written_is_read(
        text in any::<String>(),
        flag in any::<bool>(),
        small in any::<i32>(),
        large in any::<i64>(),
        single in prop::num::f32::NORMAL | prop::num::f32::SUBNORMAL | prop::num::f32::ZERO,
        double in prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO,
        id in any::<u128>(),
        // The years 0 to 9999, which RFC 3339 can write.
        seconds in -62_167_219_200_i64..253_402_300_800,
        nanos in 0_u32..1_000_000_000,
    ) {
        round_trip(&Secret::from(text.as_str()));
        round_trip(&text);
        round_trip(&flag);
        round_trip(&small);
        round_trip(&large);
        round_trip(&single);
        round_trip(&double);
        round_trip(&Uuid::from_u128(id));
        round_trip(&DateTime::<Utc>::from_timestamp(seconds, nanos).unwrap());
    }

    #[test]
    fn no_text_makes_reading_panic(text in any::<String>()) {
        let _ = bool::decode(&text);
        let _ = i32::decode(&text);
        let _ = i64::decode(&text);
        let _ = f64::decode(&text);
        let _ = Uuid::decode(&text);
        let _ = DateTime::<Utc>::decode(&text);
    }
}

#[test]
fn what_was_expected() {
    assert_eq!(bool::decode("yes"), Err("`true` or `false`"));
    assert_eq!(i32::decode("2147483648"), Err("a whole number of 32 bits"));
    assert_eq!(i64::decode(""), Err("a whole number of 64 bits"));
    assert_eq!(Uuid::decode("me"), Err("a UUID"));
    for text in ["NaN", "inf", "-infinity", "1e999", "", "x"] {
        assert_eq!(f64::decode(text), Err("a number"), "{text}");
        assert_eq!(f32::decode(text), Err("a number"), "{text}");
    }
    assert!(DateTime::<Utc>::decode("yesterday").is_err());
}

#[test]
fn times_of_any_offset_are_read_and_written_in_utc() {
    let time = DateTime::<Utc>::decode("2024-02-29T23:30:00.25-01:00").unwrap();
    assert_eq!(time.encode(), "2024-03-01T00:30:00.250Z");
    assert_eq!(
        DateTime::<Utc>::decode("0001-01-01T00:00:00Z").unwrap().encode(),
        "0001-01-01T00:00:00Z"
    );
}

#[test]
fn secrets_do_not_show() {
    let secret = Secret::new("hunter2");
    assert_eq!(format!("{secret:?} {:#?}", Some(&secret)), "[redacted] Some(\n    [redacted],\n)");
    assert_eq!(secret.expose(), "hunter2");
}

#[test]
fn secrets_compare_by_text() {
    assert_eq!(Secret::from("abc"), Secret::from("abc".to_owned()));
    for other in ["", "ab", "abd", "abcd"] {
        assert_ne!(Secret::from("abc"), Secret::from(other));
    }
}

#[test]
fn secrets_are_plain_text_in_json() {
    let secret: Secret = serde_json_like("abc");
    assert_eq!(secret.expose(), "abc");
}

fn serde_json_like(text: &str) -> Secret {
    use serde::Deserialize;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};
    let deserializer: StrDeserializer<'_, Error> = text.into_deserializer();
    Secret::deserialize(deserializer).unwrap()
}
