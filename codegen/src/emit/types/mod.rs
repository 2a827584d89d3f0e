//! Model types: one file per module of names, the rest in `types/mod.rs`.

mod derives;
mod enums;
mod structs;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::defaults::has_default;
use super::features::Gate;
use super::needs::{is_object, own_text};
use super::{Cx, Files, features, value_type_path};
use crate::model::{Schema, TypeId, TypeKind};
use crate::name::TypeName;
use crate::rust::{Doc, RustFile, code, ident, plain_line};

/// Emits `src/types/` of the client crate.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Files, String> {
    let mut modules: BTreeMap<&[String], Vec<(&TypeName, TypeId)>> = BTreeMap::new();
    modules.entry(&[]).or_default();
    for (id, name) in &cx.names.types {
        modules.entry(&name.module).or_default().push((name, *id));
        for depth in 0..name.module.len() {
            modules.entry(name.module.get(..depth).unwrap_or_default()).or_default();
        }
    }
    let gates = features::of_types(cx);
    let mut files = Files::default();
    let paths: BTreeSet<&[String]> = modules.keys().copied().collect();
    for (module, types) in &mut modules {
        types.sort();
        let text = emit_module(cx, (module, types), &children(&paths, module), &gates)?;
        files.client.insert(file_path(module), text);
    }
    Ok(files)
}

/// The modules directly inside `module`.
fn children<'a>(paths: &BTreeSet<&'a [String]>, module: &[String]) -> Vec<&'a String> {
    paths
        .iter()
        .filter_map(|path| path.split_last())
        .filter(|(_, parent)| *parent == module)
        .map(|(name, _)| name)
        .collect()
}

fn file_path(module: &[String]) -> String {
    if module.is_empty() {
        return "src/types/mod.rs".to_owned();
    }
    let parts: Vec<&str> = module.iter().map(|part| file_stem(part)).collect();
    format!("src/types/{}.rs", parts.join("/"))
}

fn file_stem(module: &str) -> &str {
    module.strip_prefix("r#").unwrap_or(module)
}

