//! `src/handlers.rs` of the server crate: from a request to an answer, one `impl` per operation.
//!
//! The file holds nothing but these, so no name of the document can clash with ours.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::answers::{
    Answer, Success, body, has_open_status, output_alias, success, usual_status,
};
use super::super::streams::stream;
use super::super::{Cx, features};
use super::access::Access;
use super::imports::Imports;
use super::inputs::Reader;
use super::router::route;
use super::schemas::Schemas;
use super::security::Door;
use super::streams::Beginning;
use crate::model::{BodyKind, Content, MediaType, Method, Operation};
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, ident};

/// Emits the file, unless there are no operations.
pub(super) fn emit(cx: &Cx<'_>, schemas: &Schemas<'_>) -> Result<Option<String>, String> {
    if cx.api.operations.is_empty() {
        return Ok(None);
    }
    let api = super::trait_name(cx)?;
    let doors = Door::all(cx);
    let docs = Doc::new("From a request to an answer, operation by operation.");
    let mut file = RustFile::new(docs.lines());
    for (index, (operation, names)) in cx.operations().enumerate() {
        let ty = ident(&names.input);
        let read = Reader { cx, schemas, index, operation, names }.emit()?;
        let (caller, principal) = caller(operation, &doors);
        let (route, answer) = (route(operation, names), answer(operation, names));
        file.gate(features::of_operation(cx, operation).lines());
        file.items(quote! {
            impl<A: #api> Operation<A> for operations::#ty {
                const ROUTE: Route = #route;
                type Caller = #caller;
                #read
                fn answer(self, api: &A, cx: Context<#principal>) -> impl Answering {
                    #answer
                }
            }
        })?;
    }
    Imports::new(cx)?.of(file.mentions()).add_to(&mut file)?;
    Ok(Some(file.finish()))
}

/// Who may ask, and what is known of them then.
fn caller(operation: &Operation, doors: &[Door<'_>]) -> (TokenStream, TokenStream) {
    let access = Access::of(operation);
    match doors.iter().find(|door| door.access == access) {
        Some(Door { name, .. }) => (quote! { security::#name }, access.principal()),
        None => (quote! { Anyone }, Access::Open.principal()),
    }
}

/// Asks the implementation, and answers with what it gives.
fn answer(operation: &Operation, names: &OperationNames) -> TokenStream {
    let function = ident(&names.function);
    let call = quote! { api.#function(cx, self) };
    if let Some(stream) = stream(operation) {
        let Beginning { constant, module, function, found, answer } = Beginning::of(stream);
        return if operation.headers().is_none() {
            quote! { #constant #module::#function(cx, &SPEC, |cx| #call) }
        } else {
            let answer = with(operation, &call, &quote! { output }, &answer);
            quote! { #constant #module::begin(cx, |#found, cx| #answer) }
        };
    }
    match success(operation) {
        Success::Unknown => plain(operation, &call, (None, &quote! { 200 })),
        Success::One(response) => {
            let status = Literal::u16_unsuffixed(usual_status(response.status));
            plain(operation, &call, (body(response), &quote! { #status }))
        }
        Success::Several(answers) => {
            let output = quote! { output };
            let several = several(names, &answers, &output);
            let answer = with(operation, &call, &output, &several);
            let alias = output_alias(operation, names);
            quote! { #alias #answer }
        }
    }
}

/// Answers with a body of this content, or without one.
fn plain(
    operation: &Operation,
    call: &TokenStream,
    (content, status): (Option<&Content>, &TokenStream),
) -> TokenStream {
    let Some(content) = content else {
        return match operation.headers() {
            None => quote! { answer::empty(#status, #call) },
            Some(_) => with(operation, call, &quote! { () }, &quote! { respond::empty(#status) }),
        };
    };
    if operation.headers().is_none() && is_usual_json(content) {
        return quote! { answer::json(#status, #call) };
    }
    let output = quote! { output };
    with(operation, call, &output, &respond(content, status, &output))
}

/// Answers with what `answer` makes of the output, and with headers, where there are some.
fn with(
    operation: &Operation,
    call: &TokenStream,
    output: &TokenStream,
    answer: &TokenStream,
) -> TokenStream {
    if operation.headers().is_none() {
        return quote! { answer::with(#call, |#output| #answer) };
    }
    let with = ident(if operation.method == Method::Head { "with_length" } else { "with" });
    quote! {
        answer::with(#call, |WithHeaders { body: #output, headers }| {
            headers::#with(#answer, &headers)
        })
    }
}

fn several(names: &OperationNames, answers: &[Answer<'_>], output: &TokenStream) -> TokenStream {
    let arms = answers.iter().map(|answer| {
        let variant = ident(answer.variant(names));
        let open = has_open_status(answer.response).then(|| quote! { status });
        let value = answer.content.map(|_| quote! { body });
        let parts: Vec<_> = open.iter().chain(&value).collect();
        let pattern = if parts.is_empty() {
            quote! { #variant }
        } else {
            quote! { #variant(#(#parts),*) }
        };
        let code = Literal::u16_unsuffixed(usual_status(answer.response.status));
        let status = open.unwrap_or(quote! { #code });
        let respond = match answer.content {
            None => quote! { respond::empty(#status) },
            Some(content) => respond(content, &status, &quote! { body }),
        };
        quote! { Output::#pattern => #respond, }
    });
    quote! { match #output { #(#arms)* } }
}

/// How a body of this kind is written.
fn respond(content: &Content, status: &TokenStream, value: &TokenStream) -> TokenStream {
    let media_type = &content.media_type.0;
    match content.kind {
        BodyKind::Json(_) if is_usual_json(content) => quote! { respond::json(#status, &#value) },
        BodyKind::Json(_) => quote! { respond::json_as(#status, #media_type, &#value) },
        BodyKind::Text(_) => quote! { downloads::text(#status, #media_type, &#value) },
        BodyKind::Lines(_) => quote! { lines::respond(#status, #media_type, #value) },
        // Answers of these kinds are text or bytes in the model already.
        BodyKind::Bytes | BodyKind::Form(..) | BodyKind::Multipart(..) => {
            quote! { downloads::bytes(#status, #media_type, #value) }
        }
    }
}

/// JSON whose media type nobody has to tell.
fn is_usual_json(content: &Content) -> bool {
    let MediaType(media_type) = &content.media_type;
    let is_usual = media_type == "application/json" || content.media_type.is_range();
    matches!(content.kind, BodyKind::Json(_)) && is_usual
}
