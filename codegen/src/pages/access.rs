//! Who may call: security schemes and requirements in words.

use serde_json::Value;

use super::document::{Document, entries, members, text};
use super::view::SchemeView;

/// The alternatives that let a caller in; empty when nobody is asked.
pub(super) fn alternatives(document: Document<'_>, operation: &Value) -> Vec<String> {
    let home = if operation.get("security").is_some() { operation } else { document.0 };
    let names = |requirement: &Value| {
        let names = requirement.as_object().into_iter().flatten().map(|(name, _)| name.clone());
        let names: Vec<String> = names.collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(" and ") }
    };
    entries(home, "security").map(names).collect()
}

/// Every scheme of the document.
pub(super) fn schemes(document: Document<'_>) -> Vec<SchemeView> {
    let found = document.section(&["components", "securitySchemes"]).into_iter().flatten();
    let views = found.map(|(name, scheme)| {
        let scheme = document.resolve(scheme);
        SchemeView {
            name: name.clone(),
            place: place(scheme),
            description: text(scheme, "description").to_owned(),
        }
    });
    views.collect()
}

/// The headers that a call with curl needs, with a stand-in for the secret.
pub(super) fn curl_headers(document: Document<'_>, operation: &Value) -> Vec<String> {
    let home = if operation.get("security").is_some() { operation } else { document.0 };
    let Some(first) = entries(home, "security").next() else { return Vec::new() };
    let names = first.as_object().into_iter().flatten().map(|(name, _)| name);
    let schemes = names.filter_map(|name| {
        let scheme = document.section(&["components", "securitySchemes"])?.get(name)?;
        Some(document.resolve(scheme))
    });
    schemes.filter_map(curl_header).collect()
}

fn curl_header(scheme: &Value) -> Option<String> {
    match (text(scheme, "type"), text(scheme, "in"), text(scheme, "scheme")) {
        ("apiKey", "header", _) => Some(format!("{}: API_KEY", text(scheme, "name"))),
        ("apiKey", "cookie", _) => Some(format!("Cookie: {}=API_KEY", text(scheme, "name"))),
        ("http", _, "basic") => Some("Authorization: Basic CREDENTIALS".to_owned()),
        ("http" | "oauth2" | "openIdConnect", _, _) => {
            Some("Authorization: Bearer TOKEN".to_owned())
        }
        _ => None,
    }
}

fn place(scheme: &Value) -> String {
    match text(scheme, "type") {
        "apiKey" => format!("{} `{}`", text(scheme, "in"), text(scheme, "name")),
        "http" => format!("`Authorization: {}`", text(scheme, "scheme")),
        "oauth2" => {
            let flows: Vec<&str> =
                members(scheme, "flows").map(|(name, _)| name.as_str()).collect();
            format!("OAuth 2.0 ({})", flows.join(", "))
        }
        kind => kind.to_owned(),
    }
}
