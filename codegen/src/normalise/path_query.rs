//! Parameters within the query of a path: `/pets?kind={kind}`.

use openapiv3::{Parameter, QueryStyle};

/// A parameter in the query of a path: its name in requests, and that in the braces.
pub(super) type Pair<'p> = (&'p str, &'p str);

/// The path without the pairs of its query that are one parameter each, and these.
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
        match pair.split_once('=').and_then(|(name, value)| Some((name, braced(value)?))) {
            Some(found) if !found.0.is_empty() => pairs.push(found),
            _ => rest.push(pair),
        }
    }
    if pairs.is_empty() {
        return (path.to_owned(), pairs);
    }
    let between = if rest.is_empty() { "" } else { "?" };
    (format!("{before}{between}{}", rest.join("&")), pairs)
}

fn braced(text: &str) -> Option<&str> {
    let name = text.strip_prefix('{')?.strip_suffix('}')?;
    (!name.is_empty() && !name.contains(['{', '}'])).then_some(name)
}

/// A parameter that the document has in the path's template, or in the query, as the required
/// parameter of the query that it is; nothing if it is another one.
pub(super) fn moved(parameter: &Parameter, (name, braced): Pair<'_>) -> Option<Parameter> {
    let mut data = parameter.parameter_data_ref().clone();
    let (style, allow_reserved) = match parameter {
        Parameter::Path { .. } if data.name == braced => (QueryStyle::Form, false),
        Parameter::Query { style, allow_reserved, .. }
            if data.name == name || data.name == braced =>
        {
            (style.clone(), *allow_reserved)
        }
        _ => return None,
    };
    name.clone_into(&mut data.name);
    data.required = true;
    Some(Parameter::Query { parameter_data: data, allow_reserved, style, allow_empty_value: None })
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn what_is_a_parameter_is_cut_out() {
        for (path, rest, pairs) in [
            ("/a/{b}", "/a/{b}", &[][..]),
            ("/a?b={c}", "/a", &[("b", "c")]),
            ("/a?x=1&b={c}&y&d={d}", "/a?x=1&y", &[("b", "c"), ("d", "d")]),
            ("/a?b={c}-{d}", "/a?b={c}-{d}", &[]),
            ("/{why?}/b?={c}", "/{why?}/b?={c}", &[]),
        ] {
            assert_eq!(cut(path), (rest.to_owned(), pairs.to_vec()));
        }
    }
}
