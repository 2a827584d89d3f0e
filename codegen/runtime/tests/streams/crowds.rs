//! Many at once.

use std::sync::Arc;

use crate::peer::{CLOSE, Peer, site, until, within};

/// Both ends of each connection are in this process.
const FILES: usize = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_idle_sockets_end_on_shutdown() {
    within(async {
        let site = Arc::new(site().await);
        let count = if file_limit() > 1000 * FILES + 500 { 1000 } else { 200 };
        let tasks: Vec<_> = (0..count)
            .map(|_| {
                let site = Arc::clone(&site);
                tokio::spawn(async move { site.open("/idle").await })
            })
            .collect();
        let mut peers: Vec<Peer> = Vec::new();
        for task in tasks {
            peers.push(task.await.unwrap());
        }
        until(|| site.api.alive() == count && site.shutdown.open_streams() == count).await;
        let drained = site.shutdown.drained();
        site.shutdown.begin();
        for peer in &mut peers {
            let frame = peer.next().await;
            assert_eq!((frame.first, &frame.payload[..2]), (0x80 | CLOSE, [3, 233].as_slice()));
        }
        for peer in &mut peers {
            peer.close(1001, "").await;
        }
        drained.await;
        assert_eq!(site.api.alive(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_that_vanish_leave_nothing_behind() {
    within(async {
        let site = site().await;
        // Few of those that send without end: the builds of tests are slow.
        let crowds = [("/idle", 20), ("/derp-map", 20), ("/coordinate", 20), ("/flood", 2)];
        for (path, count) in crowds {
            let mut peers = Vec::new();
            for _ in 0..count {
                peers.push(site.open(path).await);
            }
            drop(peers);
            until(|| site.api.alive() == 0 && site.shutdown.open_streams() == 0).await;
        }
    })
    .await;
}

/// How many files this process may open; few, if that cannot be told.
fn file_limit() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find(|line| line.starts_with("Max open files"));
    line.and_then(|line| line.split_whitespace().nth(3)?.parse().ok()).unwrap_or(0)
}
