//! Every operation with a plain answer: what it asks, and what servers say (wire 3, 4, 8.1 to 8.3).

use coder_agents_client::operations::{
    GetWorkspaceAgentExternalAuthBy as By, RemovedGetWorkspaceAgentGitAuthBy as FormerBy,
};
use coder_agents_client::types::agentsdk::{
    AwsInstanceIdentityToken, AzureInstanceIdentityToken, GoogleInstanceIdentityToken, Log,
    PatchAppStatus, PatchLogs, PostLogSourceRequest,
};
use coder_agents_client::types::codersdk::{
    LogLevel, WorkspaceAgentLifecycle, WorkspaceAppOpenIn, WorkspaceAppStatusState,
};
use serde_json::json;
use uuid::Uuid;

use crate::bodies;
use crate::reading::{header, line};
use crate::support::{BASE, agent, exchange, json, of};

const ME: &str = "/api/v2/workspaceagents/me";

#[tokio::test]
async fn wire_3_3_to_3_5_instances_get_the_token_of_their_agent() {
    let token = || json("200 OK", r#"{"session_token":"agent-token"}"#);
    let aws: AwsInstanceIdentityToken = of(json!({ "document": "{\"a\":1}", "signature": "s" }));
    let (request, answer) =
        exchange(token(), async |c| c.authenticate_agent_on_aws_instance(aws).await).await;
    assert_eq!(line(&request), "POST /api/v2/workspaceagents/aws-instance-identity");
    // Wire 7.7: the document is text, whatever stands in it.
    assert!(request.ends_with(r#"{"document":"{\"a\":1}","signature":"s"}"#), "{request}");
    assert_eq!(answer.unwrap().session_token.expose(), "agent-token");
    // Wire 2.2: nobody asks for a token, so none is sent.
    assert_eq!(header(&request, "coder-session-token"), None);

    let azure: AzureInstanceIdentityToken = of(json!({ "encoding": "pkcs7", "signature": "s" }));
    let (request, answer) =
        exchange(token(), async |c| c.authenticate_agent_on_azure_instance(azure).await).await;
    assert_eq!(line(&request), "POST /api/v2/workspaceagents/azure-instance-identity");
    assert_eq!(answer.unwrap().session_token.expose(), "agent-token");

    let google: GoogleInstanceIdentityToken = of(json!({ "json_web_token": "jwt" }));
    let (request, answer) =
        exchange(token(), async |c| c.authenticate_agent_on_google_cloud_instance(google).await)
            .await;
    assert_eq!(line(&request), "POST /api/v2/workspaceagents/google-instance-identity");
    assert!(request.ends_with(r#"{"json_web_token":"jwt"}"#), "{request}");
    assert_eq!(answer.unwrap().session_token.expose(), "agent-token");
}

#[tokio::test]
async fn wire_3_6_an_app_status_is_answered_with_null() {
    let status = PatchAppStatus {
        app_slug: "code".to_owned(),
        state: WorkspaceAppStatusState::Idle,
        message: Some("done".to_owned()),
        ..Default::default()
    };
    let (request, answer) = exchange(json("200 OK", "null"), async |c| {
        c.patch_workspace_agent_app_status(status).await
    })
    .await;
    assert_eq!(line(&request), format!("PATCH {ME}/app-status"));
    assert!(
        request.ends_with(r#"{"app_slug":"code","message":"done","state":"idle"}"#),
        "{request}"
    );
    assert_eq!(header(&request, "coder-session-token").as_deref(), Some("agent-token"));
    assert_eq!(answer.unwrap(), None);
}

#[tokio::test]
async fn wire_3_7_credentials_of_somebody_who_has_not_signed_in() {
    let (request, answer) = exchange(json("200 OK", bodies::CREDENTIALS), async |c| {
        c.get_workspace_agent_external_auth(By::Match("git.example/a&b".to_owned())).await
    })
    .await;
    assert_eq!(line(&request), format!("GET {ME}/external-auth?match=git.example%2Fa%26b"));
    let answer = answer.unwrap();
    assert_eq!(answer.url, "https://coder.example/external-auth/gh");
    assert!(answer.token_extra.expose().is_empty() && answer.access_token.expose().is_empty());
}

#[tokio::test]
async fn wire_3_8_the_former_path_has_the_same_credentials() {
    #[allow(deprecated, reason = "it works")]
    let (request, answer) = exchange(json("200 OK", bodies::SIGNED_IN), async |c| {
        c.removed_get_workspace_agent_git_auth(FormerBy::Id("gh".to_owned())).await
    })
    .await;
    assert_eq!(line(&request), format!("GET {ME}/gitauth?id=gh"));
    let answer = answer.unwrap();
    assert_eq!(answer.username.expose(), "gho_1");
    assert_eq!(answer.token_extra.expose()["n"], 1);
}

#[tokio::test]
async fn wire_3_9_a_key_pair() {
    let body = r#"{"public_key":"ssh-ed25519 AAAA\n","private_key":"-----BEGIN"}"#;
    let (request, answer) =
        exchange(json("200 OK", body), async |c| c.get_workspace_agent_git_ssh_key().await).await;
    assert_eq!(line(&request), format!("GET {ME}/gitsshkey"));
    assert_eq!(answer.unwrap().public_key, "ssh-ed25519 AAAA\n");
}

#[tokio::test]
async fn wire_3_10_a_log_source_is_created() {
    let source = PostLogSourceRequest {
        id: Some(Uuid::nil()),
        display_name: Some("script".to_owned()),
        ..Default::default()
    };
    let (request, answer) = exchange(json("201 Created", bodies::LOG_SOURCE), async |c| {
        c.post_workspace_agent_log_source(source).await
    })
    .await;
    assert_eq!(line(&request), format!("POST {ME}/log-source"));
    assert_eq!(answer.unwrap().display_name, "script");
}

#[tokio::test]
async fn wire_3_11_logs_are_answered_with_null() {
    let logs = vec![Log { output: "hi".to_owned(), level: Some(LogLevel::Warn), ..Log::default() }];
    let body = PatchLogs { logs, ..PatchLogs::default() };
    let (request, answer) =
        exchange(json("200 OK", "null"), async |c| c.patch_workspace_agent_logs(body).await).await;
    assert_eq!(line(&request), format!("PATCH {ME}/logs"));
    assert!(request.ends_with(r#"{"logs":[{"level":"warn","output":"hi"}]}"#), "{request}");
    assert_eq!(answer.unwrap(), None);
}

#[tokio::test]
async fn wire_3_13_an_agent_with_null_later_and_missing_members() {
    let (request, answer) = exchange(json("200 OK", bodies::AGENT), async |c| {
        c.get_workspace_agent_by_id(agent()).await
    })
    .await;
    assert_eq!(line(&request), format!("GET {BASE}"));
    assert_eq!(header(&request, "coder-session-token").as_deref(), Some("user-key"));
    let agent = answer.unwrap();
    // Wire 5, no. 14: text or null, never an object.
    assert_eq!(agent.parent_id, None);
    assert!(agent.environment_variables.is_empty());
    // Wire 8.3: fractions, offsets, and the year 1.
    assert_eq!(agent.created_at.timestamp_subsec_micros(), 123_456);
    assert_eq!(agent.updated_at.to_rfc3339(), "2025-07-14T08:00:00.500+00:00");
    assert_eq!(agent.first_connected_at.unwrap().to_rfc3339(), "0001-01-01T00:00:00+00:00");
    assert_eq!(agent.last_connected_at, None);
    // Wire 8.2: values that nobody knew.
    assert_eq!(agent.lifecycle_state, WorkspaceAgentLifecycle::Unknown("hibernating".to_owned()));
    assert_eq!(agent.apps[0].open_in, WorkspaceAppOpenIn::Window);
    assert_eq!(agent.latency["Région <1>"].latency_ms.to_bits(), 125f64.to_bits());
    assert_eq!(agent.scripts[0].timeout, 90_000_000_000);
    assert_eq!(agent.subsystems.len(), 2);
}

#[tokio::test]
async fn wire_3_14_relays_are_spelled_as_in_go() {
    let body = format!(
        r#"{{"derp_map":{},"derp_force_websockets":false,"disable_direct_connections":true}}"#,
        bodies::RELAYS
    );
    let (request, answer) = exchange(json("200 OK", &body), async |c| {
        c.get_connection_info_for_workspace_agent(agent()).await
    })
    .await;
    assert_eq!(line(&request), format!("GET {BASE}/connection"));
    let map = answer.unwrap().derp_map;
    let node = &map.regions["7"].nodes[0];
    assert_eq!(
        (node.stun_port, node.derp_port, node.force_http),
        (Some(-1), Some(8080), Some(true))
    );
    assert!(map.regions["12"].nodes.is_empty());
    assert_eq!(map.home_params.unwrap().region_score["7"].to_bits(), 0.5f64.to_bits());
}

#[tokio::test]
async fn wire_3_15_labels_are_repeated() {
    let (request, answer) = exchange(json("200 OK", bodies::LISTING), async |c| {
        let labels = vec!["k=v".to_owned(), "a b=".to_owned()];
        c.get_running_containers_for_workspace_agent(agent()).label(labels).await
    })
    .await;
    assert_eq!(line(&request), format!("GET {BASE}/containers?label=k%3Dv&label=a%20b%3D"));
    let listing = answer.unwrap();
    // Known or not: later servers say so.
    assert_eq!(listing.devcontainers[0].status.as_str(), "stopping");
    let container = &listing.containers[0];
    assert_eq!(container.created_at.timestamp_subsec_nanos(), 123_456_789);
    assert!(container.labels.is_empty());
    assert_eq!(container.ports[0].host_port, Some(65_535));
}

#[tokio::test]
async fn wire_3_16_recreation_is_accepted() {
    let body = r#"{"message":"Started.","detail":"It goes on."}"#;
    let (request, answer) = exchange(json("202 Accepted", body), async |c| {
        c.recreate_devcontainer_for_workspace_agent(agent(), "d1").await
    })
    .await;
    assert_eq!(line(&request), format!("POST {BASE}/containers/devcontainers/d1/recreate"));
    // Wire 7.3: no body, no type.
    assert_eq!(header(&request, "content-type"), None);
    assert_eq!(answer.unwrap().detail.as_deref(), Some("It goes on."));
}

#[tokio::test]
async fn wire_3_19_ports_without_a_name() {
    let body = r#"{"ports":[{"process_name":"","network":"tcp","port":65535}]}"#;
    let (request, answer) = exchange(json("200 OK", body), async |c| {
        c.get_listening_ports_for_workspace_agent(agent()).await
    })
    .await;
    assert_eq!(line(&request), format!("GET {BASE}/listening-ports"));
    assert_eq!(answer.unwrap().ports[0].port, 65_535);
}

#[tokio::test]
async fn wire_3_20_all_lines_at_once() {
    let (request, answer) = exchange(json("200 OK", &format!("[{}]", bodies::LINE)), async |c| {
        c.get_logs_by_workspace_agent(agent()).after(i64::MAX).no_compression(false).await
    })
    .await;
    // Wire 2.6: a flag is left out to say no.
    assert_eq!(line(&request), format!("GET {BASE}/logs?after={}", i64::MAX));
    let lines = answer.unwrap();
    // Wire 4.2: beyond what a float holds.
    assert_eq!(lines[0].id, 9_007_199_254_740_993);
    assert_eq!(lines[0].level, LogLevel::Unknown("notice".to_owned()));
    assert!(lines[0].output.starts_with('\u{1b}'));
}

#[tokio::test]
async fn wire_3_22_the_former_path_has_the_same_lines() {
    #[allow(deprecated, reason = "it works")]
    let (request, answer) = exchange(json("200 OK", "[]"), async |c| {
        c.removed_get_logs_by_workspace_agent(agent()).await
    })
    .await;
    assert_eq!(line(&request), format!("GET {BASE}/startup-logs"));
    assert_eq!(answer.unwrap(), []);
}

/// Go escapes what browsers might take for HTML, ends with a newline, and adds headers of its own.
#[tokio::test]
async fn wire_2_5_answers_are_one_value_and_a_newline() {
    let body = r#"{"private_key":"a\u003cb\u003e\u0026\u2028","public_key":"ssh-ed25519 A\n"}"#;
    let (_, answer) =
        exchange(json("200 OK", body), async |c| c.get_workspace_agent_git_ssh_key().send().await)
            .await;
    let answer = answer.unwrap();
    assert_eq!(answer.body.private_key.expose(), "a<b>&\u{2028}");
    assert_eq!(answer.body.public_key, "ssh-ed25519 A\n");
    assert_eq!(answer.headers["x-coder-build-version"], "v0.0.0");
    assert!(answer.headers.contains_key("x-coder-request-id"));
}
