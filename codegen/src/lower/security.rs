//! Security schemes and requirements.

use std::collections::BTreeMap;

use openapiv3::{APIKeyLocation, SecurityScheme as Source};
use serde_json::Value;

use super::cx::Cx;
use super::parameter::is_header_name;
use super::schema::trimmed;
use crate::diagnostics::Code;
use crate::model::{Docs, Place, Placement, SecurityScheme};
use crate::normalise::{NamedSecurityScheme, Resolved, ResolvedOperation};

/// Lowers the schemes, in the document's order.
pub(super) fn lower_schemes(cx: &mut Cx<'_>, resolved: &Resolved) -> Vec<SecurityScheme> {
    let named = resolved.security_schemes.iter();
    named.map(|named| lower_scheme(cx, named, placement(&named.scheme))).collect()
}

fn lower_scheme(
    cx: &mut Cx<'_>,
    named: &NamedSecurityScheme,
    placement: Placement,
) -> SecurityScheme {
    // All three are tokens.
    let (token, key) = match &placement {
        Placement::Header(header) => (header.as_str(), "name"),
        Placement::Cookie(cookie) => (cookie.as_str(), "name"),
        Placement::Http(scheme) => (scheme.as_str(), "scheme"),
        Placement::Bearer | Placement::Basic | Placement::Query(_) => ("ok", "name"),
    };
    if !is_header_name(token) {
        let what =
            if key == "name" { "the name of a header or a cookie" } else { "a scheme of HTTP" };
        let message = format!("`{token}` is not {what}");
        cx.error(Code::InvalidHeaderName, &named.at.join(key), message);
    }
    let description = match &named.scheme {
        Source::APIKey { description, .. }
        | Source::HTTP { description, .. }
        | Source::OAuth2 { description, .. }
        | Source::OpenIDConnect { description, .. } => description,
    };
    SecurityScheme {
        name: named.name.clone(),
        origin: named.at.clone(),
        docs: Docs { description: trimmed(description.as_deref()), ..Docs::default() },
        lookup: lower_lookup(cx, named, &placement),
        placement,
    }
}

/// `x-lookup`: the places where a server looks for the secret.
fn lower_lookup(cx: &mut Cx<'_>, named: &NamedSecurityScheme, placement: &Placement) -> Vec<Place> {
    let (Source::APIKey { extensions, .. } | Source::HTTP { extensions, .. }) = &named.scheme
    else {
        return Vec::new();
    };
    let Some(Value::Array(listed)) = extensions.get("x-lookup") else { return Vec::new() };
    let at = named.at.join("x-lookup");
    let mut places: Vec<Place> = Vec::new();
    for (index, entry) in listed.iter().enumerate() {
        let at = at.join(index);
        match lower_place(entry) {
            Err((code, message)) => drop(cx.error(code, &at, message)),
            Ok(place) if places.contains(&place) => {
                cx.error(Code::ExtensionMismatch, &at, "the place stands here for the second time");
            }
            Ok(place) => places.push(place),
        }
    }
    let own = match placement {
        Placement::Header(name) => Place::Header(name.clone()),
        Placement::Bearer => Place::Bearer,
        Placement::Query(name) => Place::Query(name.clone()),
        Placement::Cookie(name) => Place::Cookie(name.clone()),
        Placement::Basic | Placement::Http(_) => {
            let message = "only bearer tokens and API keys can be looked for in several places";
            cx.error(Code::ExtensionMismatch, &at, message).at_key();
            return Vec::new();
        }
    };
    if !places.contains(&own) && !cx.was_refused(&at) {
        let message = "the place where clients send the secret is missing";
        cx.error(Code::ExtensionMismatch, &at, message).at_key().help(match own {
            Place::Header(name) => format!("add `{{in: header, name: {name}}}`"),
            Place::Query(name) => format!("add `{{in: query, name: {name}}}`"),
            Place::Cookie(name) => format!("add `{{in: cookie, name: {name}}}`"),
            Place::Bearer => "add `{scheme: bearer}`".into(),
        });
    }
    places
}

fn lower_place(entry: &Value) -> Result<Place, (Code, String)> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str);
    let Some(kind) = text("in") else {
        return match text("name") {
            Some(_) => {
                Err((Code::ExtensionMismatch, "`name` has no effect beside `scheme`".into()))
            }
            None => Ok(Place::Bearer),
        };
    };
    let missing = || (Code::MissingMember, "the place needs a member `name`".to_owned());
    let name = text("name").ok_or_else(missing)?;
    match kind {
        "query" if name.is_empty() => {
            Err((Code::ExtensionMismatch, "the name is empty".to_owned()))
        }
        "query" => Ok(Place::Query(name.to_owned())),
        // Both are tokens.
        _ if !is_header_name(name) => {
            Err((Code::InvalidHeaderName, format!("`{name}` is not the name of a {kind}")))
        }
        "cookie" => Ok(Place::Cookie(name.to_owned())),
        _ => Ok(Place::Header(name.to_ascii_lowercase())),
    }
}

fn placement(scheme: &Source) -> Placement {
    match scheme {
        Source::APIKey { location: APIKeyLocation::Header, name, .. } => {
            Placement::Header(name.to_ascii_lowercase())
        }
        Source::APIKey { location: APIKeyLocation::Query, name, .. } => {
            Placement::Query(name.clone())
        }
        Source::APIKey { location: APIKeyLocation::Cookie, name, .. } => {
            Placement::Cookie(name.clone())
        }
        Source::HTTP { scheme, .. } => match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Placement::Bearer,
            "basic" => Placement::Basic,
            _ => Placement::Http(scheme.clone()),
        },
        Source::OAuth2 { .. } | Source::OpenIDConnect { .. } => Placement::Bearer,
    }
}

/// The alternatives of an operation, as indices of schemes. One that needs a scheme which was
/// refused is left out; the refusal was reported.
pub(super) fn lower_requirements(
    operation: &ResolvedOperation,
    schemes: &[SecurityScheme],
) -> Vec<Vec<usize>> {
    let indices: BTreeMap<&str, usize> =
        schemes.iter().enumerate().map(|(index, scheme)| (scheme.name.as_str(), index)).collect();
    let demands = operation.security.iter().flat_map(|demands| &demands.value);
    demands
        .filter_map(|requirement| {
            requirement.keys().map(|name| indices.get(name.as_str()).copied()).collect()
        })
        .collect()
}
