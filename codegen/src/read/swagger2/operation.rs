//! Paths and operations.

use serde_json::{Value, json};

use super::body::{Part, form, whole};
use super::parameter::{is_in_body, parameter};
use super::response::response;
use super::{Cx, Object, copy, copy_extensions, schema, text, texts};
use crate::model::Pointer;

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// `paths`.
pub(super) fn paths(cx: &mut Cx<'_, '_>) -> Value {
    let home = Pointer::root().join("paths");
    let mut paths = Object::new();
    for (path, item) in cx.old.get("paths").and_then(Value::as_object).into_iter().flatten() {
        let new = match item.as_object() {
            Some(item) if path.starts_with('/') => path_item(cx, item, &home.join(path)),
            Some(_) | None => item.clone(),
        };
        paths.insert(path.clone(), new);
    }
    Value::Object(paths)
}

fn path_item(cx: &mut Cx<'_, '_>, old: &Object, at: &Pointer) -> Value {
    let mut new = Object::new();
    copy(old, &mut new, &["$ref"]);
    copy_extensions(old, &mut new);
    let shared = listed(cx, old, at);
    let parameters = plain(cx, old, at);
    if !parameters.is_empty() {
        new.insert("parameters".to_owned(), Value::Array(parameters));
    }
    for method in METHODS {
        if let Some(operation) = old.get(method).and_then(Value::as_object) {
            let at = at.join(method);
            new.insert(method.to_owned(), self::operation(cx, operation, &at, &shared));
        }
    }
    Value::Object(new)
}

fn operation(cx: &mut Cx<'_, '_>, old: &Object, at: &Pointer, inherited: &[Part<'_>]) -> Value {
    let mut new = Object::new();
    let same =
        ["tags", "summary", "description", "externalDocs", "operationId", "deprecated", "security"];
    copy(old, &mut new, &same);
    copy_extensions(old, &mut new);
    let parameters = plain(cx, old, at);
    if !parameters.is_empty() {
        new.insert("parameters".to_owned(), Value::Array(parameters));
    }
    let words = match text(old, "operationId") {
        Some(id) => id.to_owned(),
        None => at.tokens().iter().skip(1).rev().cloned().collect::<Vec<_>>().join("-"),
    };
    if let Some(body) = body(cx, old, (at, &words), inherited) {
        new.insert("requestBody".to_owned(), body);
    }
    let produces = media_types(cx, old, "produces");
    if let Some(old) = old.get("responses").and_then(Value::as_object) {
        let at = at.join("responses");
        let mut responses = Object::new();
        for (status, value) in old {
            let (at, words) = (at.join(status), format!("{words}-{status}"));
            let new = match status.starts_with("x-") {
                true => value.clone(),
                false => response(cx, value, (&at, &at), (&produces, &words)),
            };
            responses.insert(status.clone(), new);
        }
        new.insert("responses".to_owned(), Value::Object(responses));
    }
    Value::Object(new)
}

/// What the operation itself says, else what the document says.
fn media_types<'a>(cx: &Cx<'a, '_>, operation: &'a Object, name: &str) -> Vec<&'a str> {
    texts(operation, name).or_else(|| texts(cx.old, name)).unwrap_or_default()
}

/// The parameters of a list that are no part of a body, in the new shape.
fn plain(cx: &mut Cx<'_, '_>, old: &Object, at: &Pointer) -> Vec<Value> {
    let at = at.join("parameters");
    let mut new = Vec::new();
    for (index, value) in entries(old) {
        if value.as_object().is_some_and(|value| is_in_body(target(cx, value).0)) {
            continue;
        }
        let to = at.join(new.len());
        new.push(parameter(cx, value, &at.join(index), &to));
    }
    new
}

fn entries(old: &Object) -> impl Iterator<Item = (usize, &Value)> {
    old.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate()
}

/// The parts of a body that a list of parameters describes, references followed.
fn listed<'a>(cx: &Cx<'a, '_>, old: &'a Object, at: &Pointer) -> Vec<Part<'a>> {
    let at = at.join("parameters");
    let found = entries(old).filter_map(|(index, value)| {
        let (found, name) = target(cx, value.as_object()?);
        let from = match name {
            Some(name) => Pointer::root().join("parameters").join(name),
            None => at.join(index),
        };
        is_in_body(found).then_some((found, from))
    });
    found.collect()
}

/// The parameter itself, or what it refers to and how that is called.
fn target<'a>(cx: &Cx<'a, '_>, parameter: &'a Object) -> (&'a Object, Option<String>) {
    let name = text(parameter, "$ref").and_then(|target| {
        let pointer = Pointer::parse(target)?;
        match pointer.tokens() {
            [section, name] if section == "parameters" => Some(name.clone()),
            _ => None,
        }
    });
    let found = name.as_ref().and_then(|name| cx.entry("parameters", name)?.as_object());
    match found {
        Some(found) => (found, name),
        None => (parameter, None),
    }
}

/// The body of a request: a parameter of its own, or the fields of a form.
fn body(
    cx: &mut Cx<'_, '_>,
    old: &Object,
    (at, words): (&Pointer, &str),
    inherited: &[Part<'_>],
) -> Option<Value> {
    let own = listed(cx, old, at);
    let overridden = |(part, _): &&Part<'_>| {
        !own.iter().any(|(other, _)| same(part, other, "in") && same(part, other, "name"))
    };
    let mut parts: Vec<Part<'_>> = inherited.iter().filter(overridden).cloned().collect();
    parts.extend(own.iter().cloned());
    let consumes = media_types(cx, old, "consumes");
    let to = at.join("requestBody");
    let Some((body, from)) = parts.iter().find(|(part, _)| text(part, "in") == Some("body")) else {
        let from = at.join("parameters");
        return (!parts.is_empty()).then(|| form(cx, &parts, (&from, &to), &consumes));
    };
    match from.tokens() {
        [section, name] if section == "parameters" && old.get("consumes").is_none() => {
            let target = Pointer::root().join("parameters").join(name).to_string();
            let target = schema::reference(&format!("#{target}"));
            let target = target.replace("#/components/parameters/", "#/components/requestBodies/");
            Some(json!({ "$ref": target }))
        }
        _ => Some(whole(cx, (body, from), &to, (&consumes, &format!("{words}-body")))),
    }
}

fn same(left: &Object, right: &Object, name: &str) -> bool {
    text(left, name) == text(right, name)
}
