//! Limits that can be set: how large messages are, and how slow a peer may be.

use std::io::ErrorKind;
use std::time::Duration;

use coder_agents_server::Options;
use tokio::io::AsyncReadExt;
use tokio::time::{Instant, sleep};

use crate::api::{FLOOD, FLOODS};
use crate::raw::{BINARY, Peer, until, within};
use crate::site::{BASE, ME, Site, guarded_site, site, site_with};

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

/// Someone who listens to events without end.
async fn listener(site: &Site) -> Peer {
    let mut peer = site.get(&format!("{ME}/reinit?{FLOOD}")).await;
    let head = peer.head().await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert_eq!(site.api.alive(), 1);
    peer
}

/// Whether the connection is there, as far as can be told without reading from it.
fn is_connected(peer: &Peer) -> bool {
    peer.0.try_write(b"x").map_or_else(|error| error.kind() == ErrorKind::WouldBlock, |_| true)
}

/// As long as a reader of events takes nothing, nothing more is made; then its stream is dropped,
/// and not before. What was on its way still arrives, without the end that it would have in good
/// order.
#[tokio::test]
async fn how_slow_a_reader_of_events_may_be_can_be_set() {
    within(async {
        let limit = Duration::from_millis(700);
        let site = site_with(Options::default().send_timeout(limit)).await;
        let started = Instant::now();
        let mut peer = listener(&site).await;
        until(|| site.is_empty()).await;
        assert!(started.elapsed() >= limit, "{:?}", started.elapsed());
        let mut rest = Vec::new();
        let _ = peer.0.read_to_end(&mut rest).await;
        assert!(rest.len() > 4000 && !rest.ends_with(b"\r\n0\r\n\r\n"), "{}", rest.len());
        let patient = site_with(Options::default()).await;
        let peer = listener(&patient).await;
        sleep(2 * limit).await;
        assert_eq!(patient.api.alive(), 1);
        drop(peer);
        until(|| patient.is_empty()).await;
    })
    .await;
}

/// Where the listener has the limit too, nothing of the connection stays behind either.
#[tokio::test]
async fn connections_of_slow_readers_are_cut() {
    within(async {
        let limit = Duration::from_millis(200);
        let site = guarded_site(Options::default().send_timeout(limit)).await;
        let peer = listener(&site).await;
        until(|| site.is_empty() && !is_connected(&peer)).await;
        // Those who read are served as ever.
        assert_eq!(site.ask(&format!("{BASE}/logs")).await.0, 200);
    })
    .await;
}

/// A reader that takes its time, but takes something, loses nothing.
#[tokio::test]
async fn slow_readers_of_events_that_read_are_not_cut() {
    within(async {
        for guarded in [false, true] {
            let limit = Duration::from_secs(1);
            let options = Options::default().send_timeout(limit);
            let site = match guarded {
                true => guarded_site(options).await,
                false => site_with(options).await,
            };
            let mut peer = listener(&site).await;
            let started = Instant::now();
            let mut some = vec![0; 2 * 1024 * 1024];
            while started.elapsed() < 3 * limit {
                sleep(limit / 10).await;
                assert_ne!(peer.0.read(&mut some).await.unwrap(), 0, "it is the end");
            }
            assert_eq!(site.api.alive(), 1);
            drop(peer);
            until(|| site.is_empty()).await;
        }
    })
    .await;
}
