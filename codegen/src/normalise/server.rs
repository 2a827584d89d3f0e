//! The base path: what the first server's URL puts in front of every path.

use openapiv3::Server;

use super::{Cx, ResolvedServer};
use crate::diagnostics::{Code, Diagnostics};
use crate::model::Pointer;

/// The path of the first server's URL without a slash at its end.
pub(super) fn base_path(servers: &[Server], diags: &mut Diagnostics) -> String {
    let Some(server) = servers.first() else { return String::new() };
    let at = Pointer::root().join("servers").join(0).join("url");
    let Some(url) = substitute(server, &at, diags) else { return String::new() };
    let path = path_of(&url);
    if path.contains(['?', '#']) {
        let message = format!("the server URL `{url}` has a query or a fragment");
        diags.error(Code::InvalidServer, &at, message).help("end the URL after its path");
    }
    path.trim_end_matches('/').to_owned()
}

/// Remembers servers, but for those that are the base path and no more: clients have that already.
/// A server that makes no sense is left out; of the first, [`base_path`] has told.
pub(super) fn collect(cx: &mut Cx<'_>, servers: &[Server], at: &Pointer, of: Option<&str>) {
    for (index, server) in servers.iter().enumerate() {
        let at = at.join("servers").join(index);
        let is_first = index == 0 && of.is_none();
        let mut faults = Diagnostics::default();
        let url = substitute(server, &at.join("url"), &mut faults);
        if url.is_none_or(|url| path_of(&url).contains(['?', '#'])) {
            if !is_first {
                let message = "the server URL makes no sense; it is left out";
                cx.diags.warning(Code::InvalidServer, &at.join("url"), message);
            }
            continue;
        }
        let has_variables = server.url.contains('{');
        let is_known = cx.servers.iter().any(|known| {
            known.value.url == server.url && (!has_variables || known.value == *server)
        });
        let is_base = is_first && !has_variables && !server.url.contains("://");
        if !is_known && !is_base && !server.url.starts_with("//") {
            let of = of.map(str::to_owned);
            cx.servers.push(ResolvedServer { at, value: server.clone(), of });
        }
    }
}

/// Puts the defaults of its variables into a URL.
fn substitute(server: &Server, at: &Pointer, diags: &mut Diagnostics) -> Option<String> {
    let mut url = String::new();
    let mut rest = server.url.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        url.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            let message = "a brace in the server URL is not closed";
            diags.error(Code::InvalidServer, at, message).help("close it, or write `%7B`");
            return None;
        };
        let variable = server.variables.as_ref().and_then(|variables| variables.get(name));
        let Some(variable) = variable else {
            diags
                .error(Code::InvalidServer, at, format!("the variable `{name}` is not defined"))
                .help("define it in `variables` beside `url`, with a `default`");
            return None;
        };
        url.push_str(&variable.default);
        // Where nothing is between two slashes, there is one.
        let is_twice = variable.default.is_empty() && url.ends_with('/') && !url.ends_with("://");
        rest = if is_twice { after.strip_prefix('/').unwrap_or(after) } else { after };
    }
    url.push_str(rest);
    Some(url)
}

/// The path of an absolute URL, or of one without a host; it starts with a slash or is empty.
fn path_of(url: &str) -> String {
    let after_scheme = url.split_once("://").map(|(_, rest)| rest).or(url.strip_prefix("//"));
    match after_scheme {
        Some(rest) => {
            let start = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            rest.get(start..).unwrap_or_default().to_owned()
        }
        None if url.is_empty() || url.starts_with(['/', '?', '#']) => url.to_owned(),
        // `./v2` and `v2` are relative to the document; the root is the best guess for its home.
        None => format!("/{}", url.trim_start_matches("./")),
    }
}

#[cfg(test)]
mod tests {
    use super::base_path;
    use crate::diagnostics::Diagnostics;

    #[test]
    fn takes_the_path_of_the_url() {
        let cases = [
            ("/api/v2", "/api/v2"),
            ("/api/v2/", "/api/v2"),
            ("/", ""),
            ("", ""),
            ("https://example.com", ""),
            ("https://example.com/", ""),
            ("https://example.com:8080/a/b/", "/a/b"),
            ("//example.com/a", "/a"),
            ("v1", "/v1"),
            ("./v1", "/v1"),
        ];
        for (url, expected) in cases {
            let server = openapiv3::Server { url: url.to_owned(), ..Default::default() };
            let mut diags = Diagnostics::default();
            assert_eq!(base_path(&[server], &mut diags), expected, "{url}");
            assert!(diags.items().is_empty(), "{url}");
        }
    }
}
