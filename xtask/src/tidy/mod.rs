//! `cargo xtask tidy`: the rules of this repository that neither compiler nor clippy knows.

mod emitted;
mod hand_written;
mod layers;
mod tree;

use std::path::Path;

use anyhow::Result;

/// Everything that breaks a rule, one line each.
#[derive(Debug, Default)]
struct Findings(Vec<String>);

impl Findings {
    fn add(&mut self, path: &str, line: usize, what: impl AsRef<str>) {
        self.0.push(format!("{path}:{line}: {}", what.as_ref()));
    }
}

/// Checks every rule; prints what breaks one.
pub(crate) fn run(root: &Path) -> Result<bool> {
    let mut findings = Findings::default();
    let mut checked = 0;
    for folder in HAND_WRITTEN {
        for file in tree::files(root, folder, is_hand_written)? {
            hand_written::check(&file, &mut findings);
            layers::check(&file, &mut findings);
            checked += 1;
        }
    }
    for folder in EMITTED {
        for file in tree::files(root, folder, |_| true)? {
            emitted::check(&file, &mut findings);
            checked += 1;
        }
    }
    for finding in &findings.0 {
        eprintln!("{finding}");
    }
    eprintln!("tidy: {checked} files, {} findings", findings.0.len());
    Ok(findings.0.is_empty())
}

/// Rust that people write.
const HAND_WRITTEN: &[&str] = &[
    "codegen",
    "generated-client/tests",
    "generated-client/examples",
    "generated-server-stubs/tests",
    "generated-server-stubs/examples",
    "xtask",
];

/// Files that only the generator writes.
const EMITTED: &[&str] = &[
    "generated-client/src",
    "generated-client/examples/call",
    "generated-server-stubs/src",
    "generated-server-stubs/examples/mock",
];

/// Golden output is emitted text and has rules of its own, and so have the programs among examples.
fn is_hand_written(path: &str) -> bool {
    let emitted = EMITTED.iter().any(|folder| path.starts_with(folder));
    path.ends_with(".rs") && !path.contains("/expected/") && !emitted
}
