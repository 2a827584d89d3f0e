//! The reference pages: what they look like, and that a browser and a hostile document cannot spoil
//! them. `BLESS=1 cargo test -p codegen --test pages` rewrites what is expected; read the diff.

mod browser;

use std::path::{Path, PathBuf};

use codegen::{Job, Mode, Outcome, Request};

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

fn pages(config: PathBuf, mode: Mode) -> Outcome {
    codegen::run(&Request {
        job: Job::Pages { config },
        overlays: Vec::new(),
        selection: codegen::Selection::default(),
        mode,
        remote: codegen::read::Remote::default(),
    })
}

#[test]
fn a_hostile_document_gives_the_recorded_pages() {
    let bless = std::env::var_os("BLESS").is_some();
    let mode = if bless { Mode::Write } else { Mode::Check };
    let outcome = pages(here().join("codegen.toml"), mode);
    assert!(outcome.is_success(), "{}{}", outcome.render_diagnostics(), outcome.text());
}

#[test]
fn nothing_of_a_document_passes_for_a_part_of_the_page() {
    let markdown = std::fs::read_to_string(here().join("expected/operations.md")).unwrap();
    let headings: Vec<&str> = markdown.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings.len(), 1, "{headings:?}");
    // Every row of a table has the cells of its head.
    let mut width = None;
    for line in markdown.lines() {
        let cells = line.replace("\\|", "").matches('|').count();
        if line.starts_with('|') {
            assert_eq!(*width.get_or_insert(cells), cells, "{line}");
        } else {
            width = None;
        }
    }
}

#[test]
fn the_hostile_page_works_in_a_browser() {
    browser::check(&here().join("expected/index.html"));
}

#[test]
fn our_own_page_works_in_a_browser() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    browser::check(&spec.join("reference/index.html"));
}
