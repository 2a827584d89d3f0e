//! Requests do without what only answers have, and the other way round.

use access_client::operations;
use access_client::types::{Account, Clash, Owner};
use access_server::{Api, ApiError, Context, router};
use behaviour::{client, raw, serve, wrong_fields};
use serde_json::json;

struct Bank;

impl Api for Bank {
    async fn open(&self, _: Context<()>, input: operations::Open) -> Result<Account, ApiError> {
        assert_eq!(input.body.secret.as_deref(), Some("s"));
        Ok(Account {
            id: Some(7),
            name: input.body.name,
            owner: Some(Owner { login: "ada".to_owned() }),
            ..Account::default()
        })
    }
}

async fn post(origin: &str, body: &serde_json::Value) -> (u16, String) {
    let head = "POST /accounts HTTP/1.1\r\nContent-Type: application/json";
    raw(origin, head, &body.to_string()).await
}

#[tokio::test]
async fn each_direction_has_its_own_members() {
    let origin = serve(router(Bank)).await;
    let client = client!(access_client, origin.clone());
    let account =
        Account { name: "a".to_owned(), secret: Some("s".to_owned()), ..Account::default() };
    let answer = client.open(account).await.unwrap();
    assert_eq!((answer.id, answer.secret), (Some(7), None));
    assert_eq!(answer.owner.map(|owner| owner.login), Some("ada".to_owned()));
}

#[tokio::test]
async fn the_server_asks_only_for_what_requests_have() {
    let origin = serve(router(Bank)).await;
    let (status, answer) = post(&origin, &json!({"id": 0, "name": "a", "secret": "s"})).await;
    assert_eq!(status, 200, "what is read only is not checked: {answer}");
    assert!(!answer.contains("secret"), "{answer}");
    let (status, answer) = post(&origin, &json!({"secret": "s"})).await;
    assert_eq!((status, wrong_fields(&answer)), (400, vec!["name".to_owned()]));
    let (status, answer) = post(&origin, &json!({"name": "a"})).await;
    assert_eq!((status, wrong_fields(&answer)), (400, vec!["secret".to_owned()]), "{answer}");
}

/// Where only answers have a type, what is always there needs no `Option`.
#[test]
fn types_of_one_direction_stay_as_they_are() {
    let Clash { id } = Clash { id: 1 };
    let _: i64 = id;
}
