//! How inputs look on the wire.

use codegen_runtime::client::error::Error;
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use crate::operations::{AddPet, GetPet, Pet, pet};
use crate::peer::{Peer, builder, json};
use crate::reading::{header, line};

async fn sent(operation: GetPet) -> Result<String, Error<crate::operations::Sorry>> {
    let peer = Peer::start([json("200 OK", r#"{"name":"a"}"#)]).await;
    peer.client().call(operation).await?;
    Ok(line(&peer.requests()[0]).to_owned())
}

/// Path segments and query pairs of a request line, without escapes.
fn decoded(line: &str) -> (Vec<String>, Vec<(String, String)>) {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let target = line.strip_prefix("GET ").unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let path = path.split('/').skip(1).map(decode).collect();
    (path, pairs.map(|(name, value)| (decode(name), decode(value))).collect())
}

#[test]
fn any_text_survives_in_path_and_query() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let texts = prop_oneof![any::<String>(), "[./%\\\\?#&+=; a]{1,6}"];
    let config = ProptestConfig::with_cases(200);
    proptest!(config, |(id in texts.clone(), tag in texts)| {
        let operation = GetPet { tag: Some(tag.clone()), ..pet(&id) };
        match runtime.block_on(sent(operation)) {
            Ok(line) => {
                let (path, query) = decoded(&line);
                prop_assert_eq!(path, ["api", "pets", id.as_str(), "full"], "{}", line);
                prop_assert_eq!(query, [("tag".to_owned(), tag)]);
            }
            // These have no form that a URL keeps.
            Err(Error::Request(_)) => prop_assert!(matches!(id.as_str(), "" | "." | "..")),
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        }
    });
}

#[tokio::test]
async fn paths_that_no_url_can_carry_are_refused() {
    for (id, reason) in [("", "must not be empty"), (".", "must not be `.`"), ("..", "`..`")] {
        let error = sent(pet(id)).await.unwrap_err();
        assert!(
            matches!(error, Error::Request(_)) && error.to_string().contains(reason),
            "{error}"
        );
    }
    assert_eq!(sent(pet("...")).await.unwrap(), "GET /api/pets/.../full");
    assert_eq!(sent(pet("%2e%2E")).await.unwrap(), "GET /api/pets/%252e%252E/full");
    assert_eq!(sent(pet("../x")).await.unwrap(), "GET /api/pets/..%2Fx/full");
}

#[tokio::test]
async fn queries() {
    let labels = vec!["a b".to_owned(), "c,d+".to_owned()];
    let operation = GetPet { labels, limit: Some(-3), ..pet("x") };
    assert_eq!(
        sent(operation).await.unwrap(),
        "GET /api/pets/x/full?label=a%20b&label=c%2Cd%2B&labels=a%20b,c%2Cd%2B&limit=-3"
    );
}

#[tokio::test]
async fn headers_carry_visible_text_only() {
    let peer = Peer::start([json("200 OK", r#"{"name":"a"}"#)]).await;
    let client = peer.client();
    client.call(GetPet { trace: Some("a, b".to_owned()), ..pet("x") }).await.unwrap();
    assert_eq!(header(&peer.requests()[0], "x-trace").as_deref(), Some("a, b"));
    let error = client.call(GetPet { trace: Some("a\r\nb: c".to_owned()), ..pet("x") }).await;
    assert!(error.unwrap_err().to_string().contains("`X-Trace`"));
    assert_eq!(peer.requests().len(), 1);
}

#[tokio::test]
async fn bodies() {
    let peer = Peer::start([json("201 Created", r#"{"name":"a"}"#)]).await;
    let client = peer.client();
    let body = Pet { name: "ü".to_owned(), ..Pet::default() };
    client.call(AddPet { body: Some(body) }).await.unwrap();
    client.call(AddPet { body: None }).await.unwrap();
    let requests = peer.requests();
    assert_eq!(header(&requests[0], "content-type").as_deref(), Some("application/json"));
    assert!(requests[0].ends_with("\r\n\r\n{\"name\":\"ü\",\"legs\":[]}"), "{}", requests[0]);
    assert_eq!(header(&requests[1], "content-type"), None);
    assert!(requests[1].ends_with("\r\n\r\n"), "{}", requests[1]);
}

#[tokio::test]
async fn base_urls_with_and_without_path_and_slash() {
    let peer = Peer::start([json("200 OK", r#"{"name":"a"}"#)]).await;
    for (base, path) in
        [("", ""), ("/", ""), ("/a", "/a"), ("/a/b/", "/a/b"), ("/%C3%BC", "/%C3%BC")]
    {
        let client = builder(&format!("{}{base}", peer.origin)).build().unwrap();
        client.call(pet("x")).await.unwrap();
        let requests = peer.requests();
        assert_eq!(line(requests.last().unwrap()), format!("GET {path}/api/pets/x/full"));
    }
}
