//! A server on a port.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use coder_agents_server::{Options, Shutdown, router_with};
use tokio::net::{TcpListener, TcpSocket};

use crate::api::Api;
use crate::raw::Peer;

/// Where the operations of an agent begin.
pub const BASE: &str = "/api/v2/workspaceagents/67e55044-10b1-426f-9247-bb680e5fe0c8";

/// Where those that an agent calls for itself begin.
pub const ME: &str = "/api/v2/workspaceagents/me";

/// Where the caller's token usually is.
pub const TOKEN: &str = "Coder-Session-Token: t";

pub struct Site {
    pub api: Api,
    pub shutdown: Shutdown,
    pub address: SocketAddr,
}

pub async fn site() -> Site {
    site_with(Options::default()).await
}

pub async fn site_with(options: Options) -> Site {
    let (listener, site) = parts();
    let app = site.app(options);
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    site
}

/// With limits to whole connections as well.
pub async fn guarded_site(options: Options) -> Site {
    let (listener, site) = parts();
    let listener = options.listener(listener);
    let app = site.app(options);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    site
}

fn parts() -> (TcpListener, Site) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(2048).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, Site { api: Api::default(), shutdown: Shutdown::new(), address })
}

/// Counts as long as it lives.
pub struct Alive(Arc<AtomicUsize>);

impl Alive {
    pub fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }

    /// Makes something, which needs it alive.
    pub fn then<T>(&self, make: impl FnOnce() -> T) -> T {
        make()
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Site {
    fn app(&self, options: Options) -> Router {
        router_with(self.api.clone(), options.shutdown(self.shutdown.clone()))
    }

    /// A request with a token.
    pub async fn get(&self, path: &str) -> Peer {
        Peer::get(self.address, path, &[TOKEN]).await
    }

    /// Status and body of a request with a token.
    pub async fn ask(&self, path: &str) -> (u16, String) {
        self.send("GET", path, &[TOKEN], "").await
    }

    /// Status and body of a request; a body comes with the type that Go gives it (wire 7.3).
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[&str],
        body: &str,
    ) -> (u16, String) {
        let (head, body) = self.exchange(method, path, headers, body).await;
        (head[9..12].parse().unwrap(), body)
    }

    /// Head and body of the answer to a request.
    pub async fn exchange(
        &self,
        method: &str,
        path: &str,
        headers: &[&str],
        body: &str,
    ) -> (String, String) {
        let mut peer = Peer::connect(self.address).await;
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: coder.example\r\n\
             User-Agent: Go-http-client/1.1\r\nAccept-Encoding: gzip\r\n"
        );
        for header in headers {
            head.extend([header, "\r\n"]);
        }
        if !body.is_empty() {
            head += "Content-Type: application/json\r\n";
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        peer.send(format!("{head}\r\n{body}").as_bytes()).await;
        peer.answer().await
    }

    /// A WebSocket, with a token.
    pub async fn open(&self, path: &str) -> Peer {
        Peer::upgrade(self.address, path, &[TOKEN]).await.switched().await
    }

    /// Nobody is left.
    pub fn is_empty(&self) -> bool {
        self.api.alive() == 0 && self.shutdown.open_streams() == 0
    }
}

impl Peer {
    /// The code of a close frame that comes now or behind other messages.
    pub async fn next_close(&mut self) -> u16 {
        loop {
            let frame = self.next().await;
            if let (0x88, [high, low, ..]) = (frame.first, frame.payload.as_slice()) {
                return u16::from_be_bytes([*high, *low]);
            }
        }
    }

    /// Expects a close frame with this code, answers it, and expects the end.
    pub async fn expect_goodbye(&mut self, code: u16) {
        assert_eq!(self.next_close().await, code);
        self.close(code, "").await;
        self.expect_gone().await;
    }
}
