//! Lists of the only values that there are.

use serde_json::Value;

use super::change::Touch;
use super::compare::{Comparison, Place};
use super::effect::{Effect, Flow};
use super::kind::Kind;
use super::schemas::checked;
use super::touches::variant;
use crate::model::{Schema, TypeId, TypeKind};

/// Compares the lists of two schemas, if they have any.
pub(super) fn compare(
    cx: &mut Comparison<'_>,
    old: (TypeId, &Schema),
    new: (TypeId, &Schema),
    place: &Place,
) {
    let (before, after) = (listed(old.1), listed(new.1));
    let at = (old.1.origin.join("enum"), new.1.origin.join("enum"));
    let at = (Some(&at.0), Some(&at.1));
    let (refused, taken) = (|role| checked(role, false), |_| Effect::Fine);
    if old.1.any_text != new.1.any_text || before.is_empty() != after.is_empty() {
        let ended = new.1.any_text || after.is_empty();
        let (kind, text, wire) = match ended {
            true => (
                Kind::ListEnded,
                "other values than those that are listed are right, too",
                Flow { forth: taken, back: refused }.on(place.usage),
            ),
            false => (
                Kind::ListBegan,
                "only the listed values are right now",
                Flow { forth: refused, back: taken }.on(place.usage),
            ),
        };
        cx.note(kind, place, text, at, wire);
    }
    let open = (old.1.any_text || before.is_empty(), new.1.any_text || after.is_empty());
    let told = |value: &Value| value.as_str().map_or(value.to_string(), str::to_owned);
    for (index, value) in before.iter().enumerate().filter(|(_, value)| !after.contains(value)) {
        let touches = touched(old.1, || variant(cx.old, old.0, index), place);
        let place = Place { touches, ..place.clone() };
        let forth = |role| if open.1 { Effect::Fine } else { checked(role, false) };
        let text = format!("value `{}` removed", told(value));
        let wire = Flow { forth, back: taken }.on(place.usage);
        if !after.is_empty() {
            cx.note(Kind::EnumValueRemoved, &place, &text, at, wire);
        }
    }
    for (index, value) in after.iter().enumerate().filter(|(_, value)| !before.contains(value)) {
        let touches = touched(new.1, || variant(cx.new, new.0, index), place);
        let place = Place { touches, ..place.clone() };
        let back = |role| if open.0 { Effect::Fine } else { checked(role, false) };
        let text = format!("value `{}` added", told(value));
        let wire = Flow { forth: taken, back }.on(place.usage);
        if !before.is_empty() {
            cx.note(Kind::EnumValueAdded, &place, &text, at, wire);
        }
    }
}

fn listed(schema: &Schema) -> Vec<Value> {
    match &schema.kind {
        TypeKind::Enum(values) => values.iter().map(|value| value.value.as_str().into()).collect(),
        TypeKind::Any
        | TypeKind::Boolean
        | TypeKind::Integer { .. }
        | TypeKind::Number { .. }
        | TypeKind::String { .. }
        | TypeKind::Array { .. }
        | TypeKind::Map { .. }
        | TypeKind::Object(_)
        | TypeKind::Union(_)
        | TypeKind::Alias(_) => schema.allowed.clone(),
    }
}

/// Values of an enumeration are variants; those of other types are nothing that code names.
fn touched(schema: &Schema, variant: impl Fn() -> Option<Touch>, place: &Place) -> Vec<Touch> {
    match schema.kind {
        TypeKind::Enum(_) => variant().into_iter().collect(),
        _ => place.touches.clone(),
    }
}
