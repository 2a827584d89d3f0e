//! What a client can be built from, and what it keeps to itself.

use codegen_runtime::client::build_error::BuildError;
use codegen_runtime::client::handle::Client;
use codegen_runtime::client::redirect::same_origin_redirects;
use reqwest::redirect::Policy;

use crate::operations::{AddPet, ListPets, TOKEN, USER, pet};
use crate::peer::{Peer, answer, builder, json};
use crate::reading::header;

const SECRET: &str = "s3cr3t-token";

#[test]
fn base_urls_that_are_none() {
    for base in [
        "",
        "example.com",
        "/a",
        "ftp://example.com",
        "file:///a",
        "http://",
        "http://u@example.com",
        "http://u:hunter2@example.com",
        "http://example.com?a=hunter2",
        "http://example.com/#a",
    ] {
        let error = Client::builder(base).build().unwrap_err();
        assert!(matches!(error, BuildError::BaseUrl(_)), "{base}: {error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
}

#[test]
fn secrets_that_cannot_be_sent() {
    for secret in ["", "a\nb", "ü\u{7f}"] {
        let error = builder("http://localhost").credential(&TOKEN, secret).build().unwrap_err();
        assert!(error.to_string().contains("`Token`"), "{error}");
    }
    let error = builder("http://localhost").default_header("a b", "c").build().unwrap_err();
    assert!(matches!(error, BuildError::Header));
}

/// The library tells its redirect policy in `Debug` only. Should that change, this test says so.
#[test]
fn clients_that_follow_redirects_anywhere_are_refused() {
    let build = |client| builder("http://localhost").http_client(client).build();
    let with = |policy| reqwest::Client::builder().redirect(policy).build().unwrap();
    assert!(matches!(build(reqwest::Client::new()), Err(BuildError::Redirects)));
    assert!(matches!(build(with(Policy::limited(10))), Err(BuildError::Redirects)));
    assert!(matches!(build(with(Policy::limited(3))), Err(BuildError::Redirects)));
    assert!(build(with(Policy::none())).is_ok());
    assert!(build(with(same_origin_redirects())).is_ok());
}

#[tokio::test]
async fn secrets_show_up_nowhere() {
    let peer = Peer::start([answer("500 Oops", "")]).await;
    let start = || builder(&peer.origin).credential(&TOKEN, SECRET).credential(&USER, SECRET);
    let client = start().build().unwrap();
    let mut shown = format!("{:?} {:?} {:?}", start(), client, client.call(pet(SECRET)));
    let error = client.call(pet("x")).await.unwrap_err();
    shown += &format!("{error} {error:?} {error:#?}");
    assert!(peer.requests()[0].contains(SECRET));
    drop(peer);
    let unreachable = builder("http://127.0.0.1:9").credential(&TOKEN, SECRET).build().unwrap();
    let error = unreachable.call(pet("x").with_tag(SECRET)).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    shown += &format!("{error} {error:?}");
    assert!(!shown.contains(SECRET), "{shown}");
}

#[tokio::test]
async fn secrets_go_where_the_operation_asks_for_them() {
    let peer = Peer::start([json("200 OK", r#"{"name":"a"}"#)]).await;
    let both =
        builder(&peer.origin).credential(&TOKEN, "t").credential(&USER, "u").build().unwrap();
    both.call(pet("x")).await.unwrap();
    let one = builder(&peer.origin).credential(&USER, "u").credential(&TOKEN, "t0");
    let one = one.credential(&TOKEN, "t").build().unwrap();
    let _ = one.call(AddPet::default()).await;
    let _ = one.call(ListPets).await;
    let token = builder(&peer.origin).credential(&TOKEN, "t").build().unwrap();
    token.call(pet("x")).await.unwrap();
    let _ = token.call(AddPet::default()).await;

    let requests = peer.requests();
    let sent = |number: usize| {
        let request: &String = &requests[number];
        (header(request, "x-token"), header(request, "authorization"))
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(sent(0), (text("t"), text("Bearer u")));
    assert_eq!(sent(1), (None, text("Bearer u")));
    assert_eq!(sent(2), (None, None));
    assert_eq!(sent(3), (text("t"), None));
    assert_eq!(sent(4), (None, None));
}

#[tokio::test]
async fn headers_of_client_and_call() {
    let peer = Peer::start([json("200 OK", r#"{"name":"a"}"#)]).await;
    let client = builder(&peer.origin).user_agent("me/1").default_header("x-trace", "client");
    let client = client.credential(&TOKEN, "t").build().unwrap();
    client.call(pet("x")).await.unwrap();
    client.call(pet("x").with_trace("input")).await.unwrap();
    client
        .call(pet("x").with_trace("input"))
        .header("x-trace", "call")
        .header("x-token", "v")
        .await
        .unwrap();
    let error = client.call(pet("x")).header("x-trace", "a\nb").await.unwrap_err();
    assert!(error.to_string().contains("a header of this call"), "{error}");
    let requests = peer.requests();
    let traces: Vec<_> = requests.iter().filter_map(|request| header(request, "x-trace")).collect();
    assert_eq!(traces, ["client", "input", "call"]);
    assert_eq!(header(&requests[0], "user-agent").as_deref(), Some("me/1"));
    assert_eq!(header(&requests[0], "accept").as_deref(), Some("application/json"));
    assert_eq!(header(&requests[2], "x-token").as_deref(), Some("v"));
}

#[tokio::test]
async fn a_given_client_is_used() {
    let peer = Peer::start([json("200 OK", r#"{"name":"a"}"#)]).await;
    let http = reqwest::Client::builder().no_proxy().redirect(Policy::none()).user_agent("mine");
    let client = builder(&peer.origin).http_client(http.build().unwrap()).build().unwrap();
    client.call(pet("x")).await.unwrap();
    assert_eq!(header(&peer.requests()[0], "user-agent").as_deref(), Some("mine"));
}
