//! A peer that speaks just enough HTTP, and says exactly what a test wants.

use std::sync::{Arc, Mutex};

use codegen_runtime::client::builder::ClientBuilder;
use codegen_runtime::client::handle::Client;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::reading::read_request;

/// What the peer does with a request.
#[derive(Clone)]
pub(crate) enum Step {
    /// Sends these bytes, then closes the connection.
    Send(Vec<u8>),
    /// Sends these bytes, then nothing more, without closing.
    Stall(Vec<u8>),
}

/// Runs until it is dropped.
pub(crate) struct Peer {
    pub(crate) origin: String,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Peer {
    /// Takes one step per request; the last one again and again.
    pub(crate) async fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let steps: Vec<Step> = steps.into_iter().collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(socket, steps.clone(), Arc::clone(&seen)));
            }
        });
        Self { origin, requests, task }
    }

    /// The requests so far, head and body.
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

/// A builder for a client that no proxy of the environment can disturb.
pub(crate) fn builder(base_url: &str) -> ClientBuilder {
    Client::builder(base_url).http_client_builder(|| reqwest::Client::builder().no_proxy())
}

/// An answer with a content type and a body.
pub(crate) fn answer(head: &str, body: &str) -> Step {
    let length = body.len();
    Step::Send(format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes())
}

pub(crate) fn json(status: &str, body: &str) -> Step {
    answer(&format!("{status}\r\nContent-Type: application/json; charset=utf-8"), body)
}

async fn serve(mut socket: TcpStream, steps: Vec<Step>, seen: Arc<Mutex<Vec<String>>>) {
    let Some(request) = read_request(&mut socket).await else { return };
    let number = {
        let mut seen = seen.lock().unwrap();
        seen.push(request);
        seen.len()
    };
    let Some(step) = steps.get(number - 1).or(steps.last()) else { return };
    match step {
        Step::Send(bytes) => {
            // The client may have lost interest; that is its right.
            let _ = socket.write_all(bytes).await;
            let _ = socket.shutdown().await;
        }
        Step::Stall(bytes) => {
            let _ = socket.write_all(bytes).await;
            std::future::pending::<()>().await;
        }
    }
}
