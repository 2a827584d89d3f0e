//! How errors of the API are told to people.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use super::super::answers::{Failure, body, failure, has_open_status};
use super::super::features::{self, Gate};
use crate::model::{ErrorBody, Object, Operation, TypeId, TypeKind};
use crate::name::OperationNames;
use crate::rust::{RustFile, ident};

/// Adds `Explain` for every type of ours that failures have.
pub(super) fn emit(cx: &Cx<'_>, file: &mut RustFile) -> Result<(), String> {
    let mut types: Vec<TypeId> = Vec::new();
    let mut enums = Vec::new();
    for (operation, names) in cx.operations() {
        match failure(cx, operation) {
            Failure::One(schema) => types.push(schema),
            Failure::Several(answers) => {
                types.extend(answers.iter().map(|(_, _, schema)| *schema));
                let gate = features::of_operation(cx, operation).lines();
                enums.extend(emit_enum(cx, operation, names).map(|item| (gate, item)));
            }
            Failure::Unknown => {}
        }
    }
    let mut types: Vec<TypeId> = types.into_iter().map(|id| cx.resolve(id).0).collect();
    types.sort_unstable();
    types.dedup();
    let gates = features::of_types(cx);
    let types = types.into_iter().filter(|id| is_ours(cx, *id));
    let types =
        types.map(|id| (gates.get(&id).map(Gate::lines).unwrap_or_default(), emit_type(cx, id)));
    for (gate, item) in types.chain(enums) {
        file.gate(gate);
        file.items(item)?;
    }
    file.gate(String::new());
    Ok(())
}

/// The type is declared in this crate: all others can explain themselves.
fn is_ours(cx: &Cx<'_>, id: TypeId) -> bool {
    match cx.resolve(id).1.kind {
        TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_) => true,
        TypeKind::Any
        | TypeKind::Boolean
        | TypeKind::Integer { .. }
        | TypeKind::Number { .. }
        | TypeKind::String { .. }
        | TypeKind::Array { .. }
        | TypeKind::Map { .. }
        | TypeKind::Alias(_) => false,
    }
}

fn emit_type(cx: &Cx<'_>, id: TypeId) -> TokenStream {
    let ty = cx.value_type(id);
    let configured = cx.api.error_body.as_ref().filter(|body| cx.resolve(body.schema).0 == id);
    let explain = configured.and_then(|body| explain_body(cx, id, body));
    quote! { impl crate::runtime::client::explain::Explain for crate::#ty { #explain } }
}

/// The members that the config names; nothing where they are not what a message can be.
fn explain_body(cx: &Cx<'_>, id: TypeId, body: &ErrorBody) -> Option<TokenStream> {
    let message = text(cx, id, &body.message)?;
    let message = match message {
        (field, true) => quote! { self.#field.as_deref().unwrap_or_default() },
        (field, false) => quote! { &self.#field },
    };
    let detail = body.detail.as_ref().and_then(|detail| text(cx, id, detail));
    let detail = match detail {
        Some((field, true)) => quote! { self.#field.as_deref() },
        Some((field, false)) => quote! { Some(&self.#field) },
        None => quote! { None },
    };
    let violations = violations(cx, id, body).unwrap_or_else(|| quote! { [] });
    Some(quote! {
        fn explain(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            use crate::runtime::client::explain::{Words, explain};
            let words = Words { message: #message, detail: #detail };
            explain(f, words, #violations)
        }
    })
}

/// The field of a plain text, and whether it is an `Option`.
fn text(cx: &Cx<'_>, object: TypeId, member: &str) -> Option<(proc_macro2::Ident, bool)> {
    let (field, schema, optional) = member_of(cx, object, member)?;
    let is_text = cx.value_type(schema).to_string() == "String";
    is_text.then_some((field, optional))
}

fn violations(cx: &Cx<'_>, id: TypeId, body: &ErrorBody) -> Option<TokenStream> {
    let violations = body.violations.as_ref()?;
    let (list, schema, optional) = member_of(cx, id, &violations.member)?;
    let TypeKind::Array { items, .. } = cx.resolve(schema).1.kind else { return None };
    let side = |member: &str| match text(cx, items, member)? {
        (field, true) => Some(quote! { v.#field.as_deref().unwrap_or_default() }),
        (field, false) => Some(quote! { v.#field.as_str() }),
    };
    let (field, detail) = (side(&violations.field)?, side(&violations.detail)?);
    let list = if optional {
        quote! { self.#list.iter().flatten() }
    } else {
        quote! { self.#list.iter() }
    };
    (!cx.is_nullable(items)).then(|| quote! { #list.map(|v| (#field, #detail)) })
}

/// A member's field, its schema, and whether the field is an `Option` of one.
fn member_of(cx: &Cx<'_>, id: TypeId, name: &str) -> Option<(proc_macro2::Ident, TypeId, bool)> {
    let (id, schema) = cx.resolve(id);
    let TypeKind::Object(Object { properties, .. }) = &schema.kind else { return None };
    let index = properties.iter().position(|property| property.name == name)?;
    let (property, field) = (properties.get(index)?, cx.names.fields.get(&id)?.get(index)?);
    if cx.tells_null(property) || property.boxed {
        return None;
    }
    Some((ident(field), property.schema, cx.is_optional(property)))
}

/// An enum of failures: each is told by what it holds.
fn emit_enum(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
    let Failure::Several(answers) = failure(cx, operation) else { return None };
    let failure = ident(&names.failure);
    let arms = answers.iter().filter_map(|(index, response, _)| {
        let variant = ident(names.responses.get(*index)?);
        let status = has_open_status(response).then(|| quote! { _, });
        body(response).map(|_| quote! { Self::#variant(#status body) => body.explain(f), })
    });
    Some(quote! {
        impl crate::runtime::client::explain::Explain for crate::operations::#failure {
            fn explain(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self { #(#arms)* }
            }
        }
    })
}
