//! Prints a laid out page: as Markdown, as HTML, and as the text of a rendered page.

use super::layout::{Cell, Part};

/// The names of a type, which are what its links show.
fn link(words: &str, show: impl Fn(&str) -> String) -> String {
    match words.strip_prefix("array of ") {
        Some(items) => format!("array of {}", show(items)),
        None => show(words),
    }
}

/// As upstream keeps it.
pub(super) fn markdown(parts: &[Part]) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Code(text) => format!("`{text}`"),
        Cell::Link(words) => link(words, |name| {
            format!("[{name}](schemas.md#{})", name.replace('.', "").to_lowercase())
        }),
    };
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Heading(3, words) if words == "Response Schema" => {
                text.push_str("<h3 id=\"x-responseschema\">Response Schema</h3>\n");
            }
            Part::Heading(level, words) => {
                text.push_str(&format!("{} {words}\n", "#".repeat(*level)));
            }
            Part::Code(language, code) => text.push_str(&format!("```{language}\n{code}```\n")),
            Part::Quote(words) => text.push_str(&format!("> {words}\n")),
            Part::Paragraph(markdown, _) => text.push_str(&format!("{markdown}\n")),
            Part::Table { head, rows, .. } => {
                text.push_str(&format!(
                    "| {} |\n|{}\n",
                    head.join(" | "),
                    "---|".repeat(head.len())
                ));
                for row in rows {
                    let cells: Vec<String> = row.iter().map(cell).collect();
                    text.push_str(&format!("| {} |\n", cells.join(" | ")));
                }
            }
        }
        text.push('\n');
    }
    text
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('\'', "&#x27;")
}

/// As a site shows it.
pub(super) fn html(parts: &[Part]) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => escape(text),
        Cell::Code(text) => format!("<code>{}</code>", escape(text)),
        Cell::Link(words) => {
            link(words, |name| format!("<a href=\"./schemas#x\">{}</a>", escape(name)))
        }
    };
    let mut text = "<!DOCTYPE html><html><head><title>Agents API Reference | Docs</title>\
        <script>if (1 < 2) { var x = \"<h2>Not a heading</h2><table>\"; }</script></head><body>\
        <nav><h2>On this page</h2><ul><li><a href=\"#a\">Get</a></li></ul></nav><main>\n"
        .to_owned();
    for part in parts {
        match part {
            Part::Heading(level, words) => text.push_str(&format!(
                "<h{level} id=\"x\"><a href=\"#x\"><svg><path d=\"M0\"/></svg></a>{}</h{level}>",
                escape(words)
            )),
            Part::Code(language, code) => text.push_str(&format!(
                "<div><pre class=\"shiki\"><code class=\"language-{language}\"><span>{}</span></code>\
                 </pre><button>Copy</button></div>",
                escape(code)
            )),
            Part::Quote(words) => {
                text.push_str(&format!("<blockquote>\n<p>{}</p>\n</blockquote>", escape(words)));
            }
            Part::Paragraph(markdown, words) if markdown.starts_with('`') => {
                text.push_str(&format!("<p><code>{}</code></p>", escape(words)));
            }
            Part::Paragraph(_, words) => text.push_str(&format!("<p>{}</p>", escape(words))),
            Part::Table { head, rows, .. } => {
                let head: Vec<String> = head.iter().map(|name| format!("<th>{name}</th>")).collect();
                text.push_str(&format!(
                    "<table><thead><tr>{}</tr></thead><tbody>",
                    head.concat()
                ));
                for row in rows {
                    let cells: Vec<String> =
                        row.iter().map(|content| format!("<td>{}</td>", cell(content))).collect();
                    text.push_str(&format!("<tr>{}</tr>", cells.concat()));
                }
                text.push_str("</tbody></table>");
            }
        }
        text.push('\n');
    }
    text + "</main><footer><h2>More</h2><p>Was this page helpful?</p></footer></body></html>\n"
}

/// As a text browser shows it: headings and tables run into each other, tables with links are gone.
pub(super) fn text(parts: &[Part]) -> String {
    let mut text = "Home - News\n\nAgents API Reference | Docs\n".to_owned();
    let mut line: Vec<String> = Vec::new();
    for part in parts {
        let block = match part {
            Part::Heading(1, _) => continue,
            Part::Heading(_, words) => {
                line.push(words.clone());
                continue;
            }
            Part::Table { lost: true, .. } => continue,
            Part::Table { head, rows, lost: false } => {
                line.extend(head.iter().map(|name| (*name).to_owned()));
                for cell in rows.iter().flatten() {
                    let (Cell::Text(words) | Cell::Code(words) | Cell::Link(words)) = cell;
                    line.extend(words.split_whitespace().map(str::to_owned));
                }
                continue;
            }
            Part::Code(_, code) => code.split_whitespace().collect::<Vec<_>>().join(" "),
            Part::Quote(words) | Part::Paragraph(_, words) => words.clone(),
        };
        if !line.is_empty() {
            text.push_str(&format!("\n{}\n", line.join(" ")));
            line.clear();
        }
        text.push_str(&format!("\n{block}\n"));
    }
    if !line.is_empty() {
        text.push_str(&format!("\n{}\n", line.join(" ")));
    }
    text + "\nSearch and browse the web.\n"
}
