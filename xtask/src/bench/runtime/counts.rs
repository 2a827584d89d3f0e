//! Figures that are the same on every run: what the emitted crates ask of the allocator, and how many
//! instructions they take, for things that are done again and again.
//!
//! They are kept in a file, and compared with a limit that lets pass what another compiler does.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::program::{Outcome, Program};
use crate::cli::CountsArgs;
use crate::columns::align;
use crate::process;

/// Where the figures are kept, below the repository's root.
const FILE: &str = "xtask/runtime-bench/counts.json";

/// How much more than what is kept is too much: a part of it, and this number besides.
const MORE: f64 = 0.15;
const BESIDES: f64 = 2.0;

/// What is done, as the program calls it.
const PATHS: [&str; 24] = [
    "decode",
    "encode",
    "decode-logs",
    "encode-logs",
    "glance-logs",
    "check-logs",
    "request-small",
    "request-agent",
    "request-post",
    "request-logs",
    "request-missing",
    "request-wrong",
    "call-small",
    "call-agent",
    "call-post",
    "call-missing",
    "socket-server-log",
    "socket-server-keys",
    "socket-server-down",
    "socket-server-up",
    "socket-client-log",
    "socket-client-keys",
    "socket-client-down",
    "socket-client-up",
];

/// How often it is done: the difference of two runs knows nothing of starting and ending. Of messages
/// there are more, as it depends on their number how many are read at once.
fn times(path: &str) -> [u64; 2] {
    if path.starts_with("socket-") { [500, 2500] } else { [50, 250] }
}

/// The figures of one thing.
type Figures = BTreeMap<&'static str, f64>;

/// Counts, and compares or writes; whether all is within the limits.
pub(in crate::bench) fn run(args: &CountsArgs, root: &Path) -> Result<bool> {
    let program = Program::build(root)?;
    let valgrind = Command::new("valgrind").arg("--version").output().is_ok();
    let mut counted = BTreeMap::new();
    for path in PATHS {
        eprintln!("{path}");
        let [_, many] = times(path);
        let mut figures = allocated(&program.run(&["path", "ours", path, &many.to_string()])?);
        if valgrind {
            figures.insert("instructions", instructions(&program, path)?);
        }
        counted.insert(path, figures);
    }
    let file = root.join(FILE);
    if args.write {
        let kept = json!({ "machine": machine(), "compiler": compiler(), "paths": counted });
        fs::write(&file, format!("{kept:#}\n")).with_context(|| file.display().to_string())?;
        return Ok(true);
    }
    let kept = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let kept: Value = serde_json::from_str(&kept).with_context(|| file.display().to_string())?;
    Ok(compare(&counted, &kept, valgrind))
}

fn allocated(outcome: &Outcome) -> Figures {
    let figures = [("allocations", outcome.allocations_each()), ("bytes", outcome.bytes_each())];
    figures.into_iter().filter_map(|(name, figure)| Some((name, figure?.round()))).collect()
}

/// Instructions of each time.
fn instructions(program: &Program, path: &str) -> Result<f64> {
    let mut totals = Vec::new();
    for times in times(path) {
        let mut command = Command::new("valgrind");
        command
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(program.path())
            .args(["path", "ours", path, &times.to_string()]);
        let limit = Duration::from_secs(300);
        let finished = process::run(&mut command, limit, Duration::from_millis(50))?;
        let total = finished.stderr.lines().find_map(|line| line.split_once("Collected : "));
        let total = total.and_then(|(_, total)| total.trim().parse::<f64>().ok());
        totals.push(total.with_context(|| format!("valgrind: {}", finished.stderr.trim()))?);
    }
    let [few, many] = times(path);
    let difference = totals.last().zip(totals.first()).map(|(last, first)| last - first);
    Ok((difference.unwrap_or_default() / (many - few) as f64).round())
}

/// Prints all figures beside those that are kept.
fn compare(counted: &BTreeMap<&str, Figures>, kept: &Value, valgrind: bool) -> bool {
    let is_same_machine = kept.get("machine").and_then(Value::as_str) == Some(&machine());
    let mut rows = vec![["what", "figure", "kept", "now", ""].map(str::to_owned)];
    let mut is_well = true;
    for (path, figures) in counted {
        for (name, now) in figures {
            if *name == "instructions" && !is_same_machine {
                continue;
            }
            let before = kept.pointer(&format!("/paths/{path}/{name}")).and_then(Value::as_f64);
            let verdict = verdict(before, *now);
            is_well &= verdict != MUCH;
            let before = before.map_or("-".to_owned(), |before| before.to_string());
            let now = now.to_string();
            rows.push([(*path).to_owned(), (*name).to_owned(), before, now, verdict.to_owned()]);
        }
    }
    crate::print(&align(&rows));
    let of = |name: &str| kept.get(name).and_then(Value::as_str).unwrap_or("unknown").to_owned();
    if !valgrind {
        crate::print("SKIPPED instructions: valgrind is not installed\n");
    } else if !is_same_machine {
        crate::print(&format!("SKIPPED instructions: what is kept is of {}\n", of("machine")));
    }
    if of("compiler") != compiler() {
        crate::print(&format!("what is kept is of {}, this is {}\n", of("compiler"), compiler()));
    }
    if !is_well {
        crate::print("if that has to be: cargo xtask bench counts --write\n");
    }
    is_well
}

const MUCH: &str = "TOO MUCH";

fn verdict(before: Option<f64>, now: f64) -> &'static str {
    match before {
        None => MUCH,
        Some(before) if now > before * (1.0 + MORE) + BESIDES => MUCH,
        Some(before) if now < before * (1.0 - MORE) - BESIDES => "better: keep it with --write",
        Some(_) => "",
    }
}

/// Instructions of another kind of processor cannot be compared.
fn machine() -> String {
    format!("{} {}", std::env::consts::ARCH, std::env::consts::OS)
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output();
    output.map_or("unknown".to_owned(), |output| {
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::{MUCH, verdict};

    #[test]
    fn the_limit_is_generous() {
        assert_eq!(verdict(Some(100.0), 116.0), "");
        assert_eq!(verdict(Some(100.0), 118.0), MUCH);
        assert_eq!(verdict(Some(0.0), 2.0), "");
        assert_eq!(verdict(None, 0.0), MUCH);
        assert!(verdict(Some(100.0), 50.0).starts_with("better"));
    }
}
