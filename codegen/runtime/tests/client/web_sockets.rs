//! WebSockets.

use std::time::Duration;

use codegen_runtime::client::error::{Error, ErrorBody};
use codegen_runtime::client::stream_error::StreamError;
use codegen_runtime::client::web_socket::{Message, WebSocket};
use futures_util::{SinkExt, StreamExt};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{CloseFrame, Frame};
use tokio_tungstenite::tungstenite::{Message as Raw, handshake::derive_accept_key};

use crate::operations::{Sorry, TOKEN, Watch};
use crate::peer::{Peer, Step, answer, builder, json};
use crate::reading::{header, line, read_request};

type Server = WebSocketStream<TcpStream>;

/// A peer that agrees, as the test's headers say, and then does something.
async fn peer<F: Future<Output = ()> + Send>(
    headers: impl Fn(&str) -> String + Send + 'static,
    then: impl FnOnce(Server) -> F + Send + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let request = read_request(&mut socket).await.unwrap();
        assert_eq!(line(&request), "GET /watch");
        for (name, value) in [
            ("connection", "Upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("x-token", "t"),
        ] {
            assert_eq!(header(&request, name).as_deref(), Some(value), "{request}");
        }
        let key = header(&request, "sec-websocket-key").unwrap();
        assert_eq!(key.len(), 24);
        let head = format!("HTTP/1.1 101 Switching Protocols\r\n{}\r\n\r\n", headers(&key));
        socket.write_all(head.as_bytes()).await.unwrap();
        then(WebSocketStream::from_raw_socket(socket, Role::Server, None).await).await;
    });
    origin
}

fn agree(key: &str) -> String {
    let accept = derive_accept_key(key.as_bytes());
    format!(
        "connection: keep-alive, upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Accept: {accept}"
    )
}

async fn open(origin: &str) -> Result<WebSocket, Error<Sorry>> {
    let client = builder(origin).credential(&TOKEN, "t").max_message_bytes(2000).build().unwrap();
    client.call(Watch).await
}

fn text(text: &str) -> Message {
    Message::Text(text.to_owned())
}

#[tokio::test]
async fn messages_go_both_ways() {
    let origin = peer(agree, |mut socket| async move {
        while let Some(Ok(message)) = socket.next().await {
            if message.is_text() || message.is_binary() {
                socket.send(message).await.unwrap();
            }
        }
    });
    let mut socket = open(&origin.await).await.unwrap();
    for message in [text("ü"), Message::Binary(vec![0, 255]), text("")] {
        socket.send(message.clone()).await.unwrap();
        assert_eq!(socket.recv().await.unwrap().unwrap(), message);
    }
    let (mut sink, mut stream) = socket.split();
    sink.send(text("split")).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), text("split"));
    let mut socket = stream.reunite(sink).unwrap();
    socket.close(1000, &"ü".repeat(100)).await;
    assert!(socket.recv().await.is_none());
    socket.close(1000, "").await;
}

#[tokio::test]
async fn fragments_pings_and_the_peers_goodbye() {
    let origin = peer(agree, |mut socket| async move {
        let first = Frame::message("[1]\n".to_owned(), OpCode::Data(Data::Text), false);
        let last = Frame::message("", OpCode::Data(Data::Continue), true);
        socket.send(Raw::Ping("1".into())).await.unwrap();
        socket.send(Raw::Frame(first)).await.unwrap();
        socket.send(Raw::Frame(last)).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap(), Raw::Pong("1".into()));
        let frame = CloseFrame { code: CloseCode::Away, reason: "bye".into() };
        socket.close(Some(frame)).await.unwrap();
        assert!(socket.next().await.unwrap().unwrap().is_close());
    });
    let mut socket = open(&origin.await).await.unwrap();
    assert_eq!(socket.recv().await.unwrap().unwrap(), text("[1]\n"));
    assert!(socket.recv().await.is_none());
    let reason = socket.close_reason().unwrap();
    assert_eq!((reason.code, reason.reason.as_str()), (1001, "bye"));
}

/// However it is dropped: as a whole, or in two halves.
#[tokio::test]
async fn a_dropped_socket_says_goodbye() {
    for split in [false, true] {
        let (told, heard) = tokio::sync::oneshot::channel();
        let origin = peer(agree, |mut socket| async move {
            let _ = told.send(socket.next().await);
        });
        let socket = open(&origin.await).await.unwrap();
        if split {
            drop(socket.split())
        } else {
            drop(socket)
        }
        let Some(Ok(Raw::Close(Some(frame)))) = heard.await.unwrap() else {
            panic!("no goodbye");
        };
        assert_eq!(frame.code, CloseCode::Away);
    }
}

