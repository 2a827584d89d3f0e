//! Schemas: what values look like.

use serde_json::Value;

use super::accepts::Accepts;
use super::change::Touch;
use super::compare::{At, Comparison, Place};
use super::effect::{Effect, Flow, Reader, Usage, Wire};
use super::kind::Kind;
use super::limits::Limits;
use super::touches::{in_place, type_path};
use super::words::{body_words, words};
use super::{Side, lists, objects, unions};
use crate::model::{Api, Pointer, Schema, SchemaName, TypeId, TypeKind};

/// Compares the schemas that both documents call the same.
pub(super) fn components(cx: &mut Comparison<'_>) {
    for id in cx.old.api.type_ids() {
        let SchemaName::Component(name) = &cx.old.api.schema(id).name else { continue };
        let old = cx.old.api.schema(id);
        let mut place = Place {
            subject: name.clone(),
            usage: cx.reach.of(name),
            touches: type_path(cx.old, id).map(Touch::item).into_iter().collect(),
            ..Place::default()
        };
        match component(cx.new.api, name) {
            Some(other) => {
                place.touches.extend(type_path(cx.new, other).map(Touch::item));
                body(cx, id, other, &place);
            }
            // Nobody misses on the wire what no operation mentions any more.
            None => cx.note(
                Kind::SchemaRemoved,
                &place,
                "the schema is gone",
                (Some(&old.origin), None),
                Wire::default(),
            ),
        }
    }
}

/// The schema that the document calls so.
pub(super) fn component(api: &Api, wanted: &str) -> Option<TypeId> {
    api.type_ids()
        .find(|id| matches!(&api.schema(*id).name, SchemaName::Component(name) if name == wanted))
}

/// A schema as it is used in a place: what is said around a reference belongs to the place.
struct Used<'a> {
    id: TypeId,
    schema: &'a Schema,
    nullable: bool,
    default: Option<&'a Value>,
}

impl<'a> Used<'a> {
    fn new(side: Side<'a>, id: TypeId) -> Self {
        let mut used = Self { id, schema: side.api.schema(id), nullable: false, default: None };
        for _ in 0..side.api.schemas.len() {
            let (SchemaName::Inline(_), TypeKind::Alias(target)) =
                (&used.schema.name, &used.schema.kind)
            else {
                break;
            };
            used.nullable |= used.schema.nullable;
            used.default = used.default.or(used.schema.default.as_ref());
            (used.id, used.schema) = (*target, side.api.schema(*target));
        }
        if matches!(used.schema.name, SchemaName::Inline(_)) {
            used.nullable |= used.schema.nullable;
            used.default = used.default.or(used.schema.default.as_ref());
        }
        used
    }
}

/// Compares what two documents say about the values in one place.
pub(super) fn uses(cx: &mut Comparison<'_>, old: TypeId, new: TypeId, place: &Place) {
    let (before, after) = (Used::new(cx.old, old), Used::new(cx.new, new));
    // What has a name stands somewhere else.
    let origin = |side: Side<'_>, id: TypeId, site: &Pointer| match side.api.schema(id).name {
        SchemaName::Component(_) => site.clone(),
        SchemaName::Inline(_) => side.api.schema(id).origin.clone(),
    };
    let site = (origin(cx.old, old, &place.site.0), origin(cx.new, new, &place.site.1));
    let at = (Some(&site.0), Some(&site.1));
    nullability(cx, (before.nullable, after.nullable), place, at);
    defaults(cx, (before.default, after.default), place, at);
    match (&before.schema.name, &after.schema.name) {
        // Compared once, under its own name.
        (SchemaName::Component(a), SchemaName::Component(b)) if a == b => {}
        (SchemaName::Inline(_), SchemaName::Inline(_)) => {
            kinds(cx, before.id, after.id, place);
        }
        _ => {
            let silent = |schema: &Schema| {
                !matches!(schema.kind, TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_))
            };
            let told = (words(cx.old.api, before.id), words(cx.new.api, after.id));
            let bodies =
                (body_words(cx.old.api, before.schema), body_words(cx.new.api, after.schema));
            let mixed = matches!(before.schema.name, SchemaName::Inline(_))
                != matches!(after.schema.name, SchemaName::Inline(_));
            // To give a plain schema a name of its own says nothing about values.
            if mixed && silent(before.schema) && silent(after.schema) && bodies.0 == bodies.1 {
                kinds(cx, before.id, after.id, place);
            } else {
                changed(cx, (before.id, after.id), place, &told, at);
            }
        }
    }
}

