//! `src/router.rs` of the server crate: every operation at its place.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Cx, features};
use super::bodies;
use super::imports::Imports;
use crate::model::Operation;
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, ident};

/// Emits the file.
pub(super) fn emit(cx: &Cx<'_>) -> Result<String, String> {
    let mut operations: Vec<_> = cx.operations().collect();
    // An operation with a flag stands behind the one without.
    let flagged = |operation: &Operation| operation.flag.as_ref().is_some_and(|flag| flag.present);
    operations
        .sort_by_key(|(operation, _)| (&operation.path.text, operation.method, flagged(operation)));
    // Of two that no server can tell apart, the first one answers.
    let mut taken = BTreeSet::new();
    operations.retain(|(operation, _)| {
        operation.flag.is_some() || taken.insert((operation.method, operation.path.shape()))
    });
    let routes: Vec<_> = operations.iter().map(|(_, names)| ident(&names.input)).collect();
    let api = super::trait_name(cx)?;
    let base = encoded(&cx.api.base_path);
    let error_body = if cx.api.error_body.is_some() {
        quote! { crate::errors::error_body }
    } else {
        quote! { crate::runtime::server::api_error::default_body }
    };
    let server = quote! { Server::new(api, options, #error_body) };
    let server = if features::are_wanted(cx) {
        let gates = operations
            .iter()
            .map(|(operation, _)| features::of_operation(cx, operation).attribute());
        quote! {
            let server = #server;
            #(#gates let server = server.on::<operations::#routes>();)*
            server.finish(#base)
        }
    } else {
        quote! { #server #(.on::<operations::#routes>())* .finish(#base) }
    };
    let items = quote! {
        /// A router with every operation. It fits into one with any state, and below any path.
        pub fn router<A: #api, S: Clone + Send + Sync + 'static>(api: A) -> Router<S> {
            router_with(api, Options::default())
        }
        /// As [`router`], with other options.
        pub fn router_with<A: #api, S: Clone + Send + Sync + 'static>(
            api: A,
            options: Options,
        ) -> Router<S> {
            #server
        }
    };
    let mut file = RustFile::new(Doc::new("Where each operation is found.").lines());
    file.items(items)?;
    Imports::new(cx)?.of(file.mentions()).add_to(&mut file)?;
    Ok(file.finish())
}

/// Where an operation is found, as the runtime's `Route`.
pub(super) fn route(operation: &Operation, names: &OperationNames) -> TokenStream {
    let method = ident(&operation.method.as_str().to_ascii_lowercase());
    let (path, id) = (template(operation), &operation.id);
    let flag = operation.flag.as_ref().filter(|flag| flag.present).map(|flag| {
        let name = &flag.name;
        quote! { .flag(#name) }
    });
    let body = bodies::kind(operation, names).map(|kind| quote! { .body(#kind) });
    quote! { Route::#method(#path).id(#id) #flag #body }
}

/// The path as the runtime's router takes it.
fn template(operation: &Operation) -> String {
    let mut position = 0;
    let text = operation.path.filled(|name| {
        let parameter = parameter(name, position);
        position += 1;
        format!("{{{parameter}}}")
    });
    if text.is_empty() { "/".to_owned() } else { text }
}

/// What the router calls the path parameter at this position: its own name, unless that would mean
/// something else to the router.
fn parameter(name: &str, position: usize) -> String {
    if name.contains(['*', '{', '}', '/']) { format!("p{position}") } else { name.to_owned() }
}

/// What the router calls a path parameter.
pub(super) fn path_name(operation: &Operation, name: &str) -> String {
    let position = operation.path.parameters().iter().position(|known| known == name);
    parameter(name, position.unwrap_or_default())
}

/// A path as it comes over the wire: what URLs cannot hold is percent-encoded, as every client does.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !b"\"#<>?`{}\\".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{encoded, parameter};

    #[test]
    fn paths_are_written_as_urls_write_them() {
        for (path, expected) in [
            ("/api/v2", "/api/v2"),
            ("a b", "a%20b"),
            ("ä{}", "%C3%A4%7B%7D"),
            ("a%20b:c@d;e=f,g", "a%20b:c@d;e=f,g"),
            ("\"\\", "%22%5C"),
        ] {
            assert_eq!(encoded(path), expected);
        }
    }

    #[test]
    fn parameters_keep_their_names_where_the_router_can_bear_them() {
        for (name, expected) in [("id", "id"), ("user-id", "user-id"), ("*all", "p2")] {
            assert_eq!(parameter(name, 2), expected);
        }
    }
}
