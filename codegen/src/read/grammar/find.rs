//! What the grammar says about a place.

use serde_json::Value;

use super::{Kind, Others, Shape};
use crate::model::Pointer;

/// What has to stand at a place of a document; nothing if the grammar does not reach there.
pub(in crate::read) fn kind_of(
    grammar: &'static Shape,
    document: &Value,
    pointer: &Pointer,
) -> Option<Kind> {
    let (mut kind, mut value) = (Kind::Object(grammar), Some(document));
    for token in pointer.tokens() {
        kind = member(kind, value, token)?;
        value = value.and_then(|value| match value {
            Value::Object(members) => members.get(token),
            Value::Array(items) => token.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => None,
        });
    }
    Some(inner(kind))
}

/// What a kind comes to, with everything around it that is only about how it is read.
fn inner(kind: Kind) -> Kind {
    match kind {
        Kind::Is(kind)
        | Kind::Apart(kind)
        | Kind::BooleanOr(kind)
        | Kind::NotBoolean(kind, _)
        | Kind::WithoutEffect(kind, _) => inner(*kind),
        other => other,
    }
}

fn member(kind: Kind, value: Option<&Value>, token: &str) -> Option<Kind> {
    match inner(kind) {
        Kind::Object(shape) => in_shape(shape, token),
        Kind::Tagged(tagged) => {
            let tag = value?.get(tagged.tag)?.as_str()?;
            let (_, shape) = tagged.shapes.iter().find(|(known, _)| *known == tag)?;
            in_shape(shape, token)
        }
        Kind::Reference(_, kind) => member(*kind, value, token),
        Kind::Map(kind) | Kind::List(kind) => Some(*kind),
        _ => None,
    }
}

fn in_shape(shape: &Shape, token: &str) -> Option<Kind> {
    let other = match shape.others {
        Others::None => None,
        Others::Paths(kind) | Others::Statuses(kind) | Others::Any(kind) => Some(*kind),
    };
    shape
        .member(token)
        .or_else(|| shape.later_member(token))
        .or(other.filter(|_| !token.starts_with("x-")))
}
