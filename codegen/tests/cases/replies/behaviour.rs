//! Answers of every sort: what is on the wire, and what callers get.

use axum::http::StatusCode;
use behaviour::{always, client, exchange, listen, serve};
use futures_util::stream;
use replies_client::client::{Error, ErrorBody};
use replies_client::operations::{self, SeveralOutput};
use replies_client::types::{Pet, Problem};
use replies_client::{ByteStream, Client};
use replies_server::{Api, ApiError, Context, router};
use serde_json::Value;

struct Server;

fn rex() -> Pet {
    Pet { name: "Rex \u{2028}".to_owned() }
}

fn pieces() -> ByteStream {
    ByteStream::new(stream::iter(["%PDF", "-1.7"].map(Ok::<_, std::io::Error>)))
}

impl Api for Server {
    async fn several(
        &self,
        _: Context<()>,
        input: operations::Several,
    ) -> Result<SeveralOutput, ApiError> {
        Ok(match input.want.as_str() {
            "json" => SeveralOutput::OkJson(rex()),
            "xml" => SeveralOutput::OkXml("<pet/>".to_owned()),
            "pdf" => SeveralOutput::OkPdf(pieces()),
            "later" => SeveralOutput::Accepted,
            "elsewhere" => SeveralOutput::Redirection(304),
            "problem" => {
                let problem = Problem { title: "no".to_owned() };
                return Err(ApiError::json(StatusCode::IM_A_TEAPOT, &problem));
            }
            other => panic!("{other}"),
        })
    }

    async fn same(&self, _: Context<()>, _: operations::Same) -> Result<Pet, ApiError> {
        Ok(rex())
    }

    async fn nothing(&self, _: Context<()>, _: operations::Nothing) -> Result<Value, ApiError> {
        Ok(Value::Null)
    }

    async fn download(
        &self,
        _: Context<()>,
        _: operations::Download,
    ) -> Result<ByteStream, ApiError> {
        Ok("whole".into())
    }

    async fn probe(&self, _: Context<()>, _: operations::Probe) -> Result<(), ApiError> {
        Ok(())
    }

    async fn page(&self, _: Context<()>, _: operations::Page) -> Result<String, ApiError> {
        Ok("<p>é</p>".to_owned())
    }

    async fn only_default(
        &self,
        _: Context<()>,
        _: operations::OnlyDefault,
    ) -> Result<Pet, ApiError> {
        Ok(rex())
    }

    async fn undocumented(
        &self,
        _: Context<()>,
        _: operations::Undocumented,
    ) -> Result<(), ApiError> {
        Ok(())
    }
}

async fn client() -> Client {
    client!(replies_client, serve(router(Server)).await)
}

#[tokio::test]
async fn every_sort_is_written_as_the_document_says() {
    let origin = serve(router(Server)).await;
    let json = "{\"name\":\"Rex \u{2028}\"}";
    for (target, status, headers, body) in [
        (
            "GET /several?want=json",
            "200 OK",
            "\r\ncontent-type: application/json\r\ncontent-length: 18",
            json,
        ),
        (
            "GET /several?want=xml",
            "200 OK",
            "\r\ncontent-type: application/xml\r\ncontent-length: 6",
            "<pet/>",
        ),
        (
            "GET /several?want=pdf",
            "200 OK",
            "\r\ncontent-type: application/pdf\r\ntransfer-encoding: chunked",
            "4\r\n%PDF\r\n4\r\n-1.7\r\n0\r\n\r\n",
        ),
        ("GET /several?want=later", "202 Accepted", "\r\ncontent-length: 0", ""),
        ("GET /several?want=elsewhere", "304 Not Modified", "", ""),
        (
            "GET /several?want=problem",
            "418 I'm a teapot",
            "\r\ncontent-type: application/json\r\ncontent-length: 14",
            r#"{"title":"no"}"#,
        ),
        ("GET /same", "200 OK", "\r\ncontent-type: application/json\r\ncontent-length: 18", json),
        ("GET /null", "200 OK", "\r\ncontent-type: application/json\r\ncontent-length: 4", "null"),
        (
            "GET /download",
            "200 OK",
            "\r\ncontent-type: application/octet-stream\r\ncontent-length: 5",
            "whole",
        ),
        ("HEAD /download", "200 OK", "\r\ncontent-length: 0", ""),
        ("GET /page", "200 OK", "\r\ncontent-type: text/html\r\ncontent-length: 9", "<p>é</p>"),
        (
            "GET /default",
            "200 OK",
            "\r\ncontent-type: application/json\r\ncontent-length: 18",
            json,
        ),
        ("GET /undocumented", "200 OK", "\r\ncontent-length: 0", ""),
    ] {
        let answer = exchange(&origin, &format!("{target} HTTP/1.1"), "").await;
        let head = format!("HTTP/1.1 {status}{headers}");
        assert_eq!(answer, (head, body.to_owned()), "{target}");
    }
}

