//! Parameters within the query of a path: `/pets?kind={kind}`.

use openapiv3::{Parameter, QueryStyle};

use crate::read::percent_decode;

/// A parameter in the query of a path: its name in requests, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair<'p> {
    pub(super) name: &'p str,
    pub(super) value: Value<'p>,
}

/// The value of such a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'p> {
    /// The parameter of this name, and nothing else: `{kind}`.
    Whole(&'p str),
    /// Some of it is always the same: `since:{day}`.
    Partly(&'p str),
}

/// The path without the pairs of its query that are parameters, and these.
pub(super) fn cut(path: &str) -> (String, Vec<Pair<'_>>) {
    let mut is_name = false;
    let start = path.find(|c| {
        is_name = c == '{' || is_name && c != '}';
        c == '?' && !is_name
    });
    let Some((before, query)) = start.and_then(|at| Some((path.get(..at)?, path.get(at + 1..)?)))
    else {
        return (path.to_owned(), Vec::new());
    };
    let (mut rest, mut pairs) = (Vec::new(), Vec::new());
    for pair in query.split('&') {
        match pair.split_once('=').and_then(|(name, value)| Some((name, parsed(value)?))) {
            Some((name, value)) if !name.is_empty() && !name.contains(['{', '}']) => {
                pairs.push(Pair { name, value });
            }
            _ => rest.push(pair),
        }
    }
    if pairs.is_empty() {
        return (path.to_owned(), pairs);
    }
    let between = if rest.is_empty() { "" } else { "?" };
    (format!("{before}{between}{}", rest.join("&")), pairs)
}

/// Nothing where no part of the value is a parameter, or the braces do not match.
fn parsed(text: &str) -> Option<Value<'_>> {
    let pieces = pieces(text)?;
    match pieces.as_slice() {
        [("", Some(name)), ("", None)] => Some(Value::Whole(name)),
        [_] => None,
        _ => Some(Value::Partly(text)),
    }
}

/// What is always the same, each with the name of the parameter behind it.
fn pieces(text: &str) -> Option<Vec<(&str, Option<&str>)>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('{') {
        let (name, after) = from.split_once('}')?;
        if name.is_empty() || name.contains('{') || before.contains('}') {
            return None;
        }
        pieces.push((before, Some(name)));
        rest = after;
    }
    pieces.push((rest, None));
    (!rest.contains('}')).then_some(pieces)
}

impl Value<'_> {
    /// Whether a parameter of this name is the value, or a part of it.
    pub(super) fn holds(self, name: &str) -> bool {
        match self {
            Self::Whole(known) => known == name,
            Self::Partly(text) => text.contains(&format!("{{{name}}}")),
        }
    }

    /// What the whole of a value matches that is always the same in part.
    pub(super) fn pattern(self) -> Option<String> {
        let Self::Partly(text) = self else { return None };
        let mut pattern = "^".to_owned();
        for (before, name) in pieces(text)? {
            pattern.extend(percent_decode(before).chars().flat_map(escaped));
            // A line break is text like any other.
            pattern.push_str(name.map_or("$", |_| r"[\s\S]+"));
        }
        Some(pattern)
    }
}

/// As a pattern of JavaScript has it.
fn escaped(c: char) -> impl Iterator<Item = char> {
    let is_special = r"\^$.|?*+()[]{}/".contains(c);
    is_special.then_some('\\').into_iter().chain([c])
}

/// A parameter that the document has in the path's template, or in the query, as the required
/// parameter of the query that it is; nothing if it is another one.
pub(super) fn moved(parameter: &Parameter, pair: Pair<'_>) -> Option<Parameter> {
    let mut data = parameter.parameter_data_ref().clone();
    let whole = match pair.value {
        Value::Whole(braced) => Some(braced),
        Value::Partly(_) => None,
    };
    let is_whole = whole == Some(data.name.as_str());
    let (style, allow_reserved) = match parameter {
        Parameter::Path { .. } if is_whole => (QueryStyle::Form, false),
        Parameter::Query { style, allow_reserved, .. } if is_whole || data.name == pair.name => {
            (style.clone(), *allow_reserved)
        }
        _ => return None,
    };
    pair.name.clone_into(&mut data.name);
    data.required = true;
    Some(Parameter::Query { parameter_data: data, allow_reserved, style, allow_empty_value: None })
}

#[cfg(test)]
mod tests {
    use super::{Pair, Value, cut};

    #[test]
    fn what_is_a_parameter_is_cut_out() {
        let whole = |name, value| Pair { name, value: Value::Whole(value) };
        let partly = |name, value| Pair { name, value: Value::Partly(value) };
        for (path, rest, pairs) in [
            ("/a/{b}", "/a/{b}", &[][..]),
            ("/a?b={c}", "/a", &[whole("b", "c")]),
            ("/a?x=1&b={c}&y&d={d}", "/a?x=1&y", &[whole("b", "c"), whole("d", "d")]),
            ("/a?b={c}-{d}&x", "/a?x", &[partly("b", "{c}-{d}")]),
            ("/a?b=x:{c}", "/a", &[partly("b", "x:{c}")]),
            ("/{why?}/b?{c}={d}", "/{why?}/b?{c}={d}", &[]),
            ("/a?b={c&d=}e{&f={}&{g}", "/a?b={c&d=}e{&f={}&{g}", &[]),
        ] {
            assert_eq!(cut(path), (rest.to_owned(), pairs.to_vec()));
        }
    }

    #[test]
    fn what_is_always_the_same_is_a_pattern() {
        assert_eq!(Value::Whole("a").pattern(), None);
        let pattern = Value::Partly("a.{b}/c%2b{d}").pattern();
        assert_eq!(pattern.as_deref(), Some(r"^a\.[\s\S]+\/c\+[\s\S]+$"));
    }
}
