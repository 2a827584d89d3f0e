//! Writes values of any shape into paths, queries, headers and cookies.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::super::types::parameter::Parameter;
use super::super::types::parts::{Comma, Parts, header_text, text};
use super::super::types::style::{Kind, Style};
use super::problem::Problem;
use super::request::{ESCAPED, RequestEncoder};
use super::security::add_cookie;

/// What is escaped where reserved characters may stay: all that would end a value, or begin
/// something else.
const RESERVED: &AsciiSet = &ESCAPED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');
/// The same for the items of a list with commas.
const RESERVED_ITEM: &AsciiSet = &RESERVED.add(b',');
/// Dots are between the parts.
const LABEL: &AsciiSet = &ESCAPED.add(b'.');

impl RequestEncoder {
    /// A path parameter that fills only a part of a segment: whatever it holds, it cannot be taken
    /// for the text around it.
    pub fn path_within<P: Parameter>(&mut self, name: &'static str, value: &P) {
        self.path.push((name, escape(&value.encode(), NON_ALPHANUMERIC)));
    }

    /// A path parameter.
    pub fn path_as<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let text = as_json(value).and_then(|value| path_text(name, style, &value));
        if let Some(text) = self.kept(text) {
            self.path.push((name, text));
        }
    }

    /// A query parameter, left out where there is no value.
    pub fn query_as<T: Serialize>(&mut self, name: &'static str, style: Style, value: Option<&T>) {
        let Some(value) = value else { return };
        let pairs = as_json(value).and_then(|value| pairs(name, style, &value));
        for (name, value) in self.kept(pairs).into_iter().flatten() {
            self.push_query(&name, &value);
        }
    }

    /// A header, left out where there is no value.
    pub fn header_as<T: Serialize>(&mut self, name: &'static str, style: Style, value: Option<&T>) {
        let Some(value) = value else { return };
        let text = as_json(value).and_then(|value| {
            header_text(style, &value).map_err(|Comma| {
                Problem::new(format!("an item of the header `{name}` contains a comma"))
            })
        });
        if let Some(text) = self.kept(text).flatten() {
            self.push_header(name, &text);
        }
    }

    /// A cookie, left out where there is no value.
    pub fn cookie_as<T: Serialize>(&mut self, name: &'static str, style: Style, value: Option<&T>) {
        let Some(value) = value else { return };
        let pairs = as_json(value).and_then(|value| pairs(name, style, &value));
        for (name, value) in self.kept(pairs).into_iter().flatten() {
            add_cookie(&mut self.headers, &format!("{}={value}", escape(&name, ESCAPED)));
        }
    }

    /// The value, or nothing once the problem is noted.
    pub fn kept<T>(&mut self, outcome: Result<T, Problem>) -> Option<T> {
        outcome.map_err(|problem| self.fail(problem)).ok()
    }
}

/// A value as a tree.
pub fn as_json<T: Serialize>(value: &T) -> Result<Value, Problem> {
    let value = serde_json::to_value(value);
    value.map_err(|error| Problem::because("an input cannot be written as text", error))
}

fn escape(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

fn joined(texts: &[String], between: &str, set: &'static AsciiSet) -> String {
    texts.iter().map(|text| escape(text, set)).collect::<Vec<_>>().join(between)
}

fn members(members: &[(String, String)], between: &str, set: &'static AsciiSet) -> String {
    let pair = |(name, value): &(String, String)| [escape(name, set), escape(value, set)].join("=");
    members.iter().map(pair).collect::<Vec<_>>().join(between)
}

/// What stands in a path for this value.
pub fn path_text(name: &str, style: Style, value: &Value) -> Result<String, Problem> {
    if style.kind == Kind::Json {
        return Ok(escape(&value.to_string(), ESCAPED));
    }
    let parts = Parts::of(value);
    let Style { explode, .. } = style;
    Ok(match (style.kind, parts) {
        (_, Parts::None) => {
            return Err(Problem::new(format!("path parameter `{name}` must not be null")));
        }
        (Kind::Label, Parts::List(items)) if explode => format!(".{}", joined(&items, ".", LABEL)),
        (Kind::Label, Parts::Members(all)) if explode => format!(".{}", members(&all, ".", LABEL)),
        (Kind::Label, parts) => format!(".{}", joined(&parts.flat(), ",", LABEL)),
        (Kind::Matrix, Parts::List(items)) if explode => {
            items.iter().map(|item| matrix(name, &escape(item, ESCAPED))).collect()
        }
        (Kind::Matrix, Parts::Members(all)) if explode => {
            all.iter().map(|(name, value)| matrix(name, &escape(value, ESCAPED))).collect()
        }
        (Kind::Matrix, parts) => matrix(name, &joined(&parts.flat(), ",", ESCAPED)),
        (_, Parts::Members(all)) if explode => members(&all, ",", ESCAPED),
        (_, parts) => joined(&parts.flat(), ",", ESCAPED),
    })
}

fn matrix(name: &str, escaped: &str) -> String {
    let name = escape(name, ESCAPED);
    if escaped.is_empty() { format!(";{name}") } else { format!(";{name}={escaped}") }
}

/// Names, and values that are escaped already.
pub fn pairs(name: &str, style: Style, value: &Value) -> Result<Vec<(String, String)>, Problem> {
    let set = if style.reserved { RESERVED } else { ESCAPED };
    let one = |text: &str| vec![(name.to_owned(), escape(text, set))];
    let mut found = Vec::new();
    match (style.kind, value) {
        (_, Value::Null) => return Ok(found),
        (Kind::Json, value) => return Ok(one(&value.to_string())),
        (Kind::Deep, value) => {
            deep(name.to_owned(), value, set, &mut found);
            return Ok(found);
        }
        // A list among the members is written item by item.
        (_, Value::Object(members)) if style.explode => {
            for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
                let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                found.extend(items.iter().map(|item| (name.clone(), escape(&text(item), set))));
            }
            return Ok(found);
        }
        _ => {}
    }
    match Parts::of(value) {
        Parts::List(items) if style.explode => {
            Ok(items.iter().flat_map(|text| one(text)).collect())
        }
        Parts::One(text) => Ok(one(&text)),
        parts => {
            let texts = parts.flat();
            if texts.is_empty() {
                return Ok(found);
            }
            let set = if style.reserved { RESERVED_ITEM } else { ESCAPED };
            let (delimiter, between) = match style.kind {
                Kind::Spaces => (" ", "%20"),
                Kind::Pipes => ("|", "%7C"),
                _ => ("", ","),
            };
            // Commas between items are told from those inside by their escapes; these are not.
            if !delimiter.is_empty() && texts.iter().any(|text| text.contains(delimiter)) {
                let problem = format!("an item of `{name}` contains what stands between the items");
                return Err(Problem::new(problem));
            }
            found.push((name.to_owned(), joined(&texts, between, set)));
            Ok(found)
        }
    }
}

/// Names and values as they are where nothing is escaped.
pub fn decoded_pairs(
    name: &str,
    style: Style,
    value: &Value,
) -> Result<Vec<(String, String)>, Problem> {
    let decode = |text: String| percent_decode_str(&text).decode_utf8_lossy().into_owned();
    let pairs = pairs(name, style, value)?.into_iter();
    Ok(pairs.map(|(name, value)| (name, decode(value))).collect())
}

fn deep(name: String, value: &Value, set: &'static AsciiSet, found: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (member, value) in members {
                deep(format!("{name}[{member}]"), value, set, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                deep(format!("{name}[{index}]"), item, set, found);
            }
        }
        one => found.push((name, escape(&text(one), set))),
    }
}
