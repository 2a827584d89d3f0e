//! Sockets as byte streams.

use std::future::poll_fn;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_tungstenite::accept_async;
use tokio_util::compat::{Compat, FuturesAsyncReadCompatExt, TokioAsyncReadCompatExt};
use yamux::{Config, Connection, Mode};

use crate::stream_operations::{Tunnel, open};
use crate::wire_peer::{BINARY, PING, PONG, WirePeer, frame, limited};

/// wire.md 2.7, ops 2, 18, 21: "byte stream: message boundaries mean nothing".
#[tokio::test]
async fn message_boundaries_mean_nothing() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(BINARY, [1, 2, 3]).await;
            wire.frame(BINARY, []).await;
            wire.frame(PING, "7").await;
            wire.frame(0x02, [4]).await;
            wire.frame(0x80, [5, 6, 7]).await;
            assert_eq!(wire.read_frame().await, (PONG, b"7".to_vec()));
            // Each write is on its way at once, nobody needs to flush.
            assert_eq!(wire.read_frame().await, (BINARY, vec![9, 8]));
            assert_eq!(wire.read_frame().await, (BINARY, vec![7; 32 * 1024]));
            assert_eq!(wire.read_frame().await, (BINARY, vec![7]));
            wire.close(1001, "shutting down").await;
            assert_eq!(wire.read_close().await, 1001);
        })
        .await;
        let mut socket = open(&peer.origin, Tunnel).await.unwrap();
        let mut two = [0; 2];
        for expected in [[1, 2], [3, 4], [5, 6]] {
            socket.read_exact(&mut two).await.unwrap();
            assert_eq!(two, expected);
        }
        assert_eq!(socket.read(&mut []).await.unwrap(), 0);
        assert_eq!(socket.read(&mut two).await.unwrap(), 1);
        assert_eq!(socket.write(&[]).await.unwrap(), 0);
        assert_eq!(socket.write(&[9, 8]).await.unwrap(), 2);
        socket.write_all(&vec![7; 32 * 1024 + 1]).await.unwrap();
        assert_eq!(socket.read(&mut two).await.unwrap(), 0);
        assert_eq!(socket.read(&mut two).await.unwrap(), 0);
        assert_eq!(socket.close_reason().unwrap().reason, "shutting down");
        let error = socket.write(&[1]).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe);
        peer.finish().await;
    })
    .await;
}

/// wire.md 3.18: "Close: 1000 normal, 1011 with the error text": no end that looks complete.
#[tokio::test]
async fn an_abnormal_close_is_an_error() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            wire.frame(BINARY, [1]).await;
            wire.close(1011, "cannot dial").await;
            assert_eq!(wire.read_close().await, 1011);
        })
        .await;
        let mut socket = open(&peer.origin, Tunnel).await.unwrap();
        assert_eq!(socket.read_u8().await.unwrap(), 1);
        let error = socket.read_u8().await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionAborted);
        assert!(error.to_string().contains("1011 cannot dial"), "{error}");
        peer.finish().await;
    })
    .await;
}

/// A shutdown closes the socket; what the peer still has to say is not lost.
#[tokio::test]
async fn a_shutdown_keeps_what_is_on_its_way() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.web_socket().await;
            assert_eq!(wire.read_frame().await, (BINARY, b"question".to_vec()));
            assert_eq!(wire.read_close().await, 1000);
            let chunk = frame(BINARY, &[7; 50_000]);
            for _ in 0..40 {
                wire.send(&chunk).await;
            }
            wire.close(1000, "").await;
            wire.expect_end().await;
        })
        .await;
        let socket = open(&peer.origin, Tunnel).await.unwrap();
        let (mut reader, mut writer) = socket.into_split();
        writer.write_all(b"question").await.unwrap();
        let closing = tokio::spawn(async move {
            let started = tokio::time::Instant::now();
            writer.shutdown().await.unwrap();
            started.elapsed()
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        let mut answer = Vec::new();
        reader.read_to_end(&mut answer).await.unwrap();
        assert_eq!(answer.len(), 40 * 50_000);
        assert!(closing.await.unwrap() < Duration::from_secs(2));
        drop(reader);
        peer.finish().await;
    })
    .await;
}

/// A server that joins two clients.
async fn relay() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (one, _) = listener.accept().await.unwrap();
        let (mut one_sink, mut one) = accept_async(one).await.unwrap().split();
        let (two, _) = listener.accept().await.unwrap();
        let (mut two_sink, mut two) = accept_async(two).await.unwrap().split();
        let forth = async {
            while let Some(Ok(message)) = one.next().await {
                assert!(message.is_binary() || message.is_close());
                if two_sink.send(message).await.is_err() {
                    break;
                }
            }
        };
        let back = async {
            while let Some(Ok(message)) = two.next().await {
                if one_sink.send(message).await.is_err() {
                    break;
                }
            }
        };
        tokio::join!(forth, back);
    });
    origin
}

const STREAMS: u8 = 4;
const SIZE: usize = 2 << 20;

/// wire.md 3.18: "binary messages that form one byte stream: yamux (… default settings …)".
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn yamux_over_a_socket() {
    limited(async {
        let origin = relay().await;
        let one = open(&origin, Tunnel).await.unwrap().compat();
        let two = open(&origin, Tunnel).await.unwrap().compat();
        let server = tokio::spawn(serve(Connection::new(two, Config::default(), Mode::Server)));
        let mut client = Connection::new(one, Config::default(), Mode::Client);
        let mut tasks = Vec::new();
        for number in 0..STREAMS {
            let stream = poll_fn(|cx| client.poll_new_outbound(cx)).await.unwrap();
            tasks.push(tokio::spawn(exchange(stream, number)));
        }
        let driver = tokio::spawn(async move {
            while poll_fn(|cx| client.poll_next_inbound(cx)).await.is_some() {}
        });
        for task in tasks {
            task.await.unwrap();
        }
        driver.abort();
        let _ = driver.await;
        server.await.unwrap();
    })
    .await;
}

/// Megabytes there and back again.
async fn exchange(stream: yamux::Stream, number: u8) {
    let (mut reader, mut writer) = tokio::io::split(stream.compat());
    let writing = tokio::spawn(async move {
        let chunk: Vec<u8> = (0..10_007_u32).map(|index| number ^ index as u8).collect();
        let mut rest = SIZE;
        while rest > 0 {
            let part = rest.min(chunk.len());
            writer.write_all(&chunk[..part]).await.unwrap();
            rest -= part;
        }
        writer.shutdown().await.unwrap();
    });
    let mut received = Vec::new();
    reader.read_to_end(&mut received).await.unwrap();
    writing.await.unwrap();
    assert_eq!(received.len(), SIZE);
    let mut expected = received.iter().enumerate();
    assert!(expected.all(|(index, byte)| *byte == number ^ (index % 10_007) as u8));
}

/// Sends back what comes.
async fn serve<T>(mut connection: Connection<Compat<T>>)
where
    Compat<T>: futures_util::AsyncRead + futures_util::AsyncWrite + Unpin,
{
    while let Some(Ok(stream)) = poll_fn(|cx| connection.poll_next_inbound(cx)).await {
        tokio::spawn(async move {
            let (mut reader, mut writer) = tokio::io::split(stream.compat());
            tokio::io::copy(&mut reader, &mut writer).await.unwrap();
            writer.shutdown().await.unwrap();
        });
    }
}
