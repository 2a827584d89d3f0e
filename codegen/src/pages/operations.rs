//! From the effective document to the view, operation by operation.

use serde_json::Value;

use super::Input;
use super::access::{alternatives, curl_headers, schemes};
use super::corrections::Corrections;
use super::document::{Document, entries, flag, members, schema_name, text};
use super::samples::{restrictions, sample, values, word};
use super::schemas::{answer_rows, schemas, type_text};
use super::signatures::Signatures;
use super::status::meaning;
use super::streams::sentences;
use super::view::{
    AnswerView, BodyView, OperationView, ParameterRow, Reference, RustCall, TypeText,
};
use crate::model::Pointer;

/// The members of a path item that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The view of a whole document.
pub(super) fn reference(input: &Input<'_>) -> Result<Reference, String> {
    let document = Document(input.document);
    let signatures = Signatures::read(&input.files.client, &input.files.server)?;
    let mut corrections = Corrections::new(input.applied);
    let mut operations = Vec::new();
    for (path, item) in members(input.document, "paths") {
        let item = document.resolve(item);
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                let place = Place { document, path, item, method, operation };
                operations.push(view(&place, input, &signatures, &mut corrections));
            }
        }
    }
    let schemas = schemas(input, &mut corrections);
    Ok(Reference {
        title: input.api.title.clone(),
        version: input.api.version.clone(),
        description: input.api.description.clone(),
        schemes: schemes(document),
        operations,
        schemas,
        corrections: corrections.rest(),
        client: input.packages[0].to_owned(),
        server: input.packages[1].to_owned(),
    })
}

/// An operation and where it stands.
struct Place<'a> {
    document: Document<'a>,
    path: &'a str,
    item: &'a Value,
    method: &'static str,
    operation: &'a Value,
}

fn view(
    place: &Place<'_>,
    input: &Input<'_>,
    signatures: &Signatures,
    corrections: &mut Corrections<'_>,
) -> OperationView {
    let Place { document, path, method, operation, .. } = *place;
    let home = Pointer::root().join("paths").join(path);
    let at = home.join(method);
    let full = format!("{}{path}", input.api.base_path);
    let parameters = parameters(place);
    let body = body(place);
    let title = [text(operation, "summary"), text(operation, "operationId")];
    let title = title.into_iter().find(|title| !title.is_empty());
    let mut changes = corrections.of(&at);
    for shared in shared_parts(place, &home) {
        changes.extend(corrections.of(&shared));
    }
    OperationView {
        id: text(operation, "operationId").to_owned(),
        title: title.map_or_else(|| format!("{} {full}", method.to_uppercase()), str::to_owned),
        curl: curl(place, &full, &parameters, body.as_ref()),
        method: method.to_uppercase(),
        path: full,
        description: text(operation, "description").to_owned(),
        deprecated: flag(operation, "deprecated"),
        parameters,
        body,
        answers: answers(place),
        stream: sentences(document, operation),
        access: alternatives(document, operation),
        calls: calls(&at, input, signatures),
        corrections: changes,
    }
}

/// Parts that the operation has in common with others: parameters of its path, and components.
fn shared_parts(place: &Place<'_>, home: &Pointer) -> Vec<Pointer> {
    let Place { item, operation, .. } = *place;
    let listed = entries(item, "parameters").chain(entries(operation, "parameters"));
    let answers = members(operation, "responses").map(|(_, answer)| answer);
    let referring = listed.chain(answers).chain(operation.get("requestBody"));
    let targets = referring.filter_map(|value| Pointer::parse(value.get("$ref")?.as_str()?));
    std::iter::once(home.join("parameters")).chain(targets).collect()
}

/// Both methods of every operation of the model that stands at this place.
fn calls(at: &Pointer, input: &Input<'_>, signatures: &Signatures) -> Vec<RustCall> {
    let operations = input.api.operations.iter().zip(&input.names.operations);
    let here = operations.filter(|(operation, _)| operation.origin == *at);
    let calls = here.filter_map(|(_, names)| {
        Some(RustCall {
            client: signatures.call(&names.function, &names.input)?,
            server: signatures.implementation(&names.function)?,
        })
    });
    calls.collect()
}

/// Those of the path item that the operation does not replace, then its own.
fn parameters(place: &Place<'_>) -> Vec<ParameterRow> {
    let Place { document, item, operation, .. } = *place;
    let own: Vec<&Value> =
        entries(operation, "parameters").map(|entry| document.resolve(entry)).collect();
    let key = |parameter: &Value| [text(parameter, "name"), text(parameter, "in")].join("\n");
    let shared = entries(item, "parameters").map(|entry| document.resolve(entry));
    let shared = shared.filter(|entry| !own.iter().any(|other| key(other) == key(entry)));
    shared.chain(own.iter().copied()).map(|entry| parameter(document, entry)).collect()
}

