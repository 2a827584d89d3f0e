//! `src/api.rs` of the server crate: the trait with one method per operation. With a trait for each
//! tag there is a folder instead.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::answers::{body_type, success_type};
use super::super::features::{self, Gate};
use super::super::streams::Side;
use super::super::{Cx, Tree, prose};
use super::access::{Access, Demands};
use super::imports::Imports;
use super::security::{schemes, together_variant};
use super::tags;
use crate::model::{Operation, Placement, Response};
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, code, ident, lints, plain_line};

/// What is said of every trait with operations.
pub(super) const DEFAULTS: &str =
    "Every method has a default that answers 501, so an implementation can start empty.";

/// Emits what an implementation answers.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Tree, String> {
    match &cx.names.traits {
        None => Ok(Tree::from([("src/api.rs".to_owned(), one(cx)?)])),
        Some(names) => tags::emit(cx, names),
    }
}

/// The trait with all operations.
fn one(cx: &Cx<'_>) -> Result<String, String> {
    let name = super::trait_name(cx)?;
    let demands = Demands::of(cx);
    let authentication = demands.any().then(authentication);
    let methods =
        cx.operations().map(|(operation, names)| method(cx, operation, names, &Gate::default()));
    let docs =
        Doc::new(format!("What a server answers: {}.", super::title(cx))).own(DEFAULTS).outer();
    let credential = demands.any().then(|| credential(cx, &demands));
    let items = quote! {
        #docs
        pub trait #name: Send + Sync + 'static {
            #authentication
            #(#methods)*
        }
        #credential
    };
    let mut file = RustFile::new(Doc::new("What an implementation answers.").lines());
    file.items(items)?;
    Imports::new(cx)?.of(file.mentions()).without_module("crate::api").add_to(&mut file)?;
    Ok(file.finish())
}

/// What a trait has to say who callers are.
pub(super) fn authentication() -> TokenStream {
    quote! {
        /// Who a caller is, once authenticated.
        type Principal: Send + 'static;

        /// Says who the caller with this credential is, or refuses.
        fn authenticate(
            &self,
            credential: Credential,
            request: &RequestInfo,
        ) -> impl Future<Output = Answer<Self::Principal>> + Send {
            let _ = (credential, request);
            async { Err(ApiError::not_implemented("authenticate")) }
        }
    }
}

/// The method of an operation. The trait is there only where `around` lets it.
pub(super) fn method(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
    around: &Gate,
) -> TokenStream {
    let docs = method_docs(cx, operation, names).outer();
    let (function, input) = (ident(&names.function), ident(&names.input));
    let principal = match Access::of(operation) {
        Access::Open => quote! { () },
        Access::Required(_) => quote! { Self::Principal },
        Access::Optional(_) => quote! { Option<Self::Principal> },
    };
    let output = success_type(cx, operation, names, Side::Server);
    let gate = features::of_operation(cx, operation);
    let gate = if gate == *around { None } else { gate.attribute() };
    let allowed = lints::of_handler(&names.function);
    quote! {
        #gate
        #docs
        #allowed
        fn #function(
            &self,
            cx: Context<#principal>,
            input: operations::#input,
        ) -> impl Future<Output = Answer<#output>> + Send {
            cx.unimplemented(input)
        }
    }
}

fn method_docs(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> Doc {
    let docs = prose::gist(cx, operation, names, Side::Server);
    let answers: Vec<String> =
        operation.responses.iter().map(|response| answer(cx, response)).collect();
    if answers.is_empty() { docs } else { docs.own(answers.join("\n")) }
}

/// A documented answer as a line of a list.
fn answer(cx: &Cx<'_>, response: &Response) -> String {
    let ty = body_type(cx, response, Side::Server);
    let ty = ty.map(|ty| format!(" (`{}`)", spelt(&ty))).unwrap_or_default();
    let description = plain_line(&response.description);
    let text = format!("- `{}`{ty}: {description}", response.status);
    text.trim_end_matches([':', ' ']).to_owned()
}

/// A type as people write it.
fn spelt(ty: &TokenStream) -> String {
    ty.to_string().replace(' ', "").replace(',', ", ")
}

/// The enum of what callers present.
pub(super) fn credential(cx: &Cx<'_>, demands: &Demands) -> TokenStream {
    let variants = schemes(cx, demands).into_iter().map(|(scheme, names)| {
        let variant = ident(&names.variant);
        let docs = Doc::new(format!("What {} asks for.", code(&scheme.name)))
            .text(&scheme.docs.description)
            .outer();
        if scheme.placement == Placement::Basic {
            return quote! { #docs #variant(Basic), };
        }
        quote! { #docs #variant(Secret), }
    });
    let together = demands.together.then(|| {
        let variant = together_variant(cx);
        quote! {
            /// Several that an operation asks for at a time, in the document's order.
            #variant(Vec<Credential>),
        }
    });
    quote! {
        /// What a caller presented to say who he is.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum Credential { #(#variants)* #together }
    }
}
