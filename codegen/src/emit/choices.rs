//! Choices between parameters of which exactly one is given: an enum in `operations`.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::inputs::parameter_docs;
use crate::model::{Operation, Parameter};
use crate::name::OperationNames;
use crate::rust::{Doc, code, ident};

/// One of the parameters to choose from.
pub(crate) struct Alternative<'a> {
    /// The variant of the enum.
    pub(crate) variant: &'a str,
    /// The parameter, by its first spelling.
    pub(crate) parameter: &'a Parameter,
    /// Position of this parameter.
    pub(crate) index: usize,
    /// All spellings, the first one first.
    pub(crate) names: Vec<&'a str>,
}

/// What there is to choose from; empty if there is no choice.
pub(crate) fn alternatives<'a>(
    operation: &'a Operation,
    names: &'a OperationNames,
) -> Vec<Alternative<'a>> {
    let variants = names.choice.iter().flat_map(|choice| &choice.variants);
    let groups = operation.exactly_one_of.iter().zip(variants);
    groups
        .filter_map(|(group, variant)| {
            let index = *group.first()?;
            let parameter = operation.parameters.get(index)?;
            let spellings = group.iter().filter_map(|index| operation.parameters.get(*index));
            let names = spellings.map(|parameter| parameter.name.as_str()).collect();
            Some(Alternative { variant, parameter, index, names })
        })
        .collect()
}

/// Emits the enum, if the operation is the one that it is called after.
pub(super) fn emit(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let Some(choice) = &names.choice else { return TokenStream::new() };
    let shares = |(other, its): &(&Operation, &OperationNames)| {
        its.choice.as_ref().is_some_and(|its| its.ident == choice.ident)
            && other.origin == operation.origin
    };
    if cx.operations().find(shares).is_some_and(|(owner, _)| owner.id != operation.id) {
        return TokenStream::new();
    }
    let variants = alternatives(operation, names).into_iter().map(|alternative| {
        let Alternative { variant, parameter, names, .. } = alternative;
        let (variant, value) = (ident(variant), cx.value_type(parameter.schema));
        let mut docs = parameter_docs(cx, parameter, "");
        if let [_, others @ ..] = names.as_slice()
            && !others.is_empty()
        {
            let others: Vec<String> = others.iter().map(|name| code(name)).collect();
            docs = docs.own(format!("Servers read {} alike.", others.join(", ")));
        }
        let docs = docs.outer();
        quote! { #docs #variant(#value), }
    });
    let docs = Doc::new(format!("What {} asks by: exactly one of these.", code(&operation.id)));
    let (docs, item) = (docs.outer(), ident(&choice.ident));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        pub enum #item { #(#variants)* }
    }
}
