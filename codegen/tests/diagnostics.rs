//! What is said about broken documents: every case under `diagnostics/` with the full text of its
//! report. `BLESS=1 cargo test -p codegen --test diagnostics` rewrites the reports.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::config::Config;
use codegen::diagnostics::{Code, Diagnostics, Places, render_text};
use codegen::{lower, normalise, read};

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// `E101-unknown-member`
fn folder(code: Code) -> String {
    let mut name = code.id().to_owned();
    for c in format!("{code:?}").chars() {
        if c.is_ascii_uppercase() {
            name.push('-');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

fn report(name: &str, bytes: Vec<u8>) -> String {
    let mut diags = Diagnostics::default();
    let source = read::Source::from_bytes(name.to_owned(), bytes, &mut diags);
    let document = source.clone().and_then(|source| read::read(source, &mut diags));
    if let Some(document) = &document {
        let resolved = normalise::normalise(document, &mut diags);
        if !diags.has_errors() {
            let _ = lower::lower(&resolved, &Config::default(), &mut diags);
        }
    }
    let report = render_text(&diags, &Places::new(source.as_ref(), None));
    assert!(document.is_some() || diags.has_errors(), "{name}: nothing read, nothing said");
    report
}

fn cases() -> Vec<(String, PathBuf)> {
    let mut cases = Vec::new();
    for folder in fs::read_dir(home()).unwrap() {
        let folder = folder.unwrap();
        for case in fs::read_dir(folder.path()).unwrap() {
            let path = case.unwrap().path();
            if path.extension().is_some_and(|extension| extension != "txt") {
                cases.push((folder.file_name().into_string().unwrap(), path));
            }
        }
    }
    cases.sort();
    cases
}

#[test]
fn reports_are_as_recorded() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for (folder, path) in cases() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let report = report(name, fs::read(&path).unwrap());
        let expected = path.with_extension("txt");
        let id = folder.split('-').next().unwrap();
        assert!(
            report.contains(&format!("[{id}]")),
            "{}: {id} is not reported:\n{report}",
            path.display()
        );
        if bless {
            fs::write(&expected, &report).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != report {
            wrong.push(format!("{}:\n{report}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "other reports than recorded:\n{}", wrong.join("\n"));
}

/// Codes without a case here, and why.
fn reason_without_case(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::FileUnreadable | Code::FileTooLarge => "about the disk: tests/read.rs",
        Code::Unreadable | Code::Internal => "no document is known that leads to it",
        _ if code.id() > "E4" => "reported by a later stage",
        _ => return None,
    })
}

#[test]
fn every_code_has_a_case() {
    let folders: BTreeSet<String> = cases().into_iter().map(|(folder, _)| folder).collect();
    for code in Code::ALL {
        let covered = folders.contains(&folder(*code)) || reason_without_case(*code).is_some();
        assert!(covered, "{code:?} needs a case below tests/diagnostics/{}", folder(*code));
    }
    let known: BTreeSet<String> = Code::ALL.iter().map(|code| folder(*code)).collect();
    let stray: Vec<_> = folders.difference(&known).collect();
    assert!(stray.is_empty(), "no code belongs to {stray:?}");
}