/// Compares two schemas in themselves.
fn body(cx: &mut Comparison<'_>, old: TypeId, new: TypeId, place: &Place) {
    let (before, after) = (cx.old.api.schema(old), cx.new.api.schema(new));
    let at = (Some(&before.origin), Some(&after.origin));
    nullability(cx, (before.nullable, after.nullable), place, at);
    defaults(cx, (before.default.as_ref(), after.default.as_ref()), place, at);
    let deprecated = (before.docs.deprecated, after.docs.deprecated);
    cx.deprecation([Kind::SchemaDeprecated, Kind::SchemaRevived], place, deprecated, at);
    kinds(cx, old, new, place);
}

fn kinds(cx: &mut Comparison<'_>, old: TypeId, new: TypeId, place: &Place) {
    let (before, after) = (cx.old.api.schema(old), cx.new.api.schema(new));
    let same = match (&before.kind, &after.kind) {
        (TypeKind::Any, TypeKind::Any)
        | (TypeKind::Boolean, TypeKind::Boolean)
        | (TypeKind::Enum(_), TypeKind::Enum(_)) => true,
        (TypeKind::Integer { width: a, .. }, TypeKind::Integer { width: b, .. }) => a == b,
        (TypeKind::Number { width: a, .. }, TypeKind::Number { width: b, .. }) => a == b,
        (TypeKind::String { format: a, .. }, TypeKind::String { format: b, .. }) => a == b,
        (TypeKind::Array { items: a, .. }, TypeKind::Array { items: b, .. }) => {
            uses(cx, *a, *b, &place.inner("items"));
            true
        }
        (TypeKind::Map { values: a }, TypeKind::Map { values: b }) => {
            uses(cx, *a, *b, &place.inner("values"));
            true
        }
        (TypeKind::Object(a), TypeKind::Object(b)) => {
            objects::compare(cx, (old, a), (new, b), place);
            true
        }
        (TypeKind::Union(a), TypeKind::Union(b)) => {
            unions::compare(cx, (old, a), (new, b), place);
            true
        }
        (TypeKind::Alias(a), TypeKind::Alias(b)) => {
            uses(cx, *a, *b, place);
            true
        }
        (
            TypeKind::Any
            | TypeKind::Boolean
            | TypeKind::Integer { .. }
            | TypeKind::Number { .. }
            | TypeKind::String { .. }
            | TypeKind::Enum(_)
            | TypeKind::Array { .. }
            | TypeKind::Map { .. }
            | TypeKind::Object(_)
            | TypeKind::Union(_)
            | TypeKind::Alias(_),
            _,
        ) => false,
    };
    if same && before.value_type == after.value_type {
        limits(cx, before, after, place);
        lists::compare(cx, (old, before), (new, after), place);
    } else {
        let told = (body_words(cx.old.api, before), body_words(cx.new.api, after));
        let at = (Some(&before.origin), Some(&after.origin));
        changed(cx, (old, new), place, &told, at);
    }
}

fn changed(
    cx: &mut Comparison<'_>,
    (old, new): (TypeId, TypeId),
    place: &Place,
    told: &(String, String),
    at: At<'_>,
) {
    let wire = exchange(cx, old, new, place);
    let text = format!("{} → {}", told.0, told.1);
    let mut place = place.clone();
    place.touches.extend(in_place(cx.old, old));
    cx.note(Kind::TypeChanged, &place, &text, at, wire);
}

