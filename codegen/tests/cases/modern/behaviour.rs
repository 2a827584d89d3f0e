//! What only OpenAPI 3.1 can say goes over the wire as it says.

use behaviour::{client, raw, serve, wrong_fields};
use modern_client::operations;
use modern_client::types::{Size, Thing, ThingEither};
use modern_server::{Api, ApiError, Context, router};
use serde_json::{Value, json};

struct Echo;

impl Api for Echo {
    async fn echo(&self, _: Context<()>, input: operations::Echo) -> Result<Thing, ApiError> {
        Ok(input.body)
    }

    async fn shared(&self, _: Context<()>, input: operations::Shared) -> Result<(), ApiError> {
        assert_eq!(input.after.as_deref(), Some("x"));
        Ok(())
    }
}

async fn post(origin: &str, body: &Value) -> (u16, String) {
    let head = "POST /things HTTP/1.1\r\nContent-Type: application/json";
    raw(origin, head, &body.to_string()).await
}

#[tokio::test]
async fn values_go_there_and_back() {
    let origin = serve(router(Echo)).await;
    let client = client!(modern_client, origin.clone());
    for (member, value) in [
        ("version", json!(2)),
        ("name", json!("Ada")),
        ("name", Value::Null),
        ("either", json!("abc")),
        ("either", json!(9)),
        ("either", json!(true)),
        ("maybe", json!("small")),
        ("maybe", Value::Null),
        ("above", json!(1)),
        ("below", json!(9.5)),
        ("inner", json!({"depth": 1})),
        ("anchored", json!({"depth": 2})),
        ("limited", json!(["a", "b"])),
        ("point", json!([1.5, 2.5, "label"])),
        ("same", json!([1, 2])),
        ("image", json!("aGk=")),
        ("labels", json!({"x-a": "b"})),
        ("closed", json!({"a": "b"})),
        ("anything", json!([1, {"a": null}])),
    ] {
        let body = json!({ "kind": "thing", member: value });
        let (status, answer) = post(&origin, &body).await;
        assert_eq!(status, 200, "{body}: {answer}");
        assert_eq!(serde_json::from_str::<Value>(&answer).unwrap(), body);
        let thing: Thing = serde_json::from_value(body).unwrap();
        assert_eq!(client.echo(thing.clone()).await.unwrap(), thing);
    }
    client.shared().after("x").await.unwrap();
}

#[tokio::test]
async fn the_server_refuses_what_the_document_excludes() {
    let origin = serve(router(Echo)).await;
    for (member, value) in [
        ("kind", json!("other")),
        ("version", json!(3)),
        ("either", json!("abcd")),
        ("either", json!(10)),
        ("either", json!([])),
        ("above", json!(0)),
        ("below", json!(10)),
        ("limited", json!(["a", "b", "c"])),
        ("point", json!([1, 2, "a", 4])),
        ("closed", json!({"b": 1})),
        ("nothing", json!(1)),
    ] {
        let mut body = json!({ "kind": "thing" });
        body[member] = value;
        let (status, answer) = post(&origin, &body).await;
        let field = wrong_fields(&answer).pop().unwrap_or_default();
        assert!(status == 400 && field.starts_with(member), "{body}: {answer}");
    }
}

#[test]
fn types_are_those_of_the_meaning() {
    let thing: Thing = serde_json::from_value(json!({
        "kind": "thing", "name": null, "either": 3, "maybe": "large", "same": [1, 2]
    }))
    .unwrap();
    assert_eq!(thing.name, Some(None));
    assert_eq!(thing.either, Some(ThingEither::Integer(3)));
    assert_eq!(thing.maybe, Some(Some(Size::Large)));
    assert_eq!(thing.same, Some(vec![1, 2]));
}
