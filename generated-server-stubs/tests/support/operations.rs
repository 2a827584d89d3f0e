//! Every operation, called with everything it takes and, where something can be left out, without.

#![allow(clippy::needless_update, reason = "a later document may give operations more inputs")]

use coder_agents_client::Client;
use coder_agents_server::operations::{
    GetWorkspaceAgentExternalAuthBy as By, RemovedGetWorkspaceAgentGitAuthBy as FormerBy, *,
};
use coder_agents_server::types::agentsdk;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::published;
use super::round::Round;

pub(crate) const AGENT: Uuid = Uuid::from_u128(0x497f_6eca_6276_4993_bfeb_53cb_bbba_6f08);

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

/// The items of a stream.
fn list(items: &[&str]) -> String {
    format!("[{}]", items.join(","))
}

/// The answer of the three ways to prove who one is.
async fn identities(client: &Client, round: &mut Round<'_>) {
    let answer = published::AUTHENTICATED;
    let body: agentsdk::AwsInstanceIdentityToken = read(published::AWS_TOKEN);
    let call = || client.authenticate_agent_on_aws_instance(body.clone());
    round
        .json(
            call,
            AuthenticateAgentOnAwsInstance { body: body.clone(), ..Default::default() },
            answer,
        )
        .await;
    let body: agentsdk::AzureInstanceIdentityToken = read(published::AZURE_TOKEN);
    let call = || client.authenticate_agent_on_azure_instance(body.clone());
    round
        .json(
            call,
            AuthenticateAgentOnAzureInstance { body: body.clone(), ..Default::default() },
            answer,
        )
        .await;
    let body: agentsdk::GoogleInstanceIdentityToken = read(published::GOOGLE_TOKEN);
    let call = || client.authenticate_agent_on_google_cloud_instance(body.clone());
    round
        .json(
            call,
            AuthenticateAgentOnGoogleCloudInstance { body: body.clone(), ..Default::default() },
            answer,
        )
        .await;
}

/// What agents send, with these bodies.
async fn bodies(client: &Client, round: &mut Round<'_>, [status, source, logs]: [&str; 3]) {
    let body: agentsdk::PatchAppStatus = read(status);
    let call = || client.patch_workspace_agent_app_status(body.clone());
    round
        .json(
            call,
            PatchWorkspaceAgentAppStatus { body: body.clone(), ..Default::default() },
            "null",
        )
        .await;
    let body: agentsdk::PostLogSourceRequest = read(source);
    let call = || client.post_workspace_agent_log_source(body.clone());
    let input = PostWorkspaceAgentLogSource { body: body.clone(), ..Default::default() };
    round.json(call, input, published::LOG_SOURCE).await;
    let body: agentsdk::PatchLogs = read(logs);
    let call = || client.patch_workspace_agent_logs(body.clone());
    round
        .json(call, PatchWorkspaceAgentLogs { body: body.clone(), ..Default::default() }, "null")
        .await;
}

/// The two paths to logs, followed and not, with these parameters.
async fn logs(client: &Client, round: &mut Round<'_>, after: Option<i64>, no_compression: bool) {
    let (workspaceagent, before) = (AGENT, None);
    let lines = published::LOGS;
    let batches = list(&["[]", lines, lines]);
    let input = GetLogsByWorkspaceAgent {
        workspaceagent,
        before,
        after,
        no_compression,
        ..Default::default()
    };
    let call = || client.get_logs_by_workspace_agent(AGENT).with(|call| *call = input.clone());
    round.json(call, input.clone(), lines).await;
    let input = GetLogsByWorkspaceAgentFollow {
        workspaceagent,
        before,
        after,
        no_compression,
        ..Default::default()
    };
    let call =
        || client.get_logs_by_workspace_agent_follow(AGENT).with(|call| *call = input.clone());
    round.messages(call, input.clone(), &batches).await;
    let input = RemovedGetLogsByWorkspaceAgent {
        workspaceagent,
        before,
        after,
        no_compression,
        ..Default::default()
    };
    #[expect(deprecated, reason = "servers still have it")]
    let call =
        || client.removed_get_logs_by_workspace_agent(AGENT).with(|call| *call = input.clone());
    round.json(call, input.clone(), lines).await;
    let input = RemovedGetLogsByWorkspaceAgentFollow {
        workspaceagent,
        before,
        after,
        no_compression,
        ..Default::default()
    };
    #[expect(deprecated, reason = "servers still have it")]
    let call = || {
        client.removed_get_logs_by_workspace_agent_follow(AGENT).with(|call| *call = input.clone())
    };
    round.messages(call, input.clone(), &batches).await;
}

/// The two paths to credentials, with and without waiting, and with this choice of a provider.
async fn credentials(client: &Client, round: &mut Round<'_>, by: By) {
    let answer = published::EXTERNAL_AUTH;
    let call = || client.get_workspace_agent_external_auth(by.clone());
    round.json(call, GetWorkspaceAgentExternalAuth { by: by.clone() }, answer).await;
    let call = || client.get_workspace_agent_external_auth_listen(by.clone());
    round.json(call, GetWorkspaceAgentExternalAuthListen { by: by.clone() }, answer).await;
    let by = match by {
        By::Id(id) => FormerBy::Id(id),
        By::Match(text) => FormerBy::Match(text),
    };
    #[expect(deprecated, reason = "servers still have it")]
    let call = || client.removed_get_workspace_agent_git_auth(by.clone());
    round.json(call, RemovedGetWorkspaceAgentGitAuth { by: by.clone() }, answer).await;
    #[expect(deprecated, reason = "servers still have it")]
    let call = || client.removed_get_workspace_agent_git_auth_listen(by.clone());
    round.json(call, RemovedGetWorkspaceAgentGitAuthListen { by: by.clone() }, answer).await;
}

