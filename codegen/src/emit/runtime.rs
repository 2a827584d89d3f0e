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
    let client = quote! {
        #[cfg(feature = "client")]
        pub mod client;
        pub mod types;
    };
    let types = ident(&cx.crates.client_lib());
    files.client.insert("src/runtime/mod.rs".to_owned(), root(client)?);
    if cx.config.client.program.unwrap_or(true) {
        let used = quote! { pub use #types::runtime::{client, types}; };
        program(&mut files.client, &needs, Part::Call, used)?;
    }
    if cx.crates.client_only {
        return Ok(files);
    }
    copy(&mut files.server, &needs, Part::Server)?;
    let server = quote! {
        pub mod server;
        pub use #types::runtime::types;
    };
    files.server.insert("src/runtime/mod.rs".to_owned(), root(server)?);
    if cx.config.server.program.unwrap_or(true) {
        let lib = ident(&cx.crates.server_lib());
        let used = quote! { pub use #lib::runtime::{server, types}; };
        program(&mut files.server, &needs, Part::Mock, used)?;
    }
    Ok(files)
}

/// The support of an example: copies that find what they use of the crate where it is in the crate.
fn program(tree: &mut Tree, needs: &Needs, part: Part, used: TokenStream) -> Result<(), String> {
    let home = format!("examples/{}", part.folder());
    let modules = copies(tree, needs, part, &format!("{home}/runtime"));
    let mut file =
        RustFile::new(Doc::new("Hand-written support code, the same for every API.").lines());
    file.group(used)?;
    file.group(modules)?;
    tree.insert(format!("{home}/runtime/mod.rs"), file.finish());
    Ok(())
}

fn root(modules: TokenStream) -> Result<String, String> {
    let docs = Doc::new("Hand-written support code, the same for every API.");
    let mut file = RustFile::new(docs.lines());
    file.group(modules)?;
    Ok(file.finish())
}

fn copy(tree: &mut Tree, needs: &Needs, part: Part) -> Result<(), String> {
    let home = format!("src/runtime/{}", part.folder());
    let modules = copies(tree, needs, part, &home);
    let docs = Doc::new(match part {
        Part::Types => "Support of the model types.",
        Part::Client => "Support of the client.",
        Part::Server => "Support of the server.",
        Part::Mock | Part::Call => "Support of the example.",
    });
    let mut file = RustFile::new(docs.lines());
    file.group(modules)?;
    tree.insert(format!("{home}/mod.rs"), file.finish());
    Ok(())
}

/// Copies the files of a part into a folder, and declares their modules.
fn copies(tree: &mut Tree, needs: &Needs, part: Part, home: &str) -> TokenStream {
    let mut modules = TokenStream::new();
    for source in needs.sources().into_iter().filter(|source| source.part == part) {
        tree.insert(format!("{home}/{}.rs", source.name), source.text.to_owned());
        let module = ident(source.name);
        modules.extend(quote! { pub mod #module; });
    }
    modules
}
