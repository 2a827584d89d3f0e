//! JSON bodies.

#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod server_api;

use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use server_api::router::{router, router_with};
use server_api::{AGENT, Echo, ME, RECREATE, answer, patch, request, violations};

use codegen_runtime::server::router::Options;
use serde_json::{Value, json};

fn good() -> Value {
    json!({
        "log_source_id": AGENT,
        "logs": [
            {"level": "info", "output": "é", "created_at": "2024-01-01T00:00:00.123+01:00"},
            {"output": "", "size": -1, "weight": 1},
        ],
        "labels": {"a": "b"},
        "meta": {"deep": [1, {"x": null}]},
        "settings": {"next": {"quiet": true, "next": {}}},
        "parent": null,
        "count": 9_223_372_036_854_775_807_i64,
    })
}

async fn refused(body: &Value) -> Vec<String> {
    let (status, answer) = patch(body.to_string()).await;
    assert_eq!(status, 400, "{body}");
    assert_eq!(answer["message"], "Request is not valid.");
    violations(&answer)
}

#[tokio::test]
async fn a_good_body_arrives() {
    let (status, answer) = patch(format!(" {}\n", good())).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["logs"][0]["created_at"], "2023-12-31T23:00:00.123Z");
    assert_eq!(answer["settings"]["next"]["quiet"], true);
    assert_eq!(answer["count"], 9_223_372_036_854_775_807_i64);
    assert_eq!(answer["meta"], good()["meta"]);
}

#[tokio::test]
async fn everything_wrong_is_told_at_once() {
    let body = json!({
        "logs": [{"output": "x"}, {"level": "loud", "created_at": "yesterday", "size": 2_147_483_648_i64, "weight": 1.5}, 3],
        "labels": {"k": "far too long", "n": 1},
        "settings": {"next": {"quiet": "yes", "wat": [[]]}},
        "parent": "no",
        "tags": ["a", "b", "a", "c"],
        "count": 0,
        "more": {},
    });
    let asked = request("PATCH", &format!("{ME}?dry=perhaps")).body(body.to_string().into());
    let (status, answer) = answer(&server_api::router(), asked.unwrap()).await;
    assert_eq!(status, 400);
    assert_eq!(
        violations(&answer),
        [
            "count: must be at least 1",
            "dry: must be true or false",
            "labels.k: must have at most 8 characters",
            "labels.n: must be a text",
            "log_source_id: is required",
            "logs[1].created_at: must be a time (RFC 3339)",
            "logs[1].level: must be one of: trace, debug, info, warn, error",
            "logs[1].output: is required",
            "logs[1].size: must be at most 2147483647",
            "logs[1].weight: must be at most 1",
            "logs[2]: must be an object",
            "parent: must be a UUID",
            "settings.next.quiet: must be true or false",
            "settings.next.wat: is not known",
            "tags: must have at most 3 items",
            "tags[2]: is there already",
        ]
    );
}

#[tokio::test]
async fn wrong_types_everywhere() {
    let values = [
        json!(true),
        json!(1),
        json!(-1),
        json!(u64::MAX),
        json!(1.5),
        json!("text"),
        json!([]),
        json!({}),
        json!([{}]),
    ];
    for member in ["log_source_id", "logs", "labels", "settings", "parent", "tags", "count"] {
        for value in &values {
            let mut body = good();
            body[member] = value.clone();
            let fits = matches!(
                (member, value),
                ("logs", Value::Array(a)) if a.is_empty()
            ) || matches!((member, value), ("labels" | "settings", Value::Object(_)))
                || (member == "count" && *value == json!(1));
            let (status, answer) = patch(body.to_string()).await;
            assert_eq!(status, if fits { 200 } else { 400 }, "{member} {value} {answer}");
            assert_eq!(violations(&answer).is_empty(), fits, "{member} {value}");
        }
    }
    for body in &values {
        let found = refused(body).await;
        let expected = if body == &json!({}) {
            "log_source_id: is required"
        } else {
            "body: must be an object"
        };
        assert_eq!(found, [expected]);
    }
}

