//! `src/lib.rs` of the server crate.

use quote::quote;

use super::super::Cx;
use super::super::needs::Needs;
use super::access::Demands;
use crate::rust::{Doc, RustFile, ident};

/// Emits the file, which declares these modules.
pub(super) fn emit(cx: &Cx<'_>, modules: &[&str]) -> Result<String, String> {
    let api = super::trait_name(cx)?;
    let demands = Demands::of(cx);
    let mut file = RustFile::new(docs(cx, &api.to_string()).lines());
    let modules = modules.iter().map(|module| ident(module));
    file.group(quote! { #(mod #modules;)* pub mod runtime; })?;
    let secret = demands.any().then(|| quote! { pub use runtime::types::secret::Secret; });
    let web_socket = Needs::of(cx)
        .web_socket
        .then(|| quote! { pub use runtime::server::web_socket::WebSocketUpgrade; });
    let api = if demands.any() {
        quote! { pub use api::{#api, Credential}; }
    } else {
        quote! { pub use api::#api; }
    };
    let client = ident(&cx.crates.client_lib());
    file.group(quote! {
        pub use #client::{operations, types};
        #api
        pub use router::{router, router_with};
        pub use runtime::server::api_error::ApiError;
        pub use runtime::server::context::{Context, RequestInfo};
        pub use runtime::server::router::Options;
        #web_socket
        #secret
    })?;
    Ok(file.finish())
}

fn docs(cx: &Cx<'_>, api: &str) -> Doc {
    Doc::new(format!("An axum server: {}.", super::title(cx)))
        .own(format!(
            "Implement [`{api}`] and hand it to [`router()`], which checks requests and writes answers."
        ))
        .text(&cx.api.description)
}
