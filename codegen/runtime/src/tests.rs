//! Tests of what only this crate, and each emitted one, may use.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::de::DeserializeSeed;
use serde::de::value::StrDeserializer;

use crate::types::object::object;
use crate::types::order::{Order, Shape};
use crate::types::parameter::Parameter;
use crate::types::slots::object_in_slots;
use crate::types::string_enum::string_enum;

string_enum! {
    /// How loud.
    pub enum Level {
        /// Everything.
        Trace = "trace",
        SlimWindow = "slim-window",
    }
}

string_enum! {
    /// Nothing yet.
    pub enum Empty {}
}

#[test]
fn listed_values_become_variants() {
    assert_eq!(Level::KNOWN, ["trace", "slim-window"]);
    for wire in Level::KNOWN {
        let level = Level::from(*wire);
        assert!(level.is_known());
        assert_eq!(level.as_str(), *wire);
        assert_eq!(Level::from((*wire).to_owned()), level);
        assert_eq!(wire.parse::<Level>(), Ok(level.clone()));
        assert_eq!(format!("{level:>12}"), format!("{wire:>12}"));
    }
    assert_eq!(Level::from("trace"), Level::Trace);
}

#[test]
fn other_values_are_kept() {
    let level: Level = serde_json::from_str("\"lo\\u0075d\"").unwrap();
    assert_eq!(level, Level::Unknown("loud".to_owned()));
    assert!(!level.is_known());
    assert_eq!(serde_json::to_string(&level).unwrap(), "\"loud\"");
    assert_eq!(Level::decode(&level.encode()), Ok(level));
    assert_eq!(Level::from("Trace"), Level::Unknown("Trace".to_owned()));
}

#[test]
fn json_round_trip() {
    for text in ["\"trace\"", "\"slim-window\"", "\"\"", "\"x\""] {
        let level: Level = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&level).unwrap(), text);
        // From a reader every text is a fresh one.
        let again: Level = serde_json::from_reader(text.as_bytes()).unwrap();
        assert_eq!(again, level);
    }
    let error = serde_json::from_str::<Level>("7").unwrap_err();
    assert!(error.to_string().contains("expected a string"), "{error}");
}

#[test]
fn an_enumeration_without_values() {
    assert!(Empty::KNOWN.is_empty());
    assert_eq!(Empty::from("x").as_str(), "x");
    assert!(!Empty::from("x").is_known());
}

/// A thing.
#[derive(Clone, Default)]
pub struct Thing {
    /// Its number.
    pub id: u8,
    /// What is in it.
    pub inner: Option<Box<Thing>>,
    /// Everything else.
    pub rest: BTreeMap<String, u8>,
}

object! { Thing { required id = "id" | "Id" | "ID", optional inner = "Inner" | "inner", ..rest } }

#[test]
fn members_have_several_names() {
    let text = r#"{"ID":1,"id":"skipped","x":5,"inner":{"Id":2,"ID":3},"Inner":null}"#;
    let thing: Thing = serde_json::from_str(text).unwrap();
    let inner = Thing { id: 2, ..Thing::default() };
    let rest = BTreeMap::from([("x".to_owned(), 5)]);
    assert_eq!(thing, Thing { id: 1, inner: Some(Box::new(inner)), rest });
    let written = r#"{"id":1,"Inner":{"id":2},"x":5}"#;
    assert_eq!(serde_json::to_string(&thing).unwrap(), written);
    for wrong in [r#"{"iD":1}"#, "{}", "[1]", "1", r#"{"id":1,"Inner":{"id":256}}"#] {
        assert!(serde_json::from_str::<Thing>(wrong).is_err(), "{wrong}");
    }
}

/// Every way in which a member can be there or not.
#[derive(Clone)]
pub struct Modes {
    required: u8,
    required_or_null: Option<u8>,
    optional: Option<u8>,
    nullable: Option<Option<u8>>,
    list: Vec<u8>,
    optional_list: BTreeMap<String, u8>,
    r#type: u8,
}

impl Default for Modes {
    fn default() -> Self {
        Self {
            required: 0,
            required_or_null: None,
            optional: None,
            nullable: None,
            list: Vec::new(),
            optional_list: BTreeMap::new(),
            r#type: 7,
        }
    }
}

