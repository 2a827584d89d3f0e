//! Every parameter arrives as it was sent, and what breaks the document is told by its name.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};

use behaviour::{client, raw, serve, violations, wrong_fields};
use chrono::{DateTime, Utc};
use parameters_client::client::Error;
use parameters_client::operations::{Alike, Lists, Old, Scalars};
use parameters_client::types::{Echo, Level};
use parameters_server::{Api, ApiError, Context, router};
use uuid::Uuid;

/// Texts that go wrong easily.
const NASTY: &[&str] = &[
    "plain",
    " ",
    "a b",
    "+",
    "%",
    "%2F",
    "%zz",
    "/",
    "a/b",
    "...",
    "../..",
    "?",
    "#",
    "&=;,",
    "\"'`<>\\|^[]{}",
    "ü",
    "日本",
    "💥",
    "e\u{301}",
    "\u{7f}",
    "\n",
    "\0",
    "\u{feff}",
    "\u{2028}",
    ":@!$()*~-_",
    "null",
    "true",
    "0",
];

enum Seen {
    Scalars(Scalars),
    Lists(Lists),
    Alike(Alike),
    Old(Old),
}

/// Tells the test what it was given.
struct Server(Sender<Seen>);

impl Server {
    fn tell(&self, seen: Seen) -> Result<Echo, ApiError> {
        self.0.send(seen).map_err(ApiError::internal)?;
        Ok(Echo::new())
    }
}

impl Api for Server {
    async fn scalars(&self, _: Context<()>, input: Scalars) -> Result<Echo, ApiError> {
        self.tell(Seen::Scalars(input))
    }

    async fn lists(&self, _: Context<()>, input: Lists) -> Result<Echo, ApiError> {
        self.tell(Seen::Lists(input))
    }

    async fn alike(&self, _: Context<()>, input: Alike) -> Result<Echo, ApiError> {
        self.tell(Seen::Alike(input))
    }

    async fn old(&self, _: Context<()>, input: Old) -> Result<(), ApiError> {
        self.tell(Seen::Old(input)).map(drop)
    }
}

