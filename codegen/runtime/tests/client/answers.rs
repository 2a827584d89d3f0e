//! What answers become.

use codegen_runtime::client::error::{Error, ErrorBody};

use crate::operations::{AddError, AddPet, Added, Leg, ListPets, Pet, Sorry, pet};
use crate::peer::{Peer, Step, answer, builder, json};

fn fido() -> Pet {
    Pet { name: "Fido".to_owned(), legs: vec![Leg { length: 3 }] }
}

async fn got(step: Step) -> Result<Pet, Error<Sorry>> {
    Peer::start([step]).await.client().call(pet("x")).await
}

#[tokio::test]
async fn success_with_its_head() {
    let body = r#"{"name":"Fido","legs":[{"length":3,"unknown":null}]}"#;
    let peer = Peer::start([json("200 OK\r\nX-Build: 7\r\nSet-Cookie: k=hidden", body)]).await;
    let response = peer.client().call(pet("x")).send().await.unwrap();
    assert_eq!((response.status.as_u16(), &response.body), (200, &fido()));
    assert_eq!(response.headers["x-build"], "7");
    assert!(!format!("{response:?}").contains("hidden"));
    assert_eq!(response.headers["set-cookie"], "k=hidden");
}

#[tokio::test]
async fn a_missing_content_type_is_json() {
    assert_eq!(got(answer("200 OK", "{\"name\":\"a\"}\n")).await.unwrap().name, "a");
}

