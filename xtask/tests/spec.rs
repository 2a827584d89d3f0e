//! `spec import` and `spec diff` as people run them.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use support::{answer, serve};
use tempfile::TempDir;

const OURS: &str = "\
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /orders:
    get:
      tags: [Shop]
      operationId: list-orders
      description: Our words. # and a comment
      parameters:
        - {name: page, in: query, schema: {type: integer}}
      responses:
        '204': {description: None.}
";
const THEIRS: &str = r#"{
    "swagger": "2.0",
    "info": {"title": "S", "version": "2"},
    "paths": {"/orders": {"get": {
        "tags": ["Shop"],
        "operationId": "list-orders",
        "parameters": [{"name": "page", "in": "query", "type": "integer", "required": true}],
        "responses": {"204": {"description": "No Content"}}
    }}}
}"#;
const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: Corrections, version: '1'}
actions:
  - target: $.paths['/orders'].get.parameters[?@.name == 'page']
    update: {required: true}
";

/// A folder with our document and a config.
fn place() -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, text) in [
        ("ours.yaml", OURS),
        ("theirs.json", THEIRS),
        ("overlay.yaml", OVERLAY),
        ("codegen.toml", "document = \"ours.yaml\"\n"),
    ] {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

/// Exit code, standard output and standard error.
fn spec(dir: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let command = command.current_dir(dir.path()).arg("spec").args(arguments);
    let output = command.args(["--config", "codegen.toml"]).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn ours(dir: &TempDir) -> String {
    fs::read_to_string(dir.path().join("ours.yaml")).unwrap()
}

#[test]
fn an_import_prints_what_changed_once() {
    let dir = place();
    let served = serve(answer("200 OK\r\nContent-Type: application/json", THEIRS.as_bytes()));
    let (code, stdout, stderr) = spec(&dir, &["import", &served]);
    assert_eq!(stdout, "GET /orders: parameters: query page: required: true added\n", "{stderr}");
    assert_eq!((code, stderr.as_str()), (0, "ours.yaml: 1 change, written\n"));
    let text = OURS.replace(
        "{name: page, in: query, schema: {type: integer}}",
        "name: page\n          in: query\n          required: true\n          schema:\n            type: integer",
    );
    assert_eq!(ours(&dir), text);
    let (code, stdout, stderr) = spec(&dir, &["import", "theirs.json"]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    assert_eq!(stderr, "ours.yaml: 0 changes, unchanged\n");
    // The overlay has nothing to do any more.
    let (code, _, stderr) = spec(&dir, &["import", "theirs.json", "--overlay", "overlay.yaml"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("overlay.yaml:4:5: error[E703]"), "{stderr}");
    assert_eq!(ours(&dir), text);
}

#[test]
fn sources_that_cannot_be_read_change_nothing() {
    let dir = place();
    let refuse = |source: &str, reason: &str| {
        let (code, stdout, stderr) = spec(&dir, &["import", source]);
        assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
        assert!(stderr.contains(reason), "{stderr}");
        assert_eq!(ours(&dir), OURS);
    };
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/a", listener.local_addr().unwrap())
    };
    refuse(&closed, "refused");
    refuse("no-such-file.yaml", "no-such-file.yaml: No such file");
    refuse(&serve(answer("404 Not Found", b"")), "404");
    let page = answer("200 OK\r\nContent-Type: text/html", b"<html>");
    refuse(&serve(page), "the content type is `text/html`, not JSON or YAML");
    let json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n";
    refuse(&serve([json.as_bytes(), THEIRS.as_bytes()].concat()), "http://127.0.0.1");
    let half = &THEIRS[..THEIRS.len() / 2];
    fs::write(dir.path().join("half.json"), half).unwrap();
    refuse("half.json", "half.json:");
    fs::write(dir.path().join("bytes.yaml"), b"\xff\xfe").unwrap();
    refuse("bytes.yaml", "not UTF-8");
    let (code, _, stderr) = spec(&dir, &["import", "theirs.json", "--tag", "Mall"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("no operation of this document is wanted"), "{stderr}");
    assert_eq!(ours(&dir), OURS);
}

#[test]
fn a_diff_fails_on_what_it_is_told_to() {
    let dir = place();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    let flag = "{name: page, in: query, schema: {type: integer}}";
    assert!(OURS.contains(flag));
    write("required.yaml", &OURS.replace(flag, &flag.replace("query,", "query, required: true,")));
    let more = format!("{flag}\n        - {}", flag.replace("page", "size"));
    write("added.yaml", &OURS.replace(flag, &more));
    write("words.yaml", &OURS.replace("Our words", "Other words"));
    for (new, fails) in [("required", 3), ("added", 2), ("words", 0)] {
        let new = format!("{new}.yaml");
        let conditions = ["any", "may-break", "breaking"];
        for (index, condition) in conditions.iter().enumerate() {
            let (code, _, stderr) =
                spec(&dir, &["diff", "ours.yaml", &new, "--fail-on", condition]);
            assert_eq!(code, i32::from(index < fails), "{new} {condition} {stderr}");
        }
        let (code, ..) = spec(&dir, &["diff", "ours.yaml", &new]);
        assert_eq!(code, 0);
    }
    let (code, stdout, stderr) = spec(&dir, &["diff", "ours.yaml", "half.yaml"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("half.yaml"), "{stderr}");
}

/// With the overlay, both documents require the parameter.
#[test]
fn a_diff_compares_what_overlays_leave() {
    let dir = place();
    fs::write(dir.path().join("nullable.yaml"), OURS.replace("{type: integer}", "{type: string}"))
        .unwrap();
    let arguments = ["diff", "ours.yaml", "nullable.yaml", "--format", "json"];
    let kinds = |more: &[&str]| {
        let (code, stdout, stderr) = spec(&dir, &[&arguments[..], more].concat());
        assert_eq!(code, 0, "{stderr}");
        let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        let changes = report["changes"].as_array().unwrap().clone();
        changes.iter().map(|change| change["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let overlay = dir.path().join("type.yaml");
    let text = OVERLAY.replace("{required: true}", "{schema: {type: boolean}}");
    fs::write(&overlay, text).unwrap();
    assert_eq!(kinds(&[]), ["type-changed"]);
    assert_eq!(kinds(&["--overlay", "type.yaml"]), Vec::<String>::new());
    // What is wrong with an overlay is said with its place.
    fs::write(&overlay, OVERLAY.replace("'page'", "'pgae'")).unwrap();
    let (code, stdout, stderr) =
        spec(&dir, &[&arguments[..], &["--overlay", "type.yaml"]].concat());
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("type.yaml:4:13: error[E703]"), "{stderr}");
    assert!(Path::new(&overlay).exists());
}
