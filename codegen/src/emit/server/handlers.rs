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
use super::streams::Around;
use crate::model::{BodyKind, Content, Method, Operation};
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
        let input = Reader { cx, schemas, index, operation, names }.emit()?;
        let steps = steps(operation, names, &doors, &input);
        let route = route(operation);
        let has_inputs = !operation.parameters.is_empty() || operation.body.is_some();
        let mutable = (has_inputs || Around::takes_request(operation)).then(|| quote! { mut });
        file.gate(features::of_operation(cx, operation).lines());
        file.items(quote! {
            impl<A: #api> Operation<A> for operations::#ty {
                const ROUTE: Route = #route;
                async fn answer(api: &A, #mutable request: Incoming) -> Answer<Response> {
                    #steps
                }
            }
        })?;
    }
    Imports::new(cx)?.of(file.mentions()).add_to(&mut file)?;
    Ok(Some(file.finish()))
}

fn steps(
    operation: &Operation,
    names: &OperationNames,
    doors: &[Door<'_>],
    input: &TokenStream,
) -> TokenStream {
    let function = ident(&names.function);
    let principal = principal(operation, doors);
    let who = if principal.is_some() {
        quote! { who }
    } else {
        quote! { () }
    };
    let context = quote! { let cx = request.context(#who); };
    let call = quote! { api.#function(cx, input).await? };
    if let Some(stream) = stream(operation) {
        let Around { constant, before, answer } = Around::of(stream);
        let answer = bound(operation, Some(quote! { output }), &call, &answer);
        return quote! { #constant #principal #input #before #context #answer };
    }
    let alias = output_alias(operation, names);
    let answer = answer(operation, names, &call);
    quote! { #alias #principal #input #context #answer }
}

/// Asks the implementation, and writes what it gives.
fn answer(operation: &Operation, names: &OperationNames, call: &TokenStream) -> TokenStream {
    let output = quote! { output };
    match success(operation) {
        Success::Unknown => bound(operation, None, call, &quote! { respond::empty(200) }),
        Success::One(response) => {
            let status = Literal::u16_unsuffixed(usual_status(response.status));
            match body(response) {
                None => bound(operation, None, call, &quote! { respond::empty(#status) }),
                Some(content) => {
                    let respond = respond(content, &quote! { #status }, &output);
                    bound(operation, Some(output), call, &respond)
                }
            }
        }
        Success::Several(answers) if operation.headers().is_some() => {
            let several = several(names, &answers, &output);
            bound(operation, Some(output), call, &several)
        }
        Success::Several(answers) => several(names, &answers, call),
    }
}

/// Binds what the implementation gives, and then answers; with headers, where there are some.
fn bound(
    operation: &Operation,
    output: Option<TokenStream>,
    call: &TokenStream,
    answer: &TokenStream,
) -> TokenStream {
    match (operation.headers(), output) {
        (None, None) => quote! { #call; #answer },
        (None, Some(output)) => quote! { let #output = #call; #answer },
        (Some(_), output) => {
            let body = output.unwrap_or_else(|| quote! { () });
            let with = ident(if operation.method == Method::Head { "with_length" } else { "with" });
            quote! {
                let WithHeaders { body: #body, headers } = #call;
                headers::#with(#answer, &headers)
            }
        }
    }
}

fn principal(operation: &Operation, doors: &[Door<'_>]) -> Option<TokenStream> {
    let access = Access::of(operation);
    let function = &doors.iter().find(|door| door.access == access)?.function;
    Some(quote! { let who = security::#function(api, request.info()).await?; })
}

fn several(names: &OperationNames, answers: &[Answer<'_>], call: &TokenStream) -> TokenStream {
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
    quote! { match #call { #(#arms)* } }
}

/// How a body of this kind is written.
fn respond(content: &Content, status: &TokenStream, value: &TokenStream) -> TokenStream {
    let media_type = &content.media_type.0;
    match content.kind {
        BodyKind::Json(_) if media_type == "application/json" || content.media_type.is_range() => {
            quote! { respond::json(#status, &#value) }
        }
        BodyKind::Json(_) => quote! { respond::json_as(#status, #media_type, &#value) },
        BodyKind::Text(_) => quote! { downloads::text(#status, #media_type, &#value) },
        BodyKind::Lines(_) => quote! { lines::respond(#status, #media_type, #value) },
        // Answers of these kinds are text or bytes in the model already.
        BodyKind::Bytes | BodyKind::Form(..) | BodyKind::Multipart(..) => {
            quote! { downloads::bytes(#status, #media_type, #value) }
        }
    }
}
