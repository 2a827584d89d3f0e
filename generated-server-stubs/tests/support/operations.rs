//! Every operation, called once with everything it takes and, where something can be left out,
//! once without.

use coder_agents_client::Client;
use coder_agents_server::operations::*;
use coder_agents_server::types::agentsdk;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::published;
use super::round::Round;

pub(crate) const AGENT: Uuid = Uuid::from_u128(0x497f_6eca_6276_4993_bfeb_53cb_bbba_6f08);

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

/// The answer of the three ways to prove who one is.
async fn identities(client: &Client, round: &mut Round<'_>) {
    let answer = published::AUTHENTICATED;
    let body: agentsdk::AwsInstanceIdentityToken = read(published::AWS_TOKEN);
    let call = client.authenticate_agent_on_aws_instance(body.clone());
    round.json(call, AuthenticateAgentOnAwsInstance { body }, answer).await;
    let body: agentsdk::AzureInstanceIdentityToken = read(published::AZURE_TOKEN);
    let call = client.authenticate_agent_on_azure_instance(body.clone());
    round.json(call, AuthenticateAgentOnAzureInstance { body }, answer).await;
    let body: agentsdk::GoogleInstanceIdentityToken = read(published::GOOGLE_TOKEN);
    let call = client.authenticate_agent_on_google_cloud_instance(body.clone());
    round.json(call, AuthenticateAgentOnGoogleCloudInstance { body }, answer).await;
}

/// What agents send, with these bodies.
async fn bodies(client: &Client, round: &mut Round<'_>, [status, source, logs]: [&str; 3]) {
    let body: agentsdk::PatchAppStatus = read(status);
    let call = client.patch_workspace_agent_app_status(body.clone());
    round.json(call, PatchWorkspaceAgentAppStatus { body }, published::RESPONSE).await;
    let body: agentsdk::PostLogSourceRequest = read(source);
    let call = client.post_workspace_agent_log_source(body.clone());
    round.json(call, PostWorkspaceAgentLogSource { body }, published::LOG_SOURCE).await;
    let body: agentsdk::PatchLogs = read(logs);
    let call = client.patch_workspace_agent_logs(body.clone());
    round.json(call, PatchWorkspaceAgentLogs { body }, published::RESPONSE).await;
}

/// The two paths to logs and the two to credentials, with all optional parameters.
async fn parameters(client: &Client, round: &mut Round<'_>) {
    let (before, after, follow, no_compression) =
        (Some(i64::MAX), Some(-7), Some(true), Some(false));
    let call = client.get_logs_by_workspace_agent(AGENT).before(i64::MAX).after(-7).follow(true);
    let input =
        GetLogsByWorkspaceAgent { workspaceagent: AGENT, before, after, follow, no_compression };
    round.json(call.no_compression(false), input, published::LOGS).await;
    let call = client.removed_get_logs_by_workspace_agent(AGENT).before(i64::MAX).after(-7);
    let input = RemovedGetLogsByWorkspaceAgent {
        workspaceagent: AGENT,
        before,
        after,
        follow,
        no_compression,
    };
    round.json(call.follow(true).no_compression(false), input, published::LOGS).await;
    let input = GetWorkspaceAgentExternalAuth {
        r#match: "https://git.example.com/a b?c=d&e#f".to_owned(),
        id: "ünï+%2F".to_owned(),
        listen: None,
    };
    let call = client.get_workspace_agent_external_auth(input.clone()).listen(true);
    let input = GetWorkspaceAgentExternalAuth { listen: Some(true), ..input };
    round.json(call, input, published::EXTERNAL_AUTH).await;
    let input = RemovedGetWorkspaceAgentGitAuth {
        r#match: "a=b&c".to_owned(),
        id: " ".to_owned(),
        listen: Some(false),
    };
    let call = client.removed_get_workspace_agent_git_auth(input.clone());
    round.json(call, input, published::EXTERNAL_AUTH).await;
}

