//! `src/errors.rs` of the server crate: how errors are written in the shape that the API has for
//! them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::answers::{Failure, failure, failure_alias, has_open_status};
use super::super::{Cx, features};
use super::imports::Imports;
use crate::model::{ErrorBody, Object, Operation, StatusKey, TypeId, TypeKind};
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, code, ident};

/// Emits the file, if the API has a shape for errors, or operations with failures of their own.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Option<String>, String> {
    let body = cx.api.error_body.as_ref().map(|body| error_body(cx, body));
    let failures: Vec<_> = cx
        .operations()
        .filter_map(|(operation, names)| Some((operation, conversion(cx, operation, names)?)))
        .collect();
    if body.is_none() && failures.is_empty() {
        return Ok(None);
    }
    let status = (!failures.is_empty()).then(status_function);
    let mut file = RustFile::new(Doc::new("How errors are written.").lines());
    file.items(body.unwrap_or_default())?;
    for (operation, conversion) in failures {
        file.gate(features::of_operation(cx, operation).lines());
        file.items(conversion)?;
    }
    file.gate(String::new());
    file.items(status.unwrap_or_default())?;
    Imports::new(cx)?.of(file.mentions()).add_to(&mut file)?;
    Ok(Some(file.finish()))
}

/// The function that writes an error as the config's error schema says.
fn error_body(cx: &Cx<'_>, body: &ErrorBody) -> TokenStream {
    let message = &body.message;
    let name = cx.value_type(body.schema).to_string().replace(' ', "");
    let docs = Doc::new(format!("The body of an error: {}.", code(&name))).outer();
    let required = |member: &str| is_required(cx, body.schema, member);
    // One member cannot be both.
    let detail = body.detail.as_ref().filter(|detail| *detail != message).map(|detail| {
        let method = if required(detail) { "required_detail" } else { "detail" };
        let method = ident(method);
        quote! { .#method(#detail) }
    });
    let violations = body.violations.as_ref().map(|violations| {
        let (member, field, detail) = (&violations.member, &violations.field, &violations.detail);
        let method = if required(member) { "required_violations" } else { "violations" };
        let method = ident(method);
        quote! { .#method(#member, #field, #detail) }
    });
    quote! {
        #docs
        pub(crate) fn error_body(error: &ApiError) -> Vec<u8> {
            const SHAPE: ErrorShape = ErrorShape::new(#message)#detail #violations;
            SHAPE.write(error)
        }
    }
}

fn is_required(cx: &Cx<'_>, schema: TypeId, member: &str) -> bool {
    let TypeKind::Object(Object { properties, .. }) = &cx.resolve(schema).1.kind else {
        return false;
    };
    properties.iter().any(|property| property.name == member && property.required)
}

/// A documented failure of its own kind as an error that an implementation answers with.
fn conversion(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
    let Failure::Several(answers) = failure(cx, operation) else { return None };
    let failure = ident(&names.failure);
    let arms = answers.iter().filter_map(|(index, response, _)| {
        let variant = ident(names.responses.get(*index)?);
        if has_open_status(response) {
            return Some(quote! {
                Failure::#variant(code, body) => Self::json(status(code), &body),
            });
        }
        let StatusKey::Code(code) = response.status else { return None };
        let code = Literal::u16_unsuffixed(code);
        Some(quote! { Failure::#variant(body) => Self::json(status(#code), &body), })
    });
    let alias = failure_alias(cx, operation, names);
    Some(quote! {
        impl From<operations::#failure> for ApiError {
            fn from(failure: operations::#failure) -> Self {
                #alias
                match failure { #(#arms)* }
            }
        }
    })
}

fn status_function() -> TokenStream {
    quote! {
        /// A status that is none is a mistake of the implementation.
        fn status(code: u16) -> StatusCode {
            StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}
