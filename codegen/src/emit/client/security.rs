//! Security schemes: a constant each, and a method of the client's builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use crate::model::Placement;
use crate::rust::{Doc, RustFile, code, ident};

/// Emits the schemes that operations use.
pub(super) fn emit(cx: &Cx<'_>, file: &mut RustFile) -> Result<(), String> {
    let mut methods = TokenStream::new();
    for (scheme, names) in cx.api.security_schemes.iter().zip(&cx.names.security) {
        let (constant, function) = (ident(&names.constant), ident(&names.function));
        let link = format!("See [`ClientBuilder::{}`].", names.function.trim_start_matches("r#"));
        let docs = Doc::new(format!("The security scheme {}.", code(&scheme.name))).own(link);
        let docs = docs.outer();
        let wire = &scheme.name;
        let placement = match &scheme.placement {
            Placement::Header(name) => quote! { Placement::Header(#name) },
            Placement::Bearer => quote! { Placement::Bearer },
            Placement::Basic => quote! { Placement::Http("Basic") },
            Placement::Http(scheme) => quote! { Placement::Http(#scheme) },
            Placement::Query(name) => quote! { Placement::Query(#name) },
            Placement::Cookie(name) => quote! { Placement::Cookie(#name) },
        };
        file.items(quote! {
            #docs
            pub const #constant: Scheme = Scheme { name: #wire, placement: #placement };
        })?;
        let docs = Doc::default()
            .text(&scheme.docs.description)
            .own("Sent with every operation that asks for it, and never to another origin.");
        let docs = docs.outer();
        if scheme.placement == Placement::Basic {
            methods.extend(quote! {
                #docs
                pub fn #function(self, user: &str, password: impl Into<Secret>) -> Self {
                    self.basic_credential(&#constant, user, password)
                }
            });
            continue;
        }
        methods.extend(quote! {
            #docs
            pub fn #function(self, secret: impl Into<Secret>) -> Self {
                self.credential(&#constant, secret)
            }
        });
    }
    if methods.is_empty() {
        return Ok(());
    }
    file.items(quote! { impl ClientBuilder { #methods } })
}
