//! Texts of every format, in the forms in which they are met.

use serde_json::Value;

use super::samples::{count, text};
use crate::random::Random;

/// A text that all of the schemas allow; patterns left aside, which types do not look at.
pub(super) fn make(random: &mut Random, schemas: &[&Value]) -> Option<String> {
    let mut formats = schemas.iter().filter_map(|schema| text(schema, "format"));
    if let Some(text) = formats.find_map(|format| of_format(random, format)) {
        return Some(text);
    }
    let least = count(schemas, "minLength").max().unwrap_or_default();
    let most = count(schemas, "maxLength").min().unwrap_or(usize::MAX);
    let mut text: String =
        (*random.one_of(&["text", "", "a \"b\"\n", "日本", "é/\\", "0", "null"])?).to_owned();
    while text.chars().count() < least.min(10_000) {
        text.push('x');
    }
    Some(text.chars().take(most).collect())
}

fn of_format(random: &mut Random, format: &str) -> Option<String> {
    let forms: &[&str] = match format {
        "date-time" => &[
            "2025-01-31T23:59:59Z",
            "2025-01-31T23:59:59.120Z",
            "2025-01-31T23:59:59.1Z",
            "2025-01-31T23:59:59+02:00",
        ],
        "date" => &["2025-01-31", "0001-01-01"],
        "time" => &["12:30:00Z", "12:30:00.5+02:00"],
        "duration" => &["P3DT4H", "PT0.5S"],
        "email" => &["a.b@example.com"],
        "uri" | "url" => &["https://example.com", "https://example.com/a?b=c#d"],
        "hostname" => &["example.com"],
        "ip" => &["192.0.2.1", "2001:db8::1"],
        "ipv4" => &["192.0.2.1"],
        "ipv6" => &["2001:db8::1", "::"],
        "byte" => &["aGVsbG8=", ""],
        "decimal" => &["12.50", "-0.1"],
        "uuid" => {
            let digits = (0..32).map(|_| char::from(b"0123456789abcdef"[random.below(16)]));
            let digits: String = digits.collect();
            let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
            let parts = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)];
            return Some(parts.join("-"));
        }
        _ => return None,
    };
    random.one_of(forms).map(|text| (*text).to_owned())
}
