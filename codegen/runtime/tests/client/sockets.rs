//! Typed sockets against exact bytes.

use std::time::Duration;

use codegen_runtime::client::error::ErrorBody;
use codegen_runtime::client::stream_error::StreamError;
use futures_util::StreamExt;

use crate::peer::{Peer, answer, json};
use crate::reading::header;
use crate::stream_operations::Input;
use crate::stream_operations::{Chat, Report, Terminal, WatchAll, WatchPets, builder, named, open};
use crate::wire_peer::{BINARY, PING, PONG, TEXT, WirePeer, frame, limited};
use tokio::io::AsyncReadExt;

/// wire.md 2.7, op 1: "binary: each JSON value + `\n` is a fragmented message: one frame without
/// FIN, then an empty continuation with FIN"; ops 20/22: "text, fragmented the same way"; op 17:
/// "text, one unfragmented frame per JSON value + `\n`".
#[tokio::test]
async fn messages_in_fragments_with_newlines_of_both_kinds() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            assert_eq!(wire.target(), "GET /pets?follow=true");
            assert_eq!(header(&wire.request, "x-token").as_deref(), Some("t"));
            wire.frame(0x02, "{\"name\":\"a\"}\n").await;
            wire.frame(0x80, "").await;
            wire.frame(0x01, "{\"name\":").await;
            wire.frame(0x00, "\"ü\"").await;
            wire.frame(0x80, "}\n").await;
            wire.frame(TEXT, "{\"name\":\"c\"}\n").await;
            wire.frame(BINARY, "{\"name\":\"d\"}").await;
            wire.close(1000, "").await;
            assert_eq!(wire.read_close().await, 1000);
        })
        .await;
        let mut socket = open(&peer.origin, WatchPets).await.unwrap();
        for name in ["a", "ü", "c", "d"] {
            assert_eq!(socket.next().await.unwrap().unwrap(), named(name));
        }
        assert!(socket.recv().await.is_none());
        assert!(socket.recv().await.is_none());
        assert_eq!(socket.close_reason().unwrap().code, 1000);
        peer.finish().await;
    })
    .await;
}

/// wire.md 2.7: "ping payload: an ASCII decimal counter that must be echoed in the pong". Also in
/// the middle of a fragmented message.
#[tokio::test]
async fn pings_are_answered_with_their_payload() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(0x01, "{\"name\":").await;
            for counter in ["1", "23", "", "4567"] {
                wire.frame(PING, counter).await;
                assert_eq!(wire.read_frame().await, (PONG, counter.as_bytes().to_vec()));
            }
            wire.frame(0x80, "\"a\"}\n").await;
            wire.expect_close().await;
        })
        .await;
        let mut socket = open(&peer.origin, WatchPets).await.unwrap();
        assert_eq!(socket.recv().await.unwrap().unwrap(), named("a"));
        drop(socket);
        peer.finish().await;
    })
    .await;
}

/// wire.md 2.7: "a first log batch can be about 1 MiB of text plus JSON overhead".
#[tokio::test]
async fn messages_above_one_mebibyte() {
    limited(async {
        let name = "x".repeat(3 << 19);
        let text = format!("{{\"name\":\"{name}\"}}\n");
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(0x01, text).await;
            wire.frame(0x80, "").await;
            wire.expect_close().await;
        })
        .await;
        let mut socket = open(&peer.origin, WatchPets).await.unwrap();
        assert_eq!(socket.recv().await.unwrap().unwrap().name, name);
        drop(socket);
        peer.finish().await;
    })
    .await;
}

/// wire.md 2.7, 3.x: closes of the peer are no errors; code and reason are kept.
#[tokio::test]
async fn closes_of_the_peer() {
    limited(async {
        for (code, reason) in
            [(1000, ""), (1001, "bye"), (1003, "no text"), (1008, "no data"), (1011, "cannot dial")]
        {
            let peer = WirePeer::start(move |accept| async move {
                let mut wire = accept.web_socket().await;
                wire.close(code, reason).await;
                // "After its close frame the server waits up to 5 s for the peer's."
                assert_eq!(wire.read_close().await, code);
                wire.expect_end().await;
            })
            .await;
            let mut socket = open(&peer.origin, WatchPets).await.unwrap();
            assert!(socket.recv().await.is_none());
            let found = socket.close_reason().unwrap();
            assert_eq!((found.code, found.reason.as_str()), (code, reason));
            drop(socket);
            peer.finish().await;
        }
    })
    .await;
}

