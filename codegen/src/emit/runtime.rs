//! The runtime's own files, copied as they stand, and the modules around them.

use codegen_runtime::sources::Part;
use proc_macro2::TokenStream;
use quote::quote;

use super::needs::Needs;
use super::{Cx, Files, Tree};
use crate::rust::{Doc, RustFile, ident};

/// Emits `src/runtime/` of both crates.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Files, String> {
    let needs = Needs::of(cx);
    let mut files = Files::default();
    copy(&mut files.client, &needs, Part::Types)?;
    copy(&mut files.client, &needs, Part::Client)?;
    copy(&mut files.server, &needs, Part::Server)?;
    let client = quote! {
        #[cfg(feature = "client")]
        pub mod client;
        pub mod types;
    };
    let types = ident(&cx.crates.client_lib());
    let server = quote! {
        pub mod server;
        pub use #types::runtime::types;
    };
    files.client.insert("src/runtime/mod.rs".to_owned(), root(client)?);
    files.server.insert("src/runtime/mod.rs".to_owned(), root(server)?);
    Ok(files)
}

fn root(modules: TokenStream) -> Result<String, String> {
    let docs = Doc::new("Hand-written support code, the same for every API.");
    let mut file = RustFile::new(docs.lines());
    file.group(modules)?;
    Ok(file.finish())
}

fn copy(tree: &mut Tree, needs: &Needs, part: Part) -> Result<(), String> {
    let mut modules = TokenStream::new();
    for source in needs.sources().into_iter().filter(|source| source.part == part) {
        let path = format!("src/runtime/{}/{}.rs", part.folder(), source.name);
        tree.insert(path, source.text.to_owned());
        let module = ident(source.name);
        modules.extend(quote! { pub mod #module; });
    }
    let docs = Doc::new(match part {
        Part::Types => "Support of the model types.",
        Part::Client => "Support of the client.",
        Part::Server => "Support of the server.",
    });
    let mut file = RustFile::new(docs.lines());
    file.group(modules)?;
    tree.insert(format!("src/runtime/{}/mod.rs", part.folder()), file.finish());
    Ok(())
}
