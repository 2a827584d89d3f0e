//! What a schema asks of values beyond their type and its limits.

use super::Keywords;
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{Pointer, Rule, TypeKind};

pub(super) fn of(
    cx: &mut Cx<'_>,
    keywords: &Keywords<'_>,
    kind: &TypeKind,
    at: &Pointer,
) -> Vec<Rule> {
    match kind {
        TypeKind::Integer { .. } | TypeKind::Number { .. } => {
            let step = keywords.multiple_of.filter(|step| step.is_finite() && *step > 0.0);
            if step.is_none() && keywords.multiple_of.is_some() {
                let message = "`multipleOf` must be greater than 0; it has no effect";
                cx.warning(Code::InvalidSchema, &at.join("multipleOf"), message);
            }
            step.into_iter().map(Rule::MultipleOf).collect()
        }
        TypeKind::String { .. } => {
            let patterns = keywords.patterns.iter();
            patterns
                .filter_map(|pattern| Some(Rule::Pattern(lower_pattern(cx, pattern, at)?)))
                .collect()
        }
        TypeKind::Map { .. } | TypeKind::Object(_) => {
            let count = |limit: Option<usize>| limit.map(|limit| limit as u64);
            let (min, max) = (count(keywords.min_properties), count(keywords.max_properties));
            if min.zip(max).is_some_and(|(min, max)| min > max) {
                let message =
                    "`minProperties` and `maxProperties` leave no value: neither is checked";
                cx.warning(Code::InvalidSchema, at, message).help("correct one of them");
                return Vec::new();
            }
            let limited = min.is_some() || max.is_some();
            limited.then_some(Rule::Members(min, max)).into_iter().collect()
        }
        TypeKind::Any
        | TypeKind::Boolean
        | TypeKind::Enum(_)
        | TypeKind::Array { .. }
        | TypeKind::Union(_)
        | TypeKind::Alias(_) => Vec::new(),
    }
}

/// The pattern in the language of the crate `regex`, whose patterns take no longer the more a text
/// tries; JavaScript's look-around and references back are beyond it.
fn lower_pattern(cx: &mut Cx<'_>, pattern: &str, at: &Pointer) -> Option<String> {
    let translated = translate(pattern);
    if regex::Regex::new(&translated).is_ok() {
        return Some(translated);
    }
    let message = "this pattern is not checked by the generated server";
    cx.warning(Code::Unchecked, &at.join("pattern"), message)
        .help("look-around and references back to groups are not understood");
    None
}

/// What means something else in JavaScript: classes hold ASCII only, and inside of brackets nothing
/// but `]`, `\` and `-` is special.
fn translate(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match (c, in_class) {
            ('\\', _) => match (chars.next(), in_class) {
                (Some('d'), false) => out.push_str("[0-9]"),
                (Some('d'), true) => out.push_str("0-9"),
                (Some('D'), false) => out.push_str("[^0-9]"),
                (Some('w'), false) => out.push_str("[0-9A-Za-z_]"),
                (Some('w'), true) => out.push_str("0-9A-Za-z_"),
                (Some('W'), false) => out.push_str("[^0-9A-Za-z_]"),
                (Some('/'), _) => out.push('/'),
                (Some(other), _) => out.extend(['\\', other]),
                (None, _) => out.push('\\'),
            },
            ('[', false) => {
                in_class = true;
                out.push('[');
            }
            (']', true) => {
                in_class = false;
                out.push(']');
            }
            ('[' | '&' | '~', true) => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[test]
    fn patterns_mean_what_they_mean_in_javascript() {
        for (pattern, fits, fails) in [
            (r"^\d{3}$", "123", "１２３"),
            (r"^[\w.-]+$", "a_b.c-d", "é"),
            (r"^[[&~]+$", "[&~", "x"),
            (r"^https?:\/\/", "http://x", "ftp://x"),
            (r"\D", "a1", "12"),
            ("^a$", "a", "a\n"),
            (r"^\u0041$", "A", "B"),
        ] {
            let compiled = regex::Regex::new(&translate(pattern)).unwrap();
            assert!(compiled.is_match(fits) && !compiled.is_match(fails), "{pattern}");
        }
    }
}
