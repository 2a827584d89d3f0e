//! The programs among the examples, as people run them: `call` asks `mock` for every operation.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[path = "../../codegen/tests/support/programs.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod programs;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

use programs::{Mock, Programs};
use serde_json::Value;

const ID: &str = "5f2d6b1e-1c3a-4b5d-8e7f-0123456789ab";

/// Builds the programs as the tests of both crates are built, so that this is quick.
fn built() -> Programs {
    let packages = ["codegen-runtime", "coder-agents-client", "coder-agents-server"];
    let build = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--examples"])
        .args(packages.iter().flat_map(|package| ["--package", package]))
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    let test = std::env::current_exe().unwrap();
    let examples = test.parent().and_then(Path::parent).unwrap().join("examples");
    let example = |name| examples.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    Programs { mock: example("mock"), call: example("call") }
}

/// An operation of `--list`: its name, method and path, and the parameters that it must have.
struct Listed {
    id: String,
    place: String,
    required: Vec<String>,
}

fn operations(programs: &Programs) -> Vec<Listed> {
    let list = programs.call(&["--list"]).text();
    let listed = list.split("\n\n").map(|text| {
        let mut lines = text.lines();
        let (id, place) = (lines.next().unwrap(), lines.next().unwrap().trim());
        let names = lines.filter(|line| line.contains(", required") || line.contains(", once or"));
        let names = names.map(|line| {
            let name = line.trim().strip_prefix("--param ").and_then(|line| line.split_once('='));
            name.unwrap_or_else(|| panic!("{line}")).0.to_owned()
        });
        Listed { id: id.to_owned(), place: place.to_owned(), required: names.collect() }
    });
    listed.collect()
}

/// What an operation is called with.
fn arguments(operation: &Listed) -> Vec<String> {
    let mut arguments = vec![operation.id.clone()];
    for name in &operation.required {
        let value = if name == "version" { "2.0" } else { ID };
        arguments.push(format!("--param={name}={value}"));
    }
    let id = operation.id.as_str();
    if id.contains("external-auth") || id.contains("git-auth") {
        arguments.push("--param=id=github".to_owned());
    }
    arguments.extend(body(id).map(|body| format!("--body={body}")));
    arguments
}

fn body(id: &str) -> Option<&'static str> {
    Some(match id {
        "authenticate-agent-on-aws-instance" => r#"{"document": "{}", "signature": "s"}"#,
        "authenticate-agent-on-azure-instance" => r#"{"encoding": "e", "signature": "s"}"#,
        "authenticate-agent-on-google-cloud-instance" => r#"{"json_web_token": "t"}"#,
        "patch-workspace-agent-app-status" => r#"{"app_slug": "a", "state": "idle"}"#,
        "patch-workspace-agent-logs" => r#"{"logs": [{"output": "o"}]}"#,
        "post-workspace-agent-log-source" => r#"{"display_name": "d"}"#,
        _ => return None,
    })
}

/// How an operation answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// With one value, or with nothing.
    Value,
    /// With a value per line.
    Lines,
    /// With the bytes that it gets.
    Echo,
    /// With what was typed.
    Terminal,
}

fn answer(id: &str) -> Answer {
    match id {
        "get-derp-map-updates"
        | "get-workspace-agent-reinitialization"
        | "watch-workspace-agent-for-container-updates" => Answer::Lines,
        id if id.ends_with("-follow") => Answer::Lines,
        "coordinate-workspace-agent" | "user-scoped-tailnet-rpc-connection" => Answer::Echo,
        "open-pty-to-workspace-agent" => Answer::Terminal,
        _ => Answer::Value,
    }
}

fn check(mock: &Mock, operation: &Listed) {
    let arguments = arguments(operation);
    let call = |more: &str, input: Option<&[u8]>| {
        let more = Some(more).filter(|more| !more.is_empty());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(more).collect();
        mock.call(&arguments, "sesame", input).text()
    };
    match answer(&operation.id) {
        Answer::Value => {
            let text = call("", Some(b""));
            let value: Value = serde_json::from_str(if text.is_empty() { "null" } else { &text })
                .unwrap_or_else(|error| panic!("{}: {error}: {text}", operation.id));
            if let Some(path) = operation.place.strip_prefix("GET ") {
                let listen = if operation.id.ends_with("-listen") { "&listen" } else { "" };
                let path = path.replace("{workspaceagent}", ID);
                let sent = sent(&mock.url, &format!("{path}?id=github{listen}"));
                assert_eq!(told(&value), told(&sent), "{}", operation.id);
            }
        }
        Answer::Lines => {
            let text = call("--max=2", None);
            assert_eq!(text.lines().count(), 2, "{}: {text}", operation.id);
            for line in text.lines() {
                assert!(serde_json::from_str::<Value>(line).is_ok(), "{}: {line}", operation.id);
            }
        }
        Answer::Echo => assert_eq!(call("--max=9", Some(b"some byte")), "some byte"),
        Answer::Terminal => {
            let text = call("--max=14", Some(b"echo"));
            assert_eq!(text, "{\"data\":\"echo\"", "{}", operation.id);
        }
    }
}

/// What the server sends to somebody who knows nothing of types.
fn sent(url: &str, target: &str) -> Value {
    let mut connection = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    let secrets = "Coder-Session-Token: sesame\r\nCoder-External-Proxy-Token: sesame\r\n";
    let head = format!("GET {target} HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n{secrets}\r\n");
    connection.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{target}: {error}: {answer}"))
}

/// A value without what means nothing in this API: `null`, and empty lists and maps.
fn told(value: &Value) -> Value {
    let is_told = |value: &Value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    };
    match value {
        Value::Array(items) => items.iter().map(told).collect(),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| (name.clone(), told(value)));
            members.filter(|(_, value)| is_told(value)).collect()
        }
        other => other.clone(),
    }
}

#[test]
fn every_operation_is_called_and_answered() {
    let programs = built();
    let operations = operations(&programs);
    for seed in ["0", "1", "7"] {
        let mock = programs.mock(&["--token", "sesame", "--seed", seed]);
        for operation in &operations {
            check(&mock, operation);
        }
        let log = mock.end();
        assert!(log.lines().count() >= operations.len(), "{log}");
    }
    let open = ["coordinate", "pty"];
    let refused = operations.iter().find(|operation| operation.id == "get-workspace-agent-by-id");
    let mock = programs.mock(&["--token", "sesame"]);
    for operation in operations.iter().filter(|one| open.iter().any(|id| one.id.contains(id))) {
        let arguments = arguments(operation);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert!(mock.call(&arguments, "wrong", None).failed(1).starts_with("401 "));
    }
    let arguments = arguments(refused.unwrap());
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let error = mock.call(&arguments, "wrong", None).failed(1);
    // In the document's own shape for errors.
    assert!(error.starts_with("401 Unauthorized\n{") && error.contains("\"message\""), "{error}");
}
