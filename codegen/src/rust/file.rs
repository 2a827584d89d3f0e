//! Printed Rust files: items one by one, parted by blank lines.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream, Parser};

use super::compact::print;
use super::data::Data;
use super::mentions::Mentions;
use super::undescribed::{ALLOWED, has_undescribed};

/// The longest line of a listing or of data, in bytes.
pub(super) const WIDTH: usize = 100;

/// A file in the making.
#[derive(Debug, Default)]
pub(crate) struct RustFile {
    docs: Vec<String>,
    groups: Vec<String>,
    items: Vec<String>,
    mentions: Mentions,
    /// Something public has no doc comment.
    undescribed: bool,
    /// What stands before each item.
    gate: String,
}

impl RustFile {
    /// A file with these lines as its module documentation.
    pub(crate) fn new(docs: &[String]) -> Self {
        Self { docs: docs.to_vec(), ..Self::default() }
    }

    /// Adds items; each is printed for itself. Items that `group` together (`use`, `mod`) belong in
    /// [`Self::group`].
    ///
    /// # Errors
    /// The tokens are no Rust items: a mistake of an emitter, told with the tokens.
    pub(crate) fn items(&mut self, tokens: TokenStream) -> Result<(), String> {
        let items = self.parse(tokens)?.items;
        self.undescribed |= items.iter().any(has_undescribed);
        let items = items.into_iter();
        self.items.extend(items.map(|item| format!("{}{}", self.gate, print_item(item))));
        Ok(())
    }

    /// Adds items that stand together without blank lines, before all that stand alone.
    ///
    /// # Errors
    /// As [`Self::items`].
    pub(crate) fn group(&mut self, tokens: TokenStream) -> Result<(), String> {
        let file = self.parse(tokens)?;
        if !file.items.is_empty() {
            self.groups.push(print(file));
        }
        Ok(())
    }

    /// Adds one item as the argument of a macro: `name! { item }`.
    ///
    /// # Errors
    /// As [`Self::items`].
    pub(crate) fn in_macro(&mut self, name: &str, tokens: TokenStream) -> Result<(), String> {
        let printed = print(self.parse(tokens)?);
        let mut item = format!("{}{name}! {{\n", self.gate);
        for line in printed.lines() {
            if !line.is_empty() {
                item.push_str("    ");
                item.push_str(line);
            }
            item.push('\n');
        }
        item.push_str("}\n");
        self.items.push(item);
        Ok(())
    }

    /// Puts these lines before every item that is added from now on.
    pub(crate) fn gate(&mut self, lines: String) {
        self.gate = lines;
    }

    /// Adds inner attributes, which stand before everything else.
    pub(crate) fn attributes(&mut self, lines: String) {
        if !lines.is_empty() {
            self.groups.insert(0, lines);
        }
    }

    /// Adds what is no Rust by itself: a list in lines that are as full as can be.
    pub(crate) fn listing(&mut self, open: &str, words: &[String], close: &str) {
        let whole = format!("{open} {} {close}\n", words.join(", "));
        let text = if words.is_empty() {
            format!("{open}{close}\n")
        } else if whole.len() <= WIDTH {
            whole
        } else {
            format!("{open}{}\n{close}\n", lines(words))
        };
        self.items.push(self.gate.clone() + &text);
    }

    /// Adds an item whose value is data: what stands before it, such as `const X: T`, is code.
    pub(crate) fn data(&mut self, item: &str, data: &Data) {
        data.mentioned(&mut self.mentions);
        let mut text = format!("{}{item} = ", self.gate);
        data.write(&mut text, 0, item.len() + " = ;".len());
        text.push_str(";\n");
        self.items.push(text);
    }

    /// Adds an item as it stands. What it names is not among the [`Self::mentions`].
    pub(crate) fn verbatim(&mut self, item: &str) {
        self.items.push(format!("{}{item}", self.gate));
    }

    /// What has been named so far.
    pub(crate) fn mentions(&self) -> &Mentions {
        &self.mentions
    }

    /// The text, without a header.
    pub(crate) fn finish(self) -> String {
        let mut text = String::new();
        for line in &self.docs {
            text.push_str(if line.is_empty() { "//!" } else { "//! " });
            text.push_str(line);
            text.push('\n');
        }
        let allowed = self.undescribed.then(|| ALLOWED.to_owned());
        for part in allowed.iter().chain(&self.groups).chain(&self.items) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(part);
        }
        text
    }

    fn parse(&mut self, tokens: TokenStream) -> Result<syn::File, String> {
        let parse = |input: ParseStream<'_>| {
            let all = input.cursor();
            syn::File::parse(input).map_err(|error| {
                syn::Error::new(error.span(), format!("{error}: {}", all.token_stream()))
            })
        };
        let file =
            parse.parse2(tokens).map_err(|error| format!("emitted tokens are no Rust: {error}"))?;
        self.mentions.add(&file);
        Ok(file)
    }
}

/// The words, each with a comma.
fn lines(words: &[String]) -> String {
    let mut text = String::new();
    let mut width = WIDTH;
    for word in words {
        let needed = " ,".len() + word.len();
        if width + needed > WIDTH {
            text.push_str("\n   ");
            width = 3;
        }
        text.push_str(&format!(" {word},"));
        width += needed;
    }
    text
}

fn print_item(item: syn::Item) -> String {
    let has_members = matches!(item, syn::Item::Impl(_) | syn::Item::Trait(_));
    let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    let text = print(file);
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
