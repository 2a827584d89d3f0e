//! Rules for Rust that people write.

use super::Findings;
use super::tree::TextFile;

/// More than this, and a file has two topics.
const LINES: usize = 400;

/// Crates that exactly one file may name, so that each can be replaced in one place.
const ONE_IMPORTER: &[(&str, &str)] = &[
    ("serde_yaml", "codegen/src/read/parse.rs"),
    ("serde_json_path", "codegen/src/read/overlay/query.rs"),
    ("heck", "codegen/src/name/case.rs"),
    ("html5gum", "codegen/src/reference/page/html.rs"),
    ("ureq", "xtask/src/fetch.rs"),
];

pub(super) fn check(file: &TextFile, findings: &mut Findings) {
    let path = &file.path;
    if !file.text.starts_with("//! ") {
        findings.add(path, 1, "the file does not start with a line of documentation (`//! `)");
    }
    let count = file.text.lines().count();
    if count > LINES {
        findings.add(path, LINES, format!("{count} lines; {LINES} are the most"));
    }
    for (index, line) in file.text.lines().enumerate() {
        let has_link = line.contains("https://") || line.contains("#");
        // Put together so that this very file is clean.
        for mark in [concat!("TO", "DO"), concat!("FIX", "ME")] {
            if line.contains(mark) && !has_link && !line.contains('"') {
                findings.add(path, index + 1, format!("{mark} without a link to an issue"));
            }
        }
        for (name, importer) in ONE_IMPORTER {
            if path != importer && names_crate(line, name) {
                findings.add(path, index + 1, format!("only {importer} may name `{name}`"));
            }
        }
    }
}

/// The line's code names this crate in a path.
pub(super) fn names_crate(line: &str, name: &str) -> bool {
    let code = code(line);
    let code = code.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
    let imported = code.strip_prefix("use ").is_some_and(|rest| {
        rest.strip_prefix(name).is_some_and(|rest| rest.starts_with([';', ' ']))
    });
    imported
        || code.match_indices(name).any(|(at, _)| {
            let before = code.get(..at).unwrap_or_default();
            let after = code.get(at + name.len()..).unwrap_or_default();
            // `x.serde_yaml::`, `my_serde_yaml::` and `::serde_yaml::` inside of a path are others.
            let starts = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                || before.ends_with(" ::");
            starts && after.starts_with("::")
        })
}

/// A line without indentation, and without a comment that fills it.
pub(super) fn code(line: &str) -> &str {
    let line = line.trim_start();
    if line.starts_with("//") { "" } else { line }
}

#[cfg(test)]
mod tests {
    use super::{Findings, TextFile, check, names_crate};

    #[test]
    fn crates_are_found_in_code_only() {
        for line in ["use abc::D;", "    let x = abc::d(y);", "use abc;"] {
            assert!(names_crate(line, "abc"), "{line}");
        }
        for line in ["// use abc::D", "//! abc::D", "abcd(x)", "my_abc::d()", "x::abc::d()"] {
            assert!(!names_crate(line, "abc"), "{line}");
        }
    }

    #[test]
    fn breaches_are_found() {
        let text =
            format!("use std::fs;\n{}\n{}\n", concat!("// TO", "DO: this"), "\n".repeat(400));
        let file = TextFile { path: "codegen/src/lib.rs".to_owned(), text };
        let mut findings = Findings::default();
        check(&file, &mut findings);
        assert_eq!(findings.0.len(), 3, "{findings:?}");
    }
}
