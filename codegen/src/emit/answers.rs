//! What an operation answers, as both crates see it: the type of success and the type of failure.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::contents::{content_type, is_stream};
use super::streams::{Side, stream_of};
use crate::model::{
    BodyKind, Content, Headers, Operation, Response, ResponseBody, StatusKey, TypeId,
};
use crate::name::OperationNames;
use crate::rust::ident;

/// The successful answer of an operation.
#[derive(Debug)]
pub(crate) enum Success<'a> {
    /// There is one.
    One(&'a Response),
    /// There are several, by their statuses or by their media types.
    Several(Vec<Answer<'a>>),
    /// The document says nothing: any status below 400, whatever its body.
    Unknown,
}

/// One of several answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'a> {
    /// Index in `Operation::responses`.
    pub(crate) index: usize,
    pub(crate) response: &'a Response,
    /// Index among the answer's contents.
    pub(crate) position: usize,
    /// What is in it, if it is not empty.
    pub(crate) content: Option<&'a Content>,
}

impl Answer<'_> {
    /// The variant that stands for it.
    pub(crate) fn variant<'n>(&self, names: &'n OperationNames) -> &'n str {
        let contents = names.contents.get(self.index);
        contents.and_then(|names| names.get(self.position)).map_or("Unknown", String::as_str)
    }

    /// The values are read as they come.
    pub(crate) fn is_stream(&self) -> bool {
        self.content.is_some_and(is_stream)
    }
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
    let answers: Vec<Answer<'_>> =
        successes.iter().flat_map(|(index, response)| answers(*index, response)).collect();
    match answers.as_slice() {
        [] => Success::Unknown,
        [only] => Success::One(only.response),
        _ => Success::Several(answers),
    }
}

/// An answer in each of the ways in which it may be written.
fn answers(index: usize, response: &Response) -> Vec<Answer<'_>> {
    let contents = contents(response);
    if contents.is_empty() {
        return vec![Answer { index, response, position: 0, content: None }];
    }
    let answer = |(position, content)| Answer { index, response, position, content: Some(content) };
    contents.iter().enumerate().map(answer).collect()
}

/// Which answers of `operation` mean failure and say more than their status.
pub(crate) fn failure<'a>(cx: &Cx<'_>, operation: &'a Operation) -> Failure<'a> {
    let failures: Vec<_> = indexed(operation)
        .filter(|(_, response)| {
            operation.failures().any(|failure| std::ptr::eq(failure, *response))
        })
        .filter_map(|(index, response)| Some((index, response, json_body(response)?)))
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

/// The ways in which the body of an answer may be written.
pub(crate) fn contents(response: &Response) -> &[Content] {
    match &response.body {
        ResponseBody::Typed(contents) => contents,
        ResponseBody::Empty
        | ResponseBody::Messages
        | ResponseBody::Socket(_)
        | ResponseBody::Events(_) => &[],
    }
}

/// The documented body of an answer that has no more than one.
pub(crate) fn body(response: &Response) -> Option<&Content> {
    contents(response).first()
}

/// What the JSON of an answer holds.
pub(crate) fn json_body(response: &Response) -> Option<TypeId> {
    contents(response).iter().find_map(|content| match content.kind {
        BodyKind::Json(schema) => Some(schema),
        BodyKind::Form(..)
        | BodyKind::Multipart(..)
        | BodyKind::Text(_)
        | BodyKind::Lines(_)
        | BodyKind::Bytes => None,
    })
}

/// The type of what an answer carries, if it carries anything.
pub(crate) fn body_type(cx: &Cx<'_>, response: &Response, side: Side) -> Option<TokenStream> {
    match stream_of(&response.body) {
        Some(stream) => Some(stream.ty(cx, side)),
        None => body(response).map(|content| content_type(cx, content, "")),
    }
}

/// The type of a successful answer.
pub(crate) fn success_type(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
    side: Side,
) -> TokenStream {
    let output = match success(operation) {
        Success::Unknown => quote! { () },
        Success::One(response) => body_type(cx, response, side).unwrap_or_else(|| quote! { () }),
        Success::Several(_) => {
            let output = ident(&names.output);
            quote! { operations::#output }
        }
    };
    match (operation.headers(), side) {
        // Clients read them when they are asked to.
        (None, _) | (_, Side::Client) => output,
        (Some(headers), Side::Server) => {
            let headers = cx.value_type(headers.schema);
            quote! { WithHeaders<#output, #headers> }
        }
    }
}

/// Every type of headers that answers have, each once, with how they are written.
pub(crate) fn headers<'a>(cx: &Cx<'a>) -> BTreeMap<TypeId, &'a Headers> {
    let responses = cx.api.operations.iter().flat_map(|operation| &operation.responses);
    let headers = responses.filter_map(|response| response.headers.as_ref());
    headers.map(|headers| (cx.resolve(headers.schema).0, headers)).collect()
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

/// What the enum of successful answers is called where its variants are matched: with its whole name
/// before each, they would take a screen.
pub(crate) fn output_alias(operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
    let output = ident(&names.output);
    let several = matches!(success(operation), Success::Several(_));
    several.then(|| quote! { use operations::#output as Output; })
}

/// The same for the enum of failures.
pub(crate) fn failure_alias(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let enumeration = ident(&names.failure);
    let several = matches!(failure(cx, operation), Failure::Several(_));
    several.then(|| quote! { use operations::#enumeration as Failure; })
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

/// The status of an answer; where the document leaves it open, the usual one.
pub(crate) fn usual_status(status: StatusKey) -> u16 {
    match status {
        StatusKey::Code(code) => code,
        StatusKey::Class(class) => u16::from(class) * 100,
        StatusKey::Default => 200,
    }
}

fn indexed(operation: &Operation) -> impl Iterator<Item = (usize, &Response)> {
    operation.responses.iter().enumerate()
}
