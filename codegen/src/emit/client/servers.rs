//! The servers that the document names: `src/client/servers.rs` of the client crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use crate::model::{Object, Server, TypeId, TypeKind};
use crate::rust::{Doc, RustFile, code, ident};

/// Emits the file, if the document names a server.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Option<String>, String> {
    if cx.api.servers.is_empty() {
        return Ok(None);
    }
    let docs = Doc::new("The servers that the document names, for `Client::at`.");
    let mut file = RustFile::new(docs.lines());
    let servers = cx.api.servers.iter().zip(&cx.names.servers);
    for (server, name) in servers {
        file.items(match (server.variables, name) {
            (Some(variables), _) => conversion(cx, server, variables),
            (None, Some(name)) => constant(cx, server, name),
            (None, None) => return Err(format!("{}: a server without a name", server.origin)),
        })?;
    }
    let types = file.mentions().path("types").then(|| quote! { use crate::types; });
    file.group(quote! { use crate::runtime::client::servers::Server; #types })?;
    Ok(Some(file.finish()))
}

fn docs(server: &Server) -> Doc {
    let docs = Doc::default().text(&server.description);
    let docs = docs.own(format!("{}.", code(&server.url)));
    match &server.of {
        Some(of) => docs.own(format!("The server of {}.", code(of))),
        None => docs,
    }
}

fn constant(cx: &Cx<'_>, server: &Server, name: &str) -> TokenStream {
    let (docs, name) = (docs(server).outer(), ident(name));
    let (url, base) = (&server.url, &cx.api.base_path);
    quote! {
        #docs
        pub const #name: Server = Server::new(#url, #base);
    }
}

fn conversion(cx: &Cx<'_>, server: &Server, variables: TypeId) -> TokenStream {
    let docs = docs(server).outer();
    let ty = cx.value_type(variables);
    let (url, base) = (&server.url, &cx.api.base_path);
    let listed = listed(cx, variables);
    quote! {
        #docs
        impl From<#ty> for Server {
            fn from(variables: #ty) -> Self {
                Self::with_variables(#url, #base, &[#(#listed),*], &variables)
            }
        }
    }
}

/// The values of variables that have no others.
fn listed(cx: &Cx<'_>, variables: TypeId) -> Vec<TokenStream> {
    let TypeKind::Object(Object { properties, .. }) = &cx.resolve(variables).1.kind else {
        return Vec::new();
    };
    let listed = properties.iter().filter_map(|property| {
        let TypeKind::Enum(values) = &cx.resolve(property.schema).1.kind else { return None };
        let (name, values) = (&property.name, values.iter().map(|value| &value.value));
        Some(quote! { (#name, &[#(#values),*]) })
    });
    listed.collect()
}
