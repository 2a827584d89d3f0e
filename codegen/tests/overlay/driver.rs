//! Overlays of a config and of the command line, from disk to the printed document.

use std::fs;

use codegen::read::Remote;
use codegen::{Job, Mode, Outcome, Print, Request, Selection, run};
use tempfile::TempDir;

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /b: {get: {operationId: b, responses: {'204': {description: Done.}}}}
  /a: {get: {operationId: a, responses: {'204': {description: Done.}}}}
";

fn overlay(actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}")
}

/// `one` and `two` are named by the config, `three` by the command line.
fn print(one: &str, two: &str, three: &str) -> (TempDir, Outcome) {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("overlays")).unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("api.yaml", DOCUMENT);
    write("codegen.toml", "document = 'api.yaml'\noverlays = ['overlays/one.yaml', 'two.yaml']\n");
    write("overlays/one.yaml", &overlay(one));
    write("two.yaml", &overlay(two));
    write("three.yaml", &overlay(three));
    let job = Job::Configured { config: dir.path().join("codegen.toml"), document: None };
    let overlays = vec![dir.path().join("three.yaml")];
    let outcome = run(&Request {
        job,
        overlays,
        selection: Selection::default(),
        mode: Mode::Print(Print::Document),
        remote: Remote::default(),
    });
    (dir, outcome)
}

const ADD: &str = "- {target: $.info, update: {x-log: [1]}}\n";

#[test]
fn the_effective_document_is_printed_in_the_order_of_the_text() {
    let append = |n| format!("- {{target: \"$.info['x-log']\", update: [{n}]}}\n");
    let (_dir, outcome) = print(ADD, &append(2), &append(3));
    assert_eq!(outcome.render_diagnostics(), "");
    assert!(outcome.is_success());
    let compact: String = outcome.text().split_whitespace().collect();
    assert!(
        compact.contains(r#""info":{"title":"T","version":"1","x-log":[1,2,3]},"paths":{"/b":"#)
    );
    assert!(outcome.text().ends_with("}\n"));
    assert_eq!(outcome.summary(), "2 operations, 0 schemas: nothing was written");
}

#[test]
fn mistakes_are_shown_in_the_overlay() {
    let (_dir, outcome) = print(ADD, ADD, "- {target: $.nothing, remove: true}\n");
    assert!(!outcome.is_success());
    let report = outcome.render_diagnostics();
    assert!(report.contains("three.yaml:4:12: error[E703]: nothing in the document"), "{report}");
    let wrong = "- target: $.paths['/a'].get\n  update: {responses: {'20X': {description: ''}}}\n";
    let (_dir, outcome) = print(ADD, wrong, ADD);
    let report = outcome.render_diagnostics();
    assert!(report.contains("two.yaml:5:24: error[E107]"), "{report}");
    assert_eq!(outcome.text(), "");
}

#[test]
fn every_overlay_that_cannot_be_read_is_told() {
    let (dir, outcome) = print(ADD, ADD, ADD);
    assert!(outcome.is_success());
    fs::remove_file(dir.path().join("two.yaml")).unwrap();
    let job = Job::Configured { config: dir.path().join("codegen.toml"), document: None };
    let overlays = vec![dir.path().join("four.yaml")];
    let (selection, remote) = (Selection::default(), Remote::default());
    let request = Request { job, overlays, selection, mode: Mode::Check, remote };
    let report = run(&request).render_diagnostics();
    for name in ["two.yaml: error[E001]", "four.yaml: error[E001]"] {
        assert!(report.contains(name), "{report}");
    }
}
