//! How time and memory grow with the document: the same document several times over.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use codegen::diagnostics::Diagnostics;
use codegen::read::Source;
use serde_json::{Value, json};

use super::contenders::{self, Contender};
use super::generate::{failure, generate, time};
use super::repeat::repeated;
use super::times::{Times, memory, ratio, seconds};
use super::{Bench, Report, remove, stem};
use crate::columns::align;

/// How many times over.
const COPIES: [usize; 4] = [1, 2, 4, 8];

/// A document of so many copies.
struct Row {
    document: String,
    copies: usize,
    bytes: usize,
    times: Times,
    memory: Option<u64>,
}

/// Generates every document several times over, in turn. Where time grows as the document does, that of
/// a copy stays the same.
pub(super) fn measure(bench: &Bench<'_>) -> Result<Report> {
    let (contenders, _) = contenders::all(bench);
    let ours = contenders.first().context("this generator is always there")?;
    let mut rows = Vec::new();
    for document in &bench.documents {
        rows.extend(one(bench, document, ours)?);
    }
    let head = ["document", "copies", "bytes", "median", "least", "of a copy", "memory"];
    let mut cells = vec![head.map(str::to_owned)];
    for row in &rows {
        let first = rows.iter().find(|other| other.document == row.document);
        let of_a_copy = row.times.least().map(|least| least / row.copies as f64);
        cells.push([
            row.document.clone(),
            row.copies.to_string(),
            row.bytes.to_string(),
            seconds(row.times.median()),
            seconds(row.times.least()),
            ratio(of_a_copy, first.and_then(|first| first.times.least())),
            memory(row.memory),
        ]);
    }
    Ok(Report { text: align(&cells), rows: rows.iter().map(Row::to_json).collect() })
}

fn one(bench: &Bench<'_>, document: &Path, ours: &Contender) -> Result<Vec<Row>> {
    let name = stem(document);
    let home = bench.out.join(&name).join("growth");
    fs::create_dir_all(&home).with_context(|| home.display().to_string())?;
    let out = home.join("out");
    let mut rows = Vec::new();
    for copies in COPIES {
        eprintln!("{name}: {copies} times over");
        let path = home.join(format!("{copies}.json"));
        let source = Source::load(document, &mut Diagnostics::default());
        let whole = source.and_then(|source| repeated(source, copies));
        let whole = whole.with_context(|| format!("{}: no document", document.display()))?;
        // All on one line, which is the hardest to show places of.
        let text = whole.to_string();
        fs::write(&path, &text).with_context(|| path.display().to_string())?;
        let finished = generate(ours, &path, &out)?;
        if let Some(failure) = failure(&finished) {
            bail!("{}: {failure}", path.display());
        }
        let (times, memory) = (Times::default(), finished.memory);
        rows.push(Row { document: name.clone(), copies, bytes: text.len(), times, memory });
    }
    for _ in 0..bench.args.runs {
        for row in &mut rows {
            remove(&out)?;
            fs::create_dir_all(&out)?;
            let path = home.join(format!("{}.json", row.copies));
            row.times.add(time(&mut ours.command(&path, &out))?);
        }
    }
    remove(&home)?;
    Ok(rows)
}

impl Row {
    fn to_json(&self) -> Value {
        json!({
            "document": self.document,
            "copies": self.copies,
            "bytes": self.bytes,
            "median": self.times.median(),
            "least": self.times.least(),
            "memory": self.memory,
        })
    }
}
