//! Tokens as people write them.

use quote::ToTokens;

/// The text of a piece of code, without the blanks that token streams have everywhere.
pub(super) fn text(tokens: &impl ToTokens) -> String {
    let spaced = tokens.to_token_stream().to_string();
    let mut out = String::new();
    let mut words = spaced.split(' ').peekable();
    while let Some(word) = words.next() {
        out.push_str(word);
        let Some(next) = words.peek() else { break };
        if needs_blank(word, next) {
            out.push(' ');
        }
    }
    out
}

/// Blanks stay between words, after commas and around what looks like an operator.
fn needs_blank(before: &str, after: &str) -> bool {
    let word = |text: &str, end: fn(&str) -> Option<char>| {
        end(text).is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '#')
    };
    let (last, first) =
        (word(before, |t| t.chars().next_back()), word(after, |t| t.chars().next()));
    let spaced = |text: &str| matches!(text, "=" | "->" | "=>" | "+" | "|");
    (last && first)
        || spaced(before)
        || spaced(after)
        || (before.ends_with([',', ':']) && !before.ends_with("::"))
        || (after == "&" && last)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::text;

    #[test]
    fn code_reads_as_it_is_written() {
        let tokens = quote! { fn a(&self, b: impl Into<String>) -> Call<'_, operations::A<X, Y>> };
        assert_eq!(
            text(&tokens),
            "fn a(&self, b: impl Into<String>) -> Call<'_, operations::A<X, Y>>"
        );
    }
}
