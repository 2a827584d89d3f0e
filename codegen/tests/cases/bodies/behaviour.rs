//! Bodies of every kind look on the wire as their media types say, and arrive as they were sent.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use behaviour::{client, listen, raw, serve, wrong_fields};
use bodies_client::client::Error;
use bodies_client::operations::{
    Bytes, Delete, Form, Image, JsonOpen, Lines, Number, Open, OptionalForm, Several, SeveralBody,
    SeveralParts, Single, SingleBody, Text, Upload, UploadBody,
};
use bodies_client::types::{Order, OrderAddress};
use bodies_client::{ByteStream, File, JsonLines};
use bodies_server::{Api, ApiError, Context, Options, router, router_with};
use futures_util::stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

struct Server;

async fn shown(file: File) -> Result<String, ApiError> {
    let (name, media_type) = (file.name.clone(), file.data.media_type().map(str::to_owned));
    let bytes = file.data.collect(1 << 20).await.map_err(ApiError::internal)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(format!("{}:{}:{text}", name.unwrap_or_default(), media_type.unwrap_or_default()))
}

impl Api for Server {
    async fn form(&self, _: Context<()>, input: Form) -> Result<Order, ApiError> {
        Ok(input.body)
    }

    async fn optional_form(&self, _: Context<()>, input: OptionalForm) -> Result<Order, ApiError> {
        Ok(input.body.unwrap_or_else(|| order("none")))
    }

    async fn upload(&self, _: Context<()>, input: Upload) -> Result<String, ApiError> {
        let UploadBody { title, order, tags, file, thumbnail, others } = input.body;
        let mut text = format!("{title} {order:?} {tags:?} {}", shown(file).await?);
        for file in thumbnail.into_iter().chain(others) {
            text.push_str(&format!(" {}", shown(file).await?));
        }
        Ok(text)
    }

    async fn single(&self, _: Context<()>, input: Single) -> Result<i64, ApiError> {
        let Some(body) = input.body else { return Ok(-1) };
        let mut data = body.file.data;
        let mut count = 0;
        while let Some(piece) = data.next().await {
            count += piece.map_err(ApiError::internal)?.len();
        }
        Ok(count as i64)
    }

    async fn bytes(&self, _: Context<()>, input: Bytes) -> Result<ByteStream, ApiError> {
        Ok(input.body)
    }

    async fn image(&self, _: Context<()>, input: Image) -> Result<ByteStream, ApiError> {
        Ok(input.body.unwrap_or_default())
    }

    async fn text(&self, _: Context<()>, input: Text) -> Result<String, ApiError> {
        Ok(input.body)
    }

    async fn number(&self, _: Context<()>, input: Number) -> Result<i64, ApiError> {
        Ok(input.body.unwrap_or_default())
    }

    async fn lines(&self, _: Context<()>, input: Lines) -> Result<JsonLines<Order>, ApiError> {
        let lines = input.body;
        Ok(JsonLines::new(stream::unfold(lines, |mut lines| async move {
            let next = lines.next().await?.ok()?;
            Some((next, lines))
        })))
    }

    async fn several(&self, _: Context<()>, input: Several) -> Result<String, ApiError> {
        Ok(match input.body {
            SeveralBody::Json(order) => format!("json {}", order.item),
            SeveralBody::Xml(text) => format!("xml {text}"),
            SeveralBody::Form(order) => format!("form {}", order.item),
            SeveralBody::Multipart(parts) => format!("parts {}", shown(parts.file).await?),
        })
    }

    async fn open(&self, _: Context<()>, input: Open) -> Result<(), ApiError> {
        let body = input.body.unwrap_or_default();
        assert_eq!(body.media_type(), Some("text/x-any"));
        assert_eq!(body.collect(9).await.unwrap(), "any");
        Ok(())
    }

    async fn delete(&self, _: Context<()>, input: Delete) -> Result<(), ApiError> {
        assert_eq!(input.body, Some(order("x")));
        Ok(())
    }

    async fn json_open(&self, _: Context<()>, input: JsonOpen) -> Result<(), ApiError> {
        assert_eq!(input.body, order("x"));
        Ok(())
    }
}

fn order(item: &str) -> Order {
    Order { item: item.to_owned(), count: None, tags: None, address: None }
}

fn full_order() -> Order {
    let lines = vec!["1 & 2".to_owned(), "é".to_owned()];
    Order {
        item: "a b+c".to_owned(),
        count: Some(3),
        tags: Some(vec!["x".to_owned(), "y=z".to_owned()]),
        address: Some(OrderAddress { city: "Köln".to_owned(), lines: Some(lines) }),
    }
}

