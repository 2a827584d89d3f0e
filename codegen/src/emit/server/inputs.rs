//! An operation's inputs, read out of a request and checked: the middle of its handler.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::Cx;
use super::super::choices::{Alternative, alternatives};
use super::super::inputs::{Input, InputSource, inputs};
use super::router::parameter;
use super::schemas::Schemas;
use crate::model::{BodyKind, Operation, Parameter, ParameterLocation, PathSegment, TypeKind};
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
    /// The statements that end in a local `input`. All inputs are read before any is taken, so that
    /// a refusal tells about all of them.
    pub(super) fn emit(&self) -> Result<TokenStream, String> {
        let fields = inputs(self.cx, self.operation, self.names);
        if fields.is_empty() {
            return Ok(quote! { let input = Self {}; });
        }
        let mut reads = TokenStream::new();
        let mut values = TokenStream::new();
        for field in &fields {
            let name = ident(field.field);
            let read = match field.source {
                InputSource::Parameter(position) => self.read(position)?,
                InputSource::Choice => self.choose(&field.value)?,
                InputSource::Body => self.read_body()?,
            };
            reads.extend(quote! { let #name = inputs.#read; });
            let value = self.value(field, &quote! { inputs.take(#name)? });
            values.extend(quote! { #name: #value, });
        }
        Ok(quote! {
            let mut inputs = request.inputs();
            #reads
            let input = Self { #values };
        })
    }

    /// The call that reads exactly one of several parameters.
    fn choose(&self, choice: &TokenStream) -> Result<TokenStream, String> {
        let alternatives = alternatives(self.operation, self.names);
        let groups = alternatives.iter().map(|Alternative { names, .. }| quote! { &[#(#names),*] });
        let last = alternatives.len().saturating_sub(1);
        let mut arms = TokenStream::new();
        for (position, alternative) in alternatives.iter().enumerate() {
            let schema = self.schemas.reference(self.index, alternative.index)?;
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
            exactly_one_of(&[#(#groups),*], |inputs, chosen, name| match chosen { #arms })
        })
    }

    /// The call that reads the parameter at this position.
    fn read(&self, position: usize) -> Result<TokenStream, String> {
        let schema = self.schemas.reference(self.index, position)?;
        match self.operation.parameters.get(position) {
            Some(Parameter { name, presence_flag: true, .. }) => Ok(quote! { flag(#name) }),
            Some(parameter) => self.read_parameter(parameter, &schema),
            None => Err("a parameter that is none".to_owned()),
        }
    }

    fn read_parameter(
        &self,
        parameter: &Parameter,
        schema: &TokenStream,
    ) -> Result<TokenStream, String> {
        let method = match (parameter.location, self.is_array(parameter)) {
            (ParameterLocation::Path, false) => {
                let name = self.path_name(&parameter.name);
                return Ok(quote! { path(#name, #schema) });
            }
            (ParameterLocation::Path, true) => {
                return Err(format!("{}: a list in the path", parameter.origin));
            }
            (ParameterLocation::Query, false) => "query",
            (ParameterLocation::Query, true) if parameter.explode => "query_each",
            (ParameterLocation::Query, true) => "query_list",
            (ParameterLocation::Header, false) => "header",
            (ParameterLocation::Header, true) => "header_list",
        };
        let optional = if parameter.required { "" } else { "_optional" };
        let method = ident(&format!("{method}{optional}"));
        let name = &parameter.name;
        Ok(quote! { #method(#name, #schema) })
    }

    fn is_array(&self, parameter: &Parameter) -> bool {
        matches!(self.cx.resolve(parameter.schema).1.kind, TypeKind::Array { .. })
    }

    /// What the router calls a path parameter.
    fn path_name(&self, name: &str) -> String {
        let position = self
            .operation
            .path
            .segments
            .iter()
            .filter_map(|segment| match segment {
                PathSegment::Literal(_) => None,
                PathSegment::Parameter(name) => Some(name),
            })
            .position(|candidate| candidate == name);
        parameter(name, position.unwrap_or_default())
    }

    fn read_body(&self) -> Result<TokenStream, String> {
        let schema = self.schemas.reference(self.index, self.operation.parameters.len())?;
        let body = self.operation.body.as_ref().ok_or("an input that is no input")?;
        match (&body.kind, body.required) {
            (BodyKind::Json(_), true) => Ok(quote! { json_body(#schema).await }),
            (BodyKind::Json(_), false) => Ok(quote! { json_body_optional(#schema).await }),
        }
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
