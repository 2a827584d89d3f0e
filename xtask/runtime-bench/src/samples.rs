//! What is sent back and forth.

use std::fmt::Write;

use serde_json::Value;

/// The agent that is asked for.
pub(crate) const AGENT_ID: &str = "67e55044-10b1-426f-9247-bb680e5f0001";

/// Any will do.
pub(crate) const TOKEN: &str = "67e55044-10b1-426f-9247-bb680e5fffff";

/// The body of a request that registers a source of logs.
pub(crate) const LOG_SOURCE: &str = r#"{"display_name":"Startup Script","icon":"/emojis/1f4dd.png","id":"67e55044-10b1-426f-9247-bb680e5f0041"}"#;

/// The same with something wrong.
pub(crate) const WRONG_LOG_SOURCE: &str =
    r#"{"display_name":"Startup Script","icon":"/emojis/1f4dd.png","id":"somewhere"}"#;

/// A small answer.
pub(crate) const SSH_KEY: &str = r#"{"private_key":"-----BEGIN KEY-----MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY-----END KEY-----","public_key":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGkQ"}"#;

/// What the keys of a terminal send.
pub(crate) const KEYS: &str = r#"{"data":"cargo test --workspace\r","height":40,"width":120}"#;

/// An agent, without blanks.
pub(crate) fn agent() -> String {
    let value: Value =
        serde_json::from_str(include_str!("../samples/agent.json")).unwrap_or_default();
    value.to_string()
}

/// Lines of a log.
pub(crate) fn logs(count: usize) -> String {
    let mut text = String::from("[");
    for id in 0..count {
        let comma = if id == 0 { "" } else { "," };
        // Writing to a text does not fail.
        let _ = write!(
            text,
            r#"{comma}{{"created_at":"2025-11-28T09:15:01.123456Z","id":{id},"level":"info","output":"Compiling serde v1.0.228 (line {id} of the build)","source_id":"67e55044-10b1-426f-9247-bb680e5f0041"}}"#,
        );
    }
    text + "]"
}

/// The body of a request that adds lines to a log.
pub(crate) fn patch_logs(count: usize) -> String {
    let mut text =
        String::from(r#"{"log_source_id":"67e55044-10b1-426f-9247-bb680e5f0041","logs":["#);
    for id in 0..count {
        let comma = if id == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}{{"created_at":"2025-11-28T09:15:01.123456Z","level":"info","output":"Compiling serde v1.0.228 (line {id} of the build)"}}"#,
        );
    }
    text + "]}"
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) body: String,
    /// What the answer must be.
    pub(crate) status: u16,
}

/// All requests, by their name in tables.
pub(crate) fn scenario(name: &str) -> Option<Scenario> {
    let me = |rest: &str| format!("/api/v2/workspaceagents/me/{rest}");
    let (method, path, body, status) = match name {
        "small" => ("GET", me("gitsshkey"), String::new(), 200),
        "agent" => ("GET", format!("/api/v2/workspaceagents/{AGENT_ID}"), String::new(), 200),
        "post" => ("POST", me("log-source"), LOG_SOURCE.to_owned(), 201),
        "logs" => ("PATCH", me("logs"), patch_logs(50), 200),
        "missing" => ("GET", "/api/v2/nothing/here".to_owned(), String::new(), 404),
        "wrong" => ("POST", me("log-source"), WRONG_LOG_SOURCE.to_owned(), 400),
        _ => return None,
    };
    Some(Scenario { method, path, body, status })
}

impl Scenario {
    /// As it is sent.
    pub(crate) fn text(&self) -> String {
        let Self { method, path, body, .. } = self;
        let content = match body.len() {
            0 => String::new(),
            length => {
                format!("Content-Type: application/json\r\nContent-Length: {length}\r\n")
            }
        };
        format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\
             Coder-Session-Token: {TOKEN}\r\n{content}\r\n{body}"
        )
    }
}
