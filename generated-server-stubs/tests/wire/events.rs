//! Server-sent events in the dialect of the Go reader (wire 2.8, 7.13).

use std::time::Duration;

use coder_agents_server::types::agentsdk::{ReinitializationEvent, ReinitializationReason};

use crate::raw::{Peer, until, within};
use crate::site::{ME, Site, TOKEN, site};

/// What the site says first. How its members are spelt is tested where the types are.
fn said() -> String {
    let event = ReinitializationEvent {
        reason: ReinitializationReason::PrebuildClaimed,
        ..Default::default()
    };
    format!("event: data\ndata: {}\n\n", serde_json::to_string(&event).unwrap())
}

async fn opened(site: &Site) -> (Peer, String) {
    let mut peer = site.get(&format!("{ME}/reinit")).await;
    let head = peer.head().await;
    (peer, head)
}

#[tokio::test]
async fn wire_2_8_events_are_named_and_have_one_line_of_data() {
    within(async {
        let site = site().await;
        let (mut peer, head) = opened(&site).await;
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        for header in
            ["content-type: text/event-stream", "cache-control: no-cache", "x-accel-buffering: no"]
        {
            assert!(head.contains(&format!("\r\n{header}\r\n")), "{head}");
        }
        assert!(!head.contains("content-encoding"), "{head}");
        assert_eq!(peer.chunk().await, said());
        assert_eq!(peer.chunk().await, said());
        // A caller who goes away ends the stream behind it.
        drop(peer);
        until(|| site.is_empty()).await;
    })
    .await;
}

/// Not a comment, as that is no event to the Go reader.
#[tokio::test(start_paused = true)]
async fn wire_2_8_pings_are_events_without_data_every_15_seconds() {
    let site = site().await;
    let (mut peer, _) = opened(&site).await;
    for _ in 0..2 {
        assert_eq!(peer.chunk().await, said());
    }
    for _ in 0..5 {
        let started = tokio::time::Instant::now();
        assert_eq!(peer.chunk().await, "event: ping\n\n");
        let waited = started.elapsed();
        assert!(waited > Duration::from_secs(14) && waited < Duration::from_secs(16), "{waited:?}");
    }
}

#[tokio::test]
async fn wire_7_13_a_shutdown_ends_the_stream_in_good_order() {
    within(async {
        let site = site().await;
        let (mut peer, _) = opened(&site).await;
        for _ in 0..2 {
            assert_eq!(peer.chunk().await, said());
        }
        site.shutdown.begin();
        assert_eq!(peer.chunk().await, "");
        site.shutdown.drained().await;
        assert_eq!(site.api.alive(), 0);
        // Whoever comes now comes too late.
        assert_eq!(site.send("GET", &format!("{ME}/reinit"), &[TOKEN], "").await.0, 503);
    })
    .await;
}

#[tokio::test]
async fn wire_3_12_a_refusal_is_no_stream() {
    within(async {
        let site = site().await;
        let wrong = ["Coder-Session-Token: wrong"];
        let (head, body) = site.exchange("GET", &format!("{ME}/reinit"), &wrong, "").await;
        assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
        assert!(head.contains("content-type: application/json"), "{head} {body}");
    })
    .await;
}
