//! Paths to what does not fit.

use std::collections::BTreeMap;
use std::fmt::Debug;

use codegen_runtime::client::misfit::path;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "values that are only read")]
struct Pet {
    name: String,
    legs: Option<Vec<Leg>>,
    tags: Option<BTreeMap<String, Vec<u8>>>,
    born: Option<chrono::DateTime<chrono::Utc>>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "values that are only read")]
struct Leg {
    length: u8,
}

/// Both ways to find it, where the library has one.
fn check<T: DeserializeOwned + Debug>(text: &str, expected: &str) {
    let error = serde_json::from_str::<T>(text).expect_err(text);
    assert_eq!(path(text.as_bytes(), &error), expected, "{text}: {error}");
    let mut input = serde_json::Deserializer::from_str(text);
    let error = serde_path_to_error::deserialize::<_, T>(&mut input).expect_err(text);
    let other = error.path().to_string();
    assert_eq!(if other == "." { "" } else { &other }, expected, "{text}");
}

#[test]
fn the_value_that_does_not_fit_is_found() {
    for (text, expected) in [
        (r#"{}"#, ""),
        (r#"{"name":1}"#, "name"),
        (r#"{"name":null}"#, "name"),
        (r#"{"name": [1]}"#, "name"),
        (r#"{"name": {"a": 1}}"#, "name"),
        (r#"{"name":"x\"]}","legs":[{"length":1},{"length":300}]}"#, "legs[1].length"),
        (
            "{\"name\":\"x\",\n \"legs\": [\n{\"length\":1},\r\n {\"length\":\"é\"} ] }",
            "legs[1].length",
        ),
        (r#"{"legs":[{"length":1}, {} ],"name":"x"}"#, "legs[1]"),
        (r#"{"legs":[{"length":1}, 7 ],"name":"x"}"#, "legs[1]"),
        (r#"{"legs":[ true ],"name":"x"}"#, "legs[0]"),
        (r#"{"legs":{"length":1},"name":"x"}"#, "legs"),
        (r#"{"tags":{"a":[1],"b \u0041":[1,2,-3]}}"#, "tags.b A[2]"),
        (r#"{"tags":{"a":[[1]]}}"#, "tags.a[0]"),
        (r#"{"tags":{"a":[1,{"b":2}]}}"#, "tags.a[1]"),
        (r#"{"born":"yesterday","name":"x"}"#, "born"),
        (r#"{"name":"x","other":[{"a":[]}],"name":"x"}"#, ""),
    ] {
        check::<Pet>(text, expected);
    }
    check::<Vec<Vec<u8>>>("[[1],[2,3,[]]]", "[1][2]");
    check::<u8>(" \"x\"", "");
}

#[test]
fn what_is_no_json_is_found_as_well() {
    for (text, expected) in [
        (&b""[..], ""),
        (b"{", ""),
        (b"]}:,\"", ""),
        (b"{\"name\":\"x\"} {\"name\":1}", ""),
        (b"{\"name\":\"x", "name"),
        (b"{\"name\":\"\xff\"}", "name"),
        (b"{\"legs\":[{\"length\":1},{\"length\":x}]}", "legs[1].length"),
    ] {
        let error = serde_json::from_slice::<Pet>(text).expect_err("no JSON");
        assert_eq!(path(text, &error), expected, "{text:?}: {error}");
    }
}
