//! Wire 2.7: pings, and peers that give no sign of life.

use std::time::Duration;

use codegen_runtime::server::router::Options;

use crate::peer::{BINARY, PING, PONG, site, site_with, until, within};

#[tokio::test]
async fn wire_2_7_pings_are_decimal_counters() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/pinged").await;
        for count in 1..=5 {
            peer.expect(PING, count.to_string()).await;
            // Pongs to nothing are fine.
            peer.frame(PONG, "unasked").await;
            peer.frame(PONG, count.to_string()).await;
        }
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_a_missing_pong_is_1001() {
    within(async {
        let options = Options::default().close_timeout(Duration::from_millis(100));
        let site = site_with(options).await;
        let mut peer = site.open("/pinged").await;
        peer.expect(PING, "1").await;
        peer.frame(PONG, "1").await;
        peer.expect(PING, "2").await;
        // The wrong one, and from now on nothing: a half-open peer.
        peer.frame(PONG, "1").await;
        peer.expect_close(1001, "no answer to a ping").await;
        peer.expect_end().await;
        until(|| site.api.alive() == 0 && site.shutdown.open_streams() == 0).await;
    })
    .await;
}

#[tokio::test]
async fn wire_7_15_byte_streams_are_pinged_too() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/pinged/bytes").await;
        peer.frame(BINARY, "x").await;
        peer.expect(BINARY, "x").await;
        peer.expect(PING, "1").await;
        peer.expect_close(1001, "no answer to a ping").await;
    })
    .await;
}

#[tokio::test]
async fn a_pong_behind_messages_that_the_handler_does_not_take_yet_is_not_missed() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/pinged/late").await;
        for text in ["a", "b", "c"] {
            peer.frame(BINARY, text).await;
        }
        peer.expect(PING, "1").await;
        peer.frame(PONG, "1").await;
        // Several intervals later.
        for text in ["a", "b", "c"] {
            peer.expect(BINARY, text).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_reader_that_is_too_slow_is_cut_off() {
    within(async {
        let options = Options::default().send_timeout(Duration::from_millis(200));
        let site = site_with(options).await;
        let mut peer = site.open("/flood").await;
        until(|| site.api.alive() == 1).await;
        until(|| site.api.alive() == 0 && site.shutdown.open_streams() == 0).await;
        // Nothing was made in advance: what was made is what fits into the system's buffers.
        assert!(site.api.noted().len() < 300, "{}", site.api.noted().len());
        peer.expect_gone().await;
    })
    .await;
}

#[tokio::test]
async fn a_reader_that_is_just_slow_is_waited_for() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/flood").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let before = site.api.noted().len();
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(site.api.noted().len(), before, "the stream is not held up");
        for _ in 0..before + 20 {
            assert_eq!(peer.next().await.payload.len(), 100_002);
        }
        assert!(site.api.noted().len() > before);
    })
    .await;
}
