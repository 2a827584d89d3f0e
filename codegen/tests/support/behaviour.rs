//! What the behaviour tests of all cases share.

use std::net::SocketAddr;

use axum::Router;
use axum::http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

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
    let (head, body) = exchange(origin, head, body).await;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.expect("the answer has a status"), body)
}

/// Sends a request as it stands and returns the answer as it came, head and body; only the date and
/// what concerns the connection alone are left out.
pub async fn exchange(origin: &str, head: &str, body: &str) -> (String, String) {
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
    let left_out = |line: &&str| line.starts_with("date: ") || *line == "connection: close";
    let lines = head.split("\r\n").filter(|line| !left_out(line));
    (lines.collect::<Vec<_>>().join("\r\n"), body.to_owned())
}

/// Takes one request, and gives back its head and its body.
pub async fn listen() -> (String, JoinHandle<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("a bound listener has an address");
    let request = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("somebody calls");
        let mut bytes = Vec::new();
        let (mut is_whole, mut buffer) = (false, [0; 4096]);
        while !is_whole {
            let count = socket.read(&mut buffer).await.expect("the caller stays");
            bytes.extend_from_slice(&buffer[..count]);
            let text = String::from_utf8_lossy(&bytes);
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                assert_ne!(count, 0, "{text}");
                continue;
            };
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let is_chunked = head.contains("transfer-encoding: chunked");
            is_whole = count == 0
                || is_chunked && body.ends_with("0\r\n\r\n")
                || !is_chunked && length.unwrap_or("0").parse() == Ok(body.len());
        }
        let answer = b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";
        socket.write_all(answer).await.expect("the caller stays");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").expect("it has a head");
        (head.to_owned(), body.to_owned())
    });
    (format!("http://{address}"), request)
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
