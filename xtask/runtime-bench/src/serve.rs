//! Servers, until nobody holds their standard input any more.

use anyhow::{Result, bail};
use axum::serve::ListenerExt;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use crate::{api, bare, block_on, canned, hand};

/// Serves; first it tells where.
pub(crate) fn serve(what: &str) -> Result<()> {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        let mut input = tokio::io::stdin();
        let mut byte = [0];
        tokio::select! {
            served = dispatch(what, listener) => served,
            _ = input.read(&mut byte) => Ok(()),
        }
    })
}

/// Serves for ever.
pub(crate) async fn dispatch(what: &str, listener: TcpListener) -> Result<()> {
    // As the sockets by hand do, and whoever serves something interactive.
    let at_once = |listener: TcpListener| {
        listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        })
    };
    match what {
        "ours" => axum::serve(at_once(listener), api::site()?).await?,
        "hand" => axum::serve(at_once(listener), hand::site()?).await?,
        "bare" => bare::serve(listener).await?,
        "canned" => canned::serve(listener).await?,
        _ => bail!("there is no server `{what}`"),
    }
    Ok(())
}