#[tokio::test]
async fn null_is_absence_where_that_is_allowed() {
    let nulls = json!({"log_source_id": AGENT, "logs": null, "labels": null, "meta": null, "settings": null, "parent": null, "tags": null, "count": null});
    let (status, answer) = patch(nulls.to_string()).await;
    assert_eq!(status, 200, "{answer}");
    let body = json!({"log_source_id": null, "logs": [null], "labels": {"a": null}});
    assert_eq!(
        refused(&body).await,
        [
            "labels.a: must not be null",
            "log_source_id: must not be null",
            "logs[0]: must not be null"
        ]
    );
    assert_eq!(refused(&Value::Null).await, ["body: must not be null"]);
}

#[tokio::test]
async fn members_come_once() {
    let body = format!(r#"{{"log_source_id":"{AGENT}","log_source_id":"{AGENT}","x":1,"x":2}}"#);
    let (status, answer) = patch(body).await;
    assert_eq!(status, 400);
    assert_eq!(violations(&answer), ["log_source_id: is given more than once"]);
    let escaped = format!(r#"{{"log_source\u005fid":"{AGENT}"}}"#);
    assert_eq!(patch(escaped).await.0, 200);
}

#[tokio::test]
async fn what_is_not_json_is_refused() {
    let text = good().to_string();
    let mut bodies: Vec<Vec<u8>> =
        (1..text.len()).map(|end| text.as_bytes()[..end].to_vec()).collect();
    for extra in ["x", "{}", ",", "]"] {
        bodies.push(format!("{text}{extra}").into_bytes());
    }
    bodies.push(b"\xef\xbb\xbf{}".to_vec());
    bodies.push(b"{\"log_source_id\":\"\xff\"}".to_vec());
    bodies.push(br#"{"log_source_id":"\ud800"}"#.to_vec());
    bodies.push(br#"{"count":1e999}"#.to_vec());
    bodies.push(br#"{"count":01}"#.to_vec());
    bodies.push(br#"{"labels":{"a" "b"}}"#.to_vec());
    bodies.push(b" \n".to_vec());
    for body in bodies {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let (status, answer) = patch(body).await;
        assert_eq!(status, 400, "{shown}");
        assert_eq!(answer["message"], "Request body must be valid JSON.", "{shown}");
        assert!(answer["detail"].as_str().unwrap().contains("line"), "{answer}");
    }
    let (status, answer) = patch("").await;
    assert_eq!((status, violations(&answer)), (400, vec!["body: is required".to_owned()]));
}

#[tokio::test]
async fn deep_nesting_is_harmless() {
    const DEEP: usize = 100_000;
    let settings = format!("{}1{}", r#"{"next":"#.repeat(DEEP), "}".repeat(DEEP));
    for value in [
        "[".repeat(DEEP),
        format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP)),
        r#"{"a":"#.repeat(DEEP),
        settings,
    ] {
        assert_eq!(patch(value.clone()).await.0, 400);
        for member in ["logs", "meta", "settings", "count", "parent", "tags", "labels"] {
            let body = format!(r#"{{"log_source_id":"{AGENT}","{member}":{value}}}"#);
            assert_eq!(patch(body).await.0, 400, "{member}");
        }
        // Where nobody looks, only well-formedness counts.
        let body = format!(r#"{{"log_source_id":"{AGENT}","unknown":{value}}}"#);
        let whole = value.ends_with(']') || value.ends_with('}');
        assert_eq!(patch(body).await.0, if whole { 200 } else { 400 });
    }
}

#[tokio::test]
async fn a_million_problems_make_a_short_answer() {
    let logs = vec!["1"; 500_000].join(",");
    let (status, answer) = patch(format!(r#"{{"log_source_id":"{AGENT}","logs":[{logs}]}}"#)).await;
    assert_eq!(status, 400);
    assert_eq!(violations(&answer).len(), 100);
    assert_eq!(answer["detail"], "the first 100 of 500000 problems are listed");
}

#[tokio::test]
async fn content_types() {
    let ask = |kind: &'static str, uri: &'static str, method: &'static str, body: String| async move {
        let asked = request(method, uri).header(CONTENT_TYPE, kind).body(Body::from(body)).unwrap();
        answer(&server_api::router(), asked).await.0
    };
    for kind in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/problem+json",
        "text/x+JSON;a=b",
        "",
    ] {
        assert_eq!(ask(kind, ME, "PATCH", good().to_string()).await, 200, "{kind}");
    }
    for kind in [
        "text/plain",
        "application/jsonp",
        "json",
        "application/+json",
        "application/x-www-form-urlencoded",
        "é",
    ] {
        assert_eq!(ask(kind, ME, "PATCH", good().to_string()).await, 415, "{kind}");
        assert_eq!(ask(kind, RECREATE, "POST", "{}".into()).await, 415, "{kind}");
        assert_eq!(ask(kind, RECREATE, "POST", String::new()).await, 204, "{kind}");
    }
    let two = request("PATCH", ME).header(CONTENT_TYPE, "text/plain").body("{".into()).unwrap();
    let (_, body) = answer(&server_api::router(), two).await;
    assert_eq!(body["message"], "Request body must be JSON.");
}

#[tokio::test]
async fn optional_bodies() {
    for (body, expected) in [
        ("", 204),
        ("null", 204),
        (" null ", 204),
        ("{}", 200),
        ("[]", 400),
        ("{", 400),
        (" ", 400),
    ] {
        let asked = request("POST", RECREATE).body(Body::from(body)).unwrap();
        let (status, answer) = answer(&server_api::router(), asked).await;
        assert_eq!(status, expected, "{body:?} {answer}");
    }
}

#[tokio::test]
async fn too_large() {
    let app = router_with(Echo::default(), Options::default().body_limit(100));
    let exact = format!("{:<100}", json!({"log_source_id": AGENT}).to_string());
    assert_eq!(answer(&app, request("PATCH", ME).body(exact.clone().into()).unwrap()).await.0, 200);
    let (status, body) =
        answer(&app, request("PATCH", ME).body(format!("{exact} ").into()).unwrap()).await;
    assert_eq!((status, body["detail"].as_str()), (413, Some("at most 100 bytes are accepted")));
    // Announced: nothing of it is read.
    let unread =
        Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let asked = request("PATCH", ME).header(CONTENT_LENGTH, "101").body(unread).unwrap();
    assert_eq!(answer(&app, asked).await.0, 413);
    // Not announced: read up to the limit.
    let pieces = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 30]));
    let asked = request("PATCH", ME).body(Body::from_stream(pieces)).unwrap();
    assert_eq!(answer(&app, asked).await.0, 413);
    // Broken off.
    let pieces = futures_util::stream::iter([Ok(vec![b'{']), Err(std::io::Error::other("gone"))]);
    let asked = request("PATCH", ME).body(Body::from_stream(pieces)).unwrap();
    let (status, body) = answer(&app, asked).await;
    assert_eq!((status, body["message"].as_str()), (400, Some("Request body could not be read.")));
    // A limit in front of the router.
    let cut = std::io::Error::other("length limit exceeded");
    let pieces = futures_util::stream::iter([Ok(vec![b'{']), Err(cut)]);
    let asked = request("PATCH", ME).body(Body::from_stream(pieces)).unwrap();
    assert_eq!(answer(&app, asked).await.0, 413);
    // The default is 2 MiB.
    let app = router(Echo::default());
    let mut body = json!({"log_source_id": AGENT}).to_string();
    body.push_str(&" ".repeat(2 * 1024 * 1024 - body.len()));
    assert_eq!(answer(&app, request("PATCH", ME).body(body.clone().into()).unwrap()).await.0, 200);
    assert_eq!(answer(&app, request("PATCH", ME).body((body + " ").into()).unwrap()).await.0, 413);
}

#[tokio::test]
async fn times_have_a_zone() {
    let mut body = good();
    for (time, expected) in [
        ("0001-01-01T00:00:00Z", 200),
        ("2024-02-29T23:59:60.123456789-12:00", 200),
        ("2024-01-01T00:00:00", 400),
        ("2024-02-30T00:00:00Z", 400),
        ("", 400),
    ] {
        body["logs"][0]["created_at"] = time.into();
        let (status, answer) = patch(body.to_string()).await;
        assert_eq!(status, expected, "{time} {answer}");
    }
}

/// With its feature `arbitrary_precision`, serde_json shows numbers as objects with this member.
#[tokio::test]
async fn numbers_in_disguise() {
    let body = |number: &str| {
        format!(
            r#"{{"log_source_id":"{AGENT}","count":{{"$serde_json::private::Number":{number}}}}}"#
        )
    };
    let (status, answer) = patch(body("\"0\"")).await;
    assert_eq!((status, violations(&answer)), (400, vec!["count: must be at least 1".to_owned()]));
    for other in ["\"x\"", "1", "\"1\",\"b\":2", "null"] {
        assert_eq!(patch(body(other)).await.0, 400, "{other}");
    }
}
