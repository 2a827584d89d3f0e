//! `cargo xtask bench`: how long users wait, beside what other generators, and code that was written by
//! hand, make them wait.
//!
//! Only ratios mean something: all contenders take turns in each round, and the medians are compared.
//! What could not be measured is said in the table's place for it.

mod compile;
mod contenders;
mod floor;
mod generate;
mod growth;
mod repeat;
mod runtime;
mod times;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::cli::{BenchArgs, BenchCommand};

/// What one measurement gave: a table for people, rows for programs.
struct Report {
    text: String,
    rows: Vec<Value>,
}

/// Runs what was asked for and prints its table.
pub(crate) fn run(command: &BenchCommand, root: &Path) -> Result<bool> {
    let (args, measure): (_, fn(&Bench<'_>) -> Result<Report>) = match command {
        BenchCommand::Generate(args) => (args, generate::measure),
        BenchCommand::Growth(args) => (args, growth::measure),
        BenchCommand::Compile(args) => (args, compile::measure),
        BenchCommand::Runtime(args) => {
            show(runtime::measure(args, root)?, args.json.as_deref())?;
            return Ok(true);
        }
        BenchCommand::Counts(args) => return runtime::counts::run(args, root),
        BenchCommand::Floor { document, from, to } => {
            floor::run(document, from, to)?;
            return Ok(true);
        }
    };
    show(measure(&Bench::new(args, root)?)?, args.json.as_deref())?;
    Ok(true)
}

fn show(report: Report, json: Option<&Path>) -> Result<()> {
    crate::print(&report.text);
    if let Some(path) = json {
        fs::write(path, format!("{:#}\n", Value::from(report.rows)))
            .with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// What all measurements need.
struct Bench<'a> {
    args: &'a BenchArgs,
    documents: Vec<PathBuf>,
    /// Everything that is written goes below it.
    out: PathBuf,
    /// This program as a release build.
    own: PathBuf,
}

impl<'a> Bench<'a> {
    fn new(args: &'a BenchArgs, root: &Path) -> Result<Self> {
        if args.runs == 0 {
            bail!("nothing can be said of no runs");
        }
        // The root is empty where it is the current folder.
        let root = std::env::current_dir()?.join(root);
        let mut documents = args.documents.clone();
        if documents.is_empty() {
            documents.push(root.join("spec").join("agents.yaml"));
        }
        for document in &mut documents {
            *document = document.canonicalize().with_context(|| document.display().to_string())?;
        }
        let out = args.out.clone().unwrap_or_else(|| root.join("target").join("bench"));
        fs::create_dir_all(&out).with_context(|| out.display().to_string())?;
        let own = release_build(&root, "xtask")?;
        Ok(Self { args, documents, out: std::path::absolute(out)?, own })
    }
}

/// Builds the program of a package for release, below an absolute root.
fn release_build(root: &Path, package: &str) -> Result<PathBuf> {
    eprintln!("building {package}");
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--release", "--package", package])
        .current_dir(root)
        .status()
        .context("cargo cannot be started")?;
    if !built.success() {
        bail!("{package} does not build");
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| root.join("target"));
    Ok(target.join("release").join(format!("{package}{}", std::env::consts::EXE_SUFFIX)))
}

/// A document's name in tables and folders.
fn stem(document: &Path) -> String {
    let name = document.file_stem().unwrap_or_default();
    name.to_string_lossy()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect()
}

/// Removes a folder with all that is in it, if it is there.
fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    Ok(())
}
