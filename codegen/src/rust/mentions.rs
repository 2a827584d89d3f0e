//! Which paths some tokens use, so that a file imports just what it needs.

use proc_macro2::{Spacing, TokenStream, TokenTree};

/// The tokens hold a path that begins with `name::` or `::name::`.
pub(crate) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    let mut inside_path = false;
    let mut after_segment = false;
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Group(group) if mentions(&group.stream(), name) => return true,
            TokenTree::Ident(ident) if !inside_path && ident == name => {
                if tokens.peek().is_some_and(is_path) {
                    return true;
                }
            }
            // Both halves of `::` belong to what stands before them.
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                inside_path = after_segment;
                continue;
            }
            TokenTree::Group(_)
            | TokenTree::Ident(_)
            | TokenTree::Punct(_)
            | TokenTree::Literal(_) => {}
        }
        after_segment = matches!(token, TokenTree::Ident(_)) && tokens.peek().is_some_and(is_path);
        inside_path = false;
    }
    false
}

/// The first half of `::`.
fn is_path(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(p) if p.as_char() == ':' && p.spacing() == Spacing::Joint)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::mentions;

    #[test]
    fn only_heads_of_paths_count() {
        for (tokens, expected) in [
            (quote! { fn f(x: uuid::Uuid) {} }, true),
            (quote! { Vec<Option<::uuid::Uuid>> }, true),
            (quote! { type X: uuid::Uuid; }, true),
            (quote! { types::uuid::Nullable }, false),
            (quote! { crate::types::uuid::Nullable }, false),
            (quote! { uuid: String }, false),
            (quote! { fn uuid() {} }, false),
        ] {
            assert_eq!(mentions(&tokens, "uuid"), expected, "{tokens}");
        }
    }
}
