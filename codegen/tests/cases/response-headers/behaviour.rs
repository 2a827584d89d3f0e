//! Headers of answers: what is on the wire, and what callers and implementors see of them.

use axum::http::StatusCode;
use behaviour::{client, exchange, serve};
use response_headers_client::client::{Error, HeaderError};
use response_headers_client::operations::{self, AddPetOutput};
use response_headers_client::types::{self, ListPetsHeaders, Meta, SlowerXReason};
use response_headers_client::{ByteStream, Client};
use response_headers_server::{Answer, Api, ApiError, Context, Events, WithHeaders, router};
use serde_json::json;

/// What `list-pets` answers.
#[derive(Clone)]
enum Server {
    Headers(Box<ListPetsHeaders>),
    Failure,
}

fn full() -> ListPetsHeaders {
    #[allow(deprecated)]
    ListPetsHeaders {
        x_total: -3,
        link: Some("</pets?page=2>; rel=\"next\", </pets>; rel=\"first\"".to_owned()),
        x_expires_after: Some("2026-01-02T03:04:05.5Z".parse().unwrap()),
        x_order: Some("age".into()),
        x_ids: Some(vec![1, 22]),
        x_share: Some(0.1),
        x_complete: Some(true),
        x_limit: Some(types::ListPetsXLimit { window: Some("1 h".to_owned()), left: Some(7) }),
        x_quota: Some([("a".to_owned(), 1), ("b".to_owned(), 2)].into()),
        x_meta: Some(Meta { page: 2, words: Some(vec!["x,y".to_owned(), "é".to_owned()]) }),
        x_any: Some(json!("free")),
        x_next: Some(4),
        x_last: Some(5),
        x_seen: Some(None),
        set_cookie: Some(vec!["a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT".into(), "b=2".into()]),
    }
}

fn none() -> ListPetsHeaders {
    ListPetsHeaders { x_total: 0, ..Default::default() }
}

impl Api for Server {
    async fn list_pets(
        &self,
        _: Context<()>,
        _: operations::ListPets,
    ) -> Answer<WithHeaders<Vec<String>, ListPetsHeaders>> {
        match self {
            Self::Headers(headers) => {
                Ok(WithHeaders::new(vec!["Rex".to_owned()], (**headers).clone()))
            }
            Self::Failure => {
                let error = ApiError::new(StatusCode::TOO_MANY_REQUESTS, "Slower.");
                let reason = Some(SlowerXReason::Quota);
                Err(error.with_headers(&types::SlowerHeaders { retry_after: 9, x_reason: reason }))
            }
        }
    }

    async fn add_pet(
        &self,
        _: Context<()>,
        _: operations::AddPet,
    ) -> Answer<WithHeaders<AddPetOutput, types::AddPetHeaders>> {
        let headers = types::AddPetHeaders {
            etag: "\"v1\"".to_owned(),
            location: Some("/pets/1".to_owned()),
            x_place: None,
        };
        Ok(WithHeaders::new(AddPetOutput::Created, headers))
    }

    async fn probe_pet(
        &self,
        _: Context<()>,
        _: operations::ProbePet,
    ) -> Answer<WithHeaders<(), types::ProbePetHeaders>> {
        let headers = types::ProbePetHeaders { content_length: Some(1234), e_tag: None };
        Ok(WithHeaders::new((), headers))
    }

    async fn get_picture(
        &self,
        _: Context<()>,
        input: operations::GetPicture,
    ) -> Answer<WithHeaders<ByteStream, types::GetPictureHeaders>> {
        if input.id == "whole" {
            // Wrong, and without effect: what is there as a whole has its own length.
            let headers = types::GetPictureHeaders { content_length: Some(99) };
            return Ok(WithHeaders::new("PNG".into(), headers));
        }
        let bytes = ByteStream::new(futures_util::stream::iter([Ok::<_, std::io::Error>("PNG")]));
        let headers = types::GetPictureHeaders { content_length: Some(3) };
        Ok(WithHeaders::new(bytes, headers))
    }

