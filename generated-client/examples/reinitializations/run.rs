//! What the example does.

use std::error::Error;
use std::io::Write;

use coder_agents_client::Client;
use coder_agents_client::client::ReconnectPolicy;

/// Prints the first `count` events. Connections that end are opened again.
pub(crate) async fn run(
    client: &Client,
    count: usize,
    mut out: impl Write,
) -> Result<(), Box<dyn Error>> {
    let call = client.get_workspace_agent_reinitialization().reconnect(ReconnectPolicy::new());
    let mut events = call.await?;
    for _ in 0..count {
        let Some(event) = events.recv().await else { break };
        let event = event?;
        writeln!(out, "{}: workspace {}", event.reason, event.workspace_id)?;
    }
    Ok(())
}
