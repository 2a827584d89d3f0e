//! WebSockets: handshakes, frames, pings, ends (wire 2.7, 3, 7.14, 7.15).

use std::time::Duration;

use coder_agents_server::Options;

use crate::api::{ENDS, FAILS, GONE, PANICS};
use crate::raw::{BINARY, PING, PONG, Peer, TEXT, until, within};
use crate::site::{BASE, TOKEN, site, site_with};

const PTY: &str = "/pty?reconnect=67e55044-10b1-426f-9247-bb680e5fe0c8";

/// All sockets, whether the server sends something at once, and in which kind of frame.
fn sockets() -> [(String, Option<(u8, &'static str)>); 7] {
    [
        ("/api/v2/derp-map".to_owned(), Some((BINARY, r#"{"Regions":{}}"#))),
        (format!("{BASE}/logs?follow"), Some((TEXT, "[]"))),
        (format!("{BASE}/startup-logs?follow"), Some((TEXT, "[]"))),
        (
            format!("{BASE}/containers/watch"),
            Some((TEXT, r#"{"containers":[],"devcontainers":[]}"#)),
        ),
        ("/api/v2/tailnet?version=2.0".to_owned(), None),
        (format!("{BASE}/coordinate?version=2.0"), None),
        (format!("{BASE}{PTY}"), None),
    ]
}

#[tokio::test]
async fn wire_7_14_frames_are_of_the_kind_that_go_wants() {
    within(async {
        let site = site().await;
        for (path, first) in sockets() {
            let mut peer = site.open(&path).await;
            let (kind, payload) = match first {
                Some(first) => first,
                None if path.contains("/pty") => {
                    peer.frame(BINARY, r#"{"data":"ls","height":24}"#).await;
                    (BINARY, r#"Some(24)Some("ls")"#)
                }
                None => {
                    peer.frame(BINARY, "echo").await;
                    (BINARY, "echo")
                }
            };
            // Each is one unfragmented frame with a whole value.
            peer.expect(kind, payload).await;
            if path.contains("logs") {
                assert_eq!(peer.next().await.first, 0x80 | TEXT);
            }
            peer.close(1000, "").await;
            peer.expect_close(1000, "").await;
            peer.expect_end().await;
        }
        until(|| site.is_empty()).await;
    })
    .await;
}

#[tokio::test]
async fn wire_7_15_nothing_is_negotiated_that_nobody_needs() {
    within(async {
        let site = site().await;
        // As later Go clients offer it.
        let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; server_no_context_takeover";
        for (path, _) in sockets() {
            let headers = [TOKEN, offer, "Sec-WebSocket-Protocol: chat"];
            let mut peer = Peer::upgrade(site.address, &path, &headers).await;
            let head = peer.head().await.to_ascii_lowercase();
            assert!(head.starts_with("http/1.1 101 "), "{head}");
            assert!(head.contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n"));
            assert!(!head.contains("-extensions") && !head.contains("-protocol"), "{head}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_data_that_nobody_wants_is_1008() {
    within(async {
        let site = site().await;
        for (path, first) in sockets().into_iter().filter(|(_, first)| first.is_some()) {
            for kind in [TEXT, BINARY] {
                let mut peer = site.open(&path).await;
                let (expected, payload) = first.unwrap();
                peer.expect(expected, payload).await;
                peer.frame(kind, "x").await;
                peer.expect_goodbye(1008).await;
            }
        }
        until(|| site.is_empty()).await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_text_where_bytes_are_wanted_is_1003() {
    within(async {
        let site = site().await;
        for (path, _) in sockets().into_iter().filter(|(_, first)| first.is_none()) {
            let mut peer = site.open(&path).await;
            peer.frame(TEXT, "{}").await;
            peer.expect_goodbye(1003).await;
        }
        until(|| site.is_empty()).await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_pages_of_other_sites_are_refused() {
    within(async {
        let site = site().await;
        for (path, _) in sockets() {
            for (origin, status) in [
                ("Origin: https://coder.example", "101"),
                ("Origin: https://evil.example", "403"),
                ("Origin: https://coder.example.evil.example", "403"),
                ("Origin: null", "403"),
            ] {
                let mut peer = Peer::upgrade(site.address, &path, &[TOKEN, origin]).await;
                let head = peer.head().await;
                assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{origin} {head}");
            }
        }
        let open = site_with(Options::default().same_origin(false)).await;
        let headers = [TOKEN, "Origin: https://evil.example"];
        Peer::upgrade(open.address, "/api/v2/derp-map", &headers).await.switched().await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_what_is_no_handshake_is_refused() {
    within(async {
        let site = site().await;
        let (connection, upgrade) = ("Connection: keep-alive, upgrade", "Upgrade: WebSocket");
        let (version, key) =
            ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        for (path, _) in sockets() {
            for (headers, status) in [
                (&[TOKEN][..], 426),
                (&[TOKEN, connection, version, key], 426),
                (&[TOKEN, upgrade, version, key], 426),
                (&[TOKEN, connection, upgrade, key], 400),
                (&[TOKEN, connection, upgrade, version], 400),
                (&[TOKEN, connection, upgrade, "Sec-WebSocket-Version: 8", key], 400),
            ] {
                let (found, body) = site.send("GET", &path, headers, "").await;
                assert_eq!(found, status, "{path} {headers:?} {body}");
                assert!(body.len() < 1024, "{body}");
            }
            // Who may not come in learns so first.
            if path != "/api/v2/derp-map" {
                assert_eq!(site.send("GET", &path, &[], "").await.0, 401, "{path}");
            }
        }
    })
    .await;
}

/// Pings every 15 seconds, an ASCII counter in each; and 1001 for who does not answer.
#[tokio::test(start_paused = true)]
async fn wire_7_15_pings_and_their_answers() {
    for (path, first) in sockets() {
        let site = site().await;
        let mut peer = site.open(&path).await;
        if let Some((kind, payload)) = first {
            peer.expect(kind, payload).await;
        }
        if path.contains("logs") {
            peer.next().await;
        }
        for count in 1..=4 {
            let started = tokio::time::Instant::now();
            peer.expect(PING, count.to_string()).await;
            let waited = started.elapsed();
            assert!(waited > Duration::from_secs(14) && waited < Duration::from_secs(16), "{path}");
            peer.frame(PONG, count.to_string()).await;
        }
        peer.expect(PING, "5").await;
        peer.expect_goodbye(1001).await;
        until(|| site.is_empty()).await;
    }
}

#[tokio::test]
async fn wire_3_20_and_3_17_the_end_of_a_stream_is_1000() {
    within(async {
        let site = site().await;
        let mut peer = site.open(&format!("{BASE}/logs?follow&after={ENDS}")).await;
        peer.expect(TEXT, "[]").await;
        assert_eq!(peer.next().await.first, 0x80 | TEXT);
        peer.expect_goodbye(1000).await;
        let mut peer = site.open(&format!("{BASE}{PTY}")).await;
        peer.frame(BINARY, r#"{"data":"exit"}"#).await;
        peer.expect_goodbye(1000).await;
    })
    .await;
}

#[tokio::test]
async fn wire_3_2_and_3_21_failures_are_1011_with_their_text() {
    within(async {
        let site = site().await;
        let mut peer = site.open(&format!("{BASE}/logs?follow&after={FAILS}")).await;
        assert_eq!(peer.next().await.first, 0x80 | TEXT);
        peer.expect_close(1011, "The agent is gone.").await;
        // A handler that panics takes nobody along, and tells nothing about itself.
        let mut peer = site.open(&format!("{BASE}/logs?follow&after={PANICS}")).await;
        peer.expect_close(1011, "").await;
        let mut peer = site.open(&format!("{BASE}{PTY}")).await;
        peer.frame(BINARY, "{]").await;
        peer.expect_close(1011, "not JSON").await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_handlers_refuse_before_the_upgrade() {
    within(async {
        let site = site().await;
        let path = format!("{BASE}/logs?follow&after={GONE}");
        let (head, body) = Peer::upgrade(site.address, &path, &[TOKEN]).await.answer().await;
        assert!(head.starts_with("HTTP/1.1 404 "), "{head}");
        assert!(head.contains("content-type: application/json\r\n"), "{head}");
        assert!(body.starts_with(r#"{"message":"Resource not found"#), "{body}");
    })
    .await;
}

/// Values that are cut anywhere, and need nothing between them.
#[tokio::test]
async fn wire_3_21_input_is_a_stream_of_objects() {
    within(async {
        let site = site().await;
        let mut peer = site.open(&format!("{BASE}{PTY}")).await;
        for piece in [r#"{"da"#, r#"ta":"a}""#, r#"}{"height":2,"width":3} "#, "\n"] {
            peer.frame(BINARY, piece).await;
        }
        peer.expect_bytes(r#"NoneSome("a}")Some(2)None"#.as_bytes()).await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_byte_streams_forget_where_messages_end() {
    within(async {
        let site = site().await;
        for path in ["/api/v2/tailnet".to_owned(), format!("{BASE}/coordinate?version=2.0")] {
            let mut peer = site.open(&path).await;
            let sent: Vec<u8> = (0..=255).cycle().take(100_000).collect();
            peer.frame(BINARY, &sent[..1]).await;
            peer.frame(BINARY, "").await;
            peer.raw_frame(BINARY, &sent[1..500]).await;
            peer.raw_frame(0x80, &sent[500..]).await;
            peer.expect_bytes(&sent).await;
            peer.close(1000, "").await;
            peer.expect_close(1000, "").await;
        }
        until(|| site.is_empty()).await;
    })
    .await;
}

#[tokio::test]
async fn wire_3_1_a_shutdown_is_1001_for_all() {
    within(async {
        let site = site().await;
        let mut peers = Vec::new();
        for (path, first) in sockets() {
            let mut peer = site.open(&path).await;
            if let Some((kind, payload)) = first {
                peer.expect(kind, payload).await;
            }
            if path.contains("logs") {
                peer.next().await;
            }
            peers.push(peer);
        }
        assert_eq!(site.shutdown.open_streams(), peers.len());
        site.shutdown.begin();
        for mut peer in peers {
            peer.expect_goodbye(1001).await;
        }
        site.shutdown.drained().await;
        assert!(site.is_empty());
        let path = "/api/v2/derp-map";
        let (head, _) = Peer::upgrade(site.address, path, &[TOKEN]).await.answer().await;
        assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
    })
    .await;
}
