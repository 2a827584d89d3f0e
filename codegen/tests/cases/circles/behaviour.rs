//! Lists and maps that contain themselves go there and back, and are checked at any depth.

use behaviour::{client, raw, serve, wrong_fields};
use circles_client::operations;
use circles_client::types::{All, Folder, Tree};
use circles_server::{Api, ApiError, Context, router};
use serde_json::json;

/// Answers with what it was given.
struct Echo;

impl Api for Echo {
    async fn circles(&self, _: Context<()>, input: operations::Circles) -> Result<All, ApiError> {
        Ok(input.body)
    }
}

#[tokio::test]
async fn what_contains_itself_stays_as_it_is() {
    let client = client!(circles_client, serve(router(Echo)).await);
    let value = json!({
        "tree": [[], [[[]]]],
        "folder": {"a": {}, "b": {"c": {"d": {}}}},
        "mixed": [{}, {"a": [{"b": []}]}],
        "far": [null, [[null]]],
        "single": [[], [[]]],
        "json": [{"a": [1.5, "x", true, null]}],
    });
    let all: All = serde_json::from_value(value.clone()).unwrap();
    let answer = client.circles(all.clone()).await.unwrap();
    assert_eq!(answer, all);
    assert_eq!(serde_json::to_value(&answer).unwrap(), value);
    assert_eq!(all.tree, Some(Tree(vec![Tree::default(), Tree(vec![Tree(vec![Tree(vec![])])])])));
    assert_eq!(all.folder.unwrap().0["a"], Folder::default());
}

#[tokio::test]
async fn the_innermost_is_checked_like_the_outermost() {
    let origin = serve(router(Echo)).await;
    let head = "POST /circles HTTP/1.1\r\nContent-Type: application/json";
    let too_many = json!({"tree": [[[[], [], []]]]}).to_string();
    let (status, answer) = raw(&origin, head, &too_many).await;
    assert_eq!((status, wrong_fields(&answer)), (400, vec!["tree[0][0]".to_owned()]), "{answer}");
}
