//! Peers that fail: whatever they do, a stream ends in time, says how, and holds little memory.

use std::time::Duration;

use coder_agents_client::client::{Error, StreamError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, sleep, timeout};

use crate::bodies::LINE;
use crate::support::{agent, client};
use crate::wire_peer::{BINARY, EVENTS, PING, TEXT, WirePeer, frame, limited};

/// How the log stream of a peer ends that does this after it has sent a line.
async fn end<F>(then: impl FnOnce(crate::wire_peer::Wire) -> F + Send + 'static) -> StreamError
where
    F: Future<Output = ()> + Send,
{
    let peer = WirePeer::start(|accept| async move {
        let mut wire = accept.web_socket().await;
        wire.frame(TEXT, format!("[{LINE}]\n")).await;
        then(wire).await;
    })
    .await;
    let mut lines = client(&peer.origin).get_logs_by_workspace_agent_follow(agent()).await.unwrap();
    assert_eq!(lines.recv().await.unwrap().unwrap().len(), 1);
    let error = lines.recv().await.unwrap().unwrap_err();
    // The end is told once.
    assert!(lines.recv().await.is_none());
    assert_eq!(lines.close_reason(), None);
    drop(lines);
    peer.finish().await;
    error
}

#[tokio::test]
async fn a_peer_vanishes() {
    limited(async {
        let error = end(async |_| {}).await;
        assert!(matches!(error, StreamError::Transport(_)), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn a_connection_is_reset_in_the_middle_of_a_frame() {
    limited(async {
        for beginning in [&[0x81][..], &[0x81, 126, 0], &[0x81, 20, b'['], &[0x01, 1, b'[']] {
            let error = end(async move |mut wire| {
                wire.send(beginning).await;
                wire.socket.set_zero_linger().unwrap();
            })
            .await;
            assert!(matches!(error, StreamError::Transport(_)), "{beginning:?} {error:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_text_is_not_utf_8() {
    limited(async {
        let error = end(async |mut wire| {
            wire.frame(TEXT, [b'[', 0xff, b']']).await;
            assert_eq!(wire.read_close().await, 1007);
            wire.expect_end().await;
        })
        .await;
        assert!(matches!(error, StreamError::Protocol(_)), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn a_peer_does_not_speak_the_protocol() {
    limited(async {
        for wrong in [
            // A frame that is masked, one with an unknown opcode, one with bits of an extension.
            &[0x81, 0x81, 0, 0, 0, 0, b'1'][..],
            &[0x83, 0],
            &[0xc1, 0],
            // A fragment of nothing, and a ping in fragments.
            &[0x80, 0],
            &[0x09, 0],
        ] {
            let error = end(async move |mut wire| {
                wire.send(wrong).await;
                assert_eq!(wire.read_close().await, 1002);
                wire.expect_end().await;
            })
            .await;
            assert!(matches!(error, StreamError::Protocol(_)), "{wrong:?} {error:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_message_is_announced_as_larger_than_memory() {
    limited(async {
        let error = end(async |mut wire| {
            let mut head = vec![0x81, 127];
            head.extend((1u64 << 62).to_be_bytes());
            wire.send(head).await;
            assert_eq!(wire.read_close().await, 1009);
            wire.expect_end().await;
        })
        .await;
        assert!(matches!(error, StreamError::TooLarge { .. }), "{error:?}");
    })
    .await;
}

/// Half open: the connection is there, but nobody at its other end. Three pings are missing.
#[tokio::test(start_paused = true)]
async fn a_peer_falls_silent() {
    let started = Instant::now();
    let error = end(async |mut wire| {
        for _ in 0..10 {
            sleep(Duration::from_secs(15)).await;
            wire.frame(PING, "1").await;
            wire.read_frame().await;
        }
        // Also in the middle of a message.
        wire.send(&[0x81, 20, b'[']).await;
        assert_eq!(wire.read_close().await, 1001);
    })
    .await;
    let silence = Duration::from_secs(45);
    assert!(matches!(error, StreamError::Idle { after } if after == silence), "{error:?}");
    assert!(started.elapsed() >= Duration::from_secs(150) + silence);
}

#[tokio::test(start_paused = true)]
async fn a_peer_never_answers_the_handshake() {
    let peer = WirePeer::start(|accept| async move {
        let mut wire = accept.request().await;
        assert_eq!(wire.socket.read(&mut [0]).await.unwrap(), 0);
    })
    .await;
    let client = client(&peer.origin);
    let result = client.get_derp_map_updates().await;
    assert!(matches!(result, Err(Error::Timeout { .. })), "{result:?}");
    peer.finish().await;
}

/// A reader that does not read holds up the peer, and not its own memory.
#[tokio::test]
async fn a_slow_reader_pushes_back() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            let taken = wire.flood(&frame(TEXT, format!("[{LINE}]").as_bytes())).await;
            // What the buffers of two sockets hold, and one of ours.
            assert!(taken < 16 * 1024 * 1024, "{taken}");
        })
        .await;
        let lines = client(&peer.origin).get_logs_by_workspace_agent_follow(agent()).await.unwrap();
        peer.finish().await;
        drop(lines);
    })
    .await;
}

#[tokio::test]
async fn a_slow_reader_of_events_pushes_back() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            wire.send(EVENTS).await;
            let taken = wire.flood(b"e\r\nevent: ping\n\n\n\r\n").await;
            assert!(taken < 16 * 1024 * 1024, "{taken}");
        })
        .await;
        let client = client(&peer.origin);
        let events = client.get_workspace_agent_reinitialization().await.unwrap();
        peer.finish().await;
        drop(events);
    })
    .await;
}

/// A peer that does not read holds up the writer, and not the writer's memory.
#[tokio::test]
async fn a_slow_peer_holds_up_the_writer() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            // Once it reads again, everything is there.
            sleep(Duration::from_millis(600)).await;
            let mut count = 0;
            while let (BINARY, bytes) = wire.read_frame().await {
                count += bytes.len();
            }
            assert!(count > 0);
        })
        .await;
        let client = client(&peer.origin);
        let mut stream = client.coordinate_workspace_agent(agent(), "2.0").await.unwrap();
        let mut written = 0;
        let flood = async {
            loop {
                written += stream.write(&[7; 32 * 1024]).await.unwrap();
            }
        };
        assert!(timeout(Duration::from_millis(300), flood).await.is_err());
        assert!(written < 16 * 1024 * 1024, "{written}");
        stream.shutdown().await.unwrap();
        peer.finish().await;
    })
    .await;
}

/// A close that nobody answers takes five seconds, not for ever.
#[tokio::test(start_paused = true)]
async fn a_peer_ignores_the_goodbye() {
    let peer = WirePeer::start(|accept| async move {
        let mut wire = accept.web_socket().await;
        assert_eq!(wire.read_close().await, 1000);
        wire.expect_end().await;
    })
    .await;
    let mut maps = client(&peer.origin).get_derp_map_updates().await.unwrap();
    let started = Instant::now();
    maps.close(1000, "").await;
    let waited = started.elapsed();
    assert!(waited >= Duration::from_secs(5) && waited < Duration::from_secs(6), "{waited:?}");
    drop(maps);
    peer.finish().await;
}