    async fn news(
        &self,
        _: Context<()>,
        _: operations::News,
    ) -> Answer<WithHeaders<Events<String>, types::NewsHeaders>> {
        let events = Events::new(futures_util::stream::iter([Ok("now".to_owned())]));
        Ok(WithHeaders::new(events, types::NewsHeaders { x_since: Some(5) }))
    }
}

async fn origin(headers: ListPetsHeaders) -> String {
    serve(router(Server::Headers(Box::new(headers)))).await
}

async fn client(headers: ListPetsHeaders) -> Client {
    client!(response_headers_client, origin(headers).await)
}

#[tokio::test]
async fn each_value_is_written_as_the_document_says() {
    let (head, body) = exchange(&origin(full()).await, "GET /pets HTTP/1.1", "").await;
    let mut lines: Vec<&str> = head.split("\r\n").collect();
    lines[1..].sort_unstable();
    let expected = [
        "HTTP/1.1 200 OK",
        "content-length: 7",
        "content-type: application/json",
        "link: </pets?page=2>; rel=\"next\", </pets>; rel=\"first\"",
        "set-cookie: a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "set-cookie: b=2",
        "x-any: free",
        "x-complete: true",
        "x-expires-after: 2026-01-02T03:04:05.500Z",
        "x-ids: 1,22",
        "x-last: 5",
        "x-limit: left,7,window,1 h",
        "x-meta: {\"page\":2,\"words\":[\"x,y\",\"é\"]}",
        "x-next: 4",
        "x-order: age",
        "x-quota: a=1,b=2",
        // Only JSON tells what is `null` from what is not there.
        "x-seen: null",
        "x-share: 0.1",
        "x-total: -3",
    ];
    assert_eq!(lines, expected);
    assert_eq!(body, r#"["Rex"]"#);
    let (head, _) = exchange(&origin(none()).await, "GET /pets HTTP/1.1", "").await;
    let expected =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-total: 0\r\ncontent-length: 7";
    assert_eq!(head, expected);
}

#[tokio::test]
async fn what_is_written_is_read() {
    for headers in [full(), none()] {
        let answer = client(headers.clone()).await.list_pets().send().await.unwrap();
        assert_eq!(answer.body, ["Rex"]);
        assert_eq!(answer.typed_headers::<ListPetsHeaders>().unwrap(), headers);
    }
    // Whoever does not ask gets the body alone.
    assert_eq!(client(full()).await.list_pets().await.unwrap(), ["Rex"]);
}

#[tokio::test]
async fn answers_of_every_sort_have_headers() {
    let client = client(none()).await;
    let added = client.add_pet().send().await.unwrap();
    assert_eq!(added.body, AddPetOutput::Created);
    let headers: types::AddPetHeaders = added.typed_headers().unwrap();
    assert_eq!((headers.etag.as_str(), headers.location.as_deref()), ("\"v1\"", Some("/pets/1")));
    let probed = client.probe_pet("1").send().await.unwrap();
    let headers: types::ProbePetHeaders = probed.typed_headers().unwrap();
    assert_eq!(headers.content_length, Some(1234));
    let news = client.news().send().await.unwrap();
    assert_eq!(news.typed_headers::<types::NewsHeaders>().unwrap().x_since, Some(5));
    for id in ["whole", "pieces"] {
        let picture = client.get_picture(id).send().await.unwrap();
        let headers: types::GetPictureHeaders = picture.typed_headers().unwrap();
        assert_eq!(headers.content_length, Some(3), "{id}");
        assert_eq!(picture.body.collect(9).await.unwrap(), "PNG", "{id}");
    }
}

#[tokio::test]
async fn failures_have_headers() {
    let origin = serve(router(Server::Failure)).await;
    let (head, _) = exchange(&origin, "GET /pets HTTP/1.1", "").await;
    assert!(head.contains("\r\nretry-after: 9\r\nx-reason: quota"), "{head}");
    let error = client!(response_headers_client, origin).list_pets().await.unwrap_err();
    let Error::Api(error) = error else { panic!("{error}") };
    let headers: types::SlowerHeaders = error.typed_headers().unwrap();
    assert_eq!((headers.retry_after, headers.x_reason), (9, Some(SlowerXReason::Quota)));
}

/// A server whose answer has these headers.
async fn with(headers: &'static [(&'static str, &'static str)]) -> Client {
    let mut answer = axum::response::Response::new(axum::body::Body::from("[]"));
    answer.headers_mut().insert("content-type", "application/json".parse().unwrap());
    for (name, value) in headers {
        answer.headers_mut().append(*name, value.parse().unwrap());
    }
    let answer = std::sync::Arc::new(std::sync::Mutex::new(Some(answer)));
    let answer = move || {
        let answer = answer.lock().unwrap().take().unwrap();
        async move { answer }
    };
    client!(response_headers_client, serve(axum::Router::new().fallback(answer)).await)
}

#[tokio::test]
async fn a_wrong_header_is_told_and_nothing_else_fails() {
    for (headers, name, problem) in [
        (&[][..], "X-Total", "the header `X-Total` is required, and not there"),
        (
            &[("x-total", "many")],
            "X-Total",
            "the header `X-Total` does not fit the document: expected a whole number of 32 bits",
        ),
        (
            &[("x-total", "1"), ("x-ids", "1,two")],
            "X-Ids",
            "the header `X-Ids` does not fit the document: expected a whole number of 64 bits",
        ),
        (
            &[("x-total", "1"), ("x-limit", "left")],
            "X-Limit",
            "the header `X-Limit` does not fit the document: expected names and values by turns",
        ),
        (
            &[("x-total", "1"), ("x-meta", "{")],
            "X-Meta",
            "the header `X-Meta` does not fit the document: expected other JSON",
        ),
        (
            &[("x-total", "1"), ("x-share", "NaN")],
            "X-Share",
            "the header `X-Share` does not fit the document: expected a number",
        ),
    ] {
        let answer = with(headers).await.list_pets().send().await.unwrap();
        assert!(answer.body.is_empty());
        let error: HeaderError = answer.typed_headers::<ListPetsHeaders>().unwrap_err();
        assert_eq!((error.name(), error.to_string().as_str()), (name, problem));
    }
    // The others are there all the same.
    let answer = with(&[("x-total", "many"), ("x-order", "rank")]).await.list_pets().send().await;
    let answer = answer.unwrap();
    let order: Option<types::ListPetsXOrder> = answer.typed_header("X-Order").unwrap();
    assert_eq!(order, Some("rank".into()));
    assert_eq!(answer.typed_header::<i32>("x-else").unwrap(), None);
}

#[tokio::test]
async fn lines_of_a_list_are_one_list() {
    let headers = &[("x-total", "1"), ("x-ids", "1, 2"), ("x-ids", "3"), ("x-quota", "")];
    let answer = with(headers).await.list_pets().send().await.unwrap();
    let headers: ListPetsHeaders = answer.typed_headers().unwrap();
    assert_eq!(headers.x_ids, Some(vec![1, 2, 3]));
    assert_eq!(headers.x_quota, Some(Default::default()));
}

#[tokio::test]
async fn what_no_header_can_hold_is_a_failure_of_the_server() {
    for link in ["a\r\nx-injected: 1", "\0"] {
        let headers = ListPetsHeaders { link: Some(link.to_owned()), ..none() };
        let (head, body) = exchange(&origin(headers).await, "GET /pets HTTP/1.1", "").await;
        assert!(head.starts_with("HTTP/1.1 500 "), "{head}");
        assert!(!head.contains("injected") && !body.contains("injected"), "{head} {body}");
    }
}
