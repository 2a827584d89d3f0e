//! What actions do.

use codegen::diagnostics::{Code, Diagnostics};
use codegen::model::Pointer;
use codegen::read::Source;
use codegen::read::overlay::{Overlay, Provenance, Text, parse};
use serde_json::json;

use crate::{applied, overlay, try_apply};

#[test]
fn objects_are_merged_and_keep_their_order() {
    let document = json!({"b": {"x": 1, "y": {"z": [1]}}, "a": {"p": null}});
    let result = applied(
        document,
        "
    - target: $
      update: {c: true, b: {y: {z: [2], w: {}}, x: two}, a: {p: 3}}",
    );
    let wanted = r#"{"b":{"x":"two","y":{"z":[1,2],"w":{}}},"a":{"p":3},"c":true}"#;
    assert_eq!(result.to_string(), wanted);
}

#[test]
fn lists_take_single_items_and_lists() {
    let document = json!({"a": [1], "b": [1], "c": [1]});
    let result = applied(
        document,
        "
    - target: $.a
      update: {x: 1}
    - target: $.b
      update: [2, [3]]
    - target: $.c
      update: null",
    );
    assert_eq!(result, json!({"a": [1, {"x": 1}], "b": [1, 2, [3]], "c": [1, null]}));
}

#[test]
fn plain_values_are_replaced_where_they_stand() {
    let document = json!({"info": {"title": "Old", "version": "1"}, "tags": ["a", "b"]});
    let result = applied(
        document,
        "
    - target: $.info.title
      update: New
    - target: $.tags[?@ == 'a']
      update: 7",
    );
    assert_eq!(result.to_string(), r#"{"info":{"title":"New","version":"1"},"tags":[7,"b"]}"#);
}

#[test]
fn filters_wildcards_and_descendants_select_many() {
    let get = json!({"parameters": [{"name": "id"}, {"name": "x"}], "responses": {}});
    let document =
        json!({"paths": {"/a": {"get": get}, "/b": {"get": get, "put": {"responses": {}}}}});
    let result = applied(
        document,
        "
    - target: $.paths.*.get.parameters[?@.name=='id']
      update: {in: query}
    - target: $.paths.*.get.parameters[?@.name=='x']
      remove: true
    - target: $..responses
      update: {default: {}}",
    );
    let get = json!({"parameters": [{"name": "id", "in": "query"}], "responses": {"default": {}}});
    let put = json!({"responses": {"default": {}}});
    assert_eq!(result, json!({"paths": {"/a": {"get": get}, "/b": {"get": get, "put": put}}}));
}

#[test]
fn names_with_signs_are_found() {
    let document = json!({
        "schemas": {"a.b/C": {"n": 0}, "it's": {"n": 0}, "\"q\"": {"n": 0}, "~1": {"n": 0}, "": {"n": 0}},
    });
    let result = applied(
        document,
        r#"
    - target: $.schemas['a.b/C']
      update: {n: 1}
    - target: $.schemas["it's"]
      update: {n: 2}
    - target: "$.schemas['\"q\"']"
      update: {n: 3}
    - target: $['schemas']["~1"]
      update: {n: 4}
    - target: $.schemas['']
      update: {n: 5}"#,
    );
    let numbers: Vec<_> =
        result["schemas"].as_object().unwrap().values().map(|s| s["n"].as_u64()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5].map(Some));
}

#[test]
fn removal_leaves_the_rest_as_it_is() {
    let document = json!({"a": 1, "b": {"c": [0, 1, 2, 3, {"d": 4}]}, "e": 5, "f": 6});
    let result = applied(
        document.clone(),
        "
    - target: $.b.c[0,2,4,-1]
      remove: true
    - target: $['a']
      remove: true",
    );
    assert_eq!(result.to_string(), r#"{"b":{"c":[1,3]},"e":5,"f":6}"#);
    // What is inside of something that goes as well does not stand in the way.
    assert_eq!(applied(document, "- {target: $..*, remove: true}"), json!({}));
}

#[test]
fn actions_see_what_earlier_ones_left() {
    let document = json!({"servers": [{"url": "a"}, {"url": "b"}]});
    let result = applied(
        document,
        "
    - target: $.servers
      remove: true
    - target: $
      update: {servers: [{url: c}]}
    - target: $.servers[0]
      update: {x-first: true}",
    );
    assert_eq!(result, json!({"servers": [{"url": "c", "x-first": true}]}));
}

#[test]
fn overlays_are_applied_in_their_order() {
    let texts = [
        overlay("1.0.0", "- {target: $, update: {a: {n: 1}}}"),
        overlay("1.1.0", "- {target: $.a, update: {n: 2, m: 3}}"),
    ];
    let (result, _) = try_apply(json!({}), &texts);
    let (value, provenance) = result.unwrap();
    assert_eq!(value, json!({"a": {"n": 2, "m": 3}}));
    let from = |pointer: &str| provenance.find(&Pointer::parse(pointer).unwrap());
    assert_eq!(from("/a").text, Text::Overlay(0));
    assert_eq!(from("/a/n").text, Text::Overlay(1));
    assert_eq!(from("/a/m").pointer.to_string(), "/actions/0/update/m");
    let (result, diags) = try_apply(json!({}), &[texts[1].clone(), texts[0].clone()]);
    assert!(result.is_none());
    assert_eq!(diags.items()[0].code, Code::OverlayNoEffect);
}

#[test]
fn copies_are_merged_like_updates() {
    let document =
        json!({"a": {"x": 1, "l": [1]}, "b": {"y": 2, "l": [2]}, "l": [3], "t": "new", "old": "?"});
    let result = applied(
        document,
        "
    - target: $.b
      copy: $.a
    - target: $.l
      copy: $.a.l
    - target: $.l
      copy: $.a
    - target: $.old
      copy: $.t
    - target: $.a
      update: {x-all: {}}
    - target: $.a['x-all']
      copy: $.a",
    );
    let a = json!({"x": 1, "l": [1]});
    let wanted = json!({
        "a": {"x": 1, "l": [1], "x-all": {"x": 1, "l": [1], "x-all": {}}},
        "b": {"y": 2, "l": [2, 1], "x": 1},
        "l": [3, 1, a],
        "t": "new",
        "old": "new",
    });
    assert_eq!(result, wanted);
}

#[test]
fn json_is_read_like_yaml() {
    let text = r#"{"overlay": "1.0.3", "x-by": "us", "extends": "./api.yaml",
        "info": {"title": "T", "version": "1", "x-a": 1},
        "actions": [{"target": "$", "description": "Why.", "x-b": 1, "remove": false, "update": {"a": 1}}]}"#;
    let (result, _) = try_apply(json!({}), &[text.to_owned()]);
    assert_eq!(result.unwrap().0, json!({"a": 1}));
    let overlay = parse(&Source::new("o.json", text), 0, &mut Diagnostics::default()).unwrap();
    assert_eq!(overlay.extends.as_deref(), Some("./api.yaml"));
    assert_eq!((overlay.title.as_str(), overlay.index), ("T", 0));
}

/// Overlays can be kept and sent around.
#[test]
fn overlays_are_plain_data() {
    fn plain<T: Send + Sync + Clone + std::fmt::Debug>() {}
    plain::<Overlay>();
    plain::<Provenance>();
}
