//! Event streams against exact bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use codegen_runtime::client::error::Error;
use codegen_runtime::client::hook::{BoxFuture, Hook};
use codegen_runtime::client::problem::BoxError;
use codegen_runtime::client::reconnect::ReconnectPolicy;
use codegen_runtime::client::spec::Spec;
use codegen_runtime::client::stream_error::StreamError;
use futures_util::StreamExt;
use tokio::time::Instant;

use crate::peer::{Peer, Step, answer, json};
use crate::reading::header;
use crate::stream_operations::{Listen, Named, Reinit, builder, named, open};
use crate::wire_peer::{EVENTS, Wire, WirePeer, limited};

struct Count(Arc<AtomicU32>);

impl Hook for Count {
    fn on_request<'a>(
        &'a self,
        _: &'a Spec,
        request: &'a mut reqwest::Request,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        // Headers of earlier attempts are not kept.
        let is_new = request.headers_mut().insert("x-hook", "seen".parse().unwrap()).is_none();
        self.0.fetch_add(u32::from(is_new), Relaxed);
        Box::pin(std::future::ready(Ok(())))
    }
}

fn quick() -> ReconnectPolicy {
    ReconnectPolicy::new().initial_delay(Duration::from_millis(20)).jitter(false)
}

async fn event(wire: &mut Wire, name: &str) {
    wire.chunk(format!("event: data\ndata: {{\"name\":\"{name}\"}}\n\n")).await;
}

/// wire.md 2.8: exact bytes and headers; "keep-alive `event: ping\n\n` (no data line)"; "The
/// response head is not flushed until the first event or ping".
#[tokio::test]
async fn events_pings_and_a_late_head() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            assert_eq!(wire.target(), "GET /reinit");
            assert_eq!(header(&wire.request, "accept").as_deref(), Some("text/event-stream"));
            assert_eq!(header(&wire.request, "x-token").as_deref(), Some("t"));
            assert_eq!(header(&wire.request, "last-event-id"), None);
            tokio::time::sleep(Duration::from_millis(600)).await;
            wire.send(EVENTS).await;
            wire.chunk("event: ping\n\n").await;
            event(&mut wire, "a").await;
            wire.chunk("event: ping\n\nevent: da").await;
            wire.chunk("ta\ndata: {\"name\":\"b\"}\n\nevent: error\ndata: {\"message\":\"m\"}\n\n")
                .await;
            wire.chunk("event: data\ndata: {\"name\":1}\n\n").await;
            wire.chunk(b"event: data\ndata: {\"name\":\"\xff\"}\n\n").await;
            tokio::time::sleep(Duration::from_millis(600)).await;
            event(&mut wire, "c").await;
            wire.chunk("").await;
        })
        .await;
        // Neither the client's limits for calls nor for connecting hold, nor those of its library.
        let short = Duration::from_millis(300);
        let client = builder(&peer.origin)
            .http_client_builder(move || reqwest::Client::builder().no_proxy().timeout(short))
            .timeout(short)
            .connect_timeout(short)
            .build()
            .unwrap();
        let mut events = client.call(Reinit).await.unwrap();
        assert_eq!(events.next().await.unwrap().unwrap(), named("a"));
        assert_eq!(events.recv().await.unwrap().unwrap(), named("b"));
        let error = events.recv().await.unwrap().unwrap_err();
        assert!(
            matches!(&error, StreamError::Reported(body) if body.text() == "{\"message\":\"m\"}")
        );
        let error = events.recv().await.unwrap().unwrap_err();
        assert!(matches!(&error, StreamError::Decode { path, .. } if path == "name"), "{error}");
        let error = events.recv().await.unwrap().unwrap_err();
        assert!(matches!(&error, StreamError::Decode { path, .. } if path == "name"), "{error}");
        assert_eq!(events.recv().await.unwrap().unwrap(), named("c"));
        assert!(events.recv().await.is_none());
        assert!(events.recv().await.is_none());
        peer.finish().await;
    })
    .await;
}

/// The document's names; others are skipped; silence is three intervals.
#[tokio::test]
async fn names_and_silence() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            wire.send(EVENTS).await;
            event(&mut wire, "skipped").await;
            wire.chunk("data: {}\n\nevent: pet\ndata: {\"name\":\"a\"}\n\n").await;
            for _ in 0..4 {
                tokio::time::sleep(Duration::from_millis(150)).await;
                wire.chunk("event: tick\n\n").await;
            }
            wire.chunk("event: oops\ndata: no\n\n").await;
            wire.expect_end().await;
        })
        .await;
        let mut events = open(&peer.origin, Named).await.unwrap();
        assert_eq!(events.recv().await.unwrap().unwrap(), named("a"));
        let error = events.recv().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::Reported(_)), "{error}");
        let error = events.recv().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::Idle { after } if after.as_millis() == 300));
        assert!(events.recv().await.is_none());
        drop(events);
        peer.finish().await;
    })
    .await;
}

