//! JSON messages.

use crate::peer::{BINARY, CLOSE, PING, PONG, TEXT, site, until, within};

#[tokio::test]
async fn wire_7_14_logs_are_text_frames_with_one_whole_value() {
    within(async {
        let site = site().await;
        // As Go asks: `?after=<n>&follow`.
        let mut peer = site.open("/agents/a/logs?after=41&follow").await;
        peer.expect(TEXT, "[]").await;
        peer.expect(TEXT, r#"[{"id":42}]"#).await;
        // Wire 3.20: 1000 when nothing more can come.
        peer.expect_close(1000, "").await;
        peer.close(1000, "").await;
        peer.expect_end().await;
        until(|| site.shutdown.open_streams() == 0).await;
    })
    .await;
}

#[tokio::test]
async fn wire_7_14_the_derp_map_is_binary() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/derp-map").await;
        peer.expect(BINARY, r#"{"id":1}"#).await;
        peer.expect(BINARY, r#"{"id":2}"#).await;
        // The caller says goodbye; the stream is dropped.
        peer.close(1000, "bye").await;
        peer.expect_close(1000, "bye").await;
        peer.expect_end().await;
        until(|| site.api.alive() == 0 && site.shutdown.open_streams() == 0).await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_data_on_a_one_way_socket_is_1008() {
    within(async {
        let site = site().await;
        for opcode in [TEXT, BINARY] {
            let mut peer = site.open("/derp-map").await;
            peer.expect(BINARY, r#"{"id":1}"#).await;
            peer.expect(BINARY, r#"{"id":2}"#).await;
            peer.frame(opcode, "{}").await;
            peer.expect_close(1008, "no data is expected").await;
            // More of it does not keep the server from the end.
            peer.frame(opcode, "{}").await;
            peer.close(1008, "").await;
            peer.expect_end().await;
        }
        until(|| site.api.alive() == 0).await;
    })
    .await;
}

#[tokio::test]
async fn messages_go_both_ways() {
    within(async {
        let site = site().await;
        let mut peer = site.open("/chat").await;
        peer.frame(TEXT, r#"{"id":1}"#).await;
        peer.expect(TEXT, r#"{"id":2}"#).await;
        // In fragments, with a ping between them, and with a newline at the end.
        peer.raw_frame(TEXT, br#"{"id""#).await;
        peer.frame(PING, "7").await;
        peer.raw_frame(0, b":5}").await;
        peer.raw_frame(0x80, b"\n").await;
        peer.expect(PONG, "7").await;
        peer.expect(TEXT, r#"{"id":6}"#).await;
        // One that does not decode is skipped, by this handler's choice.
        peer.frame(TEXT, "nonsense").await;
        peer.frame(TEXT, r#"{"id":8}"#).await;
        peer.expect(TEXT, r#"{"id":9}"#).await;
        peer.close(1001, "leaving").await;
        peer.expect_close(1001, "leaving").await;
        peer.expect_end().await;
        until(|| site.api.noted().len() == 2).await;
        let noted = site.api.noted();
        assert_eq!(noted[0], "a message does not decode");
        assert!(noted[1].contains("1001") && noted[1].contains("leaving"), "{noted:?}");
    })
    .await;
}

#[tokio::test]
async fn wire_2_7_the_wrong_type_of_frame_is_1003() {
    within(async {
        let site = site().await;
        for (path, opcode) in [("/chat", BINARY), ("/coordinate", TEXT), ("/pty", TEXT)] {
            let mut peer = site.open(path).await;
            peer.frame(opcode, "{}").await;
            peer.expect_close(1003, "wrong type of frame").await;
            peer.close(1003, "").await;
            peer.expect_end().await;
        }
    })
    .await;
}

#[tokio::test]
async fn too_large_a_message_is_1009_even_if_it_is_still_coming() {
    within(async {
        let site = site().await;
        for size in [1001, 5_000_000] {
            let peer = site.open("/chat").await;
            let (mut reader, mut writer) = peer.0.into_split();
            let message = crate::peer::masked(0x81, &vec![b' '; size]);
            let writing = tokio::spawn(async move {
                use tokio::io::AsyncWriteExt;
                writer.write_all(&message).await.map(|()| writer)
            });
            let mut answer = [0; 2];
            use tokio::io::AsyncReadExt;
            reader.read_exact(&mut answer).await.unwrap();
            assert_eq!(answer[0], 0x80 | CLOSE);
            assert_eq!(reader.read_u16().await.unwrap(), 1009);
            writing.await.unwrap().unwrap();
        }
        // In fragments that are small enough each.
        let mut peer = site.open("/chat").await;
        peer.raw_frame(TEXT, &[b' '; 600]).await;
        peer.raw_frame(0x80, &[b' '; 600]).await;
        peer.expect_close(1009, "message too large").await;
    })
    .await;
}

#[tokio::test]
async fn what_is_no_web_socket_is_told_so() {
    within(async {
        let site = site().await;
        for (first, payload, code, reason) in [
            (0x81, b"\xff\xfe".as_slice(), 1007, "text is not UTF-8"),
            (0xc1, b"{}", 1002, "protocol error"),
            (0x83, b"{}", 1002, "protocol error"),
        ] {
            let mut peer = site.open("/chat").await;
            peer.raw_frame(first, payload).await;
            peer.expect_close(code, reason).await;
            peer.expect_end().await;
        }
        // Not masked.
        let mut peer = site.open("/chat").await;
        peer.send(&[0x81, 2, b'{', b'}']).await;
        peer.expect_close(1002, "protocol error").await;
        peer.expect_end().await;
        until(|| site.shutdown.open_streams() == 0).await;
    })
    .await;
}
