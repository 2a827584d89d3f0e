//! Bodies that are forms or plain text.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::super::types::style::Style;
use super::body::{is_media_type, unsupported};
use super::check_value;
use super::inputs::Inputs;
use super::query::Query;
use super::schema::{Others, Schema};
use super::shape::{Wanted, member, one_of, value_of, wanted};
use super::styled::{NO_SHAPE, Wrong, query_value};

impl Inputs<'_> {
    /// A body of the form of web pages that must be there. Members that `styles` does not name are
    /// written as usual: lists item by item, objects as JSON.
    pub fn form_body<T: DeserializeOwned>(
        &mut self,
        styles: &[(&str, Style)],
        schema: &'static Schema,
    ) -> Option<T> {
        let text = self.plain_body("application/x-www-form-urlencoded")?;
        self.read_form(&text, styles, schema)
    }

    /// A body of the form of web pages, see [`Self::form_body`].
    pub fn form_body_optional<T: DeserializeOwned>(
        &mut self,
        styles: &[(&str, Style)],
        schema: &'static Schema,
    ) -> Option<Option<T>> {
        let text = self.plain_body("application/x-www-form-urlencoded")?;
        if text.is_empty() { Some(None) } else { self.read_form(&text, styles, schema).map(Some) }
    }

    /// A body that is one plain text, and must be there.
    pub fn text_body<T: DeserializeOwned>(
        &mut self,
        media_type: &'static str,
        schema: &'static Schema,
    ) -> Option<T> {
        let text = self.plain_body(media_type)?;
        self.read_value(schema, value_of(schema, &text))
    }

    /// A body that is one plain text. The empty text is none.
    pub fn text_body_optional<T: DeserializeOwned>(
        &mut self,
        media_type: &'static str,
        schema: &'static Schema,
    ) -> Option<Option<T>> {
        let text = self.plain_body(media_type)?;
        if text.is_empty() {
            return Some(None);
        }
        self.read_value(schema, value_of(schema, &text)).map(Some)
    }

    fn read_form<T: DeserializeOwned>(
        &mut self,
        text: &str,
        styles: &[(&str, Style)],
        schema: &'static Schema,
    ) -> Option<T> {
        match form_value(&Query::of(Some(text)), styles, schema) {
            Ok(value) => self.read_value(schema, value),
            Err((name, wrong)) => self.texts.refuse(&name, wrong),
        }
    }

    /// A body as a tree, checked.
    pub fn read_value<T: DeserializeOwned>(
        &mut self,
        schema: &'static Schema,
        value: Value,
    ) -> Option<T> {
        let violations = &mut self.texts.violations;
        if !check_value::body(schema, &value, violations) {
            return None;
        }
        serde_json::from_value(value).map_err(|error| violations.add("body", error)).ok()
    }

    /// The text of a body of this media type, or of one that says nothing about itself.
    fn plain_body(&mut self, media_type: &'static str) -> Option<String> {
        let bytes = self.whole_body()?;
        if !bytes.is_empty() && !is_media_type(self.headers, media_type) {
            return self.stop(unsupported(&[media_type]));
        }
        String::from_utf8(bytes.into())
            .map_err(|_| self.texts.violations.add("body", "must be UTF-8"))
            .ok()
    }
}

/// What the fields of a form come to; or which one is wrong.
fn form_value(
    form: &Query<'_>,
    styles: &[(&str, Style)],
    schema: &'static Schema,
) -> Result<Value, (String, Wrong)> {
    let error = ("body".to_owned(), NO_SHAPE);
    let value = one_of(schema, error, &|shape, _| form_shape(form, styles, shape).map(Some))?;
    Ok(value.unwrap_or_default())
}

fn form_shape(
    form: &Query<'_>,
    styles: &[(&str, Style)],
    schema: &'static Schema,
) -> Result<Value, (String, Wrong)> {
    let (members, others) = match wanted(schema) {
        Wanted::Members(members, others) => (members, others),
        // Any form will do.
        Wanted::Scalar | Wanted::List(_) => (&[][..], Others::Each(&Schema::Any)),
    };
    let mut found = Map::new();
    let listed = members.iter().map(|member| member.name);
    let free = form.pairs().map(|(name, _)| name.split('[').next().unwrap_or(name));
    let free = free.filter(|_| matches!(others, Others::Each(_) | Others::Refused));
    for name in listed.chain(free) {
        if found.contains_key(name) {
            continue;
        }
        let schema = member(members, others, name);
        let style = styles.iter().find(|(known, _)| *known == name).map(|(_, style)| *style);
        match query_value(form, (name, style), schema, &[]) {
            Ok(Some(value)) => drop(found.insert(name.to_owned(), value)),
            Ok(None) => {}
            Err(wrong) => return Err((name.to_owned(), wrong)),
        }
    }
    Ok(Value::Object(found))
}
