//! What the behaviour tests of all cases share.

use std::net::SocketAddr;

use axum::Router;
use axum::http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Serves until the test's runtime ends; returns the origin.
pub async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("a bound listener has an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// A server that answers everything with the same.
pub async fn always(status: u16, content_type: &'static str, body: &'static str) -> String {
    let status = StatusCode::from_u16(status).expect("a status");
    let answer = move || async move { (status, [("content-type", content_type)], body) };
    serve(Router::new().fallback(answer)).await
}

/// What a client speaks HTTP with; no proxy of the environment can disturb it.
pub fn http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().no_proxy()
}

/// The client of a case for a server at this origin.
#[macro_export]
macro_rules! client {
    ($case:ident, $origin:expr) => {
        $crate::client!($case, $origin,)
    };
    ($case:ident, $origin:expr, $($calls:tt)*) => {
        $case::Client::builder($origin).http_client_builder($crate::http) $($calls)* .build().unwrap()
    };
}

/// Sends a request as it stands and returns the status and the body of the answer.
pub async fn raw(origin: &str, head: &str, body: &str) -> (u16, String) {
    let address: SocketAddr =
        origin.trim_start_matches("http://").parse().expect("an origin of ours");
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    let length = body.len();
    let request = format!(
        "{head}\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.expect("the request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("the answer is text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("the answer has a head");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.expect("the answer has a status"), body.to_owned())
}

/// The fields and details of what is wrong with a request.
pub fn violations(body: &str) -> Vec<(String, String)> {
    let body: serde_json::Value = serde_json::from_str(body).expect("errors are JSON");
    let violations = body["validations"].as_array().cloned().unwrap_or_default();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    violations
        .iter()
        .map(|violation| (text(&violation["field"]), text(&violation["detail"])))
        .collect()
}

/// The fields alone.
pub fn wrong_fields(body: &str) -> Vec<String> {
    violations(body).into_iter().map(|(field, _)| field).collect()
}
