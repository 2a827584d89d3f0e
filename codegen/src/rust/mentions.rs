//! Which names some tokens use, so that a file imports just what it needs.

use std::collections::BTreeSet;

use proc_macro2::{Spacing, TokenStream};
use syn::buffer::{Cursor, TokenBuffer};

/// The names that paths begin with. Tokens are walked once, whatever is asked of them later.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    names: BTreeSet<String>,
    paths: BTreeSet<String>,
}

impl Mentions {
    /// Of some tokens.
    pub(crate) fn of(tokens: &TokenStream) -> Self {
        let mut mentions = Self::default();
        mentions.add(TokenBuffer::new2(tokens.clone()).begin());
        mentions
    }

    /// A path is this name, or begins with it, and nothing of the form `…::` stands before it.
    pub(crate) fn name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// A path begins with `name::` or `::name::`.
    pub(crate) fn path(&self, name: &str) -> bool {
        self.paths.contains(name)
    }

    /// Adds everything from here on.
    pub(super) fn add(&mut self, mut cursor: Cursor<'_>) {
        let (mut after_colons, mut in_path) = (false, false);
        while !cursor.eof() {
            if let Some((ident, next)) = cursor.ident() {
                let begins_path = is_path(next);
                if !in_path && (begins_path || !after_colons) {
                    let name = ident.to_string();
                    if begins_path {
                        self.paths.insert(name.clone());
                    }
                    if !after_colons {
                        self.names.insert(name);
                    }
                }
                in_path = begins_path;
                after_colons = false;
                cursor = next;
            } else if is_path(cursor) {
                // Both halves of `::` belong to what stands before them.
                cursor = skip(skip(cursor));
                after_colons = true;
            } else {
                if let Some((inside, _, _, next)) = cursor.any_group() {
                    self.add(inside);
                    cursor = next;
                } else {
                    cursor = skip(cursor);
                }
                (after_colons, in_path) = (false, false);
            }
        }
    }
}

/// `::` stands here.
fn is_path(cursor: Cursor<'_>) -> bool {
    cursor
        .punct()
        .is_some_and(|(punct, _)| punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}

fn skip(cursor: Cursor<'_>) -> Cursor<'_> {
    cursor.token_tree().map_or(cursor, |(_, next)| next)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::Mentions;

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
            (quote! { fn uuid(x: types::uuid::A) {} }, false),
        ] {
            assert_eq!(Mentions::of(&tokens).path("uuid"), expected, "{tokens}");
        }
        for (tokens, expected) in [
            (quote! { fn f(x: Context<()>) {} }, true),
            (quote! { Context::new() }, true),
            (quote! { fn f<'a>(x: Option<&'a Context>) {} }, true),
            (quote! { fn f(x: types::Context) {} }, false),
            (quote! { fn f(x: ::Context) {} }, false),
            (quote! { fn f(x: types::a::Context<Contexts>) {} }, false),
            (quote! { "Context" }, false),
        ] {
            assert_eq!(Mentions::of(&tokens).name("Context"), expected, "{tokens}");
        }
    }
}
