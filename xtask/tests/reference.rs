//! `reference check` and `reference record` as people run them, against files and a local peer.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{answer, serve};
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Exit code, standard output and standard error.
fn reference(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.current_dir(root()).arg("reference").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[track_caller]
fn assert_cannot_compare(arguments: &[&str], reason: &str) {
    let (code, stdout, stderr) = reference(arguments);
    assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
    assert!(stderr.contains(reason), "{stderr}");
}

/// Our document with one text in place of another.
fn edited(dir: &TempDir, from: &str, to: &str) -> String {
    let text = fs::read_to_string(root().join("spec/agents.yaml")).unwrap();
    assert!(text.contains(from));
    let path = dir.path().join("edited.yaml");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    path.display().to_string()
}

/// How our document is recorded as if it were the reference.
fn record<'a>(spec: &'a str, recording: &'a str) -> Vec<&'a str> {
    vec!["record", "--swagger", spec, "--recording", recording, "--hidden", "/x-internal"]
}

/// The facts of our document, recorded in the folder.
fn recorded(dir: &TempDir) -> String {
    let spec = root().join("spec/agents.yaml").display().to_string();
    let recording = dir.path().join("reference.json").display().to_string();
    let record = [record(&spec, &recording), vec!["--repository", "a/b", "--revision", "r1"]];
    let (code, _, stderr) = reference(&record.concat());
    assert_eq!(code, 0, "{stderr}");
    recording
}

#[test]
fn our_document_is_in_sync_with_what_was_recorded() {
    let (code, stdout, stderr) = reference(&["check"]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    assert!(stderr.starts_with("spec/reference.json") && stderr.ends_with("in sync\n"), "{stderr}");
}

#[test]
fn drift_is_one_line_with_both_places() {
    let dir = TempDir::new().unwrap();
    // Of our document as it is, whether or not that is in sync with what was recorded last.
    let recording = recorded(&dir);
    let spec = edited(&dir, "format: key=value", "format: label");
    let (code, stdout, stderr) = reference(&["check", "--spec", &spec, "--recording", &recording]);
    assert_eq!(code, 1, "{stderr}");
    let lines: Vec<&str> = stdout.lines().collect();
    let [line] = lines.as_slice() else { panic!("{stdout}") };
    for part in [
        "edited.yaml:",
        " /paths/~1workspaceagents~1{workspaceagent}~1containers/get/parameters/1/schema/format: ",
        "parameter query label: format: the document says `label`, ",
        "/reference.json:",
        " says `key=value`",
    ] {
        assert!(line.contains(part), "{line}\nlacks {part}");
    }
}

#[test]
fn what_was_recorded_is_recorded_again() {
    let dir = TempDir::new().unwrap();
    let spec = root().join("spec/agents.yaml").display().to_string();
    // The path of a file is nothing to record.
    assert_cannot_compare(&record(&spec, "reference.json"), "say --repository");
    let recording = recorded(&dir);
    let text = fs::read_to_string(&recording).unwrap();
    assert!(text.contains(r#""origin":"a/b","revision":"r1""#) && !text.contains("agents.yaml\""));
    let (code, stdout, stderr) = reference(&["check", "--recording", &recording]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
}

#[test]
fn what_cannot_be_read_is_no_drift() {
    let dir = TempDir::new().unwrap();
    let file = |name: &str, text: &[u8]| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    assert_cannot_compare(&["check", "--page", "/no/such/file"], "/no/such/file");
    let page = |text: &[u8], reason: &str| {
        assert_cannot_compare(&["check", "--page", &file("page", text)], reason);
    };
    page(b"", "there is no operation on this page");
    page(b"\xff\xfe", "not UTF-8");
    page(b"# Agents\n\nNothing here.\n", "there is no operation on this page");
    assert_cannot_compare(&["check", "--swagger", &file("a.json", b"{")], "a.json");
    assert_cannot_compare(
        &["check", "--swagger", &file("b.json", br#"{"swagger":"2.0","paths":{}}"#)],
        "b.json:1:18 /paths: no operation of the page is in this description",
    );
    assert_cannot_compare(&["check", "--recording", &file("c.json", b"{}")], "c.json");
}

#[test]
fn sources_come_from_the_network() {
    let spec = fs::read(root().join("spec/agents.yaml")).unwrap();
    let there = serve(answer("200 OK\r\nContent-Type: application/yaml; charset=utf-8", &spec));
    let (code, _, stderr) = reference(&["check", "--swagger", &format!("{there}/a?token=secret")]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains(&format!("{there}/a (swagger)")) && !stderr.contains("secret"));

    let moved = serve(answer(&format!("302 Found\r\nLocation: {there}/new"), b""));
    let (code, _, stderr) = reference(&["check", "--swagger", &moved]);
    assert_eq!(code, 0, "{stderr}");
}

#[test]
fn hostile_peers_are_refused() {
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let page = |address: &str, reason: &str| {
        assert_cannot_compare(&["check", "--page", &format!("{address}/page")], reason);
    };
    page(&closed, "refused");
    page("http://user:password@127.0.0.1:1", "names and passwords");
    page(&serve(answer("404 Not Found", b"")), "404");
    page(&serve(answer("200 OK\r\nContent-Type: image/png", b"x")), "image/png");
    page(&serve(answer("200 OK", b"x")), "content type");
    page(
        &serve(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<h2>"
                .to_vec(),
        ),
        "page",
    );
    page(&serve(b"no HTTP at all\r\n\r\n".to_vec()), "page");
    let large = vec![b' '; 33 * 1024 * 1024];
    page(&serve(answer("200 OK\r\nContent-Type: text/html", &large)), "limit");
    // A server that sends us round in a circle.
    page(&serve(answer("302 Found\r\nLocation: /page", b"")), "redirect");
}
