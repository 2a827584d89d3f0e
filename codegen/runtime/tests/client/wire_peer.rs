//! A peer that sends exact bytes, on a connection of its own for each call.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::reading::{header, line, read_request};

pub(crate) const TEXT: u8 = 0x81;
pub(crate) const BINARY: u8 = 0x82;
pub(crate) const CLOSE: u8 = 0x88;
pub(crate) const PING: u8 = 0x89;
pub(crate) const PONG: u8 = 0x8a;

/// The beginning of an answer with server-sent events (wire.md 2.8).
pub(crate) const EVENTS: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\
    Cache-Control: no-cache\r\nConnection: keep-alive\r\nX-Accel-Buffering: no\r\n\
    Transfer-Encoding: chunked\r\n\r\n";

/// No test hangs.
pub(crate) async fn limited<T>(test: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), test).await.expect("the test hangs")
}

/// Runs one script to its end.
pub(crate) struct WirePeer {
    pub(crate) origin: String,
    script: JoinHandle<()>,
}

impl WirePeer {
    /// The script gets one connection after the other.
    pub(crate) async fn start<F>(script: impl FnOnce(Accept) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        Self { origin, script: tokio::spawn(script(Accept { listener })) }
    }

    /// What the script found wrong is what the test found wrong.
    pub(crate) async fn finish(self) {
        self.script.await.unwrap();
    }

    /// Whether the script came to a bad end, for want of more bytes.
    pub(crate) async fn finish_with_panic(self) -> bool {
        self.script.await.is_err()
    }
}

pub(crate) struct Accept {
    listener: TcpListener,
}

impl Accept {
    /// A request, not answered yet.
    pub(crate) async fn request(&self) -> Wire {
        let (mut socket, _) = self.listener.accept().await.unwrap();
        let request = read_request(&mut socket).await.unwrap();
        Wire { socket, request }
    }

    /// A WebSocket (wire.md 2.7).
    pub(crate) async fn web_socket(&self) -> Wire {
        let mut wire = self.request().await;
        assert!(wire.request.lines().next().unwrap().ends_with("HTTP/1.1"), "{}", wire.request);
        assert_eq!(header(&wire.request, "sec-websocket-extensions"), None);
        let accept =
            derive_accept_key(header(&wire.request, "sec-websocket-key").unwrap().as_bytes());
        wire.send(format!(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Accept: {accept}\r\n\r\n"
        ))
        .await;
        wire
    }
}

pub(crate) struct Wire {
    pub(crate) socket: TcpStream,
    pub(crate) request: String,
}

impl Wire {
    pub(crate) fn target(&self) -> &str {
        line(&self.request)
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.socket.write_all(bytes.as_ref()).await.unwrap();
    }

    /// A piece of a body (chunked).
    pub(crate) async fn chunk(&mut self, text: impl AsRef<[u8]>) {
        let text = text.as_ref();
        let mut bytes = format!("{:x}\r\n", text.len()).into_bytes();
        bytes.extend_from_slice(text);
        bytes.extend_from_slice(b"\r\n");
        self.send(bytes).await;
    }

    /// A frame with this first byte, not masked.
    pub(crate) async fn frame(&mut self, first: u8, payload: impl AsRef<[u8]>) {
        self.send(frame(first, payload.as_ref())).await;
    }

    pub(crate) async fn close(&mut self, code: u16, reason: &str) {
        let payload = [code.to_be_bytes().as_slice(), reason.as_bytes()].concat();
        self.frame(CLOSE, payload).await;
    }

    /// A frame of the client: first byte and payload. It must be masked.
    pub(crate) async fn read_frame(&mut self) -> (u8, Vec<u8>) {
        let first = self.socket.read_u8().await.unwrap();
        let length = self.socket.read_u8().await.unwrap();
        assert!(length >= 128, "not masked");
        let length = match length & 127 {
            126 => u64::from(self.socket.read_u16().await.unwrap()),
            127 => self.socket.read_u64().await.unwrap(),
            length => u64::from(length),
        };
        let mut mask = [0; 4];
        self.socket.read_exact(&mut mask).await.unwrap();
        let mut payload = vec![0; length.try_into().unwrap()];
        self.socket.read_exact(&mut payload).await.unwrap();
        for (index, byte) in payload.iter_mut().enumerate() {
            *byte ^= mask[index % 4];
        }
        (first, payload)
    }

    /// A close frame, as its code.
    pub(crate) async fn read_close(&mut self) -> u16 {
        let (first, payload) = self.read_frame().await;
        assert_eq!(first, CLOSE);
        u16::from_be_bytes([payload[0], payload[1]])
    }

    /// The client goes away.
    pub(crate) async fn expect_end(&mut self) {
        let mut rest = Vec::new();
        // A reset is an end too.
        let _ = self.socket.read_to_end(&mut rest).await;
        assert_eq!(rest, b"");
    }

    /// The client says goodbye and goes away.
    pub(crate) async fn expect_close(&mut self) {
        assert_eq!(self.read_close().await, 1001);
        self.expect_end().await;
    }

    /// Whether the client is still there to take these bytes.
    pub(crate) async fn try_send(&mut self, bytes: &[u8]) -> bool {
        self.socket.write_all(bytes).await.is_ok()
    }

    /// Writes the same bytes again and again until the client takes no more; how many it took.
    pub(crate) async fn flood(&mut self, bytes: &[u8]) -> usize {
        let mut count = 0;
        let mut rest = bytes;
        loop {
            if rest.is_empty() {
                rest = bytes;
            }
            let write = self.socket.write(rest);
            let Ok(written) = tokio::time::timeout(Duration::from_millis(400), write).await else {
                return count;
            };
            let written = written.unwrap();
            count += written;
            rest = &rest[written..];
        }
    }
}

pub(crate) fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match payload.len() {
        length @ 0..=125 => bytes.push(length as u8),
        length @ 126..=65535 => {
            bytes.push(126);
            bytes.extend((length as u16).to_be_bytes());
        }
        length => {
            bytes.push(127);
            bytes.extend((length as u64).to_be_bytes());
        }
    }
    bytes.extend_from_slice(payload);
    bytes
}
