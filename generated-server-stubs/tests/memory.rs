//! Streams leave no memory behind, and a slow reader makes nothing pile up. This binary counts what
//! is allocated, in all of its threads; so it holds a single test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    unreachable_pub,
    reason = "helpers of tests, shared with others"
)]

#[path = "wire/api.rs"]
mod api;
#[path = "wire/errors.rs"]
mod errors;
#[path = "../../codegen/runtime/tests/streams/raw.rs"]
mod raw;
#[path = "wire/site.rs"]
mod site;
/// What the API of the other tests needs besides.
mod tunnels {
    use coder_agents_server::{Close, Socket, Upgrade, codec};

    pub const VERSION: &str = "2.3";

    pub fn serve() -> Upgrade<codec::Bytes, codec::Bytes> {
        Upgrade::new(|_: Socket<_, _>| async { Close::normal() })
    }
}

use std::time::Duration;

use api::FLOODS;
use coder_agents_client::Client;
use peak_alloc::PeakAlloc;
use raw::{Peer, TEXT, until};
use site::{BASE, ME, Site, TOKEN};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::accept_async;
use uuid::Uuid;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const KIB: usize = 1024;

/// No test may hang; this one has much to do.
const LIMIT: Duration = Duration::from_secs(300);

/// Streams at a time.
const CROWD: usize = 1000;

#[test]
fn memory_is_bounded() {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
    let test = async {
        let site = site::site().await;
        rounds_leave_nothing_behind(&site).await;
        a_slow_reader_of_the_server(&site).await;
        a_slow_reader_of_the_client().await;
    };
    let outcome = runtime.block_on(async { timeout(LIMIT, test).await });
    outcome.expect("the test takes too long");
}

async fn rounds_leave_nothing_behind(site: &Site) {
    let crowd = if file_limit() > 2 * CROWD + 500 { CROWD } else { CROWD / 10 };
    // The first round makes what stays: pools, tables, buffers of the runtime.
    round(site, crowd).await;
    let before = MEMORY.current_usage();
    let mut peaks = Vec::new();
    for _ in 0..3 {
        MEMORY.reset_peak_usage();
        round(site, crowd).await;
        peaks.push(MEMORY.peak_usage().saturating_sub(before));
    }
    let after = MEMORY.current_usage();
    let left = after.saturating_sub(before);
    assert!(left < 3 * crowd * 64, "{left} bytes are left of {} streams, at {after}", 3 * crowd);
    // Both ends of each, and their buffers.
    let most = peaks.iter().max().unwrap() / crowd;
    assert!(most < 256 * KIB, "{most} bytes for each stream");
}

/// Opens as many streams as the crowd has heads, one kind after the other, from both sorts of
/// clients; some say goodbye, the others vanish.
async fn round(site: &Site, crowd: usize) {
    let client = Client::builder(format!("http://{}", site.address)).session_token("t");
    let client =
        client.agent_token("t").http_client_builder(|| reqwest::Client::builder().no_proxy());
    let client = client.build().unwrap();
    let (mut peers, mut sockets) = (Vec::new(), Vec::new());
    for number in 0..crowd {
        match number % 4 {
            0 => {
                let socket = client.get_logs_by_workspace_agent_follow(Uuid::nil()).await.unwrap();
                sockets.push(socket);
            }
            1 => peers.push(site.open(&format!("{BASE}/coordinate?version=2.0")).await),
            2 => peers.push(site.open(&format!("{BASE}/containers/watch")).await),
            _ => {
                let mut peer = Peer::get(site.address, &format!("{ME}/reinit"), &[TOKEN]).await;
                peer.head().await;
                peers.push(peer);
            }
        }
    }
    assert_eq!(site.shutdown.open_streams(), crowd);
    for (number, socket) in sockets.iter_mut().enumerate() {
        assert!(socket.recv().await.unwrap().unwrap().is_empty());
        if number % 2 == 0 {
            socket.close(1000, "").await;
        }
    }
    drop((peers, sockets, client));
    until(|| site.is_empty()).await;
    // Connections of the closed client end in tasks of their own.
    sleep(Duration::from_millis(200)).await;
}

/// The handler would send for ever, to a peer that takes nothing.
async fn a_slow_reader_of_the_server(site: &Site) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let peer = site.open(&format!("{BASE}/logs?follow&after={FLOODS}")).await;
    until(|| site.api.alive() == 1).await;
    // Long enough for many megabytes.
    sleep(Duration::from_secs(1)).await;
    let most = MEMORY.peak_usage().saturating_sub(before);
    assert!(most < 1024 * KIB, "{most} bytes");
    drop(peer);
    until(|| site.is_empty()).await;
}

/// The peer sends as much as it can, to a socket that nobody reads.
async fn a_slow_reader_of_the_client() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let flood = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let socket = accept_async(socket).await.unwrap();
        let mut raw = socket.into_inner();
        // A message of 16 KiB, again and again, until there is no room for a while.
        let mut frame = vec![0x80 | TEXT, 126, 0x40, 0];
        frame.extend(std::iter::repeat_n(b' ', 16 * KIB - 2));
        frame.extend(b"[]");
        let mut sent = 0;
        while let Ok(done) = timeout(Duration::from_millis(500), raw.write_all(&frame)).await {
            done.unwrap();
            sent += frame.len();
        }
        (raw, sent)
    });
    let client = Client::builder(origin).session_token("t");
    let client = client.http_client_builder(|| reqwest::Client::builder().no_proxy());
    let client = client.build().unwrap();
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let mut socket = client.get_logs_by_workspace_agent_follow(Uuid::nil()).await.unwrap();
    let first = socket.recv().await.unwrap().unwrap();
    assert!(first.is_empty());
    let (raw, sent) = flood.await.unwrap();
    let most = MEMORY.peak_usage().saturating_sub(before);
    // The system keeps some; here there are a buffer for reading and the message that is being read.
    assert!(sent > 64 * KIB, "{sent} bytes were sent");
    assert!(most < 512 * KIB, "{most} bytes of {sent}");
    drop((raw, socket));
}

/// How many files this process may open; few, if that cannot be told.
fn file_limit() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find(|line| line.starts_with("Max open files"));
    line.and_then(|line| line.split_whitespace().nth(3)?.parse().ok()).unwrap_or(0)
}
