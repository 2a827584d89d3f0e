//! Retries.

use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, Utc};
use codegen_runtime::client::call::Operation;
use codegen_runtime::client::retry::RetryPolicy;

use crate::operations::{AddPet, Watch, pet};
use crate::peer::{Peer, Step, answer, builder, json};

fn quick(attempts: u32) -> RetryPolicy {
    RetryPolicy::new(attempts)
        .initial_delay(Duration::from_millis(1))
        .max_delay(Duration::from_secs(2))
}

/// How many requests come in, of which the first gets this answer.
async fn count<O: Operation>(operation: O, first: Step) -> usize {
    let peer = Peer::start([first, json("200 OK", r#"{"name":"a"}"#)]).await;
    let client = builder(&peer.origin).retry(quick(3)).build().unwrap();
    let _ = client.call(operation).send().await;
    peer.requests().len()
}

#[tokio::test]
async fn which_failures_are_repeated() {
    let broken = Step::Send(Vec::new());
    let half = Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec());
    for (step, get, post) in [
        (answer("429 Slow", ""), 2, 2),
        (answer("502 Bad", ""), 2, 1),
        (answer("503 Later", ""), 2, 1),
        (answer("504 Late", ""), 2, 1),
        (broken, 2, 1),
        (half, 2, 1),
        (answer("500 Oops", ""), 1, 1),
        (answer("404 None", ""), 1, 1),
        (json("200 OK", "nonsense"), 1, 1),
    ] {
        assert_eq!(count(pet("x"), step.clone()).await, get);
        assert_eq!(count(AddPet::default(), step).await, post);
    }
    assert_eq!(count(Watch, answer("503 Later", "")).await, 2);
}

#[tokio::test]
async fn they_are_opt_in_and_end() {
    let peer = Peer::start([answer("503 Later", "")]).await;
    let client = peer.client();
    for (attempts, seen) in [(None, 1), (Some(4), 5), (Some(0), 6)] {
        let mut call = client.call(pet("x"));
        if let Some(attempts) = attempts {
            call = call.retry(quick(attempts));
        }
        assert_eq!(call.await.unwrap_err().status().unwrap(), 503);
        assert_eq!(peer.requests().len(), seen);
    }
}

#[tokio::test]
async fn connecting_is_repeated_for_every_method() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client =
        builder(&origin).retry(quick(3).initial_delay(Duration::from_millis(40)).jitter(false));
    let started = Instant::now();
    assert!(client.build().unwrap().call(AddPet::default()).await.unwrap_err().is_connect());
    assert!(started.elapsed() >= Duration::from_millis(40 + 80));
}

#[tokio::test]
async fn retry_after_is_waited_for() {
    let seconds = || "1".to_owned();
    let date = || {
        let soon = DateTime::<Utc>::from(SystemTime::now() + Duration::from_secs(2));
        soon.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    };
    for value in [&seconds as &dyn Fn() -> String, &date] {
        let started = Instant::now();
        let step = answer(&format!("429 Slow\r\nRetry-After: {}", value()), "");
        assert_eq!(count(pet("x"), step).await, 2);
        // The date has no fractions, so that it may be up to a second early.
        assert!(started.elapsed() >= Duration::from_millis(900), "{:?}", started.elapsed());
    }
}

#[tokio::test]
async fn retry_after_that_is_too_long_or_nonsense() {
    for (value, requests) in [
        ("60", 1),
        ("99999999999999999999999", 2),
        ("Fri, 31 Dec 2100 23:59:59 GMT", 1),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 2),
        ("-1", 2),
        ("soon", 2),
        ("\u{fc}", 2),
    ] {
        let step = answer(&format!("503 Later\r\nRetry-After: {value}"), "");
        assert_eq!(count(pet("x"), step).await, requests, "{value}");
    }
}

#[tokio::test]
async fn an_answer_is_worth_more_than_a_timeout() {
    let peer = Peer::start([answer("503 Later\r\nRetry-After: 5", "")]).await;
    let policy = RetryPolicy::new(5);
    let call = peer.client();
    let error =
        call.call(pet("x")).retry(policy).timeout(Duration::from_secs(4)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(peer.requests().len(), 1);
}

#[tokio::test]
async fn extreme_delays_do_not_overflow() {
    let policy = RetryPolicy::new(u32::MAX).initial_delay(Duration::MAX).max_delay(Duration::MAX);
    let peer = Peer::start([answer("503 Later", "")]).await;
    let client = peer.client();
    let error =
        client.call(pet("x")).retry(policy).timeout(Duration::from_secs(5)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
}
