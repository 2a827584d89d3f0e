//! Reports for people.

use super::places::Shown;
use super::{Diagnostic, Diagnostics, Places, Severity};

/// How long messages and pointers may get; names in a document have no limit.
const TEXT_WIDTH: usize = 500;

/// All diagnostics as text, ordered by their places, and a line that counts them. Empty if there
/// are none.
#[must_use]
pub fn render_text(diagnostics: &Diagnostics, places: &Places) -> String {
    let mut items: Vec<(Shown<'_>, &Diagnostic)> =
        diagnostics.items().iter().map(|item| (places.show(&item.at), item)).collect();
    items.sort_by(|(a, x), (b, y)| {
        let key = |shown: &Shown<'_>| (shown.file.to_owned(), shown.span);
        key(a).cmp(&key(b)).then(x.code.cmp(&y.code)).then_with(|| x.message.cmp(&y.message))
    });
    let mut reports: Vec<(String, Severity)> = items
        .iter()
        .map(|(shown, item)| (render_one(shown, item, places), item.severity))
        .collect();
    // Two references to one broken thing may report it twice.
    reports.dedup();
    let summary = summary(&reports);
    let texts = reports.into_iter().map(|(text, _)| text);
    texts.chain(summary).collect::<Vec<_>>().join("\n")
}

fn render_one(shown: &Shown<'_>, item: &Diagnostic, places: &Places) -> String {
    let severity = match item.severity {
        Severity::Error => "error",
        Severity::Unsupported => "unsupported",
        Severity::Warning => "warning",
    };
    let place = place(shown);
    let message = one_line(&item.message);
    let mut text = format!("{place}: {severity}[{}]: {message}\n", item.code.id());
    if let Some(pointer) = shown.pointer {
        text.push_str(&format!("  at {}\n", one_line(&pointer.to_string())));
    }
    text.push_str(&excerpt(shown).unwrap_or_default());
    for (note, words) in &item.notes {
        let note = places.show(note);
        text.push_str(&format!("  note: {}: {}\n", self::place(&note), one_line(words)));
    }
    if !item.help.is_empty() {
        text.push_str(&format!("  help: {}\n", one_line(&item.help)));
    }
    text
}

/// `file:line:column`
fn place(shown: &Shown<'_>) -> String {
    let file = one_line(shown.file);
    match shown.span {
        Some(span) => format!("{file}:{}:{}", span.line, span.column),
        None => file,
    }
}

/// The source line with marks below what is meant.
fn excerpt(shown: &Shown<'_>) -> Option<String> {
    let span = shown.span?;
    let line = shown.line?;
    let text: String = line.text.chars().map(harmless).collect();
    let (from, to) = (line.before, line.before + text.chars().count());
    let start = span.column.checked_sub(1)?.clamp(from, to);
    let end = if span.end_line == span.line { span.end_column.saturating_sub(1) } else { to };
    let head = if from > 0 { "…" } else { "" };
    let tail = if line.goes_on { "…" } else { "" };
    let indent = " ".repeat(start - from + head.chars().count());
    let marks = "^".repeat(end.min(to).saturating_sub(start).max(1));
    let number = span.line.to_string();
    let margin = " ".repeat(number.len());
    Some(format!("{margin} |\n{number} | {head}{text}{tail}\n{margin} | {indent}{marks}\n"))
}

/// One column per character, and nothing that a terminal would obey.
fn harmless(c: char) -> char {
    match c {
        '\t' => ' ',
        _ if is_harmful(c) => '\u{fffd}',
        _ => c,
    }
}

/// Control characters, and those that change the direction of text or cannot be seen.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Text out of a document on one line of limited length.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == TEXT_WIDTH {
            line.push('…');
            break;
        }
        if is_harmful(c) {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

/// `2 errors, 1 warning`
fn summary(reports: &[(String, Severity)]) -> Option<String> {
    let count = |wanted| reports.iter().filter(|(_, severity)| *severity == wanted).count();
    let words = [
        (count(Severity::Error), "error", "errors"),
        (count(Severity::Unsupported), "unsupported construct", "unsupported constructs"),
        (count(Severity::Warning), "warning", "warnings"),
    ];
    let parts: Vec<String> = words
        .into_iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", ") + "\n")
}

#[cfg(test)]
mod tests {
    use super::render_text;
    use crate::diagnostics::{Code, Diagnostics, Places};
    use crate::model::Pointer;
    use crate::read::Source;

    #[test]
    fn nothing_reaches_the_terminal_unescaped() {
        let text = "a:\t\u{1b}[31mred\u{202e}\n";
        let source = Source::new("a\u{7}.yaml", text);
        let mut diags = Diagnostics::default();
        diags.error(Code::Syntax, &Pointer::root().join("a\n\u{1b}"), "bad \u{1b}[0m\nnews");
        let report = render_text(&diags, &Places::new(Some(&source), None));
        assert!(report.chars().all(|c| c == '\n' || !c.is_control()), "{report:?}");
        assert!(
            report.starts_with("a\\u{7}.yaml:1:1: error[E004]: bad \\u{1b}[0m\\nnews\n"),
            "{report}"
        );
    }

    #[test]
    fn long_lines_are_cropped_around_the_place() {
        let text =
            format!("{{\"a\": \"{}\", \"b\": 1, \"c\": \"{}\"}}", "x".repeat(500), "y".repeat(500));
        let source = Source::new("a.json", text);
        let mut diags = Diagnostics::default();
        diags.error(Code::Syntax, &Pointer::root().join("b"), "this");
        let report = render_text(&diags, &Places::new(Some(&source), None));
        assert!(report.contains("\"b\": 1, "), "{report}");
        let longest = report.lines().map(|line| line.chars().count()).max();
        assert!(longest < Some(115), "{report}");
        let mark = report.lines().find(|line| line.contains('^')).unwrap();
        let line = report.lines().find(|line| line.contains("\"b\"")).unwrap();
        assert_eq!(line.chars().nth(mark.chars().position(|c| c == '^').unwrap()), Some('1'));
    }
}
