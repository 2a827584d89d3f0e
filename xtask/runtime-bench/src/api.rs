//! The emitted server at work.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use coder_agents_server::types::agentsdk::GitSshKey;
use coder_agents_server::types::codersdk::{
    WorkspaceAgent, WorkspaceAgentLog, WorkspaceAgentLogSource,
};
use coder_agents_server::types::workspacesdk::ReconnectingPtyRequest;
use coder_agents_server::{
    AgentsApi, Answer, Context, Credential, RequestInfo, Socket, Upgrade, codec, operations, router,
};
use futures_util::StreamExt;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt};

use crate::bare::{self, BATCH, PIECE};
use crate::samples;

struct Site {
    agent: WorkspaceAgent,
    source: WorkspaceAgentLogSource,
    key: GitSshKey,
    logs: Vec<WorkspaceAgentLog>,
}

/// The emitted router.
pub(crate) fn site() -> Result<Router> {
    let agent: WorkspaceAgent = serde_json::from_str(&samples::agent())?;
    let source = agent.log_sources.first().cloned().unwrap_or_default();
    let key = serde_json::from_str(samples::SSH_KEY)?;
    let logs = serde_json::from_str(&samples::logs(BATCH))?;
    Ok(router(Site { agent, source, key, logs }))
}

impl AgentsApi for Site {
    type Principal = ();

    async fn authenticate(&self, _: Credential, _: &RequestInfo) -> Answer<()> {
        Ok(())
    }

    async fn get_workspace_agent_by_id(
        &self,
        _: Context<()>,
        _: operations::GetWorkspaceAgentById,
    ) -> Answer<WorkspaceAgent> {
        Ok(self.agent.clone())
    }

    async fn get_workspace_agent_git_ssh_key(
        &self,
        _: Context<()>,
        _: operations::GetWorkspaceAgentGitSshKey,
    ) -> Answer<GitSshKey> {
        Ok(self.key.clone())
    }

    async fn post_workspace_agent_log_source(
        &self,
        _: Context<()>,
        input: operations::PostWorkspaceAgentLogSource,
    ) -> Answer<WorkspaceAgentLogSource> {
        let mut source = self.source.clone();
        source.display_name = input.body.display_name.unwrap_or_default();
        source.icon = input.body.icon.unwrap_or_default();
        source.id = input.body.id.unwrap_or_default();
        Ok(source)
    }

    async fn patch_workspace_agent_logs(
        &self,
        _: Context<()>,
        input: operations::PatchWorkspaceAgentLogs,
    ) -> Answer<Option<BTreeMap<String, Value>>> {
        Ok(black_box(input).body.logs.is_empty().then(BTreeMap::new))
    }

    async fn get_logs_by_workspace_agent_follow(
        &self,
        _: Context<()>,
        input: operations::GetLogsByWorkspaceAgentFollow,
    ) -> Answer<Upgrade<codec::Nothing, codec::Json<Vec<WorkspaceAgentLog>>>> {
        let (is_idle, most) = (input.after.is_some(), input.before.unwrap_or(i64::MAX));
        let logs = if is_idle { Vec::new() } else { self.logs.clone() };
        Ok(Upgrade::new(move |mut socket: Socket<codec::Nothing, codec::Json<_>>| async move {
            if is_idle {
                socket.closed().await;
            }
            for _ in 0..most {
                if socket.send(&logs).await.is_err() {
                    break;
                }
            }
        }))
    }

    async fn open_pty_to_workspace_agent(
        &self,
        _: Context<()>,
        _: operations::OpenPtyToWorkspaceAgent,
    ) -> Answer<Upgrade<codec::Json<ReconnectingPtyRequest>, codec::Bytes>> {
        Ok(Upgrade::new(|mut socket: Socket<codec::Json<_>, codec::Bytes>| async move {
            while let Some(Ok(_)) = socket.next().await {}
        }))
    }

    async fn coordinate_workspace_agent(
        &self,
        _: Context<()>,
        input: operations::CoordinateWorkspaceAgent,
    ) -> Answer<Upgrade<codec::Bytes, codec::Bytes>> {
        let most = input.version.strip_prefix("down").map(|most| bare::most(Some(most)));
        Ok(Upgrade::new(move |mut socket: Socket<codec::Bytes, codec::Bytes>| async move {
            if let Some(most) = most {
                let piece = vec![b'x'; PIECE];
                for _ in 0..most {
                    if socket.write_all(&piece).await.is_err() {
                        break;
                    }
                }
                return;
            }
            loop {
                let count = socket.fill_buf().await.map_or(0, <[u8]>::len);
                if count == 0 {
                    break;
                }
                socket.consume(count);
            }
            // The peer goes first.
            tokio::time::sleep(Duration::from_millis(1)).await;
        }))
    }
}