/// What comes of values of one schema where values of another one are expected.
fn exchange(cx: &Comparison<'_>, old: TypeId, new: TypeId, place: &Place) -> Wire {
    let (before, after, writing) = (cx.old, cx.new, place.writing);
    let effect = |good: bool| if good { Effect::Fine } else { Effect::Breaking };
    let flow = Flow {
        forth: |role| {
            let mut accepts = Accepts::new(after, before, role, writing);
            effect(accepts.value(new, old, place.null_is_absent.1))
        },
        back: |role| {
            let mut accepts = Accepts::new(before, after, role, writing);
            effect(accepts.value(old, new, place.null_is_absent.0))
        },
    };
    flow.on(place.usage)
}

fn nullability(cx: &mut Comparison<'_>, nullable: (bool, bool), place: &Place, at: At<'_>) {
    let refused = |absent: bool| if absent { Effect::Fine } else { Effect::Breaking };
    match nullable {
        (false, true) => {
            let back = |_: Reader| refused(place.null_is_absent.0);
            let wire = Flow { forth: |_| Effect::Fine, back }.on(place.usage);
            cx.note(Kind::BecameNullable, place, "may be null now", at, wire);
        }
        (true, false) => {
            let forth = |_: Reader| refused(place.null_is_absent.1);
            let wire = Flow { forth, back: |_| Effect::Fine }.on(place.usage);
            cx.note(Kind::BecameNotNullable, place, "is never null now", at, wire);
        }
        (false, false) | (true, true) => {}
    }
}

fn defaults(
    cx: &mut Comparison<'_>,
    defaults: (Option<&Value>, Option<&Value>),
    place: &Place,
    at: At<'_>,
) {
    if defaults.0 == defaults.1 {
        return;
    }
    let told = |value: Option<&Value>| value.map_or("none".to_owned(), |v| format!("`{v}`"));
    let text = format!("default: {} → {}", told(defaults.0), told(defaults.1));
    cx.note(Kind::DefaultChanged, place, &text, at, left_out(defaults, place));
}

/// What becomes of a value that is left out and stands for another one on the other side.
fn left_out(defaults: (Option<&Value>, Option<&Value>), place: &Place) -> Wire {
    let plain = |value: Option<&Value>| !matches!(value, Some(Value::Array(_) | Value::Object(_)));
    let Some(required) = place.required.filter(|_| plain(defaults.0) && plain(defaults.1)) else {
        let used = place.usage != Usage::default();
        return Wire::both(if used { Effect::Partial } else { Effect::Fine });
    };
    // Types write the default of a member out, so only who knows of none leaves the member out.
    let risk = |(left_out, writer): (bool, Option<&Value>), reader: Option<&Value>| match left_out
        && writer.is_none()
        && reader.is_some()
    {
        true => Effect::Partial,
        false => Effect::Fine,
    };
    Flow {
        forth: |_| risk((!required.0, defaults.0), defaults.1.filter(|_| !required.1)),
        back: |_| risk((!required.1, defaults.1), defaults.0.filter(|_| !required.0)),
    }
    .on(place.usage)
}

fn limits(cx: &mut Comparison<'_>, before: &Schema, after: &Schema, place: &Place) {
    let (old, new) = (Limits::of(before), Limits::of(after));
    if old == new {
        return;
    }
    let kind = match (old.contains(new), new.contains(old)) {
        (true, _) => Kind::LimitsTightened,
        (false, true) => Kind::LimitsLoosened,
        (false, false) => Kind::LimitsChanged,
    };
    let text = format!("limits: {} → {}", old.words(), new.words());
    let wire = Flow {
        forth: |role| checked(role, new.contains(old)),
        back: |role| checked(role, old.contains(new)),
    };
    let at = (Some(&before.origin), Some(&after.origin));
    cx.note(kind, place, &text, at, wire.on(place.usage));
}

/// Only servers look whether a value is among those that the document allows.
pub(super) fn checked(role: Reader, allowed: bool) -> Effect {
    match role {
        Reader::Server if !allowed => Effect::Breaking,
        Reader::Server | Reader::Client => Effect::Fine,
    }
}
