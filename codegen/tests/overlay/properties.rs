//! Overlays that nobody wrote on purpose.

use codegen::diagnostics::{Diagnostics, Places};
use codegen::model::Pointer;
use codegen::read::Source;
use codegen::read::overlay::{Provenance, Text, apply, parse};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::places::CORRECTIONS;
use crate::{sources, try_apply};

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(json!(null)), Just(json!(true)), Just(json!(1)), Just(json!("a"))];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec(("[abc]|a/b|0", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn any_path() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        8 => r"\$((\.|\.\.)([abc]|\*)|\[(-?[0-2]|'a/b'|\*|0,1|::-1|\?@\.a|\?@ == 1|\?(@\.b\[0\]|!@\.c))\]){0,4}",
        1 => r"\$\PC{0,20}",
        1 => r"[$@?()\[\]'.a!*0,:]{0,30}",
    ];
    text.prop_map(Value::from)
}

fn any_action() -> impl Strategy<Value = Value> {
    let change = prop_oneof![
        any_value().prop_map(|value| json!({"update": value})),
        any_path().prop_map(|path| json!({"copy": path})),
        Just(json!({"remove": true})),
        Just(json!({"remove": true, "update": 1})),
        any_value(),
    ];
    (any_path(), change).prop_map(|(target, mut change)| {
        if let Some(members) = change.as_object_mut() {
            members.insert("target".to_owned(), target);
        }
        change
    })
}

/// Every part that is not marked otherwise stands in its text exactly as in the document.
fn check_provenance(at: &Pointer, value: &Value, provenance: &Provenance, texts: &[Value]) {
    let origin = provenance.find(at);
    let text = match origin.text {
        Text::Document => &texts[0],
        Text::Overlay(index) => &texts[index + 1],
    };
    let there = text.pointer(&origin.pointer.to_string());
    assert!(there.is_some(), "{at} is not at {origin:?}");
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                check_provenance(&at.join(name), value, provenance, texts);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                check_provenance(&at.join(index), value, provenance, texts);
            }
        }
        plain => {
            let copied = origin.pointer.tokens().last().is_some_and(|last| last == "copy");
            assert!(there == Some(plain) || copied, "{at} is {plain}, but {origin:?} is {there:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_overlay_is_too_strange(
        document in any_value(),
        actions in prop::collection::vec(any_action(), 0..6),
        noise in any_value(),
    ) {
        let whole = json!({"overlay": "1.1.0", "info": {"title": "", "version": ""}, "actions": actions});
        for text in [whole, noise.clone(), json!({"overlay": noise, "info": noise, "actions": noise})] {
            let (_, diags) = try_apply(document.clone(), &[text.to_string()]);
            let places = Places::default().with_overlays(&sources(&[text.to_string()]), Provenance::default());
            prop_assert!(diags.items().iter().all(|item| places.position(item).1.is_some()));
        }
    }

    /// Actions one by one, those that fail left out: a document is made, and all of it has a home.
    #[test]
    fn every_part_has_a_home(document in any_value(), actions in prop::collection::vec(any_action(), 1..8)) {
        let mut value = document.clone();
        let mut provenance = Provenance::default();
        let mut texts = vec![document];
        for action in actions {
            let text = json!({"overlay": "1.1.0", "info": {"title": "", "version": ""}, "actions": [action]});
            let mut diags = Diagnostics::default();
            let source = Source::new("o.json", text.to_string());
            let Some(overlay) = parse(&source, texts.len() - 1, &mut diags) else { continue };
            let before = (value.clone(), provenance.clone());
            apply(&mut value, &overlay, &mut provenance, &mut diags);
            if diags.has_errors() {
                (value, provenance) = before;
            } else {
                texts.push(text);
            }
        }
        check_provenance(&Pointer::root(), &value, &provenance, &texts);
    }

    #[test]
    fn broken_texts_are_no_trouble(text in "\\PC{0,60}", cut in 0..CORRECTIONS.len()) {
        let _ = try_apply(json!({}), std::slice::from_ref(&text));
        let _ = try_apply(json!({}), &[format!("{}{text}", &CORRECTIONS[..cut])]);
    }
}
