//! What a real server lets pass, and ours where it is told to (wire 2.1, 2.4, 2.7).

use coder_agents_server::Options;

use crate::raw::within;
use crate::site::{BASE, ME, TOKEN, site, site_with};

const AWS: &str = "/api/v2/workspaceagents/aws-instance-identity";

#[tokio::test]
async fn wire_2_1_runs_of_slashes_are_one() {
    within(async {
        let (strict, lenient) =
            (site().await, site_with(Options::default().lenient_paths(true)).await);
        let logs = format!("{BASE}/logs");
        for path in [
            logs.replace("/logs", "//logs"),
            logs.replace("/workspaceagents", "///workspaceagents"),
            logs.replace("/api", "//api"),
            logs.replace("/v2", "//v2"),
            // One at the end, which real servers take where an agent or the relays are asked for.
            format!("{logs}/"),
            format!("{}//?after=7", logs.replace("/logs", "//logs")),
        ] {
            assert_eq!(strict.ask(&path).await.0, 404, "{path}");
            assert_eq!(lenient.ask(&path).await, (200, "[]".to_owned()), "{path}");
        }
        // The ids in the path, the query, the method and the rest of the request come along.
        let doubled = BASE.replace("/workspaceagents", "//workspaceagents");
        let (status, _) = lenient.ask(&format!("{doubled}/containers//?label=a%2F%2Fb%3D")).await;
        assert_eq!((status, lenient.api.last().as_str()), (200, r#"["a//b="]"#));
        let (status, _) = lenient.send("POST", &AWS.replace("/aws", "//aws"), &[], "{}").await;
        assert_eq!(status, 400);
        let (head, _) = lenient.exchange("DELETE", &format!("{logs}/"), &[TOKEN], "").await;
        assert!(head.starts_with("HTTP/1.1 405 ") && head.contains("allow: GET"), "{head}");
        drop(lenient.open("/api/v2//derp-map/").await);
        // What belongs to no operation still does not.
        for path in ["/api/v2//", "/api/v2//nothing", "//api//v2//derp-map", "//", "//derp-map"] {
            assert_eq!(lenient.ask(path).await.0, 404, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_2_4_bodies_are_read_as_go_reads_them() {
    within(async {
        let (strict, lenient) =
            (site().await, site_with(Options::default().lenient_bodies(true)).await);
        for (body, last) in [
            (r#"{"SIGNATURE":"s","Document":"d"}"#, "d"),
            (r#"{"signature":"s","document":"d"} {"signature":"#, "d"),
            (r#"{"signature":"s","document":"d"}garbage"#, "d"),
        ] {
            assert_eq!(strict.send("POST", AWS, &[], body).await.0, 400, "{body}");
            assert_eq!(lenient.send("POST", AWS, &[], body).await.0, 200, "{body}");
            assert_eq!(lenient.api.last(), last, "{body}");
        }
        // Of several that mean the same, the one that is spelt right counts.
        let twice = r#"{"signature":"s","document":"d","DOCUMENT":"e"}"#;
        assert_eq!(lenient.send("POST", AWS, &[], twice).await.0, 200);
        assert_eq!(lenient.api.last(), "d");
        let logs = r#"{"LOGS":[{"Output":"x","LEVEL":"warn"}]}"#;
        assert_eq!(lenient.send("PATCH", &format!("{ME}/logs"), &[TOKEN], logs).await.0, 200);
        assert!(lenient.api.last().contains(r#"output: "x""#), "{}", lenient.api.last());
        // What is wrong is still named as the document names it.
        let (status, answer) = lenient.send("POST", AWS, &[], r#"{"SIGNATURE":1}"#).await;
        assert_eq!(status, 400);
        for field in ["signature", "document"] {
            assert!(answer.contains(&format!(r#""field":"{field}""#)), "{answer}");
        }
        // `null` leaves everything as it is when it is left out.
        let source = format!("{ME}/log-source");
        assert_eq!(strict.send("POST", &source, &[TOKEN], "null").await.0, 400);
        assert_eq!(lenient.send("POST", &source, &[TOKEN], "null").await.0, 201);
        for body in ["{", "", "null", "garbage"] {
            assert_eq!(lenient.send("POST", AWS, &[], body).await.0, 400, "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_2_4_the_content_type_is_never_looked_at() {
    within(async {
        let (strict, lenient) =
            (site().await, site_with(Options::default().lenient_bodies(true)).await);
        let body = r#"{"signature":"s","document":"d"}"#;
        let length = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        for (headers, expected) in [
            // JSON without its type is JSON for everybody.
            (vec![], 200),
            (vec!["Content-Type: text/plain"], 415),
            (vec!["Content-Type: application/x-www-form-urlencoded"], 415),
        ] {
            let mut headers = headers;
            headers.push(&length);
            assert_eq!(strict.send("POST", AWS, &headers, "").await.0, expected, "{headers:?}");
            assert_eq!(lenient.send("POST", AWS, &headers, "").await.0, 200, "{headers:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_refusals_of_a_handshake_are_a_line_of_text_and_json() {
    within(async {
        let site = site_with(Options::default().text_refusals(true)).await;
        let (connection, upgrade) = ("Connection: Upgrade", "Upgrade: websocket");
        let (version, key) =
            ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        let foreign = "Origin: https://other.example";
        for (headers, status) in [
            (&[TOKEN][..], 426),
            (&[TOKEN, connection, upgrade, key], 400),
            (&[TOKEN, connection, upgrade, version], 400),
            (&[TOKEN, connection, upgrade, version, key, foreign], 403),
        ] {
            let path = format!("{BASE}/logs?follow");
            let (head, body) = site.exchange("GET", &path, headers, "").await;
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
            assert!(head.contains("content-type: text/plain; charset=utf-8\r\n"), "{head}");
            assert_eq!(head.contains("upgrade: websocket\r\n"), status != 403, "{head}");
            let (text, json) = body.split_once('\n').unwrap();
            assert!(!text.is_empty() && !text.starts_with('{'), "{body}");
            assert!(json.starts_with(r#"{"message":"#) && json.ends_with('}'), "{body}");
            assert!(body.len() < 1024, "{body}");
        }
        // What the handler decides stays JSON.
        let (head, _) = site.exchange("GET", &format!("{BASE}/logs?follow"), &[], "").await;
        assert!(head.starts_with("HTTP/1.1 401 ") && head.contains("application/json"), "{head}");
    })
    .await;
}
