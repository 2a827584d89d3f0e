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
        let Some((name, after)) = from.strip_prefix('{').and_then(|from| from.split_once('}'))
        else {
            return Err(format!("the braces in the path `{path}` do not match"));
        };
        if name.contains(['{', '/']) {
            return Err(format!("the braces in the path `{path}` do not match"));
        }
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
    use super::names;

    #[test]
    fn finds_names_and_mistakes() {
        assert_eq!(names("/a/{b}/c.{d}"), Ok(vec!["b", "d"]));
        assert_eq!(names("/{r#type}/{why?}"), Ok(vec!["r#type", "why?"]));
        assert_eq!(names("/"), Ok(vec![]));
        assert_eq!(names("/{a}?b={c}"), Ok(vec!["a"]));
        for bad in ["/{a", "/a}", "/{}", "/{a}/{a}", "/{a/b}", "/{{a}}", "/a#b"] {
            assert!(names(bad).is_err(), "{bad}");
        }
    }
}
