//! The reference, rendered: what the effective document says, for people to read.
//!
//! Three files: two Markdown pages in the layout of widdershins, which many published references
//! have, and one HTML page that needs nothing but itself. Both are made from one view, which is made
//! from the effective document, what the overlays changed and why, and the Rust that was emitted: the
//! signatures shown are read out of the emitted files, so they cannot be others.

mod access;
mod corrections;
mod document;
mod html;
mod markdown;
mod operations;
mod samples;
mod schemas;
mod signatures;
mod status;
mod streams;
mod texts;
mod view;

use serde_json::Value;

use crate::emit::{Files, Tree};
use crate::model::Api;
use crate::name::Names;
use crate::read::overlay::Applied;

/// What the pages are made from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The document with its overlays, in the shape of OpenAPI 3.0.
    pub document: &'a Value,
    /// What the overlays did to it, in their order.
    pub applied: &'a [Applied],
    /// What the document means.
    pub api: &'a Api,
    /// What everything is called.
    pub names: &'a Names,
    /// The emitted crates.
    pub files: &'a Files,
    /// Package names of the client and the server crate.
    pub packages: [&'a str; 2],
    /// The first line of every file, without its comment sign.
    pub header: &'a str,
}

/// File name of the Markdown page with the operations.
pub const OPERATIONS_PAGE: &str = "operations.md";
/// File name of the Markdown page with the schemas.
pub const SCHEMAS_PAGE: &str = "schemas.md";
/// File name of the HTML page.
pub const HTML_PAGE: &str = "index.html";

/// Renders the pages. An error is a mistake of ours.
pub fn render(input: &Input<'_>) -> Result<Tree, String> {
    let reference = operations::reference(input)?;
    let header = input.header;
    let mut pages = Tree::new();
    for (name, text) in [
        (OPERATIONS_PAGE, markdown::operations(&reference)?),
        (SCHEMAS_PAGE, markdown::schemas(&reference)?),
    ] {
        pages.insert(name.to_owned(), format!("<!-- {header} -->\n\n{}\n", text.trim()));
    }
    let html = html::page(&reference)?;
    // The header has to follow the document type, or browsers fall back to their old ways.
    let html = format!("<!doctype html>\n<!-- {header} -->\n{}\n", html.trim());
    pages.insert(HTML_PAGE.to_owned(), html);
    Ok(pages)
}
