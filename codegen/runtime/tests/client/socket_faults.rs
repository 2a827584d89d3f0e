//! Sockets whose peers misbehave or go away.

use std::time::Duration;

use codegen_runtime::client::stream_error::StreamError;
use tokio::io::AsyncWriteExt;

use crate::stream_operations::{Chat, Tunnel, WatchAll, WatchPets, builder, named, open};
use crate::wire_peer::{BINARY, PING, TEXT, Wire, WirePeer, frame, limited};

/// Sends bytes after the handshake; says which error comes of it, and which close is sent.
async fn broken(bytes: Vec<u8>, close: Option<u16>) -> StreamError {
    let peer = WirePeer::start(move |accept| async move {
        let mut wire = accept.web_socket().await;
        wire.send(bytes).await;
        match close {
            Some(code) => assert_eq!(wire.read_close().await, code),
            None => reset(wire).await,
        }
    })
    .await;
    let mut socket = open(&peer.origin, WatchPets).await.unwrap();
    let error = socket.recv().await.unwrap().unwrap_err();
    assert!(!error.goes_on(), "{error}");
    assert!(socket.recv().await.is_none());
    assert_eq!(socket.close_reason(), None);
    peer.finish().await;
    error
}

/// A reset in place of a goodbye.
async fn reset(wire: Wire) {
    // It would take back bytes that the client has not read yet.
    tokio::time::sleep(Duration::from_millis(100)).await;
    wire.socket.set_zero_linger().unwrap();
}

#[tokio::test]
async fn frames_that_break_the_protocol() {
    limited(async {
        let cases: [(Vec<u8>, u16); 9] = [
            (frame(TEXT, b"{\"name\":\"\xff\"}"), 1007),
            ([frame(0x01, b"\"\xc3"), frame(0x80, b"\x28\"")].concat(), 1007),
            (frame(0x80, b"{}"), 1002),
            ([frame(0x01, b"{"), frame(TEXT, b"}")].concat(), 1002),
            (frame(0x83, b""), 1002),
            (frame(0xc1, b"{}"), 1002),
            (frame(0x09, b""), 1002),
            (vec![TEXT, 0x82, 1, 2, 3, 4, 0, 0], 1002),
            (frame(PING, &[b'x'; 126]), 1002),
        ];
        for (bytes, code) in cases {
            let error = broken(bytes.clone(), Some(code)).await;
            assert!(matches!(error, StreamError::Protocol(_)), "{bytes:?} {error}");
        }
        // The size alone is enough; nothing of the message is awaited.
        let huge = [&[BINARY, 127], u64::MAX.to_be_bytes().as_slice()].concat();
        let error = broken(huge, Some(1009)).await;
        assert!(matches!(error, StreamError::TooLarge { limit: 16_777_216 }), "{error}");
    })
    .await;
}

#[tokio::test]
async fn connections_that_break() {
    limited(async {
        let message = frame(TEXT, b"{\"name\":\"a\"}");
        for bytes in [&message[..1], &message[..7], &frame(0x01, b"{"), b""] {
            let error = broken(bytes.to_vec(), None).await;
            assert!(matches!(error, StreamError::Transport(_)), "{bytes:?} {error}");
        }
        // An end without a goodbye.
        let peer = WirePeer::start(move |accept| async move {
            drop(accept.web_socket().await);
        })
        .await;
        let mut socket = open(&peer.origin, WatchPets).await.unwrap();
        let error = socket.recv().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::Transport(_)), "{error}");
        peer.finish().await;
    })
    .await;
}

/// A peer that vanishes without a trace is only found out by its silence.
#[tokio::test]
async fn a_half_open_connection() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.send(&frame(TEXT, b"[]")[..3]).await;
            tokio::time::sleep(Duration::from_secs(2)).await;
        })
        .await;
        let client = builder(&peer.origin).build().unwrap();
        let limit = Duration::from_millis(200);
        let mut socket = client.call(WatchAll).idle_timeout(limit).await.unwrap();
        let error = socket.recv().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::Idle { after } if after == limit), "{error}");
        let mut tunnel = client.call(Tunnel).idle_timeout(limit);
        tunnel = tunnel.timeout(Duration::from_millis(100));
        assert!(tunnel.await.unwrap_err().is_timeout());
        drop(socket);
        peer.finish().await;
    })
    .await;
}

