//! How long generating takes, and how much memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::json;

use super::contenders::{self, Contender};
use super::times::{Times, memory, ratio, seconds};
use super::{Bench, Report, remove, stem};
use crate::columns::align;
use crate::process::{self, Finished};

/// A generator that takes longer is stopped.
const LIMIT: Duration = Duration::from_secs(600);

/// One line of the table.
struct Row {
    document: String,
    name: String,
    /// Why there are no times.
    failure: Option<String>,
    times: Times,
    memory: Option<u64>,
    lines: Option<u64>,
}

/// Generates with everybody in turn; the floor copies what this generator wrote.
pub(super) fn measure(bench: &Bench<'_>) -> Result<Report> {
    let (contenders, missing) = contenders::all(bench);
    let mut rows = Vec::new();
    for document in &bench.documents {
        rows.extend(one(bench, document, &contenders)?);
    }
    for document in &bench.documents {
        remove(&rounds(bench, document))?;
    }
    let mut cells = vec![
        ["document", "generator", "median", "least", "beside ours", "memory", "lines"]
            .map(str::to_owned),
    ];
    for row in &rows {
        let ours = rows.iter().find(|other| other.document == row.document);
        let lines = row.lines.map_or("-".to_owned(), |lines| lines.to_string());
        cells.push([
            row.document.clone(),
            row.name.clone(),
            row.failure.clone().unwrap_or_else(|| seconds(row.times.median())),
            seconds(row.times.least()),
            ratio(row.times.median(), ours.and_then(|ours| ours.times.median())),
            memory(row.memory),
            lines,
        ]);
    }
    let mut text = align(&cells);
    text.extend(missing.iter().map(|line| format!("{line}\n")));
    Ok(Report { text, rows: rows.iter().map(Row::to_json).collect() })
}

fn one(bench: &Bench<'_>, document: &Path, contenders: &[Contender]) -> Result<Vec<Row>> {
    let name = stem(document);
    let folder = |contender: &str| bench.out.join(&name).join(contender);
    let mut rows = Vec::new();
    // The first run warms up, tells memory, and shows who can do it at all.
    for contender in contenders {
        eprintln!("{name}: {}", contender.name);
        let out = folder(contender.name);
        let finished = generate(contender, document, &out)?;
        let row = Row {
            document: name.clone(),
            name: contender.name.to_owned(),
            failure: failure(&finished),
            times: Times::default(),
            memory: finished.memory,
            lines: finished.is_success().then(|| lines(&out)).transpose()?,
        };
        rows.push(row);
    }
    let mut floor = Times::default();
    let from = folder("ours");
    // What is already there is not written again, which would be another race; and a file system may
    // take its time to reuse what was removed a moment ago. So each run has a folder of its own.
    let rounds = rounds(bench, document);
    remove(&rounds)?;
    for round in 0..bench.args.runs {
        let round = rounds.join(round.to_string());
        for (row, contender) in rows.iter_mut().zip(contenders) {
            if row.failure.is_some() {
                continue;
            }
            let out = round.join(contender.name);
            fs::create_dir_all(&out)?;
            row.times.add(time(&mut contender.command(document, &out))?);
        }
        let mut command = Command::new(&bench.own);
        command.args(["bench", "floor"]).arg(document).arg(&from).arg(round.join("floor"));
        floor.add(time(&mut command)?);
    }
    rows.push(Row {
        document: name,
        name: "floor".to_owned(),
        failure: None,
        times: floor,
        memory: None,
        lines: None,
    });
    Ok(rows)
}

/// Where what is measured writes. It is removed when all is done, for the same reason.
fn rounds(bench: &Bench<'_>, document: &Path) -> PathBuf {
    bench.out.join(stem(document)).join("rounds")
}

/// Generates once into an empty folder, watched.
pub(super) fn generate(contender: &Contender, document: &Path, out: &Path) -> Result<Finished> {
    remove(out)?;
    fs::create_dir_all(out)?;
    process::run(&mut contender.command(document, out), LIMIT, Duration::from_millis(1))
}

/// Why it did not work.
pub(super) fn failure(finished: &Finished) -> Option<String> {
    if finished.is_success() {
        return None;
    }
    let said = finished.stderr.lines().chain(finished.stdout.lines());
    let mut said = said.map(str::trim).filter(|line| !line.is_empty());
    let said: String = said.next().unwrap_or("no word").chars().take(60).collect();
    Some(format!("fails: {said}"))
}

/// The wall time of a run that nobody watches.
pub(super) fn time(command: &mut Command) -> Result<Duration> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().context("it cannot be started")?;
    let time = start.elapsed();
    if !status.success() {
        anyhow::bail!("{} failed after it had worked", command.get_program().display());
    }
    Ok(time)
}

/// Lines of Rust in a folder.
pub(super) fn lines(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            let is_built = entry.file_name() == "target";
            sum += if is_built { 0 } else { lines(&path)? };
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sum += fs::read_to_string(&path)?.lines().count() as u64;
        }
    }
    Ok(sum)
}

impl Row {
    fn to_json(&self) -> serde_json::Value {
        json!({
            "document": self.document,
            "generator": self.name,
            "failure": self.failure,
            "median": self.times.median(),
            "least": self.times.least(),
            "memory": self.memory,
            "lines": self.lines,
        })
    }
}
