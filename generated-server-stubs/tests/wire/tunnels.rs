//! yamux over the byte streams of both crates (wire 3.18): the Go programs at either end speak it.

use std::future::poll_fn;
use std::time::Duration;

use coder_agents_client::Client;
use coder_agents_server::{Close, Socket, Upgrade, codec};
use futures_util::{AsyncRead, AsyncWrite};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_util::compat::{Compat, FuturesAsyncReadCompatExt, TokioAsyncReadCompatExt};
use yamux::{Config, Connection, Mode, Stream};

use crate::raw::{until, within};
use crate::site::{Site, site};

/// The version for which the server of these tests speaks yamux.
pub const VERSION: &str = "2.3";

const STREAMS: usize = 6;
const SIZE: usize = 2 << 20;

/// Sends back what comes over every stream.
pub fn serve() -> Upgrade<codec::Bytes, codec::Bytes> {
    Upgrade::new(|socket: Socket<_, _>| async move {
        let mut connection = Connection::new(socket.compat(), Config::default(), Mode::Server);
        while let Some(Ok(stream)) = poll_fn(|cx| connection.poll_next_inbound(cx)).await {
            tokio::spawn(async move {
                let (mut reader, mut writer) = tokio::io::split(stream.compat());
                // The peer may hang up at any time.
                let _ = tokio::io::copy(&mut reader, &mut writer).await;
                let _ = writer.shutdown().await;
            });
        }
        Close::normal()
    })
}

async fn connect(
    site: &Site,
) -> Connection<
    Compat<
        coder_agents_client::client::Socket<
            coder_agents_client::client::codec::Bytes,
            coder_agents_client::client::codec::Bytes,
        >,
    >,
> {
    let client = Client::builder(format!("http://{}", site.address))
        .session_token("t")
        .http_client_builder(|| reqwest::Client::builder().no_proxy());
    let client = client.build().unwrap();
    let agent = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap();
    let socket = client.coordinate_workspace_agent(agent, VERSION).await.unwrap();
    Connection::new(socket.compat(), Config::default(), Mode::Client)
}

async fn open<T: AsyncRead + AsyncWrite + Unpin>(connection: &mut Connection<T>) -> Stream {
    poll_fn(|cx| connection.poll_new_outbound(cx)).await.unwrap()
}

/// Keeps a connection going, to its end.
async fn drive<T: AsyncRead + AsyncWrite + Unpin>(mut connection: Connection<T>) {
    while poll_fn(|cx| connection.poll_next_inbound(cx)).await.is_some() {}
}

fn pattern(number: usize, size: usize) -> Vec<u8> {
    (0..size).map(|index| (index % 251 + number) as u8).collect()
}

/// Megabytes there and back again, over several streams at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wire_3_18_several_streams_of_megabytes() {
    within(async {
        let site = site().await;
        let mut connection = connect(&site).await;
        let mut tasks = Vec::new();
        for number in 0..STREAMS {
            let stream = open(&mut connection).await;
            tasks.push(tokio::spawn(async move {
                let (mut reader, mut writer) = tokio::io::split(stream.compat());
                let sent = pattern(number, SIZE);
                let writing = tokio::spawn(async move {
                    writer.write_all(&sent).await.unwrap();
                    writer.shutdown().await.unwrap();
                });
                let mut received = Vec::new();
                reader.read_to_end(&mut received).await.unwrap();
                writing.await.unwrap();
                assert!(received == pattern(number, SIZE), "stream {number}");
            }));
        }
        let driver = tokio::spawn(drive(connection));
        for task in tasks {
            task.await.unwrap();
        }
        driver.abort();
        let _ = driver.await;
        until(|| site.is_empty()).await;
    })
    .await;
}

/// A stream that nobody reads stops at its window; another one goes on beside it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wire_3_18_flow_control_holds_up_one_stream_only() {
    within(async {
        let site = site().await;
        let mut connection = connect(&site).await;
        let (stuck, free) = (open(&mut connection).await, open(&mut connection).await);
        let driver = tokio::spawn(drive(connection));
        let (mut stuck_reader, mut stuck_writer) = tokio::io::split(stuck.compat());
        let mut written = 0;
        let chunk = [7; 16 * 1024];
        while let Ok(count) =
            tokio::time::timeout(Duration::from_millis(400), stuck_writer.write(&chunk)).await
        {
            written += count.unwrap();
            assert!(written < 32 << 20, "nothing holds it up");
        }
        let (mut reader, mut writer) = tokio::io::split(free.compat());
        let sent = pattern(1, SIZE);
        let expected = sent.clone();
        let writing = tokio::spawn(async move {
            writer.write_all(&sent).await.unwrap();
            writer.shutdown().await.unwrap();
        });
        let mut received = Vec::new();
        reader.read_to_end(&mut received).await.unwrap();
        assert!(received == expected);
        writing.await.unwrap();
        // Once it is read, the other one comes to its end as well, with every byte.
        let closing = tokio::spawn(async move { stuck_writer.shutdown().await.unwrap() });
        let mut rest = Vec::new();
        stuck_reader.read_to_end(&mut rest).await.unwrap();
        assert!(rest.len() >= written && rest.iter().all(|byte| *byte == 7));
        closing.await.unwrap();
        driver.abort();
    })
    .await;
}
