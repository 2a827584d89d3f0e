//! Streams of every kind, and what else extensions say, from emitted servers to emitted clients.

use std::io;
use std::time::Duration;

use axum::http::StatusCode;
use behaviour::{client, raw, serve, violations};
use futures_util::{StreamExt, stream};
use streams_client::client::{Error, Message, StreamError};
use streams_client::operations::{self, GetGrantBy};
use streams_client::types;
use streams_server::{
    Api, ApiError, Context, Credential, Events, Options, RequestInfo, Shutdown, Socket, Upgrade,
    codec, router, router_with,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

type Refusable<T> = Result<T, ApiError>;

struct Jobs;

fn line(number: u64, text: impl Into<String>) -> types::Line {
    types::Line { number, text: Some(text.into()), ..Default::default() }
}

impl Api for Jobs {
    type Principal = String;

    async fn authenticate(&self, credential: Credential, _: &RequestInfo) -> Refusable<String> {
        match credential {
            Credential::Key(key) if key.expose() == "wrong" => Err(ApiError::unauthenticated()),
            Credential::Key(secret) => Ok(secret.expose().to_owned()),
            _ => Err(ApiError::unauthenticated()),
        }
    }

    async fn get_logs(
        &self,
        cx: Context<String>,
        input: operations::GetLogs,
    ) -> Refusable<Vec<types::Line>> {
        let text = format!("{}: {:?} {}", cx.principal, input.after, input.raw);
        Ok(vec![line(input.job, text)])
    }

    async fn get_logs_follow(
        &self,
        _: Context<String>,
        input: operations::GetLogsFollow,
    ) -> Refusable<Upgrade<codec::Nothing, codec::Json<Vec<types::Line>>>> {
        if input.job == 0 {
            let problem = types::Problem { why: "no job has the number 0".to_owned() };
            return Err(ApiError::json(StatusCode::NOT_FOUND, &problem));
        }
        let batches = [vec![line(1, input.raw.to_string())], vec![], vec![line(2, "last")]];
        Ok(Upgrade::stream(stream::iter(batches).chain(stream::repeat(Vec::new()))))
    }

    async fn watch_progress(
        &self,
        _: Context<()>,
        _: operations::WatchProgress,
    ) -> Refusable<Upgrade<codec::Nothing, codec::Json<types::WatchProgressMessage>>> {
        let steps = [0, 50, 100].map(|percent| types::WatchProgressMessage { percent });
        Ok(Upgrade::stream(stream::iter(steps)))
    }

    async fn open_shell(
        &self,
        _: Context<String>,
        _: operations::OpenShell,
    ) -> Refusable<Upgrade<codec::Json<types::OpenShellClientMessage>, codec::Bytes>> {
        type Terminal = Socket<codec::Json<types::OpenShellClientMessage>, codec::Bytes>;
        Ok(Upgrade::new(|mut terminal: Terminal| async move {
            let mut height = 0;
            while let Some(Ok(input)) = terminal.next().await {
                height = input.height.unwrap_or(height);
                let said = format!("{height}:{}\r\n", input.data.unwrap_or_default());
                terminal.write_all(said.as_bytes()).await?;
            }
            Ok::<(), io::Error>(())
        }))
    }

    async fn tunnel(
        &self,
        _: Context<String>,
        _: operations::Tunnel,
    ) -> Refusable<Upgrade<codec::Bytes, codec::Bytes>> {
        Ok(Upgrade::new(|mut socket| async move {
            let mut buffer = [0; 1000];
            loop {
                let count = socket.read(&mut buffer).await?;
                if count == 0 {
                    return Ok::<(), io::Error>(());
                }
                socket.write_all(&buffer[..count]).await?;
            }
        }))
    }

    async fn take_orders(
        &self,
        _: Context<String>,
        _: operations::TakeOrders,
    ) -> Refusable<Upgrade<codec::Json<types::Line>, codec::Nothing>> {
        type Orders = Socket<codec::Json<types::Line>, codec::Nothing>;
        Ok(Upgrade::new(|mut orders: Orders| async move {
            let first = orders.next().await;
            let number = first.and_then(Result::ok).map_or(0, |order| order.number);
            streams_server::Close::new(4000, number.to_string())
        }))
    }

    async fn talk(
        &self,
        _: Context<String>,
        _: operations::Talk,
    ) -> Refusable<Upgrade<codec::Messages, codec::Messages>> {
        type Talk = Socket<codec::Messages, codec::Messages>;
        Ok(Upgrade::new(|mut socket: Talk| async move {
            while let Some(Ok(message)) = socket.recv().await {
                if socket.send(message).await.is_err() {
                    break;
                }
            }
        }))
    }

    async fn get_news(
        &self,
        _: Context<String>,
        _: operations::GetNews,
    ) -> Refusable<Events<types::GetNewsEvent>> {
        let news = ["one", "two"].map(|title| types::GetNewsEvent { title: title.to_owned() });
        let end = Err(ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "The press broke."));
        Ok(Events::new(stream::iter(news.map(Ok).into_iter().chain([end]))))
    }

    async fn complete(
        &self,
        _: Context<()>,
        _: operations::Complete,
    ) -> Refusable<Events<types::Line>> {
        Ok(Events::new(stream::iter([Ok(line(1, "so far"))])))
    }

    async fn get_ticks(
        &self,
        _: Context<String>,
        _: operations::GetTicks,
    ) -> Refusable<Events<types::Line>> {
        Ok(Events::new(stream::iter([Ok(line(1, "tick"))]).chain(stream::pending())))
    }

    async fn get_grant(
        &self,
        _: Context<String>,
        input: operations::GetGrant,
    ) -> Refusable<types::Line> {
        Ok(line(0, format!("{:?}", input.by)))
    }

    async fn get_grant_listen(
        &self,
        _: Context<String>,
        _: operations::GetGrantListen,
    ) -> Refusable<types::Line> {
        tokio::time::sleep(Duration::from_millis(300)).await;
        Ok(line(0, "at last"))
    }

    async fn next_job(&self, _: Context<String>, _: operations::NextJob) -> Refusable<()> {
        tokio::time::sleep(Duration::from_millis(300)).await;
        Ok(())
    }
}

