//! How each operation is asked and how its answers are read: data for the runtime.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::Cx;
use super::super::answers::{
    Failure, Success, body, failure, failure_type, has_open_status, status_pattern, success,
    success_type,
};
use crate::model::{
    BodyKind, Operation, Parameter, ParameterLocation, Response, ResponseBody, StatusKey, TypeKind,
};
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, ident, mentions};

/// Emits `src/client/requests.rs`.
pub(super) fn emit(cx: &Cx<'_>) -> Result<String, String> {
    let docs = Doc::new("How each operation is asked, and how its answers are read.");
    let mut file = RustFile::new(docs.lines());
    let items: TokenStream =
        cx.operations().map(|(operation, names)| emit_operation(cx, operation, names)).collect();
    let types = mentions(&items, "types").then(|| quote! { use crate::types; });
    let operations = mentions(&items, "operations").then(|| quote! { use crate::operations; });
    let transport = mentions(&items, "Transport").then(|| quote! { , Transport });
    if operations.is_some() {
        file.group(quote! {
            #operations
            use crate::runtime::client::call::{Operation, Spec #transport};
            use crate::runtime::client::error::Error;
            use crate::runtime::client::reply::Reply;
            use crate::runtime::client::request::RequestEncoder;
            #types
        })?;
    }
    file.items(items)?;
    Ok(file.finish())
}

fn emit_operation(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let input = ident(&names.input);
    let socket = quote! { crate::runtime::client::web_socket::WebSocket };
    let output = success_type(cx, operation, names, &socket);
    let error = failure_type(cx, operation, names);
    let spec = emit_spec(cx, operation);
    let encode = emit_encode(cx, operation, names);
    let decode = emit_decode(cx, operation, names);
    quote! {
        impl Operation for operations::#input {
            type Output = #output;
            type Error = #error;
            const SPEC: Spec = #spec;
            #encode
            #decode
        }
    }
}

