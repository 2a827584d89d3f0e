//! Calls in every way that one document allows, and the answers that another one allows.

use std::collections::BTreeSet;

use codegen::read::Source;
use serde_json::{Map, Value, json};

use super::samples;
use super::shop::Made;

/// A call of a client, and what the server answers.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    client: String,
    server: String,
    /// As the emitted `call` takes them.
    pub(crate) arguments: Vec<String>,
    /// Status, media type and body; null: what the emitted `mock` makes up.
    pub(crate) answer: Value,
}

impl Exchange {
    /// As the program reads it.
    pub(crate) fn question(&self) -> Value {
        let Self { client, server, arguments, answer } = self;
        json!({ "client": client, "server": server, "arguments": arguments, "answer": answer })
    }
}

/// An operation of a document.
struct Operation<'a> {
    document: &'a Value,
    path: &'a str,
    /// Method and path, without the names of parameters.
    key: (String, String),
    value: &'a Value,
    /// Parameters of the path among them.
    parameters: Vec<&'a Value>,
}

/// Every call of a client, every answer of a server; of the operations that `other` has otherwise.
pub(crate) fn of(
    (client, calling): (&str, &Made),
    (server, serving): (&str, &Made),
    other: Option<&Made>,
) -> Vec<Exchange> {
    let (client_document, server_document) = (calling.value(), serving.value());
    let other = other.map(Made::value);
    let others = other.iter().flat_map(operations).collect::<Vec<_>>();
    let served = operations(&server_document);
    let mut exchanges = Vec::new();
    for operation in operations(&client_document) {
        if others.iter().any(|other| other.is_same(&operation)) {
            continue;
        }
        let calls = operation.known_calls();
        let mut add = |arguments: &[String], answer: Value| {
            let (client, server) = (client.to_owned(), server.to_owned());
            exchanges.push(Exchange { client, server, arguments: arguments.to_vec(), answer });
        };
        calls.iter().for_each(|arguments| add(arguments, Value::Null));
        // The answer does not depend on how the call is written.
        let same = served.iter().find(|other| other.key == operation.key);
        let answers = same.into_iter().flat_map(Operation::answers);
        for (arguments, answer) in calls.iter().take(1).cycle().zip(answers) {
            add(arguments, answer);
        }
    }
    exchanges
}

/// The document of `made` without the operations that another document has just so.
pub(crate) fn without_same(made: &Made, other: &Made) -> Source {
    let (document, other) = (made.value(), other.value());
    let others = operations(&other);
    let mut slim = document.clone();
    for operation in operations(&document) {
        let item = slim["paths"][operation.path].as_object_mut();
        if others.iter().any(|other| other.is_same(&operation)) {
            item.unwrap().remove(&operation.key.0);
        }
    }
    let is_empty =
        |item: &Value| item.as_object().is_some_and(|i| i.keys().all(|k| k == "parameters"));
    slim["paths"].as_object_mut().unwrap().retain(|_, item| !is_empty(item));
    let nothing = slim["paths"].as_object().is_none_or(Map::is_empty);
    let slim = if nothing { document.clone() } else { slim };
    Source::new("new.json", format!("{slim:#}\n"))
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let shared = item["parameters"].as_array().into_iter().flatten();
        for (method, value) in item.as_object().into_iter().flatten() {
            if method == "parameters" {
                continue;
            }
            let own = value["parameters"].as_array().into_iter().flatten();
            let names = path.split(['{', '}']).enumerate();
            let shape = names.map(|(index, part)| if index % 2 == 0 { part } else { "{}" });
            found.push(Operation {
                document,
                path,
                key: (method.clone(), shape.collect()),
                value,
                parameters: shared.clone().chain(own).collect(),
            });
        }
    }
    found
}