/// Those that take an id at most.
async fn plain(client: &Client, round: &mut Round<'_>) {
    let workspaceagent = AGENT;
    let call = client.get_workspace_agent_git_ssh_key();
    round.json(call, GetWorkspaceAgentGitSshKey {}, published::GIT_SSH_KEY).await;
    let call = client.get_workspace_agent_reinitialization();
    round.json(call, GetWorkspaceAgentReinitialization {}, published::REINITIALIZATION).await;
    let call = client.get_workspace_agent_by_id(AGENT);
    let input = GetWorkspaceAgentById { workspaceagent };
    round.json(call, input, published::WORKSPACE_AGENT).await;
    let call = client.get_connection_info_for_workspace_agent(AGENT);
    let input = GetConnectionInfoForWorkspaceAgent { workspaceagent };
    round.json(call, input, published::CONNECTION_INFO).await;
    let call = client.get_running_containers_for_workspace_agent(AGENT, "a=b");
    let input = GetRunningContainersForWorkspaceAgent { workspaceagent, label: "a=b".to_owned() };
    round.json(call, input, published::CONTAINERS).await;
    let call = client.watch_workspace_agent_for_container_updates(AGENT);
    let input = WatchWorkspaceAgentForContainerUpdates { workspaceagent };
    round.json(call, input, published::CONTAINERS).await;
    let devcontainer = "dev/one ü?".to_owned();
    let call = client.recreate_devcontainer_for_workspace_agent(AGENT, &*devcontainer);
    let input = RecreateDevcontainerForWorkspaceAgent { workspaceagent, devcontainer };
    round.json(call, input, published::RESPONSE).await;
    let call = client.get_listening_ports_for_workspace_agent(AGENT);
    let input = GetListeningPortsForWorkspaceAgent { workspaceagent };
    round.json(call, input, published::LISTENING_PORTS).await;
}

async fn sockets(client: &Client, round: &mut Round<'_>) {
    let workspaceagent = AGENT;
    round.socket(client.get_derp_map_updates(), GetDerpMapUpdates {}).await;
    let call = client.user_scoped_tailnet_rpc_connection();
    round.socket(call, UserScopedTailnetRpcConnection {}).await;
    let call = client.coordinate_workspace_agent(AGENT);
    round.socket(call, CoordinateWorkspaceAgent { workspaceagent }).await;
    let call = client.open_pty_to_workspace_agent(AGENT);
    round.socket(call, OpenPtyToWorkspaceAgent { workspaceagent }).await;
}

/// All of them, with everything.
pub(crate) async fn all(client: &Client, round: &mut Round<'_>) {
    identities(client, round).await;
    bodies(
        client,
        round,
        [published::APP_STATUS, published::POST_LOG_SOURCE, published::PATCH_LOGS],
    )
    .await;
    parameters(client, round).await;
    plain(client, round).await;
    sockets(client, round).await;
}

/// Those that take something that can be left out, without it.
pub(crate) async fn bare(client: &Client, round: &mut Round<'_>) {
    bodies(client, round, ["{}", "{}", r#"{ "logs": [{}] }"#]).await;
    let workspaceagent = AGENT;
    let input = GetLogsByWorkspaceAgent { workspaceagent, ..Default::default() };
    round.json(client.get_logs_by_workspace_agent(AGENT), input, published::LOGS).await;
    let input = RemovedGetLogsByWorkspaceAgent { workspaceagent, ..Default::default() };
    round.json(client.removed_get_logs_by_workspace_agent(AGENT), input, published::LOGS).await;
    // Empty is something: the document wants these two to be there.
    let input = GetWorkspaceAgentExternalAuth::default();
    let call = client.get_workspace_agent_external_auth(input.clone());
    round.json(call, input, published::EXTERNAL_AUTH).await;
    let input = RemovedGetWorkspaceAgentGitAuth::default();
    let call = client.removed_get_workspace_agent_git_auth(input.clone());
    round.json(call, input, published::EXTERNAL_AUTH).await;
}
