//! `src/lib.rs` of the server crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::needs::Needs;
use super::super::{Cx, features};
use super::access::Demands;
use crate::model::Placement;
use crate::rust::{Doc, RustFile, ident};

/// Emits the file, which declares these modules.
pub(super) fn emit(cx: &Cx<'_>, modules: &[&str]) -> Result<String, String> {
    let api = super::trait_name(cx)?;
    let demands = Demands::of(cx);
    let mut file = RustFile::new(docs(cx, &api.to_string()).lines());
    file.attributes(features::allowances(cx));
    let modules = modules.iter().map(|module| ident(module));
    file.group(quote! { #(mod #modules;)* pub mod runtime; })?;
    let secret = demands.any().then(|| quote! { pub use runtime::types::secret::Secret; });
    let streams = streams(Needs::of(cx));
    let bodies = Needs::of(cx).body_types();
    let basic = cx.api.security_schemes.iter().enumerate();
    let mut basic = basic.filter(|(_, scheme)| scheme.placement == Placement::Basic);
    let basic = basic.any(|(index, _)| demands.schemes.contains(&index));
    let basic = basic.then(|| quote! { pub use runtime::server::basic::Basic; });
    let api = if cx.names.traits.is_some() {
        quote! { pub use api::*; }
    } else if demands.any() {
        quote! { pub use api::{#api, Credential}; }
    } else {
        quote! { pub use api::#api; }
    };
    let headers = Needs::of(cx).headers_out;
    let headers = headers.then(|| quote! { pub use runtime::server::headers::WithHeaders; });
    let client = ident(&cx.crates.client_lib());
    file.group(quote! {
        pub use #client::{operations, types};
        #api
        pub use router::{router, router_with};
        pub use runtime::server::api_error::{Answer, ApiError};
        pub use runtime::server::context::{Context, RequestInfo};
        #basic
        #headers
        pub use runtime::server::router::Options;
        #streams
        #bodies
        #secret
    })?;
    Ok(file.finish())
}

/// What implementations of streams name.
fn streams(needs: Needs) -> TokenStream {
    let socket = (needs.socket || needs.messages).then(|| {
        quote! {
            pub use runtime::server::codec;
            pub use runtime::server::close::Close;
            pub use runtime::server::halves::{Reader, Writer};
            pub use runtime::server::socket::Socket;
            pub use runtime::server::socket_error::SocketError;
            pub use runtime::server::upgrade::Upgrade;
        }
    });
    let events = needs.events.then(|| quote! { pub use runtime::server::events::Events; });
    let shutdown = (needs.socket || needs.messages || needs.events)
        .then(|| quote! { pub use runtime::server::shutdown::Shutdown; });
    quote! { #socket #events #shutdown }
}

fn docs(cx: &Cx<'_>, api: &str) -> Doc {
    let task = match &cx.names.traits {
        None => format!("Implement [`{api}`] and hand it to "),
        Some(_) => {
            format!(
                "Implement the trait of each tag, and hand what has them all, an [`{api}`], to\n"
            )
        }
    };
    Doc::new(format!("An axum server: {}.", super::title(cx)))
        .own(task + "[`router()`], which checks requests and writes answers.")
        .text(&cx.api.description)
}
