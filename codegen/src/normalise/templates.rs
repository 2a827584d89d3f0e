//! Paths with parameters in braces.

use std::collections::BTreeMap;

use super::{Cx, path_query};
use crate::diagnostics::Code;
use crate::model::Pointer;

/// Names of the parameters of a path, in its order; or what is wrong with the path.
pub(super) fn names(path: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(index) = rest.find(['{', '}', '?', '#']) {
        let (_, from) = rest.split_at(index);
        match from.chars().next() {
            // What tells operations at one path apart is looked at when they are lowered.
            Some('?') => break,
            Some('#') => return Err(format!("the path `{path}` contains `#`, which ends a path")),
            _ => {}
        }
        let Some((name, after)) = expression(from) else {
            return Err(format!("the braces in the path `{path}` do not match"));
        };
        if name.is_empty() {
            return Err(format!("a parameter in the path `{path}` has no name"));
        }
        if names.contains(&name) {
            return Err(format!("the parameter `{name}` stands twice in the path `{path}`"));
        }
        names.push(name);
        rest = after;
    }
    Ok(names)
}

/// What stands in the braces that a text begins with, and the text behind them. What a name must
/// look like, as in `{id:[0-9]{3}}`, may have braces of its own.
fn expression(from: &str) -> Option<(&str, &str)> {
    let mut open = 0_usize;
    let end = from.find(|c| {
        match c {
            '{' => open += 1,
            '}' => open = open.saturating_sub(1),
            _ => {}
        }
        open == 0
    })?;
    let name = from.get(..end)?.strip_prefix('{')?;
    let is_plain = !bare(name).contains(['{', '/']);
    is_plain.then_some((name, from.get(end + 1..)?))
}

/// A name without what it must look like.
fn bare(name: &str) -> &str {
    name.split([':', '=']).next().unwrap_or(name)
}

/// The path as OpenAPI writes it, where it is written in the way of a web framework or of RFC 6570:
/// `{id}` for `{id:[0-9]+}`, `{+id}`, `{id*}` and `:id`, and nothing for `{?page}`. `declared` are
/// the names of the parameters; a name that is one of them stays as it is.
pub(super) fn plain(path: &str, declared: &[&str]) -> Option<String> {
    let taken = names(path).ok()?;
    let is_free = |name: &str| !name.is_empty() && !taken.contains(&name);
    let mut plain = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, from)) = rest.find('{').and_then(|at| rest.split_at_checked(at)) {
        let (name, after) = expression(from)?;
        plain.push_str(before);
        rest = after;
        let trimmed = bare(name).trim().trim_start_matches(['+', '*']);
        let trimmed = trimmed.trim_end_matches(['+', '*', '?']);
        let same = |known: &&&str| known.eq_ignore_ascii_case(trimmed) && is_free(known);
        if declared.contains(&name) {
            plain.extend(["{", name, "}"]);
        } else if !name.starts_with(['?', '&']) {
            let name = declared.iter().find(same).copied().unwrap_or(trimmed);
            plain.extend(["{", if is_free(name) { name } else { trimmed }, "}"]);
        }
    }
    plain.push_str(rest);
    let segments = plain.split('/').map(|segment| match segment.strip_prefix(':') {
        Some(name) if declared.contains(&name) && is_free(name) => format!("{{{name}}}"),
        _ => segment.to_owned(),
    });
    let plain = segments.collect::<Vec<_>>().join("/");
    (plain != path && names(&plain).is_ok()).then_some(plain)
}

/// Reports malformed paths, and paths that no server can tell apart.
pub(super) fn check(cx: &mut Cx<'_>) {
    let paths = Pointer::root().join("paths");
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in cx.openapi().paths.paths.keys() {
        let at = paths.join(path);
        match names(path) {
            Err(message) => {
                let help = "write a parameter as `{name}`, each name once";
                cx.diags.error(Code::InvalidPathTemplate, &at, message).at_key().help(help);
            }
            Ok(names) => {
                let shape = names.iter().fold(path_query::cut(path).0, |shape, name| {
                    shape.replace(&format!("{{{name}}}"), "{}")
                });
                if let Some(first) = seen.get(&shape) {
                    let message = format!("`{path}` and `{first}` match the same requests");
                    cx.diags
                        .warning(Code::AmbiguousPath, &at, message)
                        .at_key()
                        .help(
                            "where both have the same method, a server answers with the first one",
                        )
                        .note(&paths.join(first), "the other path");
                } else {
                    seen.insert(shape, path);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{names, plain};

    #[test]
    fn other_notations_have_a_plain_form() {
        let plain = |path| plain(path, &["id", "r:x", "page"]);
        for other in [
            "/{id:[0-9]{3}}/a",
            "/{id=things/*}/a",
            "/{+id}/a",
            "/{id*}/a",
            "/{*id}/a",
            "/{ id }/a",
            "/{ID}/a",
            "/{id?}/a",
            "/:id/a",
            "/{id}/a{?page,per_page*}",
        ] {
            assert_eq!(plain(other).as_deref(), Some("/{id}/a"), "{other}");
        }
        assert_eq!(plain("/{other+}"), Some("/{other}".to_owned()));
        for same in ["/{id}", "/{r:x}", "/:other", "/a:id", "/{id}/:id", "/{id}/{id*}", "/{a"] {
            assert_eq!(plain(same), None, "{same}");
        }
    }

    #[test]
    fn finds_names_and_mistakes() {
        assert_eq!(names("/a/{b}/c.{d}"), Ok(vec!["b", "d"]));
        assert_eq!(names("/{r#type}/{why?}"), Ok(vec!["r#type", "why?"]));
        assert_eq!(names("/"), Ok(vec![]));
        assert_eq!(names("/{a}?b={c}"), Ok(vec!["a"]));
        assert_eq!(names(r"/{a:\d{2,3}}/b"), Ok(vec![r"a:\d{2,3}"]));
        for bad in ["/{a", "/a}", "/{}", "/{a}/{a}", "/{a/b}", "/{{a}}", "/a#b"] {
            assert!(names(bad).is_err(), "{bad}");
        }
    }
}
