//! JSONPath (RFC 9535). This is the only file that knows serde_json_path.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::location::{Location, Step};

/// The parser's time doubles with every level of brackets.
const MAX_NESTING: usize = 8;
/// Longer ones are refused.
const MAX_LENGTH: usize = 2_000;

/// A JSONPath.
#[derive(Clone, Debug)]
pub(super) struct Query {
    pub(super) text: String,
    path: JsonPath,
}

impl Query {
    /// Reads the text form; else says what is wrong with it, and what to do about it.
    pub(super) fn parse(text: &str) -> Result<Self, (String, &'static str)> {
        if !text.starts_with('$') {
            return Err((format!("`{text}` is not a JSONPath"), "a JSONPath starts with `$`"));
        }
        if text.len() > MAX_LENGTH || nesting(text) > MAX_NESTING {
            let message = "this JSONPath is too long or nested too deeply".to_owned();
            return Err((message, "use several actions with simpler targets"));
        }
        match JsonPath::parse(text) {
            Ok(path) => Ok(Self { text: text.to_owned(), path }),
            Err(error) => {
                let message = match text.get(error.position()..) {
                    Some("") | None => "this JSONPath is not complete".to_owned(),
                    Some(rest) => format!("this is not a JSONPath from `{rest}` on"),
                };
                Err((message, "names with signs stand in brackets and quotes: `$['x-name']`"))
            }
        }
    }

    /// All matching places, each once.
    pub(super) fn select(&self, value: &Value) -> BTreeSet<Location> {
        let nodes = self.path.query_located(value);
        nodes.iter().map(|node| Location(node.location().iter().map(step).collect())).collect()
    }
}

fn step(element: &PathElement<'_>) -> Step {
    match element {
        PathElement::Name(name) => Step::Name((*name).to_owned()),
        PathElement::Index(index) => Step::Index(*index),
    }
}

/// How deep brackets and parentheses are nested, outside of quotes.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(_), '\\') => _ = chars.next(),
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '[' | '(') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Query, nesting};

    fn select(path: &str) -> Vec<String> {
        let value = json!({
            "paths": {"/a.b/{c}": {"get": {"parameters": [{"name": "id"}, {"name": "x"}]}}},
            "it's": {"\"q\"": 1, "back\\slash": 2, "": 3},
            "list": [1, [2, 3], {"a": null}],
        });
        let found = Query::parse(path).unwrap().select(&value);
        for location in &found {
            let pointer = location.pointer();
            assert_eq!(value.pointer(&pointer.to_string()), location.find(&value), "{pointer}");
        }
        found.iter().map(|location| location.pointer().to_string()).collect()
    }

    #[test]
    fn places_are_found() {
        for (path, places) in [
            ("$", &[""][..]),
            (
                "$.paths['/a.b/{c}'].get.parameters[?@.name=='id']",
                &["/paths/~1a.b~1{c}/get/parameters/0"],
            ),
            ("$.paths.*.get.parameters[-1].name", &["/paths/~1a.b~1{c}/get/parameters/1/name"]),
            ("$['it\\'s'][\"\\\"q\\\"\"]", &["/it's/\"q\""]),
            ("$[\"it's\"]['back\\\\slash']", &["/it's/back\\slash"]),
            ("$[\"it's\"]['']", &["/it's/"]),
            ("$['list','list'][0]", &["/list/0"]),
            ("$.list[*]", &["/list/0", "/list/1", "/list/2"]),
            ("$..parameters[?length(@.name) > 1]", &["/paths/~1a.b~1{c}/get/parameters/0"]),
            ("$..parameters[?match(@.name, '[a-x]')]", &["/paths/~1a.b~1{c}/get/parameters/1"]),
            ("$.list[?(@.a == null)]", &["/list/2"]),
            ("$.nothing.here", &[]),
        ] {
            assert_eq!(select(path), places, "{path}");
        }
    }

    #[test]
    fn mistakes_are_described() {
        for (path, message) in [
            ("paths", "`paths` is not a JSONPath"),
            ("", "`` is not a JSONPath"),
            ("$.x-name", "this is not a JSONPath from `-name` on"),
            ("$.a[?", "this JSONPath is not complete"),
            ("$.a ", "this is not a JSONPath from ` ` on"),
        ] {
            assert_eq!(Query::parse(path).unwrap_err().0, message, "{path}");
        }
    }

    #[test]
    fn nothing_takes_forever() {
        for n in [1, 2, 3, 4, 8, 100, 1000, 100_000] {
            for (open, inner, close) in
                [("@[?", "@.a", "]"), ("(", "@.a", ")"), ("length(", "@", ")"), ("!(", "@", ")")]
            {
                let _ = Query::parse(&format!("$[?{}{inner}{}]", open.repeat(n), close.repeat(n)));
            }
            for part in ["..*", "[*]", "['a']", "&&@.a", "||!@.a", "\\", "'"] {
                let _ = Query::parse(&format!("$[?@.a{}]", part.repeat(n)));
                let _ = Query::parse(&format!("${}", part.repeat(n)));
            }
        }
        assert_eq!(nesting("$['[[[\\'[[['][?(@.a)]"), 2);
    }
}
