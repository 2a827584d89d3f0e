//! Hooks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use codegen_runtime::client::error::Error;
use codegen_runtime::client::hook::{BoxFuture, FailureInfo, Hook, ResponseInfo};
use codegen_runtime::client::problem::BoxError;
use codegen_runtime::client::retry::RetryPolicy;
use codegen_runtime::client::spec::Spec;

use crate::operations::{AddPet, TOKEN, pet};
use crate::peer::{Peer, Step, answer, builder, json};
use crate::reading::header;

/// Writes down what it sees, and adds a header.
#[derive(Clone, Default)]
struct Diary(Arc<Mutex<Vec<String>>>);

impl Diary {
    fn note(&self, entry: String) {
        self.0.lock().unwrap().push(entry);
    }
}

impl Hook for Diary {
    fn on_request<'a>(
        &'a self,
        spec: &'a Spec,
        request: &'a mut reqwest::Request,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.note(format!("> {}", spec.id));
            request.headers_mut().insert("traceparent", "00-1".parse()?);
            assert!(!format!("{request:?}").contains("hidden"));
            Ok(())
        })
    }

    fn on_response(&self, response: ResponseInfo<'_>) {
        self.note(format!("< {} {}", response.attempt, response.status.as_u16()));
    }

    fn on_failure(&self, failure: FailureInfo<'_>) {
        self.note(format!("! {} {}", failure.attempt, failure.spec.id));
    }
}

struct Refuse;

impl Hook for Refuse {
    fn on_request<'a>(
        &'a self,
        spec: &'a Spec,
        _: &'a mut reqwest::Request,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        let outcome = if spec.id == "add-pet" { Err("read only".into()) } else { Ok(()) };
        Box::pin(std::future::ready(outcome))
    }
}

#[tokio::test]
async fn every_attempt_is_seen() {
    let diary = Diary::default();
    let steps =
        [answer("503 Later", ""), Step::Send(Vec::new()), json("200 OK", r#"{"name":"a"}"#)];
    let peer = Peer::start(steps).await;
    let policy = RetryPolicy::new(3).initial_delay(Duration::from_millis(1));
    let client = builder(&peer.origin).hook(diary.clone()).credential(&TOKEN, "hidden");
    client.retry(policy).build().unwrap().call(pet("x")).await.unwrap();
    let seen = diary.0.lock().unwrap().join("\n");
    assert_eq!(seen, "> get-pet\n< 1 503\n> get-pet\n! 2 get-pet\n> get-pet\n< 3 200");
    for request in peer.requests() {
        assert_eq!(header(&request, "traceparent").as_deref(), Some("00-1"));
    }
}

#[tokio::test]
async fn a_hook_can_refuse() {
    let diary = Diary::default();
    let peer = Peer::start([json("200 OK", r#"{"name":"a"}"#)]).await;
    let client = builder(&peer.origin).hook(Refuse).hook(diary.clone());
    let client = client.retry(RetryPolicy::new(3)).build().unwrap();
    let error = client.call(AddPet::default()).await.unwrap_err();
    assert!(matches!(error, Error::Hook(_)), "{error}");
    assert_eq!(error.to_string(), "a hook refused the request: read only");
    assert!(peer.requests().is_empty() && diary.0.lock().unwrap().is_empty());
    client.call(pet("x")).await.unwrap();
}
