//! What the client sends, whatever the operation (wire 2.2, 2.6, 2.7, 8.8, 8.10).

use coder_agents_client::Client;
use coder_agents_client::operations::{
    GetWorkspaceAgentExternalAuthBy as By, RemovedGetWorkspaceAgentGitAuthBy as FormerBy,
};

use crate::bodies;
use crate::reading::{header, line};
use crate::support::{BASE, agent, answer, client, exchange, json, terminal};
use crate::wire_peer::{WirePeer, limited};

/// What a socket's handshake asks; the peer refuses it.
async fn handshake<T, E>(call: impl AsyncFnOnce(&Client) -> Result<T, E>) -> String {
    let (request, result) = exchange(answer("404 Not Found", "text/plain", ""), call).await;
    assert!(result.is_err());
    request
}

#[tokio::test]
async fn wire_2_7_a_handshake_is_http_1_1_without_extras() {
    let request = handshake(async |c| c.get_derp_map_updates().await).await;
    assert_eq!(request.lines().next(), Some("GET /api/v2/derp-map HTTP/1.1"));
    for (name, value) in
        [("connection", "Upgrade"), ("upgrade", "websocket"), ("sec-websocket-version", "13")]
    {
        assert_eq!(header(&request, name).as_deref(), Some(value));
    }
    assert_eq!(header(&request, "sec-websocket-key").unwrap().len(), 24);
    // No browser: nobody's origin. No subprotocol, no compression.
    for name in ["origin", "sec-websocket-protocol", "sec-websocket-extensions", "cookie"] {
        assert_eq!(header(&request, name), None, "{name}");
    }
    // Wire 3.1: the map is for everybody.
    assert_eq!(header(&request, "coder-session-token"), None);
}

#[tokio::test]
async fn wire_8_8_the_version_is_sent() {
    let request =
        handshake(async |c| c.coordinate_workspace_agent(agent(), "2.0").resume_token("a.b").await)
            .await;
    assert_eq!(line(&request), format!("GET {BASE}/coordinate?version=2.0&resume_token=a.b"));
    assert_eq!(header(&request, "coder-session-token").as_deref(), Some("user-key"));
    let request = handshake(async |c| c.user_scoped_tailnet_rpc_connection().await).await;
    assert_eq!(line(&request), "GET /api/v2/tailnet");
    let request =
        handshake(async |c| c.user_scoped_tailnet_rpc_connection().version("2.3").await).await;
    assert_eq!(line(&request), "GET /api/v2/tailnet?version=2.3");
}

#[tokio::test]
async fn wire_8_8_flags_are_there_or_not() {
    let request = handshake(async |c| c.get_logs_by_workspace_agent_follow(agent()).await).await;
    assert_eq!(line(&request), format!("GET {BASE}/logs?follow=true"));
    let request = handshake(async |c| {
        c.get_logs_by_workspace_agent_follow(agent()).after(7).no_compression(true).await
    })
    .await;
    assert_eq!(line(&request), format!("GET {BASE}/logs?after=7&no_compression=true&follow=true"));
    #[allow(deprecated, reason = "it works")]
    let request =
        handshake(async |c| c.removed_get_logs_by_workspace_agent_follow(agent()).await).await;
    assert_eq!(line(&request), format!("GET {BASE}/startup-logs?follow=true"));
    let request =
        handshake(async |c| c.watch_workspace_agent_for_container_updates(agent()).await).await;
    assert_eq!(line(&request), format!("GET {BASE}/containers/watch"));
}

