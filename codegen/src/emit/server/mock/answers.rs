//! What the mock answers: one expression per operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::super::Cx;
use super::super::super::answers::{
    Answer, Success, body, has_open_status, json_body, success, success_type, usual_status,
};
use super::super::super::streams::{Side, Stream, stream};
use super::super::access::Access;
use crate::model::{BodyKind, Channel, ChannelContent, Operation, Socket, StatusKey, TypeId};
use crate::name::OperationNames;
use crate::rust::ident;

/// The type of the answer.
pub(super) fn output(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    success_type(cx, operation, names, Side::Server)
}

/// The schema that an answer is made of, and the example that stands beside it.
pub(super) fn made_of(operation: &Operation) -> Option<(TypeId, Option<&serde_json::Value>)> {
    let answer = chosen(operation)?;
    let schema = match stream(operation) {
        Some(Stream::Messages) => None,
        Some(Stream::Events(events)) => Some(events.item),
        Some(Stream::Socket(socket)) => match socket.received?.content {
            ChannelContent::Json(schema) => Some(schema),
            ChannelContent::Bytes => None,
        },
        None => answer.content?.kind.schema(),
    };
    Some((schema?, answer.response.example.as_ref()))
}

/// The schema in which the operation refuses a caller, and its example, where that is not how all
/// errors are written.
pub(super) fn refused_with<'a>(
    cx: &Cx<'_>,
    operation: &'a Operation,
) -> Option<(TypeId, Option<&'a serde_json::Value>)> {
    // Who asks for nothing refuses nobody.
    if matches!(Access::of(operation), Access::Open) {
        return None;
    }
    let mut failures = operation.failures();
    let response = failures.find(|failure| failure.status == StatusKey::Code(401))?;
    let schema = json_body(response)?;
    let usual = cx.api.error_body.as_ref().map(|body| cx.resolve(body.schema).0);
    (usual != Some(cx.resolve(schema).0)).then_some((schema, response.example.as_ref()))
}

/// The answer; the schemas are the expressions of what it and its headers are made of.
pub(super) fn answer(
    operation: &Operation,
    names: &OperationNames,
    schema: Option<&TokenStream>,
    headers: Option<&TokenStream>,
) -> Result<TokenStream, String> {
    let (id, answer) = (&operation.id, body_answer(operation, names, schema)?);
    Ok(match headers {
        None => answer,
        Some(headers) => quote! { self.with_headers(#answer, #id, #headers) },
    })
}

fn body_answer(
    operation: &Operation,
    names: &OperationNames,
    schema: Option<&TokenStream>,
) -> Result<TokenStream, String> {
    let id = &operation.id;
    let made = || {
        let schema = schema.ok_or_else(|| format!("no schema of the answer of `{id}`"))?;
        Ok::<_, String>(quote! { (#id, #schema) })
    };
    match stream(operation) {
        Some(Stream::Messages) => return Ok(quote! { Ok(self.web_socket()) }),
        Some(Stream::Events(_)) => {
            let made = made()?;
            return Ok(quote! { Ok(self.events #made) });
        }
        Some(Stream::Socket(socket)) => return socket_answer(socket, made),
        None => {}
    }
    let Some(answer) = chosen(operation) else { return Ok(quote! { Ok(()) }) };
    let value = match answer.content.map(|content| &content.kind) {
        None => None,
        Some(BodyKind::Json(_) | BodyKind::Text(Some(_))) => {
            let made = made()?;
            Some(quote! { self.answer #made })
        }
        Some(BodyKind::Lines(_)) => {
            let made = made()?;
            Some(quote! { self.answer #made.map(|line| ::std::iter::once::<_>(line).collect()) })
        }
        // There is nothing that would be right for every media type.
        Some(
            BodyKind::Text(None) | BodyKind::Bytes | BodyKind::Form(..) | BodyKind::Multipart(..),
        ) => return Ok(of_success(operation, names, &answer, Some(quote! { Default::default() }))),
    };
    Ok(match (success(operation), value) {
        (_, None) => of_success(operation, names, &answer, None),
        (Success::One(_) | Success::Unknown, Some(value)) => value,
        (Success::Several(_), Some(value)) => {
            let (output, variant) = (ident(&names.output), ident(answer.variant(names)));
            match status(&answer) {
                None => quote! { #value.map(operations::#output::#variant) },
                Some(status) => {
                    quote! { #value.map(|body| operations::#output::#variant(#status, body)) }
                }
            }
        }
    })
}

/// The answer with a body that is there already.
fn of_success(
    operation: &Operation,
    names: &OperationNames,
    answer: &Answer<'_>,
    body: Option<TokenStream>,
) -> TokenStream {
    if let Success::One(_) | Success::Unknown = success(operation) {
        let body = body.unwrap_or_else(|| quote! { () });
        return quote! { Ok(#body) };
    }
    let (output, variant) = (ident(&names.output), ident(answer.variant(names)));
    let status = status(answer).map(|status| quote! { #status });
    let parts: Vec<TokenStream> = status.into_iter().chain(body).collect();
    let parts = (!parts.is_empty()).then(|| quote! { (#(#parts),*) });
    quote! { Ok(operations::#output::#variant #parts) }
}

/// The status, where the document leaves it open.
fn status(answer: &Answer<'_>) -> Option<u16> {
    has_open_status(answer.response).then(|| usual_status(answer.response.status))
}

fn socket_answer(
    socket: &Socket,
    made: impl FnOnce() -> Result<TokenStream, String>,
) -> Result<TokenStream, String> {
    let content = |channel: Option<Channel>| channel.map(|channel| channel.content);
    // The server sends what the client receives.
    Ok(match (content(socket.sent), content(socket.received)) {
        (_, Some(ChannelContent::Json(_))) => {
            let made = made()?;
            quote! { Ok(self.messages #made) }
        }
        (Some(ChannelContent::Bytes), Some(ChannelContent::Bytes)) => quote! { Ok(self.echo()) },
        (Some(ChannelContent::Json(_)), Some(ChannelContent::Bytes)) => {
            quote! { Ok(self.terminal()) }
        }
        (None, Some(ChannelContent::Bytes)) => quote! { Ok(self.trickle()) },
        (_, None) => quote! { Ok(self.listener()) },
    })
}

/// The answer that the mock gives: the first one that means success, redirections left aside.
fn chosen(operation: &Operation) -> Option<Answer<'_>> {
    let answers = match success(operation) {
        Success::One(response) => {
            return Some(Answer { index: 0, response, position: 0, content: body(response) });
        }
        Success::Several(answers) => answers,
        Success::Unknown => return None,
    };
    let is_plain = |answer: &&Answer<'_>| usual_status(answer.response.status) < 300;
    answers.iter().find(is_plain).or_else(|| answers.first()).copied()
}
