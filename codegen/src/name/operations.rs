//! Names of operations, their inputs and their answers.

use std::collections::BTreeMap;

use super::candidates::{Candidate, FUNCTION, PARAMETER, Role, TYPE};
use super::case::Case;
use super::choices::{choice_request, name_alternatives, name_choices};
use super::collisions::{Request, Scope};
use super::contents::name_contents;
use super::keywords::Reserved;
use super::overrides::Overrides;
use super::status::status_name;
use super::{ChoiceNames, OperationNames};
use crate::diagnostics::Diagnostics;
use crate::model::{Api, Operation, ParameterLocation, ResponseBody};

/// What the module of the operations imports beside modules.
const IMPORTED: [&str; 2] = ["Headers", "Style"];

pub(super) fn name_operations(
    api: &Api,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Vec<OperationNames> {
    let functions = name_functions(api, overrides, diags);
    let mut scope = Scope::new(Case::UpperCamel, Reserved::Types);
    IMPORTED.iter().for_each(|name| scope.take(name));
    let types = name_types(api, &functions, &mut scope, diags);
    let inputs: Vec<&str> = types.iter().map(|[input, ..]| input.as_str()).collect();
    let choices = name_choices(api, &inputs, &mut scope, diags);
    let mut named = Vec::new();
    for (((operation, function), [input, output, failure, body_type, parts_type]), choice) in
        api.operations.iter().zip(functions).zip(types).zip(choices)
    {
        let InputNames { parameters, choice: field, body } =
            name_inputs(operation, overrides, diags);
        let variants = |ident| {
            let variants = name_alternatives(operation, overrides, diags);
            ChoiceNames { ident, field, variants }
        };
        let choice = choice.map(variants);
        let responses = name_responses(operation);
        let body_contents = operation.body.iter().flat_map(|body| name_contents(&body.contents));
        named.push(OperationNames {
            function,
            input,
            output,
            failure,
            parameters,
            choice,
            body,
            body_type,
            parts_type,
            body_contents: body_contents.collect(),
            contents: name_response_contents(operation, &responses),
            responses,
        });
    }
    named
}

/// Variants of answers with several media types are called after both.
fn name_response_contents(operation: &Operation, responses: &[String]) -> Vec<Vec<String>> {
    let named = operation.responses.iter().zip(responses);
    let contents = named.map(|(response, name)| match &response.body {
        ResponseBody::Typed(contents) if contents.len() > 1 => {
            name_contents(contents).into_iter().map(|content| format!("{name}{content}")).collect()
        }
        _ => vec![name.clone()],
    });
    contents.collect()
}

fn name_functions(
    api: &Api,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let mut requests = Vec::new();
    for operation in &api.operations {
        let id = &operation.id;
        let with_method = format!("{id} {}", operation.method.as_str().to_ascii_lowercase());
        requests.push(Request {
            rank: 0,
            key: id.clone(),
            best: FUNCTION.plain(id),
            others: vec![
                Candidate::Plain(FUNCTION, with_method),
                Candidate::Spelled(FUNCTION, id.clone()),
            ],
            fixed: overrides.operations.get(id, FUNCTION, Reserved::Functions, diags),
            at: operation.origin.clone(),
            setting: ("names.operations", id.clone()),
        });
    }
    Scope::new(FUNCTION.case, Reserved::Functions).settle(&requests, diags)
}

/// Input, output, failure and bodies of every operation, which live in one module. They follow the
/// function, so that a name in the config reaches them too.
fn name_types(
    api: &Api,
    functions: &[String],
    scope: &mut Scope,
    diags: &mut Diagnostics,
) -> Vec<[String; 5]> {
    let inputs: Vec<String> = functions
        .iter()
        .map(|function| TYPE.plain(function.strip_prefix("r#").unwrap_or(function)))
        .collect();
    let inputs = settle_types(api, scope, &inputs, ["", "Input"], diags);
    let outputs = settle_types(api, scope, &inputs, ["Output", "Outcome"], diags);
    let failures = settle_types(api, scope, &inputs, ["Error", "Failure"], diags);
    let bodies = settle_types(api, scope, &inputs, ["Body", "Payload"], diags);
    let parts = settle_types(api, scope, &inputs, ["Parts", "Multipart"], diags);
    let types = inputs.into_iter().zip(outputs).zip(failures).zip(bodies).zip(parts);
    types
        .map(|((((input, output), failure), body), parts)| [input, output, failure, body, parts])
        .collect()
}

fn settle_types(
    api: &Api,
    scope: &mut Scope,
    bases: &[String],
    [suffix, other]: [&str; 2],
    diags: &mut Diagnostics,
) -> Vec<String> {
    let requests: Vec<Request> = api
        .operations
        .iter()
        .zip(bases)
        .map(|(operation, base)| Request {
            rank: 0,
            key: operation.id.clone(),
            best: format!("{base}{suffix}"),
            others: vec![format!("{base}{other}").into()],
            fixed: None,
            at: operation.origin.clone(),
            setting: ("names.operations", operation.id.clone()),
        })
        .collect();
    scope.settle(&requests, diags)
}

/// The fields of an operation's inputs.
struct InputNames {
    /// In the order of the parameters.
    parameters: Vec<String>,
    choice: String,
    body: String,
}

fn name_inputs(
    operation: &Operation,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> InputNames {
    let mut requests = Vec::new();
    for parameter in &operation.parameters {
        let (rank, location) = match parameter.location {
            ParameterLocation::Path => (1, "path"),
            ParameterLocation::Query => (2, "query"),
            ParameterLocation::Header => (3, "header"),
            ParameterLocation::Cookie => (4, "cookie"),
        };
        let key = parameter.origin.to_string();
        let name = &parameter.name;
        requests.push(Request {
            rank,
            key: name.clone(),
            best: PARAMETER.plain(name),
            others: vec![
                Candidate::Plain(PARAMETER, format!("{name} {location}")),
                Candidate::Spelled(PARAMETER, name.clone()),
            ],
            fixed: overrides.members.get(&key, PARAMETER, Reserved::Parameters, diags),
            at: parameter.origin.clone(),
            setting: ("names.members", key),
        });
    }
    let mut scope = Scope::new(PARAMETER.case, Reserved::Parameters);
    let choice = choice_request(operation, overrides, diags);
    let has_choice = choice.is_some();
    requests.extend(choice);
    let body = body_request(operation, PARAMETER, overrides, diags);
    requests.extend(body);
    let mut names = scope.settle(&requests, diags);
    let body = if operation.body.is_some() { names.pop() } else { None };
    let choice = if has_choice { names.pop() } else { None };
    InputNames {
        parameters: names,
        choice: choice.unwrap_or_default(),
        body: body.unwrap_or_else(|| "body".to_owned()),
    }
}

fn body_request(
    operation: &Operation,
    role: Role,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Option<Request> {
    let body = operation.body.as_ref()?;
    let key = body.origin.to_string();
    Some(Request {
        rank: 0,
        key: String::new(),
        best: "body".to_owned(),
        others: vec!["request_body".into()],
        fixed: overrides.members.get(&key, role, Reserved::Parameters, diags),
        at: body.origin.clone(),
        setting: ("names.members", key),
    })
}

/// Variants by index of the answers. Statuses are unique, and so are their names.
fn name_responses(operation: &Operation) -> Vec<String> {
    let mut names = Vec::new();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for response in &operation.responses {
        let name = status_name(response.status);
        let count = seen.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
        names.push(if *count == 1 { name } else { TYPE.case.numbered(&name, *count) });
    }
    names
}
