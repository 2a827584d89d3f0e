//! Clients at work: the emitted one, and the same calls with reqwest by hand.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use coder_agents_client::types::agentsdk::PostLogSourceRequest;
use coder_agents_client::{Client, Error};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::outcome::{Outcome, cpu};
use crate::types::{Agent, GitSshKey, LogSource, PostLogSource, Response};
use crate::{Side, allocator, block_on, samples};

/// Calls before anything is counted: connections are opened, tables filled.
const WARM_UP: usize = 200;

/// Both clients.
pub(crate) struct Caller {
    side: Side,
    ours: Client,
    http: reqwest::Client,
    base: String,
    id: Uuid,
    post: PostLogSourceRequest,
    own_post: PostLogSource,
}

/// Calls one after the other until the time is over.
pub(crate) fn calls(side: Side, address: &str, scenario: &str, time: Duration) -> Result<Outcome> {
    block_on(async {
        let caller = Caller::new(side, address)?;
        for _ in 0..WARM_UP {
            caller.call(scenario).await?;
        }
        let (before, cpu, start) = (allocator::count(), cpu(), Instant::now());
        let mut count = 0;
        while start.elapsed() < time {
            caller.call(scenario).await?;
            count += 1;
        }
        let allocated = allocator::count().since(before);
        Ok(Outcome { count, time: start.elapsed(), allocated, cpu, ..Outcome::default() })
    })
}

impl Caller {
    pub(crate) fn new(side: Side, address: &str) -> Result<Self> {
        let base = format!("http://{address}");
        let ours = Client::builder(&base)
            .session_token(samples::TOKEN)
            .agent_token(samples::TOKEN)
            .http_client_builder(|| reqwest::Client::builder().no_proxy())
            .build()?;
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self {
            side,
            ours,
            http,
            base,
            id: samples::AGENT_ID.parse()?,
            post: serde_json::from_str(samples::LOG_SOURCE)?,
            own_post: serde_json::from_str(samples::LOG_SOURCE)?,
        })
    }

    /// A call; what comes back must be what was asked for.
    pub(crate) async fn call(&self, scenario: &str) -> Result<()> {
        match self.side {
            Side::Ours => self.ours(scenario).await,
            Side::Hand => self.by_hand(scenario).await,
        }
    }

    async fn ours(&self, scenario: &str) -> Result<()> {
        match scenario {
            "small" => drop(self.ours.get_workspace_agent_git_ssh_key().await?),
            "agent" => drop(self.ours.get_workspace_agent_by_id(self.id).await?),
            "post" => drop(self.ours.post_workspace_agent_log_source(self.post.clone()).await?),
            "missing" => match self.ours.get_workspace_agent_by_id(Uuid::nil()).await {
                Err(Error::Api(error)) if error.status == 404 => {}
                other => bail!("not the failure that was expected: {:?}", other.err()),
            },
            _ => bail!("there is no call `{scenario}`"),
        }
        Ok(())
    }

    async fn by_hand(&self, scenario: &str) -> Result<()> {
        let agents = |rest: &str| format!("{}/api/v2/workspaceagents/{rest}", self.base);
        match scenario {
            "small" => {
                let request = self.http.get(agents("me/gitsshkey"));
                drop(send::<GitSshKey>(request).await?);
            }
            "agent" => {
                let request = self.http.get(agents(&self.id.to_string()));
                drop(send::<Agent>(request).await?);
            }
            "post" => {
                let body = serde_json::to_vec(&self.own_post.clone())?;
                let request = self.http.post(agents("me/log-source"));
                let request = request.header(CONTENT_TYPE, "application/json").body(body);
                drop(send::<LogSource>(request).await?);
            }
            "missing" => {
                let request = self.http.get(agents(&Uuid::nil().to_string()));
                let (status, _) =
                    send::<Agent>(request).await?.err().context("there is an agent")?;
                if status != 404 {
                    bail!("not the failure that was expected");
                }
            }
            _ => bail!("there is no call `{scenario}`"),
        }
        Ok(())
    }
}

/// What a success gives, or status and body of a failure.
async fn send<T: DeserializeOwned>(
    request: RequestBuilder,
) -> Result<Result<T, (StatusCode, Response)>> {
    let request = request.header(ACCEPT, "application/json");
    let response = request.header("coder-session-token", samples::TOKEN).send().await?;
    let status = response.status();
    let bytes = response.bytes().await?;
    if status.is_success() {
        return Ok(Ok(serde_json::from_slice(&bytes)?));
    }
    Ok(Err((status, serde_json::from_slice(&bytes)?)))
}
