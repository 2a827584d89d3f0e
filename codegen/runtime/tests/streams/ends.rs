//! Close codes: wire 2.7, 3.2, 3.21.

use std::time::Duration;

use codegen_runtime::server::router::Options;

use crate::peer::{BINARY, CLOSE, TEXT, site, site_with, until, within};

#[tokio::test]
async fn every_end_has_its_code() {
    within(async {
        let site = site().await;
        let long = "é".repeat(61);
        for (how, code, reason) in [
            ("normal", 1000, ""),
            ("error", 1011, "Agent is gone."),
            ("internal", 1011, ""),
            ("long", 1011, long.as_str()),
            ("own", 4000, "own"),
            ("impossible", 1011, ""),
            ("panic", 1011, ""),
        ] {
            let mut peer = site.open(&format!("/ends/{how}")).await;
            peer.expect_close(code, reason).await;
            peer.close(code, "").await;
            peer.expect_end().await;
        }
        until(|| site.api.alive() == 0 && site.shutdown.open_streams() == 0).await;
    })
    .await;
}

#[tokio::test]
async fn a_handler_can_close_before_it_ends() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/ends/early").await;
        peer.expect(TEXT, r#"{"id":1}"#).await;
        peer.expect_close(1000, "early").await;
        peer.close(1000, "").await;
        peer.expect_end().await;
        until(|| site.api.alive() == 0).await;
    })
    .await;
}

#[tokio::test]
async fn a_stream_can_end_with_an_error() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/ends/try").await;
        peer.expect(TEXT, r#"{"id":1}"#).await;
        peer.expect_close(1011, "Agent is gone.").await;
        peer.close(1011, "").await;
        peer.expect_end().await;
    })
    .await;
}

#[tokio::test]
async fn a_message_that_does_not_decode_is_1007_if_the_handler_ends_with_it() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/ends/decode").await;
        peer.frame(TEXT, r#"{"id":"x"}"#).await;
        peer.expect_close(1007, "message not understood").await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_the_close_handshake_is_waited_for_but_not_for_ever() {
    within(async {
        let options = Options::default().close_timeout(Duration::from_millis(100));
        let site = site_with(options).await;
        let mut peer = site.open("/ends/normal").await;
        peer.expect_close(1000, "").await;
        // Never answered.
        peer.expect_end().await;
        until(|| site.shutdown.open_streams() == 0).await;
        // A handler that does not look at its socket is dropped.
        let mut peer = site.open("/ends/stubborn").await;
        peer.close(1000, "").await;
        peer.expect_close(1000, "").await;
        until(|| site.api.alive() == 0).await;
    })
    .await;
}

#[tokio::test]
async fn a_shutdown_closes_everything_with_1001() {
    within(async {
        let site = site().await;
        let mut open = Vec::new();
        for path in ["/derp-map", "/coordinate", "/pty", "/chat", "/idle", "/pinged"] {
            open.push(site.open(path).await);
        }
        until(|| site.shutdown.open_streams() == open.len()).await;
        for id in [1, 2] {
            open[0].expect(BINARY, format!(r#"{{"id":{id}}}"#)).await;
        }
        site.shutdown.begin();
        for peer in &mut open {
            let mut frame = peer.next().await;
            while frame.first != 0x80 | CLOSE {
                frame = peer.next().await;
            }
            assert_eq!(
                frame.payload,
                [&1001u16.to_be_bytes(), "shutting down".as_bytes()].concat()
            );
            peer.close(1001, "").await;
            peer.expect_end().await;
        }
        site.shutdown.drained().await;
        assert_eq!(site.api.alive(), 0);
    })
    .await;
}
