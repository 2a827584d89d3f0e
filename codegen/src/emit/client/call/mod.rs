//! The example `call` of the client crate: a table of operations, and a function that calls each.

mod bodies;
mod calls;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::{Cx, Tree};
use crate::model::{Operation, Parameter, ParameterLocation, Placement, TypeKind};
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, ident, one_line, plain_line};

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
    let operations: TokenStream =
        cx.operations().map(|(operation, names)| row(cx, operation, names)).collect();
    let credentials = credentials(cx);
    let items = quote! {
        fn main() -> ExitCode {
            runtime::program::main(OPERATIONS, CREDENTIALS)
        }
        const CREDENTIALS: &[Credential] = &[#credentials];
        const OPERATIONS: &[Operation] = &[#operations];
    };
    let named = ["Body", "Credential", "Operation", "Parameter"].into_iter();
    let always = ["Credential", "Operation"];
    file.items(items)?;
    let mentions = file.mentions();
    let named = named.filter(|name| always.contains(name) || mentions.path(name)).map(ident);
    let table = quote! { use crate::runtime::table::{#(#named),*}; };
    file.group(quote! { use std::process::ExitCode; })?;
    file.group(table)?;
    Ok(file.finish())
}

fn credentials(cx: &Cx<'_>) -> TokenStream {
    let lib = ident(&cx.crates.client_lib());
    let schemes = cx.api.security_schemes.iter().zip(&cx.names.security);
    let constants = schemes.map(|(scheme, names)| {
        let variable = format!("CALL_TOKEN_{}", names.constant);
        let constant = ident(&names.constant);
        let is_basic = scheme.placement == Placement::Basic;
        let sent = is_basic.then(|| quote! { .sent(runtime::basic::sent) });
        quote! { Credential::new(&#lib::client::#constant, #variable)#sent, }
    });
    constants.collect()
}

/// An operation in the table.
fn row(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let (id, run) = (&operation.id, ident(&names.function));
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
        quote! { Parameter::#given(#key, #place, #about) }
    });
    let body = ident(match &operation.body {
        None => "None",
        Some(body) if body.required => "Required",
        Some(_) => "Optional",
    });
    quote! {
        Operation {
            id: #id,
            place: #place,
            about: #about,
            parameters: &[#(#parameters),*],
            body: Body::#body,
            run: calls::#run,
        },
    }
}

/// The constructor that says how often a parameter may be given.
fn given(cx: &Cx<'_>, parameter: &Parameter) -> Ident {
    ident(match (is_list(cx, parameter), parameter.required) {
        (true, true) => "list",
        (true, false) => "repeated",
        (false, true) => "required",
        (false, false) => "optional",
    })
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