#[tokio::test]
async fn messages_that_are_too_large() {
    let origin = peer(agree, |mut socket| async move {
        socket.send(Raw::text("a".repeat(2000))).await.unwrap();
        let _ = socket.send(Raw::text("a".repeat(2001))).await;
        let _ = socket.next().await;
    });
    let mut socket = open(&origin.await).await.unwrap();
    assert_eq!(socket.recv().await.unwrap().unwrap(), text(&"a".repeat(2000)));
    let error = socket.recv().await.unwrap().unwrap_err();
    assert!(matches!(error, StreamError::TooLarge { limit: 2000 }), "{error}");
    assert!(socket.recv().await.is_none());
}

#[tokio::test]
async fn a_peer_that_vanishes() {
    let origin = peer(agree, |socket| async move { drop(socket) }).await;
    let mut socket = open(&origin).await.unwrap();
    assert!(socket.recv().await.unwrap().is_err());
    assert!(socket.recv().await.is_none());
}

#[tokio::test]
async fn handshakes_that_are_none() {
    type Headers = fn(&str) -> String;
    let cases: [(Headers, &str); 4] = [
        (|key| agree(key).replace("WebSocket\r", "h2c\r"), "something else"),
        (|_| agree("other"), "sign the key"),
        (|_| "Connection: upgrade\r\nUpgrade: websocket".to_owned(), "sign the key"),
        (|key| agree(key) + "\r\nSec-WebSocket-Extensions: permessage-deflate", "nobody asked"),
    ];
    for (headers, reason) in cases {
        let origin = peer(headers, |mut socket| async move { drop(socket.next().await) }).await;
        let error = open(&origin).await.unwrap_err();
        assert!(matches!(error, Error::Handshake(_)), "{error}");
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[tokio::test]
async fn refusals_are_ordinary_errors() {
    let refusal = json("401 Unauthorized", r#"{"message":"who?"}"#);
    let mixed =
        answer("426 Upgrade Required\r\nContent-Type: text/plain", "no\n{\"message\":\"m\"}");
    let peer = Peer::start([refusal, mixed, json("200 OK", "{}")]).await;
    let error = open(&peer.origin).await.unwrap_err();
    assert_eq!(error.api().unwrap().typed().unwrap().message, "who?");
    let error = open(&peer.origin).await.unwrap_err();
    assert!(matches!(&error.api().unwrap().body, ErrorBody::Raw(_)), "{error}");
    assert_eq!(error.status().unwrap(), 426);
    let error = open(&peer.origin).await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedStatus(_)), "{error}");
}

#[tokio::test]
async fn the_connect_timeout_is_for_the_handshake_too() {
    let peer = Peer::start([Step::Stall(Vec::new())]).await;
    let limit = Duration::from_millis(100);
    let client = builder(&peer.origin).connect_timeout(limit).build().unwrap();
    let error = client.call(Watch).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
}

#[tokio::test]
async fn an_open_socket_has_no_timeout() {
    let origin = peer(agree, |mut socket| async move {
        tokio::time::sleep(Duration::from_millis(600)).await;
        socket.send(Raw::text("late")).await.unwrap();
    });
    let client =
        builder(&origin.await).credential(&TOKEN, "t").connect_timeout(Duration::from_millis(300));
    let client = client.timeout(Duration::from_millis(300)).build().unwrap();
    let mut socket = client.call(Watch).await.unwrap();
    assert_eq!(socket.recv().await.unwrap().unwrap(), text("late"));
}

#[tokio::test]
async fn a_call_may_limit_silence_and_messages() {
    let origin = peer(agree, |mut socket| async move {
        socket.send(Raw::text("12345")).await.unwrap();
        // Until the client gives up.
        let Some(Ok(Raw::Close(Some(frame)))) = socket.next().await else { panic!("no goodbye") };
        assert_eq!(frame.code, CloseCode::Away);
    });
    let client = builder(&origin.await).credential(&TOKEN, "t").build().unwrap();
    let limit = Duration::from_millis(100);
    let mut socket = client.call(Watch).idle_timeout(limit).await.unwrap();
    assert_eq!(socket.recv().await.unwrap().unwrap(), text("12345"));
    let error = socket.recv().await.unwrap().unwrap_err();
    assert!(matches!(error, StreamError::Idle { after } if after == limit), "{error}");
    assert!(socket.recv().await.is_none());

    let origin = peer(agree, |mut socket| async move {
        let _ = socket.send(Raw::text("12345")).await;
        let _ = socket.next().await;
    });
    let client = builder(&origin.await).credential(&TOKEN, "t").build().unwrap();
    let mut socket = client.call(Watch).max_message_bytes(4).await.unwrap();
    let error = socket.recv().await.unwrap().unwrap_err();
    assert!(matches!(error, StreamError::TooLarge { limit: 4 }), "{error}");
}
