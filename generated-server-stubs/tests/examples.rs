//! The examples of the client, against the server that is an example itself.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]

#[path = "../../generated-client/examples/follow_logs/run.rs"]
mod follow_logs;
#[path = "../../generated-client/examples/reinitializations/run.rs"]
mod reinitializations;
#[allow(dead_code, reason = "an example has a main function")]
#[path = "../examples/streams.rs"]
mod streams;
#[path = "../../generated-client/examples/terminal/run.rs"]
mod terminal;
#[path = "../../generated-client/examples/watch_containers/run.rs"]
mod watch_containers;

use std::time::Duration;

use coder_agents_client::Client;
use coder_agents_server::router;
use tokio::net::TcpListener;
use uuid::Uuid;

async fn client() -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router(streams::Agent)).await.unwrap() });
    Client::builder(url)
        .session_token("t")
        .agent_token("t")
        .http_client_builder(|| reqwest::Client::builder().no_proxy())
        .build()
        .unwrap()
}

/// No example hangs.
async fn within<T>(example: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), example).await.expect("the example hangs")
}

#[tokio::test]
async fn logs_are_followed_to_their_end() {
    let mut out = Vec::new();
    within(follow_logs::run(&client().await, Uuid::nil(), &mut out)).await.unwrap();
    let out = String::from_utf8(out).unwrap();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[2].ends_with("[info] line 3"), "{out}");
}

#[tokio::test]
async fn containers_are_watched() {
    let mut out = Vec::new();
    within(watch_containers::run(&client().await, Uuid::nil(), &mut out)).await.unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.starts_with("/home/coder/dev is starting\n0 containers\n"), "{out}");
    assert!(out.ends_with("/home/coder/dev is running\n0 containers\n"), "{out}");
}

#[tokio::test]
async fn a_terminal_takes_lines_and_shows_bytes() {
    let client = client().await;
    for input in ["hello\nexit\nnever seen\n", "hello\n"] {
        let mut out = Vec::new();
        within(terminal::run(&client, Uuid::nil(), input.as_bytes(), &mut out)).await.unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "$ hello\r\n$ ");
    }
}

#[tokio::test]
async fn events_are_listened_to() {
    let mut out = Vec::new();
    within(reinitializations::run(&client().await, 2, &mut out)).await.unwrap();
    let event = format!("prebuild_claimed: workspace {}\n", Uuid::nil());
    assert_eq!(String::from_utf8(out).unwrap(), event.repeat(2));
}
