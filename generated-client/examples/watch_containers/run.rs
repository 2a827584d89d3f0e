//! What the example does.

use std::error::Error;
use std::io::Write;

use coder_agents_client::Client;
use coder_agents_client::client::StreamError;
use uuid::Uuid;

/// Prints a line for each listing, until the server sends no more.
pub(crate) async fn run(
    client: &Client,
    agent: Uuid,
    mut out: impl Write,
) -> Result<(), Box<dyn Error>> {
    let mut listings = client.watch_workspace_agent_for_container_updates(agent).await?;
    while let Some(listing) = listings.recv().await {
        let listing = match listing {
            Ok(listing) => listing,
            // A newer server may say something that this program does not know: never mind.
            Err(error @ StreamError::Decode { .. }) => {
                writeln!(out, "{error}")?;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        for devcontainer in &listing.devcontainers {
            writeln!(out, "{} is {}", devcontainer.workspace_folder, devcontainer.status)?;
        }
        writeln!(out, "{} containers", listing.containers.len())?;
    }
    Ok(())
}