/// wire.md 3.12: "on any error it reconnects with back-off"; the request is the same again.
#[tokio::test]
async fn after_an_end_a_break_and_silence_it_is_opened_again() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            wire.send(EVENTS).await;
            wire.chunk("id: 7\n").await;
            event(&mut wire, "end").await;
            wire.chunk("").await;
            drop(wire);
            for (name, status) in [("break", "503 Service Unavailable"), ("silence", "429 Slow")] {
                let mut wire = accept.request().await;
                wire.send(format!(
                    "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                ))
                .await;
                drop(wire);
                let mut wire = accept.request().await;
                assert_eq!(header(&wire.request, "last-event-id").as_deref(), Some("7"));
                assert_eq!(header(&wire.request, "x-token").as_deref(), Some("t"));
                assert_eq!(header(&wire.request, "accept").as_deref(), Some("text/event-stream"));
                wire.send(EVENTS).await;
                event(&mut wire, name).await;
                if name == "break" {
                    wire.send("10\r\nevent").await;
                } else {
                    wire.expect_end().await;
                }
            }
            // No head at all, then one that says goodbye for good.
            accept.request().await.expect_end().await;
            let mut wire = accept.request().await;
            wire.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 3\r\n\r\nwho").await;
        })
        .await;
        let seen = Arc::new(AtomicU32::new(0));
        let client = builder(&peer.origin).hook(Count(Arc::clone(&seen))).build().unwrap();
        let call = client.call(Reinit).idle_timeout(Duration::from_millis(300));
        let mut events = call.reconnect(quick()).await.unwrap();
        for name in ["end", "break", "silence"] {
            assert_eq!(events.recv().await.unwrap().unwrap(), named(name));
            assert_eq!(events.last_event_id(), Some("7"));
        }
        let error = events.recv().await.unwrap().unwrap_err();
        let StreamError::Reconnect(refusal) = &error else { panic!("{error}") };
        assert_eq!(refusal.status().unwrap(), 401);
        assert!(error.to_string().contains("who"), "{error}");
        assert_eq!(seen.load(Relaxed), 7, "hooks see every attempt");
        assert!(events.recv().await.is_none());
        drop(events);
        peer.finish().await;
    })
    .await;
}

#[tokio::test]
async fn delays_that_the_server_asks_for() {
    limited(async {
        let peer = Peer::start([
            answer(
                "200 OK\r\nContent-Type: text/event-stream",
                "retry: 300\ndata: {\"name\":\"a\"}\n\n",
            ),
            answer("503 Service Unavailable\r\nRetry-After: 1", ""),
            answer(
                "200 OK\r\nContent-Type: Text/Event-Stream; charset=utf-8",
                "data: {\"name\":\"b\"}\n\n",
            ),
            json("200 OK", "{}"),
        ])
        .await;
        let client = builder(&peer.origin).build().unwrap();
        let mut events = client.call(Reinit).reconnect(quick()).await.unwrap();
        assert_eq!(events.recv().await.unwrap().unwrap(), named("a"));
        let started = Instant::now();
        assert_eq!(events.recv().await.unwrap().unwrap(), named("b"));
        assert!(started.elapsed() >= Duration::from_millis(1300), "{:?}", started.elapsed());
        // Something else than a stream.
        let error = events.recv().await.unwrap().unwrap_err();
        assert!(error.to_string().contains("not a stream but `application/json"), "{error}");
        assert!(events.recv().await.is_none());
    })
    .await;
}

#[tokio::test]
async fn without_a_policy_and_with_a_limited_one() {
    limited(async {
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 99\r\n\r\n";
        let peer = Peer::start([
            Step::Send(format!("{head}data: {{}}").into_bytes()),
            Step::Send(format!("{head}:\n").into_bytes()),
            answer("500 Internal Server Error", ""),
        ])
        .await;
        let mut events = open(&peer.origin, Reinit).await.unwrap();
        let error = events.recv().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::Transport(_)), "{error}");
        assert!(events.recv().await.is_none());
        let client = builder(&peer.origin).build().unwrap();
        let mut events = client.call(Reinit).reconnect(quick().attempts(2)).await.unwrap();
        let error = events.recv().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::Reconnect(_)), "{error}");
        assert!(events.recv().await.is_none());
        assert_eq!(peer.requests().len(), 4);
    })
    .await;
}

