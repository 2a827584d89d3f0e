//! What an operation takes, as both crates see it: the fields of its struct of inputs.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::contents::{body_type, is_stream};
use super::defaults::has_default;
use crate::model::{BodyKind, Content, Operation, Parameter, RequestBody, TypeId, TypeKind};
use crate::name::OperationNames;
use crate::rust::{Doc, code, ident};

/// What a parameter or a body becomes in the struct of inputs.
#[derive(Debug)]
pub(crate) struct Input<'a> {
    /// What it comes from.
    pub(crate) source: InputSource,
    /// Name of the field.
    pub(crate) field: &'a str,
    /// Type of the value itself.
    pub(crate) value: TokenStream,
    /// The field is an `Option` of it.
    pub(crate) optional: bool,
    /// The value itself is an `Option`, for `null`.
    pub(crate) nullable: bool,
    /// Nobody should use it any more.
    pub(crate) deprecated: bool,
    /// Callers must give it.
    pub(crate) required: bool,
    /// The schema of the value; none for choices, and for bodies with a type of their own.
    pub(crate) schema: Option<TypeId>,
    /// The value is read as it comes, so that there is no second time.
    pub(crate) stream: bool,
}

/// What an input comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InputSource {
    /// The parameter at this position.
    Parameter(usize),
    /// The parameters of which exactly one is given.
    Choice,
    /// The body.
    Body,
}

impl Input<'_> {
    /// Type of the field.
    pub(crate) fn field_type(&self) -> TokenStream {
        let value = &self.value;
        if self.optional {
            quote! { Option<#value> }
        } else {
            value.clone()
        }
    }

    /// What users read about it.
    pub(crate) fn docs(&self, cx: &Cx<'_>, operation: &Operation) -> Doc {
        match self.source {
            InputSource::Choice => Doc::new("What it is asked for by."),
            InputSource::Parameter(index) => match operation.parameters.get(index) {
                Some(parameter) => parameter_docs(cx, parameter, self.field),
                None => Doc::default(),
            },
            InputSource::Body => match &operation.body {
                Some(body) => Doc::default().text(&body.docs.summary).text(&body.docs.description),
                None => Doc::default(),
            },
        }
    }
}

/// All inputs of an operation: parameters in their order, then the body. The choice between several
/// parameters stands where the first of them does.
pub(crate) fn inputs<'a>(
    cx: &Cx<'_>,
    operation: &'a Operation,
    names: &'a OperationNames,
) -> Vec<Input<'a>> {
    let mut inputs: Vec<Input<'a>> = Vec::new();
    for (index, (parameter, field)) in
        operation.parameters.iter().zip(&names.parameters).enumerate()
    {
        if !operation.exactly_one_of.iter().flatten().any(|other| *other == index) {
            inputs.push(parameter_input(cx, index, parameter, field));
        } else if let Some(choice) = &names.choice
            && inputs.iter().all(|input| input.source != InputSource::Choice)
        {
            let ident = ident(&choice.ident);
            inputs.push(Input {
                source: InputSource::Choice,
                field: &choice.field,
                value: quote! { operations::#ident },
                optional: false,
                required: true,
                nullable: false,
                deprecated: false,
                schema: None,
                stream: false,
            });
        }
    }
    inputs.extend(operation.body.iter().map(|body| Input {
        source: InputSource::Body,
        field: &names.body,
        value: body_type(cx, body, names),
        optional: !body.required,
        nullable: body_schema(body).is_some_and(|schema| cx.is_nullable(schema)),
        deprecated: false,
        required: body.required,
        schema: body_schema(body),
        stream: body.contents.iter().any(is_stream),
    }));
    inputs
}

/// The schema that stands for the body itself.
fn body_schema(body: &RequestBody) -> Option<TypeId> {
    match body.contents.as_slice() {
        [Content { kind: BodyKind::Json(id) | BodyKind::Text(Some(id)), .. }] => Some(*id),
        _ => None,
    }
}

fn parameter_input<'a>(
    cx: &Cx<'_>,
    index: usize,
    parameter: &Parameter,
    field: &'a str,
) -> Input<'a> {
    let array = matches!(cx.resolve(parameter.schema).1.kind, TypeKind::Array { .. });
    Input {
        source: InputSource::Parameter(index),
        field,
        value: cx.value_type(parameter.schema),
        // A list may be empty, and a flag false, instead.
        optional: !parameter.required && !array && !parameter.presence_flag,
        nullable: false,
        deprecated: parameter.docs.deprecated,
        required: parameter.required,
        schema: Some(parameter.schema),
        stream: false,
    }
}

/// A struct of these inputs has a `Default`.
pub(crate) fn have_default(cx: &Cx<'_>, inputs: &[Input<'_>]) -> bool {
    inputs.iter().all(|input| {
        let has_default = input.schema.is_some_and(|schema| has_default(cx, schema));
        input.optional || !input.required || input.nullable || has_default
    })
}

/// What users read about a parameter.
pub(crate) fn parameter_docs(cx: &Cx<'_>, parameter: &Parameter, field: &str) -> Doc {
    let docs = Doc::default().text(&parameter.docs.summary).text(&parameter.docs.description);
    // Nothing is better than the field's name once more.
    let docs = if docs.is_empty() && parameter.name != field {
        Doc::new(format!("The parameter {}.", code(&parameter.name)))
    } else {
        docs
    };
    let docs = if parameter.docs.deprecated { docs.own("**Deprecated.**") } else { docs };
    match cx.default_value(parameter.schema) {
        Some(value) => docs.own(format!("Default: {}.", code(&value.to_string()))),
        None => docs,
    }
}
