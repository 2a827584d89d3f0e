//! So many messages over a WebSocket, with the side that is counted in this process and the library
//! alone in another one.

use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use tokio::net::TcpListener;

use crate::bare::Kind;
use crate::outcome::{Outcome, cpu};
use crate::serve::dispatch;
use crate::sockets::{Meter, exchange};
use crate::{Side, allocator, block_on, paths};

/// Sends or receives so many, as the server or as the client.
pub(crate) fn run(side: Side, role: &str, kind: &str, count: u64) -> Result<Outcome> {
    match role {
        "server" => served(side, kind, count),
        "client" => paths::beside("bare", |address| {
            let kind = Kind::new(kind)?;
            measured(count, async {
                exchange(side, address, kind, &mut Meter::counting(count)).await
            })
        }),
        _ => bail!("there is no role `{role}`"),
    }
}

/// The peer's part of it: as many, then a proper end.
pub(crate) fn peer(address: &str, kind: &str, count: u64) -> Result<Outcome> {
    let kind = Kind::new(kind)?;
    measured(count, async {
        exchange(Side::Hand, address, kind, &mut Meter::counting(count)).await
    })
}

fn served(side: Side, kind: &str, count: u64) -> Result<Outcome> {
    measured(count, async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let mut peer = Command::new(std::env::current_exe()?)
            .args(["peer", &address, kind, &count.to_string()])
            .stdout(Stdio::null())
            .spawn()?;
        let ended = tokio::task::spawn_blocking(move || is_well(&mut peer));
        let server = if side == Side::Ours { "ours" } else { "bare" };
        tokio::select! {
            served = dispatch(server, listener) => served,
            ended = ended => ended?,
        }
    })
}

fn is_well(peer: &mut Child) -> Result<()> {
    peer.wait()?.success().then_some(()).context("the peer failed")
}

fn measured(count: u64, work: impl Future<Output = Result<()>>) -> Result<Outcome> {
    let (before, cpu, start) = (allocator::count(), cpu(), Instant::now());
    block_on(work)?;
    let (time, allocated) = (start.elapsed(), allocator::count().since(before));
    Ok(Outcome { count, time, allocated, cpu, ..Outcome::default() })
}
