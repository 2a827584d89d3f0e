//! The program that does the work, and what it tells.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bench::release_build;
use crate::process;

/// Nothing takes longer.
const LIMIT: Duration = Duration::from_secs(120);

/// The program, built for release.
pub(super) struct Program(PathBuf);

/// What a part of it told.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    /// How often something was done while the clock ran, and before that.
    count: f64,
    all: f64,
    seconds: f64,
    /// In microseconds.
    p99: Option<f64>,
    pub(super) allocations: f64,
    pub(super) bytes: f64,
    cpu: Option<f64>,
    pub(super) server_cpu: Option<f64>,
}

impl Program {
    pub(super) fn build(root: &Path) -> Result<Self> {
        // The root is empty where it is the current folder.
        release_build(&std::env::current_dir()?.join(root), "runtime-bench").map(Self)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Runs a part to its end.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Outcome> {
        let mut command = Command::new(&self.0);
        // Looking at its memory would only disturb it.
        let finished = process::run(command.args(arguments), LIMIT, Duration::from_millis(50))?;
        if !finished.is_success() {
            bail!("{}: {}", arguments.join(" "), finished.stderr.trim());
        }
        Outcome::read(&finished.stdout)
    }

    /// Starts a server.
    pub(super) fn serve(&self, what: &str) -> Result<Server> {
        let (child, address) = self.start(&["serve", what])?;
        Ok(Server { child, address })
    }

    /// Starts a part that goes on until it is stopped, and waits for its first line.
    pub(super) fn start(&self, arguments: &[&str]) -> Result<(Child, String)> {
        let mut child = Command::new(&self.0)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", self.0.display()))?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        if line.is_empty() {
            child.kill()?;
            child.wait()?;
            bail!("{}: it says nothing", arguments.join(" "));
        }
        Ok((child, line.trim().to_owned()))
    }
}

impl Outcome {
    fn read(text: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(text).with_context(|| text.to_owned())?;
        let number = |name: &str| value.get(name).and_then(Value::as_f64);
        let known = |name: &str| number(name).with_context(|| format!("no `{name}` in {text}"));
        Ok(Self {
            count: known("count")?,
            all: known("all")?,
            seconds: known("seconds")?,
            p99: number("p99"),
            allocations: known("allocations")?,
            bytes: known("bytes")?,
            cpu: number("cpu"),
            server_cpu: None,
        })
    }

    /// How often each second.
    pub(super) fn rate(&self) -> Option<f64> {
        (self.seconds > 0.0).then(|| self.count / self.seconds)
    }

    /// The time within which 99 of 100 were done, in microseconds.
    pub(super) fn p99(&self) -> Option<f64> {
        self.p99
    }

    /// Microseconds of the processor, each time.
    pub(super) fn cpu_each(&self) -> Option<f64> {
        self.cpu.filter(|_| self.all > 0.0).map(|cpu| cpu * 1e6 / self.all)
    }

    /// The same, of the server.
    pub(super) fn server_cpu_each(&self) -> Option<f64> {
        self.server_cpu.filter(|_| self.all > 0.0).map(|cpu| cpu * 1e6 / self.all)
    }

    pub(super) fn allocations_each(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.allocations / self.count)
    }

    pub(super) fn bytes_each(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.bytes / self.count)
    }
}

/// A server in a process of its own, which ends with this value.
pub(super) struct Server {
    child: Child,
    address: String,
}

impl Server {
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// The processor's time that it has had, in seconds.
    pub(super) fn cpu(&self) -> Option<f64> {
        let mut sum = 0.0;
        for task in fs::read_dir(format!("/proc/{}/task", self.child.id())).ok()? {
            let text = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            sum += text.split_whitespace().next()?.parse::<f64>().ok()? / 1e9;
        }
        Some(sum)
    }

    /// The memory that it has now, in bytes.
    pub(super) fn memory(&self) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? * 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// Ends a part; that it may have ended by itself is fine.
pub(super) fn stop(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
