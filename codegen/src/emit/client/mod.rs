//! The client: `src/client/` of the client crate, behind its feature `client`.

mod answers;
mod bodies;
mod call;
mod encode;
mod explain;
mod methods;
mod requests;
mod security;
mod servers;

use proc_macro2::TokenStream;
use quote::quote;

use super::needs::Needs;
use super::{Cx, Files, features};
use crate::rust::{Doc, RustFile, plain_line};

/// Emits `src/client/`.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Files, String> {
    let mut files = Files::default();
    files.client.insert("src/lib.rs".to_owned(), emit_lib(cx)?);
    files.client.insert("src/client/mod.rs".to_owned(), emit_root(cx)?);
    files.client.insert("src/client/methods.rs".to_owned(), methods::emit(cx)?);
    let servers = servers::emit(cx)?;
    files.client.extend(servers.map(|text| ("src/client/servers.rs".to_owned(), text)));
    files.client.insert("src/client/requests.rs".to_owned(), requests::emit(cx)?);
    if cx.config.client.program.unwrap_or(true) {
        files.client.extend(call::emit(cx)?);
    }
    Ok(files)
}

fn emit_lib(cx: &Cx<'_>) -> Result<String, String> {
    let docs = Doc::new(format!("A client of {}.", plain_line(&cx.api.title)))
        .text(&cx.api.description)
        .own("Every operation of the document is a method of `Client`; what they send and receive is in [`types`] and [`operations`], which need no HTTP library (feature `client` off).");
    let mut file = RustFile::new(docs.lines());
    file.attributes(features::allowances(cx));
    file.group(quote! {
        #[cfg(feature = "client")]
        pub mod client;
        pub mod operations;
        pub mod runtime;
        pub mod types;
    })?;
    let bodies = Needs::of(cx).body_types();
    file.group(quote! {
        #[cfg(feature = "client")]
        pub use client::{Call, Client, ClientBuilder, Error};
        #bodies
        pub use runtime::types::secret::Secret;
    })?;
    Ok(file.finish())
}

fn emit_root(cx: &Cx<'_>) -> Result<String, String> {
    let docs =
        Doc::new(format!("The client of {}: a method per operation.", plain_line(&cx.api.title)));
    let mut file = RustFile::new(docs.lines());
    let servers = !cx.api.servers.is_empty();
    let servers_module = servers.then(|| quote! { pub mod servers; });
    file.group(quote! { mod methods; mod requests; #servers_module })?;
    let server = servers.then(|| quote! { pub use crate::runtime::client::servers::Server; });
    file.group(quote! {
        pub use crate::runtime::client::body::RawBody;
        pub use crate::runtime::client::build_error::BuildError;
        pub use crate::runtime::client::builder::ClientBuilder;
        pub use crate::runtime::client::call::{Call, Operation, Response};
        pub use crate::runtime::client::error::{
            ApiError, DecodeError, ErrorBody, Failure, RawResponse,
        };
        pub use crate::runtime::client::explain::Explain;
        pub use crate::runtime::client::handle::Client;
        pub use crate::runtime::client::hook::{BoxFuture, FailureInfo, Hook, ResponseInfo};
        pub use crate::runtime::client::problem::{BoxError, Problem};
        pub use crate::runtime::client::redirect::same_origin_redirects;
        pub use crate::runtime::client::retry::RetryPolicy;
        pub use crate::runtime::client::security::{Scheme, SecretSource};
        #server
        pub use crate::runtime::client::spec::{Spec, Transport};
        pub use crate::runtime::types::secret::Secret;
    })?;
    let needs = Needs::of(cx);
    let headers = needs.headers.then(|| {
        quote! { pub use crate::runtime::types::headers::{HeaderError, Headers}; }
    });
    file.group(headers.unwrap_or_default())?;
    file.group(streams(needs))?;
    if !cx.api.security_schemes.is_empty() {
        file.group(quote! { use crate::runtime::client::security::Placement; })?;
    }
    let default = cx.api.error_body.as_ref().map(|body| cx.value_type(body.schema));
    let default = default.map(|body| quote! { = crate::#body });
    file.items(quote! {
        /// What can go wrong; `E` is the documented body of a failure.
        pub type Error<E #default> = crate::runtime::client::error::Error<E>;
    })?;
    explain::emit(cx, &mut file)?;
    security::emit(cx, &mut file)?;
    Ok(file.finish())
}

/// What users of streams name.
fn streams(needs: Needs) -> TokenStream {
    let socket = needs.socket.then(|| {
        quote! {
            pub use crate::runtime::client::codec;
            pub use crate::runtime::client::socket::{Reader, Socket, Writer};
        }
    });
    let events = needs.events.then(|| {
        quote! {
            pub use crate::runtime::client::events::Events;
            pub use crate::runtime::client::reconnect::ReconnectPolicy;
        }
    });
    let error = (needs.socket || needs.messages || needs.events)
        .then(|| quote! { pub use crate::runtime::client::stream_error::StreamError; });
    let close = (needs.socket || needs.messages)
        .then(|| quote! { pub use crate::runtime::client::handshake::CloseReason; });
    let messages = needs.messages.then(|| {
        quote! {
            pub use crate::runtime::client::web_socket::{Message, WebSocket};
        }
    });
    quote! { #socket #events #error #close #messages }
}
