//! WebSockets with nothing but the library, on both ends.

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Bytes, Message};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async_with_config, client_async_with_config};

use crate::samples;
use crate::types::AgentLog;

/// Lines of a log in a message.
pub(crate) const BATCH: usize = 5;

/// How much of a byte stream goes into a message, in bytes.
pub(crate) const PIECE: usize = 16 * 1024;

/// How much is read at once: as much as the emitted crates read, so that memory can be compared.
const READ_BUFFER: usize = 16 * 1024;

/// What goes over a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The server sends lines of a log as JSON.
    Log,
    /// The client sends keys of a terminal as JSON.
    Keys,
    /// The client sends bytes.
    Up,
    /// The server sends bytes.
    Down,
    /// Nothing.
    Idle,
}

impl Kind {
    pub(crate) fn new(name: &str) -> Result<Self> {
        Ok(match name {
            "log" => Self::Log,
            "keys" => Self::Keys,
            "up" => Self::Up,
            "down" => Self::Down,
            "idle" => Self::Idle,
            _ => bail!("there is no kind `{name}`"),
        })
    }

    /// Where there is a socket of this kind over which the server sends no more than this.
    fn path(self, most: i64) -> String {
        let rest = match self {
            Self::Log => format!("logs?follow&before={most}"),
            Self::Keys => "pty?reconnect=67e55044-10b1-426f-9247-bb680e5f0001".to_owned(),
            Self::Up => "coordinate?version=up".to_owned(),
            Self::Down => format!("coordinate?version=down{most}"),
            Self::Idle => "logs?follow&after=1".to_owned(),
        };
        format!("/api/v2/workspaceagents/{}/{rest}", samples::AGENT_ID)
    }

    /// What is asked for, in whatever words.
    fn of(path: &str) -> Option<Self> {
        let marks = [
            ("after=", Self::Idle),
            ("/logs?", Self::Log),
            ("/pty?", Self::Keys),
            ("version=up", Self::Up),
            ("version=down", Self::Down),
        ];
        marks.into_iter().find(|(mark, _)| path.contains(mark)).map(|(_, kind)| kind)
    }
}

/// A socket of the library.
pub(crate) type Socket = WebSocketStream<TcpStream>;

fn config() -> Option<WebSocketConfig> {
    Some(WebSocketConfig::default().read_buffer_size(READ_BUFFER))
}

/// How much the server sends, if the client says so.
pub(crate) fn most(text: Option<&str>) -> i64 {
    text.and_then(|text| text.parse().ok()).unwrap_or(i64::MAX)
}

/// Accepts sockets of all kinds.
pub(crate) async fn serve(listener: TcpListener) -> Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(async move {
            stream.set_nodelay(true)?;
            let mut path = String::new();
            let socket = {
                #[allow(clippy::result_large_err, reason = "the library says what is answered")]
                let callback = |request: &Request, response: Response| {
                    path = request.uri().to_string();
                    Ok(response)
                };
                Box::pin(accept_hdr_async_with_config(stream, callback, config())).await?
            };
            let most = most(path.rsplit(|c: char| !c.is_ascii_digit()).next());
            match Kind::of(&path).context("there is no such socket")? {
                Kind::Log => send_log(socket, most).await,
                Kind::Keys => read_keys(socket).await,
                Kind::Down => {
                    let mut count = 0..most;
                    let (socket, _) = send_bytes(socket, || count.next().is_some()).await?;
                    end(socket).await
                }
                Kind::Up | Kind::Idle => read(socket, |_| Ok(true)).await,
            }
        });
    }
}

/// Opens a socket over which the server sends no more than this.
pub(crate) async fn connect(address: &str, kind: Kind, most: i64) -> Result<Socket> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let request = axum::http::Request::builder()
        .uri(format!("ws://{address}{}", kind.path(most)))
        .header("host", address)
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("coder-session-token", samples::TOKEN)
        .body(())?;
    Ok(client_async_with_config(request, stream, config()).await?.0)
}

async fn send_log(mut socket: Socket, most: i64) -> Result<()> {
    let logs: Vec<AgentLog> = serde_json::from_str(&samples::logs(BATCH))?;
    for _ in 0..most {
        socket.send(Message::text(serde_json::to_string(&logs)?)).await?;
    }
    end(socket).await
}

async fn read_keys(socket: Socket) -> Result<()> {
    read(socket, |bytes| {
        serde_json::from_slice::<Keys>(bytes)?;
        Ok(true)
    })
    .await
}

/// What somebody types into a terminal, or the size of its window.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Keys {
    data: Option<String>,
    height: Option<u16>,
    width: Option<u16>,
}

/// Sends pieces as long as they are wanted; how many there were.
pub(crate) async fn send_bytes(
    mut socket: Socket,
    mut wanted: impl FnMut() -> bool,
) -> Result<(Socket, u64)> {
    let piece = vec![b'x'; PIECE];
    let mut count = 0;
    while wanted() {
        socket.send(Message::Binary(Bytes::copy_from_slice(&piece))).await?;
        count += 1;
    }
    Ok((socket, count))
}

/// Says goodbye, and waits until the peer has read everything.
pub(crate) async fn end(mut socket: Socket) -> Result<()> {
    socket.close(None).await?;
    read(socket, |_| Ok(true)).await
}

/// Reads messages as long as they are wanted.
pub(crate) async fn read(
    mut socket: Socket,
    mut wanted: impl FnMut(&[u8]) -> Result<bool>,
) -> Result<()> {
    while let Some(message) = socket.next().await {
        match message? {
            Message::Text(text) if !wanted(text.as_bytes())? => break,
            Message::Binary(bytes) if !wanted(&bytes)? => break,
            _ => {}
        }
    }
    Ok(())
}
