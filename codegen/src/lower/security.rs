//! Security schemes and requirements.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{APIKeyLocation, SecurityScheme as Source};

use super::cx::Cx;
use super::parameter::is_header_name;
use super::schema::trimmed;
use crate::diagnostics::Code;
use crate::model::{Docs, Placement, SecurityScheme};
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
                    .help("API keys in headers and HTTP bearer tokens are");
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
    if let Placement::Header(header) = &placement
        && !is_header_name(header)
    {
        let message = format!("`{header}` is not the name of a header");
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
        placement,
    }
}

fn placement(scheme: &Source) -> Result<Placement, String> {
    match scheme {
        Source::APIKey { location: APIKeyLocation::Header, name, .. } => {
            Ok(Placement::Header(name.to_ascii_lowercase()))
        }
        Source::APIKey { location: APIKeyLocation::Query, .. } => {
            Err("an API key in the query".into())
        }
        Source::APIKey { location: APIKeyLocation::Cookie, .. } => {
            Err("an API key in a cookie".into())
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
