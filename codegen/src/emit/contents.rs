//! What bodies become, as both crates see it: the type of each content, and the types that only
//! bodies have.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::styles::is_list;
use crate::model::{
    Access, BodyKind, Content, Object, Operation, Part, PartContent, Property, RequestBody, TypeId,
    TypeKind,
};
use crate::name::OperationNames;
use crate::rust::{Doc, Mentions, code, ident};

/// Modules of the runtime that types of bodies are named with.
const MODULES: [&str; 3] = ["byte_stream", "file", "json_lines"];

/// The `use` line for the modules that types of bodies are named with, where there are such.
pub(crate) fn modules(mentions: &Mentions) -> Option<TokenStream> {
    let used = MODULES.iter().filter(|module| mentions.path(module)).map(|m| ident(m));
    match used.collect::<Vec<_>>().as_slice() {
        [] => None,
        [one] => Some(quote! { use crate::runtime::types::#one; }),
        several => Some(quote! { use crate::runtime::types::{#(#several),*}; }),
    }
}

/// The type of a content's values.
pub(crate) fn content_type(cx: &Cx<'_>, content: &Content, parts: &str) -> TokenStream {
    match &content.kind {
        BodyKind::Json(schema) => cx.nullable_type(*schema),
        BodyKind::Form(schema, _) | BodyKind::Text(Some(schema)) => cx.value_type(*schema),
        BodyKind::Text(None) => quote! { String },
        BodyKind::Multipart(..) => {
            let parts = ident(parts);
            quote! { operations::#parts }
        }
        BodyKind::Lines(schema) => {
            let item = cx.nullable_type(*schema);
            quote! { json_lines::JsonLines<#item> }
        }
        BodyKind::Bytes => quote! { byte_stream::ByteStream },
    }
}

/// The type of a request's body.
pub(crate) fn body_type(cx: &Cx<'_>, body: &RequestBody, names: &OperationNames) -> TokenStream {
    match body.contents.as_slice() {
        [only] => content_type(cx, only, parts_name(body, names)),
        _ => {
            let body = ident(&names.body_type);
            quote! { operations::#body }
        }
    }
}

/// What the struct of the parts of a body is called.
pub(crate) fn parts_name<'n>(body: &RequestBody, names: &'n OperationNames) -> &'n str {
    if body.contents.len() == 1 { &names.body_type } else { &names.parts_type }
}

/// The values are read as they come, so that there is no second time.
pub(crate) fn is_stream(content: &Content) -> bool {
    match &content.kind {
        BodyKind::Lines(_) | BodyKind::Bytes => true,
        BodyKind::Multipart(_, parts) => {
            parts.iter().any(|part| matches!(part.content, PartContent::File { .. }))
        }
        BodyKind::Json(_) | BodyKind::Form(..) | BodyKind::Text(_) => false,
    }
}

/// The traits that a type with these contents derives.
pub(crate) fn derives(mut contents: impl Iterator<Item = bool>) -> TokenStream {
    if contents.any(|is_stream| is_stream) {
        quote! { #[derive(Debug)] }
    } else {
        quote! { #[derive(Clone, Debug, PartialEq)] }
    }
}

/// What lets an enum have a variant that is much larger than the others: how large a type is, only the
/// compiler knows.
pub(crate) fn any_size() -> TokenStream {
    quote! { #[allow(clippy::large_enum_variant, reason = "nobody keeps many of them")] }
}

/// The types that the body of an operation needs besides those of its schemas.
pub(crate) fn emit(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let Some(body) = &operation.body else { return TokenStream::new() };
    let several = (body.contents.len() > 1).then(|| emit_enum(cx, operation, body, names));
    let parts = body.contents.iter().filter_map(|content| match &content.kind {
        BodyKind::Multipart(schema, parts) => {
            Some(emit_parts(cx, operation, (*schema, parts, content), parts_name(body, names)))
        }
        _ => None,
    });
    quote! { #several #(#parts)* }
}

fn emit_enum(
    cx: &Cx<'_>,
    operation: &Operation,
    body: &RequestBody,
    names: &OperationNames,
) -> TokenStream {
    let item = ident(&names.body_type);
    let docs = Doc::new(format!("The body of {}.", code(&operation.id)));
    let docs = docs.text(&body.docs.description).outer();
    let derives = derives(body.contents.iter().map(is_stream));
    let mut variants = TokenStream::new();
    let mut conversions = TokenStream::new();
    let mut types: Vec<String> = Vec::new();
    for (content, name) in body.contents.iter().zip(&names.body_contents) {
        let (variant, ty) = (ident(name), content_type(cx, content, parts_name(body, names)));
        let docs = Doc::new(format!("Sent as {}.", code(&content.media_type.0))).outer();
        variants.extend(quote! { #docs #variant(#ty), });
        let spelled = match &content.kind {
            BodyKind::Json(schema) => spelled(cx, *schema, MAX_DEPTH),
            _ => ty.to_string(),
        };
        if types.contains(&spelled) {
            continue;
        }
        types.push(spelled);
        conversions.extend(quote! {
            impl From<#ty> for #item {
                fn from(body: #ty) -> Self {
                    Self::#variant(body)
                }
            }
        });
    }
    let any_size = any_size();
    quote! {
        #docs
        #any_size
        #derives
        pub enum #item { #variants }
        #conversions
    }
}

/// How deep lists of lists are looked into.
const MAX_DEPTH: usize = 8;

/// The type of JSON as the compiler sees it, behind all other names for it.
fn spelled(cx: &Cx<'_>, id: TypeId, depth: usize) -> String {
    let nullable = cx.is_nullable(id);
    let (id, schema) = cx.resolve(id);
    let ty = match &schema.kind {
        _ if schema.value_type.is_some() => cx.value_type(id).to_string(),
        TypeKind::Array { items, .. } if depth > 0 => {
            format!("Vec < {} >", spelled(cx, *items, depth - 1))
        }
        TypeKind::Map { values } if depth > 0 => {
            format!("BTreeMap < {} >", spelled(cx, *values, depth - 1))
        }
        TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_) => {
            cx.value_type(id).to_string()
        }
        _ => cx.anonymous_type_in(id, &[]).to_string(),
    };
    if nullable { format!("Option < {ty} >") } else { ty }
}

/// A part of a body with everything that is known about it.
pub(crate) struct PartField<'a> {
    pub(crate) property: &'a Property,
    pub(crate) content: &'a PartContent,
    pub(crate) field: &'a str,
    /// The value or the file itself.
    pub(crate) value: TokenStream,
    /// It is a list, which is empty rather than absent.
    pub(crate) list: bool,
}

impl PartField<'_> {
    /// The part must be there.
    pub(crate) fn required(&self) -> bool {
        self.property.required || self.property.asked
    }

    /// The field is an `Option`.
    pub(crate) fn optional(&self) -> bool {
        !self.required() && !self.list
    }
}

/// The parts of a body in the order of the schema's properties.
pub(crate) fn part_fields<'a>(
    cx: &Cx<'a>,
    schema: TypeId,
    parts: &'a [Part],
) -> Vec<PartField<'a>> {
    let (id, schema) = cx.resolve(schema);
    let TypeKind::Object(Object { properties, .. }) = &schema.kind else { return Vec::new() };
    let names = cx.names.fields.get(&id).map_or(&[][..], Vec::as_slice);
    let fields = parts.iter().filter_map(|part| {
        let (property, field) = (properties.get(part.property)?, names.get(part.property)?);
        // Only answers have it.
        if property.access == Access::ReadOnly {
            return None;
        }
        let (value, list) = match &part.content {
            PartContent::File { many, .. } => (quote! { file::File }, *many),
            PartContent::Field(_) => (cx.value_type(property.schema), is_list(cx, property.schema)),
        };
        Some(PartField { property, content: &part.content, field, value, list })
    });
    fields.collect()
}

fn emit_parts(
    cx: &Cx<'_>,
    operation: &Operation,
    (schema, parts, content): (TypeId, &[Part], &Content),
    name: &str,
) -> TokenStream {
    let item = ident(name);
    let docs = Doc::new(format!("The parts of the body of {}.", code(&operation.id))).outer();
    let fields = part_fields(cx, schema, parts);
    let all_default = fields.iter().all(|field| !field.required() || field.list);
    let derives = derives(std::iter::once(is_stream(content)));
    let default = all_default.then(|| quote! { #[derive(Default)] });
    let fields = fields.iter().map(|field| {
        let (name, value) = (ident(field.field), &field.value);
        let text = &field.property.docs;
        let docs = Doc::default().text(&text.summary).text(&text.description);
        let docs = if docs.is_empty() {
            Doc::new(format!("The part {}.", code(&field.property.name)))
        } else {
            docs
        };
        let docs = docs.outer();
        let is_file_list = field.list && matches!(field.content, PartContent::File { .. });
        let ty = if is_file_list {
            quote! { Vec<#value> }
        } else if field.optional() {
            quote! { Option<#value> }
        } else {
            value.clone()
        };
        quote! { #docs pub #name: #ty, }
    });
    quote! {
        #docs
        #derives
        #default
        pub struct #item { #(#fields)* }
    }
}
