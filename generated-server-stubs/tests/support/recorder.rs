//! An implementation that answers what a test wants, and keeps what it was asked.

use std::any::Any;
use std::sync::{Arc, Mutex};

use axum::extract::ws::{CloseFrame, Message};
use coder_agents_server::types::{agentsdk, codersdk, workspacesdk};
use coder_agents_server::{
    AgentsApi, ApiError, Context, Credential, RequestInfo, WebSocketUpgrade, operations,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// A token that the recorder does not like.
pub(crate) const REFUSED: &str = "refused";

/// Who called, as the token says.
#[derive(Debug, PartialEq)]
pub(crate) struct Caller(pub(crate) String);

/// What a method was called with.
pub(crate) struct Seen {
    pub(crate) caller: Caller,
    pub(crate) request: RequestInfo,
    /// A value of `operations`.
    pub(crate) input: Box<dyn Any + Send>,
}

/// What methods answer.
#[derive(Clone)]
pub(crate) enum Answer {
    /// This, whatever the type is that it has to be read as.
    Json(Value),
    Error(fn() -> ApiError),
}

/// How a client closed a socket: code and reason.
pub(crate) type Closed = (u16, String);

#[derive(Clone)]
pub(crate) struct Recorder {
    answer: Arc<Mutex<Answer>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    closed: UnboundedSender<Closed>,
}

impl Recorder {
    /// The other half tells how sockets were closed.
    pub(crate) fn new() -> (Self, UnboundedReceiver<Closed>) {
        let (closed, receiver) = unbounded_channel();
        let answer = Arc::new(Mutex::new(Answer::Json(Value::Null)));
        (Self { answer, seen: Arc::default(), closed }, receiver)
    }

    pub(crate) fn will_answer(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    /// What was asked since the last time.
    pub(crate) fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }

    fn note(&self, cx: Context<Caller>, input: impl Any + Send) -> Answer {
        let Context { principal: caller, request } = cx;
        self.seen.lock().unwrap().push(Seen { caller, request, input: Box::new(input) });
        self.answer.lock().unwrap().clone()
    }

    fn json<T: DeserializeOwned>(
        &self,
        cx: Context<Caller>,
        input: impl Any + Send,
    ) -> Result<T, ApiError> {
        match self.note(cx, input) {
            Answer::Json(value) => serde_json::from_value(value).map_err(ApiError::internal),
            Answer::Error(error) => Err(error()),
        }
    }

    /// Sends back every message; asked to `stop`, closes the socket itself.
    fn socket(
        &self,
        cx: Context<Caller>,
        input: impl Any + Send,
    ) -> Result<WebSocketUpgrade, ApiError> {
        if let Answer::Error(error) = self.note(cx, input) {
            return Err(error());
        }
        let closed = self.closed.clone();
        Ok(WebSocketUpgrade::new(|mut socket| async move {
            while let Some(Ok(message)) = socket.recv().await {
                let reply = match message {
                    Message::Text(text) if text.as_str() == "stop" => {
                        Message::Close(Some(CloseFrame { code: 4000, reason: "as asked".into() }))
                    }
                    Message::Close(frame) => {
                        let frame = frame.map(|f| (f.code, f.reason.as_str().to_owned()));
                        drop(closed.send(frame.unwrap_or_default()));
                        continue;
                    }
                    Message::Ping(_) | Message::Pong(_) => continue,
                    message => message,
                };
                if socket.send(reply).await.is_err() {
                    break;
                }
            }
        }))
    }
}

macro_rules! record {
    ($($answer:ident $method:ident($input:ident) -> $output:ty;)*) => {
        impl AgentsApi for Recorder {
            type Principal = Caller;

            async fn authenticate(
                &self,
                credential: Credential,
                _: &RequestInfo,
            ) -> Result<Caller, ApiError> {
                match credential {
                    Credential::CoderSessionToken(token) if token.expose() != REFUSED => {
                        Ok(Caller(token.expose().to_owned()))
                    }
                    _ => Err(ApiError::new(axum::http::StatusCode::FORBIDDEN, "Not you.")
                        .detail("this token is refused")),
                }
            }

            $(async fn $method(
                &self,
                cx: Context<Caller>,
                input: operations::$input,
            ) -> Result<$output, ApiError> {
                self.$answer(cx, input)
            })*
        }
    };
}

record! {
    json authenticate_agent_on_aws_instance(AuthenticateAgentOnAwsInstance)
        -> agentsdk::AuthenticateResponse;
    json authenticate_agent_on_azure_instance(AuthenticateAgentOnAzureInstance)
        -> agentsdk::AuthenticateResponse;
    json authenticate_agent_on_google_cloud_instance(AuthenticateAgentOnGoogleCloudInstance)
        -> agentsdk::AuthenticateResponse;
    socket coordinate_workspace_agent(CoordinateWorkspaceAgent) -> WebSocketUpgrade;
    json get_connection_info_for_workspace_agent(GetConnectionInfoForWorkspaceAgent)
        -> workspacesdk::AgentConnectionInfo;
    socket get_derp_map_updates(GetDerpMapUpdates) -> WebSocketUpgrade;
    json get_listening_ports_for_workspace_agent(GetListeningPortsForWorkspaceAgent)
        -> codersdk::WorkspaceAgentListeningPortsResponse;
    json get_logs_by_workspace_agent(GetLogsByWorkspaceAgent) -> Vec<codersdk::WorkspaceAgentLog>;
    json get_running_containers_for_workspace_agent(GetRunningContainersForWorkspaceAgent)
        -> codersdk::WorkspaceAgentListContainersResponse;
    json get_workspace_agent_by_id(GetWorkspaceAgentById) -> codersdk::WorkspaceAgent;
    json get_workspace_agent_external_auth(GetWorkspaceAgentExternalAuth)
        -> agentsdk::ExternalAuthResponse;
    json get_workspace_agent_git_ssh_key(GetWorkspaceAgentGitSshKey) -> agentsdk::GitSshKey;
    json get_workspace_agent_reinitialization(GetWorkspaceAgentReinitialization)
        -> agentsdk::ReinitializationEvent;
    socket open_pty_to_workspace_agent(OpenPtyToWorkspaceAgent) -> WebSocketUpgrade;
    json patch_workspace_agent_app_status(PatchWorkspaceAgentAppStatus) -> codersdk::Response;
    json patch_workspace_agent_logs(PatchWorkspaceAgentLogs) -> codersdk::Response;
    json post_workspace_agent_log_source(PostWorkspaceAgentLogSource)
        -> codersdk::WorkspaceAgentLogSource;
    json recreate_devcontainer_for_workspace_agent(RecreateDevcontainerForWorkspaceAgent)
        -> codersdk::Response;
    json removed_get_logs_by_workspace_agent(RemovedGetLogsByWorkspaceAgent)
        -> Vec<codersdk::WorkspaceAgentLog>;
    json removed_get_workspace_agent_git_auth(RemovedGetWorkspaceAgentGitAuth)
        -> agentsdk::ExternalAuthResponse;
    socket user_scoped_tailnet_rpc_connection(UserScopedTailnetRpcConnection) -> WebSocketUpgrade;
    json watch_workspace_agent_for_container_updates(WatchWorkspaceAgentForContainerUpdates)
        -> codersdk::WorkspaceAgentListContainersResponse;
}
