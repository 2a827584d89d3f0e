//! Values of unions go there and back as they are, whatever they are, and what fits nothing is told.

use behaviour::{client, raw, serve, wrong_fields};
use serde_json::{Value, json};
use unions_client::operations;
use unions_client::types::{
    Event, Input, Json, Loose, Maybe, Model, Owner, Pet, Shapes, Unclear, Vehicle, Whole,
};
use unions_server::{Api, ApiError, Context, router};

/// Answers with what it was given.
struct Echo;

impl Api for Echo {
    async fn shapes(&self, _: Context<()>, input: operations::Shapes) -> Result<Shapes, ApiError> {
        Ok(input.body)
    }
}

/// Values of each member, and what is to be seen of each in `Debug`.
const FITTING: &str = r#"[
    ["tagged", {"kind": "cat", "lives": 9}, "Cat("],
    ["tagged", {"kind": "lion"}, "Cat("],
    ["tagged", {"kind": "dog", "name": "Rex"}, "Dog("],
    ["implied", {"type": "Car", "wheels": 4}, "Car("],
    ["implied", {"type": "Bike"}, "Bike("],
    ["constants", {"type": "opened", "at": 1}, "Opened("],
    ["constants", {"type": "closed", "by": "x"}, "Closed("],
    ["members", {"login": "a", "name": "n"}, "User("],
    ["members", {"slug": "a", "name": "n"}, "Team("],
    ["types", true, "Boolean("],
    ["types", 7, "Integer("],
    ["types", 7.5, "Number("],
    ["types", "00000000-0000-0000-0000-000000000000", "Uuid("],
    ["types", "2024-01-01T00:00:00Z", "DateTime("],
    ["types", {"login": "a"}, "User("],
    ["input", "a", "Text("],
    ["input", ["a", "b"], "List("],
    ["input", [1], "List3("],
    ["input", [[1], []], "List4("],
    ["input", [], "List("],
    ["open", "small", "Small"],
    ["open", "odd", "Unknown("],
    ["maybe", {"login": "a"}, "Some(User"],
    ["maybe", null, "None"],
    ["unclear", {"width": 1, "height": 2}, "Unclear("],
    ["whole", {"id": "a", "size": 1, "login": "l"}, "User("],
    ["whole", {"id": "a", "size": 1, "slug": "s", "note": "abc"}, "Team("],
    ["json", {"a": [1.5, "x", {"b": null}, true]}, "Some(Map("],
    ["narrowed", "red", "Red"],
    ["level", 2, "2"],
    ["switch", true, "true"],
    ["mixed", "auto", "String(\"auto\")"],
    ["mixed", 1, "Number(1)"]
]"#;

/// What the documented shapes leave open: kept by the types, refused by the server.
const STRANGE: &str = r#"[
    ["tagged", {"kind": "fox"}],
    ["members", {"login": "a", "slug": "b"}],
    ["members", {"name": "n"}],
    ["types", "other"],
    ["types", null],
    ["input", [1, "a"]],
    ["input", {}]
]"#;

/// What only the server looks at.
const REFUSED: &str = r#"[
    ["narrowed", "green"],
    ["level", 4],
    ["switch", false],
    ["mixed", 2],
    ["whole", {"id": "a", "size": 1, "login": "l", "note": "n"}]
]"#;

fn rows(table: &str) -> Vec<(String, Value, String)> {
    let rows: Vec<Vec<Value>> = serde_json::from_str(table).unwrap();
    let row = |row: Vec<Value>| {
        let text = |index: usize| row.get(index).and_then(Value::as_str).unwrap_or_default();
        (text(0).to_owned(), row[1].clone(), text(2).to_owned())
    };
    rows.into_iter().map(row).collect()
}

async fn post(origin: &str, body: &Value) -> (u16, String) {
    let head = "POST /shapes HTTP/1.1\r\nContent-Type: application/json";
    raw(origin, head, &body.to_string()).await
}

#[tokio::test]
async fn values_go_there_and_back() {
    let origin = serve(router(Echo)).await;
    let client = client!(unions_client, origin.clone());
    for (member, value, seen) in rows(FITTING) {
        let body = json!({ &member: value });
        let (status, answer) = post(&origin, &body).await;
        assert_eq!(status, 200, "{body}: {answer}");
        assert_eq!(serde_json::from_str::<Value>(&answer).unwrap(), body);
        let shapes: Shapes = serde_json::from_value(body.clone()).unwrap();
        let shown = format!("{shapes:?}");
        assert!(shown.contains(&format!("{member}: Some({seen}")), "{body}: {shown}");
        assert_eq!(client.shapes(shapes.clone()).await.unwrap(), shapes);
    }
}

#[tokio::test]
async fn what_fits_no_shape_is_kept_by_types_and_refused_by_the_server() {
    let origin = serve(router(Echo)).await;
    for (member, value, _) in rows(STRANGE).into_iter().filter(|(_, value, _)| !value.is_null()) {
        let body = json!({ &member: value });
        let shapes: Shapes = serde_json::from_value(body.clone()).unwrap();
        assert!(format!("{shapes:?}").contains("Unknown(..)"), "{body}: {shapes:?}");
        assert_eq!(serde_json::to_value(&shapes).unwrap(), body);
        let (status, answer) = post(&origin, &body).await;
        assert_eq!((status, wrong_fields(&answer)), (400, vec![member]), "{body}: {answer}");
    }
    for (member, value, _) in rows(REFUSED) {
        let (status, answer) = post(&origin, &json!({ &member: value })).await;
        let field = wrong_fields(&answer).pop().unwrap_or_default();
        assert!(status == 400 && field.starts_with(&member), "{member}: {answer}");
    }
}

#[test]
fn a_wrong_value_of_a_known_shape_is_an_error() {
    let error = serde_json::from_value::<Pet>(json!({"kind": "dog"})).unwrap_err();
    assert!(error.to_string().contains("name"), "{error}");
}

#[test]
fn unions_are_made_and_read_like_any_enum() {
    let car = unions_client::types::Car { wheels: Some(3) };
    let text = serde_json::to_string(&Vehicle::Car(car)).unwrap();
    assert_eq!(text, r#"{"type":"Car","wheels":3}"#);
    assert_eq!(serde_json::to_value(Input::Text("a".to_owned())).unwrap(), json!("a"));
    assert_eq!(serde_json::to_value(Loose::Number(1.5)).unwrap(), json!(1.5));
    assert_eq!(Model::from("large"), Model::Large);
    let unclear: Unclear = serde_json::from_value(json!({"width": 1, "height": 2})).unwrap();
    let (wide, high) = (unclear.as_wide().unwrap(), unclear.as_high().unwrap());
    assert_eq!((wide.width, high.height), (Some(1), Some(2)));
    let maybe: Option<Maybe> = serde_json::from_value(Value::Null).unwrap();
    assert_eq!(maybe, None);
    for (member, value, _) in rows(FITTING).into_iter().filter(|row| row.0 == "json") {
        let read: Json = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), value, "{member}");
    }
    let owner = serde_json::from_value::<Owner>(json!({"slug": "a"})).unwrap();
    assert!(matches!(owner, Owner::Team(team) if team.slug == "a"));
    let whole = serde_json::from_value::<Whole>(json!({"id": "a", "size": 1, "login": "l"}));
    assert!(matches!(whole, Ok(Whole::User(user)) if user.size == 1));
    let event = serde_json::from_value::<Event>(json!({"type": "opened", "at": 1}));
    assert!(matches!(event, Ok(Event::Opened(opened)) if opened.at == 1));
}