object! { Modes { required required = "required", required required_or_null = "required_or_null", optional optional = "optional", nullable nullable = "nullable", list list = "list", optional_list optional_list = "optional_list", with_default r#type = "the type" } }

/// The same without a `Default`, and with a member that has none.
#[derive(Clone)]
pub struct Slotted {
    required: IpAddr,
    required_or_null: Option<u8>,
    optional: Option<u8>,
    nullable: Option<Option<u8>>,
    list: Vec<u8>,
    optional_list: BTreeMap<String, u8>,
    r#type: u8,
    time: DateTime<Utc>,
    optional_time: Option<DateTime<Utc>>,
    rest: BTreeMap<String, serde_json::Value>,
}

impl Slotted {
    fn seven() -> u8 {
        7
    }
}

object_in_slots! { Slotted { required required = "required", required required_or_null = "required_or_null", optional optional = "optional", nullable nullable = "nullable", list list = "list", optional_list optional_list = "optional_list", with_default(Self::seven) r#type = "the type" | "The Type", time time = "time", optional_time optional_time = "optional_time", ..rest } }

#[test]
fn members_have_slots_where_no_value_stands_for_them() {
    let time = "2024-02-29T12:00:00Z";
    let full = format!(
        r#"{{"required":"::1","required_or_null":2,"optional":3,"nullable":null,"list":[5],"optional_list":{{"x":6}},"the type":8,"time":"{time}","optional_time":"{time}","z":9}}"#
    );
    let bare = format!(
        r#"{{"required":"::1","required_or_null":null,"list":[],"the type":7,"time":"{time}"}}"#
    );
    for (text, written) in [
        (full.as_str(), full.as_str()),
        (&bare, &bare),
        (&format!(r#"{{"time":"{time}","The Type":null,"list":null,"required":"::1"}}"#), &bare),
        (&full.replace("the type", "The Type"), &full),
    ] {
        let value: Slotted = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), written, "{text}");
    }
    for (text, message) in [
        (full.replace("\"required\"", "\"other\""), "missing field `required`"),
        (full.replace("\"time\"", "\"y\""), "missing field `time`"),
        (full.replace("::1", ":1"), "invalid IP address"),
        (full.replace("nullable", "optional"), "duplicate field `optional`"),
        ("[]".to_owned(), "expected an object"),
    ] {
        let error = serde_json::from_str::<Slotted>(&text).unwrap_err();
        assert!(error.to_string().contains(message), "{text}: {error}");
    }
}

/// Nothing at all.
#[derive(Clone, Default)]
pub struct Nothing {}

object! { Nothing {  } }

#[test]
fn members_are_there_or_not() {
    let full = r#"{"required":1,"required_or_null":2,"optional":3,"nullable":4,"list":[5],"optional_list":{"x":6},"the type":8}"#;
    let bare = r#"{"required":1,"required_or_null":null,"list":[],"the type":7}"#;
    for (text, written) in [
        (full, full),
        (bare, bare),
        (r#"{"required":1}"#, bare),
        // Whatever stands between, in any order, with escapes in names.
        (r#" { "x": [{}], "required" : 1 , "": null, "list":null } "#, bare),
        (r#"{"required":1,"optional":null,"optional_list":null,"the type":null}"#, bare),
        (
            r#"{"required":1,"nullable":null}"#,
            r#"{"required":1,"required_or_null":null,"nullable":null,"list":[],"the type":7}"#,
        ),
    ] {
        let modes: Modes = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&modes).unwrap(), written, "{text}");
        // From a reader every name is a fresh one, from a tree an owned one.
        assert_eq!(serde_json::from_reader::<_, Modes>(text.as_bytes()).unwrap(), modes);
        let tree: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::from_value::<Modes>(tree).unwrap(), modes);
    }
    let nothing: Nothing = serde_json::from_str(r#"{"a":1,"a":[2]}"#).unwrap();
    assert_eq!(serde_json::to_string(&nothing).unwrap(), "{}");
}

mod derived {
    use std::collections::BTreeMap;
    use std::net::IpAddr;

    use chrono::{DateTime, Utc};

    /// As the other one, by a derive.
    #[derive(Debug)]
    #[expect(dead_code, reason = "only shown")]
    pub(super) struct Slotted {
        pub(super) required: IpAddr,
        pub(super) required_or_null: Option<u8>,
        pub(super) optional: Option<u8>,
        pub(super) nullable: Option<Option<u8>>,
        pub(super) list: Vec<u8>,
        pub(super) optional_list: BTreeMap<String, u8>,
        pub(super) r#type: u8,
        pub(super) time: DateTime<Utc>,
        pub(super) optional_time: Option<DateTime<Utc>>,
        pub(super) rest: BTreeMap<String, serde_json::Value>,
    }
}

#[test]
fn objects_are_shown_and_compared_as_by_derives() {
    let text = r#"{"required":"::1","nullable":null,"list":[5],"optional_list":{"x":6},"time":"2024-02-29T12:00:00Z","z":{}}"#;
    let value: Slotted = serde_json::from_str(text).unwrap();
    let Slotted { required, required_or_null, optional, nullable, .. } = value.clone();
    let Slotted { list, optional_list, r#type, time, optional_time, rest, .. } = value.clone();
    let derived = derived::Slotted {
        required,
        required_or_null,
        optional,
        nullable,
        list,
        optional_list,
        r#type,
        time,
        optional_time,
        rest,
    };
    assert_eq!(format!("{value:?}"), format!("{derived:?}"));
    assert_eq!(format!("{value:#?}"), format!("{derived:#?}"));
    assert_eq!(format!("{:?} {:#?}", Nothing {}, Nothing {}), "Nothing Nothing");
    let thing = Thing { id: 1, inner: None, rest: BTreeMap::from([("x".to_owned(), 5)]) };
    assert_eq!(format!("{thing:?}"), r#"Thing { id: 1, inner: None, rest: {"x": 5} }"#);
    assert_ne!(thing, Thing { rest: BTreeMap::new(), ..thing.clone() });
    assert_ne!(thing, Thing { inner: Some(Box::default()), ..thing.clone() });

    assert_eq!(value, value.clone());
    let later = value.time + std::time::Duration::from_nanos(1);
    let others = [
        Slotted { required: IpAddr::from([127, 0, 0, 1]), ..value.clone() },
        Slotted { required_or_null: Some(0), ..value.clone() },
        Slotted { optional: Some(0), ..value.clone() },
        Slotted { nullable: None, ..value.clone() },
        Slotted { list: vec![6], ..value.clone() },
        Slotted { optional_list: BTreeMap::new(), ..value.clone() },
        Slotted { r#type: 8, ..value.clone() },
        Slotted { time: later, ..value.clone() },
        Slotted { optional_time: Some(value.time), ..value.clone() },
        Slotted { rest: BTreeMap::new(), ..value.clone() },
    ];
    for other in others {
        assert_ne!(value, other);
    }
}

#[test]
fn mistakes_in_members_are_told_with_their_place() {
    for (text, at, message) in [
        ("{}", ".", "missing field `required`"),
        (r#"{"required":1,"required":2}"#, ".", "duplicate field `required`"),
        (r#"{"required":null}"#, "required", "expected u8"),
        (r#"{"required":1,"list":[1,"2"]}"#, "list[1]", "expected u8"),
        (r#"{"required":1,"optional_list":{"y":-1}}"#, "optional_list.y", "expected u8"),
        ("[1]", ".", "invalid type: sequence, expected an object"),
        ("null", ".", "invalid type: null, expected an object"),
    ] {
        let input = &mut serde_json::Deserializer::from_str(text);
        let error = serde_path_to_error::deserialize::<_, Modes>(input).unwrap_err();
        assert_eq!(error.path().to_string(), at, "{text}");
        assert!(error.inner().to_string().contains(message), "{text}: {error}");
    }
}

#[test]
fn every_order_of_members_is_understood() {
    let names: Vec<&str> = (0..70).map(|place| &*place.to_string().leak()).collect();
    let shape: &'static Shape =
        Box::leak(Box::new(Shape { names: names.leak(), aliases: &[], rest: &[], fields: "" }));
    // Steps of many widths: in order, with some left out, back and forth, with repetitions.
    for (step, count) in (0..70).flat_map(|step| [3, 69, 70, 140].map(|count| (step, count))) {
        let mut order = Order::new(shape);
        let mut found = BTreeSet::new();
        for place in (0..count).map(|index| index * step % 70 + index / 70 % 2) {
            let name = StrDeserializer::<serde::de::value::Error>::new(shape.names[place % 70]);
            assert_eq!((&mut order).deserialize(name), Ok(place % 70));
            assert_eq!(order.is_first(place % 70), found.insert(place % 70), "{step} {place}");
        }
        let missing: Vec<usize> = order.missing().map(|(place, _)| place).collect();
        let left: Vec<usize> = (0..70).filter(|place| !found.contains(place)).collect();
        assert_eq!(missing, left, "{step} {count}");
        assert_eq!(order.is_complete(), left.is_empty());
    }
}
