//! Parameters of which exactly one is given, and the two faces of an operation.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use coder_agents_server::{AgentsApi, Answer, Credential, RequestInfo, router};
use serde_json::Value;
use tower::ServiceExt;

/// Lets everybody in, and then does nothing: what gets as far as that is answered with 501 and the
/// operation's id.
struct Nothing;

impl AgentsApi for Nothing {
    type Principal = ();

    async fn authenticate(&self, _: Credential, _: &RequestInfo) -> Answer<()> {
        Ok(())
    }
}

async fn ask(uri: &str) -> (u16, Value) {
    let request = Request::builder().uri(uri).header("coder-session-token", "x");
    let response = router(Nothing).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap())
}

#[tokio::test]
async fn one_provider_is_chosen() {
    for (query, status) in [
        ("id=a", 501),
        ("match=a", 501),
        ("url=a", 501),
        ("id=&match=a", 501),
        ("id=a&match=&url=", 501),
        ("", 400),
        ("id=&match=", 400),
        ("id=a&match=b", 400),
        ("id=a&url=b", 400),
        ("match=a&match=b", 400),
    ] {
        for listen in ["", "&listen", "&listen=false"] {
            let uri = format!("/api/v2/workspaceagents/me/external-auth?{query}{listen}");
            let (answered, answer) = ask(&uri).await;
            assert_eq!(answered, status, "{uri}: {answer}");
            let operation = "get-workspace-agent-external-auth";
            if status == 501 {
                let face = if listen.is_empty() { "" } else { "-listen" };
                assert_eq!(answer["detail"], format!("{operation}{face}"));
            }
        }
    }
}
