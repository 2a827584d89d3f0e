//! What is said about overlays that are wrong or do not fit.

use codegen::diagnostics::{Code, Diagnostics, Places};
use codegen::read::overlay::Provenance;
use codegen::read::{Source, load};
use serde_json::json;

use crate::{applied, head, heads, overlay, report, sources, try_apply};

#[test]
fn an_action_without_effect_is_an_error_at_its_line() {
    let document = json!({"info": {"title": "T"}, "tags": []});
    let told = head(
        &document,
        "
    - target: $.info.nothing
      update: 1
    - target: $.info
      update: {title: T}
    - target: $.tags
      update: []
    - target: $.info
      copy: $.info
    - target: $.info
      copy: $.nothing
    - target: $.tags[*]
      remove: true",
    );
    assert_eq!(
        told,
        [
            "1.overlay.yaml:5:11: error[E703]: nothing in the document matches `$.info.nothing`",
            "1.overlay.yaml:7:3: error[E703]: the action changes nothing",
            "1.overlay.yaml:9:3: error[E703]: the action changes nothing",
            "1.overlay.yaml:11:3: error[E703]: the action changes nothing",
            "1.overlay.yaml:14:9: error[E703]: nothing in the document matches `$.nothing`",
            "1.overlay.yaml:15:11: error[E703]: nothing in the document matches `$.tags[*]`",
        ]
    );
    // Some of the targets are enough.
    let result = applied(json!({"a": {"x": 1}, "b": {}}), "- {target: $.*, update: {x: 1}}");
    assert_eq!(result, json!({"a": {"x": 1}, "b": {"x": 1}}));
}

#[test]
fn what_does_not_fit_is_an_error_with_both_places() {
    let document = json!({"a": {"x": 1, "l": [], "o": {}}, "l": [], "p": 1});
    let told = head(
        &document,
        "
    - target: $.a
      update: {x: {}, l: {}, o: null, new: 1}
    - target: $.p
      update: [1]
    - target: $.*
      update: 1
    - target: $
      remove: true
    - target: $.p
      copy: $.*
    - target: $.a
      copy: $.l",
    );
    assert_eq!(
        told,
        [
            "1.overlay.yaml:6:15: error[E704]: this is an object, but `/a/x` is neither object nor list",
            "1.overlay.yaml:6:22: error[E704]: this is an object, but `/a/l` is a list",
            "1.overlay.yaml:6:29: error[E704]: this is neither object nor list, but `/a/o` is an object",
            "1.overlay.yaml:8:11: error[E704]: this is a list, but `/p` is neither object nor list",
            "1.overlay.yaml:9:11: error[E704]: `$.*` matches things of different kinds",
            "1.overlay.yaml:11:11: error[E704]: the whole document cannot be removed",
            "1.overlay.yaml:14:9: error[E704]: `$.*` matches 3 places",
            "1.overlay.yaml:16:9: error[E704]: this is a list, but `/a` is an object",
        ]
    );
    let full = report(&document, &[overlay("1.1.0", "- {target: $, update: {p: []}}")]);
    let wanted =
        "1.overlay.yaml:5:27: error[E704]: this is a list, but `/p` is neither object nor list
  at /actions/0/update/p
  |
5 | - {target: $, update: {p: []}}
  |                           ^^
  note: api.json:8:8: neither object nor list stands here
  help: to replace it, remove it first in an action of its own

1 error
";
    assert_eq!(full, wanted);
}