/// wire.md 3.12: "It requires status exactly 200."
#[tokio::test]
async fn refusals_and_answers_that_are_no_stream() {
    limited(async {
        let peer = Peer::start([
            json("401 Unauthorized", r#"{"message":"who?"}"#),
            answer("200 OK\r\nContent-Type: text/html", "<html>"),
            answer("206 Partial Content\r\nContent-Type: text/event-stream", ""),
            Step::Stall(Vec::new()),
        ])
        .await;
        let error = open(&peer.origin, Reinit).await.unwrap_err();
        assert_eq!(error.api().unwrap().typed().unwrap().message, "who?");
        let error = open(&peer.origin, Reinit).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error}");
        let error = open(&peer.origin, Reinit).await.unwrap_err();
        assert!(matches!(error, Error::UnexpectedStatus(_)), "{error}");
        let client = builder(&peer.origin).build().unwrap();
        let call = client.call(Reinit).timeout(Duration::from_millis(100));
        assert!(call.await.unwrap_err().is_timeout());
    })
    .await;
}

#[tokio::test]
async fn events_that_are_too_large() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            wire.send(EVENTS).await;
            wire.chunk("data: {\"name\":\"a\"}\n\ndata: ").await;
            while wire.try_send(b"5\r\nxxxxx\r\n").await {}
        })
        .await;
        let client = builder(&peer.origin).max_message_bytes(50_000).build().unwrap();
        let mut events = client.call(Reinit).reconnect(quick()).await.unwrap();
        assert_eq!(events.recv().await.unwrap().unwrap(), named("a"));
        let error = events.recv().await.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::TooLarge { limit: 50_000 }), "{error}");
        assert!(events.recv().await.is_none());
        drop(events);
        peer.finish().await;
    })
    .await;
}

/// Nothing is read ahead but a little; dropping the stream ends the connection.
#[tokio::test]
async fn a_slow_reader_pushes_back() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            let mut wire = accept.request().await;
            wire.send(EVENTS).await;
            let event = format!("data: {{\"name\":\"{}\"}}\n\n", "x".repeat(60_000));
            let chunk = format!("{:x}\r\n{event}\r\n", event.len());
            let count = wire.flood(chunk.as_bytes()).await;
            assert!(count < 16 << 20, "{count} bytes went out to a client that does not read");
            wire.send(&chunk.as_bytes()[count % chunk.len()..]).await;
            // It is gone.
            while wire.try_send(chunk.as_bytes()).await {}
        })
        .await;
        fn check<T: Send + Unpin>(_: &T) {}
        let mut events = open(&peer.origin, Reinit).await.unwrap();
        check(&events);
        tokio::time::sleep(Duration::from_secs(2)).await;
        for _ in 0..200 {
            assert_eq!(events.recv().await.unwrap().unwrap().name.len(), 60_000);
        }
        drop(events);
        peer.finish().await;
    })
    .await;
}

/// wire.md 3.7: "With `listen` … 200 when a new valid token appears, however long that takes"; a
/// client must leave `listen` out to say no (2.6).
#[tokio::test]
async fn long_polls() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            for target in
                ["GET /auth?listen=true", "GET /auth?listen=true", "GET /auth", "GET /auth"]
            {
                let mut wire = accept.request().await;
                assert_eq!(wire.target(), target);
                if target == "GET /auth" {
                    wire.expect_end().await;
                    continue;
                }
                tokio::time::sleep(Duration::from_millis(500)).await;
                let body = "{\"name\":\"a\"}";
                // The second call has given up.
                wire.try_send(
                    format!(
                        "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{body}"
                    )
                    .as_bytes(),
                )
                .await;
            }
        })
        .await;
        let limit = Duration::from_millis(200);
        let client = builder(&peer.origin).timeout(limit).build().unwrap();
        assert_eq!(client.call(Listen { listen: Some(true) }).await.unwrap(), named("a"));
        let call = client.call(Listen { listen: Some(true) }).timeout(limit);
        assert!(call.await.unwrap_err().is_timeout());
        for listen in [None, Some(false)] {
            assert!(client.call(Listen { listen }).await.unwrap_err().is_timeout());
        }
        peer.finish().await;
    })
    .await;
}
