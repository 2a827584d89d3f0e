//! Who asks, and how he says so (wire 2.2, 7.1, 7.4).

use crate::raw::{Peer, TEXT, within};
use crate::site::{BASE, ME, Site, TOKEN, site};

/// Asks for the agent itself, or for something of the calling agent.
async fn noted(site: &Site, path: &str, headers: &[&str]) -> (u16, String) {
    site.api.note("nobody");
    let (status, _) = site.send("GET", path, headers, "").await;
    (status, site.api.last())
}

#[tokio::test]
async fn wire_2_2_the_first_place_that_is_not_empty_counts() {
    within(async {
        let site = site().await;
        let cookie = "Cookie: csrf_token=x; coder_session_token=cookie; a=\"b\"";
        let header = "Coder-Session-Token: header";
        let bearer = "Authorization: bEARER bearer";
        let all = "access_token=access&coder_session_token=query";
        for (query, headers, found) in [
            (all, &[bearer, header, cookie][..], "cookie"),
            (all, &[bearer, header], "query"),
            ("access_token=access", &[bearer, header], "header"),
            ("access_token=access", &[bearer], "bearer"),
            ("access_token=access", &[], "access"),
            // An empty value is none.
            (all, &["Cookie: coder_session_token="], "query"),
            ("coder_session_token=&access_token=access", &[header], "header"),
            ("", &["Coder-Session-Token: ", bearer], "bearer"),
            ("access_token=access", &["Authorization: Bearer "], "access"),
        ] {
            for (path, scheme) in
                [(format!("{ME}/gitsshkey"), "agent"), (BASE.to_owned() + "/connection", "user")]
            {
                let asked = noted(&site, &format!("{path}?{query}"), headers).await;
                assert_eq!(asked, (200, format!("{scheme} {found}")), "{query} {headers:?}");
            }
        }
        for headers in [&[][..], &["Coder-Session-Token:"], &["Authorization: Basic eDp5"]] {
            let asked = noted(&site, &format!("{ME}/gitsshkey"), headers).await;
            assert_eq!(asked, (401, "nobody".to_owned()), "{headers:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn wire_2_2_proxies_and_signed_tokens() {
    within(async {
        let site = site().await;
        let proxy = "Coder-External-Proxy-Token: id:secret";
        let path = format!("{BASE}/connection");
        assert_eq!(noted(&site, &path, &[proxy]).await.1, "proxy id:secret");
        // Only users reach the network as a whole.
        let tailnet = Peer::upgrade(site.address, "/api/v2/tailnet", &[proxy]).await;
        let (head, _) = { tailnet }.answer().await;
        assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
        let pty = format!("{BASE}/pty?reconnect=67e55044-10b1-426f-9247-bb680e5fe0c8");
        let signed = "coder_signed_app_token_23db1dde=s.t";
        for (query, headers, expected) in [
            (format!("&{signed}"), &[TOKEN][..], "signed s.t"),
            (String::new(), &[TOKEN, "Cookie: coder_signed_app_token=c"], "signed c"),
            (String::new(), &[TOKEN], "user t"),
            (String::new(), &[TOKEN, "Cookie: coder_path_app_session_token=p"], "user t"),
            (String::new(), &["Cookie: coder_path_app_session_token=p"], "path app p"),
        ] {
            // Not a WebSocket, but that is looked at later.
            assert_eq!(noted(&site, &format!("{pty}{query}"), headers).await.1, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn wire_2_2_nobody_has_to_say_who_he_is_for_some() {
    within(async {
        let site = site().await;
        // Wire 7.1: the first Go clients send an empty token here.
        for token in ["Coder-Session-Token: ", "Coder-Session-Token: wrong"] {
            let body = r#"{"signature":"s","document":"d"}"#;
            let path = "/api/v2/workspaceagents/aws-instance-identity";
            let (status, body) = site.send("POST", path, &[token], body).await;
            assert_eq!((status, body.as_str()), (200, r#"{"session_token":"s"}"#));
            let peer = Peer::upgrade(site.address, "/api/v2/derp-map", &[token]).await;
            peer.switched().await.expect(0x02, r#"{"Regions":{}}"#).await;
        }
    })
    .await;
}

#[tokio::test]
async fn wire_7_4_headers_that_mean_nothing_here() {
    within(async {
        let site = site().await;
        let headers = [
            TOKEN,
            "Coder-CLI-Telemetry: eyJhIjoxfQ==",
            "Coder-Desktop-Telemetry: {\"device_id\":",
            "X-Coder-Bypass-Ratelimit: true",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "X-Anything: \u{fc}",
        ];
        let path = format!("{BASE}/logs?follow");
        let peer = Peer::upgrade(site.address, &path, &headers).await;
        peer.switched().await.expect(TEXT, "[]").await;
    })
    .await;
}
