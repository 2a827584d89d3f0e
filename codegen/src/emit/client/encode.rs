//! How the inputs of an operation become a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use super::super::choices::alternatives;
use super::super::inputs::{Input, InputSource, inputs};
use crate::model::{BodyKind, Operation, Parameter, ParameterLocation, TypeKind};
use crate::name::OperationNames;
use crate::rust::ident;

/// The function `encode` of an operation; nothing where there are no inputs.
pub(super) fn emit(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let inputs = inputs(cx, operation, names);
    let parameters = inputs.iter().map(|input| match input.source {
        InputSource::Parameter(index) => operation
            .parameters
            .get(index)
            .map(|parameter| emit_parameter(cx, parameter, input.field)),
        InputSource::Choice => Some(emit_choice(operation, names, input)),
        InputSource::Body => None,
    });
    let body = operation.body.iter().map(|body| {
        let field = ident(&names.body);
        let value = if body.required {
            quote! { Some(&self.#field) }
        } else {
            quote! { self.#field.as_ref() }
        };
        match &body.kind {
            BodyKind::Json(media_type) => {
                let media_type = &media_type.0;
                quote! { request.json(#media_type, #value); }
            }
        }
    });
    let flag = operation.flag.iter().filter(|flag| flag.present).map(|flag| &flag.name);
    let long_poll = operation.long_poll.then(|| quote! { request.long_poll(true); });
    let statements = quote! {
        #(#parameters)*
        #(request.flag(#flag, true);)*
        #(#body)*
        #long_poll
    };
    if statements.is_empty() {
        return TokenStream::new();
    }
    quote! { fn encode(&self, request: &mut RequestEncoder) { #statements } }
}

fn emit_choice(operation: &Operation, names: &OperationNames, input: &Input<'_>) -> TokenStream {
    let (field, choice) = (ident(input.field), &input.value);
    let arms = alternatives(operation, names).into_iter().map(|alternative| {
        let (variant, name) = (ident(alternative.variant), &alternative.parameter.name);
        quote! { #choice::#variant(value) => request.query_non_empty(#name, value), }
    });
    quote! { match &self.#field { #(#arms)* } }
}

fn emit_parameter(cx: &Cx<'_>, parameter: &Parameter, field: &str) -> TokenStream {
    let (name, field) = (&parameter.name, ident(field));
    if parameter.presence_flag {
        return quote! { request.flag(#name, self.#field); };
    }
    let array = matches!(cx.resolve(parameter.schema).1.kind, TypeKind::Array { .. });
    let one = if parameter.required {
        quote! { Some(&self.#field) }
    } else {
        quote! { self.#field.as_ref() }
    };
    match (parameter.location, array) {
        (ParameterLocation::Path, false) => quote! { request.path(#name, &self.#field); },
        (ParameterLocation::Path, true) => quote! { request.path_list(#name, &self.#field); },
        (ParameterLocation::Query, false) => quote! { request.query(#name, #one); },
        (ParameterLocation::Query, true) if parameter.explode => {
            quote! { request.query_each(#name, &self.#field); }
        }
        (ParameterLocation::Query, true) => quote! { request.query_list(#name, &self.#field); },
        (ParameterLocation::Header, false) => quote! { request.header(#name, #one); },
        (ParameterLocation::Header, true) => quote! { request.header_list(#name, &self.#field); },
    }
}
