//! Security schemes: a constant each, and a method of the client's builder.

use quote::quote;

use super::super::Cx;
use crate::model::Placement;
use crate::rust::{Doc, RustFile, code, ident};

/// Emits the schemes that operations use.
pub(super) fn emit(cx: &Cx<'_>, file: &mut RustFile) -> Result<(), String> {
    for (scheme, names) in cx.api.security_schemes.iter().zip(&cx.names.security) {
        let title = format!("The security scheme {}.", code(&scheme.name));
        let docs = Doc::new(title).text(&scheme.docs.description);
        let constant = ident(&names.constant);
        let wire = &scheme.name;
        let placement = match &scheme.placement {
            Placement::Header(name) => quote! { Placement::Header(#name) },
            Placement::Bearer => quote! { Placement::Bearer },
            Placement::Query(name) => quote! { Placement::Query(#name) },
            Placement::Cookie(name) => quote! { Placement::Cookie(#name) },
        };
        let outer = docs.outer();
        file.items(quote! {
            #outer
            pub const #constant: crate::runtime::client::security::Scheme = {
                use crate::runtime::client::security::{Placement, Scheme};
                Scheme { name: #wire, placement: #placement }
            };
        })?;
        let function = ident(&names.function);
        let method = Doc::default()
            .text(&scheme.docs.description)
            .own("Sent with every operation that asks for it, and never to another origin.");
        let method = method.outer();
        file.items(quote! {
            impl ClientBuilder {
                #method
                pub fn #function(self, secret: impl Into<Secret>) -> Self {
                    self.credential(&#constant, secret)
                }
            }
        })?;
    }
    Ok(())
}