fn emit_module(
    cx: &Cx<'_>,
    (module, types): (&[String], &[(&TypeName, TypeId)]),
    children: &[&String],
    gates: &BTreeMap<TypeId, Gate>,
) -> Result<String, String> {
    let docs = if module.is_empty() {
        let docs = Doc::new(format!("The values of {}.", plain_line(&cx.api.title)))
            .own("Members and values that the document doesn't know are accepted when decoding.");
        let has_object = cx.names.types.keys().any(|id| is_object(cx.api.schema(*id)));
        let told = "How a struct is read and written, its `Debug` and its `PartialEq` come from the \
                    `object!` below it.";
        if has_object { docs.own(told) } else { docs }
    } else {
        Doc::new(format!(
            "Types that the document calls {}.",
            code(&format!("{}.…", wire_module(cx, types, module)))
        ))
    };
    let mut file = RustFile::new(docs.lines());
    file.group(children.iter().map(|child| module_item(module, child)).collect())?;
    let has_enum = types.iter().any(|(_, id)| matches!(cx.api.schema(*id).kind, TypeKind::Enum(_)));
    let string_enum =
        has_enum.then(|| quote! { use crate::runtime::types::string_enum::string_enum; });
    let objects = types.iter().filter(|(_, id)| is_object(cx.api.schema(*id)));
    let macros: BTreeSet<&str> =
        objects.map(|(_, id)| structs::object_macro(has_default(cx, *id))).collect();
    let object =
        macros.contains("object").then(|| quote! { use crate::runtime::types::object::object; });
    let in_slots = macros
        .contains("object_in_slots")
        .then(|| quote! { use crate::runtime::types::slots::object_in_slots; });
    let wraps = types.iter().any(|(_, id)| is_wrapper(cx.api.schema(*id)));
    let transparent =
        wraps.then(|| quote! { use crate::runtime::types::transparent::transparent; });
    file.group(quote! { #object #in_slots #string_enum #transparent })?;
    file.group(union_imports(cx, types))?;
    if module.is_empty() {
        file.group(own_parameters(cx))?;
    }
    for (name, id) in types {
        file.gate(gates.get(id).map(Gate::lines).unwrap_or_default());
        emit_type(cx, name, *id, &mut file)?;
    }
    Ok(file.finish())
}

fn union_imports(cx: &Cx<'_>, types: &[(&TypeName, TypeId)]) -> TokenStream {
    let told_apart = |wanted: bool| {
        types.iter().any(|(_, id)| match &cx.api.schema(*id).kind {
            TypeKind::Union(union) => union.told_apart == wanted,
            _ => false,
        })
    };
    let any_of = told_apart(false).then(|| quote! { use crate::runtime::types::any_of::any_of; });
    let union = told_apart(true).then(|| quote! { use crate::runtime::types::union::union; });
    quote! { #any_of #union }
}

/// The words of the document that became this module.
fn wire_module(cx: &Cx<'_>, types: &[(&TypeName, TypeId)], module: &[String]) -> String {
    let separator = cx.config.names.module_separator.as_deref().unwrap_or_default();
    let component = types.iter().find_map(|(_, id)| match &cx.api.schema(*id).name {
        crate::model::SchemaName::Component(name) => name.rsplit_once(separator),
        crate::model::SchemaName::Inline(_) => None,
    });
    component.map_or_else(|| module.join(separator), |(words, _)| words.to_owned())
}

/// Rust finds no file for a module whose name is not ASCII, nor for those below it: they say where
/// they are, seen from the folder of the file that names them.
fn module_item(parent: &[String], name: &str) -> TokenStream {
    let module = ident(name);
    if name.is_ascii() && parent.iter().all(|part| part.is_ascii()) {
        return quote! { pub mod #module; };
    }
    let folder = parent.last().map(|part| format!("{}/", file_stem(part))).unwrap_or_default();
    let path = format!("{folder}{}.rs", file_stem(name));
    quote! { #[path = #path] pub mod #module; }
}

fn emit_type(cx: &Cx<'_>, name: &TypeName, id: TypeId, file: &mut RustFile) -> Result<(), String> {
    let schema = cx.api.schema(id);
    let (docs, extra) = (type_docs(schema, name).outer(), derives::extra(cx, id));
    let own = quote! { #docs #extra };
    let item = ident(&name.ident);
    if let Some(value_type) = &schema.value_type {
        let target = value_type_path(value_type);
        return file.items(quote! { #docs pub type #item = #target; });
    }
    match &schema.kind {
        TypeKind::Object(object) => structs::emit(cx, (name, id, object), &own, file),
        TypeKind::Enum(values) => {
            file.in_macro("string_enum", enums::emit_enum(cx, name, id, values, &own))
        }
        TypeKind::Union(union) => {
            let (name, item) = unions::emit_union(cx, name, id, union, &own);
            file.in_macro(name, item)
        }
        TypeKind::Alias(first) if schema.is_twin => {
            let first = cx.value_type_in(*first, Some(&name.module));
            let path = first.to_string().replace(' ', "");
            let docs = Doc::new(format!("As [`{path}`].")).outer();
            file.items(quote! { #docs pub type #item = #first; })
        }
        TypeKind::Alias(target) => {
            let target = cx.nullable_type_in(*target, &name.module);
            file.items(quote! { #docs pub type #item = #target; })
        }
        TypeKind::Any
        | TypeKind::Boolean
        | TypeKind::Integer { .. }
        | TypeKind::Number { .. }
        | TypeKind::String { .. }
        | TypeKind::Array { .. }
        | TypeKind::Map { .. } => {
            let target = cx.anonymous_type_in(id, &name.module);
            if is_wrapper(schema) {
                return file.items(quote! {
                    #docs
                    #[derive(Clone, Debug, Default, PartialEq)]
                    pub struct #item(pub #target);

                    transparent!(#item);
                });
            }
            file.items(quote! { #docs pub type #item = #target; })
        }
    }
}

/// The type is a struct around the value: an alias cannot name itself.
fn is_wrapper(schema: &Schema) -> bool {
    let has_item = matches!(
        schema.kind,
        TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_)
    );
    schema.recursive && !has_item && schema.value_type.is_none()
}

/// What makes types of the user's own parameters, once for each.
fn own_parameters(cx: &Cx<'_>) -> TokenStream {
    let own = cx.api.schemas.iter().filter_map(own_text);
    let paths = own.collect::<BTreeSet<&str>>().into_iter();
    let paths: Vec<TokenStream> = paths.filter_map(|path| path.parse().ok()).collect();
    if paths.is_empty() {
        return TokenStream::new();
    }
    quote! {
        use crate::runtime::types::own::text_parameter;
        #(text_parameter!(#paths);)*
    }
}

fn type_docs(schema: &Schema, name: &TypeName) -> Doc {
    let mut docs = Doc::default();
    if schema.docs.deprecated {
        docs = docs.own("**Deprecated.**");
    }
    docs = docs.text(&schema.docs.summary).text(&schema.docs.description);
    if docs.is_empty() {
        docs = docs.own(match &schema.name {
            crate::model::SchemaName::Component(wire) => format!("The schema {}.", code(wire)),
            crate::model::SchemaName::Inline(_) => format!("The schema of `{}`.", name.ident),
        });
    }
    docs
}
