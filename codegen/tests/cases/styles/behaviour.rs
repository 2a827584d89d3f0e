//! Every style looks on the wire as OpenAPI and RFC 6570 say, and comes back as it was.

use std::sync::mpsc::{Receiver, Sender, channel};

use behaviour::{client, raw, serve, wrong_fields};
use proptest::prelude::*;
use styles_client::client::Error;
use styles_client::operations::{
    Compare, Cookies, File, FileAcl, Free, JsonFile, Label, LookedUp, Matrix, OldFileAcl, Query,
    Searched, Simple,
};
use styles_client::types::{Filter, FilterAuthor, Other, Point};
use styles_server::{Api, ApiError, Context, router};

/// What arrived, as a text, and what stood on the wire: path, query, cookies.
#[derive(Debug, PartialEq)]
struct Seen {
    input: String,
    target: String,
    headers: Vec<(String, String)>,
}

struct Server(Sender<Seen>);

impl Server {
    fn tell(&self, cx: &Context<()>, input: impl std::fmt::Debug) -> Result<(), ApiError> {
        let headers = cx.request.headers().iter();
        let headers = headers.map(|(name, value)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        let target = cx.request.uri().to_string();
        let seen = Seen { input: format!("{input:?}"), target, headers: headers.collect() };
        self.0.send(seen).map_err(ApiError::internal)
    }
}

macro_rules! tell {
    ($($function:ident: $input:ty),*) => {
        impl Api for Server {
            $(async fn $function(&self, cx: Context<()>, input: $input) -> Result<(), ApiError> {
                self.tell(&cx, input)
            })*
        }
    };
}

tell! {
    simple: Simple, label: Label, matrix: Matrix, query: Query, free: Free, cookies: Cookies,
    compare: Compare, file: File, json_file: JsonFile, file_acl: FileAcl, old_file_acl: OldFileAcl,
    looked_up: LookedUp, searched: Searched
}

async fn start() -> (String, Receiver<Seen>) {
    let (sender, seen) = channel();
    (serve(router(Server(sender))).await, seen)
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn point(x: i64, label: Option<&str>) -> Point {
    Point { x, label: label.map(str::to_owned) }
}

/// Sends an operation; gives back the target and the headers that the server saw, after a look at
/// whether the input is what was sent.
macro_rules! sent {
    ($client:expr, $seen:expr, $operation:expr) => {{
        let operation = $operation;
        let shown = format!("{operation:?}");
        $client.call(operation).await.unwrap();
        let seen = $seen.try_recv().unwrap();
        assert_eq!(seen.input, shown, "{}", seen.target);
        (seen.target, seen.headers)
    }};
}

fn header<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
}

#[tokio::test]
async fn paths_are_written_as_rfc_6570_says() {
    let (origin, seen) = start().await;
    let client = client!(styles_client, &origin);
    let colors = words(&["blue", "black", "a,b"]);
    let rgb = || point(100, Some("a=b"));
    let simple = Simple {
        one: "a.b/c".to_owned(),
        list: colors.clone(),
        object: rgb(),
        spread: rgb(),
        x_point: Some(point(1, Some("l"))),
        x_spread: Some(point(2, None)),
        x_json: Some(point(3, Some("a,b"))),
    };
    let (target, headers) = sent!(client, seen, simple);
    let expected = "/base/simple/a.b%2Fc/blue,black,a%2Cb/label,a%3Db,x,100/label=a%3Db,x=100";
    assert_eq!(target, expected);
    assert_eq!(header(&headers, "x-point"), Some("label,l,x,1"));
    assert_eq!(header(&headers, "x-spread"), Some("x=2"));
    assert_eq!(header(&headers, "x-json"), Some(r#"{"label":"a,b","x":3}"#));

    let colors = words(&["blue", "b.c"]);
    let label =
        Label { one: 5, list: colors.clone(), each: colors.clone(), object: rgb(), spread: rgb() };
    let (target, _) = sent!(client, seen, label);
    let expected = "/base/label/.5/.blue,b%2Ec/.blue.b%2Ec/.label,a%3Db,x,100/.label=a%3Db.x=100";
    assert_eq!(target, expected);

    let matrix = Matrix {
        one: "a;b".to_owned(),
        list: colors.clone(),
        each: colors.clone(),
        object: rgb(),
        spread: rgb(),
    };
    let (target, _) = sent!(client, seen, matrix);
    let expected = "/base/matrix/;one=a%3Bb/;list=blue,b.c/;each=blue;each=b.c\
        /;object=label,a%3Db,x,100/;label=a%3Db;x=100";
    assert_eq!(target, expected);
}

#[tokio::test]
async fn queries_are_written_as_the_styles_say() {
    type Change = fn(&mut Query);
    let (origin, seen) = start().await;
    let client = client!(styles_client, &origin);
    let query = |change: Change| {
        let mut query = Query::default();
        change(&mut query);
        query
    };
    let cases: [(Change, &str); 12] = [
        (|q| q.spread = Some(point(1, Some("a b"))), "label=a%20b&x=1"),
        (|q| q.object = Some(Other { on: true, ratio: Some(0.5) }), "object=on,true,ratio,0.5"),
        (|q| q.spaces = words(&["blue", "b+c"]), "spaces=blue%20b%2Bc"),
        (|q| q.pipes = words(&["blue", "b c"]), "pipes=blue%7Cb%20c"),
        (
            |q| q.reserved = Some("a/b?c=d&e+f#g,[h]%2F".into()),
            "reserved=a/b?c=d%26e%2Bf%23g,%5Bh%5D%252F",
        ),
        (|q| q.joined = words(&["a/b", "c,d"]), "joined=a/b,c%2Cd"),
        (
            |q| q.json = Some(Filter { points: Some(vec![point(1, None)]), ..Filter::default() }),
            "json=%7B%22points%22%3A%5B%7B%22x%22%3A1%7D%5D%7D",
        ),
        (
            |q| {
                let author = FilterAuthor { name: "Ann".into(), ids: Some(vec![7, 8]) };
                q.deep = Some(Filter { author: Some(author), ..Filter::default() });
            },
            "deep%5Bauthor%5D%5Bids%5D%5B0%5D=7&deep%5Bauthor%5D%5Bids%5D%5B1%5D=8\
             &deep%5Bauthor%5D%5Bname%5D=Ann",
        ),
        (
            |q| {
                let points = vec![point(1, Some("a")), point(2, None)];
                q.deep = Some(Filter { points: Some(points), ..Filter::default() });
            },
            "deep%5Bpoints%5D%5B0%5D%5Blabel%5D=a&deep%5Bpoints%5D%5B0%5D%5Bx%5D=1\
             &deep%5Bpoints%5D%5B1%5D%5Bx%5D=2",
        ),
        (|q| q.expand = words(&["a", "b"]), "expand%5B0%5D=a&expand%5B1%5D=b"),
        (|q| q.empty = Some(String::new()), "empty="),
        (
            |q| q.points = vec![point(1, None), point(2, None)],
            "points=%7B%22x%22%3A1%7D&points=%7B%22x%22%3A2%7D",
        ),
    ];
    for (change, expected) in cases {
        let (target, _) = sent!(client, seen, query(change));
        assert_eq!(target, format!("/base/query?{expected}"));
    }
    let free = Free {
        known: Some("k".to_owned()),
        rest: [("a".to_owned(), 1), ("b".to_owned(), 2)].into(),
    };
    assert_eq!(sent!(client, seen, free).0, "/base/free?known=k&a=1&b=2");
}

#[tokio::test]
async fn other_spellings_of_a_style_are_read_too() {
    let (origin, seen) = start().await;
    let deep = "GET /base/query?deep[author][name]=Ann&deep[author][ids][]=7&deep[author][ids][]=8\
                &deep[points][][x]=1&deep[points][][label]=a&deep[points][][x]=2&expand[]=a&expand=b \
                HTTP/1.1";
    assert_eq!(raw(&origin, deep, "").await.0, 204);
    let input = seen.try_recv().unwrap().input;
    let filter = Filter {
        author: Some(FilterAuthor { name: "Ann".into(), ids: Some(vec![7, 8]) }),
        points: Some(vec![point(1, Some("a")), point(2, None)]),
        ..Filter::default()
    };
    let expected = Query { deep: Some(filter), expand: words(&["a", "b"]), ..Query::default() };
    assert_eq!(input, format!("{expected:?}"));
    let pipes = "GET /base/query?pipes=a|b HTTP/1.1";
    assert_eq!(raw(&origin, pipes, "").await.0, 204);
    let expected = Query { pipes: words(&["a", "b"]), ..Query::default() };
    assert_eq!(seen.try_recv().unwrap().input, format!("{expected:?}"));
}

#[tokio::test]
async fn cookies_stand_in_one_header() {
    let (origin, seen) = start().await;
    let client = client!(styles_client, &origin);
    let cookies = Cookies {
        session: "a;b=c d".to_owned(),
        list: words(&["x", "y,z"]),
        each: words(&["x", "y"]),
        point: Some(point(1, Some("l"))),
    };
    let (_, headers) = sent!(client, seen, cookies);
    let expected = "session=a%3Bb%3Dc%20d; list=x,y%2Cz; each=x; each=y; point=label,l,x,1";
    assert_eq!(header(&headers, "cookie"), Some(expected));
}

#[tokio::test]
async fn parameters_share_segments_with_texts() {
    let (origin, seen) = start().await;
    let client = client!(styles_client, &origin);
    let compare = Compare { base: "v1.0".to_owned(), head: "a/b...c".to_owned() };
    let (target, _) = sent!(client, seen, compare);
    assert_eq!(target, "/base/compare/v1%2E0...a%2Fb%2E%2E%2Ec");
    let name = || "a.json".to_owned();
    assert_eq!(sent!(client, seen, JsonFile { name: name() }).0, "/base/files/a%2Ejson.json");
    // The template with more text is meant, whoever is asked.
    client.call(File { name: name() }).await.unwrap();
    assert_eq!(seen.try_recv().unwrap().input, format!("{:?}", JsonFile { name: "a".to_owned() }));
    let (status, _) = raw(&origin, "GET /base/compare/main HTTP/1.1", "").await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn what_a_style_cannot_carry_is_not_sent() {
    let (origin, _) = start().await;
    let client = client!(styles_client, &origin);
    for query in [
        Query { spaces: words(&["a b", "c"]), ..Query::default() },
        Query { pipes: words(&["a|b", "c"]), ..Query::default() },
    ] {
        let error = client.call(query).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_by_its_name() {
    let (origin, _) = start().await;
    for (target, fields) in [
        ("/query?x=a", vec!["spread.x"]),
        ("/query?object=on", vec!["object"]),
        ("/query?deep[author][ids][]=a", vec!["deep.author.ids[0]", "deep.author.name"]),
        ("/query?deep[since]=today", vec!["deep.since"]),
        ("/query?json=%7B", vec!["json"]),
        ("/query?json=%7B%22points%22:1%7D", vec!["json.points"]),
        ("/label/5/.a/.a/.x,1/.x=1", vec!["one"]),
        ("/matrix/;one=a/;other=b/;each=a/;object=x,1/;x=1", vec!["list"]),
        ("/free?a=b", vec!["rest.a"]),
        ("/free", vec!["rest"]),
        ("/cookies", vec!["session"]),
        ("/files/%FF", vec!["name"]),
    ] {
        let (status, body) = raw(&origin, &format!("GET /base{target} HTTP/1.1"), "").await;
        assert_eq!(
            (status, wrong_fields(&body)),
            (400, fields.into_iter().map(str::to_owned).collect()),
            "{target} {body}"
        );
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-c ,.;=&|+%/?#\\[\\]\"{}]{0,6}"]
}

fn any_point() -> impl Strategy<Value = Point> {
    (any::<i64>(), proptest::option::of(any_text())).prop_map(|(x, label)| Point { x, label })
}

fn any_words() -> impl Strategy<Value = Vec<String>> {
    // One empty text looks like none.
    proptest::collection::vec(any_text(), 0..4)
        .prop_filter("told apart", |words| words.as_slice() != [String::new()])
}

/// Sends an operation; whatever the server sees is what was sent.
async fn round_trip<O>(
    client: &styles_client::Client,
    seen: &Receiver<Seen>,
    operation: O,
) -> Result<(), TestCaseError>
where
    O: styles_client::client::Operation<Output = (), Error = ()> + std::fmt::Debug + Send,
{
    let shown = format!("{operation:?}");
    match client.call(operation).await {
        Ok(()) => {
            let seen = seen.try_recv().map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(seen.input, shown, "{}", seen.target);
        }
        // Some texts have no form in a path or a header; they are not sent at all.
        Err(Error::Request(_)) => prop_assert!(seen.try_recv().is_err()),
        Err(error) => prop_assert!(false, "{error} {shown}"),
    }
    Ok(())
}

#[test]
fn whatever_is_sent_arrives() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (origin, seen) = runtime.block_on(start());
    let client = client!(styles_client, &origin);
    let config = ProptestConfig::with_cases(256);
    let inputs = (any_text(), any_words(), any_words(), any_point(), any_point());
    proptest!(config.clone(), |((one, list, each, object, spread) in inputs)| {
        let go = async {
            let (x_point, x_json) = (None, Some(object.clone()));
            let simple = Simple { one: one.clone(), list: list.clone(), object: object.clone(), spread: spread.clone(), x_point, x_spread: None, x_json };
            round_trip(&client, &seen, simple).await?;
            let label = Label { one: object.x, list: list.clone(), each: each.clone(), object: object.clone(), spread: spread.clone() };
            round_trip(&client, &seen, label).await?;
            let matrix = Matrix { one: one.clone(), list: list.clone(), each: each.clone(), object: object.clone(), spread: spread.clone() };
            round_trip(&client, &seen, matrix).await?;
            let cookies = Cookies { session: one.clone(), list: list.clone(), each: each.clone(), point: Some(object.clone()) };
            round_trip(&client, &seen, cookies).await?;
            let filter = Filter {
                author: Some(FilterAuthor { name: one.clone(), ids: Some(vec![object.x, spread.x]) }),
                points: Some(vec![object.clone(), spread.clone()]),
                ..Filter::default()
            };
            let query = Query {
                spread: Some(spread.clone()), spaces: list.clone(), pipes: each.clone(), reserved: Some(one.clone()),
                joined: list.clone(), json: Some(filter.clone()), deep: Some(filter), expand: each.clone(),
                points: vec![object.clone()], ..Query::default()
            };
            round_trip(&client, &seen, query).await?;
            let compare = Compare { base: one.clone(), head: one.clone() };
            round_trip(&client, &seen, compare).await
        };
        runtime.block_on(go)?;
    });
}

/// What a path has behind a `?` is always sent, and tells operations apart.
#[tokio::test]
async fn paths_may_have_a_query() {
    let (origin, seen) = start().await;
    let client = client!(styles_client, &origin);
    let acl = |view: Option<&str>| FileAcl { name: "a".into(), view: view.map(str::to_owned) };
    assert_eq!(sent!(client, seen, acl(None)).0, "/base/files/a?acl");
    assert_eq!(sent!(client, seen, acl(Some("x"))).0, "/base/files/a?acl&view=x");
    let old = OldFileAcl { name: "a".to_owned() };
    assert_eq!(sent!(client, seen, old).0, "/base/files/a?acl&at=2.0/a%20b");
    for (query, input) in [
        ("at=2%2E0/a+b&x&acl=", "OldFileAcl { name: \"a\" }"),
        ("acl&at=2.0", "FileAcl { name: \"a\", view: None }"),
        ("view=v&acl", "FileAcl { name: \"a\", view: Some(\"v\") }"),
        ("acl=yes", "File { name: \"a\" }"),
        ("at=2.0/a%20b", "File { name: \"a\" }"),
    ] {
        let (status, _) = raw(&origin, &format!("GET /base/files/a?{query} HTTP/1.1"), "").await;
        assert_eq!((status, seen.try_recv().unwrap().input.as_str()), (204, input), "{query}");
    }
}

#[tokio::test]
async fn parameters_in_the_query_of_a_path_are_required_ones_of_the_query() {
    let (origin, seen) = start().await;
    let client = client!(styles_client, origin.as_str());
    let input = LookedUp { id: "a".into(), mode: -7, tag: "x&y".into() };
    let target = "/base/looked-up/a?fixed=1&mode=-7&tag=x%26y";
    assert_eq!(sent!(client, seen, input).0, target);
    for query in ["fixed=1&mode=1", "fixed=1&tag=x", "fixed=1&mode=one&tag=x"] {
        let head = format!("GET /base/looked-up/a?{query} HTTP/1.1");
        assert_eq!(raw(&origin, &head, "").await.0, 400, "{query}");
    }
    let head = "GET /base/looked-up/a?mode=1&tag=x HTTP/1.1";
    assert_eq!(raw(&origin, head, "").await.0, 404);
}

#[tokio::test]
async fn a_value_that_a_path_has_in_part_is_written_as_a_whole() {
    let (origin, seen) = start().await;
    let client = client!(styles_client, origin.as_str());
    let input = Searched { q: "in:body a/b".into(), page: 2 };
    assert_eq!(sent!(client, seen, input).0, "/base/searched?page=2&q=in%3Abody%20a%2Fb");
    for (query, status) in [("page=1&q=in:a%20b", 204), ("page=1&q=on:a%20b", 400), ("page=1", 400)]
    {
        let head = format!("GET /base/searched?{query} HTTP/1.1");
        assert_eq!(raw(&origin, &head, "").await.0, status, "{query}");
    }
}
