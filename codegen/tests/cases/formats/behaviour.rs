//! What formats stand for is typed, checked, and written as it was read.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use behaviour::{client, raw, serve, wrong_fields};
use formats_client::operations;
use formats_client::types::{All, Key};
use formats_server::{Api, ApiError, Context, router};
use serde_json::{Value, json};

/// Answers with what it was given, and sees that the parameters are what they were.
struct Echo;

impl Api for Echo {
    async fn formats(&self, _: Context<()>, input: operations::Formats) -> Result<All, ApiError> {
        assert_eq!(input.day.unwrap().to_string(), "2024-02-29");
        assert_eq!(input.from.unwrap().port(), 80);
        assert_eq!(input.since.unwrap().time().unwrap().timestamp(), 5);
        assert_eq!(input.hosts, ["::1".parse::<IpAddr>().unwrap(), Ipv4Addr::LOCALHOST.into()]);
        Ok(input.body)
    }
}

fn all() -> Value {
    json!({
        "day": "2024-02-29", "time": "12:00:00+01:00", "ip": "192.0.2.1", "four": "192.0.2.1",
        "six": null, "bytes": "aGVs\r\nbG8", "since": -1, "count": 4_294_967_295_u32, "share": 0.5,
        "level": 7, "peer": "[::1]:80", "code": "AB-123", "money": {"a": [true]},
        "key": {"id": "k"}, "size": "small",
    })
}

#[tokio::test]
async fn values_and_parameters_go_there_and_back() {
    let client = client!(formats_client, serve(router(Echo)).await);
    let body: All = serde_json::from_value(all()).unwrap();
    assert_eq!(body.bytes.as_ref().unwrap().bytes().unwrap(), b"hello");
    assert_eq!(body.level.unwrap().get(), 7);
    let answer = client
        .formats(body.clone())
        .day("2024-02-29".parse().unwrap())
        .from("[::1]:80".parse().unwrap())
        .since(formats_client::runtime::types::unix_time::UnixTime(5))
        .hosts(vec!["::1".parse().unwrap(), Ipv4Addr::LOCALHOST.into()])
        .await
        .unwrap();
    assert_eq!(answer, body);
    assert_eq!(serde_json::to_value(&answer).unwrap(), all());
    assert!(BTreeSet::from([Key { id: "k".to_owned() }]).contains(&body.key.unwrap()));
}

#[tokio::test]
async fn other_texts_are_refused_at_their_place() {
    let origin = serve(router(Echo)).await;
    for (member, wrong) in [
        ("day", json!("2023-02-29")),
        ("ip", json!("192.0.2.256")),
        ("four", json!("::1")),
        ("six", json!("1.2.3.4")),
        ("bytes", json!("*")),
        ("count", json!(-1)),
        ("code", json!("ab-123")),
    ] {
        let mut body = all();
        body[member] = wrong;
        let head = "POST /formats HTTP/1.1\r\nContent-Type: application/json";
        let (status, answer) = raw(&origin, head, &body.to_string()).await;
        assert_eq!((status, wrong_fields(&answer)), (400, vec![member.to_owned()]), "{answer}");
    }
}
