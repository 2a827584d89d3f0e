//! How the inputs of an operation become a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use super::super::choices::alternatives;
use super::super::inputs::{Input, InputSource, inputs};
use super::super::styles::{Plain, is_list, plain, style};
use super::bodies;
use crate::model::{Operation, Parameter, ParameterLocation, PathPiece, PathSegment};
use crate::name::OperationNames;
use crate::rust::ident;

/// The function `encode` of an operation; nothing where there are no inputs.
pub(super) fn emit(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let inputs = inputs(cx, operation, names);
    let parameters = inputs.iter().map(|input| match input.source {
        InputSource::Parameter(index) => operation
            .parameters
            .get(index)
            .map(|parameter| emit_parameter(cx, operation, parameter, input.field)),
        InputSource::Choice => Some(emit_choice(operation, names, input)),
        InputSource::Body => None,
    });
    let body = bodies::emit(cx, operation, names).into_iter();
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
    quote! { #[inline] fn encode(self, request: &mut RequestEncoder) { #statements } }
}

fn emit_choice(operation: &Operation, names: &OperationNames, input: &Input<'_>) -> TokenStream {
    let (field, choice) = (ident(input.field), &input.value);
    let arms = alternatives(operation, names).into_iter().map(|alternative| {
        let (variant, name) = (ident(alternative.variant), &alternative.parameter.name);
        quote! { #choice::#variant(value) => request.query_non_empty(#name, value), }
    });
    quote! { match &self.#field { #(#arms)* } }
}

fn emit_parameter(
    cx: &Cx<'_>,
    operation: &Operation,
    parameter: &Parameter,
    field: &str,
) -> TokenStream {
    let (name, field) = (&parameter.name, ident(field));
    if parameter.presence_flag {
        return quote! { request.flag(#name, self.#field); };
    }
    let one = if parameter.required || is_list(cx, parameter.schema) {
        quote! { Some(&self.#field) }
    } else {
        quote! { self.#field.as_ref() }
    };
    let Some(plain) = plain(cx, parameter) else {
        let style = style(parameter.style);
        return match parameter.location {
            ParameterLocation::Path => quote! { request.path_as(#name, #style, &self.#field); },
            ParameterLocation::Query => quote! { request.query_as(#name, #style, #one); },
            ParameterLocation::Header => quote! { request.header_as(#name, #style, #one); },
            ParameterLocation::Cookie => quote! { request.cookie_as(#name, #style, #one); },
        };
    };
    match (parameter.location, plain) {
        (ParameterLocation::Path, _) if is_within(operation, name) => {
            quote! { request.path_within(#name, &self.#field); }
        }
        (ParameterLocation::Path, _) => quote! { request.path(#name, &self.#field); },
        (ParameterLocation::Header, Plain::One) => quote! { request.header(#name, #one); },
        (ParameterLocation::Header, _) => quote! { request.header_list(#name, &self.#field); },
        (_, Plain::One) => quote! { request.query(#name, #one); },
        (_, Plain::Each) => quote! { request.query_each(#name, &self.#field); },
        (_, Plain::List) => quote! { request.query_list(#name, &self.#field); },
    }
}

/// The parameter fills only a part of a segment.
fn is_within(operation: &Operation, name: &str) -> bool {
    let own = PathPiece::Parameter(name.to_owned());
    operation.path.segments.iter().any(|segment| match segment {
        PathSegment::Mixed(pieces) => pieces.contains(&own),
        PathSegment::Literal(_) | PathSegment::Parameter(_) => false,
    })
}
