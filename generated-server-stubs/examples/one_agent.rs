//! Serves a single agent that answers to every id:
//! `curl -H 'Coder-Session-Token: x' localhost:3000/api/v2/workspaceagents/<UUID>`.

use coder_agents_server::operations::GetWorkspaceAgentById as ById;
use coder_agents_server::types::codersdk::WorkspaceAgent;
use coder_agents_server::{AgentsApi, Answer, Context, Credential, RequestInfo, router};
use tokio::net::TcpListener;

struct OneAgent;

impl AgentsApi for OneAgent {
    type Principal = ();

    async fn authenticate(&self, _: Credential, _: &RequestInfo) -> Answer<()> {
        Ok(()) // let everybody in
    }

    async fn get_workspace_agent_by_id(&self, _: Context<()>, by: ById) -> Answer<WorkspaceAgent> {
        Ok(WorkspaceAgent { id: by.workspaceagent, name: "dev".into(), ..Default::default() })
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    axum::serve(TcpListener::bind("127.0.0.1:3000").await?, router(OneAgent)).await
}
