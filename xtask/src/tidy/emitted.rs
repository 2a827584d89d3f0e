//! Rules for files that the generator writes.

use codegen::output::GENERATED_BY;

use super::Findings;
use super::tree::TextFile;

/// More than this, and an emitted file should be parted by topic or tag.
const LINES: usize = 1000;

pub(super) fn check(file: &TextFile, findings: &mut Findings) {
    let first = file.text.lines().next().unwrap_or_default();
    if !first.contains(GENERATED_BY) {
        findings.add(&file.path, 1, "no header; files here are written by the generator only");
    }
    let count = file.text.lines().count();
    if count > LINES {
        findings.add(&file.path, LINES, format!("{count} lines; {LINES} are the most"));
    }
}
