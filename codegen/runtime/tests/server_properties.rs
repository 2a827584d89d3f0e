//! Nothing that a client sends makes the server panic, or lie about what it checked.

#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod server_api;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, Uri};
use codegen_runtime::server::violations::Violations;
use codegen_runtime::server::{check, query};
use proptest::prelude::*;
use serde_json::{Value, json};
use server_api::{AGENT, LOGS, ME, RECREATE, answer, router, schemas, types};

fn ask(app: &Router, request: Request<Body>) -> (u16, Value) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(answer(app, request))
}

/// An error is a JSON object with a message, a success is not an error.
fn well_formed((status, body): &(u16, Value)) {
    match status {
        200 | 204 => {}
        400 | 401 | 404 | 405 | 413 | 415 | 426 => {
            assert!(body["message"].as_str().is_some_and(|m| !m.is_empty()), "{body}");
        }
        other => panic!("{other} {body}"),
    }
}

/// JSON of any shape.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(any_name(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "log_source_id",
            "logs",
            "labels",
            "output",
            "level",
            "next",
            "quiet"
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ]
}

/// JSON near to what is expected: a good body, in which some members are something else.
fn nearly_right() -> impl Strategy<Value = Value> {
    let good_log = json!({"level": "info", "output": "x", "created_at": "2024-02-29T23:59:60Z", "size": 1, "weight": 0.5});
    let log = (any::<prop::sample::Index>(), any_json(), any::<bool>()).prop_map(
        move |(at, json, change)| {
            let mut log = good_log.clone();
            let names = ["level", "output", "created_at", "size", "weight"];
            if change {
                log[*at.get(&names)] = json;
            }
            log
        },
    );
    let good = json!({"log_source_id": AGENT, "labels": {"a": "b"}, "meta": 1, "settings": {"next": {}}, "parent": AGENT, "tags": ["a"], "count": 1});
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any_json()), 0..2);
    (prop::collection::vec(log, 0..3), changes).prop_map(move |(logs, changes)| {
        let mut body = good.clone();
        body["logs"] = Value::from(logs);
        let names =
            ["log_source_id", "logs", "labels", "meta", "settings", "parent", "tags", "count"];
        for (at, json) in changes {
            body[*at.get(&names)] = json;
        }
        body
    })
}

/// What the check says about a body: nothing, or that something is wrong.
fn accepted(bytes: &[u8]) -> bool {
    let mut violations = Violations::default();
    let parsed = check::body(&schemas::PATCH_LOGS, true, bytes, &mut violations);
    parsed.is_ok() && violations.count() == 0
}

fn header() -> impl Strategy<Value = HeaderValue> {
    prop::collection::vec(any::<u8>(), 0..40)
        .prop_filter_map("a header value", |bytes| HeaderValue::from_bytes(&bytes).ok())
}

fn uri_text(length: usize) -> impl Strategy<Value = String> {
    let byte = prop_oneof![
        Just("%".to_owned()),
        Just("&".into()),
        Just("=".into()),
        Just("+".into()),
        Just(",".into()),
        any::<u8>().prop_map(|b| format!("%{b:02x}")),
        "[!-~]",
    ];
    prop::collection::vec(byte, 0..length).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(body in prop::collection::vec(any::<u8>(), 0..300), kind in header(), token in header()) {
        for (method, uri) in [("PATCH", ME), ("POST", RECREATE)] {
            let request = Request::builder().method(method).uri(uri)
                .header("content-type", kind.clone()).header("coder-session-token", token.clone())
                .body(Body::from(body.clone())).unwrap();
            well_formed(&ask(&router(), request));
            let request = Request::builder().method(method).uri(uri)
                .header("coder-session-token", "t").body(Body::from(body.clone())).unwrap();
            well_formed(&ask(&router(), request));
        }
    }

    #[test]
    fn any_json_is_answered(body in any_json()) {
        let request = server_api::request("PATCH", ME).body(body.to_string().into()).unwrap();
        well_formed(&ask(&router(), request));
    }

    #[test]
    fn any_address_and_header_is_answered(segment in uri_text(8), query in uri_text(40), value in header()) {
        for uri in [format!("/api/v2/workspaceagents/{segment}/logs?{query}"), format!("{LOGS}?{query}"), format!("/{segment}?{query}")] {
            let Ok(uri) = uri.parse::<Uri>() else { continue };
            let request = Request::builder().uri(uri).header("coder-session-token", "t")
                .header("x-attempt", value.clone()).body(Body::empty()).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let response = runtime.block_on(server_api::ask(&router(), request));
            prop_assert!(response.status().as_u16() < 500);
        }
    }

    #[test]
    fn known_names_with_any_values(name in prop::sample::select(vec!["before", "follow", "format", "name", "label", "ids"]), value in uri_text(20)) {
        let Ok(uri) = format!("{LOGS}?{name}={value}").parse::<Uri>() else { return Ok(()) };
        let request = Request::builder().uri(uri).header("coder-session-token", "t").body(Body::empty()).unwrap();
        well_formed(&ask(&router(), request));
    }

    #[test]
    fn what_passes_the_check_decodes(body in nearly_right()) {
        let text = body.to_string();
        if accepted(text.as_bytes()) {
            let decoded = serde_json::from_str::<types::PatchLogs>(&text);
            prop_assert!(decoded.is_ok(), "{text} {decoded:?}");
        }
    }

    #[test]
    fn what_is_damaged_and_passes_decodes(body in nearly_right(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = body.to_string().into_bytes();
        *at.get_mut(&mut bytes) = byte;
        if accepted(&bytes) {
            let decoded = serde_json::from_slice::<types::PatchLogs>(&bytes);
            prop_assert!(decoded.is_ok(), "{} {decoded:?}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn queries_come_back(pairs in prop::collection::vec((".{1,8}", ".{0,8}"), 0..5)) {
        use percent_encoding_of as encode;
        let text: Vec<String> = pairs.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
        let text = text.join("&");
        let parsed = query::Query::of(Some(&text));
        for (name, _) in &pairs {
            let values: Vec<String> = parsed.raw(name).map(|raw| query::decode(raw).unwrap().into_owned()).collect();
            let expected: Vec<String> = pairs.iter().filter(|(n, _)| n == name).map(|(_, v)| v.clone()).collect();
            prop_assert_eq!(values, expected);
        }
    }
}

fn percent_encoding_of(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The property about checking would be worth nothing if the check refused everything.
#[test]
fn the_check_passes_much() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let strategy = nearly_right();
    let passed = (0..300)
        .filter(|_| {
            accepted(strategy.new_tree(&mut runner).unwrap().current().to_string().as_bytes())
        })
        .count();
    assert!((30..270).contains(&passed), "{passed} of 300");
}
