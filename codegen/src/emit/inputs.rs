//! What an operation takes, as both crates see it: the fields of its struct of inputs.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::defaults::has_default;
use crate::model::{Operation, Parameter, TypeId, TypeKind};
use crate::name::OperationNames;
use crate::rust::{Doc, code};

/// What a parameter or a body becomes in the struct of inputs.
#[derive(Debug)]
pub(crate) struct Input<'a> {
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
    /// The schema of the value.
    pub(crate) schema: TypeId,
    /// What users read about it.
    pub(crate) docs: Doc,
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
}

/// All inputs of an operation: parameters in their order, then the body.
pub(crate) fn inputs<'a>(
    cx: &Cx<'_>,
    operation: &'a Operation,
    names: &'a OperationNames,
) -> Vec<Input<'a>> {
    let parameters =
        operation.parameters.iter().zip(&names.parameters).map(|(parameter, field)| {
            let array = matches!(cx.resolve(parameter.schema).1.kind, TypeKind::Array { .. });
            Input {
                field,
                value: cx.value_type(parameter.schema),
                // A list may be empty, and a flag false, instead.
                optional: !parameter.required && !array && !parameter.presence_flag,
                nullable: false,
                deprecated: parameter.docs.deprecated,
                required: parameter.required,
                schema: parameter.schema,
                docs: parameter_docs(cx, parameter),
            }
        });
    let body = operation.body.iter().map(|body| Input {
        field: &names.body,
        value: cx.nullable_type(body.schema),
        optional: !body.required,
        nullable: cx.is_nullable(body.schema),
        deprecated: false,
        required: body.required,
        schema: body.schema,
        docs: or_else(Doc::default().text(&body.docs.summary).text(&body.docs.description), || {
            "The body of the request.".to_owned()
        }),
    });
    parameters.chain(body).collect()
}

/// A struct of these inputs has a `Default`.
pub(crate) fn have_default(cx: &Cx<'_>, inputs: &[Input<'_>]) -> bool {
    inputs.iter().all(|input| {
        input.optional || !input.required || input.nullable || has_default(cx, input.schema)
    })
}

fn parameter_docs(cx: &Cx<'_>, parameter: &Parameter) -> Doc {
    let docs = Doc::default().text(&parameter.docs.summary).text(&parameter.docs.description);
    let docs = or_else(docs, || format!("The parameter {}.", code(&parameter.name)));
    let docs = if parameter.docs.deprecated { docs.own("**Deprecated.**") } else { docs };
    match cx.default_value(parameter.schema) {
        Some(value) => docs.own(format!("Default: {}.", code(&value.to_string()))),
        None => docs,
    }
}

fn or_else(docs: Doc, text: impl FnOnce() -> String) -> Doc {
    if docs.is_empty() { Doc::new(text()) } else { docs }
}
