//! An implementation of everything, that notes what it is asked.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use coder_agents_server::types::agentsdk::{
    AuthenticateResponse, ExternalAuthResponse, GitSshKey, ReinitializationEvent,
    ReinitializationReason,
};
use coder_agents_server::types::codersdk::{
    LogLevel, Response, WorkspaceAgent, WorkspaceAgentListContainersResponse,
    WorkspaceAgentListeningPortsResponse, WorkspaceAgentLog, WorkspaceAgentLogSource,
};
use coder_agents_server::types::tailcfg::DerpMap;
use coder_agents_server::types::workspacesdk::{AgentConnectionInfo, ReconnectingPtyRequest};
use coder_agents_server::{
    AgentsApi, ApiError, Close, Context, Credential, Events, RequestInfo, Socket, Upgrade, codec,
    operations,
};
use futures_util::{Stream, StreamExt, stream};
use reqwest::StatusCode;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::errors::{
    expired, no_database, nobody_expects_this, not_found, too_large, unknown_version,
};
use crate::site::Alive;

type Answer<T> = Result<T, ApiError>;
type Lines = Upgrade<codec::Nothing, codec::Json<Vec<WorkspaceAgentLog>>>;
type Bytes = Upgrade<codec::Bytes, codec::Bytes>;
type Terminal = Socket<codec::Json<ReconnectingPtyRequest>, codec::Bytes>;

/// What the tests look at.
#[derive(Clone, Default)]
pub struct Api {
    alive: Arc<AtomicUsize>,
    notes: Arc<Mutex<Vec<String>>>,
}

impl Api {
    pub fn note(&self, text: impl Into<String>) {
        self.notes.lock().unwrap().push(text.into());
    }

    /// What was noted last.
    pub fn last(&self) -> String {
        self.notes.lock().unwrap().last().cloned().unwrap_or_default()
    }

    /// How many handlers and streams are alive.
    pub fn alive(&self) -> usize {
        self.alive.load(Ordering::SeqCst)
    }

    fn live(&self) -> Alive {
        Alive::new(&self.alive)
    }

    /// A stream that counts as long as it lives, and does not end by itself.
    fn endless<T: Send>(&self, items: Vec<T>) -> impl Stream<Item = T> + use<T> {
        let alive = self.live();
        stream::iter(items).chain(stream::pending()).map(move |item| alive.then(|| item))
    }

    /// What following logs does depends on where it is to begin.
    fn follow(&self, after: Option<i64>) -> Answer<Lines> {
        match after {
            Some(ENDS) => Ok(Upgrade::stream(stream::iter([vec![], vec![line(1)]]))),
            Some(FAILS) => Ok(Upgrade::try_stream(stream::iter([
                Ok(vec![line(1)]),
                Err(ApiError::new(StatusCode::BAD_GATEWAY, "The agent is gone.")),
            ]))),
            Some(PANICS) => Ok(Upgrade::new(|_: Socket<_, _>| async { nobody_expects_this() })),
            Some(FLOODS) => {
                let alive = self.live();
                let lines = || vec![line(1); 100];
                Ok(Upgrade::stream(stream::repeat_with(move || alive.then(lines))))
            }
            Some(GONE) => Err(not_found()),
            _ => Ok(Upgrade::stream(self.endless(vec![vec![], vec![line(7)]]))),
        }
    }

    fn credentials(&self, by: String) -> ExternalAuthResponse {
        self.note(by.clone());
        ExternalAuthResponse { r#type: by, ..ExternalAuthResponse::default() }
    }

    fn echo(&self) -> Bytes {
        let alive = self.live();
        Upgrade::new(|mut socket| async move {
            let _alive = alive;
            let mut buffer = vec![0; 8 * 1024];
            loop {
                match socket.read(&mut buffer).await? {
                    0 => return Ok::<(), io::Error>(()),
                    count => socket.write_all(&buffer[..count]).await?,
                }
            }
        })
    }
}

pub const ENDS: i64 = 1;
pub const FAILS: i64 = 2;
pub const PANICS: i64 = 3;
pub const FLOODS: i64 = 4;
pub const GONE: i64 = 5;

/// A query that asks for events without end.
pub const FLOOD: &str = "flood";

pub fn line(id: i64) -> WorkspaceAgentLog {
    let output = "text".to_owned();
    WorkspaceAgentLog { id, output, level: LogLevel::Info, ..Default::default() }
}

impl AgentsApi for Api {
    type Principal = ();

    async fn authenticate(&self, credential: Credential, _: &RequestInfo) -> Answer<()> {
        let (scheme, secret) = match &credential {
            Credential::CoderSessionToken(secret) => ("user", secret),
            Credential::AgentToken(secret) => ("agent", secret),
            Credential::ProxyToken(secret) => ("proxy", secret),
            Credential::SignedTerminalToken(secret) => ("signed", secret),
            Credential::PathAppSessionToken(secret) => ("path app", secret),
            other => panic!("{other:?}"),
        };
        self.note(format!("{scheme} {}", secret.expose()));
        if secret.expose() == "wrong" { Err(ApiError::unauthenticated()) } else { Ok(()) }
    }

