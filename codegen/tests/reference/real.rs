//! The same proof on real sources that somebody has:
//!
//! ```console
//! $ REFERENCE_PAGE=page.txt REFERENCE_SWAGGER=swagger.json REFERENCE_HIDDEN=/x-apidocgen/skip \
//!     cargo test -p codegen --test reference real -- --ignored --nocapture
//! ```

use codegen::diagnostics::Part;
use codegen::model::Pointer;
use codegen::read::Source;
use codegen::reference::{Difference, Fact, Facts, Failure, Kind, Selection, Where, compare, page};
use serde_json::Value;

use super::document;

fn source(variable: &str) -> Source {
    let path = std::env::var(variable).unwrap_or_else(|_| panic!("{variable} names no file"));
    Source::new(path.clone(), std::fs::read_to_string(path).unwrap())
}

fn in_sync(document: &Facts, facts: &Facts) {
    let differences = compare(document, facts);
    assert_eq!(Difference::render_all(&differences, document, facts), "");
}

fn all(facts: &[Fact]) -> Vec<&Fact> {
    facts.iter().flat_map(|fact| [vec![fact], all(&fact.below)].concat()).collect()
}

/// Another text for what stands where a fact is stated.
fn other(fact: &Fact, text: &str) -> String {
    match text {
        "true" => "false".to_owned(),
        "false" => "true".to_owned(),
        "0" => "7".to_owned(),
        _ if text.starts_with('"') => "\"other\"".to_owned(),
        _ if text.starts_with('{') => "[]".to_owned(),
        _ if text.starts_with('[') => "{}".to_owned(),
        _ if fact.kind == Kind::Authenticated => "Nothing is needed".to_owned(),
        _ => format!("{text}x"),
    }
}

#[test]
#[ignore = "needs files that are not part of the project"]
fn every_word_of_a_real_page_counts() {
    let document = document();
    let text = source("REFERENCE_PAGE");
    let facts =
        page(&text, None, &document.base).map_err(|failure: Failure| failure.message).unwrap();
    in_sync(&document, &facts);
    let (mut changes, mut reported, mut refused) = (0, 0, 0);
    let mut attempt = |from: std::ops::Range<usize>, to: &str| {
        let mut changed = text.text.clone();
        changed.replace_range(from.clone(), to);
        changes += 1;
        match page(&Source::new("page", changed), None, &document.base) {
            Err(_) => refused += 1,
            Ok(facts) if !compare(&document, &facts).is_empty() => reported += 1,
            Ok(_) => panic!("{from:?} `{}`: not noticed as `{to}`", &text.text[from.clone()]),
        }
    };
    for fact in all(&facts.below) {
        let Where::Text(range) = &fact.at.place else { unreachable!() };
        let word = &text.text[range.clone()];
        // What any text of its format may stand for.
        if fact.value.as_deref().is_some_and(|value| value.starts_with("string("))
            && fact.kind != Kind::Type
        {
            attempt(range.clone(), "\"string\"");
        } else if !word.is_empty() {
            attempt(range.clone(), &other(fact, word));
        }
    }
    // The names of members of examples.
    for (at, _) in text.text.match_indices("\": ") {
        attempt(at..at, "x");
    }
    eprintln!(
        "{}: {} facts, {changes} changes: {reported} reported, {refused} refused",
        text.name,
        facts.count()
    );
}

#[test]
#[ignore = "needs files that are not part of the project"]
fn every_node_of_a_real_description_counts() {
    let document = document();
    let text = source("REFERENCE_SWAGGER");
    let hidden = std::env::var("REFERENCE_HIDDEN").ok().and_then(|text| Pointer::parse(&text));
    let selection = Selection::like(&document, hidden);
    let read = |text: String| codegen::reference::swagger(&Source::new("s.json", text), &selection);
    let facts = read(text.text.clone()).map_err(|failure: Failure| failure.message).unwrap();
    in_sync(&document, &facts);
    let whole: Value = serde_json::from_str(&text.text).unwrap();
    let small = cut_down(&whole, &facts);
    in_sync(
        &document,
        &read(small.to_string()).map_err(|failure: Failure| failure.message).unwrap(),
    );
    let (mut changes, mut reported, mut refused) = (0, 0, 0);
    for fact in all(&facts.below) {
        let Where::Node(pointer, part) = &fact.at.place else { unreachable!() };
        let (key, parent) = pointer.tokens().split_last().unwrap();
        let remove = |value: &mut Value| match value {
            Value::Object(members) => drop(members.shift_remove(key)),
            Value::Array(items) => drop(items.remove(key.parse().unwrap())),
            _ => unreachable!(),
        };
        let alter = |value: &mut Value| match value {
            Value::Object(members) if *part == Part::Key && fact.kind != Kind::Required => {
                let moved = members.shift_remove(key).unwrap();
                members.insert(format!("{key}x"), moved);
            }
            Value::Object(members) => members[key] = altered(&members[key]),
            Value::Array(items) => {
                let index: usize = key.parse().unwrap();
                items[index] = altered(&items[index]);
            }
            _ => unreachable!(),
        };
        // Absent facts stand where they would be; `required` has a default.
        let absent = fact.kind == Kind::Required && fact.value.as_deref() == Some("false");
        // What has members is an object, whether it says so or not.
        let object = fact.kind == Kind::Type && fact.value.as_deref() == Some("object");
        let all: &[&dyn Fn(&mut Value)] = if object { &[&alter] } else { &[&remove, &alter] };
        for change in all {
            if absent || (fact.kind == Kind::Type && *part == Part::Key) {
                continue;
            }
            let mut changed = small.clone();
            let parent = parent.iter().fold(&mut changed, |value, token| match value {
                Value::Array(items) => &mut items[token.parse::<usize>().unwrap()],
                other => &mut other[token],
            });
            change(parent);
            changes += 1;
            match read(changed.to_string()) {
                Err(_) => refused += 1,
                Ok(facts) if !compare(&document, &facts).is_empty() => reported += 1,
                Ok(_) => panic!("{pointer}: {} not noticed", fact.label()),
            }
        }
    }
    eprintln!(
        "{}: {} facts, {changes} changes: {reported} reported, {refused} refused",
        text.name,
        facts.count()
    );
}

fn altered(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::from(format!("{text}x")),
        Value::Bool(value) => Value::from(!value),
        Value::Number(_) => Value::from(7),
        Value::Array(_) => Value::Array(Vec::new()),
        _ => Value::Null,
    }
}

/// Only what the facts are from, so that thousands of readings are quick.
fn cut_down(whole: &Value, facts: &Facts) -> Value {
    let mut small = whole.clone();
    let kept = |section: &str, key: &str| {
        facts.below.iter().any(|fact| match &fact.at.place {
            Where::Node(pointer, _) => pointer.tokens().starts_with(&[section.into(), key.into()]),
            Where::Text(_) => false,
        })
    };
    for section in ["paths", "definitions"] {
        let members = small[section].as_object_mut().unwrap();
        members.retain(|key, _| kept(section, key));
    }
    small
}
