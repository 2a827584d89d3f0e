//! Traits that the config has types derive.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Cx;
use super::super::defaults::has_default;
use crate::model::{Schema, SchemaName, TypeId, TypeKind};

/// What the config has the type derive besides what it has already.
pub(super) fn extra(cx: &Cx<'_>, id: TypeId) -> Option<TokenStream> {
    let schema = cx.api.schema(id);
    let key = match &schema.name {
        SchemaName::Component(name) => name.clone(),
        SchemaName::Inline(_) => schema.origin.to_string(),
    };
    let listed = ["*", &key].into_iter().filter_map(|key| cx.config.types.derives.get(key));
    let mut traits: Vec<&str> = Vec::new();
    for path in listed.flatten() {
        let is_there = standard(path).is_some_and(|name| has(cx, (id, schema), name));
        if !is_there && !traits.contains(&path.as_str()) {
            traits.push(path);
        }
    }
    if traits.is_empty() {
        return None;
    }
    // Objects compare themselves by `object!`, and clippy cannot know that it is what a derive does.
    let is_object = matches!(schema.kind, TypeKind::Object(_));
    let is_hashed = traits.iter().any(|path| standard(path) == Some("Hash"));
    let allowed = (is_object && is_hashed).then(|| {
        let reason = "objects with equal members are equal";
        quote! { #[allow(clippy::derived_hash_with_manual_eq, reason = #reason)] }
    });
    // The config was checked: they are paths.
    let traits = traits.iter().filter_map(|path| path.parse::<TokenStream>().ok());
    Some(quote! { #allowed #[derive(#(#traits),*)] })
}

/// The name of a trait that is the standard library's.
fn standard(path: &str) -> Option<&str> {
    match path.rsplit_once("::") {
        Some((home, name)) => {
            ["::std::", "::core::"].iter().any(|library| home.starts_with(library)).then_some(name)
        }
        None => Some(path),
    }
}

/// Whether the type has a trait of the standard library whatever the config says.
fn has(cx: &Cx<'_>, (id, schema): (TypeId, &Schema), name: &str) -> bool {
    match name {
        "Clone" | "Debug" | "PartialEq" => true,
        "Default" => has_default(cx, id),
        "Eq" | "Hash" => matches!(schema.kind, TypeKind::Enum(_)),
        _ => false,
    }
}
