//! `src/security.rs` of the server crate: from a request to the one who sent it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::Cx;
use super::access::{Access, Demands};
use super::imports::Imports;
use crate::model::{Place, Placement, SecurityScheme};
use crate::name::SecurityNames;
use crate::rust::{Doc, RustFile, code, ident};

/// Emits the file, if any operation asks for a credential.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Option<String>, String> {
    let doors = Door::all(cx);
    if doors.is_empty() {
        return Ok(None);
    }
    let doors: Vec<_> = doors.iter().map(|door| door.emit(cx)).collect::<Result<_, _>>()?;
    let places = schemes(cx, &Demands::of(cx)).into_iter().filter_map(places);
    let docs = Doc::new("From a request's credentials to the one who sent it.");
    let mut file = RustFile::new(docs.lines());
    file.items(quote! { #(#places)* #(#doors)* })?;
    Imports::new(cx)?.of(file.mentions()).add_to(&mut file)?;
    Ok(Some(file.finish()))
}

/// The schemes that some operation asks for.
pub(super) fn schemes<'a>(
    cx: &Cx<'a>,
    demands: &Demands,
) -> Vec<(&'a SecurityScheme, &'a SecurityNames)> {
    demands.schemes.iter().filter_map(|index| scheme(cx, *index)).collect()
}

/// The variant of `Credential` for several at a time; a scheme may have taken the plain name.
pub(super) fn together_variant(cx: &Cx<'_>) -> Ident {
    let mut name = "Together".to_owned();
    while cx.names.security.iter().any(|names| names.variant == name) {
        name.push('_');
    }
    ident(&name)
}

/// A type that lets callers in, and the operations' demand that it stands for.
#[derive(Debug)]
pub(super) struct Door<'a> {
    pub(super) access: Access<'a>,
    pub(super) name: Ident,
}

impl<'a> Door<'a> {
    /// One for each way to ask for credentials.
    pub(super) fn all(cx: &Cx<'a>) -> Vec<Self> {
        let mut doors: Vec<Self> = Vec::new();
        let is_trait = |name: &str| super::trait_name(cx).is_ok_and(|known| known == name);
        for operation in &cx.api.operations {
            let access = Access::of(operation);
            if access == Access::Open || doors.iter().any(|door| door.access == access) {
                continue;
            }
            let mut name = door_name(cx, &access);
            while doors.iter().any(|door| door.name == name) || is_trait(&name) {
                name.push('_');
            }
            doors.push(Self { access, name: ident(&name) });
        }
        doors
    }

    fn emit(&self, cx: &Cx<'_>) -> Result<TokenStream, String> {
        let (api, name) = (super::trait_name(cx)?, &self.name);
        let found = self.access.alternatives().iter().map(|schemes| found(cx, schemes));
        let found = found.reduce(|first, next| quote! { #first.or_else(|| #next) });
        let docs = Doc::new(format!("Who asks, by {}.", self.told(cx))).outer();
        let principal = self.access.principal();
        let answer = if matches!(self.access, Access::Optional(_)) {
            quote! {
                match #found {
                    Some(credential) => api.authenticate(credential, request).await.map(Some),
                    None => Ok(None),
                }
            }
        } else {
            quote! {
                let credential = #found.ok_or_else(ApiError::unauthenticated)?;
                api.authenticate(credential, request).await
            }
        };
        Ok(quote! {
            #docs
            #[derive(Debug)]
            pub enum #name {}
            impl<A: #api> Caller<A> for #name {
                type Principal = #principal;
                async fn authenticate(api: &A, request: &RequestInfo) -> Answer<#principal> {
                    #answer
                }
            }
        })
    }

    /// What is asked for, in words.
    fn told(&self, cx: &Cx<'_>) -> String {
        let name = |index: &usize| {
            let name = scheme(cx, *index).map(|(scheme, _)| code(&scheme.name));
            name.unwrap_or_default()
        };
        let alternatives = self.access.alternatives().iter();
        let told: Vec<String> = alternatives
            .map(|schemes| schemes.iter().map(name).collect::<Vec<_>>().join(" and "))
            .collect();
        let nobody = if matches!(self.access, Access::Optional(_)) { ", if anybody" } else { "" };
        format!("{}{nobody}", told.join(", else "))
    }
}

fn scheme<'a>(cx: &Cx<'a>, index: usize) -> Option<(&'a SecurityScheme, &'a SecurityNames)> {
    cx.api.security_schemes.get(index).zip(cx.names.security.get(index))
}

fn door_name(cx: &Cx<'_>, access: &Access<'_>) -> String {
    let name = |index: &usize| {
        let name = scheme(cx, *index).map_or("", |(_, names)| names.variant.as_str());
        name.strip_prefix("r#").unwrap_or(name).trim_end_matches('_')
    };
    let alternatives = access.alternatives().iter();
    let mut names: Vec<String> = alternatives
        .map(|schemes| schemes.iter().map(name).collect::<Vec<_>>().join("And"))
        .collect();
    if matches!(access, Access::Optional(_)) {
        names.push("Nothing".to_owned());
    }
    format!("By{}", names.join("Or"))
}

/// The credential of one alternative, if the request presents it.
fn found(cx: &Cx<'_>, schemes: &[usize]) -> TokenStream {
    let read = |index: &usize| {
        let (scheme, names) = scheme(cx, *index)?;
        let variant = ident(&names.variant);
        let read = match (scheme.lookup.as_slice(), &scheme.placement) {
            ([], Placement::Header(name)) => quote! { header_credential(#name) },
            ([], Placement::Bearer) => quote! { bearer_credential() },
            ([], Placement::Basic) => quote! { basic_credential() },
            ([], Placement::Http(scheme)) => quote! { http_credential(#scheme) },
            ([], Placement::Query(name)) => quote! { query_credential(#name) },
            ([], Placement::Cookie(name)) => quote! { cookie_credential(#name) },
            _ => {
                let constant = ident(&names.constant);
                quote! { credential(#constant) }
            }
        };
        Some(quote! { request.#read.map(Credential::#variant) })
    };
    let read: Vec<_> = schemes.iter().filter_map(read).collect();
    if let [one] = read.as_slice() {
        return one.clone();
    }
    let together = together_variant(cx);
    quote! { [#(#read),*].into_iter().collect::<Option<_>>().map(Credential::#together) }
}

/// The places where a scheme's secret is looked for, if there are several.
fn places((scheme, names): (&SecurityScheme, &SecurityNames)) -> Option<TokenStream> {
    if scheme.lookup.is_empty() {
        return None;
    }
    let constant = ident(&names.constant);
    let docs = Doc::new(format!("Where {} is looked for.", code(&scheme.name))).outer();
    let places = scheme.lookup.iter().map(place);
    Some(quote! { #docs const #constant: &[Place] = &[#(#places),*]; })
}

/// A place where the runtime looks for a secret.
pub(super) fn place(place: &Place) -> TokenStream {
    match place {
        Place::Cookie(name) => quote! { Place::Cookie(#name) },
        Place::Query(name) => quote! { Place::Query(#name) },
        Place::Header(name) => quote! { Place::Header(#name) },
        Place::Bearer => quote! { Place::Bearer },
    }
}
