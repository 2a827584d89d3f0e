//! Objects with known members.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::Cx;
use super::super::defaults::{has_default, is_needed, starting_value};
use crate::model::{Access, Additional, Object, Property, TypeId};
use crate::name::TypeName;
use crate::rust::{Doc, RustFile, code, ident, quoted};

/// Clippy finds more arguments than this too many.
const MOST_ARGUMENTS: usize = 7;

/// A member on its way to a field.
struct Field<'a> {
    property: &'a Property,
    name: &'a str,
    ty: TokenStream,
}

/// The struct and what belongs to it.
pub(super) fn emit(
    cx: &Cx<'_>,
    (name, id, object): (&TypeName, TypeId, &Object),
    docs: &TokenStream,
    file: &mut RustFile,
) -> Result<(), String> {
    let names = cx.names.fields.get(&id).map(Vec::as_slice).unwrap_or_default();
    let fields: Vec<Field<'_>> = object
        .properties
        .iter()
        .zip(names)
        .map(|(property, field)| Field {
            property,
            name: field,
            ty: field_type(cx, property, name),
        })
        .collect();
    let members = fields.iter().map(|field| member(cx, field));
    let additional = additional_member(cx, name, object, names);
    let defaultable = has_default(cx, id);
    let starts = fields.iter().any(|field| starting_value(cx, field.property));
    let derived = (defaultable && !starts).then(|| quote! { , Default });
    let item = ident(&name.ident);
    file.items(quote! {
        #docs
        #[derive(Clone #derived)]
        pub struct #item { #(#members)* #additional }
    })?;
    let rest = additional.and(names.last());
    let by = object_macro(defaultable);
    let listed = listed_members(cx, &fields, by, rest);
    file.listing(&format!("{by}! {{ {item} {{"), &listed, "} }");
    if !defaultable {
        file.items(constructor(cx, name, &fields, rest))?;
    } else if starts {
        file.items(default_impl(cx, name, &fields, rest))?;
    }
    file.items(default_functions(cx, name, &fields))
}

/// The macro by which a struct is read and written: one that has a `Default`, or none.
pub(super) fn object_macro(defaultable: bool) -> &'static str {
    if defaultable { "object" } else { IN_SLOTS }
}

/// The macro for a struct that has no `Default`.
const IN_SLOTS: &str = "object_in_slots";

