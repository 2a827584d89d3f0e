//! A base stands for whatever is derived from it.

use behaviour::{client, raw, serve, wrong_fields};
use families_client::operations;
use families_client::types::{Event, House, Pet};
use families_server::{Api, ApiError, Context, router};
use serde_json::json;

/// Answers with what it was given.
struct Echo;

impl Api for Echo {
    async fn pets(&self, _: Context<()>, input: operations::Pets) -> Result<House, ApiError> {
        Ok(input.body)
    }
}

#[tokio::test]
async fn values_keep_what_only_the_derived_schema_knows() {
    let origin = serve(router(Echo)).await;
    let client = client!(families_client, origin.clone());
    let value = json!({
        "pets": [
            {"kind": "Cat", "friend": {"kind": "Dog"}, "lives": 9},
            {"kind": "Puppy", "weeks": 3},
            {"kind": "Pet"},
            {"kind": "Fox", "den": true},
        ],
        "event": {"type": "closed", "at": 1, "why": "late"},
        "words": "c",
    });
    let mut house: House = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&house).unwrap(), value);
    let pets = house.pets.as_mut().unwrap();
    assert!(matches!(&pets[0], Pet::Cat(cat) if cat.lives == 9));
    assert!(matches!(&pets[1], Pet::Puppy(puppy) if puppy.weeks == Some(3)));
    assert!(matches!(&pets[3], Pet::Unknown(_)));
    assert!(matches!(&house.event, Some(Event::Closed(closed)) if closed.at == Some(1)));
    house.pets.as_mut().unwrap().pop();
    assert_eq!(client.pets(house.clone()).await.unwrap(), house);

    let head = "POST /pets HTTP/1.1\r\nContent-Type: application/json";
    let (status, answer) = raw(&origin, head, r#"{"pets":[{"kind":"Cat"},{"kind":"Fox"}]}"#).await;
    assert_eq!((status, wrong_fields(&answer).len()), (400, 2), "{answer}");
}

#[test]
fn errors_say_where_inside_of_a_choice_they_are() {
    let text = r#"{"pets":[{"kind":"Cat","lives":1,"friend":{"kind":"Puppy","weeks":"x"}}]}"#;
    let error = serde_json::from_str::<House>(text).unwrap_err().to_string();
    assert!(error.contains("friend") && error.contains("weeks"), "{error}");
}
