//! WebSockets over TLS: a server that would rather speak HTTP/2 is not asked to (wire 2.7, 8.6).

#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[allow(dead_code, reason = "shared with other tests")]
#[path = "support/peer.rs"]
mod peer;

use std::sync::{Arc, Mutex};

use coder_agents_client::Client;
use futures_util::SinkExt;
use peer::within;
use tokio::net::TcpListener;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::Acceptor;
use tokio_tungstenite::accept_async;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

/// What a client offered in its handshakes, one after the other.
type Offers = Arc<Mutex<Vec<Vec<String>>>>;

struct Server {
    origin: String,
    certificate: reqwest::Certificate,
    offers: Offers,
}

/// Speaks HTTP/2 and HTTP/1.1 as its certificates go, the first one by preference; but it has
/// nothing to say to anybody who does not want a WebSocket.
async fn server() -> Server {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let mut config = config.with_single_cert(vec![certificate.clone()], key).unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let (config, offers) = (Arc::new(config), Offers::default());
    let listener = TcpListener::bind("localhost:0").await.unwrap();
    let origin = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let seen = Arc::clone(&offers);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let (config, seen) = (Arc::clone(&config), Arc::clone(&seen));
            tokio::spawn(async move {
                let start = LazyConfigAcceptor::new(Acceptor::default(), socket).await.unwrap();
                let offered = start.client_hello().alpn().map(|names| {
                    names.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
                });
                seen.lock().unwrap().push(offered.unwrap_or_default());
                let stream = start.into_stream(config).await.unwrap();
                if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
                    return;
                }
                // Whoever wants something else goes without an answer.
                let Ok(mut socket) = accept_async(stream).await else { return };
                socket.send(Message::text("[]\n")).await.unwrap();
                socket.close(None).await.unwrap();
            });
        }
    });
    let certificate = reqwest::Certificate::from_der(&certificate).unwrap();
    Server { origin, certificate, offers }
}

#[tokio::test]
async fn sockets_are_negotiated_as_http_1_1() {
    let Server { origin, certificate, offers } = server().await;
    let http = move || reqwest::Client::builder().no_proxy().tls_certs_only([certificate.clone()]);
    let client = Client::builder(&origin).session_token("t").http_client_builder(http);
    let client = client.build().unwrap();
    // What is no socket may well go over HTTP/2; this server then hangs up.
    let plain = within(client.get_logs_by_workspace_agent(Uuid::nil())).await;
    assert!(plain.is_err());
    let offered = std::mem::take(&mut *offers.lock().unwrap());
    assert!(offered.iter().all(|offer| *offer == ["h2", "http/1.1"]), "{offered:?}");
    assert!(!offered.is_empty());
    for _ in 0..2 {
        let mut lines =
            within(client.get_logs_by_workspace_agent_follow(Uuid::nil())).await.unwrap();
        assert!(within(lines.recv()).await.unwrap().unwrap().is_empty());
        assert!(within(lines.recv()).await.is_none());
        let offered = std::mem::take(&mut *offers.lock().unwrap());
        assert_eq!(offered, [["http/1.1"]]);
    }
}
