//! How each operation is asked and how its answers are read: data for the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use super::super::answers::{failure_type, success_type};
use super::super::streams::{Side, Stream, size, stream};
use super::{answers, encode};
use crate::model::Operation;
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, ident, mentions};

/// Modules of the runtime that operations name only if they need them.
const OPTIONAL: &[&str] = &["codec", "events", "handshake", "socket", "web_socket"];

/// Emits `src/client/requests.rs`.
pub(super) fn emit(cx: &Cx<'_>) -> Result<String, String> {
    let docs = Doc::new("How each operation is asked, and how its answers are read.");
    let mut file = RustFile::new(docs.lines());
    let items: TokenStream =
        cx.operations().map(|(operation, names)| emit_operation(cx, operation, names)).collect();
    let types = mentions(&items, "types").then(|| quote! { use crate::types; });
    let operations = mentions(&items, "operations").then(|| quote! { use crate::operations; });
    let transport = mentions(&items, "Transport").then(|| quote! { , Transport });
    let optional = OPTIONAL.iter().filter(|module| mentions(&items, module)).map(|m| ident(m));
    let optional: Vec<_> = optional.collect();
    let optional = match optional.as_slice() {
        [] => TokenStream::new(),
        [one] => quote! { use crate::runtime::client::#one; },
        several => quote! { use crate::runtime::client::{#(#several),*}; },
    };
    if operations.is_some() {
        file.group(quote! {
            #operations
            use crate::runtime::client::call::{Operation, Spec #transport};
            use crate::runtime::client::error::Error;
            use crate::runtime::client::reply::Reply;
            use crate::runtime::client::request::RequestEncoder;
            #optional
            #types
        })?;
    }
    file.items(items)?;
    Ok(file.finish())
}

fn emit_operation(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let input = ident(&names.input);
    let output = success_type(cx, operation, names, Side::Client);
    let error = failure_type(cx, operation, names);
    let spec = emit_spec(cx, operation);
    let encode = encode::emit(cx, operation, names);
    let decode = answers::emit(cx, operation, names);
    quote! {
        impl Operation for operations::#input {
            type Output = #output;
            type Error = #error;
            const SPEC: Spec = #spec;
            #encode
            #decode
        }
    }
}

fn emit_spec(cx: &Cx<'_>, operation: &Operation) -> TokenStream {
    let (id, path) = (&operation.id, cx.full_path(operation));
    let method = ident(operation.method.as_str());
    let transport = transport(operation);
    let security = operation.security.iter().map(|alternative| {
        let schemes = alternative
            .iter()
            .filter_map(|index| cx.names.security.get(*index))
            .map(|names| ident(&names.constant));
        quote! { &[#(&super::#schemes),*] }
    });
    quote! {
        Spec {
            id: #id,
            method: ::reqwest::Method::#method,
            path: #path,
            security: &[#(#security),*],
            transport: #transport,
        }
    }
}

fn transport(operation: &Operation) -> TokenStream {
    let limit = match stream(operation) {
        None => return quote! { Transport::Http },
        Some(Stream::Events(_)) => return quote! { events::TRANSPORT },
        Some(Stream::Messages) => None,
        Some(Stream::Socket(socket)) => socket.max_message_size.map(size),
    };
    match limit {
        None => quote! { handshake::TRANSPORT },
        Some(limit) => quote! {
            Transport::Upgrade(&handshake::Handshake { max_message_bytes: Some(#limit) })
        },
    }
}
