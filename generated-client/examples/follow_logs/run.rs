//! What the example does.

use std::error::Error;
use std::io::Write;

use coder_agents_client::Client;
use uuid::Uuid;

/// Prints every line as it comes.
pub(crate) async fn run(
    client: &Client,
    agent: Uuid,
    mut out: impl Write,
) -> Result<(), Box<dyn Error>> {
    let mut batches = client.get_logs_by_workspace_agent_follow(agent).await?;
    while let Some(batch) = batches.recv().await {
        for line in batch? {
            writeln!(out, "{} [{}] {}", line.created_at, line.level, line.output)?;
        }
    }
    // The server says why it ends: 1000 when the agent is no longer part of its workspace.
    if let Some(reason) = batches.close_reason().filter(|reason| reason.code != 1000) {
        return Err(reason.into());
    }
    Ok(())
}
