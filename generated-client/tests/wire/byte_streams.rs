//! Sockets with bytes: the workspace network and terminals (wire 2.7, 3.2, 3.18, 3.21).

use coder_agents_client::types::workspacesdk::ReconnectingPtyRequest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{agent, client, terminal};
use crate::wire_peer::{BINARY, PING, PONG, WirePeer, limited};

#[tokio::test]
async fn wire_3_18_message_boundaries_mean_nothing() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(BINARY, [0, 1]).await;
            wire.frame(PING, "1").await;
            wire.frame(0x02, [2]).await;
            wire.frame(0x80, [3, 4, 5]).await;
            assert_eq!(wire.read_frame().await, (PONG, b"1".to_vec()));
            assert_eq!(wire.read_frame().await, (BINARY, b"hello".to_vec()));
            wire.close(1000, "").await;
            assert_eq!(wire.read_close().await, 1000);
            wire.expect_end().await;
        })
        .await;
        let client = client(&peer.origin);
        let mut stream = client.coordinate_workspace_agent(agent(), "2.0").await.unwrap();
        let mut bytes = [0; 6];
        stream.read_exact(&mut bytes).await.unwrap();
        assert_eq!(bytes, [0, 1, 2, 3, 4, 5]);
        stream.write_all(b"hello").await.unwrap();
        assert_eq!(stream.read(&mut bytes).await.unwrap(), 0);
        drop(stream);
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_3_2_a_failure_is_no_end_of_the_bytes() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(BINARY, [1]).await;
            wire.close(1011, "the pool is empty").await;
            assert_eq!(wire.read_close().await, 1011);
        })
        .await;
        let client = client(&peer.origin);
        let mut stream = client.user_scoped_tailnet_rpc_connection().version("2.0").await.unwrap();
        let mut bytes = Vec::new();
        let error = stream.read_to_end(&mut bytes).await.unwrap_err();
        assert_eq!(bytes, [1]);
        assert!(error.to_string().contains("1011 the pool is empty"), "{error}");
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_3_21_bytes_come_out_and_json_goes_in() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            // Anywhere, even inside of a letter.
            let [first, second] = "ü".as_bytes() else { panic!() };
            wire.frame(BINARY, [*first]).await;
            wire.frame(BINARY, [*second]).await;
            let size = br#"{"height":50,"width":132}"#.to_vec();
            assert_eq!(wire.read_frame().await, (BINARY, size));
            assert_eq!(wire.read_frame().await, (BINARY, br#"{"data":"ls\r"}"#.to_vec()));
            assert_eq!(wire.read_close().await, 1000);
            wire.close(1000, "").await;
            wire.expect_end().await;
        })
        .await;
        let client = client(&peer.origin);
        let call = client.open_pty_to_workspace_agent(terminal()).height(24).width(80);
        let mut shell = call.await.unwrap();
        let mut letter = [0; 2];
        shell.read_exact(&mut letter).await.unwrap();
        assert_eq!(&letter, "ü".as_bytes());
        let size =
            ReconnectingPtyRequest { height: Some(50), width: Some(132), ..Default::default() };
        shell.send(&size).await.unwrap();
        let data = Some("ls\r".to_owned());
        shell.send(&ReconnectingPtyRequest { data, ..Default::default() }).await.unwrap();
        shell.close(1000, "").await;
        drop(shell);
        peer.finish().await;
    })
    .await;
}

/// Two halves in two tasks: neither waits for the other.
#[tokio::test]
async fn a_stream_can_be_read_and_written_at_once() {
    const MESSAGES: usize = 200;
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            for _ in 0..MESSAGES {
                let (first, bytes) = wire.read_frame().await;
                wire.frame(first, bytes).await;
            }
            wire.close(1000, "").await;
            assert_eq!(wire.read_close().await, 1000);
        })
        .await;
        let client = client(&peer.origin);
        let stream = client.coordinate_workspace_agent(agent(), "2.0").await.unwrap();
        let (mut reader, mut writer) = stream.into_split();
        let writing = tokio::spawn(async move {
            for _ in 0..MESSAGES {
                writer.write_all(&[7; 32 * 1024]).await.unwrap();
            }
            writer
        });
        let mut count = 0;
        let mut buffer = vec![0; 10_000];
        loop {
            match reader.read(&mut buffer).await.unwrap() {
                0 => break,
                read => count += read,
            }
        }
        assert_eq!(count, MESSAGES * 32 * 1024);
        drop(writing.await.unwrap());
        peer.finish().await;
    })
    .await;
}
