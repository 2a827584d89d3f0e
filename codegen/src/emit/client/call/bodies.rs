//! The body of a request, out of the command line.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::super::Cx;
use super::super::super::contents::{part_fields, parts_name};
use crate::model::{BodyKind, Content, Operation, Part, PartContent, RequestBody, TypeId};
use crate::name::OperationNames;
use crate::rust::ident;

/// What the command line says about the body.
pub(super) fn argument(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let value = match body.contents.as_slice() {
        [Content { kind: BodyKind::Json(_), .. }] if !body.required => {
            return Some(quote! { caller.arguments.optional_body()? });
        }
        [only] => content(cx, body, names, only),
        several => one_of(cx, body, names, several),
    };
    Some(if body.required {
        value
    } else {
        quote! { if caller.arguments.has_body() { Some(#value) } else { None } }
    })
}

fn one_of(
    cx: &Cx<'_>,
    body: &RequestBody,
    names: &OperationNames,
    contents: &[Content],
) -> TokenStream {
    let item = ident(&names.body_type);
    let media_types: Vec<&str> = contents.iter().map(|one| one.media_type.0.as_str()).collect();
    let last = contents.len().saturating_sub(1);
    let arms = contents.iter().zip(&names.body_contents).enumerate().map(|(index, (one, name))| {
        let (variant, value) = (ident(name), content(cx, body, names, one));
        let media_type = &one.media_type.0;
        let pattern = if index == last {
            quote! { _ }
        } else {
            quote! { #media_type }
        };
        quote! { #pattern => operations::#item::#variant(#value), }
    });
    quote! { match caller.arguments.media_type(&[#(#media_types),*])? { #(#arms)* } }
}

fn content(
    cx: &Cx<'_>,
    body: &RequestBody,
    names: &OperationNames,
    content: &Content,
) -> TokenStream {
    match &content.kind {
        // As people write objects: in JSON.
        BodyKind::Json(_) | BodyKind::Form(..) => quote! { caller.arguments.body()? },
        BodyKind::Text(_) => quote! { caller.arguments.text_body()? },
        BodyKind::Lines(_) => quote! { caller.arguments.lines_body()? },
        BodyKind::Bytes => quote! { caller.arguments.bytes_body()? },
        BodyKind::Multipart(schema, parts) => {
            self::parts(cx, (*schema, parts), parts_name(body, names))
        }
    }
}

fn parts(cx: &Cx<'_>, (schema, parts): (TypeId, &[Part]), name: &str) -> TokenStream {
    let item = ident(name);
    let fields = part_fields(cx, schema, parts);
    let fields = fields.iter().map(|part| {
        let (field, name) = (ident(part.field), &part.property.name);
        let value = match (part.content, part.optional(), part.list) {
            (PartContent::File { many: true, .. }, ..) => quote! { files(#name)? },
            (PartContent::File { many: false, .. }, true, _) => quote! { optional_file(#name)? },
            (PartContent::File { many: false, .. }, false, _) => quote! { file(#name)? },
            (PartContent::Field(_), true, _) => quote! { optional_part(#name)? },
            (PartContent::Field(_), false, true) => {
                quote! { optional_part(#name)?.unwrap_or_default() }
            }
            (PartContent::Field(_), false, false) => quote! { part(#name)? },
        };
        quote! { #field: caller.arguments.#value }
    });
    quote! { operations::#item { #(#fields),* } }
}