fn parameter(document: Document<'_>, parameter: &Value) -> ParameterRow {
    let inside = parameter.get("content").and_then(|content| content.as_object()?.values().next());
    let schema = parameter.get("schema").or_else(|| inside?.get("schema")).unwrap_or(&Value::Null);
    let mut words = vec![restrictions(document, schema)];
    if flag(parameter, "x-presence-flag") {
        words.push("being there means true".to_owned());
    }
    if flag(parameter, "deprecated") {
        words.push("deprecated".to_owned());
    }
    words.retain(|words| !words.is_empty());
    ParameterRow {
        name: text(parameter, "name").to_owned(),
        location: text(parameter, "in").to_owned(),
        shape: type_text(document, schema),
        required: flag(parameter, "required"),
        restrictions: words.join(", "),
        description: text(parameter, "description").to_owned(),
        values: values(document, schema),
        sample: word(document, schema),
    }
}

fn body(place: &Place<'_>) -> Option<BodyView> {
    let body = place.document.resolve(place.operation.get("requestBody")?);
    let (media_type, media) = members(body, "content").next()?;
    let schema = media.get("schema").unwrap_or(&Value::Null);
    Some(BodyView {
        media_type: media_type.clone(),
        shape: type_text(place.document, schema),
        required: flag(body, "required"),
        description: text(body, "description").to_owned(),
        sample: sample(place.document, schema),
    })
}

fn answers(place: &Place<'_>) -> Vec<AnswerView> {
    let mut found: Vec<(&String, &Value)> = members(place.operation, "responses").collect();
    found.sort_by_key(|(status, _)| *status);
    found.retain(|(status, _)| !status.starts_with("x-"));
    found.into_iter().map(|(status, answer)| self::answer(place, status, answer)).collect()
}

fn answer(place: &Place<'_>, status: &str, answer: &Value) -> AnswerView {
    let document = place.document;
    let answer = document.resolve(answer);
    let content = members(answer, "content").next();
    let item = ["schema", "itemSchema", "x-itemSchema"];
    let schema = content.and_then(|(_, media)| item.iter().find_map(|name| media.get(*name)));
    let (meaning, link) = meaning(status);
    let headers = members(answer, "headers").map(|(name, header)| {
        let header = document.resolve(header);
        ParameterRow {
            name: name.clone(),
            location: "header".to_owned(),
            ..parameter(document, header)
        }
    });
    AnswerView {
        status: status.to_owned(),
        meaning: meaning.to_owned(),
        link,
        description: text(answer, "description").to_owned(),
        media_type: content.map(|(name, _)| name.clone()).unwrap_or_default(),
        shape: schema.map_or_else(TypeText::default, |schema| type_text(document, schema)),
        sample: schema.map(|schema| sample(document, schema)),
        rows: match schema {
            Some(schema) if schema_name(schema).is_none() => answer_rows(document, schema),
            _ => Vec::new(),
        },
        headers: headers.collect(),
    }
}

/// A call with curl, one argument a line.
fn curl(
    place: &Place<'_>,
    path: &str,
    parameters: &[ParameterRow],
    body: Option<&BodyView>,
) -> Vec<String> {
    let query = parameters.iter().filter(|row| row.location == "query" && row.required);
    let query: Vec<String> = query.map(|row| format!("{}={}", row.name, row.sample)).collect();
    let url = format!("http://localhost:3000{path}");
    let url = if query.is_empty() { url } else { format!("{url}?{}", query.join("&")) };
    let mut headers = Vec::new();
    headers.extend(body.map(|body| format!("Content-Type: {}", body.media_type)));
    let accepted = answers(place).into_iter().find(|answer| answer.status.starts_with('2'));
    let accepted = accepted.filter(|answer| !answer.media_type.is_empty());
    headers.extend(accepted.map(|answer| format!("Accept: {}", answer.media_type)));
    headers.extend(curl_headers(place.document, place.operation));
    let mut lines = vec![format!("curl -X {} {}", place.method.to_uppercase(), quoted(&url))];
    lines.extend(headers.iter().map(|header| format!("  -H '{}'", header.replace('\'', "'\\''"))));
    let last = lines.len().saturating_sub(1);
    for line in lines.iter_mut().take(last) {
        line.push_str(" \\");
    }
    lines
}

/// As a shell wants it: in quotes where a character means something to it.
fn quoted(url: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/:._-{}".contains(c);
    if url.chars().all(plain) {
        url.to_owned()
    } else {
        format!("'{}'", url.replace('\'', "'\\''"))
    }
}