#[test]
fn all_mistakes_of_an_overlay_are_told_at_once() {
    let text = "overlay: 1.1
info: {title: 1, version: 1.0, titel: x}
extends: []
acts: []
actions:
- 3
- target: paths
  update: {}
- target: $.x-y
  remove: true
- target: $[?
  copy: $..[
- target: $.a
  update: 1
  remove: true
- target: $.a
  remove: false
- remove: true
- target: $.a
  remove: yes please
- target: $.a
  descriptio: x
  description: []
  update: 2
- {target: $.b, update: 1}
- {target: $.b, update: 1}
";
    let told = heads(&json!({}), text);
    assert_eq!(
        told,
        [
            "1.overlay.yaml:1:10: error[E701]: `overlay` is a number, but should be text",
            "1.overlay.yaml:2:15: error[E701]: `title` is a number, but should be text",
            "1.overlay.yaml:2:27: error[E701]: `version` is a number, but should be text",
            "1.overlay.yaml:2:32: error[E701]: `info` has no member `titel`",
            "1.overlay.yaml:3:10: error[E701]: `extends` is a list, but should be text",
            "1.overlay.yaml:4:1: error[E701]: an overlay has no member `acts`",
            "1.overlay.yaml:6:3: error[E701]: the action is a number, but should be an object",
            "1.overlay.yaml:7:11: error[E702]: `paths` is not a JSONPath",
            "1.overlay.yaml:9:11: error[E702]: this is not a JSONPath from `-y` on",
            "1.overlay.yaml:11:11: error[E702]: this JSONPath is not complete",
            "1.overlay.yaml:12:9: error[E702]: this is not a JSONPath from `[` on",
            "1.overlay.yaml:13:3: error[E701]: `update`, `copy` and `remove` exclude each other",
            "1.overlay.yaml:16:3: error[E701]: the action does nothing",
            "1.overlay.yaml:18:3: error[E701]: the action needs a member `target`",
            "1.overlay.yaml:20:11: error[E701]: `remove` is text, but should be `true`",
            "1.overlay.yaml:22:3: error[E701]: an action has no member `descriptio`",
            "1.overlay.yaml:23:16: error[E701]: `description` is a list, but should be text",
            "1.overlay.yaml:26:3: error[E701]: the same action stands here for the second time",
        ]
    );
}

#[test]
fn what_an_overlay_must_have() {
    let told = |text: &str| heads(&json!({}), text).join("\n").replace("1.overlay.yaml:", "");
    assert_eq!(
        told("x-a: 1"),
        "1:1: error[E701]: the overlay needs a member `actions`
1:1: error[E701]: the overlay needs a member `info`
1:1: error[E701]: the overlay needs a member `overlay`"
    );
    assert_eq!(told("[]"), "1:1: error[E701]: the overlay is not an object");
    assert_eq!(told("# Nothing."), " error[E009]: the file is empty");
    assert_eq!(
        told("overlay: 1.2.0\ninfo: 1\nactions: {}"),
        "1:10: error[E701]: `1.2.0` is not a version of overlays that is known here
2:7: error[E701]: `info` is a number, but should be an object
3:10: error[E701]: `actions` is an object, but should be a list"
    );
    assert_eq!(
        told("overlay: 1.0.0\ninfo: {title: T, version: v, title: U}\nactions: []"),
        "2:30: error[E005]: `title` stands here for the second time
3:10: error[E701]: there are no actions"
    );
    assert_eq!(
        told(&overlay("1.0.0", "- {target: $.a, copy: $.b}")),
        "5:17: error[E701]: overlays have `copy` from version 1.1 on"
    );
    for version in ["1.1", "'1.1'", "1.1.x", "2.0.0", "1.1.", "11.0", "''"] {
        let text = overlay(version, "- {target: $, update: {a: 1}}");
        assert!(told(&text).starts_with("1:10: error[E701]"), "{version}");
    }
}

#[test]
fn mistakes_in_several_texts_do_not_hide_each_other() {
    let source = Source::new("api.yaml", "openapi: 3.0.3\nopenapi: 3.0.3\n");
    let overlays = sources(&["overlay: 9".to_owned(), "a: [".to_owned()]);
    let mut diags = Diagnostics::default();
    assert!(load(source.clone(), &overlays, &mut diags).is_none());
    let places = Places::new(Some(&source), None).with_overlays(&overlays, Provenance::default());
    let mut files: Vec<_> = diags.items().iter().map(|item| places.position(item).0).collect();
    files.dedup();
    assert_eq!(files, ["api.yaml", "1.overlay.yaml", "2.overlay.yaml"]);
}

#[test]
fn documents_cannot_be_blown_up() {
    let double = "- {target: $, update: {a0: {}}}\n".to_owned()
        + &(0..40).map(|n| format!("- {{target: $.a{n}, copy: $, x-n: {n}}}\n- {{target: $, update: {{a{}: {{}}}}}}\n", n + 1)).collect::<String>();
    let (result, diags) = try_apply(json!({"b": [1]}), &[overlay("1.1.0", &double)]);
    assert!(result.is_none());
    assert_eq!(diags.items()[0].code, Code::OverlayConflict);
    let deep = "- {target: $, update: {a: {}}}\n".to_owned()
        + &(0..200)
            .map(|n| format!("- {{target: $.{}a, update: {{a: {{}}}}}}\n", "a.".repeat(n)))
            .collect::<String>();
    let (result, diags) = try_apply(json!({}), &[overlay("1.1.0", &deep)]);
    assert!(result.is_none());
    assert_eq!(diags.items()[0].code, Code::TooDeep);
}
