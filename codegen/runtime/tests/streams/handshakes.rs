//! Wire 2.7: how a WebSocket begins, or not.

use crate::peer::{TEXT, site, within};

const LOGS: &str = "/agents/a/logs?follow";

#[tokio::test]
async fn wire_2_7_no_subprotocol_and_no_extension_is_negotiated() {
    within(async {
        let site = site().await;
        let offers = [
            "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; \
             server_no_context_takeover",
            "Sec-WebSocket-Protocol: chat",
        ];
        let mut peer = site.upgrade(LOGS, &offers).await;
        let head = peer.head().await.to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 101 switching protocols\r\n"), "{head}");
        assert!(head.contains("\r\nupgrade: websocket\r\n"), "{head}");
        assert!(head.contains("\r\nconnection: upgrade\r\n"), "{head}");
        // The key and its signature are those of RFC 6455, section 1.3.
        assert!(head.contains("\r\nsec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n"));
        assert!(!head.contains("extensions") && !head.contains("protocol:"), "{head}");
        peer.expect(TEXT, "[]").await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_refusals_of_the_handler_come_before_the_upgrade() {
    within(async {
        let site = site().await;
        for (path, headers, status) in [
            ("/agents/gone/logs?follow", [].as_slice(), "404"),
            ("/agents/a/logs?follow&after=-1", &[], "400"),
            (LOGS, &["Coder-Session-Token: wrong"], "401"),
        ] {
            let mut peer = site.upgrade(path, headers).await;
            let (head, body) = peer.answer().await;
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
            assert!(head.contains("content-type: application/json\r\n"), "{head}");
            // What Go reads of it, and what it needs in it (wire 7.9).
            assert!(body.len() < 1024 && body.contains("\"message\":\""), "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_refusals_of_bad_handshakes() {
    within(async {
        let site = site().await;
        let (connection, upgrade) = ("Connection: keep-alive, Upgrade", "Upgrade: websocket");
        let (version, key) =
            ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        for (headers, status) in [
            ([].as_slice(), "426"),
            (&[connection], "426"),
            (&[upgrade], "426"),
            (&[connection, "Upgrade: h2c", version, key], "426"),
            (&[connection, upgrade, "Sec-WebSocket-Version: 8", key], "400"),
            (&[connection, upgrade, version], "400"),
            (&[connection, upgrade, version, "Sec-WebSocket-Key: short"], "400"),
            (&[connection, upgrade, version, key], "101"),
        ] {
            let mut peer = site.get(LOGS, headers).await;
            let (head, _) = peer.answer().await;
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{headers:?} {head}");
            assert!(head.contains("upgrade: websocket\r\n"), "{head}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_pages_of_other_hosts_are_refused() {
    within(async {
        let site = site().await;
        for (origin, status) in [
            ("Origin: https://coder.example", "101"),
            ("Origin: http://CODER.example", "101"),
            ("Origin: https://coder.example.evil.example", "403"),
            ("Origin: https://coder.example:8080", "403"),
            ("Origin: null", "403"),
        ] {
            let head = site.upgrade(LOGS, &[origin]).await.head().await;
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{origin} {head}");
        }
    })
    .await;
    within(async {
        let options = codegen_runtime::server::router::Options::default().same_origin(false);
        let site = crate::peer::site_with(options).await;
        let head = site.upgrade(LOGS, &["Origin: https://other.example"]).await.head().await;
        assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    })
    .await;
}

#[tokio::test]
async fn a_server_that_shuts_down_begins_nothing() {
    within(async {
        let site = site().await;
        site.shutdown.begin();
        for path in [LOGS, "/reinit"] {
            let (head, body) = site.upgrade(path, &[]).await.answer().await;
            assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
            assert!(body.contains("shutting down"), "{body}");
        }
        site.shutdown.drained().await;
    })
    .await;
}