async fn start() -> (String, Receiver<Seen>) {
    let (sender, receiver) = channel();
    (serve(router(Server(sender))).await, receiver)
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn scalars() -> Scalars {
    Scalars {
        text: "text".to_owned(),
        number: 5,
        id: Uuid::from_u128(7),
        when: time("2024-02-29T23:59:59.999Z"),
        x_trace: "trace".to_owned(),
        ..Scalars::default()
    }
}

#[tokio::test]
async fn texts_arrive_as_they_are() {
    let (origin, seen) = start().await;
    let client = client!(parameters_client, origin);
    for text in NASTY {
        let sent = Alike {
            from: (*text).to_owned(),
            to: text.chars().rev().collect(),
            how: Some((*text).to_owned()),
            body: Some(BTreeMap::from([((*text).to_owned(), (*text).to_owned())])),
        };
        client.alike(sent.clone()).await.unwrap_or_else(|error| panic!("{text:?}: {error}"));
        let Seen::Alike(seen) = seen.recv().unwrap() else { panic!() };
        assert_eq!(seen, sent, "{text:?}");
    }
}

#[tokio::test]
async fn scalars_arrive_as_they_are() {
    let (origin, seen) = start().await;
    let client = client!(parameters_client, origin);
    let full = Scalars {
        flag: Some(false),
        ratio: Some(-1.5e-300),
        level: Some(Level::High),
        limit: Some(i64::MIN),
        x_count: Some(i64::MAX),
        ..scalars()
    };
    let edges = [
        Scalars { number: 1, id: Uuid::max(), when: time("1970-01-01T00:00:00Z"), ..full.clone() },
        Scalars { number: 9, flag: Some(true), when: time("9999-12-31T23:59:59Z"), ..full.clone() },
        Scalars {
            ratio: Some(0.1),
            level: Some(Level::Low),
            limit: Some(i64::MAX),
            ..full.clone()
        },
        Scalars { x_trace: "ab".to_owned(), x_count: Some(0), ..full.clone() },
        full,
    ];
    for sent in edges {
        client.scalars(sent.clone()).await.unwrap();
        let Seen::Scalars(seen) = seen.recv().unwrap() else { panic!() };
        assert_eq!(seen, sent);
    }
}

#[tokio::test]
async fn the_server_fills_in_what_the_document_says() {
    let (origin, seen) = start().await;
    client!(parameters_client, origin).scalars(scalars()).await.unwrap();
    let Seen::Scalars(seen) = seen.recv().unwrap() else { panic!() };
    assert_eq!(seen, Scalars { limit: Some(20), ..scalars() });
}

#[tokio::test]
async fn lists_arrive_as_they_are() {
    let (origin, seen) = start().await;
    let client = client!(parameters_client, origin);
    let texts: Vec<String> = NASTY.iter().map(|text| (*text).to_owned()).collect();
    let short = Lists { needed: vec![Level::Low], ..Lists::default() };
    for sent in [
        short.clone(),
        Lists { each: texts, joined: vec![1], ..short.clone() },
        Lists { each: vec!["a,b".to_owned(), String::new()], joined: vec![-1, 0, 1], ..short },
        Lists {
            needed: vec![Level::Low, Level::High, Level::Low],
            x_list: vec![Uuid::nil(), Uuid::max()],
            ..Lists::default()
        },
    ] {
        client.call(sent.clone()).await.unwrap_or_else(|error| panic!("{sent:?}: {error}"));
        let Seen::Lists(seen) = seen.recv().unwrap() else { panic!() };
        assert_eq!(seen, sent);
    }
}

#[tokio::test]
#[expect(deprecated, reason = "deprecated operations work all the same")]
async fn setters_set() {
    let (origin, seen) = start().await;
    client!(parameters_client, origin).old().used(1).unused(2).await.unwrap();
    let Seen::Old(seen) = seen.recv().unwrap() else { panic!() };
    assert_eq!(seen, Old { used: Some(1), unused: Some(2) });
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let (origin, _seen) = start().await;
    let head = "GET /base/scalars/x/10/no-id/yesterday?flag=perhaps&ratio=NaN&level=middle&limit=1.5 \
                HTTP/1.1\r\nX-Count: many\r\nX-Trace: a";
    let (status, body) = raw(&origin, head, "").await;
    assert_eq!(status, 400, "{body}");
    let mut fields = wrong_fields(&body);
    fields.sort();
    let wrong = ["X-Count", "X-Trace", "flag", "id", "level", "limit", "number", "ratio", "when"];
    assert_eq!(fields, wrong, "{body}");
    assert!(violations(&body).iter().all(|(_, detail)| !detail.is_empty()));
}

#[tokio::test]
async fn each_limit_is_checked() {
    let (origin, _seen) = start().await;
    let good = "/base/scalars/x/1/00000000-0000-0000-0000-000000000000/2024-01-01T00:00:00Z";
    for (path, headers, wrong) in [
        (good.to_owned(), "X-Trace: ab", None),
        (good.to_owned(), "x-trace: abcdefgh", None),
        (good.to_owned(), "X-Trace: abcdefghi", Some("X-Trace")),
        (good.to_owned(), "X-Other: ab", Some("X-Trace")),
        (good.replace("/1/", "/0/"), "X-Trace: ab", Some("number")),
        (good.replace("/1/", "/2147483648/"), "X-Trace: ab", Some("number")),
        (good.replace("/1/", "/1.0/"), "X-Trace: ab", Some("number")),
        (good.replace("2024-01-01T", "2023-02-29T"), "X-Trace: ab", Some("when")),
        (format!("{good}?limit=1&limit=2"), "X-Trace: ab", Some("limit")),
        (format!("{good}?level=LOW"), "X-Trace: ab", Some("level")),
        (format!("{good}?unknown=%zz"), "X-Trace: ab", None),
        ("/base/lists?needed=low".to_owned(), "", None),
        ("/base/lists".to_owned(), "", Some("needed")),
        ("/base/lists?needed=low&needed=low&needed=low&needed=low".to_owned(), "", Some("needed")),
        ("/base/lists?needed=low&joined=1,x".to_owned(), "", Some("joined[1]")),
        ("/base/lists?needed=low&needed=x".to_owned(), "", Some("needed[1]")),
        ("/base/lists?needed=low".to_owned(), "X-List: x", Some("X-List[0]")),
    ] {
        let separator = if headers.is_empty() { "" } else { "\r\n" };
        let head = format!("GET {path} HTTP/1.1{separator}{headers}");
        let (status, body) = raw(&origin, &head, "").await;
        let expected = if wrong.is_some() { 400 } else { 200 };
        assert_eq!(status, expected, "{path} {headers}: {body}");
        if let Some(wrong) = wrong {
            assert_eq!(wrong_fields(&body), [wrong], "{path} {headers}: {body}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before() {
    let (origin, seen) = start().await;
    let client = client!(parameters_client, origin);
    let empty = Scalars { text: String::new(), ..scalars() };
    assert!(matches!(client.scalars(empty).await, Err(Error::Request(_))));
    for text in [".", ".."] {
        // Every URL library would take it for a way to another path.
        let input = Scalars { text: text.to_owned(), ..scalars() };
        assert!(matches!(client.scalars(input).await, Err(Error::Request(_))));
    }
    let broken = Scalars { x_trace: "a\nb".to_owned(), ..scalars() };
    assert!(matches!(client.scalars(broken).await, Err(Error::Request(_))));
    assert!(seen.try_recv().is_err());
}

#[tokio::test]
async fn an_unknown_value_is_sent_and_refused() {
    let (origin, _seen) = start().await;
    let client = client!(parameters_client, origin);
    let error = client.lists(vec![Level::from("middle")]).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 400);
    assert!(error.api().is_some_and(|api| format!("{api:?}").contains("needed[0]")), "{error:?}");
}
