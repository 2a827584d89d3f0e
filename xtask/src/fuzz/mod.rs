//! `cargo xtask fuzz TARGET`: documents that nobody would write, to see that nothing panics or hangs.
//!
//! Runs on stable Rust and needs nothing but the seeds: the documents of the generator's own tests,
//! changed at random. The same seed number makes the same documents again. What breaks something is
//! kept beside the seeds of the next runs.

mod graft;
mod mutate;
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub(crate) use targets::Target;

use anyhow::{Context, Result, bail};

use crate::cli::FuzzArgs;
use crate::random::Random;
use mutate::Mutator;

/// A document of this size that takes longer hangs.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Whether nothing broke.
pub(crate) fn fuzz(args: &FuzzArgs, root: &Path) -> Result<bool> {
    let seeds = seeds(&root.join("codegen").join("tests"))?;
    let findings = root.join("target").join("fuzz");
    fs::create_dir_all(&findings).with_context(|| findings.display().to_string())?;
    let mut mutator = Mutator::new(seeds, Random::new(args.seed));
    let start = Instant::now();
    let (mut broken, mut through) = (0_usize, 0_usize);
    let mut slowest = Duration::ZERO;
    for run in 1..=args.runs {
        let text = mutator.next(args.target.is_text());
        let before = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| args.target.run(&text)));
        let time = before.elapsed();
        slowest = slowest.max(time);
        through += usize::from(matches!(result, Ok(true)));
        if result.is_err() || time > TIME_LIMIT {
            broken += 1;
            let path = findings.join(format!("{:?}-{}-{run}.txt", args.target, args.seed));
            fs::write(&path, &text).with_context(|| path.display().to_string())?;
            eprintln!("run {run} broke something after {time:.1?}: {}", path.display());
        }
        if run % 1_000 == 0 {
            let rate = f64::from(run) / start.elapsed().as_secs_f64();
            eprintln!("{run} of {} runs, {rate:.0} per second", args.runs);
        }
    }
    let runs = args.runs;
    crate::print(&format!(
        "{runs} runs, {through} to the end, {broken} broke something, the slowest took {slowest:.1?}\n"
    ));
    Ok(broken == 0)
}

/// Every document below a folder, in the order of their paths.
fn seeds(folder: &Path) -> Result<Vec<String>> {
    let mut open = vec![folder.to_path_buf()];
    let mut paths: Vec<PathBuf> = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let extension = path.extension().unwrap_or_default();
            if path.is_dir() && !path.ends_with("expected") {
                open.push(path);
            } else if extension == "yaml" || extension == "json" {
                paths.push(path);
            }
        }
    }
    paths.sort();
    // Some of them are no text, on purpose.
    let texts: Vec<String> =
        paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    if texts.is_empty() {
        bail!("{}: no seeds", folder.display());
    }
    Ok(texts)
}
