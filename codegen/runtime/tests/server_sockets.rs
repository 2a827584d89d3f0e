//! Over real sockets: WebSocket, body limits, the peer's address.

#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod server_api;

use std::net::SocketAddr;

use axum::Router;
use futures_util::{SinkExt, StreamExt};
use server_api::router::{router, router_with};
use server_api::{Echo, LOGS, ME, PTY};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use codegen_runtime::server::router::Options;

async fn serve(app: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let service = app.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).await.unwrap();
    });
    address
}

async fn connect(uri: &str, token: &str) -> Result<WebSocketStream<TcpStream>, Error> {
    let address = serve(router(Echo::default())).await;
    let mut request = format!("ws://{address}{uri}").into_client_request().unwrap();
    request.headers_mut().insert("coder-session-token", token.parse().unwrap());
    let stream = TcpStream::connect(address).await.unwrap();
    client_async(request, stream).await.map(|(socket, _)| socket)
}

/// Sends bytes, and reads an answer until the server closes or has said all.
async fn raw(address: SocketAddr, parts: &[&str]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    for part in parts {
        // The server may have had enough already.
        if stream.write_all(part.as_bytes()).await.is_err() {
            break;
        }
    }
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&answer).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|l| l.strip_prefix("content-length: "));
            if length.is_some_and(|length| length.parse() == Ok(body.len())) {
                return text;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return text,
            Ok(count) => answer.extend_from_slice(&buffer[..count]),
        }
    }
}

#[tokio::test]
async fn a_web_socket_echoes_and_closes() {
    let mut socket = connect(&format!("{PTY}?height=24"), "token").await.unwrap();
    for message in [Message::text("hi"), Message::binary(vec![0; 1000]), Message::text("")] {
        socket.send(message.clone()).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap(), message);
    }
    socket.send(Message::Ping("p".into())).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::Pong("p".into()));
    socket.close(None).await.unwrap();
    while let Some(Ok(message)) = socket.next().await {
        assert!(matches!(message, Message::Close(_) | Message::Ping(_)), "{message:?}");
    }
}

#[tokio::test]
async fn too_large_a_message_ends_a_web_socket() {
    let mut socket = connect(&format!("{PTY}?height=24"), "token").await.unwrap();
    socket.send(Message::binary(vec![0; 1001])).await.unwrap();
    match socket.next().await {
        None | Some(Err(_)) => {}
        Some(Ok(Message::Close(frame))) => {
            assert!(frame.is_none_or(|frame| frame.code == CloseCode::Size));
        }
        Some(Ok(other)) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn refusals_come_before_the_switch() {
    for (uri, token, expected) in [
        (format!("{PTY}?height=0"), "token", 400),
        (format!("{PTY}?height=13"), "token", 409),
        (format!("{PTY}?height=24"), "wrong", 401),
        (format!("{PTY}?height=24"), "", 401),
    ] {
        let Err(Error::Http(response)) = connect(&uri, token).await else {
            panic!("{uri} was not refused");
        };
        assert_eq!(response.status(), expected);
        assert_eq!(response.headers()["content-type"], "application/json");
        assert!(response.body().as_ref().is_none_or(|body| body.len() < 1024));
    }
}

#[tokio::test]
async fn a_plain_request_is_told_to_upgrade() {
    let address = serve(router(Echo::default())).await;
    let head = format!("GET {PTY}?height=24 HTTP/1.1\r\nHost: x\r\nCoder-Session-Token: t\r\n");
    let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    for (headers, status) in [
        ("", "426 Upgrade Required"),
        ("Connection: Upgrade\r\n", "426 Upgrade Required"),
        ("Upgrade: websocket\r\n", "426 Upgrade Required"),
        ("Connection: Upgrade\r\nUpgrade: h2c\r\n", "426 Upgrade Required"),
        (&format!("{upgrade}Sec-WebSocket-Version: 13\r\n"), "400 Bad Request"),
        (
            &format!("{upgrade}Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 8\r\n"),
            "400 Bad Request",
        ),
    ] {
        let answer = raw(address, &[&head, headers, "\r\n"]).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{headers} {answer}");
        assert!(answer.contains("upgrade: websocket\r\n"), "{answer}");
        assert!(answer.contains("This operation needs a WebSocket."), "{answer}");
    }
    let answer =
        raw(address, &["GET ", PTY, "?height=24 HTTP/1.0\r\nCoder-Session-Token: t\r\n\r\n"]).await;
    assert!(answer.contains(" 426 Upgrade Required\r\n"), "{answer}");
}

#[tokio::test]
async fn large_bodies_are_cut_off() {
    let app = router_with(Echo::default(), Options::default().body_limit(1000));
    let address = serve(app).await;
    let head = format!("PATCH {ME} HTTP/1.1\r\nHost: x\r\nCoder-Session-Token: t\r\n");
    // Announced; the body never comes.
    let answer = raw(address, &[&head, "Content-Length: 1001\r\n\r\n"]).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("Request body is too large."), "{answer}");
    // Not announced, without end.
    let chunk = format!("400\r\n{}\r\n", " ".repeat(0x400));
    let answer = raw(address, &[&head, "Transfer-Encoding: chunked\r\n\r\n", &chunk]).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    // Ends early.
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("{head}Content-Length: 10\r\n\r\n{{").as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{answer}");
    // The server is still there.
    let answer = raw(address, &[&head, "Content-Length: 2\r\n\r\n{}"]).await;
    assert!(answer.contains("log_source_id"), "{answer}");
}

#[tokio::test]
async fn an_implementation_sees_the_peer() {
    let echo = Echo::default();
    let address = serve(router(echo.clone())).await;
    let head = format!("GET {LOGS} HTTP/1.1\r\nHost: x\r\nCoder-Session-Token: t\r\n\r\n");
    assert!(raw(address, &[&head]).await.starts_with("HTTP/1.1 200 "));
    assert_eq!(echo.seen.all().pop().unwrap(), "peer 127.0.0.1");
}
