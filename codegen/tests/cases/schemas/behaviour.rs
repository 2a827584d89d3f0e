//! Values of every kind of schema go there and back, and what breaks one is told by its path.

use std::collections::BTreeMap;

use behaviour::{always, client, raw, serve, violations, wrong_fields};
use schemas_client::Secret;
use schemas_client::client::Error;
use schemas_client::operations;
use schemas_client::types::{self, Branch, Everything, Kind, Open, Tree};
use schemas_server::{Api, ApiError, Context, router};
use serde_json::{Value, json};
use uuid::Uuid;

/// Answers with what it was given.
struct Echo;

impl Api for Echo {
    async fn everything(
        &self,
        _: Context<()>,
        input: operations::Everything,
    ) -> Result<Everything, ApiError> {
        Ok(input.body)
    }
}

fn least() -> Everything {
    Everything { kind: Kind::Fast, ..Everything::default() }
}

/// The least that the document asks for, with these members besides.
fn document(others: Value) -> Value {
    let mut least = json!({"id": Uuid::nil(), "kind": "fast", "maybe": null, "list": [], "any": 1});
    let Value::Object(others) = others else { panic!("no object") };
    least.as_object_mut().unwrap().extend(others);
    least
}

fn tree(depth: usize) -> Tree {
    if depth == 0 {
        return Tree::default();
    }
    let inner = tree(depth - 1);
    let branch = Branch { value: depth.to_string(), tree: Some(inner.clone()) };
    Tree {
        left: Some(Box::new(inner.clone())),
        right: Some(Box::new(branch)),
        children: Some(vec![inner.clone(), Tree::default()]),
        by_name: Some(BTreeMap::from([("*/".to_owned(), inner)])),
    }
}

fn full() -> Everything {
    let nested = types::EverythingNested {
        deep: types::EverythingNestedDeep { level: Some(types::EverythingNestedDeepLevel::Two) },
        items: Some(vec![types::EverythingNestedItemsItem { name: Some("x".to_owned()) }]),
    };
    Everything {
        maybe: Some(String::new()),
        list: vec!["a".to_owned()],
        any: json!({"a": [1, null, "x", {"b": 1.5}]}),
        text: Some("日本\n\0\"".to_owned()),
        void: Some(Some("here".to_owned())),
        free: Some(json!([])),
        secret: Some(Secret::new("hush")),
        small: Some(-5),
        big: Some(i64::MIN),
        plain: Some(i64::MAX),
        ratio: Some(0.1),
        single: Some(0.1),
        flag: Some(false),
        when: Some("2024-02-29T12:00:00.123456789Z".parse().unwrap()),
        limit: 0,
        sort: String::new(),
        on: false,
        mode: Kind::Empty,
        tags: Some(vec![Some("a".to_owned()), None]),
        labels: Some(BTreeMap::from([("k".to_owned(), "v".to_owned())])),
        extra: Some(BTreeMap::from([("k".to_owned(), json!(null))])),
        numbers: Some(BTreeMap::from([("k".to_owned(), vec![1.0, -0.5])])),
        nested: Some(nested),
        tree: Some(tree(3)),
        open: Some(Open {
            name: "n".to_owned(),
            additional: BTreeMap::from([("x".to_owned(), 1)]),
        }),
        closed: Some(types::Closed { name: Some("n".to_owned()) }),
        alias: Some(vec!["a".to_owned()]),
        names: Some(vec![]),
        ..least()
    }
}

async fn origin() -> String {
    serve(router(Echo)).await
}

async fn post(origin: &str, body: &Value) -> (u16, String) {
    let head = "POST /everything HTTP/1.1\r\nContent-Type: application/json";
    raw(origin, head, &body.to_string()).await
}

#[tokio::test]
async fn every_kind_goes_there_and_back() {
    let client = client!(schemas_client, origin().await);
    for value in [least(), full()] {
        assert_eq!(client.everything(value.clone()).await.unwrap(), value);
    }
}

#[tokio::test]
async fn known_and_unknown_values_of_enums() {
    for (kind, text) in [
        (Kind::Fast, "fast"),
        (Kind::Empty, ""),
        (Kind::Value2Fast, "2 fast"),
        (Kind::Plus1, "+1"),
        (Kind::Minus1, "-1"),
        (Kind::UnknownValue, "unknown"),
        (Kind::Unknown("else".to_owned()), "else"),
    ] {
        assert_eq!(serde_json::to_value(&kind).unwrap(), json!(text));
        assert_eq!(serde_json::from_value::<Kind>(json!(text)).unwrap(), kind);
        assert_eq!((kind.as_str(), Kind::from(text)), (text, kind.clone()));
    }
}

#[test]
fn absent_is_none_and_defaults_are_filled_in() {
    let value: Everything = serde_json::from_value(document(json!({}))).unwrap();
    assert_eq!(value, Everything { any: json!(1), ..least() });
    assert_eq!((value.limit, value.sort.as_str()), (20, "up \"and\" down"));
    assert_eq!((value.on, value.mode), (true, Kind::Slow));
}

#[test]
fn null_is_absent() {
    let nulls = ["text", "secret", "small", "when", "tags", "labels", "extra", "nested", "tree"];
    let nulls = nulls.into_iter().map(|name| (name.to_owned(), Value::Null)).collect();
    let value: Everything = serde_json::from_value(document(Value::Object(nulls))).unwrap();
    assert_eq!(value, Everything { any: json!(1), ..least() });
    let thing: types::a::Thing = serde_json::from_value(json!({"b": {"c": null}})).unwrap();
    assert_eq!(thing.b.unwrap().c, Some(None));
}

