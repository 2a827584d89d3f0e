//! `use` lines for exactly what some tokens name.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use crate::rust::{Mentions, RustFile, ident};

/// Where the names come from that emitted code uses without a path.
const KNOWN: &[(&str, &str)] = &[
    ("Arc", "std::sync"),
    ("Duration", "std::time"),
    ("ExitCode", "std::process"),
    ("Response", "axum::response"),
    ("Router", "axum"),
    ("StatusCode", "axum::http"),
    ("Credential", "crate::api"),
    ("schemas", "crate"),
    ("security", "crate"),
    ("Answer", "crate::runtime::server::api_error"),
    ("ApiError", "crate::runtime::server::api_error"),
    ("ErrorShape", "crate::runtime::server::api_error"),
    ("Channel", "crate::runtime::server::codec"),
    ("SocketSpec", "crate::runtime::server::codec"),
    ("Context", "crate::runtime::server::context"),
    ("RequestInfo", "crate::runtime::server::context"),
    ("Place", "crate::runtime::server::credentials"),
    ("Basic", "crate::runtime::server::basic"),
    ("Events", "crate::runtime::server::events"),
    ("EventsSpec", "crate::runtime::server::events"),
    ("Inputs", "crate::runtime::server::inputs"),
    ("Anyone", "crate::runtime::server::caller"),
    ("Caller", "crate::runtime::server::caller"),
    ("Answering", "crate::runtime::server::answer"),
    ("BodyKind", "crate::runtime::server::receive"),
    ("answer", "crate::runtime::server"),
    ("events", "crate::runtime::server"),
    ("multipart", "crate::runtime::server"),
    ("codec", "crate::runtime::server"),
    ("handshake", "crate::runtime::server"),
    ("headers", "crate::runtime::server"),
    ("WithHeaders", "crate::runtime::server::headers"),
    ("downloads", "crate::runtime::server"),
    ("formats", "crate::runtime::server"),
    ("lines", "crate::runtime::server"),
    ("respond", "crate::runtime::server"),
    ("FromParts", "crate::runtime::server::multipart"),
    ("Parts", "crate::runtime::server::multipart"),
    ("Operation", "crate::runtime::server::operation"),
    ("Route", "crate::runtime::server::operation"),
    ("Options", "crate::runtime::server::router"),
    ("Server", "crate::runtime::server::router"),
    ("Member", "crate::runtime::server::schema"),
    ("Others", "crate::runtime::server::schema"),
    ("Rule", "crate::runtime::server::schema"),
    ("Schema", "crate::runtime::server::schema"),
    ("pattern", "crate::runtime::server"),
    ("Upgrade", "crate::runtime::server::upgrade"),
    ("byte_stream", "crate::runtime::types"),
    ("file", "crate::runtime::types"),
    ("json_lines", "crate::runtime::types"),
    ("Secret", "crate::runtime::types::secret"),
    ("Style", "crate::runtime::types::style"),
];

/// Everything that could be imported, by the module it comes from.
pub(super) struct Imports {
    known: Vec<(String, String)>,
    wanted: BTreeMap<String, BTreeSet<String>>,
}

impl Imports {
    /// What is known: the runtime's names, the API's trait, the client crate's shared modules.
    pub(super) fn new(cx: &Cx<'_>) -> Result<Self, String> {
        let client = cx.crates.client_lib();
        let own = [
            (super::trait_name(cx)?.to_string(), "crate::api".to_owned()),
            ("operations".to_owned(), client.clone()),
            ("types".to_owned(), client),
        ];
        let known = KNOWN.iter().map(|(name, module)| ((*name).to_owned(), (*module).to_owned()));
        Ok(Self { known: known.chain(own).collect(), wanted: BTreeMap::new() })
    }

    /// The same for a program that uses the server crate, and has its runtime where the crate has it.
    pub(super) fn of_program(cx: &Cx<'_>) -> Result<Self, String> {
        let mut imports = Self::new(cx)?;
        // Modules of its own are in sight.
        imports.known.retain(|(_, module)| module != "crate");
        for (_, module) in imports.known.iter_mut().filter(|(_, module)| module == "crate::api") {
            *module = cx.crates.server_lib();
        }
        Ok(imports)
    }

    /// The traits of tags as well, and the one for callers.
    pub(super) fn traits(mut self, cx: &Cx<'_>) -> Self {
        let Some(names) = &cx.names.traits else { return self };
        let home = self.known.iter().find(|(name, _)| name == "Credential");
        let home = home.map_or("crate::api", |(_, home)| home).to_owned();
        let of_tags = names.tags.iter().map(|tag| &tag.ident);
        let all = of_tags.chain([&names.authenticate]);
        self.known.extend(all.map(|name| (name.clone(), home.clone())));
        self
    }

    /// What is named of it. A module's name counts only with `::` behind it.
    pub(super) fn of(mut self, mentions: &Mentions) -> Self {
        for (name, module) in &self.known {
            let is_module = name.starts_with(|c: char| c.is_ascii_lowercase());
            let is_named = if is_module { mentions.path(name) } else { mentions.name(name) };
            if is_named {
                self.wanted.entry(module.clone()).or_default().insert(name.clone());
            }
        }
        self
    }

    /// Leaves out what the file itself defines.
    pub(super) fn without_module(mut self, module: &str) -> Self {
        self.wanted.remove(module);
        self
    }

    /// Adds the lines to a file: other crates first, then our own.
    pub(super) fn add_to(&self, file: &mut RustFile) -> Result<(), String> {
        for own in [false, true] {
            let lines = self.wanted.iter().filter(|(module, _)| module.starts_with("crate") == own);
            file.group(lines.map(|(module, names)| line(module, names)).collect())?;
        }
        Ok(())
    }
}

fn line(module: &str, names: &BTreeSet<String>) -> TokenStream {
    let module = module.split("::").map(ident);
    let names: Vec<_> = names.iter().map(|name| ident(name)).collect();
    match names.as_slice() {
        [one] => quote! { use #(#module::)*#one; },
        several => quote! { use #(#module::)*{#(#several),*}; },
    }
}

#[cfg(test)]
mod tests {
    use super::KNOWN;
    use crate::config::BESIDE_TRAIT;

    #[test]
    fn no_trait_is_called_like_something_imported() {
        let types = KNOWN.iter().map(|(name, _)| *name);
        let types = types.filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
        let free: Vec<&str> = types.filter(|name| !BESIDE_TRAIT.contains(name)).collect();
        assert!(free.is_empty(), "{free:?}");
    }
}
