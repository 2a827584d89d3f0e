//! Serves every kind of stream for the examples of the client, for any agent and any token, until
//! Ctrl-C: `streams 127.0.0.1:3000`.

use std::error::Error;
use std::io;
use std::time::Duration;

use coder_agents_server::types::agentsdk::{ReinitializationEvent, ReinitializationReason};
use coder_agents_server::types::codersdk::{
    LogLevel, WorkspaceAgentDevcontainer, WorkspaceAgentDevcontainerStatus as Status,
    WorkspaceAgentListContainersResponse, WorkspaceAgentLog,
};
use coder_agents_server::types::workspacesdk::ReconnectingPtyRequest;
use coder_agents_server::{
    AgentsApi, ApiError, Context, Credential, Events, Options, RequestInfo, Shutdown, Socket,
    Upgrade, codec, operations, router_with,
};
use futures_util::{Stream, StreamExt, stream};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::time::sleep;

/// How often something happens.
const INTERVAL: Duration = Duration::from_millis(100);

/// An agent that logs, starts a dev container and has a shell which repeats what it is told.
pub(crate) struct Agent;

/// One item after the other, with a little time between them.
fn slowly<T: Send + 'static>(
    items: impl IntoIterator<Item = T, IntoIter: Send + 'static>,
) -> impl Stream<Item = T> {
    stream::iter(items).then(|item| async {
        sleep(INTERVAL).await;
        item
    })
}

impl AgentsApi for Agent {
    type Principal = ();

    async fn authenticate(&self, _: Credential, _: &RequestInfo) -> Result<(), ApiError> {
        Ok(()) // let everybody in
    }

    async fn get_logs_by_workspace_agent_follow(
        &self,
        _: Context<()>,
        input: operations::GetLogsByWorkspaceAgentFollow,
    ) -> Result<Upgrade<codec::Nothing, codec::Json<Vec<WorkspaceAgentLog>>>, ApiError> {
        let after = input.after.unwrap_or(0);
        let batches = (1..=3).filter(move |id| *id > after).map(|id| {
            let output = format!("line {id}");
            vec![WorkspaceAgentLog { id, output, level: LogLevel::Info, ..Default::default() }]
        });
        // The end of the stream is the end of the socket, with 1000.
        Ok(Upgrade::stream(slowly(batches)))
    }

    async fn watch_workspace_agent_for_container_updates(
        &self,
        _: Context<()>,
        _: operations::WatchWorkspaceAgentForContainerUpdates,
    ) -> Result<Upgrade<codec::Nothing, codec::Json<WorkspaceAgentListContainersResponse>>, ApiError>
    {
        let listings = [Status::Starting, Status::Running].map(|status| {
            let devcontainers = vec![WorkspaceAgentDevcontainer {
                status,
                workspace_folder: "/home/coder/dev".to_owned(),
                ..Default::default()
            }];
            WorkspaceAgentListContainersResponse { devcontainers, ..Default::default() }
        });
        Ok(Upgrade::stream(slowly(listings)))
    }

    async fn open_pty_to_workspace_agent(
        &self,
        _: Context<()>,
        _: operations::OpenPtyToWorkspaceAgent,
    ) -> Result<Upgrade<codec::Json<ReconnectingPtyRequest>, codec::Bytes>, ApiError> {
        type Terminal = Socket<codec::Json<ReconnectingPtyRequest>, codec::Bytes>;
        Ok(Upgrade::new(|mut terminal: Terminal| async move {
            terminal.write_all(b"$ ").await?;
            while let Some(Ok(input)) = terminal.next().await {
                let typed = input.data.unwrap_or_default();
                if matches!(typed.as_str(), "exit\r" | "\u{4}") {
                    break;
                }
                terminal.write_all(format!("{typed}\n$ ").as_bytes()).await?;
            }
            Ok::<(), io::Error>(())
        }))
    }

    async fn get_workspace_agent_reinitialization(
        &self,
        _: Context<()>,
        _: operations::GetWorkspaceAgentReinitialization,
    ) -> Result<Events<ReinitializationEvent>, ApiError> {
        let events = stream::repeat_with(|| {
            let reason = ReinitializationReason::PrebuildClaimed;
            Ok(ReinitializationEvent { reason, ..Default::default() })
        });
        Ok(Events::new(events.then(|event| async {
            sleep(INTERVAL).await;
            event
        })))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).ok_or("expected an address, as 127.0.0.1:3000")?;
    let listener = TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    let shutdown = Shutdown::new();
    let options = Options::default().shutdown(shutdown.clone());
    // Connections whose peers take nothing any more are cut.
    let listener = options.listener(listener);
    let app = router_with(Agent, options);
    let signal = shutdown.clone();
    let asked = async move {
        // Without a signal handler there is no orderly way out.
        let _ = tokio::signal::ctrl_c().await;
        signal.begin();
    };
    axum::serve(listener, app).with_graceful_shutdown(asked).await?;
    // Every stream has said goodbye.
    shutdown.drained().await;
    Ok(())
}
