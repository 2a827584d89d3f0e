//! How the body of an operation is read.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::contents::{PartField, part_fields, parts_name};
use super::super::styles::{style, styles};
use super::super::{Cx, features};
use super::imports::Imports;
use super::schemas::Schemas;
use crate::model::{BodyKind, Content, Operation, PartContent};
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, ident};

/// The body of one operation.
pub(super) struct Body<'a> {
    pub(super) schemas: &'a Schemas<'a>,
    /// Index of the operation.
    pub(super) index: usize,
}

impl Body<'_> {
    /// The expression that reads the body: an `Option` of it.
    pub(super) fn read(
        &self,
        operation: &Operation,
        names: &OperationNames,
    ) -> Result<TokenStream, String> {
        let body = operation.body.as_ref().ok_or("an input that is no input")?;
        let first = operation.parameters.len();
        if let [only] = body.contents.as_slice() {
            return self.content(only, body.required, first);
        }
        let (item, media_types) = (ident(&names.body_type), body.contents.iter());
        let media_types = media_types.map(|content| &content.media_type.0);
        let mut arms = TokenStream::new();
        for (position, (content, name)) in
            body.contents.iter().zip(&names.body_contents).enumerate()
        {
            let read = self.content(content, true, first + position)?;
            let variant = ident(name);
            let pattern = proc_macro2::Literal::usize_unsuffixed(position);
            arms.extend(quote! { #pattern => #read.map(operations::#item::#variant), });
        }
        let read = quote! { match inputs.media_type(&[#(#media_types),*]) { #arms _ => None, } };
        if body.required {
            return Ok(read);
        }
        Ok(quote! { if inputs.has_no_body() { Some(None) } else { (#read).map(Some) } })
    }

    fn content(
        &self,
        content: &Content,
        required: bool,
        input: usize,
    ) -> Result<TokenStream, String> {
        let optional = if required { "" } else { "_optional" };
        let method = |name: &str| ident(&format!("{name}_body{optional}"));
        let media_type = &content.media_type.0;
        let read = match &content.kind {
            BodyKind::Json(_) => {
                let (method, schema) = (method("json"), self.schema(input)?);
                quote! { #method(#schema) }
            }
            BodyKind::Form(_, fields) => {
                let (method, schema) = (method("form"), self.schema(input)?);
                let styles = styles(fields);
                quote! { #method(#styles, #schema) }
            }
            BodyKind::Text(_) => {
                let (method, schema) = (method("text"), self.schema(input)?);
                quote! { #method(#media_type, #schema) }
            }
            BodyKind::Multipart(..) => {
                let method = method("multipart");
                quote! { #method() }
            }
            BodyKind::Lines(_) => {
                let method = method("lines");
                quote! { #method(#media_type) }
            }
            BodyKind::Bytes => {
                let method = method("bytes");
                quote! { #method(#media_type) }
            }
        };
        Ok(quote! { inputs.#read })
    }

    fn schema(&self, input: usize) -> Result<TokenStream, String> {
        self.schemas.reference(self.index, (input, 0))
    }
}

/// How the body is received before it is read, for the operation's `Route`. Nothing if it is not.
pub(super) fn kind(operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    if let [only] = body.contents.as_slice() {
        let kind = content_kind(only, body.required, parts_name(body, names))?;
        // An empty text is none, and has to be looked at for that.
        let is_parts = matches!(only.kind, BodyKind::Multipart(..));
        return Some(if body.required || !is_parts { kind } else { optional(&kind) });
    }
    let kinds = body.contents.iter().map(|content| {
        let media_type = &content.media_type.0;
        let kind = content_kind(content, true, parts_name(body, names));
        let kind = kind.unwrap_or(quote! { BodyKind::Unread });
        quote! { (#media_type, #kind) }
    });
    let kind = quote! { BodyKind::Either(&[#(#kinds),*]) };
    Some(if body.required { kind } else { optional(&kind) })
}

fn optional(kind: &TokenStream) -> TokenStream {
    quote! { BodyKind::Optional(&#kind) }
}

fn content_kind(content: &Content, required: bool, parts: &str) -> Option<TokenStream> {
    match content.kind {
        BodyKind::Json(_) if required => Some(quote! { BodyKind::Json }),
        BodyKind::Json(_) | BodyKind::Form(..) | BodyKind::Text(_) => {
            Some(quote! { BodyKind::Whole })
        }
        BodyKind::Multipart(..) => {
            let parts = ident(parts);
            Some(quote! { BodyKind::Parts(multipart::receive::<operations::#parts>) })
        }
        BodyKind::Bytes | BodyKind::Lines(_) => None,
    }
}

/// Emits `src/forms.rs`: how bodies of parts are put together. Nothing if there are none.
pub(super) fn emit(cx: &Cx<'_>, schemas: &Schemas<'_>) -> Result<Option<String>, String> {
    let mut file = RustFile::new(Doc::new("How bodies of parts are put together.").lines());
    let mut is_empty = true;
    for (index, (operation, names)) in cx.operations().enumerate() {
        let Some(body) = &operation.body else { continue };
        for (position, content) in body.contents.iter().enumerate() {
            if let BodyKind::Multipart(schema, parts) = &content.kind {
                let input = operation.parameters.len() + position;
                let item = ident(parts_name(body, names));
                let fields = part_fields(cx, *schema, parts);
                file.gate(features::of_operation(cx, operation).lines());
                file.items(from_parts(schemas, (index, input), &item, &fields)?)?;
                is_empty = false;
            }
        }
    }
    if is_empty {
        return Ok(None);
    }
    Imports::new(cx)?.of(file.mentions()).add_to(&mut file)?;
    Ok(Some(file.finish()))
}

fn from_parts(
    schemas: &Schemas<'_>,
    (operation, input): (usize, usize),
    item: &proc_macro2::Ident,
    fields: &[PartField<'_>],
) -> Result<TokenStream, String> {
    let (mut reads, mut values) = (TokenStream::new(), TokenStream::new());
    let (mut files, mut others) = (Vec::new(), Vec::new());
    for (position, part) in fields.iter().enumerate() {
        let (name, field) = (&part.property.name, ident(part.field));
        let read = match part.content {
            PartContent::File { many, .. } => {
                files.push(name);
                let method = match (many, part.required()) {
                    (true, _) => ident("files"),
                    (false, true) => ident("file"),
                    (false, false) => ident("file_optional"),
                };
                quote! { #method(#name) }
            }
            PartContent::Field(of) => {
                others.push(name);
                let method = match (part.list, part.required()) {
                    (_, true) => ident("field"),
                    (true, false) => ident("field_or_default"),
                    (false, false) => ident("field_optional"),
                };
                let schema = schemas.reference(operation, (input, position + 1))?;
                let of = style(*of);
                quote! { #method(#name, #of, #schema) }
            }
        };
        reads.extend(quote! { let #field = parts.#read; });
        values.extend(quote! { #field: #field?, });
    }
    let lists = fields.iter().any(|field| field.list);
    let parts = if fields.is_empty() {
        quote! { _ }
    } else {
        quote! { parts }
    };
    Ok(quote! {
        impl FromParts for operations::#item {
            const FILES: &'static [&'static str] = &[#(#files),*];
            const FIELDS: &'static [&'static str] = &[#(#others),*];
            const LISTS: bool = #lists;
            fn from_parts(#parts: &mut Parts<'_, '_>) -> Option<Self> {
                #reads
                Some(Self { #values })
            }
        }
    })
}
