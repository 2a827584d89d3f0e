//! Numbers and texts as literals.

use proc_macro2::Literal;

/// A text as a literal.
pub(crate) fn quoted(text: &str) -> String {
    // What nearly all texts are takes a fraction of asking every sign whether people can see it.
    let is_plain = |byte| matches!(byte, b' '..=b'~');
    if !text.bytes().all(is_plain) {
        return Literal::string(text).to_string();
    }
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\\']) {
        let (before, behind) = rest.split_at(at);
        literal.push_str(before);
        literal.push('\\');
        let (sign, behind) = behind.split_at(1);
        literal.push_str(sign);
        rest = behind;
    }
    literal.push_str(rest);
    literal.push('"');
    literal
}

/// A number with a fraction. One with several digits behind the point gets an exponent: clippy takes
/// `3.14` for a mistake.
pub(crate) fn float(value: f64) -> String {
    if (value * 10.0).fract() != 0.0 { format!("{value:e}") } else { format!("{value:.1}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::quoted;

    proptest! {
        #[test]
        fn a_literal_is_its_text(text in "[ -~]*|.*|[\"\\\\\u{0}\u{1e}é]*") {
            let literal: syn::LitStr = syn::parse_str(&quoted(&text)).expect("a literal");
            prop_assert_eq!(literal.value(), text);
        }
    }
}
