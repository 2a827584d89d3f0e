//! Printed Rust files: items one by one, parted by blank lines.

use proc_macro2::TokenStream;

use super::compact::print;

/// A file in the making.
#[derive(Debug, Default)]
pub(crate) struct RustFile {
    docs: Vec<String>,
    parts: Vec<String>,
}

impl RustFile {
    /// A file with these lines as its module documentation.
    pub(crate) fn new(docs: &[String]) -> Self {
        Self { docs: docs.to_vec(), parts: Vec::new() }
    }

    /// Adds items; each is printed for itself. Items that `group` together (`use`, `mod`) belong in
    /// [`Self::group`].
    ///
    /// # Errors
    /// The tokens are no Rust items: a mistake of an emitter, told with the tokens.
    pub(crate) fn items(&mut self, tokens: TokenStream) -> Result<(), String> {
        let shown = tokens.to_string();
        for item in parse(tokens)?.items {
            self.parts.push(print_item(item, &shown));
        }
        Ok(())
    }

    /// Adds items that stand together without blank lines.
    ///
    /// # Errors
    /// As [`Self::items`].
    pub(crate) fn group(&mut self, tokens: TokenStream) -> Result<(), String> {
        let shown = tokens.to_string();
        let file = parse(tokens)?;
        if !file.items.is_empty() {
            self.parts.push(print(file, &shown));
        }
        Ok(())
    }

    /// Adds one item as the argument of a macro: `name! { item }`.
    ///
    /// # Errors
    /// As [`Self::items`].
    pub(crate) fn in_macro(&mut self, name: &str, tokens: TokenStream) -> Result<(), String> {
        let shown = tokens.to_string();
        let printed = print(parse(tokens)?, &shown);
        let mut part = format!("{name}! {{\n");
        for line in printed.lines() {
            if !line.is_empty() {
                part.push_str("    ");
                part.push_str(line);
            }
            part.push('\n');
        }
        part.push_str("}\n");
        self.parts.push(part);
        Ok(())
    }

    /// The text, without a header.
    pub(crate) fn finish(self) -> String {
        let mut text = String::new();
        for line in &self.docs {
            text.push_str(if line.is_empty() { "//!" } else { "//! " });
            text.push_str(line);
            text.push('\n');
        }
        for part in &self.parts {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(part);
        }
        text
    }
}

fn parse(tokens: TokenStream) -> Result<syn::File, String> {
    let shown = tokens.to_string();
    syn::parse2(tokens).map_err(|error| format!("emitted tokens are no Rust: {error}: {shown}"))
}

fn print_item(item: syn::Item, tokens: &str) -> String {
    let has_members = matches!(item, syn::Item::Impl(_) | syn::Item::Trait(_));
    let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    let text = print(file, tokens);
    if has_members { part_members(&text) } else { text }
}

/// Parts the functions of an `impl` or a `trait` by blank lines, which prettyplease doesn't.
fn part_members(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut ended = false;
    for line in text.lines() {
        if ended && line != "}" {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        ended = line == "    }";
    }
    out
}