fn emit_spec(cx: &Cx<'_>, operation: &Operation) -> TokenStream {
    let (id, path) = (&operation.id, cx.full_path(operation));
    let method = ident(operation.method.as_str());
    let transport = if operation.is_web_socket() {
        quote! { crate::runtime::client::web_socket::TRANSPORT }
    } else {
        quote! { Transport::Http }
    };
    let security = operation.security.iter().map(|alternative| {
        let schemes = alternative
            .iter()
            .filter_map(|index| cx.names.security.get(*index))
            .map(|names| ident(&names.constant));
        quote! { &[#(&super::#schemes),*] }
    });
    quote! {
        Spec {
            id: #id,
            method: ::reqwest::Method::#method,
            path: #path,
            security: &[#(#security),*],
            transport: #transport,
        }
    }
}

fn emit_encode(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let parameters = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .map(|(parameter, field)| emit_parameter(cx, parameter, field));
    let body = operation.body.iter().map(|body| {
        let field = ident(&names.body);
        let value = if body.required {
            quote! { Some(&self.#field) }
        } else {
            quote! { self.#field.as_ref() }
        };
        match &body.kind {
            BodyKind::Json(media_type) => {
                let media_type = &media_type.0;
                quote! { request.json(#media_type, #value); }
            }
        }
    });
    if operation.parameters.is_empty() && operation.body.is_none() {
        return quote! { fn encode(&self, _: &mut RequestEncoder) {} };
    }
    quote! { fn encode(&self, request: &mut RequestEncoder) { #(#parameters)* #(#body)* } }
}

fn emit_parameter(cx: &Cx<'_>, parameter: &Parameter, field: &str) -> TokenStream {
    let (name, field) = (&parameter.name, ident(field));
    let array = matches!(cx.resolve(parameter.schema).1.kind, TypeKind::Array { .. });
    let one = if parameter.required {
        quote! { Some(&self.#field) }
    } else {
        quote! { self.#field.as_ref() }
    };
    match (parameter.location, array) {
        (ParameterLocation::Path, false) => quote! { request.path(#name, &self.#field); },
        (ParameterLocation::Path, true) => quote! { request.path_list(#name, &self.#field); },
        (ParameterLocation::Query, false) => quote! { request.query(#name, #one); },
        (ParameterLocation::Query, true) if parameter.explode => {
            quote! { request.query_each(#name, &self.#field); }
        }
        (ParameterLocation::Query, true) => quote! { request.query_list(#name, &self.#field); },
        (ParameterLocation::Header, false) => quote! { request.header(#name, #one); },
        (ParameterLocation::Header, true) => quote! { request.header_list(#name, &self.#field); },
    }
}

fn emit_decode(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    if let (Success::One(response), Failure::One(_) | Failure::Unknown) =
        (success(operation), failure(cx, operation))
        && let StatusKey::Code(status) = response.status
        && !response.status.is_error()
    {
        let (status, read) = (Literal::u16_unsuffixed(status), reader(response));
        return quote! {
            fn decode(reply: Reply) -> Result<Self::Output, Error<Self::Error>> {
                reply.on(#status, Reply::#read)
            }
        };
    }
    let successes = match success(operation) {
        Success::Unknown => vec![quote! { 200..=399 => reply.empty(), }],
        Success::One(response) => {
            // A `default` that is all there is stands for every success.
            let pattern = if response.status.is_error() {
                quote! { 200..=399 }
            } else {
                status_pattern(response.status)
            };
            let read = read_body(response);
            vec![quote! { #pattern => #read, }]
        }
        Success::Several(answers) => {
            answers.iter().map(|(index, response)| success_arm(names, *index, response)).collect()
        }
    };
    let failures = match failure(cx, operation) {
        Failure::Several(answers) => answers
            .iter()
            .map(|(index, response, _)| failure_arm(names, *index, response))
            .collect(),
        Failure::One(_) | Failure::Unknown => Vec::new(),
    };
    // Where the kinds of failures differ, none of them stands for all.
    let rest = if failures.is_empty() {
        quote! { api_error }
    } else {
        quote! { undocumented }
    };
    quote! {
        fn decode(reply: Reply) -> Result<Self::Output, Error<Self::Error>> {
            match reply.status() { #(#successes)* #(#failures)* _ => Err(reply.#rest()), }
        }
    }
}

fn read_body(response: &Response) -> TokenStream {
    let read = reader(response);
    quote! { reply.#read() }
}

/// The runtime's function that reads the body of an answer.
fn reader(response: &Response) -> Ident {
    ident(match &response.body {
        ResponseBody::Empty => "empty",
        ResponseBody::Typed { kind: BodyKind::Json(_), .. } => "json",
        ResponseBody::WebSocket => "web_socket",
    })
}

fn success_arm(names: &OperationNames, index: usize, response: &Response) -> TokenStream {
    let (output, variant) = variant_path(&names.output, names, index);
    let (pattern, read) = (status_pattern(response.status), read_body(response));
    let path = quote! { operations::#output::#variant };
    let map = match (has_open_status(response), body(response).is_some()) {
        (false, true) => quote! { #read.map(#path) },
        (false, false) => quote! { #read.map(|()| #path) },
        (true, true) => quote! { #read.map(|body| #path(status, body)) },
        (true, false) => quote! { #read.map(|()| #path(status)) },
    };
    if has_open_status(response) {
        quote! { status @ #pattern => #map, }
    } else {
        quote! { #pattern => #map, }
    }
}

fn failure_arm(names: &OperationNames, index: usize, response: &Response) -> TokenStream {
    let (failure, variant) = variant_path(&names.failure, names, index);
    let pattern = status_pattern(response.status);
    let path = quote! { operations::#failure::#variant };
    if !has_open_status(response) {
        return quote! { #pattern => Err(reply.api_error_as(#path)), };
    }
    // Success is never an error, not even an undocumented one.
    let pattern = if response.status == StatusKey::Default {
        quote! { 400.. }
    } else {
        pattern
    };
    quote! { status @ #pattern => Err(reply.api_error_as(|body| #path(status, body))), }
}

fn variant_path(item: &str, names: &OperationNames, index: usize) -> (Ident, Ident) {
    let variant = names.responses.get(index).map_or("Unknown", String::as_str);
    (ident(item), ident(variant))
}
