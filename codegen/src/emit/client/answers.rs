//! How the answers of an operation are read.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::Cx;
use super::super::answers::{
    Answer, Failure, Success, body, failure, failure_alias, has_open_status, output_alias,
    status_pattern, success,
};
use crate::model::{BodyKind, Content, Events, Operation, Response, ResponseBody, StatusKey};
use crate::name::OperationNames;
use crate::rust::ident;

/// The constant `DECODE` of an operation.
pub(super) fn emit(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    if let (Success::One(response), Failure::One(_) | Failure::Unknown) =
        (success(operation), failure(cx, operation))
        && let StatusKey::Code(status) = response.status
        && !response.status.is_error()
    {
        let (status, read) = (Literal::u16_unsuffixed(status), reader(response));
        let settings = settings(response);
        return quote! {
            const DECODE: Decode<Self> = |reply| reply.on(#status, Reply::#read) #settings;
        };
    }
    let successes = match success(operation) {
        Success::Unknown => vec![quote! { 200..=399 => reply.empty(), }],
        Success::One(response) => {
            // A `default` that is all there is stands for every success.
            let pattern = if response.status.is_error() {
                quote! { 200..=399 }
            } else {
                status_pattern(response.status)
            };
            let read = read_body(response);
            vec![quote! { #pattern => #read, }]
        }
        Success::Several(answers) => answers
            .chunk_by(|one, next| one.index == next.index)
            .map(|answers| success_arm(names, answers))
            .collect(),
    };
    let failures = match failure(cx, operation) {
        Failure::Several(answers) => answers
            .iter()
            .map(|(index, response, _)| failure_arm(names, *index, response))
            .collect(),
        Failure::One(_) | Failure::Unknown => Vec::new(),
    };
    // Where the kinds of failures differ, none of them stands for all.
    let rest = if failures.is_empty() {
        quote! { error }
    } else {
        quote! { undocumented }
    };
    let arms = quote! {
        match reply.status() {
            #(#successes)*
            #(#failures)*
            _ => reply.#rest(),
        }
    };
    match (output_alias(operation, names), failure_alias(cx, operation, names)) {
        (None, None) => quote! { const DECODE: Decode<Self> = |reply| #arms; },
        (output, failure) => {
            quote! { const DECODE: Decode<Self> = |reply| { #output #failure #arms }; }
        }
    }
}

/// What reads the body of `reply`.
fn read_body(response: &Response) -> TokenStream {
    let (read, settings) = (reader(response), settings(response));
    quote! { reply.#read() #settings }
}

/// The runtime's function that reads the body of an answer.
fn reader(response: &Response) -> Ident {
    ident(match &response.body {
        ResponseBody::Empty => "empty",
        ResponseBody::Typed(_) => return body(response).map_or(ident("empty"), content_reader),
        ResponseBody::Messages => "web_socket",
        ResponseBody::Socket(_) => "socket",
        ResponseBody::Events(_) => "events",
    })
}

/// What the document says about a stream, behind the result that has it.
fn settings(response: &Response) -> Option<TokenStream> {
    let pings = |seconds: Option<u64>| {
        let seconds = seconds.map(Literal::u64_unsuffixed)?;
        Some(quote! { .pings_every(::std::time::Duration::from_secs(#seconds)) })
    };
    let calls = match &response.body {
        ResponseBody::Socket(socket) => {
            let pings = pings(socket.ping_interval);
            let repeated = socket.ends_with_repeated.as_ref().map(ToString::to_string);
            let repeated = repeated.map(|json| quote! { .ends_with_repeated(#json) });
            quote! { #pings #repeated }
        }
        ResponseBody::Events(events) => {
            let Events { data_event, ping_event, error_event, sentinel, .. } = events;
            let pings = pings(events.ping_interval);
            let ping = (ping_event != "ping").then(|| quote! { .ping_event(#ping_event) });
            let error = (error_event != "error").then(|| quote! { .error_event(#error_event) });
            let end = sentinel.as_ref().map(|text| quote! { .ends_with(#text) });
            quote! { .data_event(#data_event) #ping #error #end #pings }
        }
        ResponseBody::Empty | ResponseBody::Typed(_) | ResponseBody::Messages => return None,
    };
    (!calls.is_empty()).then(|| quote! { .map(|stream| stream #calls) })
}

/// The runtime's function that reads a body of this kind.
fn content_reader(content: &Content) -> Ident {
    ident(match content.kind {
        BodyKind::Json(_) => "json",
        BodyKind::Text(_) => "text",
        BodyKind::Lines(_) => "lines",
        // Answers of these kinds are text or bytes in the model already.
        BodyKind::Bytes | BodyKind::Form(..) | BodyKind::Multipart(..) => "bytes",
    })
}

/// The arm for one status, in each of the ways in which its body may be written.
fn success_arm(names: &OperationNames, answers: &[Answer<'_>]) -> TokenStream {
    let Some(first) = answers.first() else { return TokenStream::new() };
    let pattern = status_pattern(first.response.status);
    let pattern = if has_open_status(first.response) {
        quote! { status @ #pattern }
    } else {
        pattern
    };
    if let [only] = answers {
        let read = read_variant(names, only);
        return quote! { #pattern => #read, };
    }
    let media_types = answers.iter().filter_map(|answer| answer.content);
    let media_types = media_types.map(|content| &content.media_type.0);
    let arms = answers.iter().enumerate().map(|(position, answer)| {
        let (position, read) = (Literal::usize_unsuffixed(position), read_variant(names, answer));
        quote! { #position => #read, }
    });
    quote! {
        #pattern => match reply.media_type(&[#(#media_types),*]) {
            #(#arms)*
            _ => Err(reply.unknown_media_type()),
        },
    }
}

fn read_variant(names: &OperationNames, answer: &Answer<'_>) -> TokenStream {
    let variant = ident(answer.variant(names));
    let path = quote! { Output::#variant };
    let reader = answer.content.map_or_else(|| ident("empty"), content_reader);
    let read = quote! { reply.#reader() };
    match (has_open_status(answer.response), answer.content.is_some()) {
        (false, true) => quote! { #read.map(#path) },
        (false, false) => quote! { #read.map(|()| #path) },
        (true, true) => quote! { #read.map(|body| #path(status, body)) },
        (true, false) => quote! { #read.map(|()| #path(status)) },
    }
}

fn failure_arm(names: &OperationNames, index: usize, response: &Response) -> TokenStream {
    let variant = ident(names.responses.get(index).map_or("Unknown", String::as_str));
    let pattern = status_pattern(response.status);
    let path = quote! { Failure::#variant };
    if !has_open_status(response) {
        return quote! { #pattern => reply.error_as(#path), };
    }
    // Success is never an error, not even an undocumented one.
    let pattern = if response.status == StatusKey::Default {
        quote! { 400.. }
    } else {
        pattern
    };
    quote! { status @ #pattern => reply.error_as(|body| #path(status, body)), }
}
