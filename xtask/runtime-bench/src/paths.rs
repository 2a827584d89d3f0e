//! Single things that are done for every request, again and again, without a network between.

use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use coder_agents_server::runtime::server::schema::{Member, Schema};
use coder_agents_server::runtime::server::violations::Violations;
use coder_agents_server::runtime::server::{check, glance};
use coder_agents_server::types::codersdk::{WorkspaceAgent, WorkspaceAgentLog};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tower::ServiceExt;

use crate::calls::Caller;
use crate::outcome::{Outcome, cpu};
use crate::samples::{self, Scenario};
use crate::types::{Agent, AgentLog, PatchLogs};
use crate::{Side, allocator, api, block_on, hand, streams};

/// What is done before anything is counted.
const WARM_UP: u64 = 20;

/// Does it so often.
pub(crate) fn run(side: Side, path: &str, count: u64) -> Result<Outcome> {
    match (path, side) {
        ("decode", Side::Ours) => decode::<WorkspaceAgent>(&samples::agent(), count),
        ("decode", Side::Hand) => decode::<Agent>(&samples::agent(), count),
        ("encode", Side::Ours) => encode::<WorkspaceAgent>(&samples::agent(), count),
        ("encode", Side::Hand) => encode::<Agent>(&samples::agent(), count),
        ("decode-logs", Side::Ours) => decode::<Vec<WorkspaceAgentLog>>(&samples::logs(50), count),
        ("decode-logs", Side::Hand) => decode::<Vec<AgentLog>>(&samples::logs(50), count),
        ("encode-logs", Side::Ours) => encode::<Vec<WorkspaceAgentLog>>(&samples::logs(50), count),
        ("encode-logs", Side::Hand) => encode::<Vec<AgentLog>>(&samples::logs(50), count),
        ("check-logs", Side::Ours) => check_logs(count),
        ("glance-logs", Side::Ours) => glance_logs(count),
        ("check-logs" | "glance-logs", Side::Hand) => {
            decode::<PatchLogs>(&samples::patch_logs(50), count)
        }
        _ => match path.split_once('-') {
            Some(("request", name)) => requests(side, name, count),
            Some(("call", name)) => beside("canned", |address| called(side, name, count, address)),
            Some(("socket", rest)) => {
                let (role, kind) = rest.split_once('-').context("whose socket?")?;
                streams::run(side, role, kind, count)
            }
            _ => bail!("there is no path `{path}`"),
        },
    }
}

fn repeat(count: u64, mut one: impl FnMut() -> Result<()>) -> Result<Outcome> {
    for _ in 0..WARM_UP {
        one()?;
    }
    let (before, cpu, start) = (allocator::count(), cpu(), Instant::now());
    for _ in 0..count {
        one()?;
    }
    let time = start.elapsed();
    Ok(Outcome {
        count,
        time,
        allocated: allocator::count().since(before),
        cpu,
        ..Outcome::default()
    })
}

fn decode<T: DeserializeOwned>(text: &str, count: u64) -> Result<Outcome> {
    repeat(count, || {
        black_box(serde_json::from_slice::<T>(black_box(text.as_bytes()))?);
        Ok(())
    })
}

fn encode<T: Serialize + DeserializeOwned>(text: &str, count: u64) -> Result<Outcome> {
    let value: T = serde_json::from_str(text)?;
    if serde_json::to_string(&value)? != text {
        bail!("the value is not written as it was read");
    }
    repeat(count, || {
        black_box(serde_json::to_vec(black_box(&value))?);
        Ok(())
    })
}

/// What the emitted server checks the lines of a log against.
static LOGS: Schema = Schema::object(&[
    Member::optional("log_source_id", &Schema::Uuid),
    Member::required(
        "logs",
        &Schema::Array { items: &LOG, min: 1, max: usize::MAX, unique: false },
    ),
]);

static LOG: Schema = Schema::object(&[
    Member::optional("created_at", &Schema::DateTime),
    Member::optional("level", &Schema::Enum(&["trace", "debug", "info", "warn", "error"])),
    Member::required("output", &Schema::TEXT),
]);

/// The glance alone, at what [`decode`] reads afterwards.
fn glance_logs(count: u64) -> Result<Outcome> {
    let text = samples::patch_logs(50);
    repeat(count, || {
        if !glance::fits(&LOGS, true, black_box(&text)) {
            bail!("the sample is not for a glance");
        }
        Ok(())
    })
}

/// The check alone, of what the glance is not sure of.
fn check_logs(count: u64) -> Result<Outcome> {
    let text = samples::patch_logs(50);
    repeat(count, || {
        let mut violations = Violations::default();
        check::body(&LOGS, true, black_box(text.as_bytes()), &mut violations)?;
        if violations.count() > 0 {
            bail!("the sample is wrong");
        }
        Ok(())
    })
}

/// From a request to an answer: routing, validation, the handler, writing.
fn requests(side: Side, name: &str, count: u64) -> Result<Outcome> {
    let scenario = samples::scenario(name).context("there is no such request")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let router = match side {
        Side::Ours => api::site()?,
        Side::Hand => hand::site()?,
    };
    repeat(count, || runtime.block_on(request(&router, &scenario)))
}

async fn request(router: &Router, scenario: &Scenario) -> Result<()> {
    let mut request = Request::builder()
        .method(scenario.method)
        .uri(scenario.path.as_str())
        .header("host", "localhost")
        .header("accept", "application/json")
        .header("coder-session-token", samples::TOKEN);
    if !scenario.body.is_empty() {
        request = request
            .header("content-type", "application/json")
            .header("content-length", scenario.body.len());
    }
    let request = request.body(Body::from(scenario.body.clone()))?;
    let response = router.clone().oneshot(request).await?;
    if response.status().as_u16() != scenario.status {
        bail!("not the answer that was expected: {}", response.status());
    }
    black_box(to_bytes(response.into_body(), usize::MAX).await?);
    Ok(())
}

/// Does it beside a server in a process of its own.
pub(crate) fn beside(server: &str, run: impl FnOnce(&str) -> Result<Outcome>) -> Result<Outcome> {
    let mut server = Command::new(std::env::current_exe()?)
        .args(["serve", server])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let outcome = address(&mut server).and_then(|address| run(address.trim()));
    // It ends with its standard input, too; whether it is gone already is of no interest.
    let _ = server.kill();
    server.wait()?;
    outcome
}

fn address(server: &mut Child) -> Result<String> {
    let mut address = String::new();
    let output = server.stdout.take().context("the server says nothing")?;
    BufReader::new(output).read_line(&mut address)?;
    Ok(address)
}

/// From inputs to a request, and from an answer to a result.
fn called(side: Side, name: &str, count: u64, address: &str) -> Result<Outcome> {
    block_on(async {
        let caller = Caller::new(side, address)?;
        for _ in 0..WARM_UP {
            caller.call(name).await?;
        }
        let (before, cpu, start) = (allocator::count(), cpu(), Instant::now());
        for _ in 0..count {
            caller.call(name).await?;
        }
        let (time, allocated) = (start.elapsed(), allocator::count().since(before));
        Ok(Outcome { count, time, allocated, cpu, ..Outcome::default() })
    })
}
