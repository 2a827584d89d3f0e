//! How each operation is asked and how its answers are read: data for the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use super::super::answers::{
    Failure, contents as answers_contents, failure, failure_type, success_type,
};
use super::super::contents::{self, is_stream};
use super::super::features;
use super::super::streams::{Side, Stream, size, stream};
use super::{answers, encode};
use crate::model::{Content, Operation};
use crate::name::OperationNames;
use crate::rust::{Doc, Mentions, RustFile, ident};

/// Modules of the runtime that operations name only if they need them.
const OPTIONAL: &[&str] =
    &["codec", "events", "handshake", "media", "socket", "uploads", "web_socket"];

/// Emits `src/client/requests.rs`.
pub(super) fn emit(cx: &Cx<'_>) -> Result<String, String> {
    let docs = Doc::new("How each operation is asked, and how its answers are read.");
    let mut file = RustFile::new(docs.lines());
    let encodes: Vec<_> =
        cx.operations().map(|(operation, names)| encode::emit(cx, operation, names)).collect();
    let encoder = encodes.iter().any(|encode| !encode.is_empty());
    let encoder = encoder.then(|| quote! { use crate::runtime::client::request::RequestEncoder; });
    for ((operation, names), encode) in cx.operations().zip(encodes) {
        file.gate(features::of_operation(cx, operation).lines());
        file.items(emit_operation(cx, operation, names, &encode))?;
    }
    let mentions = file.mentions();
    let types = mentions.path("types").then(|| quote! { use crate::types; });
    let operations = mentions.path("operations").then(|| quote! { use crate::operations; });
    let spec = used(mentions, "spec", &["Spec", "Transport"]);
    let reply = used(mentions, "reply", &["Reply"]);
    let modules = contents::modules(mentions);
    let style = mentions.path("Style");
    let style = style.then(|| quote! { use crate::runtime::types::style::Style; });
    let optional = OPTIONAL.iter().filter(|module| mentions.path(module)).map(|m| ident(m));
    let optional: Vec<_> = optional.collect();
    let optional = match optional.as_slice() {
        [] => TokenStream::new(),
        [one] => quote! { use crate::runtime::client::#one; },
        several => quote! { use crate::runtime::client::{#(#several),*}; },
    };
    if operations.is_some() {
        file.group(quote! {
            #operations
            use crate::runtime::client::call::{Decode, Operation};
            #reply
            #encoder
            #spec
            #optional
            #modules
            #style
            #types
        })?;
    }
    Ok(file.finish())
}

fn emit_operation(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
    encode: &TokenStream,
) -> TokenStream {
    let input = ident(&names.input);
    let output = success_type(cx, operation, names, Side::Client);
    let error = failure_type(cx, operation, names);
    let spec = emit_spec(cx, operation);
    let decode = answers::emit(cx, operation, names);
    quote! {
        impl Operation for operations::#input {
            type Output = #output;
            type Error = #error;
            const SPEC: Spec = #spec;
            #decode
            #encode
        }
    }
}

/// The import of those names of a module of the runtime that are mentioned.
fn used(mentions: &Mentions, module: &str, names: &[&str]) -> Option<TokenStream> {
    let names: Vec<_> =
        names.iter().filter(|name| mentions.path(name)).map(|name| ident(name)).collect();
    let module = ident(module);
    match names.as_slice() {
        [] => None,
        [one] => Some(quote! { use crate::runtime::client::#module::#one; }),
        several => Some(quote! { use crate::runtime::client::#module::{#(#several),*}; }),
    }
}

fn emit_spec(cx: &Cx<'_>, operation: &Operation) -> TokenStream {
    let (id, path) = (&operation.id, cx.full_path(operation));
    let method = ident(&operation.method.as_str().to_ascii_lowercase());
    let security = operation.security.iter().map(|alternative| {
        let schemes = alternative
            .iter()
            .filter_map(|index| cx.names.security.get(*index))
            .map(|names| ident(&names.constant));
        quote! { &[#(&super::#schemes),*] }
    });
    let security =
        (!operation.security.is_empty()).then(|| quote! { .security(&[#(#security),*]) });
    let transport = transport(operation).map(|transport| quote! { .over(#transport) });
    let accept = accept(cx, operation).map(|accept| quote! { .accept(#accept) });
    quote! { Spec::#method(#path).id(#id) #security #transport #accept }
}

/// How an exchange goes on after the request, where it is more than an answer.
fn transport(operation: &Operation) -> Option<TokenStream> {
    let Some(stream) = stream(operation) else { return download(operation) };
    let limit = match stream {
        Stream::Events(_) => return Some(quote! { events::TRANSPORT }),
        Stream::Messages => None,
        Stream::Socket(socket) => socket.max_message_size.map(size),
    };
    Some(match limit {
        None => quote! { handshake::TRANSPORT },
        Some(limit) => quote! {
            Transport::Upgrade(&handshake::Handshake { max_message_bytes: Some(#limit) })
        },
    })
}

/// What successful answers may hold.
fn successes(operation: &Operation) -> Vec<&Content> {
    operation.successes().flat_map(answers_contents).collect()
}

/// How answers are read that are not read as a whole.
fn download(operation: &Operation) -> Option<TokenStream> {
    let contents = successes(operation);
    if !contents.iter().any(|content| is_stream(content)) {
        return None;
    }
    let whole = contents.iter().filter(|content| !is_stream(content));
    let whole: Vec<&String> = whole.map(|content| &content.media_type.0).collect();
    Some(match whole.as_slice() {
        [] => quote! { Transport::Download(|_| true) },
        whole => quote! {
            Transport::Download(|headers| !media::is_one_of(headers, &[#(#whole),*]))
        },
    })
}

/// The media types that are asked for, where they are others than JSON.
fn accept(cx: &Cx<'_>, operation: &Operation) -> Option<String> {
    const JSON: &str = "application/json";
    let mut asked: Vec<&str> = Vec::new();
    for content in successes(operation) {
        if !asked.contains(&content.media_type.0.as_str()) {
            asked.push(&content.media_type.0);
        }
    }
    if asked.is_empty() || asked == [JSON] {
        return None;
    }
    let fails_with_json = !matches!(failure(cx, operation), Failure::Unknown);
    if fails_with_json && !asked.contains(&JSON) && !asked.contains(&"*/*") {
        asked.push(JSON);
    }
    Some(asked.join(", "))
}
