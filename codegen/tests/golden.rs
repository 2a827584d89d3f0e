//! Every golden case: the files that the generator makes of its document, and what it says about it.
//! `BLESS=1 cargo test -p codegen --test golden` rewrites what is expected; read the diff.
//!
//! Left out are the runtime's own files, which stand in this repository already.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use codegen_runtime::sources::{Part, sources};
use similar::TextDiff;
use support::{cases, files_below};

/// As far as a golden file is shown when it differs.
const MOST_LINES: usize = 120;

#[test]
fn cases_are_generated_as_recorded() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let output = case.generate();
        let mut now: BTreeMap<String, String> =
            output.files.into_iter().filter(|(path, _)| is_recorded(path)).collect();
        if !output.diagnostics.is_empty() {
            now.insert("diagnostics.txt".to_owned(), output.diagnostics);
        }
        let home = case.folder.join("expected");
        if bless {
            record(&home, &now);
        } else {
            wrong.extend(differences(&case.name, &files_below(&home), &now));
        }
    }
    assert!(wrong.is_empty(), "{} files are other than recorded:\n{}", wrong.len(), wrong.concat());
}

/// Modules of the runtime are lists that depend on the document; its other files are copies.
fn is_recorded(path: &str) -> bool {
    let copied = path.contains("/runtime/") && !path.ends_with("/mod.rs");
    !copied && !path.ends_with(".rustfmt.toml")
}

fn record(home: &Path, files: &BTreeMap<String, String>) {
    let old = files_below(home);
    for (path, text) in files.iter().filter(|(path, text)| old.get(*path) != Some(text)) {
        let path = home.join(path);
        fs::create_dir_all(path.parent().expect("it is below")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    for path in old.keys().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(home.join(path)).expect("a file can be removed");
    }
}

fn differences(
    case: &str,
    recorded: &BTreeMap<String, String>,
    now: &BTreeMap<String, String>,
) -> Vec<String> {
    let paths: BTreeSet<&String> = recorded.keys().chain(now.keys()).collect();
    let text =
        |files: &BTreeMap<String, String>, path| files.get(path).cloned().unwrap_or_default();
    paths
        .into_iter()
        .filter(|path| recorded.get(*path) != now.get(*path))
        .map(|path| difference(&format!("{case}/{path}"), &text(recorded, path), &text(now, path)))
        .collect()
}

fn difference(path: &str, recorded: &str, now: &str) -> String {
    let diff = TextDiff::from_lines(recorded, now);
    let diff = diff.unified_diff().header(&format!("recorded {path}"), "now").to_string();
    let mut shown: String = diff.split_inclusive('\n').take(MOST_LINES).collect();
    let left_out = diff.lines().count().saturating_sub(MOST_LINES);
    if left_out > 0 {
        shown.push_str(&format!("… and {left_out} more lines\n"));
    }
    shown
}

#[test]
fn the_runtime_is_copied_as_it_stands() {
    for case in cases() {
        let files = case.generate().files;
        for source in sources() {
            let home = match source.part {
                Part::Types | Part::Client => {
                    format!("client/src/runtime/{}", source.part.folder())
                }
                Part::Server => "server-stubs/src/runtime/server".to_owned(),
                Part::Call => "client/examples/call/runtime".to_owned(),
                Part::Mock => "server-stubs/examples/mock/runtime".to_owned(),
            };
            let path = format!("{home}/{}.rs", source.name);
            match files.get(&path) {
                Some(text) => {
                    let (header, body) = text.split_once('\n').expect("more than one line");
                    assert!(header.contains("@generated"), "{}: {path}: {header}", case.name);
                    assert_eq!(body.trim_start(), source.text, "{}: {path}", case.name);
                }
                None => assert!(source.optional || files.is_empty(), "{}: no {path}", case.name),
            }
        }
    }
}
