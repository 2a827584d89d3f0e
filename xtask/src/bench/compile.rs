//! How long compiling what was generated takes, all that it depends on already built.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use serde_json::json;

use super::contenders::{self, Contender};
use super::generate::{failure, generate, lines};
use super::times::{Times, memory, ratio, seconds};
use super::{Bench, Report, stem};
use crate::columns::align;
use crate::process::{self, Finished};

/// A compiler that takes longer is stopped.
const LIMIT: Duration = Duration::from_secs(1800);

/// One line of the table.
struct Row {
    document: String,
    name: String,
    folder: PathBuf,
    packages: &'static [&'static str],
    /// Why there are no times.
    failure: Option<String>,
    check: Times,
    release: Times,
    /// The most that one compiler took.
    memory: Option<u64>,
    lines: Option<u64>,
    /// Packages that are depended on, for each package that was generated.
    dependencies: Vec<usize>,
    /// Of the release build's libraries.
    bytes: u64,
}

/// Generates once with everybody, builds dependencies, and compiles the rest in turn.
pub(super) fn measure(bench: &Bench<'_>) -> Result<Report> {
    let (contenders, missing) = contenders::all(bench);
    let mut rows = Vec::new();
    for document in &bench.documents {
        let mut of_document = Vec::new();
        for contender in &contenders {
            of_document.push(prepare(bench, document, contender)?);
        }
        for round in 0..bench.args.runs {
            for row in of_document.iter_mut().filter(|row| row.failure.is_none()) {
                eprintln!("{}: {}, round {}", row.document, row.name, round + 1);
                row.compile()?;
            }
        }
        rows.append(&mut of_document);
    }
    let mut text = align(&cells(&rows));
    text.extend(missing.iter().map(|line| format!("{line}\n")));
    Ok(Report { text, rows: rows.iter().map(Row::to_json).collect() })
}

fn cells(rows: &[Row]) -> Vec<[String; 10]> {
    let mut cells = vec![
        [
            "document",
            "generator",
            "check",
            "beside ours",
            "release",
            "beside ours",
            "memory",
            "lines",
            "dependencies",
            "libraries",
        ]
        .map(str::to_owned),
    ];
    for row in rows {
        let ours = rows.iter().find(|other| other.document == row.document);
        let check = ours.and_then(|ours| ours.check.median());
        let release = ours.and_then(|ours| ours.release.median());
        let dependencies: Vec<String> = row.dependencies.iter().map(usize::to_string).collect();
        cells.push([
            row.document.clone(),
            row.name.clone(),
            row.failure.clone().unwrap_or_else(|| seconds(row.check.median())),
            ratio(row.check.median(), check),
            seconds(row.release.median()),
            ratio(row.release.median(), release),
            memory(row.memory),
            row.lines.map_or("-".to_owned(), |lines| lines.to_string()),
            dependencies.join(" + "),
            memory((row.bytes > 0).then_some(row.bytes)),
        ]);
    }
    cells
}

/// Generates, and builds all that is depended on.
fn prepare(bench: &Bench<'_>, document: &Path, contender: &Contender) -> Result<Row> {
    let document_name = stem(document);
    eprintln!("{document_name}: {}, dependencies", contender.name);
    let folder = bench.out.join(&document_name).join(contender.name);
    let generated = generate(contender, document, &folder)?;
    let mut row = Row {
        document: document_name,
        name: contender.name.to_owned(),
        folder,
        packages: contender.packages,
        failure: failure(&generated),
        check: Times::default(),
        release: Times::default(),
        memory: None,
        lines: None,
        dependencies: Vec::new(),
        bytes: 0,
    };
    if row.failure.is_none() {
        contender.finish(&row.folder)?;
        row.lines = Some(lines(&row.folder)?);
        row.failure = row.warm_up()?;
    }
    Ok(row)
}

impl Row {
    /// Builds everything once; why it does not build.
    fn warm_up(&mut self) -> Result<Option<String>> {
        for release in [false, true] {
            let finished = self.cargo(release)?;
            if !finished.is_success() {
                let said = &finished.stderr;
                let errors = said.lines().filter(|line| line.starts_with("error")).count();
                return Ok(Some(format!("does not compile: {errors} errors")));
            }
        }
        for package in self.packages {
            self.dependencies.push(dependencies(&self.folder.join(package))?);
        }
        self.bytes = libraries(&self.folder.join("target").join("release"))?;
        Ok(None)
    }

    /// One round.
    fn compile(&mut self) -> Result<()> {
        for release in [false, true] {
            self.touch()?;
            let finished = self.cargo(release)?;
            let times = if release { &mut self.release } else { &mut self.check };
            times.add(finished.time);
            self.memory = self.memory.max(finished.memory);
        }
        Ok(())
    }

    fn cargo(&self, release: bool) -> Result<Finished> {
        let mut command = Command::new("cargo");
        command.args(if release { &["build", "--release"][..] } else { &["check"] });
        command
            .args(["--workspace", "--lib", "--offline"])
            .current_dir(&self.folder)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TARGET_DIR", self.folder.join("target"));
        let finished = process::run(&mut command, LIMIT, Duration::from_millis(5))?;
        if finished.is_success() || !finished.stderr.contains("--offline") {
            return Ok(finished);
        }
        // Something that is depended on has never been fetched.
        Command::new("cargo").arg("fetch").current_dir(&self.folder).status()?;
        process::run(&mut command, LIMIT, Duration::from_millis(5))
    }

    /// Makes the packages new to cargo.
    fn touch(&self) -> Result<()> {
        for package in self.packages {
            let root = self.folder.join(package).join("src").join("lib.rs");
            let file = File::options().append(true).open(&root);
            let file = file.with_context(|| root.display().to_string())?;
            file.set_modified(SystemTime::now())?;
        }
        Ok(())
    }

    fn to_json(&self) -> serde_json::Value {
        json!({
            "document": self.document,
            "generator": self.name,
            "failure": self.failure,
            "check": self.check.median(),
            "release": self.release.median(),
            "memory": self.memory,
            "lines": self.lines,
            "dependencies": self.dependencies,
            "libraries": self.bytes,
        })
    }
}

/// How many packages a package pulls in, itself among them.
fn dependencies(package: &Path) -> Result<usize> {
    let output = Command::new("cargo")
        .args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "--no-dedupe"])
        .current_dir(package)
        .output()
        .context("cargo cannot be started")?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().collect::<BTreeSet<_>>().len())
}

/// The size of the libraries of the packages themselves.
fn libraries(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "rlib") {
            sum += entry.metadata()?.len();
        }
    }
    Ok(sum)
}
