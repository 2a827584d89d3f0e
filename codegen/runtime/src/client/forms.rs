//! Bodies that are forms or plain text.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::types::parts::text;
use super::super::types::style::Style;
use super::error::Error;
use super::problem::Problem;
use super::reply::Reply;
use super::request::RequestEncoder;
use super::styled::{as_json, pairs};

impl RequestEncoder {
    /// A body of the form of web pages, left out where there is none. Members that `styles` does
    /// not name are written as usual: lists item by item, objects as JSON.
    pub fn form<T: Serialize>(&mut self, styles: &[(&str, Style)], body: Option<&T>) {
        let Some(body) = body else { return };
        let text = as_json(body).and_then(|body| form_text(styles, &body));
        if let Some(text) = self.kept(text) {
            self.push_body("application/x-www-form-urlencoded", text);
        }
    }

    /// A body that is one plain text, left out where there is none.
    pub fn text<T: Serialize>(&mut self, media_type: &'static str, body: Option<&T>) {
        let Some(body) = body else { return };
        if let Some(body) = self.kept(as_json(body)) {
            self.push_body(media_type, text(&body));
        }
    }
}

/// How a member is written about which nothing is said.
pub fn usual(value: &Value) -> Style {
    if value.is_object() { Style::JSON } else { Style::FORM.explode() }
}

fn form_text(styles: &[(&str, Style)], body: &Value) -> Result<String, Problem> {
    let Value::Object(members) = body else {
        return Err(Problem::new("a form must be an object"));
    };
    let mut form = String::new();
    for (name, value) in members {
        let style = styles.iter().find(|(known, _)| known == name).map(|(_, style)| *style);
        for (name, value) in pairs(name, style.unwrap_or_else(|| usual(value)), value)? {
            if !form.is_empty() {
                form.push('&');
            }
            // Forms write spaces in a way of their own.
            let name = super::request::escape(&name);
            form.extend([name.replace("%20", "+"), "=".to_owned(), value.replace("%20", "+")]);
        }
    }
    Ok(form)
}

impl Reply {
    /// The body as plain text.
    ///
    /// # Errors
    ///
    /// `Error::Decode`: it is not UTF-8, or not a text of the type.
    pub fn text<T: DeserializeOwned, E>(self) -> Result<T, Error<E>> {
        let text = match std::str::from_utf8(&self.body.bytes) {
            Ok(text) => text.to_owned(),
            Err(error) => {
                return Err(
                    self.undecodable(String::new(), Problem::because("it is not UTF-8", error))
                );
            }
        };
        // Numbers and truth values are written as in JSON.
        let other = text.trim().to_owned();
        let value = serde_json::from_value(Value::String(text)).ok();
        let value = value.or_else(|| serde_json::from_str(&other).ok());
        value.ok_or_else(|| {
            self.undecodable(String::new(), Problem::new("it does not fit the document"))
        })
    }
}
