//! The client's methods: what users call.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::inputs::{Input, have_default, inputs};
use super::super::streams::Side;
use super::super::{Cx, contents, features, prose};
use crate::model::Operation;
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, ident, lints};

/// Emits `src/client/methods.rs`.
pub(super) fn emit(cx: &Cx<'_>) -> Result<String, String> {
    let docs =
        Doc::new("What callers call: a method per operation, and a setter per optional input.");
    let mut file = RustFile::new(docs.lines());
    let methods: TokenStream =
        cx.operations().map(|(operation, names)| emit_method(cx, operation, names)).collect();
    if !methods.is_empty() {
        file.items(quote! { impl Client { #methods } })?;
        for (operation, names) in cx.operations() {
            file.gate(features::of_operation(cx, operation).lines());
            file.items(emit_setters(cx, operation, names))?;
        }
        let modules = contents::modules(file.mentions());
        let types = file.mentions().path("types").then(|| quote! { use crate::types; });
        file.group(quote! {
            use crate::operations;
            use crate::runtime::client::call::Call;
            use crate::runtime::client::handle::Client;
            #modules
            #types
        })?;
    }
    Ok(file.finish())
}

fn emit_method(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let (function, input) = (ident(&names.function), ident(&names.input));
    let docs = prose::gist(cx, operation, names, Side::Client).outer();
    let gate = features::of_operation(cx, operation).attribute();
    let deprecated = operation.docs.deprecated.then(|| quote! { #[deprecated] });
    let allowed = lints::of_call(&names.function);
    let inputs = inputs(cx, operation, names);
    if !told_apart(&inputs) {
        return quote! {
            #gate
            #docs
            #deprecated
            #allowed
            pub fn #function(&self, input: operations::#input) -> Call<'_, operations::#input> {
                self.call(input)
            }
        };
    }
    let arguments = inputs.iter().filter(|input| input.required).map(argument);
    let fields = fields(cx, &inputs);
    quote! {
        #gate
        #docs
        #deprecated
        #allowed
        pub fn #function(&self, #(#arguments),*) -> Call<'_, operations::#input> {
            self.call(operations::#input { #fields })
        }
    }
}

/// The fields of a struct of inputs that has what callers must give.
fn fields(cx: &Cx<'_>, inputs: &[Input<'_>]) -> TokenStream {
    let (required, optional): (Vec<_>, Vec<_>) = inputs.iter().partition(|input| input.required);
    let required = required.into_iter().map(|input| {
        let field = ident(input.field);
        if converts(&input.value) {
            quote! { #field: #field.into(), }
        } else {
            quote! { #field, }
        }
    });
    let optional: TokenStream = if optional.len() > 1 && have_default(cx, inputs) {
        quote! { ..Default::default() }
    } else {
        let names = optional.iter().map(|input| ident(input.field));
        quote! { #(#names: Default::default()),* }
    };
    quote! { #(#required)* #optional }
}

/// Positional arguments are hard to mix up: their types differ, and they are few.
fn told_apart(inputs: &[Input<'_>]) -> bool {
    let required: Vec<String> =
        inputs.iter().filter(|input| input.required).map(|input| input.value.to_string()).collect();
    let different: BTreeSet<&String> = required.iter().collect();
    different.len() == required.len() && required.len() <= 6
}

fn argument(input: &Input<'_>) -> TokenStream {
    let (field, value) = (ident(input.field), &input.value);
    if converts(value) {
        quote! { #field: impl Into<#value> }
    } else {
        quote! { #field: #value }
    }
}

/// Texts and bytes are taken in whatever form the caller has them.
fn converts(value: &TokenStream) -> bool {
    matches!(
        value.to_string().as_str(),
        "String" | "byte_stream :: ByteStream" | "crate :: runtime :: types :: secret :: Secret"
    )
}

fn emit_setters(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let inputs = inputs(cx, operation, names);
    if !told_apart(&inputs) && inputs.iter().all(|input| input.required) {
        return TokenStream::new();
    }
    let free = inputs.iter().filter(|input| !input.required);
    let setters: Vec<_> = free.map(|input| setter(input, &input.docs(cx, operation))).collect();
    if setters.is_empty() {
        return TokenStream::new();
    }
    let input = ident(&names.input);
    quote! { impl Call<'_, operations::#input> { #(#setters)* } }
}

fn setter(input: &Input<'_>, docs: &Doc) -> TokenStream {
    let (field, docs) = (ident(input.field), docs.outer());
    let deprecated = input.deprecated.then(|| quote! { #[deprecated] });
    let argument = argument(input);
    let value = if converts(&input.value) {
        quote! { #field.into() }
    } else {
        quote! { #field }
    };
    let value = if input.optional {
        quote! { Some(#value) }
    } else {
        value
    };
    let allowed = lints::of_setter(input.field);
    quote! {
        #docs
        #deprecated
        #allowed
        pub fn #field(self, #argument) -> Self {
            self.with(|input| input.#field = #value)
        }
    }
}
