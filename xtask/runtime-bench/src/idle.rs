//! Many sockets over which nothing goes.

use std::time::Duration;

use anyhow::Result;
use tokio::io::AsyncReadExt;
use tokio::task::JoinSet;

use crate::bare::{self, Kind};
use crate::block_on;

/// How many are opened at a time: a server has a queue of its own.
const AT_A_TIME: usize = 50;

/// Opens so many; tells when all are open, and keeps them until nobody holds the standard input any
/// more.
pub(crate) fn open(address: &str, count: usize) -> Result<()> {
    block_on(async {
        let (mut opening, mut open) = (JoinSet::new(), JoinSet::new());
        for _ in 0..count {
            let address = address.to_owned();
            opening.spawn(async move { bare::connect(&address, Kind::Idle, 0).await });
            if opening.len() >= AT_A_TIME {
                keep(opening.join_next().await, &mut open)?;
            }
        }
        while !opening.is_empty() {
            keep(opening.join_next().await, &mut open)?;
        }
        // What belongs to the opening alone has its time to go.
        tokio::time::sleep(Duration::from_millis(500)).await;
        println!("{}", open.len());
        let mut byte = [0];
        while tokio::io::stdin().read(&mut byte).await? > 0 {}
        Ok(())
    })
}

type Socket = tokio_tungstenite::WebSocketStream<tokio::net::TcpStream>;

/// Answers pings from now on.
fn keep(
    opened: Option<std::result::Result<Result<Socket>, tokio::task::JoinError>>,
    open: &mut JoinSet<Result<()>>,
) -> Result<()> {
    if let Some(socket) = opened {
        let socket = socket??;
        open.spawn(async move { bare::read(socket, |_| Ok(true)).await });
    }
    Ok(())
}