#[tokio::test]
async fn wire_8_8_exactly_one_of_id_and_match() {
    let listen = async |by| {
        let by = async move |c: &Client| c.get_workspace_agent_external_auth_listen(by).await;
        let (request, _) = exchange(json("200 OK", bodies::SIGNED_IN), by).await;
        line(&request).to_owned()
    };
    let path = "GET /api/v2/workspaceagents/me/external-auth";
    assert_eq!(listen(By::Id("gh".to_owned())).await, format!("{path}?id=gh&listen=true"));
    let matched = listen(By::Match("a.example".to_owned())).await;
    assert_eq!(matched, format!("{path}?match=a.example&listen=true"));
    #[allow(deprecated, reason = "it works")]
    let (request, _) = exchange(json("200 OK", bodies::SIGNED_IN), async |c| {
        c.removed_get_workspace_agent_git_auth_listen(FormerBy::Id("gh".to_owned())).await
    })
    .await;
    assert_eq!(line(&request), "GET /api/v2/workspaceagents/me/gitauth?id=gh&listen=true");
    // Neither of them: nothing is sent at all.
    let empty = By::Match(String::new());
    let error = client("http://127.0.0.1:1").get_workspace_agent_external_auth(empty).await;
    assert!(error.unwrap_err().to_string().contains("must not be empty"));
}

#[tokio::test]
async fn wire_3_21_a_terminal_is_asked_for_by_all_its_names() {
    let request = handshake(async |c| {
        c.open_pty_to_workspace_agent(terminal())
            .height(50)
            .width(132)
            .command("htop -d 5")
            .container("db")
            .container_user("root")
            .backend_type("buffered")
            .await
    })
    .await;
    let query = "reconnect=67e55044-10b1-426f-9247-bb680e5fe0c8&height=50&width=132\
        &command=htop%20-d%205&container=db&container_user=root&backend_type=buffered";
    assert_eq!(line(&request), format!("GET {BASE}/pty?{query}"));
    // Wire 2.2: a signed token would come first; without it the user's key.
    assert_eq!(header(&request, "coder-session-token").as_deref(), Some("user-key"));
}

#[tokio::test]
async fn wire_2_2_a_signed_token_or_a_proxy_takes_the_place_of_a_user() {
    let refuse = || answer("401 Unauthorized", "", "");
    let (request, _) = exchange(refuse(), async |known| {
        let signed = crate::support::builder(&known_origin(known)).signed_terminal_token("s.t");
        let _ = signed.build().unwrap().open_pty_to_workspace_agent(terminal()).await;
    })
    .await;
    assert!(line(&request).ends_with("&coder_signed_app_token_23db1dde=s.t"), "{request}");
    assert_eq!(header(&request, "coder-session-token"), None);
    let (request, _) = exchange(refuse(), async |known| {
        let proxy = Client::builder(known_origin(known)).proxy_token("p:secret");
        let proxy = proxy.http_client_builder(|| reqwest::Client::builder().no_proxy());
        let _ = proxy.build().unwrap().get_workspace_agent_by_id(agent()).await;
    })
    .await;
    assert_eq!(header(&request, "coder-external-proxy-token").as_deref(), Some("p:secret"));
    assert_eq!(header(&request, "coder-session-token"), None);
}

/// Where a client's calls go.
fn known_origin(client: &Client) -> String {
    client.base_url().as_str().trim_end_matches('/').to_owned()
}

#[tokio::test]
async fn wire_8_10_cookies_of_answers_are_not_sent_back() {
    limited(async {
        let peer = WirePeer::start(|accept| async move {
            for _ in 0..3 {
                let mut wire = accept.request().await;
                assert_eq!(header(&wire.request, "cookie"), None);
                let token = header(&wire.request, "coder-session-token");
                assert_eq!(token.as_deref(), Some("agent-token"));
                wire.send(json("200 OK", "null")).await;
            }
        })
        .await;
        let client = client(&peer.origin);
        for _ in 0..3 {
            client.patch_workspace_agent_logs(Default::default()).await.unwrap();
        }
        peer.finish().await;
    })
    .await;
}

/// Wire 2.1: a redirect to the dashboard must not pass for an answer, and takes no token along.
#[tokio::test]
async fn wire_2_1_redirects_to_another_place_are_not_followed() {
    let away = answer("307 Temporary Redirect\r\nLocation: https://access.example/", "", "");
    let (_, result) = exchange(away, async |c| c.get_workspace_agent_by_id(agent()).await).await;
    let error = result.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("user-key"));
}