/// Those that take an id at most, and a list.
async fn plain(client: &Client, round: &mut Round<'_>, label: &[&str]) {
    let workspaceagent = AGENT;
    let call = || client.get_workspace_agent_git_ssh_key();
    round.json(call, GetWorkspaceAgentGitSshKey::default(), published::GIT_SSH_KEY).await;
    let call = || client.get_workspace_agent_by_id(AGENT);
    let input = GetWorkspaceAgentById { workspaceagent };
    round.json(call, input, &published::workspace_agent()).await;
    let call = || client.get_connection_info_for_workspace_agent(AGENT);
    let input = GetConnectionInfoForWorkspaceAgent { workspaceagent };
    round.json(call, input, published::CONNECTION_INFO).await;
    let label: Vec<String> = label.iter().map(|label| (*label).to_owned()).collect();
    let call = || client.get_running_containers_for_workspace_agent(AGENT).label(label.clone());
    let input = GetRunningContainersForWorkspaceAgent { workspaceagent, label: label.clone() };
    round.json(call, input, published::CONTAINERS).await;
    let devcontainer = "dev/one ü?".to_owned();
    let call = || client.recreate_devcontainer_for_workspace_agent(AGENT, &*devcontainer);
    let input = RecreateDevcontainerForWorkspaceAgent {
        workspaceagent,
        devcontainer: devcontainer.clone(),
    };
    round.json(call, input, published::RESPONSE).await;
    let call = || client.get_listening_ports_for_workspace_agent(AGENT);
    let input = GetListeningPortsForWorkspaceAgent { workspaceagent };
    round.json(call, input, published::LISTENING_PORTS).await;
}

/// Those whose answers go on, with these inputs.
async fn streams(
    client: &Client,
    round: &mut Round<'_>,
    tailnet: UserScopedTailnetRpcConnection,
    terminal: OpenPtyToWorkspaceAgent,
) {
    let workspaceagent = AGENT;
    let map = published::derp_map();
    let call = || client.get_derp_map_updates();
    round.messages(call, GetDerpMapUpdates::default(), &list(&[&map, "{}", &map])).await;
    let call = || client.watch_workspace_agent_for_container_updates(AGENT);
    let input = WatchWorkspaceAgentForContainerUpdates { workspaceagent };
    round.messages(call, input, &list(&["{}", published::CONTAINERS])).await;
    let call = || client.get_workspace_agent_reinitialization();
    let event = published::reinitialization();
    let input = GetWorkspaceAgentReinitialization::default();
    round.events(call, input, &list(&[&event, &event])).await;
    // Servers learn the default where nothing is said.
    let call = || client.user_scoped_tailnet_rpc_connection().with(|call| *call = tailnet.clone());
    let version = tailnet.version.clone().or(Some("2.0".to_owned()));
    round.bytes(call, UserScopedTailnetRpcConnection { version, ..tailnet.clone() }).await;
    let call = || client.coordinate_workspace_agent(AGENT, "2.3");
    let input =
        CoordinateWorkspaceAgent { workspaceagent, version: "2.3".to_owned(), resume_token: None };
    round.bytes(call, input).await;
    let call = || client.open_pty_to_workspace_agent(terminal.clone());
    let (height, width) = (terminal.height.or(Some(80)), terminal.width.or(Some(80)));
    round.terminal(call, OpenPtyToWorkspaceAgent { height, width, ..terminal.clone() }).await;
}

/// All of them, with everything.
pub(crate) async fn all(client: &Client, round: &mut Round<'_>) {
    identities(client, round).await;
    let (source, logs_of_agent) = (published::log_source_request(), published::patch_logs());
    bodies(client, round, [published::APP_STATUS, &source, &logs_of_agent]).await;
    logs(client, round, Some(i64::MAX), true).await;
    let by = By::Match("https://git.example.com/a b?c=d&e#f".to_owned());
    credentials(client, round, by).await;
    plain(client, round, &["a=b", "c=", "ünï+%2F=1,2"]).await;
    let text = |text: &str| Some(text.to_owned());
    let tailnet =
        UserScopedTailnetRpcConnection { version: text("2.10"), resume_token: text("a.b+c/d=") };
    let terminal = OpenPtyToWorkspaceAgent {
        workspaceagent: AGENT,
        terminal: Uuid::from_u128(7),
        height: Some(0),
        width: Some(u16::MAX),
        command: text("sh -c 'echo \"ü&=\"'"),
        container: text("dev"),
        container_user: text("me"),
        backend_type: text("screen"),
    };
    streams(client, round, tailnet, terminal).await;
}

/// All of them again, without what can be left out.
pub(crate) async fn bare(client: &Client, round: &mut Round<'_>) {
    identities(client, round).await;
    let status = r#"{ "app_slug": "", "state": "idle" }"#;
    bodies(client, round, [status, "{}", r#"{ "logs": [{ "output": "" }] }"#]).await;
    logs(client, round, None, false).await;
    credentials(client, round, By::Id("github".to_owned())).await;
    plain(client, round, &[]).await;
    let terminal = OpenPtyToWorkspaceAgent { workspaceagent: AGENT, ..Default::default() };
    streams(client, round, UserScopedTailnetRpcConnection::default(), terminal).await;
}
