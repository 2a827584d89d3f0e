//! Redirects.

use codegen_runtime::client::error::Error;

use crate::operations::{TOKEN, pet};
use crate::peer::{Peer, answer, builder, json};
use crate::reading::{header, line};

fn to(status: &str, location: &str) -> crate::peer::Step {
    answer(&format!("{status}\r\nLocation: {location}"), "")
}

#[tokio::test]
async fn on_the_same_server_they_are_followed() {
    let peer = Peer::start([to("307 There", "/other"), json("200 OK", r#"{"name":"a"}"#)]).await;
    let client = builder(&peer.origin).credential(&TOKEN, "t").build().unwrap();
    assert_eq!(client.call(pet("x")).await.unwrap().name, "a");
    let requests = peer.requests();
    assert_eq!(line(&requests[1]), "GET /other");
    assert_eq!(header(&requests[1], "x-token").as_deref(), Some("t"));
}

#[tokio::test]
async fn to_another_server_they_are_not() {
    let other = Peer::start([json("200 OK", r#"{"name":"a"}"#)]).await;
    let port = other.origin.rsplit(':').next().unwrap();
    for target in
        [other.origin.clone(), format!("http://localhost:{port}/"), format!("//127.0.0.1:{port}")]
    {
        for status in ["301 Moved", "302 Found", "303 See", "307 There", "308 There"] {
            let peer = Peer::start([to(status, &target)]).await;
            let client = builder(&peer.origin).credential(&TOKEN, "t").build().unwrap();
            let error = client.call(pet("x")).await.unwrap_err();
            assert!(matches!(error, Error::UnexpectedStatus(_)), "{error}");
            assert_eq!(error.headers().unwrap()["location"], target);
        }
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn not_even_by_a_detour() {
    let other = Peer::start([json("200 OK", r#"{"name":"a"}"#)]).await;
    let peer = Peer::start([to("307 There", "/a"), to("307 There", &other.origin)]).await;
    let error = peer.client().call(pet("x")).await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedStatus(_)), "{error}");
    assert_eq!((peer.requests().len(), other.requests().len()), (2, 0));
}

#[tokio::test]
async fn a_name_in_the_target_is_not_used() {
    let peer = Peer::start([json("200 OK", "{}")]).await;
    let host = peer.origin.trim_start_matches("http://").to_owned();
    let named = Peer::start([to("307 There", &format!("http://user:pass@{host}/"))]).await;
    assert!(named.client().call(pet("x")).await.is_err());
    assert!(peer.requests().is_empty());
}

#[tokio::test]
async fn there_is_an_end_to_them() {
    let peer = Peer::start([to("307 There", "/again")]).await;
    let error = peer.client().call(pet("x")).await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedStatus(_)), "{error}");
    assert_eq!(peer.requests().len(), 11);
}