#[tokio::test]
async fn forms_are_written_as_web_pages_write_them() {
    let (origin, request) = listen().await;
    let _ = client!(bodies_client, &origin).form(full_order()).await;
    let (head, body) = request.await.unwrap();
    assert!(head.contains("content-type: application/x-www-form-urlencoded"), "{head}");
    let expected = "address%5Bcity%5D=K%C3%B6ln&address%5Blines%5D%5B0%5D=1+%26+2\
        &address%5Blines%5D%5B1%5D=%C3%A9&count=3&item=a+b%2Bc&tags=x&tags=y%3Dz";
    assert_eq!(body, expected);

    let origin = serve(router(Server)).await;
    let client = client!(bodies_client, &origin);
    assert_eq!(client.form(full_order()).await.unwrap(), full_order());
    assert_eq!(client.optional_form().body(full_order()).await.unwrap(), full_order());
    assert_eq!(client.optional_form().await.unwrap(), order("none"));
    let head = "POST /form HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded";
    let (status, body) = raw(&origin, head, "count=many&address[lines][]=x").await;
    assert_eq!(
        (status, wrong_fields(&body)),
        (400, ["address.city", "count", "item"].map(str::to_owned).to_vec())
    );
    let head = "POST /form HTTP/1.1\r\nContent-Type: text/plain";
    assert_eq!(raw(&origin, head, "item=x").await.0, 415);
}

#[tokio::test]
async fn parts_are_written_as_rfc_7578_says() {
    let upload = || UploadBody {
        title: "T".to_owned(),
        order: Some(order("x")),
        tags: vec!["a".to_owned(), "b".to_owned()],
        file: File::new("fi\"le", "data"),
        thumbnail: Some(File::from("png")),
        others: vec![
            File::new("1", ByteStream::from("one").with_media_type("text/x")),
            File::from("two"),
        ],
    };
    let (origin, request) = listen().await;
    let _ = client!(bodies_client, &origin).upload(upload()).await;
    let (head, body) = request.await.unwrap();
    let (_, boundary) = head.split_once("content-type: multipart/form-data; boundary=").unwrap();
    let boundary = boundary.lines().next().unwrap();
    let part = |head: &str, body: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let octets = "Content-Type: application/octet-stream";
    let expected = [
        part("name=\"title\"", "T"),
        part("name=\"order\"\r\nContent-Type: application/json", "{\"item\":\"x\"}"),
        part("name=\"tags\"", "a"),
        part("name=\"tags\"", "b"),
        part(&format!("name=\"file\"; filename=\"fi%22le\"\r\n{octets}"), "data"),
        part("name=\"thumbnail\"; filename=\"thumbnail\"\r\nContent-Type: image/png", "png"),
        part("name=\"others\"; filename=\"1\"\r\nContent-Type: text/x", "one"),
        part(&format!("name=\"others\"; filename=\"others\"\r\n{octets}"), "two"),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(body, expected.concat());

    let origin = serve(router(Server)).await;
    let client = client!(bodies_client, &origin);
    let expected = format!(
        "T {:?} [\"a\", \"b\"] fi%22le:application/octet-stream:data thumbnail:image/png:png \
         1:text/x:one others:application/octet-stream:two",
        Some(order("x"))
    );
    assert_eq!(client.upload(upload()).await.unwrap(), expected);
    let head = "POST /upload HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b";
    let body =
        "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n0123456789\r\n--b--\r\n";
    let (status, body) = raw(&origin, head, body).await;
    assert_eq!((status, wrong_fields(&body)), (400, ["title", "file"].map(str::to_owned).to_vec()));
    for (head, body, status) in [
        ("Content-Type: text/plain", "x", 415),
        ("Content-Type: multipart/form-data; boundary=b", "nothing", 400),
        ("Content-Type: multipart/form-data; boundary=b", "--b\r\nx\r\n\r\n", 400),
    ] {
        let head = format!("POST /upload HTTP/1.1\r\n{head}");
        assert_eq!(raw(&origin, &head, body).await.0, status, "{head} {body}");
    }
}

#[tokio::test]
async fn parts_that_fill_the_memory_are_refused() {
    let origin = serve(router_with(Server, Options::default().body_limit(1000))).await;
    let client = client!(bodies_client, &origin);
    let upload = UploadBody {
        title: "T".to_owned(),
        order: None,
        tags: vec![],
        file: File::from(vec![b'x'; 2000]),
        thumbnail: None,
        others: vec![],
    };
    let error = client.upload(upload).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 413);
    // A file that comes last is not kept, so that no limit holds.
    let body = SingleBody { file: File::from(vec![b'x'; 100_000]) };
    assert_eq!(client.single().body(body).await.unwrap(), 100_000);
    assert_eq!(client.single().await.unwrap(), -1);
}

/// The answer begins to come before the request has ended.
#[tokio::test]
async fn bytes_are_never_held_back() {
    let origin = serve(router_with(Server, Options::default().body_limit(1))).await;
    let client = client!(bodies_client, &origin, .max_body_bytes(1));
    let (sender, receiver) = tokio::sync::mpsc::channel::<&'static str>(1);
    let pieces = stream::unfold(receiver, |mut receiver| async move {
        let piece = receiver.recv().await?;
        Some((Ok::<_, Infallible>(piece), receiver))
    });
    sender.send("first").await.unwrap();
    let mut answer = client.bytes(ByteStream::new(pieces)).await.unwrap();
    assert_eq!(answer.media_type(), Some("application/octet-stream"));
    assert_eq!(answer.next().await.unwrap().unwrap(), "first");
    sender.send("second").await.unwrap();
    assert_eq!(answer.next().await.unwrap().unwrap(), "second");
    drop(sender);
    assert!(answer.next().await.is_none());
}

