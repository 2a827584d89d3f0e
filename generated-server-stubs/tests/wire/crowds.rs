//! A thousand streams on one server.

use std::sync::Arc;

use crate::raw::{Peer, until, within};
use crate::site::{BASE, ME, TOKEN, site};

/// Both ends of each connection are in this process.
const FILES: usize = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_streams_of_every_kind_leave_nothing_behind() {
    within(async {
        let site = Arc::new(site().await);
        let count = if file_limit() > 1000 * FILES + 500 { 1000 } else { 200 };
        let tasks: Vec<_> = (0..count)
            .map(|number| {
                let address = site.address;
                tokio::spawn(async move {
                    let path = match number % 5 {
                        0 => format!("{BASE}/logs?follow"),
                        1 => format!("{BASE}/containers/watch"),
                        2 => format!("{BASE}/coordinate?version=2.0"),
                        3 => "/api/v2/derp-map".to_owned(),
                        _ => {
                            let mut peer =
                                Peer::get(address, &format!("{ME}/reinit"), &[TOKEN]).await;
                            peer.head().await;
                            return peer;
                        }
                    };
                    Peer::upgrade(address, &path, &[TOKEN]).await.switched().await
                })
            })
            .collect();
        let mut peers = Vec::new();
        for task in tasks {
            peers.push(task.await.unwrap());
        }
        until(|| site.api.alive() == count && site.shutdown.open_streams() == count).await;
        // Half of them vanish; the others are still served.
        let rest = peers.split_off(count / 2);
        drop(peers);
        until(|| site.api.alive() == rest.len()).await;
        assert_eq!(site.ask(&format!("{BASE}/logs")).await.0, 200);
        drop(rest);
        until(|| site.is_empty()).await;
    })
    .await;
}

/// How many files this process may open; few, if that cannot be told.
fn file_limit() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find(|line| line.starts_with("Max open files"));
    line.and_then(|line| line.split_whitespace().nth(3)?.parse().ok()).unwrap_or(0)
}