#[tokio::test]
async fn where_null_is_a_value_it_differs_from_absence() {
    let client = client!(schemas_client, origin().await);
    let null = Everything { void: Some(None), free: Some(Value::Null), ..least() };
    let text = serde_json::to_value(&null).unwrap();
    assert_eq!((&text["void"], &text["free"]), (&Value::Null, &Value::Null));
    assert_eq!(client.everything(null.clone()).await.unwrap(), null);
    assert_eq!((least().void, least().free), (None, None));
    assert_ne!(null, least());
    // A member that must be there is written as `null`, and read even if it is missing.
    assert_eq!(serde_json::to_value(least()).unwrap()["maybe"], Value::Null);
    let mut missing = document(json!({}));
    missing.as_object_mut().unwrap().remove("maybe");
    assert_eq!(serde_json::from_value::<Everything>(missing).unwrap().maybe, None);
}

#[test]
fn what_is_not_set_is_an_empty_text() {
    // `Kind` lists the empty text; what does not list it is unknown.
    assert_eq!(Kind::default(), Kind::Empty);
    let level = types::EverythingNestedDeepLevel::default();
    assert_eq!((level.as_str(), level.is_known()), ("", false));
    // The document's default fills in for an absent member; it is not the type's.
    assert_eq!(Everything::default().mode, Kind::Slow);
}

#[test]
fn what_is_absent_stays_absent() {
    let value = serde_json::to_value(least()).unwrap();
    let members: Vec<&String> = value.as_object().unwrap().keys().collect();
    let there = ["any", "id", "kind", "limit", "list", "maybe", "mode", "on", "sort"];
    let mut members: Vec<&str> = members.into_iter().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, there);
}

#[test]
fn open_objects_keep_what_they_do_not_know() {
    let text = json!({"name": "n", "x": 1, "y": 2});
    let open: Open = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(open.additional.len(), 2);
    assert_eq!(serde_json::to_value(open).unwrap(), text);
}

#[tokio::test]
async fn members_that_nobody_knows_are_ignored() {
    let origin = origin().await;
    let body = document(json!({"unknown": {"x": 1}, "nested": {"deep": {}, "unknown": 1}}));
    assert_eq!(post(&origin, &body).await.0, 200);
}

#[tokio::test]
async fn an_optional_member_may_be_null_on_the_wire() {
    let origin = origin().await;
    for name in ["text", "small", "when", "tags", "nested", "tree", "limit", "mode", "on"] {
        let (status, body) = post(&origin, &document(json!({name: null}))).await;
        assert_eq!(status, 200, "{name}: {body}");
    }
}

#[tokio::test]
async fn each_violation_is_told_with_its_path() {
    let origin = origin().await;
    for (members, path) in [
        (json!({"id": "x"}), "id"),
        (json!({"id": null}), "id"),
        (json!({"kind": "other"}), "kind"),
        (json!({"list": [1]}), "list[0]"),
        (json!({"list": null}), "list"),
        (json!({"small": 6}), "small"),
        (json!({"small": -6}), "small"),
        (json!({"big": 9_223_372_036_854_775_808_u64}), "big"),
        (json!({"plain": 1.5}), "plain"),
        (json!({"flag": "true"}), "flag"),
        (json!({"when": "2024-13-01T00:00:00Z"}), "when"),
        (json!({"labels": {"a": 1}}), "labels.a"),
        (json!({"numbers": {"a": [1, "x"]}}), "numbers.a[1]"),
        (json!({"nested": {}}), "nested.deep"),
        (json!({"nested": {"deep": {"level": "three"}}}), "nested.deep.level"),
        (json!({"nested": {"deep": {}, "items": [{}, {"name": 1}]}}), "nested.items[1].name"),
        (
            json!({"tree": {"children": [{"left": {"right": {}}}]}}),
            "tree.children[0].left.right.value",
        ),
        (json!({"open": {"name": "n", "x": "1"}}), "open.x"),
        (json!({"closed": {"name": "n", "x": 1}}), "closed.x"),
        (json!({"names": ["a", "b", "c", "d", "e"]}), "names"),
        (json!({"alias": ["a", "a"]}), "alias"),
    ] {
        let (status, body) = post(&origin, &document(members.clone())).await;
        assert_eq!(status, 400, "{members}: {body}");
        let fields = wrong_fields(&body);
        assert!(fields.len() == 1 && fields[0].starts_with(path), "{members}: {body}");
    }
}

#[tokio::test]
async fn all_violations_are_told_at_once() {
    let wrong = json!({"small": 9, "flag": 1, "nested": {"deep": 1}, "names": ["a", 1]});
    let (status, body) = post(&origin().await, &wrong).await;
    assert_eq!(status, 400);
    let mut fields = wrong_fields(&body);
    fields.sort();
    let expected =
        ["any", "flag", "id", "kind", "list", "maybe", "names[1]", "nested.deep", "small"];
    assert_eq!(fields, expected, "{:?}", violations(&body));
}

#[tokio::test]
async fn an_answer_that_breaks_the_document_is_told_with_its_path() {
    let origin = always(
        200,
        "application/json",
        r#"{"id": "00000000-0000-0000-0000-000000000000",
        "kind": "fast", "list": [], "any": 1, "tree": {"children": [{}, {"left": 7}]}}"#,
    );
    let client = client!(schemas_client, origin.await);
    let Err(Error::Decode(error)) = client.everything(least()).await else { panic!("decoded") };
    assert_eq!(error.path, "tree.children[1].left");
}

#[test]
fn secrets_are_not_shown() {
    assert!(!format!("{:?}", full()).contains("hush"));
}