/// How each member is read and written, for one of the macros.
fn listed_members(
    cx: &Cx<'_>,
    fields: &[Field<'_>],
    by: &str,
    rest: Option<&String>,
) -> Vec<String> {
    let members = fields.iter().map(|field| listed_member(cx, field, by));
    let mut words: Vec<String> = members.collect();
    words.extend(rest.map(|name| format!("..{name}")));
    words
}

fn listed_member(cx: &Cx<'_>, field: &Field<'_>, by: &str) -> String {
    let property = field.property;
    let is_time = cx.is_time(property.schema) && !property.boxed;
    let mode = if cx.is_plain_collection(property.schema) {
        if property.required { "list" } else { "optional_list" }.to_owned()
    } else if cx.is_optional(property) && cx.tells_null(property) {
        "nullable".to_owned()
    } else if cx.is_optional(property) && !property.required {
        if is_time { "optional_time" } else { "optional" }.to_owned()
    } else if starting_value(cx, property) {
        // Elsewhere it is in `Default` already.
        let function = (by == IN_SLOTS).then(|| format!("(Self::{})", default_function(field)));
        format!("with_default{}", function.unwrap_or_default())
    } else if is_time && !cx.is_optional(property) {
        "time".to_owned()
    } else {
        "required".to_owned()
    };
    let names = std::iter::once(&property.name).chain(&property.aliases);
    let names: Vec<String> = names.map(|name| quoted(name)).collect();
    format!("{mode} {} = {}", field.name, names.join(" | "))
}

fn field_type(cx: &Cx<'_>, property: &Property, name: &TypeName) -> TokenStream {
    let mut ty = cx.value_type_in(property.schema, Some(&name.module));
    if property.boxed {
        ty = quote! { Box<#ty> };
    }
    if cx.tells_null(property) && cx.is_nullable(property.schema) && !cx.is_any(property.schema) {
        ty = quote! { Option<#ty> };
    }
    if cx.is_optional(property) {
        quote! { Option<#ty> }
    } else {
        ty
    }
}

fn member(cx: &Cx<'_>, field: &Field<'_>) -> TokenStream {
    let property = field.property;
    let docs = member_docs(cx, property, field.name).outer();
    let deprecated = property.docs.deprecated.then(|| quote! { #[deprecated] });
    let (name, ty) = (ident(field.name), &field.ty);
    quote! { #docs #deprecated pub #name: #ty, }
}

fn member_docs(cx: &Cx<'_>, property: &Property, field: &str) -> Doc {
    let own = Doc::default().text(&property.docs.summary).text(&property.docs.description);
    let docs = if own.is_empty() {
        let schema = &cx.api.schema(property.schema).docs;
        Doc::default().text(&schema.summary).text(&schema.description)
    } else {
        own
    };
    // Nothing is better than the field's name once more.
    let docs = if docs.is_empty() && property.name != field {
        Doc::new(format!("The member {}.", code(&property.name)))
    } else {
        docs
    };
    let docs = match property.aliases.as_slice() {
        [] => docs,
        aliases => docs.own(format!("Also decoded from {}.", listed(aliases))),
    };
    let docs = match property.access {
        Access::Both => docs,
        Access::ReadOnly => docs.own("Read only: servers pay no attention to it in requests."),
        Access::WriteOnly => docs.own("Write only: answers do not have it."),
    };
    match cx.default_value(property.schema) {
        Some(value) => docs.own(format!("Default: {}.", code(&value.to_string()))),
        None => docs,
    }
}

fn listed(names: &[String]) -> String {
    let names = names.iter().map(|name| format!("`{}`", crate::rust::plain_line(name)));
    names.collect::<Vec<_>>().join(", ")
}

fn additional_member(
    cx: &Cx<'_>,
    owner: &TypeName,
    object: &Object,
    names: &[String],
) -> Option<TokenStream> {
    let Additional::Typed(values) = object.additional else { return None };
    let name = ident(names.get(object.properties.len())?);
    let values = cx.item_type(values, Some(&owner.module));
    Some(quote! {
        /// Members that the document doesn't list.
        pub #name: ::std::collections::BTreeMap<String, #values>,
    })
}

/// `new` with what must be there and has no `Default`.
fn constructor(
    cx: &Cx<'_>,
    owner: &TypeName,
    fields: &[Field<'_>],
    additional: Option<&String>,
) -> TokenStream {
    let (arguments, values): (Vec<_>, Vec<_>) = fields
        .iter()
        .map(|field| {
            let (name, ty) = (ident(field.name), &field.ty);
            if is_needed(cx, field.property) {
                (Some(quote! { #name: #ty }), quote! { #name })
            } else {
                (None, initial(cx, field))
            }
        })
        .unzip();
    let arguments: Vec<_> = arguments.into_iter().flatten().collect();
    let many = (arguments.len() > MOST_ARGUMENTS).then(|| {
        quote! { #[allow(clippy::too_many_arguments, reason = "all of them are needed")] }
    });
    let additional = additional.map(|name| ident(name)).into_iter();
    let (item, deprecated) = (ident(&owner.ident), expects_deprecated(fields));
    quote! {
        impl #item {
            /// A value with what must be given; all other members are not set.
            #deprecated
            #many
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #(#additional: Default::default(),)* }
            }
        }
    }
}

/// `Default` for a type whose members start as something else than nothing.
fn default_impl(
    cx: &Cx<'_>,
    owner: &TypeName,
    fields: &[Field<'_>],
    additional: Option<&String>,
) -> TokenStream {
    let (item, deprecated) = (ident(&owner.ident), expects_deprecated(fields));
    let values = fields.iter().map(|field| initial(cx, field));
    let additional = additional.map(|name| ident(name)).into_iter();
    quote! {
        impl Default for #item {
            #deprecated
            fn default() -> Self {
                Self { #(#values,)* #(#additional: Default::default(),)* }
            }
        }
    }
}

/// A value has all of its members, those that nobody should use any more included.
fn expects_deprecated(fields: &[Field<'_>]) -> Option<TokenStream> {
    let any = fields.iter().any(|field| field.property.docs.deprecated);
    any.then(|| quote! { #[expect(deprecated)] })
}

fn initial(cx: &Cx<'_>, field: &Field<'_>) -> TokenStream {
    let name = ident(field.name);
    if starting_value(cx, field.property) {
        let function = default_function(field);
        return quote! { #name: Self::#function() };
    }
    quote! { #name: Default::default() }
}

/// What the macro or `Default` call for a member that starts as the document's default.
fn default_functions(cx: &Cx<'_>, owner: &TypeName, fields: &[Field<'_>]) -> TokenStream {
    let functions: Vec<_> = fields
        .iter()
        .filter(|field| starting_value(cx, field.property))
        .filter_map(|field| {
            let value = cx.default_expression(field.property.schema)?;
            let (function, ty) = (default_function(field), &field.ty);
            Some(quote! { fn #function() -> #ty { #value } })
        })
        .collect();
    if functions.is_empty() {
        return TokenStream::new();
    }
    let item = ident(&owner.ident);
    quote! { impl #item { #(#functions)* } }
}

fn default_function(field: &Field<'_>) -> proc_macro2::Ident {
    format_ident!("default_{}", field.name.strip_prefix("r#").unwrap_or(field.name))
}
