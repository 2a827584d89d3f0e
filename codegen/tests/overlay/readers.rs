//! Where `spec/overlay.yaml` corrects a fact of `spec/agents.yaml`, the documentation of the item
//! says so: it has a sentence on what the published reference says, and on what servers do.

use codegen::diagnostics::Diagnostics;
use codegen::read::{Source, load};
use serde_json::{Map, Value};

/// What such a sentence has in it.
const MARK: &str = "The published reference";

fn real(overlays: &[Source]) -> Value {
    let document = Source::new("agents.yaml", include_str!("../../../spec/agents.yaml"));
    let mut diags = Diagnostics::default();
    load(document, overlays, &mut diags).unwrap_or_else(|| panic!("{:#?}", diags.items())).value
}

/// An object without what is for people only, and without these members.
fn facts(value: &Value, without: &[&str]) -> Value {
    match value {
        Value::Object(object) => {
            let kept = object.iter().filter(|(name, value)| {
                let name = name.as_str();
                let words = ["description", "summary"].contains(&name) && value.is_string();
                !words && !without.contains(&name)
            });
            Value::Object(kept.map(|(name, value)| (name.clone(), facts(value, &[]))).collect())
        }
        Value::Array(items) => items.iter().map(|item| facts(item, &[])).collect(),
        other => other.clone(),
    }
}

struct Readers {
    published: Value,
    real: Value,
    /// Items that differ and do not say so.
    silent: Vec<String>,
    differing: usize,
}

impl Readers {
    fn told(&mut self, item: &Value, place: &str) {
        let text = item["description"].as_str().unwrap_or_default();
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.differing += 1;
        if !words.contains(MARK) {
            self.silent.push(place.to_owned());
        }
    }

    /// A schema, and each of its members by itself.
    fn schema(&mut self, published: &Value, real: &Value, place: &str) {
        let own = ["properties"];
        let mut differs = facts(published, &own) != facts(real, &own);
        let none = Map::new();
        let members = |schema: &Value| schema["properties"].as_object().unwrap_or(&none).clone();
        let (before, after) = (members(published), members(real));
        for (name, member) in &after {
            match before.get(name) {
                Some(other) => self.schema(other, member, &format!("{place}/{name}")),
                // That there is another spelling is said at the field; why, at its schema.
                None if member.get("x-aliases").is_some() => differs = true,
                None => self.told(member, &format!("{place}/{name}")),
            }
        }
        if differs || before.keys().any(|name| !after.contains_key(name)) {
            self.told(real, place);
        }
    }

    /// An operation, and each of its parameters by itself.
    fn operation(&mut self, published: &Value, real: &Value, place: &str) {
        let (before, after) =
            (parameters(&self.published, published), parameters(&self.real, real));
        for (name, parameter) in &after {
            if let Some(other) = before.get(name)
                && facts(other, &[]) != facts(parameter, &[])
            {
                self.told(parameter, &format!("{place} {name}"));
            }
        }
        // Those that are new or gone make another operation.
        let names = before.keys().eq(after.keys());
        let own = ["parameters"];
        if !names || facts(published, &own) != facts(real, &own) {
            self.told(real, place);
        }
    }
}

/// Parameters by name, whether they stand here or elsewhere.
fn parameters(document: &Value, operation: &Value) -> Map<String, Value> {
    let list = operation["parameters"].as_array().cloned().unwrap_or_default();
    let resolved = list.into_iter().map(|parameter| match parameter["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap().clone(),
        None => parameter,
    });
    resolved.map(|parameter| (parameter["name"].as_str().unwrap().to_owned(), parameter)).collect()
}

#[test]
fn every_corrected_item_says_what_differs() {
    let overlay = Source::new("overlay.yaml", include_str!("../../../spec/overlay.yaml"));
    let (published, real) = (real(&[]), real(&[overlay]));
    let mut readers = Readers {
        published: published.clone(),
        real: real.clone(),
        silent: Vec::new(),
        differing: 0,
    };
    let object = |value: &Value| value.as_object().cloned().unwrap_or_default();
    for (name, schema) in object(&real["components"]["schemas"]) {
        match published["components"]["schemas"].get(&name) {
            Some(before) => readers.schema(before, &schema, &name),
            None => readers.told(&schema, &name),
        }
    }
    for (name, scheme) in object(&real["components"]["securitySchemes"]) {
        if published["components"]["securitySchemes"].get(&name).map(|s| facts(s, &[]))
            != Some(facts(&scheme, &[]))
        {
            readers.told(&scheme, &name);
        }
    }
    for (path, item) in object(&real["paths"]) {
        for (method, operation) in object(&item) {
            readers.operation(
                &published["paths"][&path][&method],
                &operation,
                &format!("{method} {path}"),
            );
        }
    }
    assert!(readers.differing > 90, "{}", readers.differing);
    assert_eq!(readers.silent, Vec::<String>::new(), "they differ and do not say so");
}

/// The sentences reach the crates: as often as items of the effective document have them, and for
/// both faces of an operation that has two.
#[test]
fn what_differs_is_in_the_emitted_documentation() {
    let emitted = [
        include_str!("../../../generated-client/src/types/agentsdk.rs"),
        include_str!("../../../generated-client/src/types/codersdk.rs"),
        include_str!("../../../generated-client/src/types/tailcfg.rs"),
        include_str!("../../../generated-client/src/types/workspacesdk.rs"),
        include_str!("../../../generated-client/src/operations.rs"),
        include_str!("../../../generated-client/src/client/mod.rs"),
    ];
    let words = |text: &str| {
        let text = text.replace("///", " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let emitted = words(&emitted.concat());
    let overlay = Source::new("overlay.yaml", include_str!("../../../spec/overlay.yaml"));
    let real = real(&[overlay]);
    let mut missing = Vec::new();
    sentences(&real["components"]["schemas"], &mut missing);
    sentences(&real["components"]["securitySchemes"], &mut missing);
    sentences(&real["paths"], &mut missing);
    assert!(missing.len() > 80, "{}", missing.len());
    missing.retain(|sentence| !emitted.contains(&words(sentence)));
    assert_eq!(missing, Vec::<String>::new());
}

/// All sentences of descriptions that carry the mark.
fn sentences(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                match value.as_str() {
                    Some(text) if name == "description" => {
                        found.extend(
                            text.find(MARK).and_then(|at| Some(text.get(at..)?.to_owned())),
                        );
                    }
                    // Types without a name of their own have no documentation of their own.
                    _ if name == "responses" => {}
                    _ => sentences(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| sentences(item, found)),
        _ => {}
    }
}