async fn client() -> streams_client::Client {
    client!(streams_client, serve(router(Jobs)).await, .key("me"))
}

#[tokio::test]
async fn messages_come_one_by_one_and_end() {
    let mut progress = client().await.watch_progress(1).await.unwrap();
    for percent in [0, 50, 100] {
        assert_eq!(progress.next().await.unwrap().unwrap().percent, percent);
    }
    assert!(progress.next().await.is_none());
    assert_eq!(progress.close_reason().unwrap().code, 1000);
}

#[tokio::test]
async fn messages_of_any_kind_stay_possible() {
    let mut socket = client().await.talk().await.unwrap();
    socket.send(Message::Text("hello".to_owned())).await.unwrap();
    assert_eq!(socket.recv().await.unwrap().unwrap(), Message::Text("hello".to_owned()));
}

#[tokio::test]
async fn bytes_go_both_ways() {
    let mut socket = client().await.tunnel().await.unwrap();
    let sent: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let mut received = vec![0; sent.len()];
    for (sent, received) in sent.chunks(7000).zip(received.chunks_mut(7000)) {
        socket.write_all(sent).await.unwrap();
        socket.read_exact(received).await.unwrap();
    }
    assert_eq!(received, sent);
    socket.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_terminal_takes_json_and_gives_bytes() {
    let mut terminal = client().await.open_shell(1).await.unwrap();
    let (data, height) = (Some("ls".to_owned()), Some(24));
    for (input, expected) in [
        (types::OpenShellClientMessage { height, ..Default::default() }, "24:\r\n"),
        (types::OpenShellClientMessage { data, ..Default::default() }, "24:ls\r\n"),
    ] {
        terminal.send(&input).await.unwrap();
        let mut said = vec![0; expected.len()];
        terminal.read_exact(&mut said).await.unwrap();
        assert_eq!(said, expected.as_bytes());
    }
    terminal.close(1000, "").await;
}

#[tokio::test]
async fn a_socket_may_only_receive() {
    let mut orders = client().await.take_orders().await.unwrap();
    orders.send(&line(7, "pizza")).await.unwrap();
    assert!(orders.recv().await.is_none());
    let reason = orders.close_reason().unwrap();
    assert_eq!((reason.code, reason.reason.as_str()), (4000, "7"));
}

#[tokio::test]
async fn events_come_until_one_says_what_went_wrong() {
    let mut news = client().await.get_news().await.unwrap();
    for title in ["one", "two"] {
        assert_eq!(news.next().await.unwrap().unwrap().title, title);
    }
    let error = news.next().await.unwrap().unwrap_err();
    assert!(matches!(error, StreamError::Reported(_)), "{error:?}");
    assert!(news.next().await.is_none());
    let mut ticks = client().await.get_ticks().await.unwrap();
    assert_eq!(ticks.next().await.unwrap().unwrap(), line(1, "tick"));
}

#[tokio::test]
async fn a_text_announces_the_end() {
    let origin = serve(router(Jobs)).await;
    let (_, body) = raw(&origin, "GET /completion HTTP/1.1", "").await;
    let token = "event: token\ndata: {\"number\":1,\"text\":\"so far\"}\n\n";
    assert!(body.contains(token), "{body}");
    assert!(body.contains("event: token\ndata: [DONE]\n\n"), "{body}");
    let client = client!(streams_client, origin);
    let again = streams_client::client::ReconnectPolicy::new();
    let mut tokens = client.complete().reconnect(again).await.unwrap();
    assert_eq!(tokens.next().await.unwrap().unwrap(), line(1, "so far"));
    assert!(tokens.next().await.is_none());
}

#[tokio::test]
async fn events_are_called_as_the_document_says() {
    let origin = serve(router(Jobs)).await;
    let (status, body) = raw(&origin, "GET /news HTTP/1.1\r\nX-Key: x", "").await;
    assert_eq!(status, 200);
    assert!(body.contains("event: data\ndata: {\"title\":\"one\"}\n\n"), "{body}");
    assert!(body.contains("event: error\ndata: {"), "{body}");
}

#[tokio::test]
async fn a_flag_decides_between_two_operations() {
    let client = client().await;
    let lines = client.get_logs(u64::MAX).after(3).raw(true).await.unwrap();
    assert_eq!(lines, [line(u64::MAX, "me: Some(3) true")]);
    let mut lines = client.get_logs_follow(1).await.unwrap();
    let mut seen = Vec::new();
    while let Some(batch) = lines.next().await {
        seen.extend(batch.unwrap());
    }
    // Two empty lists in a row are the end.
    assert_eq!(seen, [line(1, "false"), line(2, "last")]);
    let Err(Error::Api(error)) = client.get_logs_follow(0).await else { panic!("no refusal") };
    assert_eq!(error.status, 404);
}

#[tokio::test]
async fn to_be_there_is_enough_for_a_flag() {
    let origin = serve(router(Jobs)).await;
    for (query, expected) in [("", "None false"), ("?raw", "None true"), ("?raw=0", "None true")] {
        let head = format!("GET /jobs/1/logs{query} HTTP/1.1\r\nX-Key: me");
        let (status, body) = raw(&origin, &head, "").await;
        let expected = format!("[{{\"number\":1,\"text\":\"me: {expected}\"}}]");
        assert_eq!((status, body), (200, expected), "{query}");
    }
    let head = "GET /jobs/1/logs?follow HTTP/1.1\r\nX-Key: me";
    assert_eq!(raw(&origin, head, "").await.0, 426);
}

#[tokio::test]
async fn exactly_one_alternative_is_given() {
    let origin = serve(router(Jobs)).await;
    let client = client!(streams_client, origin.clone(), .key("me"));
    let none = client.get_grant(GetGrantBy::Id(String::new())).await.unwrap_err();
    assert!(matches!(none, Error::Request(_)), "{none:?}");
    let grant = client.get_grant(GetGrantBy::Match("b".to_owned())).await.unwrap();
    assert_eq!(grant, line(0, r#"Match("b")"#));
    for query in ["", "id=&match=", "id=a&match=b"] {
        let head = format!("GET /grants?{query} HTTP/1.1\r\nX-Key: x");
        let (status, body) = raw(&origin, &head, "").await;
        assert_eq!((status, violations(&body).len()), (400, 3), "{query}: {body}");
    }
    for query in ["id=&match=x", "pattern=x&match=", "pattern=y&match=x"] {
        let head = format!("GET /grants?{query} HTTP/1.1\r\nX-Key: x");
        let (status, body) = raw(&origin, &head, "").await;
        assert_eq!(status, 200, "{body}");
        assert!(body.contains(r#"Match(\"x\")"#), "{query}: {body}");
    }
}

#[tokio::test]
async fn long_polls_outlast_the_clients_limit() {
    let short = Duration::from_millis(100);
    let client = client!(streams_client, serve(router(Jobs)).await, .key("me").timeout(short));
    let by = GetGrantBy::Id("a".to_owned());
    assert_eq!(client.get_grant_listen(by).await.unwrap(), line(0, "at last"));
    client.next_job().await.unwrap();
    let error = client.next_job().timeout(short).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn credentials_are_looked_for_in_order() {
    let origin = serve(router(Jobs)).await;
    for (query, headers, expected) in [
        ("", "Cookie: a=b; key=good\r\nX-Key: wrong", 200),
        ("?key=good", "X-Key: wrong", 200),
        ("?key=wrong", "X-Key: good", 401),
        ("?key=", "X-Key: \r\nAuthorization: bearer good", 200),
        ("", "X-Other: good", 401),
    ] {
        let head = format!("GET /jobs/1/logs{query} HTTP/1.1\r\n{headers}");
        let (status, body) = raw(&origin, &head, "").await;
        assert_eq!(status, expected, "{query} {headers}: {body}");
    }
}

#[test]
fn other_spellings_are_decoded_but_not_written() {
    for text in [r#"{"no.":7,"Number":8}"#, r#"{"number":7,"no.":8,"Number":9}"#] {
        let line: types::Line = serde_json::from_str(text).unwrap();
        assert_eq!(line.number, 7, "the first one counts: {text}");
    }
    assert!(serde_json::from_str::<types::Line>(r#"{"no.":7,"Number":8,"text":1}"#).is_err());
    for name in ["number", "Number", "no."] {
        let value = format!(r#"{{"{name}":1}}"#);
        let value: types::Line = serde_json::from_str(&value).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), r#"{"number":1}"#);
    }
}

#[tokio::test]
async fn a_shutdown_says_goodbye() {
    let shutdown = Shutdown::new();
    let options = Options::default().shutdown(shutdown.clone());
    let client = client!(streams_client, serve(router_with(Jobs, options)).await, .key("me"));
    let mut socket = client.tunnel().await.unwrap();
    socket.write_all(b"x").await.unwrap();
    assert_eq!(socket.read_u8().await.unwrap(), b'x');
    shutdown.begin();
    assert_eq!(socket.read(&mut [0]).await.unwrap(), 0);
    assert_eq!(socket.close_reason().unwrap().code, 1001);
    shutdown.drained().await;
}
