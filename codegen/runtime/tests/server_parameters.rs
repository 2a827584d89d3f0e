//! Parameters and credentials.

#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod server_api;

use axum::body::Body;
use axum::http::Request;
use server_api::router::router;
use server_api::{Echo, LOGS, PTY, answer, get, request, violations};

/// The one input that an implementation saw for this query.
async fn seen(query: &str) -> String {
    let echo = Echo::default();
    let app = router(echo.clone());
    let asked = request("GET", &format!("{LOGS}?{query}")).body(Body::empty()).unwrap();
    let (status, body) = answer(&app, asked).await;
    assert_eq!(status, 200, "{body}");
    echo.seen.all().pop().unwrap()
}

async fn refused(query: &str) -> Vec<String> {
    let (status, body) = get(&format!("{LOGS}?{query}")).await;
    assert_eq!((status, body["message"].as_str()), (400, Some("Request is not valid.")));
    violations(&body)
}

#[tokio::test]
async fn all_forms_of_a_query_are_understood() {
    let all = seen("before=-5&after=9223372036854775807&follow=true&format=text&unknown=1").await;
    for part in ["before: Some(-5)", "after: Some(9223372036854775807)", "follow: Some(true)"] {
        assert!(all.contains(part), "{all}");
    }
    assert!(seen("follow").await.contains("follow: Some(true)"));
    assert!(seen("follow=").await.contains("follow: Some(true)"));
    assert!(seen("follow=false").await.contains("follow: Some(false)"));
    assert!(seen("").await.contains("follow: None"));
    assert!(seen("&&after=&format=&before").await.contains("before: None, after: None"));
    assert!(seen("name=").await.contains("name: Some(\"\")"));
    assert!(seen("n%61me=a+b%2Bc%20%C3%A9%zz").await.contains("name: Some(\"a b+c é%zz\")"));
}

#[tokio::test]
async fn lists_are_repeated_or_have_commas() {
    let all = seen("label=k%3Dv&label=a,b&label=&ids=1,2,3").await;
    assert!(all.contains(r#"label: ["k=v", "a,b", ""], ids: [1, 2, 3]"#), "{all}");
    let none = seen("ids=").await;
    assert!(none.contains("label: [], ids: []"), "{none}");
    assert_eq!(
        refused("ids=1,x,,4.5").await,
        ["ids[1]: must be an integer", "ids[2]: must be an integer", "ids[3]: must be an integer"]
    );
}

#[tokio::test]
async fn everything_wrong_is_told_at_once() {
    let query = "before=x&after=1e3&follow=maybe&format=xml&ids=1,a&name=%ff&label=%ff";
    let uri = format!("{}?{query}", LOGS.replace("67e5", "67g5"));
    let asked = request("GET", &uri).header("x-attempt", "2147483648").body(Body::empty()).unwrap();
    let (status, body) = answer(&server_api::router(), asked).await;
    assert_eq!(status, 400);
    assert_eq!(
        violations(&body),
        [
            "X-Attempt: must be at most 2147483647",
            "after: must be an integer",
            "before: must be an integer",
            "follow: must be true or false",
            "format: must be one of: json, text",
            "ids[1]: must be an integer",
            "label: must be UTF-8 once it is decoded",
            "name: must be UTF-8 once it is decoded",
            "workspaceagent: must be a UUID",
        ]
    );
}

#[tokio::test]
async fn a_single_parameter_comes_once() {
    assert_eq!(refused("after=1&after=1").await, ["after: is given more than once"]);
    let asked = request("GET", LOGS).header("x-attempt", "1").header("x-attempt", "1");
    let (status, body) = answer(&server_api::router(), asked.body(Body::empty()).unwrap()).await;
    assert_eq!(status, 400);
    assert_eq!(violations(&body), ["X-Attempt: is given more than once"]);
}

#[tokio::test]
async fn required_and_bounded() {
    let (status, body) = get(PTY).await;
    assert_eq!(status, 400);
    assert_eq!(violations(&body), ["height: is required"]);
    let (_, body) = get(&format!("{PTY}?height=")).await;
    assert_eq!(violations(&body), ["height: is required"]);
    let (_, body) = get(&format!("{PTY}?height=0")).await;
    assert_eq!(violations(&body), ["height: must be at least 1"]);
    let (_, body) = get(&format!("{PTY}?height=1001")).await;
    assert_eq!(violations(&body), ["height: must be at most 1000"]);
}

#[tokio::test]
async fn every_form_of_a_uuid_is_a_path() {
    let plain = "67e5504410b1426f9247bb680e5fe0c8";
    let canonical = server_api::AGENT;
    for id in [
        canonical.to_owned(),
        canonical.to_uppercase(),
        plain.to_owned(),
        format!("urn:uuid:{canonical}"),
        format!("urn%3Auuid%3A{canonical}"),
        format!("%7B{canonical}%7D"),
    ] {
        let (status, body) = get(&format!("/api/v2/workspaceagents/{id}/logs")).await;
        assert_eq!(status, 200, "{id} {body}");
    }
    for id in ["x", "%20", "67e5504410b1426f9247bb680e5fe0c", "a%2Fb", "%00"] {
        let (status, body) = get(&format!("/api/v2/workspaceagents/{id}/logs")).await;
        assert_eq!(status, 400, "{id}");
        assert_eq!(violations(&body), ["workspaceagent: must be a UUID"]);
    }
    let (status, body) = get("/api/v2/workspaceagents/%ff/logs?after=x").await;
    assert_eq!(status, 400);
    assert_eq!(
        violations(&body),
        ["after: must be an integer", "workspaceagent: must be UTF-8 once it is decoded"]
    );
}

#[tokio::test]
async fn credentials_are_asked_for_where_they_are_needed() {
    let ask = |token: Option<&'static [u8]>, uri: &'static str, method: &'static str| async move {
        let mut asked = Request::builder().method(method).uri(uri);
        if let Some(token) = token {
            asked = asked.header("coder-session-token", token);
        }
        answer(&server_api::router(), asked.body(Body::empty()).unwrap()).await
    };
    assert_eq!(ask(Some(b"t"), LOGS, "GET").await.0, 200);
    for none in [None, Some(&b""[..]), Some(b"  "), Some(b"\xff\xfe")] {
        let (status, body) = ask(none, LOGS, "GET").await;
        assert_eq!(status, 401);
        assert_eq!(body["message"], "A credential is needed for this operation.");
    }
    let (status, body) = ask(Some(b"wrong"), LOGS, "GET").await;
    assert_eq!((status, body["message"].as_str()), (401, Some("Unknown token.")));
    // Who is not known learns nothing about what else is wrong.
    assert_eq!(ask(None, "/api/v2/workspaceagents/x/logs", "GET").await.0, 401);
    assert_eq!(ask(None, server_api::RECREATE, "POST").await.0, 204);
}
