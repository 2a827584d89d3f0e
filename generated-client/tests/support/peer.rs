//! A peer that speaks just enough HTTP, and says exactly what a test wants.

use std::future::IntoFuture;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coder_agents_client::{Client, ClientBuilder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The token of every client here. It must never be seen.
pub(crate) const TOKEN: &str = "tok-hunter2";

/// Runs until it is dropped.
pub(crate) struct Peer {
    pub(crate) origin: String,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Peer {
    /// Answers every request with these bytes and closes the connection; without any, it stays
    /// silent.
    pub(crate) async fn start(answer: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, answer.clone(), Arc::clone(&seen)));
            }
        });
        Self { origin, requests, task }
    }

    /// One that answers with this head, up to the blank line, and this body.
    pub(crate) async fn answering(head: &str, body: &str) -> Self {
        let length = body.len();
        let answer = format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\n\r\n{body}");
        Self::start(Some(answer)).await
    }

    /// The heads of the requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn client(&self) -> Client {
        builder(&self.origin).build().unwrap()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A builder for a client that has the token, and that no proxy of the environment can disturb.
pub(crate) fn builder(base_url: &str) -> ClientBuilder {
    Client::builder(base_url)
        .session_token(TOKEN)
        .http_client_builder(|| reqwest::Client::builder().no_proxy())
}

/// What a future gives; a test that hangs is a test that fails.
pub(crate) async fn within<F: IntoFuture>(future: F) -> F::Output {
    let limit = Duration::from_secs(10);
    tokio::time::timeout(limit, future.into_future()).await.expect("nothing for ten seconds")
}

async fn serve(mut socket: TcpStream, answer: Option<String>, seen: Arc<Mutex<Vec<String>>>) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
    seen.lock().unwrap().push(String::from_utf8_lossy(&bytes).into_owned());
    match answer {
        Some(answer) => {
            // The client may have lost interest; that is its right.
            let _ = socket.write_all(answer.as_bytes()).await;
            let _ = socket.shutdown().await;
            // Until the client has closed too: to hang up on unread bytes would reset the rest.
            while matches!(socket.read(&mut buffer).await, Ok(count) if count > 0) {}
        }
        None => std::future::pending().await,
    }
}
