//! Answers that do not come.

use std::time::Duration;

use codegen_runtime::client::call::Operation;
use codegen_runtime::client::error::Error;
use codegen_runtime::client::handle::Client;

use crate::operations::{GetPet, Watch, pet};
use crate::peer::{Peer, Step, builder};

const SHORT: Duration = Duration::from_millis(100);

#[tokio::test]
async fn no_server() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = builder(&origin).build().unwrap().call(pet("x")).await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
    assert!(error.to_string().starts_with("cannot connect: "), "{error}");
    assert_eq!((error.status(), error.headers(), error.api()), (None, None, None));
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn a_timeout_per_call_and_per_client() {
    // Before the head, and within the body.
    for bytes in ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"] {
        let peer = Peer::start([Step::Stall(bytes.into())]).await;
        let error = peer.client().call(pet("x")).timeout(SHORT).await.unwrap_err();
        assert!(matches!(error, Error::Timeout { after: SHORT }), "{error}");
        assert!(error.is_timeout() && !error.is_connect());
        let client = builder(&peer.origin).timeout(SHORT).build().unwrap();
        assert!(client.call(pet("x")).await.unwrap_err().is_timeout());
        assert!(client.call(pet("x")).timeout(2 * SHORT).await.unwrap_err().is_timeout());
    }
}

#[tokio::test]
async fn the_longest_timeout_is_none() {
    let peer = Peer::start([Step::Send(Vec::new())]).await;
    let error = peer.client().call(pet("x")).timeout(Duration::MAX).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
}

#[tokio::test]
async fn connections_that_break() {
    for bytes in ["", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"] {
        let peer = Peer::start([Step::Send(bytes.into())]).await;
        let error = peer.client().call(pet("x")).await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{bytes}: {error:?}");
        assert!(error.to_string().starts_with("the exchange failed: "), "{error}");
    }
}

#[test]
fn calls_can_move_between_threads_and_errors_are_small() {
    fn is_send<T: Send>(_: &T) {}
    fn is_sync<T: Send + Sync + 'static>() {}
    fn both<O: Operation + Send + Default + 'static>(client: &Client) {
        is_send(&IntoFuture::into_future(client.call(O::default())));
    }
    let client = builder("http://localhost").build().unwrap();
    both::<GetPet>(&client);
    both::<Watch>(&client);
    is_send(&client.call(pet("x")).send());
    is_sync::<Client>();
    is_sync::<Error<crate::operations::Sorry>>();
    assert!(size_of::<Error<[u64; 100]>>() <= 48);
}