#[tokio::test]
async fn every_sort_arrives_as_what_it_is() {
    let client = client().await;
    assert!(matches!(client.several("json").await, Ok(SeveralOutput::OkJson(pet)) if pet == rex()));
    assert!(
        matches!(client.several("xml").await, Ok(SeveralOutput::OkXml(text)) if text == "<pet/>")
    );
    let Ok(SeveralOutput::OkPdf(bytes)) = client.several("pdf").await else { panic!("no bytes") };
    assert_eq!(bytes.media_type(), Some("application/pdf"));
    assert_eq!(bytes.collect(8).await.unwrap(), "%PDF-1.7");
    assert!(matches!(client.several("later").await, Ok(SeveralOutput::Accepted)));
    assert!(matches!(client.several("elsewhere").await, Ok(SeveralOutput::Redirection(304))));
    assert_eq!(client.same().await.unwrap(), rex());
    assert_eq!(client.nothing().await.unwrap(), Value::Null);
    assert_eq!(client.download().await.unwrap().collect(5).await.unwrap(), "whole");
    client.probe().await.unwrap();
    assert_eq!(client.page().await.unwrap(), "<p>é</p>");
    assert_eq!(client.only_default().await.unwrap(), rex());
    client.undocumented().await.unwrap();
}

#[tokio::test]
async fn callers_say_what_they_can_read() {
    macro_rules! accepts {
        ($call:ident($($argument:expr)?) $expected:expr) => {
            let (origin, request) = listen().await;
            let _ = client!(replies_client, &origin).$call($($argument)?).await;
            let (head, body) = request.await.unwrap();
            let accepted: Vec<_> =
                head.lines().filter_map(|line| line.strip_prefix("accept: ")).collect();
            assert_eq!((accepted, body.as_str()), ($expected, ""), "{head}");
        };
    }
    accepts!(several("x") vec!["application/json, application/xml, application/pdf"]);
    accepts!(download() vec!["application/octet-stream, application/json"]);
    accepts!(page() vec!["text/html"]);
    accepts!(same() vec!["application/json"]);
}

/// Media types with parameters, in capital letters, of the same family, or none at all.
#[tokio::test]
async fn other_names_of_a_media_type_are_understood() {
    let json = r#"{"name":"Rex"}"#;
    for media_type in
        ["application/json; charset=utf-8", "Application/JSON", "application/x.y+json"]
    {
        let client = client!(replies_client, always(200, media_type, json).await);
        assert_eq!(client.same().await.unwrap().name, "Rex", "{media_type}");
        let several = client.several("x").await.unwrap();
        assert!(matches!(several, SeveralOutput::OkJson(_)), "{media_type}: {several:?}");
    }
    let client =
        client!(replies_client, always(200, "application/xml;charset=utf-8", "<x/>").await);
    assert!(matches!(client.several("x").await, Ok(SeveralOutput::OkXml(text)) if text == "<x/>"));
    // What is none of the documented types is no answer of theirs.
    let client = client!(replies_client, always(200, "text/csv", "a,b").await);
    let error = client.several("x").await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
}

#[tokio::test]
async fn failures_keep_what_they_say() {
    let error = client().await.several("problem").await.unwrap_err();
    let Error::Api(api) = &error else { panic!("{error}") };
    assert!(matches!(&api.body, ErrorBody::Typed(Problem { title }) if title == "no"), "{error}");
    let problem = always(404, "application/problem+json", r#"{"title":"gone"}"#).await;
    let error = client!(replies_client, problem).download().await.unwrap_err();
    let Error::Api(api) = &error else { panic!("{error}") };
    assert!(matches!(&api.body, ErrorBody::Typed(Problem { title }) if title == "gone"));
    let client = client!(replies_client, always(404, "text/plain", "no such pet").await);
    let error = client.several("x").await.unwrap_err();
    let Error::Api(api) = &error else { panic!("{error}") };
    assert!(matches!(&api.body, ErrorBody::Raw(body) if body.text() == "no such pet"), "{error}");
}
