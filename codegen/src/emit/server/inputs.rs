//! An operation's inputs, read out of a request and checked.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::Cx;
use super::super::choices::{Alternative, alternatives};
use super::super::inputs::{Input, InputSource, inputs};
use super::super::styles::{Plain, is_list, plain, style};
use super::bodies::Body;
use super::router::path_name;
use super::schemas::Schemas;
use crate::model::{
    Additional, Operation, Parameter, ParameterLocation, Style, StyleKind, TypeKind,
};
use crate::name::OperationNames;
use crate::rust::ident;

/// The inputs of one operation on their way into its handler.
pub(super) struct Reader<'a> {
    pub(super) cx: &'a Cx<'a>,
    pub(super) schemas: &'a Schemas<'a>,
    /// Index of the operation.
    pub(super) index: usize,
    pub(super) operation: &'a Operation,
    pub(super) names: &'a OperationNames,
}

impl Reader<'_> {
    /// The function that reads them. All are read before any is taken, so that a refusal tells about
    /// all of them.
    pub(super) fn emit(&self) -> Result<TokenStream, String> {
        let fields = inputs(self.cx, self.operation, self.names);
        if fields.is_empty() {
            return Ok(quote! { fn read(_: &mut Inputs<'_>) -> Answer<Self> { Ok(Self {}) } });
        }
        let mut reads = TokenStream::new();
        let mut values = TokenStream::new();
        for field in &fields {
            let name = ident(field.field);
            let read = match field.source {
                InputSource::Parameter(position) => self.read(position)?,
                InputSource::Choice => self.choose(&field.value)?,
                InputSource::Body => Body { schemas: self.schemas, index: self.index }
                    .read(self.operation, self.names)?,
            };
            reads.extend(quote! { let #name = #read; });
            let value = self.value(field, &quote! { inputs.take(#name)? });
            values.extend(quote! { #name: #value, });
        }
        Ok(quote! {
            fn read(inputs: &mut Inputs<'_>) -> Answer<Self> {
                #reads
                Ok(Self { #values })
            }
        })
    }

    /// The call that reads exactly one of several parameters.
    fn choose(&self, choice: &TokenStream) -> Result<TokenStream, String> {
        let alternatives = alternatives(self.operation, self.names);
        let groups = alternatives.iter().map(|Alternative { names, .. }| quote! { &[#(#names),*] });
        let last = alternatives.len().saturating_sub(1);
        let mut arms = TokenStream::new();
        for (position, alternative) in alternatives.iter().enumerate() {
            let schema = self.schemas.reference(self.index, (alternative.index, 0))?;
            let variant = ident(alternative.variant);
            let number = Literal::usize_unsuffixed(position);
            // There are no others; the compiler wants to hear it.
            let pattern = if position == last {
                quote! { _ }
            } else {
                quote! { #number }
            };
            arms.extend(quote! {
                #pattern => inputs.query(name, #schema).map(#choice::#variant),
            });
        }
        Ok(quote! {
            inputs.exactly_one_of(&[#(#groups),*], |inputs, chosen, name| match chosen { #arms })
        })
    }

    /// The call that reads the parameter at this position.
    fn read(&self, position: usize) -> Result<TokenStream, String> {
        let Some(parameter) = self.operation.parameters.get(position) else {
            return Err("a parameter that is none".to_owned());
        };
        let name = &parameter.name;
        if parameter.presence_flag {
            return Ok(quote! { inputs.flag(#name) });
        }
        let schema = self.schemas.reference(self.index, (position, 0))?;
        let read = match plain(self.cx, parameter) {
            Some(plain) => self.read_plain(parameter, plain, &schema),
            None => self.read_styled(parameter, &schema),
        };
        Ok(quote! { inputs.#read })
    }

    fn read_plain(&self, parameter: &Parameter, plain: Plain, schema: &TokenStream) -> TokenStream {
        let method = match (parameter.location, plain) {
            (ParameterLocation::Path, _) => {
                let name = path_name(self.operation, &parameter.name);
                return quote! { path(#name, #schema) };
            }
            (ParameterLocation::Header, Plain::One) => "header",
            (ParameterLocation::Header, _) => "header_list",
            (_, Plain::One) => "query",
            (_, Plain::Each) => "query_each",
            (_, Plain::List) => "query_list",
        };
        let optional = if parameter.required { "" } else { "_optional" };
        let method = ident(&format!("{method}{optional}"));
        let name = &parameter.name;
        quote! { #method(#name, #schema) }
    }

    fn read_styled(&self, parameter: &Parameter, schema: &TokenStream) -> TokenStream {
        let (name, style) = (&parameter.name, style(parameter.style));
        let method = match parameter.location {
            ParameterLocation::Path => {
                let name = path_name(self.operation, name);
                return quote! { path_as(#name, #style, #schema) };
            }
            ParameterLocation::Query => "query_as",
            ParameterLocation::Header => "header_as",
            ParameterLocation::Cookie => "cookie_as",
        };
        let optional = if parameter.required { "" } else { "_optional" };
        let method = ident(&format!("{method}{optional}"));
        let others = (parameter.location == ParameterLocation::Query).then(|| {
            let others = self.others(parameter);
            quote! { , &[#(#others),*] }
        });
        // A list is empty rather than absent.
        let list = !parameter.required && is_list(self.cx, parameter.schema);
        let list = list.then(|| quote! { .map(Option::unwrap_or_default) });
        quote! { #method(#name, #style, #schema #others) #list }
    }

    /// The other parameters of a query, where this one would take them for its own members.
    fn others(&self, parameter: &Parameter) -> Vec<&str> {
        let takes_all = match &self.cx.resolve(parameter.schema).1.kind {
            TypeKind::Map { .. } => true,
            TypeKind::Object(object) => matches!(object.additional, Additional::Typed(_)),
            _ => false,
        };
        let Style { kind: StyleKind::Form, explode: true, .. } = parameter.style else {
            return Vec::new();
        };
        let others = self.operation.parameters.iter().filter(|other| {
            takes_all && other.location == ParameterLocation::Query && other.name != parameter.name
        });
        others.map(|other| other.name.as_str()).collect()
    }

    /// The value of a field; the document's default fills in for an absent one.
    fn value(&self, field: &Input<'_>, taken: &TokenStream) -> TokenStream {
        let schema = field.schema.filter(|_| field.optional);
        let default = schema.and_then(|schema| self.cx.default_expression(schema));
        match default {
            None => taken.clone(),
            Some(default) if is_literal(&default) => quote! { Some(#taken.unwrap_or(#default)) },
            Some(default) => quote! { Some(#taken.unwrap_or_else(|| #default)) },
        }
    }
}

fn is_literal(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().count() == 1
}
