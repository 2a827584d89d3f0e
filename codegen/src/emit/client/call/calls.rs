//! `examples/call/calls.rs`: from the command line's texts to a call, and what becomes of its answer.
//!
//! The file holds nothing but these functions, so no name of the document can clash with ours.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::super::Cx;
use super::super::super::answers::{
    Answer, Failure, Success, body, failure, failure_alias, has_open_status, output_alias, success,
};
use super::super::super::choices::alternatives;
use super::super::super::inputs::{Input, InputSource, inputs};
use super::super::super::streams::{Stream, stream};
use super::{bodies, is_list, key};
use crate::model::{
    BodyKind, ChannelContent, Content, Operation, Socket, StringFormat, TypeId, TypeKind,
};
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, ident};

/// Emits the file, unless there are no operations.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Option<String>, String> {
    if cx.api.operations.is_empty() {
        return Ok(None);
    }
    let items: TokenStream =
        cx.operations().map(|(operation, names)| call(cx, operation, names)).collect();
    let lib = ident(&cx.crates.client_lib());
    let docs = Doc::new("Calls each operation with what the command line says.");
    let mut file = RustFile::new(docs.lines());
    let is_several = |(operation, _)| matches!(failure(cx, operation), Failure::Several(_));
    let json = cx.operations().any(is_several).then(|| quote! { json });
    file.group(quote! { use #lib::operations; })?;
    file.group(quote! {
        use crate::runtime::caller::{Caller, #json};
        use crate::runtime::table::Outcome;
    })?;
    file.items(items)?;
    Ok(Some(file.finish()))
}

fn call(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let (function, input) = (ident(&names.function), ident(&names.input));
    let inputs = inputs(cx, operation, names);
    let fields = inputs.iter().map(|input| {
        let field = ident(input.field);
        let value = argument(cx, operation, names, input);
        quote! { #field: #value }
    });
    let (output, failure) = (output_alias(operation, names), failure_alias(cx, operation, names));
    let body = body_of_failure(cx, operation, names);
    let send = send(cx, operation);
    let shown = shown(cx, operation, names, &send);
    quote! {
        pub(crate) async fn #function(caller: &Caller) -> Outcome {
            #output
            #failure
            let input = operations::#input { #(#fields),* };
            #body
            #shown
        }
    }
}

/// What the command line says about an input.
fn argument(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
    input: &Input<'_>,
) -> TokenStream {
    let parameter = match input.source {
        InputSource::Parameter(index) => operation.parameters.get(index),
        InputSource::Choice => return choice(operation, names, input),
        InputSource::Body => None,
    };
    let Some(parameter) = parameter else {
        return bodies::argument(cx, operation, names).unwrap_or_default();
    };
    let key = key(operation, parameter);
    let read = ident(match () {
        () if parameter.presence_flag => "flag",
        () if is_list(cx, parameter) => "list",
        () if input.optional => "optional",
        () => "required",
    });
    quote! { caller.arguments.#read(#key)? }
}

/// The one parameter of several that is given.
fn choice(operation: &Operation, names: &OperationNames, input: &Input<'_>) -> TokenStream {
    let item = &input.value;
    let alternatives = alternatives(operation, names);
    let keys: Vec<String> = alternatives.iter().map(|one| key(operation, one.parameter)).collect();
    let last = keys.len().saturating_sub(1);
    let arms = alternatives.iter().zip(&keys).enumerate().map(|(index, (one, key))| {
        let variant = ident(one.variant);
        let pattern = if index == last {
            quote! { _ }
        } else {
            quote! { #key }
        };
        quote! { #pattern => #item::#variant(caller.arguments.required(#key)?), }
    });
    quote! { match caller.arguments.choice(&[#(#keys),*])? { #(#arms)* } }
}

/// The call of the client.
fn send(cx: &Cx<'_>, operation: &Operation) -> TokenStream {
    match failure(cx, operation) {
        Failure::Several(_) => quote! { caller.send_or(input, body).await },
        Failure::One(_) | Failure::Unknown => quote! { caller.send(input).await },
    }
}

/// What the bodies of failures hold, where it differs.
fn body_of_failure(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let Failure::Several(answers) = failure(cx, operation) else { return None };
    let arms = answers.iter().filter_map(|(index, response, _)| {
        let variant = ident(names.responses.get(*index)?);
        let status = has_open_status(response).then(|| quote! { _, });
        Some(quote! { Failure::#variant(#status body) => json(body), })
    });
    Some(quote! { let body = |failure: &Failure| match failure { #(#arms)* }; })
}

/// What becomes of the answer.
fn shown(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
    send: &TokenStream,
) -> TokenStream {
    match stream(operation) {
        Some(Stream::Messages) => {
            return quote! { let socket = #send?; caller.web_socket(socket).await };
        }
        Some(Stream::Events(_)) => {
            return quote! { let events = #send?; caller.events(events).await };
        }
        Some(Stream::Socket(socket)) => {
            let talk = match typed_text(cx, socket) {
                Some(member) => quote! { caller.terminal(socket, #member) },
                None => quote! { caller.socket(socket) },
            };
            return quote! { let socket = #send?; #talk.await };
        }
        None => {}
    }
    match success(operation) {
        Success::Unknown => send.clone(),
        Success::One(response) => match body(response) {
            None => send.clone(),
            Some(content) => {
                let print = print(content, &quote! { answer });
                quote! { let answer = #send?; #print }
            }
        },
        Success::Several(answers) => {
            let arms = answers.iter().map(|answer| arm(names, answer));
            quote! { match #send? { #(#arms)* } }
        }
    }
}

fn arm(names: &OperationNames, answer: &Answer<'_>) -> TokenStream {
    let variant = ident(answer.variant(names));
    let path = quote! { Output::#variant };
    let print = answer.content.map(|content| print(content, &quote! { body }));
    match (has_open_status(answer.response), print) {
        (false, None) => quote! { #path => Ok(()), },
        (true, None) => quote! { #path(_) => Ok(()), },
        (false, Some(print)) => quote! { #path(body) => #print, },
        (true, Some(print)) => quote! { #path(_, body) => #print, },
    }
}

/// What becomes of a body.
fn print(content: &Content, body: &TokenStream) -> TokenStream {
    match content.kind {
        BodyKind::Json(_) | BodyKind::Text(_) => quote! { caller.print(&#body) },
        BodyKind::Lines(_) => quote! { caller.json_lines(#body).await },
        BodyKind::Bytes | BodyKind::Form(..) | BodyKind::Multipart(..) => {
            quote! { caller.download(#body).await }
        }
    }
}

/// The member that carries what is typed, where bytes come back from a socket that takes messages:
/// their only member that is plain text.
fn typed_text<'a>(cx: &Cx<'a>, socket: &Socket) -> Option<&'a str> {
    let (received, sent) = (socket.received?.content, socket.sent?.content);
    let (ChannelContent::Bytes, ChannelContent::Json(message)) = (received, sent) else {
        return None;
    };
    let TypeKind::Object(object) = &cx.resolve(message).1.kind else { return None };
    let is_text = |id: TypeId| match &cx.resolve(id).1.kind {
        TypeKind::String { format, .. } => matches!(format, StringFormat::Text(_)),
        _ => false,
    };
    let mut texts = object.properties.iter().filter(|property| is_text(property.schema));
    let only = texts.next()?;
    texts.next().is_none().then_some(only.name.as_str())
}
