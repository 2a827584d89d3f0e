//! Answers in pieces that are neither events nor sockets, and readers that take none of them.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use codegen_runtime::server::api_error::default_body;
use codegen_runtime::server::operation::Route;
use codegen_runtime::server::router::{Options, Server};
use codegen_runtime::server::{downloads, lines};
use codegen_runtime::types::byte_stream::ByteStream;
use codegen_runtime::types::json_lines::JsonLines;
use futures_util::stream;
use tokio::io::AsyncReadExt;

use crate::api::Api;
use crate::peer::{Peer, serve, until, within};

const LIMIT: Duration = Duration::from_millis(200);

#[tokio::test]
async fn lines_and_bytes_break_off_for_a_reader_that_is_too_slow() {
    within(async {
        let api = Api::default();
        let app = Server::new(api.clone(), Options::default().send_timeout(LIMIT), default_body)
            .serve(Route::get("/lines").id("lines"), |api: Arc<Api>, _| async move {
                let alive = api.live();
                let values = stream::repeat_with(move || {
                    let _ = &alive;
                    "x".repeat(1000)
                });
                lines::respond(200, "application/x-ndjson", JsonLines::new(values))
            })
            .serve(Route::get("/bytes").id("bytes"), |api: Arc<Api>, _| async move {
                let alive = api.live();
                let pieces = stream::repeat_with(move || {
                    let _ = &alive;
                    Ok::<_, Infallible>(vec![0; 1000])
                });
                downloads::bytes(200, "application/octet-stream", ByteStream::new(pieces))
            });
        let address = serve(app.finish("")).await;
        for path in ["/lines", "/bytes"] {
            let mut peer = Peer::get(address, path, &[]).await;
            peer.head().await;
            assert_eq!(api.alive(), 1, "{path}");
            until(|| api.alive() == 0).await;
            let mut rest = Vec::new();
            let _ = peer.0.read_to_end(&mut rest).await;
            assert!(rest.len() > 1000 && !rest.ends_with(b"\r\n0\r\n\r\n"), "{path}");
        }
    })
    .await;
}

/// Once all of it is handed over nobody waits any more, so nothing is cut: its reader may come back
/// to it much later.
#[tokio::test]
async fn what_was_handed_over_is_not_taken_back() {
    within(async {
        let app = Server::new((), Options::default().send_timeout(LIMIT), default_body);
        let app = app.serve(Route::get("/").id("whole"), |_, _| async {
            let pieces = stream::iter([Ok::<_, Infallible>("a"), Ok("b")]);
            downloads::bytes(200, "text/plain", ByteStream::new(pieces))
        });
        let address = serve(app.finish("")).await;
        let mut peer = Peer::get(address, "/", &[]).await;
        tokio::time::sleep(2 * LIMIT).await;
        peer.head().await;
        assert_eq!([peer.chunk().await, peer.chunk().await, peer.chunk().await], ["a", "b", ""]);
    })
    .await;
}
