//! Functions of types and traits.

use syn::{ImplItem, ItemImpl, ItemTrait, Signature, TraitItem, Type, TypeParamBound};

use super::MemberKind;
use super::items::{Reader, is_public};

/// Traits of the runtime that programs have no use for.
const OWN_BUSINESS: [&str; 1] = ["Explain"];

/// Reads what an `impl` gives to a type.
pub(super) fn implementation(reader: &mut Reader<'_>, item: &ItemImpl) {
    // What holds for every type adds to none.
    let is_any = |target: &Type| match target {
        Type::Path(path) => item.generics.type_params().any(|any| path.path.is_ident(&any.ident)),
        _ => false,
    };
    if is_any(&item.self_ty) {
        return;
    }
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

/// Reads what a trait asks of its implementations. Whether there is one trait or one for each tag, all
/// of it is asked of one type; an operation that moves to another trait must be written elsewhere.
pub(super) fn interface(reader: &mut Reader<'_>, item: &ItemTrait) {
    let home = if reader.home.len() > 1 { format!("in {}: ", item.ident) } else { String::new() };
    // The config names the trait, so there is one name on both sides. It comes first.
    let is_whole =
        home.is_empty() && reader.surface.item("server::trait".to_owned()).head.is_empty();
    if is_whole {
        reader.surface.item("server::trait".to_owned()).head = format!("trait {}", item.ident);
        bounds(reader, item);
    }
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
        let text = format!("{home}{text}");
        reader.surface.item("server::trait".to_owned()).add(kind, name, text);
    }
}

/// The traits that implementations must have besides.
fn bounds(reader: &mut Reader<'_>, item: &ItemTrait) {
    for bound in &item.supertraits {
        let TypeParamBound::Trait(bound) = bound else { continue };
        let name = reader.code(&bound.path);
        if !["Send", "Sync"].contains(&name.as_str()) {
            let whole = reader.surface.item("server::trait".to_owned());
            whole.add(MemberKind::Demanded, format!("trait {name}"), String::new());
        }
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