/// The path of what does not fit is known, and the stream goes on.
#[tokio::test]
async fn messages_that_do_not_fit() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(TEXT, "{\"name\":\"a\",\"legs\":[{\"length\":1},{\"length\":\"x\"}]}").await;
            wire.frame(TEXT, "{\"name\":\"a\"} {").await;
            wire.frame(TEXT, "\n").await;
            wire.frame(TEXT, "{\"name\":\"b\"}").await;
            wire.expect_close().await;
        })
        .await;
        let mut socket = open(&peer.origin, WatchPets).await.unwrap();
        let error = socket.recv().await.unwrap().unwrap_err();
        assert!(matches!(&error, StreamError::Decode { path, .. } if path == "legs[1].length"));
        assert!(error.goes_on() && error.to_string().contains("legs[1].length"), "{error}");
        for _ in 0..2 {
            let error = socket.recv().await.unwrap().unwrap_err();
            assert!(matches!(&error, StreamError::Decode { path, .. } if path.is_empty()));
        }
        assert_eq!(socket.recv().await.unwrap().unwrap(), named("b"));
        drop(socket);
        peer.finish().await;
    })
    .await;
}

/// wire.md 3.17: "A client should treat that value, repeated, as end of stream."
#[tokio::test]
async fn a_message_that_comes_twice_ends_the_stream() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            for text in ["[]\n", "[{\"name\":\"a\"}]", "[]"] {
                wire.frame(TEXT, text).await;
            }
            let flood = frame(TEXT, b" [\n] ");
            while wire.try_send(&flood).await {}
        })
        .await;
        let mut socket = open(&peer.origin, WatchAll).await.unwrap();
        for length in [0, 1, 0] {
            assert_eq!(socket.recv().await.unwrap().unwrap().len(), length);
        }
        assert!(socket.recv().await.is_none());
        assert!(socket.recv().await.is_none());
        drop(socket);
        peer.finish().await;
    })
    .await;
}

/// The limit of the document, of the client, of the call.
#[tokio::test]
async fn messages_that_are_too_large() {
    limited(async {
        for (client, call, limit) in
            [(None, None, 4000), (Some(300), None, 300), (Some(300), Some(500), 500)]
        {
            let peer = WirePeer::start(move |accept| async move {
                let mut wire = accept.web_socket().await;
                wire.frame(TEXT, format!("{:1$}", "[]", limit)).await;
                wire.frame(0x01, format!("{:1$}", "[", limit)).await;
                wire.frame(0x80, "]").await;
                assert_eq!(wire.read_close().await, 1009);
            })
            .await;
            let mut builder = builder(&peer.origin);
            if let Some(client) = client {
                builder = builder.max_message_bytes(client);
            }
            let client = builder.build().unwrap();
            let mut open = client.call(WatchAll);
            if let Some(call) = call {
                open = open.max_message_bytes(call);
            }
            let mut socket = open.await.unwrap();
            assert!(socket.recv().await.unwrap().unwrap().is_empty());
            let error = socket.recv().await.unwrap().unwrap_err();
            assert!(matches!(&error, StreamError::TooLarge { limit: found } if *found == limit));
            assert!(!error.goes_on() && socket.recv().await.is_none());
            peer.finish().await;
        }
    })
    .await;
}

