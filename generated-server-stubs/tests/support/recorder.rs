//! An implementation that answers what a test wants, and keeps what it was asked.

use std::any::Any;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use coder_agents_server::types::{agentsdk, codersdk, tailcfg, workspacesdk};
use coder_agents_server::{
    AgentsApi, Answer, ApiError, Context, Credential, Events, RequestInfo, Socket, Upgrade, codec,
    operations,
};
use futures_util::{StreamExt, stream};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::io::AsyncWriteExt;

/// A token that the recorder does not like.
pub(crate) const REFUSED: &str = "refused";

/// Who called: the security scheme and the token; nothing where nobody has to say who he is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Caller {
    pub(crate) scheme: &'static str,
    pub(crate) token: String,
}

impl From<()> for Caller {
    fn from((): ()) -> Self {
        Self::default()
    }
}

/// What a method was called with.
pub(crate) struct Seen {
    pub(crate) caller: Caller,
    pub(crate) request: RequestInfo,
    /// A value of `operations`.
    pub(crate) input: Box<dyn Any + Send>,
}

/// What methods answer.
#[derive(Clone)]
pub(crate) enum Reply {
    /// This, whatever the type is that it has to be read as; a list holds the items of a stream.
    Json(Value),
    Error(Arc<dyn Fn() -> ApiError + Send + Sync>),
}

#[derive(Clone)]
pub(crate) struct Recorder {
    reply: Arc<Mutex<Reply>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

type Messages<T> = Upgrade<codec::Nothing, codec::Json<T>>;
type Bytes = Upgrade<codec::Bytes, codec::Bytes>;
type Typed = codec::Json<workspacesdk::ReconnectingPtyRequest>;
type Terminal = Upgrade<Typed, codec::Bytes>;
/// Where the answer is `null`.
type Nothing = Option<BTreeMap<String, Value>>;

impl Recorder {
    pub(crate) fn new() -> Self {
        Self { reply: Arc::new(Mutex::new(Reply::Json(Value::Null))), seen: Arc::default() }
    }

    pub(crate) fn will_answer(&self, value: Value) {
        *self.reply.lock().unwrap() = Reply::Json(value);
    }

    pub(crate) fn will_fail(&self, error: impl Fn() -> ApiError + Send + Sync + 'static) {
        *self.reply.lock().unwrap() = Reply::Error(Arc::new(error));
    }

    /// What was asked since the last time.
    pub(crate) fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }

    fn note<P: Into<Caller>>(&self, cx: Context<P>, input: impl Any + Send) -> Answer<Value> {
        let Context { principal, request } = cx;
        let seen = Seen { caller: principal.into(), request, input: Box::new(input) };
        self.seen.lock().unwrap().push(seen);
        match self.reply.lock().unwrap().clone() {
            Reply::Json(value) => Ok(value),
            Reply::Error(error) => Err(error()),
        }
    }

    fn json<T: DeserializeOwned, P: Into<Caller>>(
        &self,
        cx: Context<P>,
        input: impl Any + Send,
    ) -> Answer<T> {
        serde_json::from_value(self.note(cx, input)?).map_err(ApiError::internal)
    }

    fn messages<T, P>(&self, cx: Context<P>, input: impl Any + Send) -> Answer<Messages<T>>
    where
        T: DeserializeOwned + Serialize + Send + 'static,
        P: Into<Caller>,
    {
        let items: Vec<T> = self.json(cx, input)?;
        Ok(Upgrade::stream(stream::iter(items)))
    }

    fn events<T, P>(&self, cx: Context<P>, input: impl Any + Send) -> Answer<Events<T>>
    where
        T: DeserializeOwned + Send + 'static,
        P: Into<Caller>,
    {
        let items: Vec<T> = self.json(cx, input)?;
        Ok(Events::new(stream::iter(items).map(Ok)))
    }

    /// Sends everything back.
    fn bytes<P: Into<Caller>>(&self, cx: Context<P>, input: impl Any + Send) -> Answer<Bytes> {
        self.note(cx, input)?;
        Ok(Upgrade::new(|socket: Socket<codec::Bytes, codec::Bytes>| async move {
            let (mut reader, mut writer) = socket.into_split();
            tokio::io::copy(&mut reader, &mut writer).await.map(drop)
        }))
    }

    /// Prints its size and what is typed.
    fn terminal<P: Into<Caller>>(
        &self,
        cx: Context<P>,
        input: impl Any + Send,
    ) -> Answer<Terminal> {
        self.note(cx, input)?;
        Ok(Upgrade::new(|mut socket: Socket<Typed, codec::Bytes>| async move {
            while let Some(Ok(typed)) = socket.next().await {
                let workspacesdk::ReconnectingPtyRequest { data, height, width } = typed;
                let size = format!("{}x{} ", width.unwrap_or(80), height.unwrap_or(80));
                socket.write_all(size.as_bytes()).await?;
                socket.write_all(data.unwrap_or_default().as_bytes()).await?;
            }
            Ok::<(), io::Error>(())
        }))
    }
}

