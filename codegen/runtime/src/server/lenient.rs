//! What servers in other languages let pass: see [`Options`](super::router::Options).

use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use serde::Deserialize;
use serde_json::Value;

use super::schema::{Member, Others, Schema};

/// A request whose path has no empty segments: runs of slashes become one, the last one goes.
pub async fn tidy_path(mut request: Request) -> Request {
    let uri = request.uri();
    let mut text = String::with_capacity(uri.path().len());
    for segment in uri.path().split('/').filter(|segment| !segment.is_empty()) {
        text.extend(["/", segment]);
    }
    if text.is_empty() {
        text.push('/');
    }
    if let Some(query) = uri.query() {
        text.extend(["?", query]);
    }
    // It was valid with more slashes, so it is valid with less.
    if let Ok(path) = PathAndQuery::try_from(text) {
        let mut parts = uri.clone().into_parts();
        parts.path_and_query = Some(path);
        if let Ok(uri) = Uri::from_parts(parts) {
            *request.uri_mut() = uri;
        }
    }
    request
}

/// The same paths with one slash too many, at any place.
#[must_use]
pub fn with_double_slashes(path: &str) -> Vec<String> {
    let slashes = path.match_indices('/').map(|(at, _)| at);
    slashes.filter_map(|at| Some(format!("{}/{}", path.get(..at)?, path.get(at..)?))).collect()
}

/// The first value of a body, with the names of members as its schema writes them; what follows the
/// value is left out, and `null` is an object without members where objects belong.
///
/// # Errors
///
/// The bytes do not begin with a JSON value.
pub fn first_value(schema: &'static Schema, bytes: &[u8]) -> Result<Vec<u8>, serde_json::Error> {
    let mut value = Value::deserialize(&mut serde_json::Deserializer::from_slice(bytes))?;
    if value.is_null() && matches!(schema.not_null().0, Schema::Object { .. }) {
        value = Value::Object(serde_json::Map::new());
    }
    rename(schema, &mut value);
    serde_json::to_vec(&value)
}

fn rename(schema: &'static Schema, value: &mut Value) {
    match (schema.not_null().0, value) {
        (Schema::Listed { schema, .. }, value) => rename(schema, value),
        (Schema::Union { tests, shapes }, value) => {
            // Which shape it is may only be seen when its members have their right names.
            let mut known = tests.iter().zip(*shapes).filter_map(|(test, shape)| {
                let mut renamed = value.clone();
                rename(shape, &mut renamed);
                test.holds(&renamed).then_some(renamed)
            });
            if let (Some(renamed), None) = (known.next(), known.next()) {
                *value = renamed;
            }
        }
        (Schema::Array { items, .. }, Value::Array(values)) => {
            values.iter_mut().for_each(|value| rename(items, value));
        }
        (Schema::Map(items), Value::Object(object)) => {
            object.values_mut().for_each(|value| rename(items, value));
        }
        (Schema::Object { members, others }, Value::Object(object)) => {
            for (name, mut value) in std::mem::take(object) {
                let known = known(members, &name);
                match (known, others) {
                    (Some((member, _)), _) => rename(member.schema, &mut value),
                    (None, Others::Each(schema)) => rename(schema, &mut value),
                    (None, Others::Ignored | Others::Refused) => {}
                }
                match known {
                    // Of several that mean the same, the one that is spelt right counts.
                    Some((_, own)) if own != name => {
                        object.entry(own).or_insert(value);
                    }
                    _ => {
                        object.insert(name, value);
                    }
                }
            }
        }
        _ => {}
    }
}

/// The member of this name, and its spelling; if there is none, one of this name in other letters.
fn known(members: &'static [Member], name: &str) -> Option<(&'static Member, &'static str)> {
    let spellings = || {
        members.iter().flat_map(|m| {
            std::iter::once(&m.name).chain(m.aliases).map(move |spelling| (m, *spelling))
        })
    };
    let exact = spellings().find(|(_, spelling)| *spelling == name);
    exact.or_else(|| spellings().find(|(_, spelling)| spelling.eq_ignore_ascii_case(name)))
}
