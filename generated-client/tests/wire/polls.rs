//! Long polls (wire 3.7, 7.16).

use std::future::IntoFuture;
use std::time::Duration;

use coder_agents_client::operations::GetWorkspaceAgentExternalAuthBy as By;
use tokio::io::AsyncReadExt;
use tokio::time::{Instant, sleep, timeout};

use crate::bodies::SIGNED_IN;
use crate::support::{builder, client, json};
use crate::wire_peer::{WirePeer, limited};

fn by() -> By {
    By::Match("git.example".to_owned())
}

const HOUR: Duration = Duration::from_secs(60 * 60);

#[tokio::test(start_paused = true)]
async fn wire_3_7_the_answer_comes_when_the_owner_has_signed_in() {
    let peer = WirePeer::start(|accept| async move {
        let mut wire = accept.request().await;
        sleep(HOUR).await;
        wire.send(json("200 OK", SIGNED_IN)).await;
    })
    .await;
    let client = builder(&peer.origin).timeout(Duration::from_secs(30)).build().unwrap();
    let started = Instant::now();
    let answer = client.get_workspace_agent_external_auth_listen(by()).await.unwrap();
    assert!(started.elapsed() >= HOUR);
    assert_eq!(answer.access_token.expose(), "gho_1");
    peer.finish().await;
}

/// The client's limit holds for the other face; a limit of the call itself holds for both.
#[tokio::test(start_paused = true)]
async fn wire_3_7_limits_are_still_there_for_who_wants_them() {
    let peer = WirePeer::start(|accept| async move {
        for _ in 0..2 {
            let mut wire = accept.request().await;
            assert_eq!(wire.socket.read(&mut [0]).await.unwrap(), 0);
        }
    })
    .await;
    let limit = Duration::from_secs(30);
    let client = builder(&peer.origin).timeout(limit).build().unwrap();
    let error = client.get_workspace_agent_external_auth(by()).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    let call = client.get_workspace_agent_external_auth_listen(by()).timeout(limit);
    let error = call.await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    peer.finish().await;
}

/// To drop the call is to cancel it: the server sees the caller go away.
#[tokio::test]
async fn wire_7_16_a_poll_that_is_dropped_hangs_up() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            assert_eq!(wire.socket.read(&mut [0]).await.unwrap(), 0);
        })
        .await;
        let client = client(&peer.origin);
        let call = client.get_workspace_agent_external_auth_listen(by());
        assert!(timeout(Duration::from_millis(200), call.into_future()).await.is_err());
        peer.finish().await;
    })
    .await;
}

/// A server that shuts down meanwhile may answer with nothing (wire 3.7).
#[tokio::test]
async fn wire_3_7_an_empty_answer_is_a_typed_error() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            wire.send(crate::support::answer("200 OK", "application/json", "")).await;
        })
        .await;
        let client = client(&peer.origin);
        let error = client.get_workspace_agent_external_auth_listen(by()).await.unwrap_err();
        assert!(matches!(error, coder_agents_client::Error::Decode(_)), "{error:?}");
        peer.finish().await;
    })
    .await;
}
