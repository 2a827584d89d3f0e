//! Unions: members that come and go, and what they are told apart by.

use super::accepts::Accepts;
use super::change::Touch;
use super::compare::{Comparison, Place};
use super::effect::{Effect, Flow, Reader, Writing};
use super::kind::Kind;
use super::schemas::{checked, uses};
use super::words::words;
use super::{Side, touches};
use crate::model::{SchemaName, TypeId, Union, Variant};

/// A union of one document.
type Choice<'o> = (TypeId, &'o Union);

/// Compares two unions.
pub(super) fn compare(cx: &mut Comparison<'_>, old: Choice<'_>, new: Choice<'_>, place: &Place) {
    let mut partners = Vec::new();
    for (index, variant) in old.1.variants.iter().enumerate() {
        match partner(cx, variant, new.1) {
            Some(other) => {
                partners.push(other);
                if let Some(found) = new.1.variants.get(other) {
                    both(cx, (old, index, variant), (new, other, found), place);
                }
            }
            None => removed(cx, (old, index, variant), new, place),
        }
    }
    for (index, variant) in new.1.variants.iter().enumerate() {
        if !partners.contains(&index) {
            added(cx, old, (new, index, variant), place);
        }
    }
    if old.1.discriminator != new.1.discriminator || old.1.told_apart != new.1.told_apart {
        let told = |union: &Union| match (&union.discriminator, union.told_apart) {
            (_, false) => "told apart by nothing".to_owned(),
            (Some(name), true) => format!("told apart by `{name}`"),
            (None, true) => "told apart by looking".to_owned(),
        };
        let text = format!("{} → {}", told(old.1), told(new.1));
        // What one end takes for one member may be another member for the other end.
        let (forth, back) = (risk(new.1), risk(old.1));
        let wire = Flow { forth: |_| forth, back: |_| back }.on(place.usage);
        let at = (cx.old.api.schema(old.0).origin.clone(), cx.new.api.schema(new.0).origin.clone());
        cx.note(Kind::UnionTagsChanged, place, &text, (Some(&at.0), Some(&at.1)), wire);
    }
}

fn risk(reader: &Union) -> Effect {
    if reader.told_apart { Effect::Partial } else { Effect::Fine }
}

/// The member of the other union that is the same one: of the same name, or called the same.
fn partner(cx: &Comparison<'_>, variant: &Variant, other: &Union) -> Option<usize> {
    let name = |side: Side<'_>, variant: &Variant| match &side.api.schema(variant.schema).name {
        SchemaName::Component(name) => (true, name.clone()),
        SchemaName::Inline(_) => (false, variant.word.clone()),
    };
    let wanted = name(cx.old, variant);
    other.variants.iter().position(|known| name(cx.new, known) == wanted)
}

/// A member of a union, and its index there.
type Member<'o> = (Choice<'o>, usize, &'o Variant);

fn inside(
    cx: &Comparison<'_>,
    place: &Place,
    old: Option<Member<'_>>,
    new: Option<Member<'_>>,
) -> Place {
    let word = new.or(old).map_or("", |(_, _, variant)| variant.word.as_str());
    let mut inner = place.inner(&format!("member `{word}`"));
    let touch = |side: Side<'_>, member: Option<Member<'_>>| {
        let ((id, union), index, _) = member?;
        let touch = touches::variant(side, id, index)?;
        let function = touch.member.as_ref().map(|name| format!("fn {name}"));
        Some(if union.told_apart { touch } else { Touch { member: function, ..touch } })
    };
    inner.touches = touch(cx.old, old).into_iter().chain(touch(cx.new, new)).collect();
    inner
}

fn both(cx: &mut Comparison<'_>, old: Member<'_>, new: Member<'_>, place: &Place) {
    let mut inner = inside(cx, place, Some(old), Some(new));
    let (before, after) = (old.2, new.2);
    let origins = (
        cx.old.api.schema(before.schema).origin.clone(),
        cx.new.api.schema(after.schema).origin.clone(),
    );
    let by_tags = old.0.1.discriminator.is_some() && new.0.1.discriminator.is_some();
    if by_tags && before.tags != after.tags {
        let flow = Flow {
            forth: |role| tagged(&new, &before.tags, role),
            back: |role| tagged(&old, &after.tags, role),
        };
        let text = format!("tags: {} → {}", before.tags.join(", "), after.tags.join(", "));
        let wire = flow.on(inner.usage);
        cx.note(Kind::UnionTagsChanged, &inner, &text, (Some(&origins.0), Some(&origins.1)), wire);
    }
    inner.site = origins;
    uses(cx, before.schema, after.schema, &inner);
}

/// What becomes of a reader of a member that is written with these tags.
fn tagged(reader: &Member<'_>, tags: &[String], role: Reader) -> Effect {
    let ((_, union), own, known) = reader;
    let is_of_another = |tag: &String| {
        union.variants.iter().enumerate().any(|(i, other)| i != *own && other.tags.contains(tag))
    };
    match tags.iter().any(is_of_another) {
        // Taken for what it is not.
        true => Effect::Breaking,
        false => checked(role, tags.iter().all(|tag| known.tags.contains(tag))),
    }
}

fn removed(cx: &mut Comparison<'_>, old: Member<'_>, new: Choice<'_>, place: &Place) {
    let mut inner = inside(cx, place, Some(old), None);
    let (old_side, new_side) = (cx.old, cx.new);
    let forth = |role| stranger((new_side, new.1), (old_side, old.2), role);
    let wire = Flow { forth, back: |_| Effect::Fine }.on(inner.usage);
    inner.touches.extend(touches::in_place(cx.old, old.2.schema));
    let origin = cx.old.api.schema(old.2.schema).origin.clone();
    let text = format!("removed: {}", words(cx.old.api, old.2.schema));
    cx.note(Kind::UnionMemberRemoved, &inner, &text, (Some(&origin), None), wire);
}

fn added(cx: &mut Comparison<'_>, old: Choice<'_>, new: Member<'_>, place: &Place) {
    let mut inner = inside(cx, place, None, Some(new));
    let (old_side, new_side) = (cx.old, cx.new);
    let back = |role| stranger((old_side, old.1), (new_side, new.2), role);
    let wire = Flow { forth: |_| Effect::Fine, back }.on(inner.usage);
    inner.touches.extend(touches::in_place(cx.new, new.2.schema));
    let origin = cx.new.api.schema(new.2.schema).origin.clone();
    let text = format!("added: {}", words(cx.new.api, new.2.schema));
    cx.note(Kind::UnionMemberAdded, &inner, &text, (None, Some(&origin)), wire);
}

/// What becomes of a reader when a value is of a member that it does not know.
fn stranger(
    (reader, union): (Side<'_>, &Union),
    (writer, variant): (Side<'_>, &Variant),
    role: Reader,
) -> Effect {
    if !union.told_apart {
        return Effect::Fine;
    }
    // A client keeps what it does not recognise, and a server refuses it.
    if union.variants.iter().all(|known| known.excludes(variant)) {
        return checked(role, false);
    }
    let taken = union.variants.iter().any(|known| {
        Accepts::new(reader, writer, role, Writing::Json).value(known.schema, variant.schema, false)
    });
    match role {
        _ if taken => Effect::Fine,
        Reader::Server => Effect::Breaking,
        Reader::Client => Effect::Partial,
    }
}
