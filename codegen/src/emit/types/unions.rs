//! Values of one of several schemas.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::Cx;
use crate::model::{MemberTest, StringFormat, Test, TypeId, Union, Variant};
use crate::name::TypeName;
use crate::rust::{Doc, code, ident};

/// Which macro declares the union, and its argument.
pub(super) fn emit_union(
    cx: &Cx<'_>,
    name: &TypeName,
    id: TypeId,
    union: &Union,
    docs: &TokenStream,
) -> (&'static str, TokenStream) {
    let item = ident(&name.ident);
    let names = cx.names.variants.get(&id).map(Vec::as_slice).unwrap_or_default();
    let variants = union.variants.iter().zip(names).map(|(variant, variant_name)| {
        let (docs, variant_name) = (variant_docs(cx, variant).outer(), ident(variant_name));
        let ty = cx.value_type_in(variant.schema, Some(&name.module));
        if !union.told_apart {
            return quote! { #docs #variant_name: #ty, };
        }
        let ty = if variant.boxed {
            quote! { Box<#ty> }
        } else {
            ty
        };
        let test = variant_test(union, variant);
        quote! { #docs #variant_name(#ty) = #test, }
    });
    if union.told_apart {
        ("union", quote! { #docs pub enum #item { #(#variants)* } })
    } else {
        ("any_of", quote! { #docs pub struct #item { #(#variants)* } })
    }
}

fn variant_docs(cx: &Cx<'_>, variant: &Variant) -> Doc {
    let schema = cx.api.schema(variant.schema);
    let docs = match &schema.name {
        crate::model::SchemaName::Component(wire) => {
            return Doc::new(format!("The schema {}.", code(wire)));
        }
        crate::model::SchemaName::Inline(_) => {
            Doc::default().text(&schema.docs.summary).text(&schema.docs.description)
        }
    };
    if docs.is_empty() { Doc::new(format!("As {}.", code(&variant.word))) } else { docs }
}

fn variant_test(union: &Union, variant: &Variant) -> TokenStream {
    if let (true, Some(property), [tag]) =
        (variant.writes_tag, &union.discriminator, variant.tags.as_slice())
    {
        return quote! { Test::Tagged(#property, #tag) };
    }
    test(&variant.test)
}

fn test(test: &Test) -> TokenStream {
    let several = |tests: &[Test]| tests.iter().map(self::test).collect::<Vec<_>>();
    match test {
        Test::Anything => quote! { Test::Anything },
        Test::Boolean => quote! { Test::Boolean },
        Test::Integer => quote! { Test::Integer },
        Test::Fraction => quote! { Test::Fraction },
        Test::Number => quote! { Test::Number },
        Test::Text | Test::Format(StringFormat::Text(_)) => quote! { Test::Text },
        Test::Format(StringFormat::Uuid) => quote! { Test::Uuid },
        Test::Format(StringFormat::DateTime) => quote! { Test::DateTime },
        Test::OneOf(texts) => quote! { Test::OneOf(&[#(#texts),*]) },
        Test::Values(values) => {
            let values = values.iter().map(|value| Literal::string(&value.to_string()));
            quote! { Test::Values(&[#(#values),*]) }
        }
        Test::List(items) => {
            let items = self::test(items);
            quote! { Test::List(&#items) }
        }
        Test::Object(members) => {
            let members = members.iter().map(|(name, condition)| {
                let condition = member(condition);
                quote! { (#name, #condition) }
            });
            quote! { Test::Object(&[#(#members),*]) }
        }
        Test::Either(tests) => {
            let tests = several(tests);
            quote! { Test::Either(&[#(#tests),*]) }
        }
        Test::All(tests) => {
            let tests = several(tests);
            quote! { Test::All(&[#(#tests),*]) }
        }
    }
}

fn member(condition: &MemberTest) -> TokenStream {
    match condition {
        MemberTest::Present => quote! { Member::Present },
        MemberTest::Absent => quote! { Member::Absent },
        MemberTest::Is(test) => {
            let test = self::test(test);
            quote! { Member::Is(#test) }
        }
        MemberTest::AbsentOr(test) => {
            let test = self::test(test);
            quote! { Member::AbsentOr(#test) }
        }
    }
}
