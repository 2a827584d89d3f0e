//! Which names some tokens use, so that a file imports just what it needs.

use std::collections::HashSet;
use std::fmt::Write;

use proc_macro2::{Ident, Spacing, TokenStream};
use syn::buffer::{Cursor, TokenBuffer};
use syn::visit::{Visit, visit_macro, visit_meta_list, visit_path};
use syn::{Macro, MetaList, Path};

/// The names that paths begin with. Code is walked once, whatever is asked of it later.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    names: HashSet<String>,
    paths: HashSet<String>,
    /// The name that was looked at last.
    last: String,
}

impl Mentions {
    /// Of some tokens.
    pub(crate) fn of(tokens: &TokenStream) -> Self {
        let mut mentions = Self::default();
        mentions.tokens(tokens);
        mentions
    }

    /// Adds everything that a file names. What is parsed already tells more quickly than its tokens.
    pub(super) fn add(&mut self, file: &syn::File) {
        self.visit_file(file);
    }

    /// Adds a path. Other code has no names of interest.
    pub(super) fn add_path(&mut self, path: &str) {
        let head = path.split("::").next().unwrap_or_default();
        if head.len() < path.len() {
            insert(&mut self.paths, head);
        }
        insert(&mut self.names, head);
    }

    /// A path is this name, or begins with it, and nothing of the form `…::` stands before it.
    pub(crate) fn name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// A path begins with `name::` or `::name::`.
    pub(crate) fn path(&self, name: &str) -> bool {
        self.paths.contains(name)
    }

    fn tokens(&mut self, tokens: &TokenStream) {
        self.cursor(TokenBuffer::new2(tokens.clone()).begin());
    }

    /// Adds everything from here on.
    fn cursor(&mut self, mut cursor: Cursor<'_>) {
        let (mut after_colons, mut in_path) = (false, false);
        while !cursor.eof() {
            if let Some((ident, next)) = cursor.ident() {
                let begins_path = is_path(next);
                if !in_path && (begins_path || !after_colons) {
                    self.head(&ident, !after_colons, begins_path);
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
                    self.cursor(inside);
                    cursor = next;
                } else {
                    cursor = skip(cursor);
                }
                (after_colons, in_path) = (false, false);
            }
        }
    }
}

impl Mentions {
    /// A path begins with this.
    fn head(&mut self, ident: &Ident, is_name: bool, begins_path: bool) {
        self.last.clear();
        // Writing to a text cannot fail.
        let _ = write!(self.last, "{ident}");
        if begins_path {
            insert(&mut self.paths, &self.last);
        }
        if is_name {
            insert(&mut self.names, &self.last);
        }
    }
}

impl<'ast> Visit<'ast> for Mentions {
    fn visit_path(&mut self, path: &'ast Path) {
        if let Some(first) = path.segments.first() {
            self.head(&first.ident, path.leading_colon.is_none(), path.segments.len() > 1);
        }
        visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.tokens(&call.tokens);
        visit_macro(self, call);
    }

    fn visit_meta_list(&mut self, list: &'ast MetaList) {
        self.tokens(&list.tokens);
        visit_meta_list(self, list);
    }
}

/// Most names are known already.
fn insert(names: &mut HashSet<String>, name: &str) {
    if !names.contains(name) {
        names.insert(name.to_owned());
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
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::Mentions;

    /// Of the tokens, and of the items that they are.
    fn all(tokens: &TokenStream) -> Vec<Mentions> {
        let mut all = vec![Mentions::of(tokens)];
        if let Ok(file) = syn::parse2(tokens.clone()) {
            let mut mentions = Mentions::default();
            mentions.add(&file);
            all.push(mentions);
        }
        all
    }

    #[test]
    fn only_heads_of_paths_count() {
        for (tokens, expected) in [
            (quote! { fn f(x: uuid::Uuid) {} }, true),
            (quote! { Vec<Option<::uuid::Uuid>> }, true),
            (quote! { trait T { type X: uuid::Uuid; } }, true),
            (quote! { types::uuid::Nullable }, false),
            (quote! { crate::types::uuid::Nullable }, false),
            (quote! { uuid: String }, false),
            (quote! { fn uuid() {} }, false),
            (quote! { #[derive(Clone, ::uuid::Uuid)] struct S; }, true),
            (quote! { const A: u8 = some!(uuid::Uuid); }, true),
            (quote! { fn f() { a.b(|x| <uuid::Uuid as C>::D { e }) } }, true),
            (quote! { fn uuid(x: types::uuid::A) {} }, false),
        ] {
            for mentions in all(&tokens) {
                assert_eq!(mentions.path("uuid"), expected, "{tokens}");
            }
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
            for mentions in all(&tokens) {
                assert_eq!(mentions.name("Context"), expected, "{tokens}");
            }
        }
    }
}
