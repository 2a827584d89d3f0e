//! What public items leave without a doc comment, because the document says nothing about it.

use syn::{Attribute, Field, ImplItem, Item, Visibility};

/// For files in which something public has no doc comment.
pub(super) const ALLOWED: &str =
    "#![allow(missing_docs, reason = \"the document does not describe every member\")]\n";

/// There is a public member or function without a doc comment.
pub(super) fn has_undescribed(item: &Item) -> bool {
    match item {
        Item::Struct(item) => is_public(&item.vis) && item.fields.iter().any(is_bare),
        Item::Enum(item) => {
            let bare = |variant: &syn::Variant| {
                !is_described(&variant.attrs) || variant.fields.iter().any(named_bare)
            };
            is_public(&item.vis) && item.variants.iter().any(bare)
        }
        Item::Impl(item) => item.items.iter().any(|item| match item {
            ImplItem::Fn(item) => is_public(&item.vis) && !is_described(&item.attrs),
            _ => false,
        }),
        _ => false,
    }
}

/// Unnamed fields need no words.
fn named_bare(field: &Field) -> bool {
    field.ident.is_some() && !is_described(&field.attrs)
}

fn is_bare(field: &Field) -> bool {
    is_public(&field.vis) && named_bare(field)
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_described(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("doc"))
}
