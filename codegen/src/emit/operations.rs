//! The inputs and answers of operations, shared by both crates: `src/operations.rs` of the client
//! crate, free of HTTP libraries.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::answers::{Answer, Failure, Success, failure, has_open_status, headers, success};
use super::contents::{self, any_size, content_type, derives};
use super::features::Gate;
use super::inputs::{InputSource, have_default, inputs};
use super::streams::stream_of;
use super::{Cx, Files, choices, features, prose, styles};
use crate::model::{Headers, Operation, Response, TypeId};
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, code, ident};

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
    for (operation, names) in cx.operations() {
        let input = emit_input(cx, operation, names);
        let output = emit_output(cx, operation, names);
        let failure = emit_failure(cx, operation, names);
        let choice = choices::emit(cx, operation, names);
        let body = contents::emit(cx, operation, names);
        file.gate(features::of_operation(cx, operation).lines());
        file.items(quote! { #input #choice #body #output #failure })?;
    }
    let gates = features::of_types(cx);
    for (id, headers) in headers(cx) {
        file.gate(gates.get(&id).map(Gate::lines).unwrap_or_default());
        file.items(emit_headers(cx, id, headers))?;
    }
    let mentions = file.mentions();
    let own = mentions.path("operations").then(|| quote! { use crate::operations; });
    let types = mentions.path("types").then(|| quote! { use crate::types; });
    let modules = contents::modules(mentions);
    let headers = mentions.name("Headers");
    let headers = headers.then(|| quote! { use crate::runtime::types::headers::Headers; });
    let style = mentions.path("Style").then(|| quote! { use crate::runtime::types::style::Style; });
    file.group(quote! { #own #headers #modules #style #types })?;
    let mut files = Files::default();
    files.client.insert("src/operations.rs".to_owned(), file.finish());
    Ok(files)
}

/// What makes a type out of headers.
fn emit_headers(cx: &Cx<'_>, id: TypeId, headers: &Headers) -> TokenStream {
    let ty = cx.value_type(id);
    let styles = (!headers.styles.is_empty()).then(|| {
        let styles = styles::styles(&headers.styles);
        quote! { const STYLES: &'static [(&'static str, Style)] = #styles; }
    });
    quote! { impl Headers for #ty { #styles } }
}

/// What goes on belongs to one side, so it cannot stand in an enum that both share.
fn is_mixed(operation: &Operation) -> bool {
    match success(operation) {
        Success::Several(answers) => {
            answers.iter().any(|answer| stream_of(&answer.response.body).is_some())
        }
        Success::One(_) | Success::Unknown => false,
    }
}

fn emit_input(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let item = ident(&names.input);
    let docs = prose::full(cx, operation).outer();
    let inputs = inputs(cx, operation, names);
    let default = have_default(cx, &inputs).then(|| quote! { Default, });
    let fields = inputs.iter().map(|input| {
        let (docs, name) = (input.docs(cx, operation).outer(), ident(input.field));
        let ty = match (input.source, &names.choice) {
            (InputSource::Choice, Some(choice)) => ident(&choice.ident).to_token_stream(),
            _ => input.field_type(),
        };
        quote! { #docs pub #name: #ty, }
    });
    let derives = if inputs.iter().any(|input| input.stream) {
        quote! { #[derive(Debug, #default)] }
    } else {
        quote! { #[derive(Clone, Debug, #default PartialEq)] }
    };
    quote! {
        #docs
        #derives
        pub struct #item { #(#fields)* }
    }
}

fn emit_output(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let Success::Several(answers) = success(operation) else { return TokenStream::new() };
    let variants = answers.iter().map(|answer| {
        let body = answer.content.map(|content| content_type(cx, content, ""));
        variant(answer.variant(names), answer.response, body.as_ref())
    });
    let docs = Doc::new(format!("What {} answers.", code(&operation.id)));
    let derives = derives(answers.iter().map(Answer::is_stream));
    emit_enum(&names.output, &docs, &derives, variants.collect())
}

fn emit_failure(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let Failure::Several(answers) = failure(cx, operation) else { return TokenStream::new() };
    let variants = answers.iter().map(|(index, response, schema)| {
        let name = names.responses.get(*index).map_or("Unknown", String::as_str);
        variant(name, response, Some(&cx.nullable_type(*schema)))
    });
    let docs = Doc::new(format!("How {} says that it failed.", code(&operation.id)));
    emit_enum(&names.failure, &docs, &derives(std::iter::empty()), variants.collect())
}

fn variant(name: &str, response: &Response, body: Option<&TokenStream>) -> TokenStream {
    let (name, status) = (ident(name), response.status.to_string());
    let docs = Doc::new(format!("`{status}`.")).text(&response.description).outer();
    let status = has_open_status(response).then(|| quote! { u16, });
    if status.is_none() && body.is_none() {
        return quote! { #docs #name, };
    }
    quote! { #docs #name(#status #body), }
}

fn emit_enum(
    name: &str,
    docs: &Doc,
    derives: &TokenStream,
    variants: Vec<TokenStream>,
) -> TokenStream {
    let (item, docs, any_size) = (ident(name), docs.outer(), any_size());
    quote! {
        #docs
        #any_size
        #derives
        pub enum #item { #(#variants)* }
    }
}
