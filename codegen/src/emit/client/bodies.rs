//! How the body of an operation is written.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use super::super::contents::part_fields;
use super::super::styles::{style, styles};
use crate::model::{BodyKind, Content, Operation, Part, PartContent, TypeId};
use crate::name::OperationNames;
use crate::rust::ident;

/// The statement that writes the body; nothing if there is none.
pub(super) fn emit(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let field = ident(&names.body);
    let value = Value { place: quote! { self.#field }, required: body.required };
    if let [only] = body.contents.as_slice() {
        return Some(write(cx, only, &value));
    }
    let item = ident(&names.body_type);
    let arms = body.contents.iter().zip(&names.body_contents).map(|(content, name)| {
        let variant = ident(name);
        let write = write(cx, content, &Value { place: quote! { body }, required: true });
        let pattern = quote! { operations::#item::#variant(body) };
        if body.required {
            quote! { #pattern => { #write } }
        } else {
            quote! { Some(#pattern) => { #write } }
        }
    });
    let none = (!body.required).then(|| quote! { None => {} });
    Some(quote! { match self.#field { #(#arms)* #none } })
}

/// A value that may be missing.
struct Value {
    place: TokenStream,
    required: bool,
}

impl Value {
    fn borrowed(&self) -> TokenStream {
        let place = &self.place;
        if self.required {
            quote! { Some(&#place) }
        } else {
            quote! { #place.as_ref() }
        }
    }

    fn owned(&self) -> TokenStream {
        let place = &self.place;
        if self.required {
            quote! { Some(#place) }
        } else {
            quote! { #place }
        }
    }
}

fn write(cx: &Cx<'_>, content: &Content, value: &Value) -> TokenStream {
    let media_type = &content.media_type.0;
    match &content.kind {
        BodyKind::Json(_) => {
            let media_type =
                if content.media_type.is_range() { "application/json" } else { media_type };
            let value = value.borrowed();
            quote! { request.json(#media_type, #value); }
        }
        BodyKind::Form(_, fields) => {
            let (styles, value) = (styles(fields), value.borrowed());
            quote! { request.form(#styles, #value); }
        }
        BodyKind::Text(_) => {
            let value = value.borrowed();
            quote! { request.text(#media_type, #value); }
        }
        BodyKind::Lines(_) => {
            let value = value.owned();
            quote! { request.lines(#media_type, #value); }
        }
        BodyKind::Bytes => {
            let value = value.owned();
            quote! { request.bytes(#media_type, #value); }
        }
        BodyKind::Multipart(schema, parts) => {
            let (place, write) = (&value.place, write_parts(cx, *schema, parts));
            if value.required {
                // A variant's value is called so already.
                let named = place.to_string() == "body";
                let name = (!named).then(|| quote! { let body = #place; });
                quote! { #name #write }
            } else {
                quote! { if let Some(body) = #place { #write } }
            }
        }
    }
}

/// Values come before files, so that a server need not keep these in memory.
fn write_parts(cx: &Cx<'_>, schema: TypeId, parts: &[Part]) -> TokenStream {
    let fields = part_fields(cx, schema, parts);
    let mut values = TokenStream::new();
    let mut files = TokenStream::new();
    for part in &fields {
        let (name, field) = (&part.property.name, ident(part.field));
        match part.content {
            PartContent::Field(of) => {
                let of = style(*of);
                let value = Value { place: quote! { body.#field }, required: !part.optional() };
                let value = value.borrowed();
                values.extend(quote! { parts.field(#name, #of, #value); });
            }
            PartContent::File { many, media_type } => {
                let media_type = match media_type {
                    Some(media_type) => quote! { Some(#media_type) },
                    None => quote! { None },
                };
                files.extend(if *many {
                    quote! { parts.files(#name, #media_type, body.#field); }
                } else {
                    let value = Value { place: quote! { body.#field }, required: !part.optional() };
                    let value = value.owned();
                    quote! { parts.file(#name, #media_type, #value); }
                });
            }
        }
    }
    quote! {
        let mut parts = uploads::Multipart::default();
        #values
        #files
        request.multipart(parts);
    }
}