/// Who asks, by the operation's security.
macro_rules! who {
    (open) => {
        ()
    };
    (known) => {
        Caller
    };
}

macro_rules! record {
    ($($who:ident $kind:ident $method:ident($input:ident) -> $output:ty;)*) => {
        impl AgentsApi for Recorder {
            type Principal = Caller;

            async fn authenticate(
                &self,
                credential: Credential,
                _: &RequestInfo,
            ) -> Answer<Caller> {
                let (scheme, token) = match credential {
                    Credential::CoderSessionToken(token) => ("CoderSessionToken", token),
                    Credential::AgentToken(token) => ("AgentToken", token),
                    Credential::ProxyToken(token) => ("ProxyToken", token),
                    Credential::SignedTerminalToken(token) => ("SignedTerminalToken", token),
                    _ => return Err(ApiError::unauthenticated()),
                };
                if token.expose() == REFUSED {
                    let error = ApiError::new(StatusCode::FORBIDDEN, "Not you.");
                    return Err(error.detail("this token is refused"));
                }
                Ok(Caller { scheme, token: token.expose().to_owned() })
            }

            $(async fn $method(
                &self,
                cx: Context<who!($who)>,
                input: operations::$input,
            ) -> Answer<$output> {
                self.$kind(cx, input)
            })*
        }
    };
}

record! {
    open json authenticate_agent_on_aws_instance(AuthenticateAgentOnAwsInstance)
        -> agentsdk::AuthenticateResponse;
    open json authenticate_agent_on_azure_instance(AuthenticateAgentOnAzureInstance)
        -> agentsdk::AuthenticateResponse;
    open json authenticate_agent_on_google_cloud_instance(AuthenticateAgentOnGoogleCloudInstance)
        -> agentsdk::AuthenticateResponse;
    known bytes coordinate_workspace_agent(CoordinateWorkspaceAgent) -> Bytes;
    known json get_connection_info_for_workspace_agent(GetConnectionInfoForWorkspaceAgent)
        -> workspacesdk::AgentConnectionInfo;
    open messages get_derp_map_updates(GetDerpMapUpdates) -> Messages<tailcfg::DerpMap>;
    known json get_listening_ports_for_workspace_agent(GetListeningPortsForWorkspaceAgent)
        -> codersdk::WorkspaceAgentListeningPortsResponse;
    known json get_logs_by_workspace_agent(GetLogsByWorkspaceAgent)
        -> Vec<codersdk::WorkspaceAgentLog>;
    known messages get_logs_by_workspace_agent_follow(GetLogsByWorkspaceAgentFollow)
        -> Messages<Vec<codersdk::WorkspaceAgentLog>>;
    known json get_running_containers_for_workspace_agent(GetRunningContainersForWorkspaceAgent)
        -> codersdk::WorkspaceAgentListContainersResponse;
    known json get_workspace_agent_by_id(GetWorkspaceAgentById) -> codersdk::WorkspaceAgent;
    known json get_workspace_agent_external_auth(GetWorkspaceAgentExternalAuth)
        -> agentsdk::ExternalAuthResponse;
    known json get_workspace_agent_external_auth_listen(GetWorkspaceAgentExternalAuthListen)
        -> agentsdk::ExternalAuthResponse;
    known json get_workspace_agent_git_ssh_key(GetWorkspaceAgentGitSshKey) -> agentsdk::GitSshKey;
    known events get_workspace_agent_reinitialization(GetWorkspaceAgentReinitialization)
        -> Events<agentsdk::ReinitializationEvent>;
    known terminal open_pty_to_workspace_agent(OpenPtyToWorkspaceAgent) -> Terminal;
    known json patch_workspace_agent_app_status(PatchWorkspaceAgentAppStatus) -> Nothing;
    known json patch_workspace_agent_logs(PatchWorkspaceAgentLogs) -> Nothing;
    known json post_workspace_agent_log_source(PostWorkspaceAgentLogSource)
        -> codersdk::WorkspaceAgentLogSource;
    known json recreate_devcontainer_for_workspace_agent(RecreateDevcontainerForWorkspaceAgent)
        -> codersdk::Response;
    known json removed_get_logs_by_workspace_agent(RemovedGetLogsByWorkspaceAgent)
        -> Vec<codersdk::WorkspaceAgentLog>;
    known messages removed_get_logs_by_workspace_agent_follow(RemovedGetLogsByWorkspaceAgentFollow)
        -> Messages<Vec<codersdk::WorkspaceAgentLog>>;
    known json removed_get_workspace_agent_git_auth(RemovedGetWorkspaceAgentGitAuth)
        -> agentsdk::ExternalAuthResponse;
    known json removed_get_workspace_agent_git_auth_listen(RemovedGetWorkspaceAgentGitAuthListen)
        -> agentsdk::ExternalAuthResponse;
    known bytes user_scoped_tailnet_rpc_connection(UserScopedTailnetRpcConnection) -> Bytes;
    known messages watch_workspace_agent_for_container_updates(
        WatchWorkspaceAgentForContainerUpdates
    ) -> Messages<codersdk::WorkspaceAgentListContainersResponse>;
}
