//! Other programs: run to their end, with their time and memory.

use std::fs;
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// What a program said and took.
pub(crate) struct Finished {
    /// Nothing when it was stopped at the limit.
    pub(crate) status: Option<ExitStatus>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) time: Duration,
    /// The most memory in bytes that it or one of its children had, where the system tells.
    pub(crate) memory: Option<u64>,
}

impl Finished {
    pub(crate) fn is_success(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }
}

/// Runs a program to its end or to the limit, looking at its memory at this interval.
///
/// # Errors
/// It cannot be started.
pub(crate) fn run(command: &mut Command, limit: Duration, every: Duration) -> Result<Finished> {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} cannot be started", command.get_program().display()))?;
    let stdout = reader(child.stdout.take());
    let stderr = reader(child.stderr.take());
    let (status, memory) = wait(&mut child, start, limit, every)?;
    let time = start.elapsed();
    let text = |reader: thread::JoinHandle<String>| reader.join().unwrap_or_default();
    Ok(Finished { status, stdout: text(stdout), stderr: text(stderr), time, memory })
}

/// Reads everything, so that the process never waits for us.
fn reader(from: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut text = Vec::new();
        // What could be read before a failure is still worth showing.
        from.map(|mut from| from.read_to_end(&mut text));
        String::from_utf8_lossy(&text).into_owned()
    })
}

/// Waits for the end and watches the memory meanwhile; no status after the time limit.
fn wait(
    child: &mut Child,
    start: Instant,
    limit: Duration,
    every: Duration,
) -> Result<(Option<ExitStatus>, Option<u64>)> {
    let mut memory = None;
    loop {
        memory = memory.max(peak(child.id()));
        if let Some(status) = child.try_wait()? {
            return Ok((Some(status), memory));
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok((None, memory));
        }
        thread::sleep(every);
    }
}

/// The most memory that a process or one of those it started has had so far.
fn peak(process: u32) -> Option<u64> {
    // Each thread has children of its own.
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let of_children = threads.filter_map(|thread| {
        let children = fs::read_to_string(thread.path().join("children")).ok()?;
        children.split_whitespace().filter_map(|id| peak(id.parse().ok()?)).max()
    });
    own_peak(process).max(of_children.max())
}

fn own_peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kibibytes * 1024)
}
