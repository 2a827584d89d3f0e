//! The server crate: a trait to implement, a router around it, and what checks requests between.

mod access;
mod bodies;
mod crate_root;
mod errors;
mod expressions;
mod handlers;
mod imports;
mod inputs;
mod limits;
mod mock;
mod router;
mod schemas;
mod security;
mod streams;
mod tags;
mod traits;

use proc_macro2::Ident;

use super::{Cx, Files};
use crate::rust::{ident, plain_line};
use schemas::Schemas;

/// Emits the server crate without its manifest and its runtime.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Files, String> {
    let schemas = Schemas::of(cx)?;
    let modules = [
        ("errors", errors::emit(cx)?),
        ("forms", bodies::emit(cx, &schemas)?),
        ("handlers", handlers::emit(cx, &schemas)?),
        ("router", Some(router::emit(cx)?)),
        ("schemas", schemas.emit()?),
        ("security", security::emit(cx)?),
    ];
    let modules: Vec<_> =
        modules.into_iter().filter_map(|(name, text)| Some((name, text?))).collect();
    let names = modules.iter().map(|(name, _)| *name);
    let names: Vec<&str> = std::iter::once("api").chain(names).collect();
    let mut files = Files { server: traits::emit(cx)?, ..Files::default() };
    files.server.insert("src/lib.rs".to_owned(), crate_root::emit(cx, &names)?);
    for (name, text) in modules {
        files.server.insert(format!("src/{name}.rs"), text);
    }
    if cx.config.server.program.unwrap_or(true) {
        files.server.extend(mock::emit(cx)?);
    }
    Ok(files)
}

/// The trait that an implementation fills, or that stands for all that it fills.
fn trait_name(cx: &Cx<'_>) -> Result<Ident, String> {
    let name = cx.config.server.r#trait.as_deref().unwrap_or("Api");
    if syn::parse_str::<Ident>(name).is_err() {
        return Err(format!("`server.trait` cannot be `{name}`"));
    }
    Ok(ident(name))
}

/// The document's title as a part of a sentence.
fn title(cx: &Cx<'_>) -> String {
    let title = plain_line(&cx.api.title);
    if title.is_empty() { "an HTTP API".to_owned() } else { title }
}
