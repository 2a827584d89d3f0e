//! Wire 2.8: server-sent events in the strict dialect.

use axum::http::StatusCode;
use codegen_runtime::server::api_error::ApiError;
use tokio::sync::mpsc;

use crate::api::Log;
use crate::peer::{Site, site, until, within};

fn feed(site: &Site) -> mpsc::Sender<Result<Log, ApiError>> {
    let (sender, receiver) = mpsc::channel(10);
    *site.api.events.lock().unwrap() = Some(receiver);
    sender
}

#[tokio::test]
async fn wire_2_8_the_head_and_the_exact_bytes() {
    within(async {
        let site = site().await;
        let events = feed(&site);
        // No `Accept`, and gzip would be welcome (wire 7.2).
        let mut peer = site.get("/reinit", &["Cookie: coder_session_token=t"]).await;
        // Wire 7.13: the head comes at once, before there is any event.
        let head = peer.head().await;
        let mut lines: Vec<&str> = head.lines().filter(|line| !line.is_empty()).collect();
        lines.retain(|line| !line.starts_with("date: "));
        lines.sort_unstable();
        assert_eq!(
            lines,
            [
                "HTTP/1.1 200 OK",
                "cache-control: no-cache",
                "connection: keep-alive",
                "content-type: text/event-stream",
                "transfer-encoding: chunked",
                "x-accel-buffering: no",
            ]
        );
        events.send(Ok(Log { id: 1 })).await.unwrap();
        assert_eq!(peer.chunk().await, "event: data\ndata: {\"id\":1}\n\n");
        events.send(Ok(Log { id: 2 })).await.unwrap();
        assert_eq!(peer.chunk().await, "event: data\ndata: {\"id\":2}\n\n");
        drop(events);
        assert_eq!(peer.chunk().await, "");
        until(|| site.shutdown.open_streams() == 0).await;
    })
    .await;
}

#[tokio::test]
async fn wire_2_8_pings_are_events_without_data() {
    within(async {
        let site = site().await;
        let events = feed(&site);
        let mut peer = site.get("/reinit/pinged", &[]).await;
        peer.head().await;
        for _ in 0..3 {
            assert_eq!(peer.chunk().await, "event: ping\n\n");
        }
        events.send(Ok(Log { id: 1 })).await.unwrap();
        let mut chunk = peer.chunk().await;
        while chunk == "event: ping\n\n" {
            chunk = peer.chunk().await;
        }
        assert_eq!(chunk, "event: data\ndata: {\"id\":1}\n\n");
        assert_eq!(peer.chunk().await, "event: ping\n\n");
    })
    .await;
}

#[tokio::test]
async fn wire_2_8_an_error_is_an_event_and_the_last_one() {
    within(async {
        let site = site().await;
        let events = feed(&site);
        let mut peer = site.get("/reinit", &[]).await;
        peer.head().await;
        let error = ApiError::new(StatusCode::CONFLICT, "Line\nbreak.").detail("why");
        events.send(Err(error)).await.unwrap();
        events.send(Ok(Log { id: 1 })).await.unwrap();
        let expected = "event: error\ndata: {\"message\":\"Line\\nbreak.\",\"detail\":\"why\"}\n\n";
        assert_eq!(peer.chunk().await, expected);
        assert_eq!(peer.chunk().await, "");
        // With a body of its own.
        let events = feed(&site);
        let mut peer = site.get("/reinit", &[]).await;
        peer.head().await;
        let error = ApiError::json(StatusCode::CONFLICT, &Log { id: 9 });
        events.send(Err(error)).await.unwrap();
        assert_eq!(peer.chunk().await, "event: error\ndata: {\"id\":9}\n\n");
        assert_eq!(peer.chunk().await, "");
    })
    .await;
}

#[tokio::test]
async fn a_shutdown_ends_the_events() {
    within(async {
        let site = site().await;
        let _events = feed(&site);
        let mut peer = site.get("/reinit", &[]).await;
        peer.head().await;
        site.shutdown.begin();
        assert_eq!(peer.chunk().await, "");
        site.shutdown.drained().await;
        assert_eq!(site.api.alive(), 0);
    })
    .await;
}

#[tokio::test]
async fn events_are_dropped_when_the_caller_goes_away() {
    within(async {
        let site = site().await;
        let _events = feed(&site);
        let mut peer = site.get("/reinit", &[]).await;
        peer.head().await;
        assert_eq!(site.api.alive(), 1);
        drop(peer);
        until(|| site.api.alive() == 0 && site.shutdown.open_streams() == 0).await;
    })
    .await;
}
