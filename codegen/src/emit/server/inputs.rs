//! An operation's inputs, read out of a request and checked: the middle of its handler.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use super::super::inputs::{Input, inputs};
use super::super::streams::alternatives_argument;
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
        for (position, field) in fields.iter().enumerate() {
            let name = ident(field.field);
            let read = self.read(position)?;
            reads.extend(quote! { let #name = inputs.#read; });
            let value = self.value(field, &quote! { inputs.take(#name)? });
            values.extend(quote! { #name: #value, });
        }
        let alternatives = self.alternatives();
        Ok(quote! {
            let mut inputs = request.inputs();
            #reads
            #alternatives
            let input = Self { #values };
        })
    }

    /// The statement that refuses what names not exactly one of several alternatives. It spoils the
    /// first of them, as no other local is sure to be free.
    fn alternatives(&self) -> Option<TokenStream> {
        let groups = alternatives_argument(self.operation)?;
        let first = self.operation.exactly_one_of.iter().flatten().next()?;
        let first = ident(self.names.parameters.get(*first)?);
        Some(quote! { let #first = inputs.exactly_one_of(#groups).and(#first); })
    }

    /// The call that reads the input at this position.
    fn read(&self, position: usize) -> Result<TokenStream, String> {
        let schema = self.schemas.reference(self.index, position)?;
        let is_alternative = self.operation.exactly_one_of.iter().flatten().any(|i| *i == position);
        match self.operation.parameters.get(position) {
            Some(Parameter { name, presence_flag: true, .. }) => Ok(quote! { flag(#name) }),
            Some(parameter) if is_alternative && !self.is_array(parameter) => {
                let name = &parameter.name;
                Ok(quote! { query_non_empty(#name, #schema) })
            }
            Some(parameter) => self.read_parameter(parameter, &schema),
            None => self.read_body(&schema),
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

    fn read_body(&self, schema: &TokenStream) -> Result<TokenStream, String> {
        let body = self.operation.body.as_ref().ok_or("an input that is no input")?;
        match (&body.kind, body.required) {
            (BodyKind::Json(_), true) => Ok(quote! { json_body(#schema).await }),
            (BodyKind::Json(_), false) => Ok(quote! { json_body_optional(#schema).await }),
        }
    }

    /// The value of a field; the document's default fills in for an absent one.
    fn value(&self, field: &Input<'_>, taken: &TokenStream) -> TokenStream {
        let default = field.optional.then(|| self.cx.default_expression(field.schema)).flatten();
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
