//! What the example does.

use std::error::Error;
use std::io;

use coder_agents_client::Client;
use coder_agents_client::operations::OpenPtyToWorkspaceAgent;
use coder_agents_client::types::workspacesdk::ReconnectingPtyRequest;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, copy};
use uuid::Uuid;

/// Connects input and output with a new terminal, until it ends.
pub(crate) async fn run(
    client: &Client,
    agent: Uuid,
    input: impl AsyncBufRead + Unpin,
    mut output: impl AsyncWrite + Unpin,
) -> Result<(), Box<dyn Error>> {
    // The id would lead back to the same terminal for some minutes.
    let terminal = Uuid::from_u128(0x5eed);
    let asked = OpenPtyToWorkspaceAgent { workspaceagent: agent, terminal, ..Default::default() };
    let socket = client.open_pty_to_workspace_agent(asked).height(24).width(80).await?;
    // What comes out is bytes, what goes in is typed.
    let (mut screen, mut keyboard) = socket.into_split();
    let typing = async {
        let mut lines = input.lines();
        loop {
            // At the end of the input: Ctrl-D.
            let line = lines.next_line().await?;
            let data = line.as_ref().map_or("\u{4}".to_owned(), |line| format!("{line}\r"));
            let typed = ReconnectingPtyRequest { data: Some(data), ..Default::default() };
            // If the terminal is gone the screen says why.
            if keyboard.send(&typed).await.is_err() || line.is_none() {
                return Ok(());
            }
        }
    };
    tokio::select! {
        end = copy(&mut screen, &mut output) => end.map(drop).map_err(Into::into),
        Err(error) = typing => Err::<(), Box<dyn Error>>(io::Error::into(error)),
    }
}
