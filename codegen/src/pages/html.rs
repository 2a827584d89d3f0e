//! The HTML page: one file that needs no network.

use askama::Template;

use super::texts::to_html;
use super::view::Reference;

#[derive(Template)]
#[template(path = "pages/reference.html")]
struct Page<'a> {
    reference: &'a Reference,
    style: &'static str,
    script: &'static str,
}

/// The page, without its first lines.
pub(super) fn page(reference: &Reference) -> Result<String, String> {
    let style = include_str!("../../templates/pages/style.css");
    let script = include_str!("../../templates/pages/script.js");
    Page { reference, style, script }.render().map_err(|error| error.to_string())
}

/// The anchor of an item: letters, digits, and a code for everything else, so that no two names share one.
fn id(kind: &str, name: &str) -> String {
    let mut id = format!("{kind}-");
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') {
            id.push(c);
        } else {
            id.push_str(&format!("_{:x}_", u32::from(c)));
        }
    }
    id
}
