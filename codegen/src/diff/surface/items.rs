//! Items of a file.

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::{Attribute, Fields, File, Item as Syntax, ItemEnum, ItemMacro, ItemStruct, Visibility};

use super::methods::{implementation, interface};
use super::text::text;
use super::{Item, MemberKind, Renames, Surface};

/// Reads items into the surface.
pub(super) struct Reader<'a> {
    pub(super) surface: &'a mut Surface,
    pub(super) renames: &'a Renames,
    pub(super) home: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(surface: &'a mut Surface, renames: &'a Renames, home: Vec<String>) -> Self {
        Self { surface, renames, home }
    }

    /// Reads a whole file.
    pub(super) fn file(&mut self, path: &str, source: &str) -> Result<(), String> {
        let file: File = syn::parse_str(source).map_err(|error| format!("{path}: {error}"))?;
        self.items(&file.items);
        Ok(())
    }

    fn items(&mut self, items: &[Syntax]) {
        for item in items {
            self.one(item);
        }
    }

    fn one(&mut self, item: &Syntax) {
        match item {
            Syntax::Struct(item) if is_public(&item.vis) => self.structure(item),
            Syntax::Enum(item) if is_public(&item.vis) => self.enumeration(item),
            Syntax::Type(item) if is_public(&item.vis) => {
                let head = format!("type {}", self.code(&item.ty));
                self.open(&item.ident.to_string()).head = head;
            }
            Syntax::Const(item) if is_public(&item.vis) => {
                // Where a secret is sent changes no program.
                let head = format!("const {}", self.code(&item.ty));
                self.open(&item.ident.to_string()).head = head;
            }
            Syntax::Mod(item) => {
                if let Some((_, items)) = &item.content {
                    self.home.push(item.ident.to_string());
                    self.items(items);
                    self.home.pop();
                }
            }
            Syntax::Macro(item) => self.macro_call(item),
            Syntax::Impl(item) => implementation(self, item),
            Syntax::Trait(item) if is_public(&item.vis) => interface(self, item),
            _ => {}
        }
    }

    /// The item of this name in the module that is being read.
    pub(super) fn open(&mut self, name: &str) -> &mut Item {
        let path = self.path(name);
        self.surface.item(path)
    }

    pub(super) fn path(&self, name: &str) -> String {
        let path = self.home.iter().map(String::as_str).chain([name]).collect::<Vec<_>>();
        let path = path.join("::");
        self.renames.types.get(&path).cloned().unwrap_or(path)
    }

    /// Code as text, with the names of the old side.
    pub(super) fn code(&self, tokens: &impl ToTokens) -> String {
        let mut code = text(tokens);
        for (new, old) in &self.renames.types {
            code = replaced(&code, new, old);
            // Neighbours need no path.
            if let (Some((home, new)), Some((_, old))) =
                (new.rsplit_once("::"), old.rsplit_once("::"))
                && home == self.home.join("::")
            {
                code = replaced(&code, new, old);
            }
        }
        code
    }

    fn structure(&mut self, item: &ItemStruct) {
        let fields: Vec<_> = item
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| is_public(&field.vis))
            .map(|(index, field)| {
                let name = field.ident.as_ref().map_or(index.to_string(), ToString::to_string);
                (name, self.code(&field.ty))
            })
            .collect();
        let open = self.open(&item.ident.to_string());
        let hidden = item.fields.len() != fields.len();
        open.head = format!("struct{}", if hidden { " with private fields" } else { "" });
        open.open = hidden || is_non_exhaustive(&item.attrs);
        for (name, ty) in fields {
            open.add(MemberKind::Field, name, ty);
        }
        derives(open, &item.attrs);
    }

    fn enumeration(&mut self, item: &ItemEnum) {
        let variants: Vec<_> = item
            .variants
            .iter()
            .map(|variant| {
                let payload = match &variant.fields {
                    Fields::Unit => String::new(),
                    // Without the comma that printed code has at the end of a line.
                    Fields::Unnamed(fields) => {
                        let types = fields.unnamed.iter().map(|field| self.code(&field.ty));
                        format!("({})", types.collect::<Vec<_>>().join(", "))
                    }
                    fields @ Fields::Named(_) => self.code(fields),
                };
                (variant.ident.to_string(), payload)
            })
            .collect();
        let open = self.open(&item.ident.to_string());
        open.head = "enum".to_owned();
        open.open = is_non_exhaustive(&item.attrs);
        for (name, payload) in variants {
            open.add(MemberKind::Variant, name, payload);
        }
        derives(open, &item.attrs);
    }

    fn views(&mut self, item: &ItemStruct) {
        let views: Vec<_> =
            item.fields.iter().map(|f| (f.ident.clone(), self.code(&f.ty))).collect();
        let open = self.open(&item.ident.to_string());
        open.head = "struct around JSON".to_owned();
        for (name, ty) in views {
            let name = name.map_or(String::new(), |name| format!("fn {name}"));
            open.add(MemberKind::Function, name, ty);
        }
    }

    /// `string_enum!` and `union!` declare open enums, `any_of!` a struct with a method per member;
    /// `object!` and `object_in_slots!` let a struct be read and written.
    /// Of a macro that nobody knows here, all tokens count.
    fn macro_call(&mut self, item: &ItemMacro) {
        let name = item.mac.path.segments.last().map(|segment| segment.ident.to_string());
        let name = name.unwrap_or_default();
        if name == "macro_rules" {
            return;
        }
        let tokens = &item.mac.tokens;
        match name.as_str() {
            "string_enum" | "union" => {
                if let Ok(item) = syn::parse2::<ItemEnum>(tokens.clone()) {
                    self.enumeration(&item);
                    self.open(&item.ident.to_string()).open = true;
                    return;
                }
            }
            "object" | "object_in_slots" => {
                if let Some(TokenTree::Ident(name)) = tokens.clone().into_iter().next() {
                    let open = self.open(&name.to_string());
                    for name in ["impl Deserialize", "impl Serialize"] {
                        open.add(MemberKind::Implemented, name.to_owned(), String::new());
                    }
                    return;
                }
            }
            "any_of" => {
                if let Ok(item) = syn::parse2::<ItemStruct>(tokens.clone()) {
                    self.views(&item);
                    return;
                }
            }
            _ => {}
        }
        let tokens = self.code(&item.mac.tokens);
        let path = format!("{}! {tokens}", self.path(&name));
        self.surface.item(path).head = tokens;
    }
}

/// Every whole name `from` in the text becomes `to`.
fn replaced(text: &str, from: &str, to: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(from) {
        out.push_str(before);
        let of_name = |c: char| c.is_alphanumeric() || c == '_';
        let is_part = before.ends_with(of_name) || after.starts_with(of_name);
        out.push_str(if is_part { from } else { to });
        rest = after;
    }
    out + rest
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_non_exhaustive(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

fn derives(item: &mut Item, attributes: &[Attribute]) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            if let Some(last) = meta.path.segments.last() {
                item.add(MemberKind::Implemented, format!("impl {}", last.ident), String::new());
            }
            Ok(())
        });
        // Emitted code has been parsed as a whole before.
        drop(parsed);
    }
}