#[tokio::test]
async fn several_statuses() {
    let steps = [
        json("201 Created", r#"{"name":"Fido","legs":[{"length":3}]}"#),
        answer("204 No Content", ""),
    ];
    let peer = Peer::start(steps).await;
    assert_eq!(peer.client().call(AddPet::default()).await.unwrap(), Added::New(fido()));
    assert_eq!(peer.client().call(AddPet::default()).await.unwrap(), Added::Known);
}

#[tokio::test]
async fn null_for_a_list() {
    let peer = Peer::start([json("200 OK", "null")]).await;
    assert_eq!(peer.client().call(ListPets).await.unwrap(), []);
}

#[tokio::test]
async fn a_page_instead_of_json() {
    let login = answer("200 OK\r\nContent-Type: text/html; charset=utf-8", "<html>log in</html>");
    let error = got(login).await.unwrap_err();
    let text = error.to_string();
    assert!(
        matches!(error, Error::Decode(_)) && text.contains("`text/html; charset=utf-8`"),
        "{text}"
    );
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test]
async fn decode_errors_name_the_field() {
    for (body, path) in [
        (r#"{"name":"a","legs":[{"length":1},{"length":"long"}]}"#, "legs[1].length"),
        (r#"{"name":7}"#, "name"),
        (r#"{"legs":[]}"#, ""),
        (r#"{"name":"a"} x"#, ""),
        ("", ""),
    ] {
        let error = got(json("200 OK", body)).await.unwrap_err();
        let Error::Decode(decode) = &error else { panic!("{body}: {error}") };
        assert_eq!(decode.path, path, "{body}");
        assert!(error.to_string().contains(path), "{error}");
        // What serde says may quote a secret.
        assert!(std::error::Error::source(&error).is_none());
    }
}

#[tokio::test]
async fn typed_errors() {
    let error =
        got(json("404 Not Found\r\nX-Build: 7", r#"{"message":"no pet"}"#)).await.unwrap_err();
    let api = error.api().unwrap();
    assert_eq!(api.typed(), Some(&Sorry { message: "no pet".to_owned() }));
    assert_eq!(error.headers().unwrap()["x-build"], "7");
    assert_eq!(error.to_string(), "the server answered 404 Not Found: no pet; `id` is odd");
}

#[tokio::test]
async fn several_error_bodies() {
    let steps = [json("409 Conflict", r#"["a","b"]"#), json("500 Oops", r#"{"message":"m"}"#)];
    let client = Peer::start(steps).await;
    let mut bodies = Vec::new();
    for _ in 0..2 {
        let error = client.client().call(AddPet::default()).await.unwrap_err();
        bodies.push(error.api().unwrap().typed().cloned().unwrap());
    }
    let sorry = Sorry { message: "m".to_owned() };
    assert_eq!(bodies, [AddError::Conflict(vec!["a".into(), "b".into()]), AddError::Other(sorry)]);
}

#[tokio::test]
async fn errors_that_are_not_json() {
    for (head, body, shown) in [
        (
            "400 Bad Request\r\nContent-Type: text/plain",
            "line\n{\"message\":\"m\"}\n",
            "line {\"message\":\"m\"}",
        ),
        ("502 Bad Gateway\r\nContent-Type: text/html", "<html>", "of type `text/html`"),
        ("405 Method Not Allowed\r\nAllow: GET", "", "405 Method Not Allowed: without a body"),
        ("500 Oops\r\nContent-Type: application/json", "{\"message\":", "{\"message\":"),
        ("500 Oops\r\nContent-Type: application/json", "[]", "[]"),
        ("500 Oops", "{\"message\":\"m\"}", "{\"message\":\"m\"}"),
    ] {
        let error = got(answer(head, body)).await.unwrap_err();
        let ErrorBody::Raw(raw) = &error.api().unwrap().body else { panic!("{head}") };
        assert_eq!(raw.text(), body);
        assert!(error.to_string().contains(shown) && !error.to_string().contains('\n'), "{error}");
    }
}

#[tokio::test]
async fn errors_without_a_documented_body_are_raw() {
    let peer = Peer::start([json("400 Bad Request", "null")]).await;
    let error = peer.client().call(ListPets).await.unwrap_err();
    assert!(matches!(&error.api().unwrap().body, ErrorBody::Raw(raw) if raw.text() == "null"));
}

#[tokio::test]
async fn unexpected_statuses() {
    for status in ["202 Accepted", "304 Not Modified"] {
        let error = got(json(status, "")).await.unwrap_err();
        assert!(matches!(error, Error::UnexpectedStatus(_)), "{error}");
        assert!(error.to_string().contains(status), "{error}");
    }
}

#[tokio::test]
async fn bodies_up_to_the_limit() {
    let body = format!(r#"{{"name":"{}"}}"#, "a".repeat(90));
    assert_eq!(body.len(), 101);
    let open = format!("HTTP/1.1 200 OK\r\n\r\n{body}");
    for step in [json("200 OK", &body), Step::Send(open.into_bytes())] {
        let peer = Peer::start([step]).await;
        let limited = |limit| builder(&peer.origin).max_body_bytes(limit).build().unwrap();
        assert_eq!(limited(101).call(pet("x")).await.unwrap().name.len(), 90);
        let error = limited(100).call(pet("x")).await.unwrap_err();
        assert!(matches!(error, Error::BodyTooLarge { limit: 100 }), "{error}");
    }
}

#[tokio::test]
async fn of_error_bodies_the_beginning_is_kept() {
    let body = "x".repeat(1_000_000);
    let error = got(json("500 Oops", &body)).await.unwrap_err();
    let ErrorBody::Raw(raw) = &error.api().unwrap().body else { panic!("{error}") };
    assert_eq!((raw.bytes.len(), raw.truncated), (64 * 1024, true));
    assert!(error.to_string().len() < 500 && format!("{error:?}").len() < 1000);
}

#[tokio::test]
async fn an_error_body_that_breaks_off_is_still_an_error() {
    let head = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 50\r\n\r\nnot al".to_vec();
    let error = got(Step::Send(head)).await.unwrap_err();
    let ErrorBody::Raw(raw) = &error.api().unwrap().body else { panic!("{error}") };
    assert_eq!((raw.text().as_ref(), raw.truncated), ("not al", true));
}
