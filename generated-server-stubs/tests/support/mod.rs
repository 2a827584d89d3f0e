//! Client and server, wired together over a real socket.

pub(crate) mod documented;
pub(crate) mod operations;
#[path = "../../../generated-client/tests/support/published.rs"]
pub(crate) mod published;
pub(crate) mod recorder;
pub(crate) mod round;

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use coder_agents_client::Client;
use coder_agents_client::client::ClientBuilder;

/// Serves on a port of this machine, until the test ends.
pub(crate) async fn serve(app: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(axum::serve(listener, service).into_future());
    format!("http://{address}")
}

/// A client that no proxy of the environment can disturb.
pub(crate) fn client(url: &str) -> ClientBuilder {
    Client::builder(url).http_client_builder(|| reqwest::Client::builder().no_proxy())
}

/// A client that calls as a user and as an agent, with the same token.
pub(crate) fn client_of(url: &str, token: &str) -> Client {
    client(url).session_token(token).agent_token(token).build().unwrap()
}

/// What a future gives; a test that hangs is a test that fails.
pub(crate) async fn within<F: IntoFuture>(future: F) -> F::Output {
    let limit = Duration::from_secs(10);
    tokio::time::timeout(limit, future.into_future()).await.expect("nothing for ten seconds")
}
