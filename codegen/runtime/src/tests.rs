//! Tests of what only this crate, and each emitted one, may use.

use crate::types::aliased::aliased;
use crate::types::parameter::Parameter;
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

aliased! {
    const ALIASES: Aliases = &[("Id", "id"), ("ID", "id"), ("inner", "Inner")];
    /// A thing.
    #[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
    pub struct Thing {
        /// Its number.
        pub id: u8,
        /// What is in it.
        #[serde(rename = "Inner", skip_serializing_if = "Option::is_none")]
        pub inner: Option<Box<Thing>>,
        /// Everything else.
        #[serde(flatten)]
        pub rest: std::collections::BTreeMap<String, u8>,
    }
}

#[test]
fn members_have_several_names() {
    let text = r#"{"ID":1,"id":"skipped","x":5,"inner":{"Id":2,"ID":3},"Inner":null}"#;
    let thing: Thing = serde_json::from_str(text).unwrap();
    let inner = Thing { id: 2, ..Thing::default() };
    let rest = std::collections::BTreeMap::from([("x".to_owned(), 5)]);
    assert_eq!(thing, Thing { id: 1, inner: Some(Box::new(inner)), rest });
    let written = r#"{"id":1,"Inner":{"id":2},"x":5}"#;
    assert_eq!(serde_json::to_string(&thing).unwrap(), written);
    for wrong in [r#"{"iD":1}"#, "{}", "[1]", "1", r#"{"id":1,"Inner":{"id":256}}"#] {
        assert!(serde_json::from_str::<Thing>(wrong).is_err(), "{wrong}");
    }
}
