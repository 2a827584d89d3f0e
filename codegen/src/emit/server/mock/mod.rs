//! The example `mock` of the server crate: the API's trait, answered out of schemas.

mod answers;
mod schemas;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::{Cx, Tree};
use super::access::{Access, Demands};
use super::imports::Imports;
use super::security::{place, schemes, together_variant};
use super::tags::TagTrait;
use crate::model::{Operation, Place, Placement, SecurityScheme};
use crate::name::OperationNames;
use crate::rust::{Doc, RustFile, ident};
use schemas::Answers;

/// Emits `examples/mock/`, its support code left aside.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Tree, String> {
    let answers = Answers::of(cx)?;
    let schemas = answers.emit()?;
    let mut files = Tree::new();
    files.insert("examples/mock/main.rs".to_owned(), main(cx, &answers, schemas.is_some())?);
    files.extend(schemas.map(|text| ("examples/mock/schemas.rs".to_owned(), text)));
    Ok(files)
}

fn main(cx: &Cx<'_>, answers: &Answers<'_>, has_schemas: bool) -> Result<String, String> {
    let docs = Doc::new(format!("A server with made-up answers: {}.", super::title(cx)))
        .own(format!("`cargo run -p {} --example mock -- --help` tells how.", cx.crates.server));
    let mut file = RustFile::new(docs.lines());
    let schemas = has_schemas.then(|| quote! { mod schemas; });
    file.group(quote! {
        #[allow(dead_code, unreachable_pub, reason = "made for every API")]
        mod runtime;
        #schemas
    })?;
    file.items(items(cx, answers)?)?;
    Imports::of_program(cx)?.traits(cx).of(file.mentions()).add_to(&mut file)?;
    Ok(file.finish())
}

fn items(cx: &Cx<'_>, answers: &Answers<'_>) -> Result<TokenStream, String> {
    let (api, server) = (super::trait_name(cx)?, ident(&cx.crates.server_lib()));
    let demands = Demands::of(cx);
    let places = schemes(cx, &demands).into_iter().map(|(scheme, _)| match &scheme.placement {
        Placement::Header(name) => place(&Place::Header(name.clone())),
        Placement::Bearer => place(&Place::Bearer),
        Placement::Query(name) => place(&Place::Query(name.clone())),
        Placement::Cookie(name) => place(&Place::Cookie(name.clone())),
        Placement::Basic => quote! { Place::Http("basic") },
        Placement::Http(scheme) => quote! { Place::Http(#scheme) },
    });
    let authentication = demands.any().then(|| authentication(cx, answers));
    let secrets = demands.any().then(|| secrets(cx, &demands));
    let methods = cx.operations().enumerate().map(|(index, (operation, names))| {
        let made_of = (answers.schema(index), answers.headers(index));
        method(cx, operation, names, (made_of.0.as_ref(), made_of.1))
    });
    let methods: Vec<_> = methods.collect::<Result<_, _>>()?;
    let filled = filled(cx, &api, authentication.as_ref(), &methods);
    Ok(quote! {
        fn main() -> ExitCode {
            runtime::serve::main(&[#(#places),*], #server::router_with)
        }
        #filled
        #secrets
    })
}

/// The traits that are implemented, with these methods by index of the operation.
fn filled(
    cx: &Cx<'_>,
    api: &Ident,
    authentication: Option<&TokenStream>,
    methods: &[TokenStream],
) -> TokenStream {
    let Some(names) = &cx.names.traits else {
        return quote! { impl #api for runtime::answers::Mock { #authentication #(#methods)* } };
    };
    let callers = authentication.map(|authentication| {
        let name = ident(&names.authenticate);
        quote! { impl #name for runtime::answers::Mock { #authentication } }
    });
    let traits = TagTrait::all(cx, names).into_iter().map(|one| {
        let name = ident(&one.names.ident);
        let methods = one.operations.iter().filter_map(|(index, ..)| methods.get(*index));
        quote! { impl #name for runtime::answers::Mock { #(#methods)* } }
    });
    quote! { #callers #(#traits)* }
}

fn authentication(cx: &Cx<'_>, answers: &Answers<'_>) -> TokenStream {
    let operations = cx.api.operations.iter().enumerate();
    let refusals = operations.filter_map(|(index, operation)| {
        let (id, schema) = (&operation.id, answers.refusal(index)?);
        Some(quote! { #id => self.refuse(#id, #schema), })
    });
    let refusals: Vec<_> = refusals.collect();
    let admit = quote! { self.admit(&secrets(credential)) };
    let (request, admit) = if refusals.is_empty() {
        (quote! { _ }, admit)
    } else {
        let own = quote! { |error| match request.operation() { #(#refusals)* _ => error } };
        (quote! { request }, quote! { #admit.map_err(#own) })
    };
    quote! {
        type Principal = ();

        async fn authenticate(
            &self,
            credential: Credential,
            #request: &RequestInfo,
        ) -> Answer<()> {
            #admit
        }
    }
}

fn secrets(cx: &Cx<'_>, demands: &Demands) -> TokenStream {
    let is_basic = |scheme: &SecurityScheme| scheme.placement == Placement::Basic;
    let all = schemes(cx, demands);
    let variants = |basic: bool| {
        let chosen = all.iter().filter(move |(scheme, _)| is_basic(scheme) == basic);
        chosen.map(|(_, names)| ident(&names.variant)).collect::<Vec<_>>()
    };
    let (plain, basic) = (variants(false), variants(true));
    let plain =
        (!plain.is_empty()).then(|| quote! { #(Credential::#plain(secret))|* => vec![secret], });
    let basic = (!basic.is_empty())
        .then(|| quote! { #(Credential::#basic(basic))|* => vec![basic.password], });
    let together = demands.together.then(|| {
        let variant = together_variant(cx);
        quote! { Credential::#variant(several) => several.into_iter().flat_map(secrets).collect(), }
    });
    quote! {
        /// What a caller presented.
        fn secrets(credential: Credential) -> Vec<Secret> {
            match credential {
                #plain
                #basic
                #together
                _ => Vec::new(),
            }
        }
    }
}

fn method(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
    (schema, headers): (Option<&TokenStream>, Option<&TokenStream>),
) -> Result<TokenStream, String> {
    let (function, input) = (ident(&names.function), ident(&names.input));
    let principal = match Access::of(operation) {
        Access::Optional(_) => quote! { Option<()> },
        Access::Open | Access::Required(_) => quote! { () },
    };
    let output = answers::output(cx, operation, names);
    let answer = answers::answer(operation, names, schema, headers)?;
    let wait = operation.long_poll.then(|| quote! { self.wait().await; });
    Ok(quote! {
        async fn #function(
            &self,
            _: Context<#principal>,
            _: operations::#input,
        ) -> Answer<#output> {
            #wait
            #answer
        }
    })
}
