//! Markdown within a line.

/// Control characters and invisible direction marks would break the comment or deceive its reader.
pub(super) fn visible(c: char) -> char {
    let deceiving = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    if c.is_control() || deceiving { '\u{fffd}' } else { c }
}

/// A line of a paragraph: nothing at its beginning makes it something else.
pub(super) fn text_line(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, after) = line.split_at(digits);
    if digits > 0 && after.starts_with(['.', ')']) && ends_word(after, 1) {
        return format!("{number}\\{}", escape_inline(after));
    }
    let starts_block = match line.chars().next() {
        Some('#') => ends_word(line.trim_start_matches('#'), 0),
        Some('+' | '*' | '-') if ends_word(line, 1) => true,
        Some(c @ ('-' | '=' | '*' | '_')) => line.chars().all(|other| other == c || other == ' '),
        Some('~') => line.starts_with("~~~"),
        _ => false,
    };
    if starts_block { format!("\\{}", escape_inline(line)) } else { escape_inline(line) }
}

/// A blank or nothing stands at this place.
fn ends_word(text: &str, at: usize) -> bool {
    text.get(at..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Escapes what is neither in a code span nor a whole link.
pub(super) fn escape_inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code_span(rest).inspect(|span| out.push_str(span)),
            '[' => link(rest).inspect(|link| out.push_str(link)),
            'h' => address(rest).inspect(|address| out.push_str(&format!("<{address}>"))),
            '\\' => escaped(rest).inspect(|pair| out.push_str(pair)),
            _ => None,
        };
        let length = taken.map_or_else(
            || {
                if matches!(c, '`' | '[' | ']' | '<' | '>' | '\\') {
                    out.push('\\');
                }
                out.push(c);
                c.len_utf8()
            },
            str::len,
        );
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// A code span at the start of `text`, with its backticks.
fn code_span(text: &str) -> Option<&str> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let (fence, body) = text.split_at_checked(ticks)?;
    let end = body.match_indices(fence).find(|(at, _)| {
        let after = body.get(at + ticks..).unwrap_or_default();
        !after.starts_with('`') && !body.get(..*at).unwrap_or_default().ends_with('`')
    })?;
    text.get(..ticks + end.0 + ticks)
}

/// A whole inline link to a web page at the start of `text`.
fn link(text: &str) -> Option<&str> {
    let (label, after) = text.split_once("](")?;
    let (target, _) = after.split_once(')')?;
    let plain = |s: &str| !s.contains(['[', ']', '<', '>', '`', '\\', ' ', '(']) || s.is_empty();
    let label_is_plain = !label.get(1..)?.contains(['[', ']', '<', '>', '`', '\\']);
    let web = target.starts_with("https://") || target.starts_with("http://");
    let length = label.len() + 2 + target.len() + 1;
    if label_is_plain && plain(target) && web { text.get(..length) } else { None }
}

/// A bare web address at the start of `text`, without the punctuation behind it.
fn address(text: &str) -> Option<&str> {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return None;
    }
    let end =
        text.find(|c: char| c.is_whitespace() || "<>[]`\"\\()".contains(c)).unwrap_or(text.len());
    let address = text.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    (address.len() > "https://".len()).then_some(address)
}

/// A backslash and the punctuation that it escapes.
fn escaped(text: &str) -> Option<&str> {
    let next = text.chars().nth(1)?;
    if next.is_ascii_punctuation() { text.get(..2) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_markdown_is_escaped() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a `<b>` and <b>", "a `<b>` and \\<b\\>"),
            ("see [x] and [y](https://e.org/a)", "see \\[x\\] and [y](https://e.org/a)"),
            ("at https://e.org/a.", "at <https://e.org/a>."),
            ("[evil](javascript:x)", "\\[evil\\](javascript:x)"),
            ("odd ` tick", "odd \\` tick"),
            ("``a`b`` c", "``a`b`` c"),
            ("```a``", "\\```a``"),
            ("tail \\", "tail \\\\"),
        ] {
            assert_eq!(escape_inline(text), expected, "{text}");
        }
    }

    #[test]
    fn the_begin_of_a_line_starts_no_block() {
        for text in [
            "# a", "#", "- a", "-", "--", "* * *", "***", "+ a", "1. a", "12)", "===", "~~~", "> a",
        ] {
            assert!(text_line(text).contains('\\'), "{text}");
        }
        for text in ["#1", "-1", "*a*", "+1", "1.5", "a - b", "__a__", "~~a~~", "= 1"] {
            assert_eq!(text_line(text), text);
        }
    }
}