    async fn get_derp_map_updates(
        &self,
        _: Context<()>,
        _: operations::GetDerpMapUpdates,
    ) -> Answer<Upgrade<codec::Nothing, codec::Json<DerpMap>>> {
        Ok(Upgrade::stream(self.endless(vec![DerpMap::default()])))
    }

    async fn user_scoped_tailnet_rpc_connection(
        &self,
        _: Context<()>,
        input: operations::UserScopedTailnetRpcConnection,
    ) -> Answer<Bytes> {
        self.note(format!("{input:?}"));
        Ok(self.echo())
    }

    async fn authenticate_agent_on_aws_instance(
        &self,
        _: Context<()>,
        input: operations::AuthenticateAgentOnAwsInstance,
    ) -> Answer<AuthenticateResponse> {
        self.note(input.body.document);
        Ok(AuthenticateResponse { session_token: input.body.signature })
    }

    async fn authenticate_agent_on_azure_instance(
        &self,
        _: Context<()>,
        input: operations::AuthenticateAgentOnAzureInstance,
    ) -> Answer<AuthenticateResponse> {
        Ok(AuthenticateResponse { session_token: input.body.signature })
    }

    async fn authenticate_agent_on_google_cloud_instance(
        &self,
        _: Context<()>,
        input: operations::AuthenticateAgentOnGoogleCloudInstance,
    ) -> Answer<AuthenticateResponse> {
        Ok(AuthenticateResponse { session_token: input.body.json_web_token })
    }

    async fn patch_workspace_agent_app_status(
        &self,
        _: Context<()>,
        input: operations::PatchWorkspaceAgentAppStatus,
    ) -> Answer<Option<BTreeMap<String, Value>>> {
        self.note(format!("{:?}", input.body));
        Ok(None)
    }

    async fn get_workspace_agent_external_auth(
        &self,
        _: Context<()>,
        input: operations::GetWorkspaceAgentExternalAuth,
    ) -> Answer<ExternalAuthResponse> {
        match format!("{:?}", input.by) {
            by if by.contains("gone") => Err(not_found()),
            by => Ok(self.credentials(by)),
        }
    }

    async fn get_workspace_agent_external_auth_listen(
        &self,
        _: Context<()>,
        input: operations::GetWorkspaceAgentExternalAuthListen,
    ) -> Answer<ExternalAuthResponse> {
        self.note(format!("{:?}", input.by));
        let _alive = self.live();
        std::future::pending().await
    }

    async fn removed_get_workspace_agent_git_auth(
        &self,
        _: Context<()>,
        input: operations::RemovedGetWorkspaceAgentGitAuth,
    ) -> Answer<ExternalAuthResponse> {
        Ok(self.credentials(format!("{:?}", input.by)))
    }

    async fn removed_get_workspace_agent_git_auth_listen(
        &self,
        _: Context<()>,
        _: operations::RemovedGetWorkspaceAgentGitAuthListen,
    ) -> Answer<ExternalAuthResponse> {
        let _alive = self.live();
        std::future::pending().await
    }

    async fn get_workspace_agent_git_ssh_key(
        &self,
        _: Context<()>,
        _: operations::GetWorkspaceAgentGitSshKey,
    ) -> Answer<GitSshKey> {
        Ok(GitSshKey::default())
    }

    async fn post_workspace_agent_log_source(
        &self,
        _: Context<()>,
        input: operations::PostWorkspaceAgentLogSource,
    ) -> Answer<WorkspaceAgentLogSource> {
        self.note(format!("{:?}", input.body));
        Ok(WorkspaceAgentLogSource::default())
    }

    async fn patch_workspace_agent_logs(
        &self,
        _: Context<()>,
        input: operations::PatchWorkspaceAgentLogs,
    ) -> Answer<Option<BTreeMap<String, Value>>> {
        self.note(format!("{:?}", input.body));
        if input.body.logs.iter().any(|log| log.output == "too much") {
            Err(too_large())
        } else {
            Ok(None)
        }
    }

    async fn get_workspace_agent_reinitialization(
        &self,
        context: Context<()>,
        _: operations::GetWorkspaceAgentReinitialization,
    ) -> Answer<Events<ReinitializationEvent>> {
        let event = |reason| Ok(ReinitializationEvent { reason, ..Default::default() });
        if context.request.uri().query() == Some(FLOOD) {
            let (alive, reason) = (self.live(), ReinitializationReason::from("x".repeat(4000)));
            let again = move || alive.then(|| event(reason.clone()));
            return Ok(Events::new(stream::repeat_with(again)));
        }
        let claimed = || event(ReinitializationReason::PrebuildClaimed);
        Ok(Events::new(self.endless(vec![claimed(), claimed()])))
    }

