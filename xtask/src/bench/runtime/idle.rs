//! What a server keeps for each of many sockets over which nothing goes.

use std::fs;

use anyhow::Result;

use super::program::{self, Program, Server};
use super::row::{Row, Unit};

/// Files that a process has open besides its connections.
const OTHER_FILES: usize = 100;

/// Memory for each socket of a server of either side; or why that could not be measured.
pub(super) fn measure(program: &Program, count: usize) -> Result<Result<Row, String>> {
    let limit = file_limit();
    if limit.is_some_and(|limit| limit < count + OTHER_FILES) {
        let limit = limit.unwrap_or_default();
        let needed = count + OTHER_FILES;
        return Ok(Err(format!(
            "{limit} files may be open; say `ulimit -n {needed}` first, or `--streams` with less"
        )));
    }
    let mut each = Vec::new();
    for side in ["ours", "bare"] {
        eprintln!("idle streams: {side}");
        let server = program.serve(side)?;
        // The first ones make what stays.
        let first = hold(program, &server, 100)?;
        let many = hold(program, &server, count)?;
        each.push(many.zip(first).map(|(after, before)| (after - before) / 1024.0 / count as f64));
    }
    let medians = [each.first().copied().flatten(), each.get(1).copied().flatten()];
    let name = format!("{count} idle streams, memory of each");
    // At most 1.2 times as much.
    Ok(Ok(Row::new(&name, Unit::Memory, medians, Some(1.0 / 1.2))))
}

/// The server's memory while so many are open.
fn hold(program: &Program, server: &Server, count: usize) -> Result<Option<f64>> {
    let (mut crowd, _) = program.start(&["idle", server.address(), &count.to_string()])?;
    let memory = server.memory();
    program::stop(&mut crowd);
    Ok(memory)
}

/// How many files this process and those that it starts may open, where the system tells.
fn file_limit() -> Option<usize> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}
