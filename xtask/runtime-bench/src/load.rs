//! Requests to a server, as fast as it answers, over a few connections.

use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

use crate::block_on;
use crate::outcome::Outcome;
use crate::samples;

/// Enough for a server to be busy all the time.
const CONNECTIONS: usize = 16;

/// Answers that are not counted.
const WARM_UP: Duration = Duration::from_millis(200);

/// Asks until the time is over.
pub(crate) fn load(address: &str, scenario: &str, time: Duration) -> Result<Outcome> {
    let scenario = samples::scenario(scenario).context("there is no such request")?;
    let request: Rc<str> = scenario.text().into();
    block_on(LocalSet::new().run_until(async move {
        let tasks: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let (address, request) = (address.to_owned(), Rc::clone(&request));
                tokio::task::spawn_local(async move {
                    let stream = TcpStream::connect(address).await?;
                    stream.set_nodelay(true)?;
                    connection(stream, &request, scenario.status, time).await
                })
            })
            .collect();
        let (mut latencies, mut warm_up) = (Vec::new(), 0);
        for task in tasks {
            let (early, counted) = task.await??;
            warm_up += early;
            latencies.extend(counted);
        }
        let count = latencies.len() as u64;
        Ok(Outcome { count, warm_up, time, latencies, ..Outcome::default() })
    }))
}

/// How many answers came before the clock ran, and how long each of the others took, in microseconds.
async fn connection(
    mut stream: TcpStream,
    request: &str,
    status: u16,
    time: Duration,
) -> Result<(u64, Vec<u32>)> {
    let (mut latencies, mut warm_up) = (Vec::new(), 0);
    let mut buffer = Vec::with_capacity(16 * 1024);
    let start = Instant::now() + WARM_UP;
    let end = start + time;
    loop {
        let asked = Instant::now();
        if asked >= end {
            return Ok((warm_up, latencies));
        }
        stream.write_all(request.as_bytes()).await?;
        buffer.clear();
        loop {
            if stream.read_buf(&mut buffer).await? == 0 {
                bail!("the connection was closed");
            }
            if is_whole(&buffer, status)? {
                break;
            }
        }
        if asked >= start {
            latencies.push(asked.elapsed().as_micros().try_into().unwrap_or(u32::MAX));
        } else {
            warm_up += 1;
        }
    }
}

/// Whether all of an answer is there.
fn is_whole(bytes: &[u8], status: u16) -> Result<bool> {
    let Some(head) = bytes.windows(4).position(|end| end == b"\r\n\r\n") else {
        return Ok(false);
    };
    let text = std::str::from_utf8(bytes.get(..head).unwrap_or_default())?;
    if text.get(9..12).and_then(|found| found.parse().ok()) != Some(status) {
        bail!("not the answer that was expected: {text}");
    }
    let length: Option<usize> = text.lines().find_map(|line| {
        let value = line.strip_prefix("content-length: ")?;
        value.parse().ok()
    });
    Ok(bytes.len() >= head + 4 + length.context("an answer without a length")?)
}
