//! Security schemes and requirements.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{APIKeyLocation, SecurityScheme as Source};
use serde_json::Value;

use super::cx::Cx;
use super::parameter::is_header_name;
use super::schema::trimmed;
use crate::diagnostics::Code;
use crate::model::{Docs, Place, Placement, SecurityScheme};
use crate::normalise::{NamedSecurityScheme, Resolved, ResolvedOperation};

/// Lowers the schemes. One that cannot be done is reported only if an operation uses it.
pub(super) fn lower_schemes(cx: &mut Cx<'_>, resolved: &Resolved) -> Vec<SecurityScheme> {
    let requirements = resolved.operations.iter().flat_map(|operation| &operation.security);
    let used: BTreeSet<&str> =
        requirements.flat_map(|requirement| requirement.keys()).map(String::as_str).collect();
    let mut schemes = Vec::new();
    for named in &resolved.security_schemes {
        match placement(&named.scheme) {
            Ok(placement) => schemes.push(lower_scheme(cx, named, placement)),
            Err(what) if used.contains(named.name.as_str()) => {
                cx.unsupported(&named.at, format!("{what} is not supported yet"))
                    .help("API keys and HTTP bearer tokens are");
            }
            Err(_) => {}
        }
    }
    schemes
}

fn lower_scheme(
    cx: &mut Cx<'_>,
    named: &NamedSecurityScheme,
    placement: Placement,
) -> SecurityScheme {
    // Names of cookies are tokens as well.
    let named_part = match &placement {
        Placement::Header(name) => Some((name, "header")),
        Placement::Cookie(name) => Some((name, "cookie")),
        Placement::Bearer | Placement::Query(_) => None,
    };
    if let Some((name, kind)) = named_part.filter(|(name, _)| !is_header_name(name)) {
        let message = format!("`{name}` is not the name of a {kind}");
        cx.error(Code::InvalidHeaderName, &named.at.join("name"), message);
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

fn placement(scheme: &Source) -> Result<Placement, String> {
    match scheme {
        Source::APIKey { location: APIKeyLocation::Header, name, .. } => {
            Ok(Placement::Header(name.to_ascii_lowercase()))
        }
        Source::APIKey { location: APIKeyLocation::Query, name, .. } => {
            Ok(Placement::Query(name.clone()))
        }
        Source::APIKey { location: APIKeyLocation::Cookie, name, .. } => {
            Ok(Placement::Cookie(name.clone()))
        }
        Source::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
            Ok(Placement::Bearer)
        }
        Source::HTTP { scheme, .. } => Err(format!("HTTP authentication `{scheme}`")),
        Source::OAuth2 { .. } => Err("OAuth 2".into()),
        Source::OpenIDConnect { .. } => Err("OpenID Connect".into()),
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
    operation
        .security
        .iter()
        .filter_map(|requirement| {
            requirement.keys().map(|name| indices.get(name.as_str()).copied()).collect()
        })
        .collect()
}
