//! Which paths some tokens use, so that a file imports just what it needs.

use proc_macro2::{Spacing, TokenStream, TokenTree};

/// The tokens hold the path segment `name::`.
pub(crate) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    let mut found = false;
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        found |= match token {
            TokenTree::Group(group) => mentions(&group.stream(), name),
            TokenTree::Ident(ident) if ident == name => {
                matches!(tokens.peek(), Some(TokenTree::Punct(p)) if p.as_char() == ':' && p.spacing() == Spacing::Joint)
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        if found {
            return true;
        }
    }
    false
}
