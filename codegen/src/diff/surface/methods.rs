//! Functions of types and traits.

use syn::{ImplItem, ItemImpl, ItemTrait, Signature, TraitItem, Type};

use super::MemberKind;
use super::items::{Reader, is_public};

/// Traits of the runtime that programs have no use for.
const OWN_BUSINESS: [&str; 1] = ["Explain"];

/// Reads what an `impl` gives to a type.
pub(super) fn implementation(reader: &mut Reader<'_>, item: &ItemImpl) {
    let target = reader.code(&item.self_ty);
    let owner = match &*item.self_ty {
        Type::Path(path) if path.path.get_ident().is_some() => reader.path(&target),
        // A type of the runtime with arguments, or one of another module.
        _ => target,
    };
    if let Some((path, _)) = &item.trait_ {
        let name = path.segments.last().map(|segment| segment.ident.to_string());
        let name = name.unwrap_or_default();
        if OWN_BUSINESS.contains(&name.as_str()) {
            return;
        }
        let types: Vec<_> = item
            .items
            .iter()
            .filter_map(|item| match item {
                ImplItem::Type(item) => Some((item.ident.to_string(), reader.code(&item.ty))),
                _ => None,
            })
            .collect();
        let open = reader.surface.item(owner);
        open.add(MemberKind::Implemented, format!("impl {name}"), String::new());
        for (name, ty) in types {
            open.add(MemberKind::Function, format!("type {name}"), ty);
        }
        return;
    }
    for function in &item.items {
        let ImplItem::Fn(function) = function else { continue };
        if is_public(&function.vis) {
            let (name, signature) = signature(reader, &function.sig);
            reader.surface.item(owner.clone()).add(MemberKind::Function, name, signature);
        }
    }
}

/// Reads what a trait asks of its implementations.
pub(super) fn interface(reader: &mut Reader<'_>, item: &ItemTrait) {
    // The config names the trait, so there is one name on both sides.
    reader.surface.item("server::trait".to_owned()).head = format!("trait {}", item.ident);
    for part in &item.items {
        let (name, text, has_default) = match part {
            TraitItem::Fn(function) => {
                let (name, signature) = signature(reader, &function.sig);
                (name, signature, function.default.is_some())
            }
            TraitItem::Type(part) => {
                (format!("type {}", part.ident), reader.code(&part.bounds), false)
            }
            _ => continue,
        };
        let kind = if has_default { MemberKind::Function } else { MemberKind::Demanded };
        reader.surface.item("server::trait".to_owned()).add(kind, name, text);
    }
}

/// Name and signature. Names of arguments are not part of it.
fn signature(reader: &Reader<'_>, signature: &Signature) -> (String, String) {
    let name = signature.ident.to_string();
    let name = reader.renames.functions.get(&name).unwrap_or(&name);
    let arguments: Vec<String> = signature
        .inputs
        .iter()
        .map(|argument| match argument {
            syn::FnArg::Receiver(receiver) => reader.code(receiver),
            syn::FnArg::Typed(argument) => reader.code(&argument.ty),
        })
        .collect();
    let output = reader.code(&signature.output);
    (format!("fn {name}"), format!("({}) {output}", arguments.join(", ")))
}
