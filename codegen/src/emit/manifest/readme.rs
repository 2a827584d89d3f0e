//! `README.md` of both crates.

use askama::Template;

use super::super::Cx;
use super::super::answers::success_type;
use super::super::streams::{Side, stream};
use super::rendered;
use crate::model::Operation;
use crate::name::OperationNames;
use crate::rust::{Mentions, plain_line};

#[derive(Template)]
#[template(path = "client/README.md", escape = "none")]
struct Client<'a> {
    about: About<'a>,
    /// The builder's call that takes a secret, or nothing.
    secret: String,
    /// There is the example.
    program: bool,
}

#[derive(Template)]
#[template(path = "server/README.md", escape = "none")]
struct Server<'a> {
    about: About<'a>,
    /// There is a trait for each tag.
    tags: bool,
    /// What the example imports, apart from modules.
    imports: String,
    /// The trait with the operation of the example.
    api: &'a str,
    /// This trait asks who callers are.
    principal: bool,
    /// Another one does.
    authenticate: Option<&'a str>,
    /// Traits of other tags.
    others: Vec<&'a str>,
    client_path: &'a str,
    /// There is the example.
    program: bool,
}

/// What both READMEs tell.
struct About<'a> {
    package: &'a str,
    client: &'a str,
    lib: String,
    title: String,
    command: &'a str,
    example: Option<Example<'a>>,
}

/// The operation that stands in the examples.
struct Example<'a> {
    function: &'a str,
    /// What it is called with, as text.
    arguments: String,
    input: &'a str,
    output: String,
    /// The answer is one of the document's types.
    types: bool,
    principal: &'static str,
    tag: Option<&'a str>,
}

/// The client crate's README.
pub(super) fn client(cx: &Cx<'_>) -> Result<String, String> {
    let function = cx.names.security.first().map(|names| names.function.as_str());
    let secret = function.map(|name| format!(".{name}(\"…\")")).unwrap_or_default();
    let about = about(cx, &cx.crates.client, cx.crates.client_lib());
    rendered(&Client { about, secret, program: cx.config.client.program.unwrap_or(true) })
}

/// The server crate's README.
pub(super) fn server(cx: &Cx<'_>) -> Result<String, String> {
    let about = about(cx, &cx.crates.server, cx.crates.server_lib());
    let principal = cx.api.operations.iter().any(|operation| principal(operation) != "()");
    let traits = cx.names.traits.as_ref();
    let authenticate = traits.filter(|_| principal).map(|names| names.authenticate.as_str());
    let tag = about.example.as_ref().and_then(|example| example.tag);
    let of_tags = traits.into_iter().flat_map(|names| &names.tags);
    let (own, others): (Vec<_>, Vec<_>) = of_tags.partition(|names| names.tag.as_deref() == tag);
    let whole = cx.config.server.r#trait.as_deref().unwrap_or("Api");
    let api = own.first().map_or(whole, |names| &names.ident);
    let mut imports = vec![api, "ApiError", "Context"];
    imports.extend(authenticate);
    imports.sort_unstable();
    rendered(&Server {
        about,
        tags: traits.is_some(),
        imports: imports.join(", "),
        api,
        principal: principal && traits.is_none(),
        authenticate,
        others: others.into_iter().map(|names| names.ident.as_str()).collect(),
        client_path: &cx.crates.client_from_server,
        program: cx.config.server.program.unwrap_or(true),
    })
}

fn about<'a>(cx: &'a Cx<'a>, package: &'a str, lib: String) -> About<'a> {
    let title = plain_line(&cx.api.title);
    About {
        package,
        client: &cx.crates.client,
        lib,
        title: if title.is_empty() { "an HTTP API".to_owned() } else { title },
        command: cx.command,
        example: example(cx),
    }
}

/// The first operation; better one that anybody can call without thinking.
fn example<'a>(cx: &'a Cx<'a>) -> Option<Example<'a>> {
    let is_plain = |operation: &Operation| {
        operation.body.is_none() && stream(operation).is_none() && !operation.docs.deprecated
    };
    let (operation, names) = cx
        .operations()
        .filter(|(operation, _)| is_plain(operation))
        .min_by_key(|(operation, _)| operation.parameters.iter().filter(|p| p.required).count())
        .or_else(|| cx.operations().next())?;
    let output = success_type(cx, operation, names, Side::Server);
    Some(Example {
        function: &names.function,
        arguments: arguments(operation, names),
        input: &names.input,
        types: Mentions::of(&output).path("types"),
        output: output.to_string().replace(' ', "").replace(',', ", "),
        principal: principal(operation),
        tag: operation.first_tag(),
    })
}

/// At most one argument is shown: how the client takes several is its own business.
fn arguments(operation: &Operation, names: &OperationNames) -> String {
    let parameters = operation.parameters.iter().zip(&names.parameters);
    let required = parameters.filter(|(parameter, _)| parameter.required).map(|(_, name)| name);
    let choice = names.choice.iter().map(|choice| &choice.field);
    let body = operation.body.iter().filter(|body| body.required).map(|_| &names.body);
    let required: Vec<&String> = required.chain(choice).chain(body).collect();
    match required.as_slice() {
        [] => String::new(),
        [one] => (*one).clone(),
        _ => "…".to_owned(),
    }
}

/// What the example knows of the caller.
fn principal(operation: &Operation) -> &'static str {
    match operation.security.iter().filter(|schemes| !schemes.is_empty()).count() {
        0 => "()",
        some if some < operation.security.len() => "Option<User>",
        _ => "User",
    }
}
