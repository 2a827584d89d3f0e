//! A server on a port, and clients of it.

use std::net::SocketAddr;

use axum::Router;
use codegen_runtime::server::router::Options;
use codegen_runtime::server::shutdown::Shutdown;
use tokio::net::{TcpListener, TcpSocket};

use crate::api::{Api, router};
pub use crate::raw::*;

pub struct Site {
    pub api: Api,
    pub shutdown: Shutdown,
    pub address: SocketAddr,
}

pub async fn site() -> Site {
    site_with(Options::default()).await
}

pub async fn site_with(options: Options) -> Site {
    let (api, shutdown) = (Api::default(), Shutdown::new());
    let address = serve(router(api.clone(), options.shutdown(shutdown.clone()))).await;
    Site { api, shutdown, address }
}

pub async fn serve(app: Router) -> SocketAddr {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener: TcpListener = socket.listen(2048).unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

impl Site {
    /// See [`Peer::get`].
    pub async fn get(&self, path: &str, headers: &[&str]) -> Peer {
        Peer::get(self.address, &format!("/api/v2{path}"), headers).await
    }

    /// See [`Peer::upgrade`].
    pub async fn upgrade(&self, path: &str, headers: &[&str]) -> Peer {
        Peer::upgrade(self.address, &format!("/api/v2{path}"), headers).await
    }

    /// An open WebSocket.
    pub async fn open(&self, path: &str) -> Peer {
        self.upgrade(path, &[]).await.switched().await
    }
}
