//! A Swagger 2.0 document that states given facts.

use codegen::reference::{Fact, Kind};
use serde_json::{Map, Value, json};

fn of_kind(fact: &Fact, kind: Kind) -> impl Iterator<Item = &Fact> {
    fact.below.iter().filter(move |below| below.kind == kind)
}

fn value(fact: &Fact, kind: Kind) -> Option<&str> {
    fact.child(kind, "").and_then(|fact| fact.value.as_deref())
}

/// The whole document.
pub(super) fn write(facts: &[Fact]) -> Value {
    let mut paths = Map::new();
    let mut definitions = Map::new();
    let mut schemes = Map::new();
    for fact in facts {
        match fact.kind {
            Kind::Operation => {
                let (method, path) = fact.name.split_once(' ').unwrap();
                let path = path.strip_prefix("/api/v2").unwrap();
                let item = paths.entry(path).or_insert_with(|| json!({}));
                item[method.to_lowercase()] = operation(fact, &mut schemes);
            }
            Kind::Schema => {
                let words = value(fact, Kind::Type).unwrap_or("any");
                definitions.insert(fact.name.clone(), schema(words, fact));
            }
            _ => unreachable!("{fact:?}"),
        }
    }
    json!({
        "swagger": "2.0",
        "basePath": "/api/v2",
        "paths": paths,
        "definitions": definitions,
        "securityDefinitions": schemes,
    })
}

fn operation(fact: &Fact, schemes: &mut Map<String, Value>) -> Value {
    let mut operation = json!({ "parameters": [], "responses": {} });
    for below in &fact.below {
        match below.kind {
            Kind::Title => operation["summary"] = json!(below.value),
            Kind::Id => operation["operationId"] = json!(below.value),
            Kind::Deprecated => operation["deprecated"] = json!(true),
            Kind::Parameter => {
                let (place, name) = below.name.split_once(' ').unwrap();
                let words = value(below, Kind::Type).unwrap_or("any");
                let mut parameter = schema(words, below);
                parameter["in"] = json!(place);
                parameter["name"] = json!(name);
                if let Some(required) = value(below, Kind::Required) {
                    parameter["required"] = json!(required == "true");
                }
                operation["parameters"].as_array_mut().unwrap().push(parameter);
            }
            Kind::Body => {
                let mut body = json!({ "in": "body", "name": "request" });
                body["required"] = json!(value(below, Kind::Required) == Some("true"));
                content(below, &mut body);
                operation["parameters"].as_array_mut().unwrap().push(body);
                operation["consumes"] = media(below);
            }
            Kind::Response => {
                let mut response = json!({ "description": "" });
                content(below, &mut response);
                if of_kind(below, Kind::Media).count() > 0 {
                    operation["produces"] = media(below);
                }
                operation["responses"][&below.name] = response;
            }
            _ => {}
        }
    }
    operation["tags"] = of_kind(fact, Kind::Tag).map(|tag| tag.name.as_str()).collect();
    if value(fact, Kind::Authenticated) == Some("yes") {
        let mut needs = Map::new();
        for security in of_kind(fact, Kind::Security) {
            let words: Vec<&str> = security.value.as_deref().unwrap().split(' ').collect();
            let [kind, place, name] = words.as_slice() else { unreachable!("{words:?}") };
            let scheme = json!({ "type": kind, "in": place, "name": name });
            schemes.insert(security.name.clone(), scheme);
            needs.insert(security.name.clone(), json!([]));
        }
        operation["security"] = json!([needs]);
    }
    operation
}

fn media(owner: &Fact) -> Value {
    of_kind(owner, Kind::Media).map(|media| media.name.as_str()).collect()
}

fn content(owner: &Fact, target: &mut Value) {
    if let Some(content) = owner.child(Kind::Content, "") {
        target["schema"] = schema(content.value.as_deref().unwrap(), content);
    }
}

/// The schema of a type in words, with what is said below the thing that has it.
fn schema(words: &str, thing: &Fact) -> Value {
    if let Some(items) = words.strip_prefix("array of ") {
        return json!({ "type": "array", "items": schema(items, thing) });
    }
    let mut schema = match words {
        "any" => json!({}),
        "string" | "integer" | "number" | "boolean" | "object" => json!({ "type": words }),
        name => {
            let reference = json!({ "$ref": format!("#/definitions/{name}") });
            let alone =
                !thing.below.iter().any(|below| matches!(below.kind, Kind::Value | Kind::Keyword));
            if alone {
                return reference;
            }
            json!({ "allOf": [reference] })
        }
    };
    let mut required = Vec::new();
    for below in &thing.below {
        match below.kind {
            Kind::Format => schema["format"] = json!(below.value),
            Kind::Open => schema["additionalProperties"] = json!(true),
            Kind::Additional => {
                let words = value(below, Kind::Type).unwrap_or("any");
                schema["additionalProperties"] = self::schema(words, below);
            }
            Kind::Keyword => {
                schema[&below.name] =
                    serde_json::from_str(below.value.as_deref().unwrap()).unwrap();
            }
            Kind::Field => {
                let words = value(below, Kind::Type).unwrap_or("any");
                schema["properties"][&below.name] = self::schema(words, below);
                if value(below, Kind::Required) == Some("true") {
                    required.push(below.name.as_str());
                }
            }
            Kind::Value => {
                let values = schema.as_object_mut().unwrap().entry("enum");
                values.or_insert_with(|| json!([])).as_array_mut().unwrap().push(json!(below.name));
            }
            _ => {}
        }
    }
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}
