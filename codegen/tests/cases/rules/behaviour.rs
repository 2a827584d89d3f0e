//! The server holds bodies and parameters against every rule, and tells which field broke one.

use behaviour::{client, raw, serve, wrong_fields};
use rules_client::operations;
use rules_client::types::Order;
use rules_server::{Api, ApiError, Context, router};
use serde_json::{Value, json};

struct Echo;

impl Api for Echo {
    async fn order(&self, _: Context<()>, input: operations::Order) -> Result<Order, ApiError> {
        Ok(input.body)
    }
}

async fn post(origin: &str, query: &str, body: &Value) -> (u16, String) {
    let head = format!("POST /orders{query} HTTP/1.1\r\nContent-Type: application/json");
    raw(origin, &head, &body.to_string()).await
}

/// Member, values that keep the rules, values that break one.
const VALUES: &str = r#"[
    ["word", ["a_b.c", "-"], ["é", "", "a b", "abcdef"]],
    ["both", ["az", "a-z"], ["a", "z", "bz"]],
    ["path", ["/x", null], ["x"]],
    ["ahead", ["b"], []],
    ["pair", [0, 4], [3, -2]],
    ["price", [0.07, 19.99, 3, 1e9], [0.001, 19.995]],
    ["tiny", [-128, 127], [128, -129]],
    ["labels", [{"a": "1"}, {"a": "1", "b": "2"}], [{}, {"a": "1", "b": "2", "c": "3"}]],
    ["closed", [{}, {"a": 1}], [{"a": 1, "b": 2}]],
    ["unique", [[], [1, 2]], [[1, 1]]]
]"#;

#[tokio::test]
async fn what_keeps_the_rules_goes_there_and_back_and_nothing_else() {
    let origin = serve(router(Echo)).await;
    let client = client!(rules_client, origin.clone());
    let rows: Vec<(String, Vec<Value>, Vec<Value>)> = serde_json::from_str(VALUES).unwrap();
    for (member, fitting, broken) in rows {
        for value in fitting {
            let body = json!({ &member: value });
            let (status, answer) = post(&origin, "", &body).await;
            assert_eq!(status, 200, "{body}: {answer}");
            let order: Order = serde_json::from_value(body).unwrap();
            assert_eq!(client.order(order.clone()).await.unwrap(), order);
        }
        for value in broken {
            let body = json!({ &member: value });
            let (status, answer) = post(&origin, "", &body).await;
            let field = wrong_fields(&answer).pop().unwrap_or_default();
            assert!(status == 400 && field.starts_with(&member), "{body}: {answer}");
        }
    }
    assert_eq!(post(&origin, "", &json!({})).await.0, 400);
}

#[tokio::test]
async fn parameters_keep_the_rules_too() {
    let origin = serve(router(Echo)).await;
    let body = json!({"word": "a"});
    assert_eq!(post(&origin, "?code=123&step=10", &body).await.0, 200);
    for (query, field) in [("?code=12a", "code"), ("?code=1234", "code"), ("?step=7", "step")] {
        let (status, answer) = post(&origin, query, &body).await;
        assert_eq!((status, wrong_fields(&answer)), (400, vec![field.to_owned()]), "{answer}");
    }
}
