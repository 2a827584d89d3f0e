//! `src/api/` of the server crate: a trait for each tag, and one that stands for all of them.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::features::{self, Gate};
use super::super::{Cx, Tree};
use super::access::Demands;
use super::imports::Imports;
use super::traits::{DEFAULTS, authentication, credential, method};
use crate::model::Operation;
use crate::name::{OperationNames, TagNames, TraitNames};
use crate::rust::{Doc, RustFile, code, ident};

/// The widest line of code.
const WIDTH: usize = 89;

/// The trait of a tag.
pub(super) struct TagTrait<'a> {
    pub(super) names: &'a TagNames,
    /// Its operations with their indices.
    pub(super) operations: Vec<(usize, &'a Operation, &'a OperationNames)>,
    /// It is there with any of its operations.
    gate: Gate,
}

impl<'a> TagTrait<'a> {
    /// One for each tag.
    pub(super) fn all(cx: &Cx<'a>, names: &'a TraitNames) -> Vec<Self> {
        let of_tag = |names: &'a TagNames| {
            let all = cx.operations().enumerate();
            let operations: Vec<_> = all
                .filter(|(_, (operation, _))| operation.first_tag() == names.tag.as_deref())
                .map(|(index, (operation, names))| (index, operation, names))
                .collect();
            let gates = operations.iter().map(|(_, one, _)| features::of_operation(cx, one));
            let either = |mut one: Gate, other: Gate| {
                one.add(&other);
                one
            };
            let gate = gates.reduce(either).unwrap_or_default();
            Self { names, operations, gate }
        };
        names.tags.iter().map(of_tag).collect()
    }

    /// The tag as a part of a sentence.
    fn told(&self) -> String {
        let tag = self.names.tag.as_deref().map(code);
        tag.map_or_else(|| "without a tag".to_owned(), |tag| format!("tagged {tag}"))
    }

    fn file(&self, cx: &Cx<'_>, bounds: &[String]) -> Result<String, String> {
        let tag = cx.api.tags.iter().find(|tag| Some(&tag.name) == self.names.tag.as_ref());
        let docs = Doc::new(format!("Operations {}.", self.told()))
            .text(tag.map_or("", |tag| &tag.description))
            .own(DEFAULTS)
            .outer();
        let methods = self.operations.iter();
        let methods = methods.map(|(_, one, names)| method(cx, one, names, &self.gate));
        let (name, bounds) = (ident(&self.names.ident), parsed(bounds)?);
        let docs_of_file = format!("What an implementation answers to operations {}.", self.told());
        let mut file = RustFile::new(Doc::new(docs_of_file).lines());
        file.items(quote! { #docs pub trait #name: #bounds { #(#methods)* } })?;
        Imports::new(cx)?.traits(cx).of(file.mentions()).add_to(&mut file)?;
        Ok(file.finish())
    }
}

/// Emits the folder.
pub(super) fn emit(cx: &Cx<'_>, names: &TraitNames) -> Result<Tree, String> {
    let (traits, demands) = (TagTrait::all(cx, names), Demands::of(cx));
    let bounds = if demands.any() {
        vec![names.authenticate.clone()]
    } else {
        ["Send", "Sync", "'static"].map(str::to_owned).into()
    };
    let mut files = Tree::new();
    files.insert("src/api/mod.rs".to_owned(), root(cx, &traits, &bounds, &demands)?);
    for one in &traits {
        files.insert(format!("src/api/{}.rs", one.names.module), one.file(cx, &bounds)?);
    }
    Ok(files)
}

fn root(
    cx: &Cx<'_>,
    traits: &[TagTrait<'_>],
    bounds: &[String],
    demands: &Demands,
) -> Result<String, String> {
    let docs = "What an implementation answers: a trait for each tag, and one that stands for all.";
    let mut file = RustFile::new(Doc::new(docs).lines());
    let modules = traits.iter().map(|one| {
        let (gate, module) = (one.gate.attribute(), ident(&one.names.module));
        quote! { #gate mod #module; }
    });
    file.group(modules.collect())?;
    file.verbatim(&whole(cx, traits, bounds)?);
    if let ([authenticate], true) = (bounds, demands.any()) {
        let (authenticate, authentication) = (ident(authenticate), authentication());
        let credential = credential(cx, demands);
        file.items(quote! {
            /// Says who callers are, for all operations that ask.
            pub trait #authenticate: Send + Sync + 'static { #authentication }
            #credential
        })?;
    }
    let left_out: Vec<_> = traits
        .iter()
        .filter_map(|one| {
            let (opposite, name) = (one.gate.opposite()?, ident(&one.names.ident));
            Some(quote! { #opposite use self::absent::Absent as #name; })
        })
        .collect();
    if !left_out.is_empty() {
        file.gate(format!("#[cfg(not(feature = {:?}))]\n", features::ALL));
        file.items(quote! {
            /// What stands for the traits of tags that are left out.
            mod absent {
                /// Everything is.
                pub trait Absent {}
                impl<T> Absent for T {}
            }
        })?;
    }
    Imports::new(cx)?.of(file.mentions()).without_module("crate::api").add_to(&mut file)?;
    let uses = traits.iter().map(|one| {
        let (gate, module) = (one.gate.attribute(), ident(&one.names.module));
        let name = ident(&one.names.ident);
        quote! { #gate pub use self::#module::#name; }
    });
    file.group(uses.collect())?;
    file.group(left_out.into_iter().collect())?;
    Ok(file.finish())
}

/// The trait that all others make.
fn whole(cx: &Cx<'_>, traits: &[TagTrait<'_>], bounds: &[String]) -> Result<String, String> {
    let name = super::trait_name(cx)?.to_string();
    let docs = Doc::new(format!("What a server answers: {}.", super::title(cx)))
        .own("Whatever implements the traits of all tags is one. Nobody implements this by hand.");
    let docs = docs.lines().iter().map(|line| format!("/// {line}").trim_end().to_owned() + "\n");
    let of_tags = traits.iter().map(|one| one.names.ident.clone());
    let all: Vec<String> = bounds.iter().cloned().chain(of_tags).collect();
    let head = format!("pub trait {name}:");
    let whole = bounded([&format!("{head} "), &format!("{head}\n    ")], "    ", &all);
    let head = format!("impl<T> {name} for T where");
    let given = bounded([&format!("{head} T: "), &format!("{head}\n    T: ")], "        ", &all);
    Ok(format!("{}{whole}\n{given}", docs.collect::<String>()))
}

/// An empty item with bounds: in one line behind the first head, or if that is too long, each in a line
/// of its own behind the second.
fn bounded([short, long]: [&str; 2], indent: &str, bounds: &[String]) -> String {
    let line = format!("{short}{} {{}}\n", bounds.join(" + "));
    if line.trim_end().len() <= WIDTH {
        return line;
    }
    format!("{long}{}\n{{\n}}\n", bounds.join(&format!("\n{indent}+ ")))
}

fn parsed(bounds: &[String]) -> Result<TokenStream, String> {
    let text = bounds.join(" + ");
    text.parse().map_err(|error| format!("`{text}` are no bounds: {error}"))
}