/// Nothing is read ahead: a reader that does not read pushes back, and loses nothing.
#[tokio::test]
async fn a_slow_reader_pushes_back() {
    limited(async {
        let message = frame(TEXT, format!("{{\"name\":\"{}\"}}", "x".repeat(60_000)).as_bytes());
        let size = message.len();
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            let count = wire.flood(&message).await;
            assert!(count < 16 << 20, "{count} bytes went out to a client that does not read");
            wire.send(&message[count % size..]).await;
            wire.close(1000, "").await;
            assert_eq!(wire.read_close().await, 1000);
        })
        .await;
        let mut socket = open(&peer.origin, WatchPets).await.unwrap();
        tokio::time::sleep(Duration::from_secs(2)).await;
        while let Some(pet) = socket.recv().await {
            assert_eq!(pet.unwrap().name.len(), 60_000);
        }
        assert_eq!(socket.close_reason().unwrap().code, 1000);
        peer.finish().await;
    })
    .await;
}

/// A peer that does not read pushes back too; a writer holds one message, not all of them.
#[tokio::test]
async fn a_slow_peer_holds_the_writer() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            tokio::time::sleep(Duration::from_secs(1)).await;
            let mut count = 0;
            while let (BINARY, bytes) = wire.read_frame().await {
                assert!(bytes.len() <= 32 * 1024);
                count += bytes.len();
            }
            assert_eq!(count, 24 << 20);
            wire.close(1000, "").await;
            wire.expect_end().await;
        })
        .await;
        let mut socket = open(&peer.origin, Tunnel).await.unwrap();
        let bytes = vec![7; 24 << 20];
        let fast = tokio::time::timeout(Duration::from_millis(500), socket.write_all(&bytes[..]));
        assert!(fast.await.is_err(), "24 MiB went to a peer that does not read");
        drop(socket);
        assert!(peer.finish_with_panic().await, "the rest was never sent");

        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            let mut count = 0;
            while let (BINARY, bytes) = wire.read_frame().await {
                count += bytes.len();
            }
            assert_eq!(count, 24 << 20);
            wire.close(1000, "").await;
            wire.expect_end().await;
        })
        .await;
        let mut socket = open(&peer.origin, Tunnel).await.unwrap();
        socket.write_all(&bytes).await.unwrap();
        socket.shutdown().await.unwrap();
        drop(socket);
        peer.finish().await;
    })
    .await;
}

/// Pings whose answers nobody reads do not fill the memory.
#[tokio::test]
async fn a_flood_of_pings() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            let pings = frame(PING, &[b'p'; 125]).repeat(100);
            while wire.try_send(&pings).await {}
        })
        .await;
        let mut socket = open(&peer.origin, WatchPets).await.unwrap();
        let error = socket.recv().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::Protocol(_)), "{error}");
        drop(socket);
        peer.finish().await;
    })
    .await;
}

/// A peer that does not answer a close is left after 5 s, whatever else it says.
#[tokio::test]
async fn a_close_without_an_answer() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            assert_eq!(wire.read_close().await, 1000);
            let message = frame(TEXT, b"{\"name\":\"a\"}");
            while wire.try_send(&message).await {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        })
        .await;
        let mut socket = open(&peer.origin, Chat).await.unwrap();
        let started = tokio::time::Instant::now();
        socket.close(1005, "1005 must not be sent").await;
        let elapsed = started.elapsed();
        assert!((4900..6000).contains(&elapsed.as_millis()), "{elapsed:?}");
        assert!(socket.recv().await.is_none());
        let error = socket.send(&named("late")).await.unwrap_err();
        assert!(matches!(error, StreamError::Closed), "{error}");
        drop(socket);
        peer.finish().await;
    })
    .await;
}

#[test]
fn sockets_move_between_threads() {
    fn check<T: Send + Unpin>(_: &T) {}
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(limited(async {
        let peer = WirePeer::start(|accept| async move {
            accept.web_socket().await.expect_close().await;
        })
        .await;
        let mut socket = open(&peer.origin, Chat).await.unwrap();
        check(&socket);
        let pet = named("a");
        let send = socket.send(&pet);
        fn is_send<T: Send>(_: &T) {}
        is_send(&send);
        drop(send);
        drop(socket);
        peer.finish().await;
    }));
}
