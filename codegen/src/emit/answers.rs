//! What an operation answers, as both crates see it: the type of success and the type of failure.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::streams::{Side, stream_of};
use crate::model::{BodyKind, Operation, Response, ResponseBody, StatusKey, TypeId};
use crate::name::OperationNames;
use crate::rust::ident;

/// The successful answer of an operation.
#[derive(Debug)]
pub(crate) enum Success<'a> {
    /// There is one.
    One(&'a Response),
    /// There are several; by index of `Operation::responses`.
    Several(Vec<(usize, &'a Response)>),
    /// The document says nothing: any status below 400, whatever its body.
    Unknown,
}

/// The documented failures of an operation that have a body.
#[derive(Debug)]
pub(crate) enum Failure<'a> {
    /// All share this type.
    One(TypeId),
    /// They differ; by index of `Operation::responses`.
    Several(Vec<(usize, &'a Response, TypeId)>),
    /// The document names none, and so does the config.
    Unknown,
}

/// Which answers of `operation` mean success.
pub(crate) fn success(operation: &Operation) -> Success<'_> {
    let successes: Vec<_> = indexed(operation)
        .filter(|(_, response)| {
            operation.successes().any(|success| std::ptr::eq(success, *response))
        })
        .collect();
    match successes.as_slice() {
        [] => Success::Unknown,
        [(_, only)] => Success::One(only),
        _ => Success::Several(successes),
    }
}

/// Which answers of `operation` mean failure and say more than their status.
pub(crate) fn failure<'a>(cx: &Cx<'_>, operation: &'a Operation) -> Failure<'a> {
    let failures: Vec<_> = indexed(operation)
        .filter(|(_, response)| {
            operation.failures().any(|failure| std::ptr::eq(failure, *response))
        })
        .filter_map(|(index, response)| Some((index, response, body(response)?.1)))
        .collect();
    let Some((_, _, first)) = failures.first() else {
        return cx
            .api
            .error_body
            .as_ref()
            .map_or(Failure::Unknown, |body| Failure::One(body.schema));
    };
    if failures.iter().all(|(_, _, schema)| schema == first) {
        Failure::One(*first)
    } else {
        Failure::Several(failures)
    }
}

/// The documented body of an answer.
pub(crate) fn body(response: &Response) -> Option<(&BodyKind, TypeId)> {
    match &response.body {
        ResponseBody::Typed { kind, schema } => Some((kind, *schema)),
        ResponseBody::Empty
        | ResponseBody::Messages
        | ResponseBody::Socket(_)
        | ResponseBody::Events(_) => None,
    }
}

/// The type of what an answer carries, if it carries anything.
pub(crate) fn body_type(cx: &Cx<'_>, response: &Response, side: Side) -> Option<TokenStream> {
    match stream_of(&response.body) {
        Some(stream) => Some(stream.ty(cx, side)),
        None => body(response).map(|(_, schema)| cx.nullable_type(schema)),
    }
}

/// The type of a successful answer.
pub(crate) fn success_type(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
    side: Side,
) -> TokenStream {
    match success(operation) {
        Success::Unknown => quote! { () },
        Success::One(response) => body_type(cx, response, side).unwrap_or_else(|| quote! { () }),
        Success::Several(_) => {
            let output = ident(&names.output);
            quote! { operations::#output }
        }
    }
}

/// The type of the body of a failure.
pub(crate) fn failure_type(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    match failure(cx, operation) {
        Failure::One(schema) => cx.value_type(schema),
        Failure::Several(_) => {
            let failure = ident(&names.failure);
            quote! { operations::#failure }
        }
        Failure::Unknown => quote! { () },
    }
}

/// The match pattern of a status.
pub(crate) fn status_pattern(status: StatusKey) -> TokenStream {
    match status {
        StatusKey::Code(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            quote! { #code }
        }
        StatusKey::Class(class) => {
            let first = proc_macro2::Literal::u16_unsuffixed(u16::from(class) * 100);
            let last = proc_macro2::Literal::u16_unsuffixed(u16::from(class) * 100 + 99);
            quote! { #first..=#last }
        }
        StatusKey::Default => quote! { _ },
    }
}

/// A variant of an enum of answers: with the status where the document leaves it open, and with the
/// body where there is one.
pub(crate) fn has_open_status(response: &Response) -> bool {
    match response.status {
        StatusKey::Code(_) => false,
        StatusKey::Class(_) | StatusKey::Default => true,
    }
}

fn indexed(operation: &Operation) -> impl Iterator<Item = (usize, &Response)> {
    operation.responses.iter().enumerate()
}