#[tokio::test]
async fn bytes_bring_their_media_type_where_it_is_open() {
    let origin = serve(router(Server)).await;
    let client = client!(bodies_client, &origin);
    let image = ByteStream::from("image").with_media_type("image/webp");
    let answer = client.image().body(image).await.unwrap();
    assert_eq!(answer.media_type(), Some("image/webp"));
    assert_eq!(answer.collect(5).await.unwrap(), "image");
    let wrong = ByteStream::from("text").with_media_type("text/plain");
    assert_eq!(client.image().body(wrong).await.unwrap_err().status().unwrap(), 415);
    let large = client.bytes("four").await.unwrap();
    assert!(large.collect(3).await.unwrap_err().to_string().contains("more than 3 bytes"));
    let any = ByteStream::from("any").with_media_type("text/x-any");
    client.open().body(any).await.unwrap();
    client.delete().body(order("x")).await.unwrap();
    client.json_open(order("x")).await.unwrap();
}

#[tokio::test]
async fn an_upload_that_breaks_off_is_no_upload() {
    let origin = serve(router(Server)).await;
    let client = client!(bodies_client, &origin);
    let pieces = stream::iter([Ok("x"), Err(std::io::Error::other("gone"))]);
    let body = SingleBody { file: File::from(ByteStream::new(pieces)) };
    let error = client.single().body(body).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
}

#[tokio::test]
async fn texts_are_values() {
    let origin = serve(router(Server)).await;
    let client = client!(bodies_client, &origin);
    for text in ["", "plain", "12", "\"quoted\"", "null", "{}", " é\n"] {
        assert_eq!(client.text(text).await.unwrap(), text);
    }
    assert_eq!(client.number().body(7).await.unwrap(), 7);
    assert_eq!(client.number().await.unwrap(), 0);
    let head = "PUT /text HTTP/1.1\r\nContent-Type: text/plain";
    assert_eq!(raw(&origin, head, "0").await.0, 400);
    assert_eq!(raw(&origin, head, "1").await, (200, "1".to_owned()));
}

#[tokio::test]
async fn lines_come_one_by_one() {
    let origin = serve(router(Server)).await;
    let client = client!(bodies_client, &origin);
    let orders = [order("a"), full_order()];
    let mut lines = client.lines(orders.iter().cloned().collect::<JsonLines<_>>()).await.unwrap();
    for order in orders {
        assert_eq!(lines.next().await.unwrap().unwrap(), order);
    }
    assert!(lines.next().await.is_none());
    let head = "POST /lines HTTP/1.1\r\nContent-Type: application/x-ndjson";
    let text = "{\"item\":\"a\"}\n\n {\"item\":\"b\"} \r\n{\"item\":\"c\"}";
    let (status, body) = raw(&origin, head, text).await;
    assert_eq!(status, 200);
    for item in ["a", "b", "c"] {
        assert!(body.contains(&format!("{{\"item\":\"{item}\"}}\n")), "{body}");
    }
}

#[tokio::test]
async fn the_media_type_says_which_body_it_is() {
    let origin = serve(router(Server)).await;
    let client = client!(bodies_client, &origin);
    let parts = SeveralParts { file: File::new("f", "data") };
    for (body, answer) in [
        (SeveralBody::from(order("x")), "json x"),
        (SeveralBody::from("<x/>".to_owned()), "xml <x/>"),
        (SeveralBody::Form(order("y")), "form y"),
        (SeveralBody::from(parts), "parts f:application/octet-stream:data"),
    ] {
        assert_eq!(client.call(Several { body }).await.unwrap(), answer);
    }
    for (kind, status) in [("application/vnd.x+json", 200), ("text/xml", 415), ("", 415)] {
        let head = format!("POST /several HTTP/1.1\r\nContent-Type: {kind}");
        assert_eq!(raw(&origin, &head, "{\"item\":\"x\"}").await.0, status, "{kind}");
    }
    assert_eq!(raw(&origin, "POST /several HTTP/1.1", "{\"item\":\"x\"}").await.0, 200);
}

/// A client that goes away in the middle of an upload does not leave its handler waiting.
#[tokio::test]
async fn a_broken_connection_ends_the_stream() {
    let origin = serve(router(Server)).await;
    let address: SocketAddr = origin.trim_start_matches("http://").parse().unwrap();
    let mut socket = TcpStream::connect(address).await.unwrap();
    let head = "POST /bytes HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf";
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.shutdown().await.unwrap();
    let mut answer = Vec::new();
    let read = socket.read_to_end(&mut answer);
    tokio::time::timeout(Duration::from_secs(5), read).await.unwrap().unwrap();
}
