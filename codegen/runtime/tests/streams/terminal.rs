//! Wire 3.21: a terminal. Up come JSON objects one behind the other, cut into messages anywhere.

use crate::peer::{BINARY, site, until, within};

#[tokio::test]
async fn wire_3_21_input_is_a_sequence_of_objects() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/pty?reconnect=67e55044-10b1-426f-9247-bb680e5fe0c8").await;
        peer.frame(BINARY, br#"{"height":24,"width":80}{"data":"l"#).await;
        peer.frame(BINARY, br#"s }{\"\\\r"}"#).await;
        // Down come raw bytes. The first object had no data.
        peer.expect(BINARY, b"ls }{\"\\\r").await;
        peer.frame(BINARY, b"  \n{\"data\":\"\xc3").await;
        peer.frame(BINARY, b"\xa9\"}\n{\"data\":\"exit\"}").await;
        peer.expect(BINARY, "é").await;
        peer.expect_close(1000, "").await;
        peer.close(1000, "").await;
        peer.expect_end().await;
        assert_eq!(site.api.noted(), ["80x24", "0x0", "0x0", "0x0"]);
    })
    .await;
}

#[tokio::test]
async fn wire_3_21_a_syntax_error_ends_the_connection() {
    within(async {
        let site = site().await;
        for input in [r#"{"data":}"#, r#"{"height":65536}"#, "nonsense {", r#"{"a":1}}{"#] {
            let mut peer = site.open("/pty").await;
            peer.frame(BINARY, input).await;
            peer.expect_close(1011, "").await;
            peer.close(1011, "").await;
            peer.expect_end().await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_object_without_end_is_too_large_at_some_point() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/pty").await;
        for _ in 0..3 {
            peer.frame(BINARY, [b'['; 600]).await;
        }
        peer.expect_close(1011, "").await;
        drop(peer);
        until(|| site.shutdown.open_streams() == 0).await;
    })
    .await;
}
