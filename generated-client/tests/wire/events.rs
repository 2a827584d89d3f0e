//! Server-sent events (wire 2.8, 3.12, 4.7, 8.7).

use std::time::Duration;

use coder_agents_client::client::{Error, ReconnectPolicy, StreamError};
use coder_agents_client::types::agentsdk::ReinitializationReason;
use tokio::time::{Instant, sleep};

use crate::reading::{header, line};
use crate::support::{agent, builder, client, exchange, json};
use crate::wire_peer::{EVENTS, WirePeer, limited};

const FIRST_RELEASE: &str =
    r#"{"WorkspaceID":"67e55044-10b1-426f-9247-bb680e5fe0c8","reason":"prebuild_claimed"}"#;

fn data(json: &str) -> String {
    format!("event: data\ndata: {json}\n\n")
}

const PING: &str = "event: ping\n\n";

#[tokio::test]
async fn wire_2_8_events_as_they_are_written() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            assert_eq!(line(&wire.request), "GET /api/v2/workspaceagents/me/reinit");
            assert_eq!(header(&wire.request, "accept").as_deref(), Some("text/event-stream"));
            assert_eq!(
                header(&wire.request, "coder-session-token").as_deref(),
                Some("agent-token")
            );
            wire.send(EVENTS).await;
            wire.chunk(PING).await;
            // Cut anywhere.
            let event = data(FIRST_RELEASE);
            for byte in event.as_bytes() {
                wire.chunk([*byte]).await;
            }
            wire.chunk(format!("{PING}{}{PING}", data(FIRST_RELEASE))).await;
            wire.expect_end().await;
        })
        .await;
        let client = client(&peer.origin);
        let mut events = client.get_workspace_agent_reinitialization().await.unwrap();
        for _ in 0..2 {
            let event = events.recv().await.unwrap().unwrap();
            assert_eq!(event.workspace_id, agent());
            assert_eq!(event.reason, ReinitializationReason::PrebuildClaimed);
        }
        // A stream that is dropped closes the connection.
        drop(events);
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_4_7_every_spelling_that_any_server_used() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            wire.send(EVENTS).await;
            for name in ["WorkspaceID", "workspaceID", "workspace_id"] {
                let event = format!(
                    r#"{{"{name}":"{}","reason":"later","owner_id":"{}"}}"#,
                    agent(),
                    agent()
                );
                wire.chunk(data(&event)).await;
            }
            wire.chunk("").await;
        })
        .await;
        let client = client(&peer.origin);
        let mut events = client.get_workspace_agent_reinitialization().await.unwrap();
        for _ in 0..3 {
            let event = events.recv().await.unwrap().unwrap();
            assert_eq!(event.workspace_id, agent());
            assert_eq!(event.reason, ReinitializationReason::Unknown("later".to_owned()));
            // What is written is what the Go clients read.
            assert!(serde_json::to_string(&event).unwrap().contains(r#""WorkspaceID":"67e5"#));
        }
        assert!(events.recv().await.is_none());
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_8_errors_and_mistakes_are_told_and_the_stream_goes_on() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            wire.send(EVENTS).await;
            wire.chunk("event: error\ndata: {\"message\":\"later\"}\n\n").await;
            wire.chunk(data(r#"{"WorkspaceID":"none","reason":"prebuild_claimed"}"#)).await;
            wire.chunk("event: news\ndata: 1\n\n: a comment\n\n").await;
            wire.chunk(data(FIRST_RELEASE)).await;
            wire.expect_end().await;
        })
        .await;
        let client = client(&peer.origin);
        let mut events = client.get_workspace_agent_reinitialization().await.unwrap();
        let error = events.recv().await.unwrap().unwrap_err();
        assert!(matches!(&error, StreamError::Reported(body) if body.text().contains("later")));
        let error = events.recv().await.unwrap().unwrap_err();
        let StreamError::Decode { path, .. } = error else { panic!("{error:?}") };
        assert_eq!(path, "WorkspaceID");
        assert!(events.recv().await.unwrap().is_ok());
        drop(events);
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn wire_3_12_a_refusal_comes_before_the_stream() {
    let (_, result) = exchange(json("401 Unauthorized", r#"{"message":"Not you."}"#), async |c| {
        c.get_workspace_agent_reinitialization().await
    })
    .await;
    let Err(Error::Api(error)) = result else { panic!("{result:?}") };
    assert_eq!(error.typed().unwrap().message, "Not you.");
    // Wire 3.12: the status is 200, and the type is that of events.
    let (_, result) = exchange(json("200 OK", FIRST_RELEASE), async |c| {
        c.get_workspace_agent_reinitialization().await
    })
    .await;
    assert!(matches!(result, Err(Error::Decode(_))), "{result:?}");
}

/// Neither a limit for calls nor one for connecting counts against a head that takes its time.
#[tokio::test(start_paused = true)]
async fn wire_8_7_the_head_comes_15_seconds_late() {
    let peer = WirePeer::start(|accept| async move {
        let mut wire = accept.request().await;
        sleep(Duration::from_secs(15)).await;
        wire.send(EVENTS).await;
        wire.chunk(PING).await;
        wire.chunk(data(FIRST_RELEASE)).await;
        wire.expect_end().await;
    })
    .await;
    let limit = Duration::from_secs(10);
    let client = builder(&peer.origin).timeout(limit).connect_timeout(limit).build().unwrap();
    let started = Instant::now();
    let mut events = client.get_workspace_agent_reinitialization().await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(15));
    assert!(events.recv().await.unwrap().is_ok());
    drop(events);
    peer.finish().await;
}

/// Pings without data are signs of life; three of them missing are none.
#[tokio::test(start_paused = true)]
async fn wire_8_7_pings_without_data_keep_a_stream_alive() {
    let peer = WirePeer::start(|accept| async move {
        let mut wire = accept.request().await;
        wire.send(EVENTS).await;
        for _ in 0..20 {
            sleep(Duration::from_secs(15)).await;
            wire.chunk(PING).await;
        }
        wire.expect_end().await;
    })
    .await;
    let client = client(&peer.origin);
    let started = Instant::now();
    let mut events = client.get_workspace_agent_reinitialization().await.unwrap();
    let error = events.recv().await.unwrap().unwrap_err();
    let silence = Duration::from_secs(45);
    assert!(matches!(error, StreamError::Idle { after } if after == silence), "{error:?}");
    assert!(started.elapsed() >= Duration::from_secs(20 * 15) + silence);
    assert!(events.recv().await.is_none());
    drop(events);
    peer.finish().await;
}

/// From 100 ms to 10 s, and short again after something came.
#[tokio::test(start_paused = true)]
async fn wire_3_12_the_stream_is_opened_again_like_the_go_client_does() {
    let peer = WirePeer::start(|accept| async move {
        let mut ended = Instant::now();
        let delays = [0, 100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000];
        for (attempt, delay) in delays.into_iter().enumerate() {
            let mut wire = accept.request().await;
            let waited = ended.elapsed();
            let expected = Duration::from_millis(delay);
            let late = waited.saturating_sub(expected);
            assert!(waited >= expected && late < Duration::from_millis(90), "{attempt} {waited:?}");
            match attempt {
                // Ends, breaks, is refused: all of that passes.
                0 => {
                    wire.send(EVENTS).await;
                    wire.chunk(data(FIRST_RELEASE)).await;
                    wire.chunk("").await;
                }
                1 => wire.send("HTTP/1.1 200 OK\r\nContent-Le").await,
                2 => wire.socket.set_zero_linger().unwrap(),
                9 => {
                    wire.send(EVENTS).await;
                    wire.chunk(data(FIRST_RELEASE)).await;
                    wire.expect_end().await;
                }
                _ => wire.send(json("500 Internal Server Error", r#"{"message":"no"}"#)).await,
            }
            ended = Instant::now();
        }
    })
    .await;
    let client = client(&peer.origin);
    let policy = ReconnectPolicy::new().jitter(false);
    let call = client.get_workspace_agent_reinitialization().reconnect(policy);
    let mut events = call.await.unwrap();
    for _ in 0..2 {
        assert!(events.recv().await.unwrap().is_ok());
    }
    drop(events);
    peer.finish().await;
}

/// 409 is final for the Go client (wire 6): answers that will not change are not asked for again.
#[tokio::test]
async fn wire_6_a_final_answer_ends_the_attempts() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            wire.send(EVENTS).await;
            wire.chunk("").await;
            drop(wire);
            let mut wire = accept.request().await;
            wire.send(json("409 Conflict", r#"{"message":"Never a prebuild."}"#)).await;
        })
        .await;
        let client = client(&peer.origin);
        let call = client.get_workspace_agent_reinitialization().reconnect(ReconnectPolicy::new());
        let mut events = call.await.unwrap();
        let error = events.recv().await.unwrap().unwrap_err();
        let StreamError::Reconnect(error) = error else { panic!("{error:?}") };
        assert_eq!(error.status().unwrap(), 409);
        assert!(events.recv().await.is_none());
        peer.finish().await;
    })
    .await;
}