    async fn get_workspace_agent_by_id(
        &self,
        _: Context<()>,
        input: operations::GetWorkspaceAgentById,
    ) -> Answer<WorkspaceAgent> {
        self.note(input.workspaceagent.to_string());
        let agent = WorkspaceAgent { id: input.workspaceagent, ..WorkspaceAgent::default() };
        if input.workspaceagent.is_nil() { Ok(agent) } else { Err(not_found()) }
    }

    async fn get_connection_info_for_workspace_agent(
        &self,
        _: Context<()>,
        _: operations::GetConnectionInfoForWorkspaceAgent,
    ) -> Answer<AgentConnectionInfo> {
        Ok(AgentConnectionInfo::default())
    }

    async fn get_running_containers_for_workspace_agent(
        &self,
        _: Context<()>,
        input: operations::GetRunningContainersForWorkspaceAgent,
    ) -> Answer<WorkspaceAgentListContainersResponse> {
        self.note(format!("{:?}", input.label));
        Ok(WorkspaceAgentListContainersResponse::default())
    }

    async fn recreate_devcontainer_for_workspace_agent(
        &self,
        _: Context<()>,
        input: operations::RecreateDevcontainerForWorkspaceAgent,
    ) -> Answer<Response> {
        Ok(Response { message: input.devcontainer, ..Response::default() })
    }

    async fn watch_workspace_agent_for_container_updates(
        &self,
        _: Context<()>,
        _: operations::WatchWorkspaceAgentForContainerUpdates,
    ) -> Answer<Upgrade<codec::Nothing, codec::Json<WorkspaceAgentListContainersResponse>>> {
        let listing = WorkspaceAgentListContainersResponse::default();
        Ok(Upgrade::stream(self.endless(vec![listing])))
    }

    async fn coordinate_workspace_agent(
        &self,
        _: Context<()>,
        input: operations::CoordinateWorkspaceAgent,
    ) -> Answer<Bytes> {
        self.note(format!("{:?}", (&input.version, &input.resume_token)));
        if input.resume_token.as_deref() == Some("expired") {
            return Err(expired());
        }
        match input.version.as_str() {
            "1.0" => Err(unknown_version()),
            "2.9" => Err(no_database()),
            crate::tunnels::VERSION => Ok(crate::tunnels::serve()),
            _ => Ok(self.echo()),
        }
    }

    async fn get_listening_ports_for_workspace_agent(
        &self,
        _: Context<()>,
        _: operations::GetListeningPortsForWorkspaceAgent,
    ) -> Answer<WorkspaceAgentListeningPortsResponse> {
        Ok(WorkspaceAgentListeningPortsResponse::default())
    }

    async fn get_logs_by_workspace_agent(
        &self,
        _: Context<()>,
        input: operations::GetLogsByWorkspaceAgent,
    ) -> Answer<Vec<WorkspaceAgentLog>> {
        self.note(format!("{:?} {}", input.after, input.no_compression));
        Ok(Vec::new())
    }

    async fn get_logs_by_workspace_agent_follow(
        &self,
        _: Context<()>,
        input: operations::GetLogsByWorkspaceAgentFollow,
    ) -> Answer<Lines> {
        self.follow(input.after)
    }

    async fn removed_get_logs_by_workspace_agent(
        &self,
        _: Context<()>,
        _: operations::RemovedGetLogsByWorkspaceAgent,
    ) -> Answer<Vec<WorkspaceAgentLog>> {
        Ok(Vec::new())
    }

    async fn removed_get_logs_by_workspace_agent_follow(
        &self,
        _: Context<()>,
        input: operations::RemovedGetLogsByWorkspaceAgentFollow,
    ) -> Answer<Lines> {
        self.follow(input.after)
    }

    async fn open_pty_to_workspace_agent(
        &self,
        _: Context<()>,
        input: operations::OpenPtyToWorkspaceAgent,
    ) -> Answer<Upgrade<codec::Json<ReconnectingPtyRequest>, codec::Bytes>> {
        self.note(format!("{:?} {:?} {:?}", input.height, input.width, input.command));
        let alive = self.live();
        Ok(Upgrade::new(|mut terminal: Terminal| async move {
            let _alive = alive;
            while let Some(input) = terminal.next().await {
                let Ok(input) = input else { return Close::failed("not JSON") };
                let said = format!("{:?}{:?}", input.height, input.data);
                if input.data.as_deref() == Some("exit") {
                    return Close::normal();
                }
                if let Err(error) = terminal.write_all(said.as_bytes()).await {
                    return error.into();
                }
            }
            Close::normal()
        }))
    }
}
