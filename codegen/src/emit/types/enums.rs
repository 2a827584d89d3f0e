//! Enumerations of texts.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use crate::model::{EnumValue, TypeId};
use crate::name::TypeName;
use crate::rust::ident;

/// The argument of `string_enum!`: an enum whose variants carry their wire values.
pub(super) fn emit_enum(
    cx: &Cx<'_>,
    name: &TypeName,
    id: TypeId,
    values: &[EnumValue],
    docs: &TokenStream,
) -> TokenStream {
    let item = ident(&name.ident);
    let variants = cx.names.variants.get(&id).into_iter().flatten().map(|variant| ident(variant));
    let values = values.iter().map(|value| &value.value);
    quote! { #docs pub enum #item { #(#variants = #values,)* } }
}