impl Operation<'_> {
    /// Both documents say the same about it, and about everything that it refers to.
    fn is_same(&self, other: &Self) -> bool {
        self.key == other.key && self.meaning() == other.meaning()
    }

    fn meaning(&self) -> Vec<&Value> {
        let mut found = vec![self.value, &self.document["servers"]];
        found.extend(&self.parameters);
        let secured = self.value.get("security").or(self.document.get("security"));
        if let Some(secured) = secured {
            found.extend([secured, &self.document["components"]["securitySchemes"]]);
        }
        let (mut open, mut known) = (found.clone(), BTreeSet::new());
        while let Some(value) = open.pop() {
            match value {
                Value::Object(members) => {
                    let target = members.get("$ref").and_then(Value::as_str);
                    if let Some(target) = target.filter(|target| known.insert(*target)) {
                        let there = self.document.pointer(&target[1..]);
                        found.extend(there);
                        open.extend(there);
                    }
                    open.extend(members.values());
                }
                Value::Array(items) => open.extend(items),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        found
    }

    /// Every call of somebody who has the first of the secrets that are good for it; and one call for
    /// each of the others.
    fn known_calls(&self) -> Vec<Vec<String>> {
        let everywhere = &self.document["security"];
        let demanded = self.value.get("security").unwrap_or(everywhere).as_array();
        let secrets = demanded.into_iter().flatten().map(|schemes| {
            let names = schemes.as_object().into_iter().flatten().map(|(name, _)| name);
            names.flat_map(|name| ["--token".to_owned(), format!("{name}=a:b")]).collect()
        });
        let secrets: Vec<Vec<String>> = secrets.collect();
        let mut calls = self.calls();
        let with =
            |call: &Vec<String>, secrets: &Vec<String>| [call.clone(), secrets.clone()].concat();
        let more: Vec<_> = secrets.iter().skip(1).map(|other| with(&calls[0], other)).collect();
        if let Some(first) = secrets.first() {
            calls.iter_mut().for_each(|call| *call = with(call, first));
        }
        calls.extend(more);
        calls
    }

    /// With everything, with what is required only, and with every alternative of every input.
    fn calls(&self) -> Vec<Vec<String>> {
        let id = self.value["operationId"].as_str().unwrap_or_default().to_owned();
        let inputs: Vec<(bool, Vec<Vec<String>>)> = self
            .parameters
            .iter()
            .map(|parameter| self.ways(parameter))
            .chain(self.bodies())
            .collect();
        let written = |choice: &dyn Fn(usize) -> Option<usize>| {
            let parts =
                inputs.iter().enumerate().filter_map(|(index, (_, ways))| ways.get(choice(index)?));
            [vec![id.clone()], parts.flatten().cloned().collect()].concat()
        };
        let mut calls = vec![written(&|_| Some(0)), written(&|index| inputs[index].0.then_some(0))];
        for (index, (_, ways)) in inputs.iter().enumerate() {
            for way in 1..ways.len() {
                calls.push(written(&|other| Some(if other == index { way } else { 0 })));
            }
            // Alone, for inputs of which only one may be there.
            calls.push(written(&|other| (other == index || inputs[other].0).then_some(0)));
        }
        calls.sort();
        calls.dedup();
        // The first one stands for all where only the answer matters.
        let fullest = calls.iter().position(|call| *call == written(&|i| inputs[i].0.then_some(0)));
        calls.swap(0, fullest.unwrap_or_default());
        calls
    }

    /// Whether a parameter must be there, and the ways to write it.
    fn ways(&self, parameter: &Value) -> (bool, Vec<Vec<String>>) {
        let name = parameter["name"].as_str().unwrap_or_default();
        let described =
            match parameter["content"].as_object().and_then(|content| content.values().next()) {
                Some(content) => &content["schema"],
                None => &parameter["schema"],
            };
        let one = |value: &Value| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            ["--param".to_owned(), format!("{name}={text}")]
        };
        let in_path = parameter["in"] == json!("path");
        let fits = |value: &Value| match value {
            Value::String(text) => !text.is_empty(),
            // No URL holds what is empty.
            Value::Array(items) if in_path => {
                !items.is_empty() && items.iter().all(|item| *item != json!(""))
            }
            _ => true,
        };
        let ways = samples::of(self.document, described).into_iter().filter(fits);
        let ways = ways.map(|value| match &value {
            Value::Array(items) => items.iter().flat_map(one).collect(),
            _ => one(&value).to_vec(),
        });
        (parameter["required"] == json!(true), ways.collect())
    }

    /// The same of the body, in each of its media types.
    fn bodies(&self) -> Option<(bool, Vec<Vec<String>>)> {
        let body = self.value.get("requestBody")?;
        let mut ways = Vec::new();
        for (kind, content) in body["content"].as_object().into_iter().flatten() {
            for value in self.bodies_of(kind, content) {
                let choice = ["--as".to_owned(), kind.clone()];
                let several = body["content"].as_object().is_some_and(|content| content.len() > 1);
                let choice = choice.into_iter().filter(|_| several);
                ways.push(choice.chain(["--body".to_owned(), value]).collect());
            }
        }
        Some((body["required"] == json!(true), ways))
    }

    fn bodies_of(&self, kind: &str, content: &Value) -> Vec<String> {
        if kind.starts_with("text/") {
            let text = |value: Value| value.as_str().map_or(value.to_string(), str::to_owned);
            return samples::of(self.document, &content["schema"]).into_iter().map(text).collect();
        }
        samples::of(self.document, &content["schema"]).iter().map(Value::to_string).collect()
    }

    /// Every documented answer but streams, which the emitted server writes itself.
    fn answers(&self) -> Vec<Value> {
        let mut answers = Vec::new();
        for (key, answer) in self.value["responses"].as_object().into_iter().flatten() {
            let status: u16 = match key.as_str() {
                "default" => 500,
                key => key.replace("XX", "03").parse().unwrap_or(200),
            };
            let empty = Map::new();
            let contents = answer["content"].as_object().unwrap_or(&empty);
            if contents.is_empty() && status >= 200 {
                answers.push(json!({ "status": status }));
            }
            for (kind, content) in contents.iter().filter(|(kind, _)| *kind != "text/event-stream")
            {
                for body in self.bodies_of(kind, content) {
                    answers.push(json!({ "status": status, "type": kind, "body": body }));
                }
            }
        }
        answers
    }
}
