//! How values are written as text: which parameters are plain, and what the runtime is told about
//! the others.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use crate::model::{Parameter, ParameterLocation, Style, StyleKind, TypeId, TypeKind};

/// A parameter that needs nothing but the text form of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plain {
    /// One value.
    One,
    /// A list with an entry for each item: `a=1&a=2`.
    Each,
    /// A list with commas.
    List,
}

/// How plain a parameter is; nothing if its style or its type asks for more.
pub(crate) fn plain(cx: &Cx<'_>, parameter: &Parameter) -> Option<Plain> {
    let Style { kind, explode, reserved } = parameter.style;
    let by_style = matches!(kind, StyleKind::Simple | StyleKind::Form) && !reserved;
    if !by_style || parameter.location == ParameterLocation::Cookie {
        return None;
    }
    if is_scalar(cx, parameter.schema) {
        return Some(Plain::One);
    }
    match cx.resolve(parameter.schema).1.kind {
        TypeKind::Array { items, .. } if is_scalar(cx, items) && !cx.is_nullable(items) => {
            match parameter.location {
                ParameterLocation::Query if explode => Some(Plain::Each),
                ParameterLocation::Query | ParameterLocation::Header => Some(Plain::List),
                ParameterLocation::Path | ParameterLocation::Cookie => None,
            }
        }
        _ => None,
    }
}

/// A list, which is empty rather than absent.
pub(crate) fn is_list(cx: &Cx<'_>, schema: TypeId) -> bool {
    matches!(cx.resolve(schema).1.kind, TypeKind::Array { .. })
}

/// The values have a plain text form.
pub(crate) fn is_scalar(cx: &Cx<'_>, id: TypeId) -> bool {
    cx.resolve(id).1.kind.is_scalar()
}

/// A style as the runtime's constant.
pub(crate) fn style(style: Style) -> TokenStream {
    let constant = match style.kind {
        StyleKind::Simple => quote! { SIMPLE },
        StyleKind::Label => quote! { LABEL },
        StyleKind::Matrix => quote! { MATRIX },
        StyleKind::Form => quote! { FORM },
        StyleKind::Spaces => quote! { SPACES },
        StyleKind::Pipes => quote! { PIPES },
        StyleKind::Deep => quote! { DEEP },
        StyleKind::Json => quote! { JSON },
    };
    let can_explode = !matches!(style.kind, StyleKind::Deep | StyleKind::Json);
    let explode = (style.explode && can_explode).then(|| quote! { .explode() });
    let reserved = style.reserved.then(|| quote! { .reserved() });
    quote! { Style::#constant #explode #reserved }
}

/// The styles of the fields of a form that are not written as usual.
pub(crate) fn styles(fields: &[(String, Style)]) -> TokenStream {
    let fields = fields.iter().map(|(name, of)| {
        let of = style(*of);
        quote! { (#name, #of) }
    });
    quote! { &[#(#fields),*] }
}
