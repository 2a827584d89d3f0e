//! Limits that can be set: how large messages are, and how slow a peer may be.

use std::time::Duration;

use coder_agents_server::Options;
use tokio::time::{Instant, sleep};

use crate::api::FLOODS;
use crate::raw::{BINARY, until, within};
use crate::site::{BASE, site, site_with};

/// Wire 2.7: there is no limit in effect, so the usual one is large.
#[tokio::test]
async fn the_largest_message_can_be_set() {
    within(async {
        let path = format!("{BASE}/coordinate?version=2.0");
        let small = site_with(Options::default().max_message_size(1000)).await;
        let mut peer = small.open(&path).await;
        peer.frame(BINARY, [7; 1000]).await;
        peer.expect_bytes(&[7; 1000]).await;
        peer.frame(BINARY, [7; 1001]).await;
        assert_eq!(peer.next_close().await, 1009);
        // In pieces it is no smaller.
        let mut peer = small.open(&path).await;
        peer.raw_frame(BINARY, &[7; 600]).await;
        peer.raw_frame(0x80, &[7; 600]).await;
        assert_eq!(peer.next_close().await, 1009);
        let usual = site().await;
        let mut peer = usual.open(&path).await;
        let large = vec![7; 2 * 1024 * 1024];
        peer.frame(BINARY, &large).await;
        peer.expect_bytes(&large).await;
    })
    .await;
}

/// As long as a peer takes nothing, its handler waits; then the connection is cut, and not before.
#[tokio::test]
async fn how_slow_a_peer_may_be_can_be_set() {
    within(async {
        let path = format!("{BASE}/logs?follow&after={FLOODS}");
        let limit = Duration::from_millis(700);
        let options = Options::default().send_timeout(limit).close_timeout(Duration::ZERO);
        let site = site_with(options).await;
        let started = Instant::now();
        let peer = site.open(&path).await;
        until(|| site.api.alive() == 1).await;
        until(|| site.is_empty()).await;
        assert!(started.elapsed() >= limit, "{:?}", started.elapsed());
        drop(peer);
        let patient = site_with(Options::default()).await;
        let peer = patient.open(&path).await;
        until(|| patient.api.alive() == 1).await;
        sleep(2 * limit).await;
        assert_eq!(patient.api.alive(), 1);
        drop(peer);
        until(|| patient.is_empty()).await;
    })
    .await;
}
