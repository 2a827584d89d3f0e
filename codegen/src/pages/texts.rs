//! Texts of a document on a page: nothing in them becomes markup that we did not mean.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, html};

use crate::rust::markdown_lines;

/// The text of a heading's anchor, as the usual renderers make it.
pub(super) fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// Markdown of a document as paragraphs that cannot pass for a part of our page.
pub(super) fn paragraphs(markdown: &str) -> String {
    let lines = markdown_lines(markdown).into_iter().map(|line| {
        // Headings and quotes have a meaning in the layout of the page.
        if line.starts_with('#') || line.starts_with('>') { format!("\\{line}") } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Markdown of a document in the cell of a table.
pub(super) fn cell(markdown: &str) -> String {
    let line = markdown_lines(markdown).join(" ");
    line.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// A name between backticks, in the cell of a table.
pub(super) fn code_cell(name: &str) -> String {
    let name: String = name.chars().filter(|c| *c != '`' && !c.is_control()).collect();
    format!("`{}`", name.replace('|', "\\|"))
}

/// Markdown of a document as HTML. HTML inside of it is shown as text, and links lead to the web.
pub(super) fn to_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: safe(dest_url, link_type), title, id })
        }
        // Pictures would be fetched; their words are enough.
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: safe(dest_url, link_type), title, id })
        }
        Event::End(pulldown_cmark::TagEnd::Image) => Event::End(pulldown_cmark::TagEnd::Link),
        Event::Start(Tag::Heading { classes, attrs, .. }) => Event::Start(Tag::Heading {
            level: pulldown_cmark::HeadingLevel::H5,
            id: None,
            classes,
            attrs,
        }),
        Event::End(pulldown_cmark::TagEnd::Heading(_)) => {
            Event::End(pulldown_cmark::TagEnd::Heading(pulldown_cmark::HeadingLevel::H5))
        }
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out.trim().to_owned()
}

/// Addresses of the web and of mail; others, such as scripts, lead nowhere.
fn safe<'a>(address: CowStr<'a>, link: LinkType) -> CowStr<'a> {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let web = matches!(scheme.as_deref(), Some("http" | "https" | "mailto"));
    if web || link == LinkType::Email { address } else { CowStr::Borrowed("#") }
}

#[cfg(test)]
mod tests {
    use super::{anchor, cell, code_cell, paragraphs, to_html};

    #[test]
    fn hostile_text_stays_text() {
        let html =
            to_html("x <script>alert(1)</script> [a](javascript:alert(1)) ![b](http://c/d) **e**");
        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains("javascript:"), "{html}");
        assert!(!html.contains("<img"), "{html}");
        assert!(html.contains("<strong>e</strong>"), "{html}");
        assert!(to_html("# a\n\nb").contains("<h5>a</h5>"));
        assert_eq!(cell("a | b\n\n* c"), "a \\| b * c");
        assert_eq!(code_cell("a`|\n"), "`a\\|`");
        assert!(
            paragraphs("## Get things\n> 200 Response").lines().all(|line| !line.starts_with('#'))
        );
    }

    #[test]
    fn anchors_are_those_of_headings() {
        assert_eq!(anchor("codersdk.LogLevel"), "codersdkloglevel");
        assert_eq!(anchor("Removed: Get logs"), "removed-get-logs");
    }
}
