//! The client's end of a WebSocket: the emitted one, and the library alone.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use coder_agents_client::Client;
use coder_agents_client::operations::OpenPtyToWorkspaceAgent;
use coder_agents_client::types::workspacesdk::ReconnectingPtyRequest;
use futures_util::SinkExt;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::Message;

use crate::bare::{self, Keys, Kind, PIECE};
use crate::outcome::{Outcome, cpu};
use crate::types::AgentLog;
use crate::{Side, block_on, samples};

/// Counts until the time is over, or until there were enough. Pieces and messages are counted alike.
pub(crate) struct Meter {
    start: Instant,
    end: Instant,
    enough: u64,
    count: u64,
    /// How much of the next piece is there.
    part: usize,
}

impl Meter {
    fn new(time: Duration) -> Self {
        let start = Instant::now();
        Self { start, end: start + time, enough: u64::MAX, count: 0, part: 0 }
    }

    /// Until there were so many.
    pub(crate) fn counting(enough: u64) -> Self {
        Self { enough, ..Self::new(Duration::from_secs(300)) }
    }

    /// No more than this is wanted.
    fn most(&self) -> i64 {
        self.enough.try_into().unwrap_or(i64::MAX)
    }

    /// Another one; whether there is time for more.
    fn more(&mut self) -> bool {
        self.count += 1;
        self.count < self.enough && Instant::now() < self.end
    }

    /// So many bytes of a stream.
    fn bytes(&mut self, count: usize) -> bool {
        self.part += count;
        if self.part < PIECE {
            return true;
        }
        self.part -= PIECE;
        self.more()
    }
}

/// Speaks to the server until the time is over.
pub(crate) fn sockets(side: Side, address: &str, kind: &str, time: Duration) -> Result<Outcome> {
    let kind = Kind::new(kind)?;
    block_on(async {
        let cpu = cpu();
        let mut meter = Meter::new(time);
        exchange(side, address, kind, &mut meter).await?;
        let time = meter.start.elapsed();
        Ok(Outcome { count: meter.count, time, cpu, ..Outcome::default() })
    })
}

/// Opens a socket, and goes on until the meter has enough.
pub(crate) async fn exchange(
    side: Side,
    address: &str,
    kind: Kind,
    meter: &mut Meter,
) -> Result<()> {
    match side {
        Side::Ours => ours(address, kind, meter).await,
        Side::Hand => by_hand(address, kind, meter).await,
    }
}

async fn ours(address: &str, kind: Kind, meter: &mut Meter) -> Result<()> {
    let client = Client::builder(format!("http://{address}"))
        .session_token(samples::TOKEN)
        .http_client_builder(|| reqwest::Client::builder().no_proxy())
        .build()?;
    let id = samples::AGENT_ID.parse()?;
    match kind {
        Kind::Log => {
            let mut socket = client.get_logs_by_workspace_agent_follow(id).await?;
            while let Some(logs) = socket.recv().await {
                logs?;
                if !meter.more() {
                    break;
                }
            }
        }
        Kind::Keys => {
            let keys: ReconnectingPtyRequest = serde_json::from_str(samples::KEYS)?;
            let pty =
                OpenPtyToWorkspaceAgent { workspaceagent: id, terminal: id, ..Default::default() };
            let mut socket = client.open_pty_to_workspace_agent(pty).await?;
            while meter.more() {
                socket.send(&keys).await?;
            }
            socket.close(1000, "").await;
        }
        Kind::Up => {
            let mut socket = client.coordinate_workspace_agent(id, "up").await?;
            let piece = vec![b'x'; PIECE];
            while meter.more() {
                socket.write_all(&piece).await?;
            }
            socket.close(1000, "").await;
        }
        Kind::Down => {
            let mut socket = client.coordinate_workspace_agent(id, "down").await?;
            loop {
                let count = socket.fill_buf().await?.len();
                socket.consume(count);
                if !meter.bytes(count) {
                    break;
                }
            }
        }
        Kind::Idle => bail!("nothing can be counted of an idle socket"),
    }
    Ok(())
}

async fn by_hand(address: &str, kind: Kind, meter: &mut Meter) -> Result<()> {
    let mut socket = bare::connect(address, kind, meter.most()).await?;
    match kind {
        Kind::Log => {
            bare::read(socket, |bytes| {
                serde_json::from_slice::<Vec<AgentLog>>(bytes)?;
                Ok(meter.more())
            })
            .await
        }
        Kind::Keys => {
            let keys: Keys = serde_json::from_str(samples::KEYS)?;
            while meter.more() {
                socket.send(Message::binary(serde_json::to_vec(&keys)?)).await?;
            }
            bare::end(socket).await
        }
        Kind::Up => {
            let (socket, _) = bare::send_bytes(socket, || meter.more()).await?;
            bare::end(socket).await
        }
        Kind::Down => bare::read(socket, |bytes| Ok(meter.bytes(bytes.len()))).await,
        Kind::Idle => bail!("nothing can be counted of an idle socket"),
    }
}
