//! The inputs and answers of operations, shared by both crates: `src/operations.rs` of the client
//! crate, free of HTTP libraries.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::answers::{Failure, Success, body, failure, has_open_status, success};
use super::inputs::{InputSource, have_default, inputs};
use super::streams::stream_of;
use super::{Cx, Files, choices, prose};
use crate::model::{Operation, Response, TypeId};
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, code, ident, mentions};

/// Emits `src/operations.rs` of the client crate.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Files, String> {
    let docs = Doc::new(
        "What each operation takes, and what it answers where there are several answers.",
    )
    .own("A server receives the same values that a client sends, so a proxy can pass them on.");
    let mut file = RustFile::new(docs.lines());
    if let Some(operation) = cx.api.operations.iter().find(|operation| is_mixed(operation)) {
        return Err(format!("{}: a stream beside other answers", operation.origin));
    }
    let items: TokenStream = cx
        .operations()
        .map(|(operation, names)| {
            let input = emit_input(cx, operation, names);
            let output = emit_output(cx, operation, names);
            let failure = emit_failure(cx, operation, names);
            let choice = choices::emit(cx, operation, names);
            quote! { #input #choice #output #failure }
        })
        .collect();
    if mentions(&items, "types") {
        file.group(quote! { use crate::types; })?;
    }
    file.items(items)?;
    let mut files = Files::default();
    files.client.insert("src/operations.rs".to_owned(), file.finish());
    Ok(files)
}

/// What goes on belongs to one side, so it cannot stand in an enum that both share.
fn is_mixed(operation: &Operation) -> bool {
    match success(operation) {
        Success::Several(answers) => answers.iter().any(|(_, r)| stream_of(&r.body).is_some()),
        Success::One(_) | Success::Unknown => false,
    }
}

fn emit_input(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let item = ident(&names.input);
    let docs = prose::full(cx, operation).outer();
    let inputs = inputs(cx, operation, names);
    let default = have_default(cx, &inputs).then(|| quote! { Default, });
    let fields = inputs.iter().map(|input| {
        let (docs, name) = (input.docs.outer(), ident(input.field));
        let ty = match (input.source, &names.choice) {
            (InputSource::Choice, Some(choice)) => ident(&choice.ident).to_token_stream(),
            _ => input.field_type(),
        };
        quote! { #docs pub #name: #ty, }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        pub struct #item { #(#fields)* }
    }
}

fn emit_output(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let Success::Several(answers) = success(operation) else { return TokenStream::new() };
    let variants = answers
        .iter()
        .map(|(index, response)| variant(cx, names, *index, response, body(response).map(|b| b.1)));
    let docs = Doc::new(format!("What {} answers.", code(&operation.id)));
    emit_enum(&names.output, &docs, variants.collect())
}

fn emit_failure(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let Failure::Several(answers) = failure(cx, operation) else { return TokenStream::new() };
    let variants = answers
        .iter()
        .map(|(index, response, schema)| variant(cx, names, *index, response, Some(*schema)));
    let docs = Doc::new(format!("How {} says that it failed.", code(&operation.id)));
    emit_enum(&names.failure, &docs, variants.collect())
}

fn variant(
    cx: &Cx<'_>,
    names: &OperationNames,
    index: usize,
    response: &Response,
    schema: Option<TypeId>,
) -> TokenStream {
    let Some(name) = names.responses.get(index).map(|name| ident(name)) else {
        return TokenStream::new();
    };
    let status = response.status.to_string();
    let docs = Doc::new(format!("`{status}`.")).text(&response.description).outer();
    let body = schema.map(|schema| cx.nullable_type(schema));
    let status = has_open_status(response).then(|| quote! { u16, });
    if status.is_none() && body.is_none() {
        return quote! { #docs #name, };
    }
    quote! { #docs #name(#status #body), }
}

fn emit_enum(name: &str, docs: &Doc, variants: Vec<TokenStream>) -> TokenStream {
    let (item, docs) = (ident(name), docs.outer());
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        pub enum #item { #(#variants)* }
    }
}
