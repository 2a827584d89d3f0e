//! The example `call` of the client crate: a table of operations, and a function that calls each.

mod bodies;
mod calls;

use quote::quote;

use super::super::{Cx, Tree};
use crate::model::{Operation, Parameter, ParameterLocation, Placement, TypeKind};
use crate::name::OperationNames;
use crate::rust::{Data, Doc, RustFile, ident, one_line, plain_line};

/// Emits `examples/call/`, its support code left aside.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Tree, String> {
    let mut files = Tree::new();
    let calls = calls::emit(cx)?;
    files.insert("examples/call/main.rs".to_owned(), main(cx, calls.is_some())?);
    files.extend(calls.map(|text| ("examples/call/calls.rs".to_owned(), text)));
    Ok(files)
}

fn main(cx: &Cx<'_>, has_calls: bool) -> Result<String, String> {
    let title = plain_line(&cx.api.title);
    let docs = Doc::new(format!("Calls any operation from the command line: {title}."));
    let docs = docs
        .own(format!("`cargo run -p {} --example call -- --help` tells how.", cx.crates.client));
    let mut file = RustFile::new(docs.lines());
    let calls = has_calls.then(|| quote! { mod calls; });
    file.group(quote! {
        #calls
        #[allow(dead_code, unreachable_pub, reason = "made for every API")]
        mod runtime;
    })?;
    let operations = cx.operations().map(|(operation, names)| row(cx, operation, names));
    let named = ["Body", "Credential", "Operation", "Parameter"].into_iter();
    let always = ["Credential", "Operation"];
    file.items(quote! {
        fn main() -> ExitCode {
            runtime::program::main(OPERATIONS, CREDENTIALS)
        }
    })?;
    file.data("const CREDENTIALS: &[Credential]", &Data::slice(credentials(cx)));
    file.data("const OPERATIONS: &[Operation]", &Data::slice(operations));
    let mentions = file.mentions();
    let named = named.filter(|name| always.contains(name) || mentions.path(name)).map(ident);
    let table = quote! { use crate::runtime::table::{#(#named),*}; };
    file.group(quote! { use std::process::ExitCode; })?;
    file.group(table)?;
    Ok(file.finish())
}

fn credentials(cx: &Cx<'_>) -> Vec<Data> {
    let lib = cx.crates.client_lib();
    let schemes = cx.api.security_schemes.iter().zip(&cx.names.security);
    let constants = schemes.map(|(scheme, names)| {
        let variable = format!("CALL_TOKEN_{}", names.constant);
        let constant = Data::code(format!("{lib}::client::{}", names.constant)).by_ref();
        let credential = Data::call("Credential::new", [constant, Data::text(variable)]);
        match scheme.placement {
            Placement::Basic => credential.with("sent", Data::code("runtime::basic::sent")),
            _ => credential,
        }
    });
    constants.collect()
}

/// An operation in the table.
fn row(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> Data {
    let place = one_line(&format!("{} {}", operation.method.as_str(), cx.full_path(operation)));
    let about = about(&operation.docs.summary, &operation.docs.description);
    // Of several spellings of a parameter, clients send the first.
    let other = |index: &usize| {
        operation
            .exactly_one_of
            .iter()
            .any(|group| group.iter().skip(1).any(|other| other == index))
    };
    let parameters = operation.parameters.iter().enumerate().filter(|(index, _)| !other(index));
    let parameters = parameters.map(|(_, parameter)| {
        let (key, place) = (key(operation, parameter), location(parameter.location));
        let about = self::about(&parameter.docs.summary, &parameter.docs.description);
        let given = given(cx, parameter);
        Data::call(given, [Data::text(key), Data::text(place), Data::text(about)])
    });
    let body = match &operation.body {
        None => "Body::None",
        Some(body) if body.required => "Body::Required",
        Some(_) => "Body::Optional",
    };
    Data::object(
        "Operation",
        [
            ("id", Data::text(&operation.id)),
            ("place", Data::text(place)),
            ("about", Data::text(about)),
            ("parameters", Data::slice(parameters)),
            ("body", Data::code(body)),
            ("run", Data::code(format!("|caller| Box::pin(calls::{}(caller))", names.function))),
        ],
    )
}

/// The constructor that says how often a parameter may be given.
fn given(cx: &Cx<'_>, parameter: &Parameter) -> &'static str {
    match (is_list(cx, parameter), parameter.required) {
        (true, true) => "Parameter::list",
        (true, false) => "Parameter::repeated",
        (false, true) => "Parameter::required",
        (false, false) => "Parameter::optional",
    }
}

fn is_list(cx: &Cx<'_>, parameter: &Parameter) -> bool {
    matches!(cx.resolve(parameter.schema).1.kind, TypeKind::Array { .. })
}

/// What users call a parameter: its name, with its place where another one has the same name.
fn key(operation: &Operation, parameter: &Parameter) -> String {
    let same = operation.parameters.iter().filter(|other| other.name == parameter.name).count();
    if same > 1 {
        return format!("{}:{}", location(parameter.location), parameter.name);
    }
    parameter.name.clone()
}

fn location(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    }
}

/// One line.
fn about(summary: &str, description: &str) -> String {
    let first = description.lines().next().unwrap_or_default();
    one_line(if summary.is_empty() { first } else { summary })
}
