//! Clients that are nothing but bytes.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const TEXT: u8 = 1;
pub const BINARY: u8 = 2;
pub const CLOSE: u8 = 8;
pub const PING: u8 = 9;
pub const PONG: u8 = 10;

/// No test may hang.
pub async fn within<T>(test: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), test).await.expect("the test takes too long")
}

/// Waits for something that happens soon.
pub async fn until(mut there: impl FnMut() -> bool) {
    while !there() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A frame as it came.
#[derive(Debug, PartialEq)]
pub struct Frame {
    pub first: u8,
    pub payload: Vec<u8>,
}

pub struct Peer(pub TcpStream);

impl Peer {
    pub async fn connect(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    /// Asks like Go's `http.Client`: no `Accept`, but gzip is welcome (wire 7.2).
    pub async fn get(address: SocketAddr, path: &str, headers: &[&str]) -> Self {
        let mut peer = Self::connect(address).await;
        let mut head = format!(
            "GET {path} HTTP/1.1\r\nHost: coder.example\r\n\
             User-Agent: Go-http-client/1.1\r\nAccept-Encoding: gzip\r\n"
        );
        for header in headers {
            head.extend([header, "\r\n"]);
        }
        peer.send((head + "\r\n").as_bytes()).await;
        peer
    }

    /// Asks for a WebSocket like coder/websocket does.
    pub async fn upgrade(address: SocketAddr, path: &str, headers: &[&str]) -> Self {
        let mut all = vec![
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ];
        all.extend(headers);
        Self::get(address, path, &all).await
    }

    /// The WebSocket that the server agrees to.
    pub async fn switched(mut self) -> Self {
        let head = self.head().await;
        assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
        self
    }

    pub async fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    /// Up to and with the empty line.
    pub async fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.0.read_u8().await.unwrap());
        }
        String::from_utf8(head).unwrap()
    }

    /// A whole answer with a length: head and body.
    pub async fn answer(&mut self) -> (String, String) {
        let head = self.head().await;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.unwrap_or("0").parse().unwrap()];
        self.0.read_exact(&mut body).await.unwrap();
        (head, String::from_utf8(body).unwrap())
    }

    /// A chunk of a chunked body, as text; empty is the end.
    pub async fn chunk(&mut self) -> String {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            line.push(self.0.read_u8().await.unwrap());
        }
        let length = String::from_utf8(line).unwrap();
        let mut chunk = vec![0; usize::from_str_radix(length.trim(), 16).unwrap() + 2];
        self.0.read_exact(&mut chunk).await.unwrap();
        assert!(chunk.ends_with(b"\r\n"));
        chunk.truncate(chunk.len() - 2);
        String::from_utf8(chunk).unwrap()
    }

    /// A frame with any first byte, masked with zeros.
    pub async fn raw_frame(&mut self, first: u8, payload: &[u8]) {
        self.send(&masked(first, payload)).await;
    }

    /// A whole message, or a control frame.
    pub async fn frame(&mut self, opcode: u8, payload: impl AsRef<[u8]>) {
        self.raw_frame(0x80 | opcode, payload.as_ref()).await;
    }

    pub async fn close(&mut self, code: u16, reason: &str) {
        self.frame(CLOSE, [&code.to_be_bytes(), reason.as_bytes()].concat()).await;
    }

    pub async fn next(&mut self) -> Frame {
        let first = self.0.read_u8().await.unwrap();
        let length = match self.0.read_u8().await.unwrap() {
            126 => self.0.read_u16().await.unwrap().into(),
            127 => self.0.read_u64().await.unwrap(),
            short => u64::from(short),
        };
        let mut payload = vec![0; length.try_into().unwrap()];
        self.0.read_exact(&mut payload).await.unwrap();
        Frame { first, payload }
    }

    /// Expects one unfragmented frame of this type, without any extension's bits.
    pub async fn expect(&mut self, opcode: u8, payload: impl AsRef<[u8]>) {
        let frame = self.next().await;
        let text = String::from_utf8_lossy(&frame.payload);
        assert_eq!(frame.first, 0x80 | opcode, "{text}");
        assert_eq!(frame.payload, payload.as_ref(), "{text}");
    }

    pub async fn expect_close(&mut self, code: u16, reason: &str) {
        self.expect(CLOSE, [&code.to_be_bytes(), reason.as_bytes()].concat()).await;
    }

    /// Expects these bytes in binary frames, however they are cut.
    pub async fn expect_bytes(&mut self, expected: &[u8]) {
        let mut received = Vec::new();
        while received.len() < expected.len() {
            let frame = self.next().await;
            assert_eq!(frame.first, 0x80 | BINARY);
            // Wire 2.7: what any Go client accepts.
            assert!(frame.payload.len() <= 32 * 1024);
            received.extend(frame.payload);
        }
        assert!(received == expected, "{received:?}");
    }

    /// Expects that the server ends the connection in good order.
    pub async fn expect_end(&mut self) {
        let mut rest = Vec::new();
        let count = self.0.read_to_end(&mut rest).await.unwrap();
        assert_eq!(count, 0, "{rest:?}");
    }

    /// Expects that the connection ends, with or without a reset.
    pub async fn expect_gone(&mut self) {
        let mut rest = Vec::new();
        let _ = self.0.read_to_end(&mut rest).await;
    }
}

/// A frame as clients send it.
pub fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        length @ 0..=125 => frame.push(0x80 | u8::try_from(length).unwrap()),
        length => {
            frame.push(0x80 | 127);
            frame.extend(u64::try_from(length).unwrap().to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}
