//! Peers that fail: whatever they do, nothing of them stays behind.

use std::time::Duration;

use coder_agents_server::Options;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, sleep};

use crate::api::FLOODS;
use crate::raw::{BINARY, PING, Peer, TEXT, until, within};
use crate::site::{BASE, Site, site, site_with};

async fn tunnel(site: &Site) -> Peer {
    let mut peer = site.open(&format!("{BASE}/coordinate?version=2.0")).await;
    peer.frame(BINARY, "x").await;
    peer.expect(BINARY, "x").await;
    peer
}

#[tokio::test]
async fn a_peer_vanishes_or_resets_in_the_middle_of_a_frame() {
    within(async {
        let site = site().await;
        for beginning in [
            &[][..],
            &[0x82],
            &[0x82, 0xfe, 1],
            &[0x82, 0x85, 0, 0, 0, 0, 1],
            &[0x02, 0x80, 0, 0, 0, 0],
        ] {
            for reset in [false, true] {
                let mut peer = tunnel(&site).await;
                peer.send(beginning).await;
                assert_eq!(site.api.alive(), 1);
                if reset {
                    peer.0.set_zero_linger().unwrap();
                }
                drop(peer);
                until(|| site.is_empty()).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_protocol_is_closed_with_the_right_code() {
    within(async {
        let site = site().await;
        for (bytes, code) in [
            // Not masked; an unknown opcode; bits of an extension; a ping in fragments.
            (&[0x82, 1, 1][..], 1002),
            (&[0x83, 0x80, 0, 0, 0, 0], 1002),
            (&[0xc2, 0x80, 0, 0, 0, 0], 1002),
            (&[0x09, 0x80, 0, 0, 0, 0], 1002),
            // Text that is not UTF-8.
            (&[0x81, 0x81, 0, 0, 0, 0, 0xff], 1007),
            // Larger than anybody's memory.
            (&[0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1009),
        ] {
            let mut peer = tunnel(&site).await;
            peer.send(bytes).await;
            assert_eq!(peer.next_close().await, code, "{bytes:?}");
            drop(peer);
            until(|| site.is_empty()).await;
        }
    })
    .await;
}

/// Half open: no sign of life, in the middle of a frame even.
#[tokio::test(start_paused = true)]
async fn a_peer_falls_silent() {
    for beginning in [&[][..], &[0x82, 0x85, 0, 0, 0, 0, 1]] {
        let site = site().await;
        let mut peer = tunnel(&site).await;
        peer.send(beginning).await;
        let started = Instant::now();
        peer.expect(PING, "1").await;
        peer.expect_goodbye(1001).await;
        // An interval until the ping, one for its answer, and some seconds for the goodbye.
        until(|| site.is_empty()).await;
        assert!(started.elapsed() < Duration::from_secs(40), "{:?}", started.elapsed());
    }
}

/// A peer that takes nothing is cut off, after a time that can be set.
#[tokio::test]
async fn a_slow_reader_is_cut_off() {
    within(async {
        let options = Options::default()
            .send_timeout(Duration::from_millis(200))
            .close_timeout(Duration::from_millis(100));
        let site = site_with(options).await;
        let peer = site.open(&format!("{BASE}/logs?follow&after={FLOODS}")).await;
        until(|| site.api.alive() == 1).await;
        until(|| site.is_empty()).await;
        drop(peer);
    })
    .await;
}

/// A peer that takes its time gets everything; nothing is collected for it meanwhile.
#[tokio::test]
async fn a_slow_reader_holds_up_the_stream() {
    within(async {
        let site = site().await;
        let mut peer = site.open(&format!("{BASE}/logs?follow&after={FLOODS}")).await;
        for _ in 0..5 {
            sleep(Duration::from_millis(50)).await;
            for _ in 0..20 {
                assert_eq!(peer.next().await.first, 0x80 | TEXT);
            }
        }
        drop(peer);
        until(|| site.is_empty()).await;
    })
    .await;
}

/// Bytes that come one by one are no reason to stop.
#[tokio::test]
async fn a_slow_writer_is_waited_for() {
    within(async {
        let site = site().await;
        let mut peer = tunnel(&site).await;
        for byte in [0x82, 0x83, 0, 0, 0, 0, b'a', b'b', b'c'] {
            peer.send(&[byte]).await;
            sleep(Duration::from_millis(5)).await;
        }
        peer.expect(BINARY, "abc").await;
    })
    .await;
}

/// A writer that never reads is held up: the echo has nowhere to go, so nothing more is taken.
#[tokio::test]
async fn a_flood_is_held_up() {
    within(async {
        let site = site().await;
        let mut peer = tunnel(&site).await;
        let message = crate::raw::masked(0x82, &[7; 65_536]);
        let (mut taken, mut rest) = (0, &message[..]);
        while let Ok(written) =
            tokio::time::timeout(Duration::from_millis(300), peer.0.write(rest)).await
        {
            let written = written.unwrap();
            taken += written;
            assert!(taken < 64 * 1024 * 1024, "no end of it");
            rest = &rest[written..];
            if rest.is_empty() {
                rest = &message;
            }
        }
        drop(peer);
        until(|| site.is_empty()).await;
    })
    .await;
}

/// Nobody answers the goodbye: it takes as long as was set, and no longer.
#[tokio::test(start_paused = true)]
async fn a_peer_ignores_the_goodbye() {
    let site = site().await;
    let mut peer = tunnel(&site).await;
    site.shutdown.begin();
    assert_eq!(peer.next_close().await, 1001);
    let started = Instant::now();
    site.shutdown.drained().await;
    assert!(started.elapsed() <= Duration::from_secs(6), "{:?}", started.elapsed());
    let mut rest = Vec::new();
    let _ = peer.0.read_to_end(&mut rest).await;
}