/// wire.md 2.7, refused handshakes: `Err` JSON; text with a JSON line after it; HTML (3.21); no
/// body at all (405).
#[tokio::test]
async fn refusals_are_ordinary_errors() {
    limited(async {
        let peer = Peer::start([
            json("409 Conflict", r#"{"message":"browsers only"}"#),
            answer(
                "426 Upgrade Required\r\nContent-Type: text/plain; charset=utf-8\r\n\
                 Upgrade: websocket",
                "WebSocket protocol violation\n{\"message\":\"m\"}\n",
            ),
            answer("404 Not Found\r\nContent-Type: text/html; charset=utf-8", "<html>"),
            answer("405 Method Not Allowed\r\nAllow: POST", ""),
        ])
        .await;
        let error = open(&peer.origin, WatchPets).await.unwrap_err();
        assert_eq!(error.api().unwrap().typed().unwrap().message, "browsers only");
        for (status, text) in [
            (426, "WebSocket protocol violation\n{\"message\":\"m\"}\n"),
            (404, "<html>"),
            (405, ""),
        ] {
            let error = open(&peer.origin, WatchPets).await.unwrap_err();
            assert_eq!(error.status().unwrap(), status);
            let ErrorBody::Raw(body) = &error.api().unwrap().body else { panic!("{error}") };
            assert_eq!(body.text(), text);
        }
    })
    .await;
}

/// wire.md 3.21: binary messages up, each a JSON object; raw bytes down.
#[tokio::test]
async fn a_terminal() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            let (first, payload) = wire.read_frame().await;
            assert_eq!((first, payload.as_slice()), (BINARY, br#"{"data":"ls\r"}"#.as_slice()));
            // "may cut UTF-8 sequences"
            wire.frame(BINARY, [0xc3]).await;
            wire.frame(BINARY, [0xbc]).await;
            wire.close(1000, "").await;
            assert_eq!(wire.read_close().await, 1000);
        })
        .await;
        let mut socket = open(&peer.origin, Terminal).await.unwrap();
        socket.send(&Input { data: "ls\r".to_owned() }).await.unwrap();
        let mut text = String::new();
        socket.read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "ü");
        let error = socket.send(&Input { data: String::new() }).await.unwrap_err();
        assert!(matches!(error, StreamError::Closed), "{error}");
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn two_halves_in_two_tasks() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            for _ in 0..100 {
                let (first, payload) = wire.read_frame().await;
                wire.frame(first, payload).await;
            }
            assert_eq!(wire.read_close().await, 1000);
            // What is on its way is dropped.
            wire.frame(TEXT, "{\"name\":\"late\"}").await;
            wire.close(1000, "").await;
            wire.expect_end().await;
        })
        .await;
        let (mut reader, mut writer) = open(&peer.origin, Chat).await.unwrap().into_split();
        let sending = tokio::spawn(async move {
            for number in 0..100 {
                writer.send(&named(&number.to_string())).await.unwrap();
            }
            writer
        });
        for number in 0..100 {
            let pet = reader.recv().await.unwrap().unwrap();
            assert_eq!(pet, named(&number.to_string()));
        }
        let mut writer = sending.await.unwrap();
        writer.close(1000, "done").await;
        assert!(reader.recv().await.is_none());
        assert_eq!(reader.close_reason().unwrap().code, 1000);
        drop((reader, writer));
        peer.finish().await;
    })
    .await;
}

/// What a socket does not receive is refused.
#[tokio::test]
async fn messages_where_none_is_expected() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            assert_eq!(wire.read_frame().await.0, TEXT);
            wire.frame(TEXT, "{}").await;
            assert_eq!(wire.read_close().await, 1008);
        })
        .await;
        let mut socket = open(&peer.origin, Report).await.unwrap();
        socket.send(&named("a")).await.unwrap();
        let error = socket.recv().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::Protocol(_)), "{error}");
        assert!(socket.recv().await.is_none());
        peer.finish().await;
    })
    .await;
}

/// Silence ends the stream, pings without data do not; nor does a message that takes its time.
#[tokio::test]
async fn silence_and_signs_of_life() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            for _ in 0..5 {
                tokio::time::sleep(Duration::from_millis(150)).await;
                wire.frame(PING, "").await;
                assert_eq!(wire.read_frame().await.0, PONG);
            }
            for byte in frame(TEXT, b"[]") {
                tokio::time::sleep(Duration::from_millis(150)).await;
                wire.send([byte]).await;
            }
            assert_eq!(wire.read_close().await, 1001);
        })
        .await;
        let mut socket = open(&peer.origin, WatchAll).await.unwrap();
        assert!(socket.recv().await.unwrap().unwrap().is_empty());
        let error = socket.recv().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::Idle { after } if after.as_millis() == 300));
        assert!(socket.recv().await.is_none());
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn the_call_decides_about_silence() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            tokio::time::sleep(Duration::from_secs(2)).await;
            wire.frame(TEXT, "[]").await;
            wire.expect_close().await;
        })
        .await;
        let client = builder(&peer.origin).timeout(Duration::from_secs(1)).build().unwrap();
        let mut socket = client.call(WatchAll).idle_timeout(None).await.unwrap();
        assert!(socket.recv().await.unwrap().unwrap().is_empty());
        drop(socket);
        peer.finish().await;
    })
    .await;
}
