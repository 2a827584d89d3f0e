//! Both crates of a document, compiled or linted.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::Value;

/// What the compiler said.
pub(super) struct Compiled {
    pub(super) success: bool,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// The first thing it said.
    pub(super) first: Option<String>,
    pub(super) time: Duration,
}

impl Compiled {
    pub(super) fn is_clean(&self) -> bool {
        self.success && self.errors == 0 && self.warnings == 0
    }
}

/// Runs `cargo check` or `cargo clippy` in a workspace. All of them share what they depend on.
pub(super) fn run(command: &str, workspace: &Path, out: &Path) -> Result<Compiled> {
    let start = Instant::now();
    let target = std::path::absolute(out)?.join("target");
    let output = Command::new("cargo")
        .args([command, "--workspace", "--all-targets", "--quiet", "--message-format", "json"])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .context("cargo cannot be started")?;
    let mut compiled = Compiled {
        success: output.status.success(),
        errors: 0,
        warnings: 0,
        first: None,
        time: start.elapsed(),
    };
    let text = String::from_utf8_lossy(&output.stdout);
    for message in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        count(&mut compiled, &message);
    }
    if !compiled.success && compiled.first.is_none() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        compiled.first = complaint.lines().find(|line| !line.is_empty()).map(str::to_owned);
    }
    Ok(compiled)
}

/// Removes what was compiled of this document alone: all of a large corpus fills a disk.
pub(super) fn forget(name: &str, workspace: &Path, out: &Path) -> Result<()> {
    let target = std::path::absolute(out)?.join("target");
    let packages = ["client", "server"].map(|krate| format!("{name}-{krate}"));
    Command::new("cargo")
        .args(["clean", "--quiet", "--package", &packages[0], "--package", &packages[1]])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .status()
        .context("cargo cannot be started")?;
    Ok(())
}

fn count(compiled: &mut Compiled, message: &Value) {
    let Some(message) = message.get("message") else { return };
    let text = |name: &str| message.get(name).and_then(Value::as_str).unwrap_or_default();
    // The last lines only count those before; they have no place.
    let has_place = message.get("spans").and_then(Value::as_array).is_some_and(|s| !s.is_empty());
    match text("level") {
        "error" if has_place => compiled.errors += 1,
        "warning" if has_place => compiled.warnings += 1,
        _ => return,
    }
    compiled.first.get_or_insert_with(|| text("rendered").to_owned());
}
