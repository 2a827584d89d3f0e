//! Bodies as the Go clients write them, and exact answers (wire 2.4, 2.5, 7.3, 7.6 to 7.12).

use crate::raw::within;
use crate::site::{BASE, ME, TOKEN, site};

#[tokio::test]
async fn wire_7_8_every_plain_operation_has_its_exact_status() {
    within(async {
        let site = site().await;
        let identity = "/api/v2/workspaceagents";
        let recreate = format!("{BASE}/containers/devcontainers/d1/recreate");
        for (method, path, body, expected) in [
            ("POST", format!("{identity}/aws-instance-identity"), r#"{"signature":"s","document":"d"}"#, (200, r#"{"session_token":"s"}"#)),
            ("POST", format!("{identity}/azure-instance-identity"), r#"{"signature":"s","encoding":"e"}"#, (200, r#"{"session_token":"s"}"#)),
            ("POST", format!("{identity}/google-instance-identity"), r#"{"json_web_token":"s"}"#, (200, r#"{"session_token":"s"}"#)),
            // Wire 7.12: nothing is said, in JSON.
            ("PATCH", format!("{ME}/app-status"), r#"{"app_slug":"a","state":"idle"}"#, (200, "null")),
            ("PATCH", format!("{ME}/logs"), r#"{"logs":[{"output":""}]}"#, (200, "null")),
            ("POST", format!("{ME}/log-source"), "{}", (201, r#"{"created_at":"1970-01-01T00:00:00Z","display_name":"","icon":"","id":"00000000-0000-0000-0000-000000000000","workspace_agent_id":"00000000-0000-0000-0000-000000000000"}"#)),
            ("GET", format!("{ME}/external-auth?id=x"), "", (200, r#"{"access_token":"","password":"","token_extra":{},"type":"Id(\"x\")","url":"","username":""}"#)),
            ("GET", format!("{ME}/gitauth?id=x"), "", (200, r#"{"access_token":"","password":"","token_extra":{},"type":"Id(\"x\")","url":"","username":""}"#)),
            ("GET", format!("{ME}/gitsshkey"), "", (200, r#"{"private_key":"","public_key":""}"#)),
            ("GET", format!("{BASE}/connection"), "", (200, r#"{"derp_force_websockets":false,"derp_map":{"Regions":{}},"disable_direct_connections":false}"#)),
            ("GET", format!("{BASE}/containers"), "", (200, r#"{"containers":[],"devcontainers":[]}"#)),
            // Wire 7.3: without a body.
            ("POST", recreate, "", (202, r#"{"message":"d1"}"#)),
            ("GET", format!("{BASE}/listening-ports"), "", (200, r#"{"ports":[]}"#)),
            ("GET", format!("{BASE}/logs"), "", (200, "[]")),
            ("GET", format!("{BASE}/startup-logs"), "", (200, "[]")),
        ] {
            let (head, answer) = site.exchange(method, &path, &[TOKEN], body).await;
            let status: u16 = head[9..12].parse().unwrap();
            assert_eq!((status, answer.as_str()), expected, "{method} {path}");
            assert!(head.contains("content-type: application/json"), "{head}");
            // Wire 7.2: whatever is welcome, nothing is compressed.
            assert!(!head.contains("content-encoding"), "{head}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_7_9_errors_have_a_message_and_are_short() {
    within(async {
        let site = site().await;
        for (path, status) in [
            (BASE.to_owned(), 404),
            ("/api/v2/nothing".to_owned(), 404),
            (format!("{BASE}/logs?after=x"), 400),
            (format!("{BASE}/logs?follow"), 426),
        ] {
            let (head, body) = site.exchange("GET", &path, &[TOKEN], "").await;
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
            assert!(head.contains("content-type: application/json"), "{path} {head}");
            assert!(body.len() < 1024 && body.starts_with('{'), "{body}");
            assert!(body.contains(r#""message":""#) && !body.contains(r#""message":"""#), "{body}");
        }
        // Wire 2.1: the path is known, the method is not.
        let (head, _) = site.exchange("DELETE", &format!("{BASE}/logs"), &[TOKEN], "").await;
        assert!(head.starts_with("HTTP/1.1 405 "), "{head}");
        assert!(head.contains("allow: GET"), "{head}");
    })
    .await;
}

#[tokio::test]
async fn wire_7_6_bodies_are_whole_objects() {
    within(async {
        let site = site().await;
        let status = r#"{"app_slug":"code","state":"working","message":"","uri":"","icon":"","needs_user_attention":false}"#;
        let (code, _) =
            site.send("PATCH", &format!("{ME}/app-status"), &[TOKEN], status).await;
        assert_eq!(code, 200);
        assert!(site.api.last().contains("needs_user_attention: Some(false)"));
        let nil = "00000000-0000-0000-0000-000000000000";
        let logs = format!(
            r#"{{"log_source_id":"{nil}","logs":[{{"created_at":"0001-01-01T00:00:00Z","output":"<a>\u0026\u001b[0m","level":"info"}},{{"created_at":"2025-07-14T08:00:00.123456789+02:00","output":"x","level":"trace"}}]}}"#
        );
        let (code, body) = site.send("PATCH", &format!("{ME}/logs"), &[TOKEN], &logs).await;
        assert_eq!(code, 200, "{body}");
        assert!(site.api.last().contains(r#"output: "<a>&\u{1b}[0m""#), "{}", site.api.last());
        // Older agents leave out the level and the source, and anybody may send null.
        for logs in [
            r#"{"logs":[{"output":"x","created_at":"2025-07-14T08:00:00Z"}]}"#,
            r#"{"log_source_id":null,"logs":[{"output":"x","level":null,"created_at":null}],"later":{}}"#,
        ] {
            let (code, body) = site.send("PATCH", &format!("{ME}/logs"), &[TOKEN], logs).await;
            assert_eq!(code, 200, "{logs} {body}");
        }
        let source = format!(r#"{{"id":"{nil}","display_name":"","icon":""}}"#);
        let (code, _) = site.send("POST", &format!("{ME}/log-source"), &[TOKEN], &source).await;
        assert_eq!(code, 201);
    })
    .await;
}

#[tokio::test]
async fn wire_7_7_a_document_is_text_with_json_in_it() {
    within(async {
        let site = site().await;
        let body = r#"{"signature":"s","document":"{\n  \"instanceId\" : \"i-1\"\n}"}"#;
        let path = "/api/v2/workspaceagents/aws-instance-identity";
        assert_eq!(site.send("POST", path, &[], body).await.0, 200);
        assert_eq!(site.api.last(), "{\n  \"instanceId\" : \"i-1\"\n}");
    })
    .await;
}

#[tokio::test]
async fn wire_2_4_what_is_wrong_with_a_body_is_named() {
    within(async {
        let site = site().await;
        let aws = "/api/v2/workspaceagents/aws-instance-identity".to_owned();
        let long = format!(r#"{{"app_slug":"a","state":"idle","message":"{}"}}"#, "x".repeat(161));
        for (method, path, body, field) in [
            ("POST", aws.clone(), r#"{"signature":"","document":"d"}"#, "signature"),
            ("POST", aws.clone(), r#"{"signature":"s"}"#, "document"),
            ("POST", aws, r#"{"signature":1,"document":"d"}"#, "signature"),
            ("PATCH", format!("{ME}/logs"), r#"{"logs":[]}"#, "logs"),
            (
                "PATCH",
                format!("{ME}/logs"),
                r#"{"logs":[{"output":"x","level":"loud"}]}"#,
                "logs[0].level",
            ),
            (
                "PATCH",
                format!("{ME}/logs"),
                r#"{"logs":[{"output":"x","created_at":""}]}"#,
                "logs[0].created_at",
            ),
            ("PATCH", format!("{ME}/app-status"), &long, "message"),
            ("PATCH", format!("{ME}/app-status"), r#"{"app_slug":"a","state":"busy"}"#, "state"),
            ("POST", format!("{ME}/log-source"), r#"{"id":""}"#, "id"),
        ] {
            let (status, answer) = site.send(method, &path, &[TOKEN], body).await;
            assert_eq!(status, 400, "{body} {answer}");
            assert!(answer.contains(&format!(r#""field":"{field}""#)), "{body} {answer}");
        }
        for body in ["{", "[]", r#"{"logs":"#] {
            let (status, answer) = site.send("PATCH", &format!("{ME}/logs"), &[TOKEN], body).await;
            assert_eq!(status, 400, "{body} {answer}");
        }
    })
    .await;
}

/// What Go reads out of refusals, word by word.
#[tokio::test]
async fn wire_7_10_values_that_go_depends_on() {
    within(async {
        let site = site().await;
        let logs = format!("{ME}/logs");
        let coordinate = format!("{BASE}/coordinate?version=");
        for (method, path, body, status, said) in [
            ("GET", format!("{ME}/external-auth?id=gone"), "", 404, r#""message":"Resource not found"#),
            ("PATCH", logs, r#"{"logs":[{"output":"too much"}]}"#, 413, r#""message":""#),
            ("GET", format!("{coordinate}1.0"), "", 400, r#""message":"Unknown or unsupported API version""#),
            ("GET", format!("{coordinate}2.9"), "", 500, r#""message":"database not reachable""#),
            ("GET", format!("{coordinate}2.0&resume_token=expired"), "", 401, r#""field":"resume_token""#),
        ] {
            let socket = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
            let mut headers = vec![TOKEN];
            headers.extend((method == "GET").then_some(socket));
            let (head, answer) = site.exchange(method, &path, &headers, body).await;
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {head}");
            assert!(head.contains("content-type: application/json\r\n"), "{head}");
            assert!(answer.contains(said) && answer.len() < 1024, "{path}: {answer}");
        }
    })
    .await;
}

/// Ids that may be missing are text or `null`; what is always there is there.
#[tokio::test]
async fn wire_7_11_ids_are_text_or_null_and_times_are_rfc_3339() {
    within(async {
        let site = site().await;
        let nil = "00000000-0000-0000-0000-000000000000";
        let (status, body) = site.ask(&format!("/api/v2/workspaceagents/{nil}")).await;
        assert_eq!(status, 200, "{body}");
        assert!(body.contains(&format!(r#""id":"{nil}""#)), "{body}");
        assert!(body.contains(r#""parent_id":null"#), "{body}");
        assert!(body.contains(r#""created_at":"1970-01-01T00:00:00Z""#), "{body}");
    })
    .await;
}

/// Ids inside bodies come in every form that those in paths have.
#[tokio::test]
async fn wire_2_4_ids_of_members_in_lenient_forms() {
    within(async {
        let site = site().await;
        let canonical = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        for id in [
            canonical.to_uppercase(),
            canonical.replace('-', ""),
            format!("urn:uuid:{canonical}"),
            format!("{{{canonical}}}"),
        ] {
            let body = format!(r#"{{"id":"{id}"}}"#);
            let (status, _) = site.send("POST", &format!("{ME}/log-source"), &[TOKEN], &body).await;
            assert_eq!(status, 201, "{id}");
            assert!(site.api.last().contains(canonical), "{id}: {}", site.api.last());
        }
    })
    .await;
}
