//! Objects: members that come, go, and become needed or not.

use super::accepts::{Accepts, is_plain_collection};
use super::compare::{Comparison, Place, component_around};
use super::effect::{Effect, Flow, Reader, Wire, Writing};
use super::kind::Kind;
use super::schemas::{component, uses};
use super::words::words;
use super::{Side, touches};
use crate::model::{Access, Additional, Object, Pointer, Property, TypeId};

/// An object schema of one document.
type Shape<'o> = (TypeId, &'o Object);

/// Compares two objects.
pub(super) fn compare(cx: &mut Comparison<'_>, old: Shape<'_>, new: Shape<'_>, place: &Place) {
    let pairs = pair(old.1, new.1);
    for (before, after) in &pairs {
        match (before.and_then(|i| found(old.1, i)), after.and_then(|i| found(new.1, i))) {
            (Some(before), Some(after)) => both(cx, (old, before), (new.0, after), place),
            (Some(before), None) => removed(cx, (old.0, before), new, place),
            (None, Some(after)) => added(cx, old, (new.0, after), place),
            (None, None) => {}
        }
    }
    additional(cx, old, new, place);
}

/// A property and its index.
type Indexed<'o> = (usize, &'o Property);

fn found(object: &Object, index: usize) -> Option<Indexed<'_>> {
    object.properties.get(index).map(|property| (index, property))
}

/// Properties of the same name; then, those that are the only ones whose names differ only in case
/// and separators; then the others.
fn pair(old: &Object, new: &Object) -> Vec<(Option<usize>, Option<usize>)> {
    let position =
        |object: &Object, name: &str| object.properties.iter().position(|p| p.name == name);
    let spelling = |name: &str| {
        let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | '.' | ' '));
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    let alone = |object: &Object, other: &Object, name: &str| {
        let mut alike = object.properties.iter().enumerate().filter(|(_, property)| {
            position(other, &property.name).is_none() && spelling(&property.name) == spelling(name)
        });
        alike.next().map(|(index, _)| index).filter(|_| alike.next().is_none())
    };
    let mut pairs = Vec::new();
    for (index, property) in old.properties.iter().enumerate() {
        let same = position(new, &property.name);
        let alike = || {
            alone(old, new, &property.name)?;
            alone(new, old, &property.name)
        };
        pairs.push((Some(index), same.or_else(alike)));
    }
    for index in 0..new.properties.len() {
        if !pairs.iter().any(|(_, known)| *known == Some(index)) {
            pairs.push((None, Some(index)));
        }
    }
    pairs
}

/// The place of a property: what reads `null` as absent, and which code it becomes.
fn inside(
    cx: &Comparison<'_>,
    old: Option<(TypeId, Indexed<'_>)>,
    new: Option<(TypeId, Indexed<'_>)>,
    place: &Place,
) -> Place {
    let name = new.or(old).map_or("", |(_, (_, property))| property.name.as_str());
    let mut inner = place.inner(&format!("property `{name}`"));
    let absent = |side: Side<'_>, known: Option<(TypeId, Indexed<'_>)>| {
        known.is_some_and(|(_, (_, property))| {
            !property.required || is_plain_collection(side, property.schema)
        })
    };
    inner.null_is_absent = (absent(cx.old, old), absent(cx.new, new));
    let fields = [
        old.and_then(|(id, (index, _))| touches::field(cx.old, id, index)),
        new.and_then(|(id, (index, _))| touches::field(cx.new, id, index)),
    ];
    // An object without a type of its own is part of the type around it.
    if fields.iter().any(Option::is_some) {
        inner.touches = fields.into_iter().flatten().collect();
    }
    inner
}

fn with_makers(cx: &Comparison<'_>, mut inner: Place, old: TypeId, new: TypeId) -> Place {
    inner.touches.extend(touches::makers(cx.old, old));
    inner.touches.extend(touches::makers(cx.new, new));
    inner
}

fn both(
    cx: &mut Comparison<'_>,
    ((old_id, old_object), old): (Shape<'_>, Indexed<'_>),
    (new_id, new): (TypeId, Indexed<'_>),
    place: &Place,
) {
    let mut inner = inside(cx, Some((old_id, old)), Some((new_id, new)), place);
    let (before, after) = (old.1, new.1);
    if before.required || after.required {
        inner = with_makers(cx, inner, old_id, new_id);
    }
    let at = (Some(&before.origin), Some(&after.origin));
    let same_name = match place.writing {
        Writing::Headers => before.name.eq_ignore_ascii_case(&after.name),
        Writing::Json | Writing::Text | Writing::Repeated => before.name == after.name,
    };
    let lost = !same_name && !renamed(cx, old_object, (before, after), &inner);
    if before.name == after.name && before.aliases != after.aliases {
        // Both ends write a member under its own name.
        cx.note(Kind::PropertyAliasesChanged, &inner, "other names changed", at, Wire::default());
    }
    if before.access != after.access {
        let told = |access: Access| match access {
            Access::Both => "read and written",
            Access::ReadOnly => "read only",
            Access::WriteOnly => "write only",
        };
        let text = format!("{} → {}", told(before.access), told(after.access));
        let text = match need(before, after) {
            Some((_, words)) => format!("{text}, {words}"),
            None => text,
        };
        // A server may pay no attention to what a client counts on.
        let risk = |role| match role {
            Reader::Server => Effect::Partial,
            Reader::Client => Effect::Fine,
        };
        let wire = Flow { forth: risk, back: risk }.on(inner.usage);
        let wire = wire.and(missing(cx, before, after).on(inner.usage));
        cx.note(Kind::PropertyAccessChanged, &inner, &text, at, wire);
    } else if let Some((kind, words)) = need(before, after) {
        let wire = missing(cx, before, after).on(inner.usage);
        cx.note(kind, &inner, words, at, wire);
    }
    let deprecated = (before.docs.deprecated, after.docs.deprecated);
    cx.deprecation([Kind::PropertyDeprecated, Kind::PropertyRevived], &inner, deprecated, at);
    // A value that nobody reads under its new name is of no type: that it is another one has been told.
    if !lost {
        inner.site = (before.origin.clone(), after.origin.clone());
        inner.required = Some((before.required, after.required));
        uses(cx, before.schema, after.schema, &inner);
    }
}

/// What changed about whether the member has to be there, if anything.
fn need(before: &Property, after: &Property) -> Option<(Kind, &'static str)> {
    let needed = |property: &Property| property.required || property.asked;
    match (needed(before), needed(after)) {
        (false, true) => Some((Kind::PropertyBecameRequired, "required now")),
        (true, false) => Some((Kind::PropertyBecameOptional, "optional now")),
        (false, false) | (true, true) => None,
    }
}

/// What becomes of readers of the other age where only one document has the member always there.
fn missing<'a>(
    cx: &Comparison<'a>,
    before: &'a Property,
    after: &'a Property,
) -> Flow<impl Fn(Reader) -> Effect + 'a, impl Fn(Reader) -> Effect + 'a> {
    let (old, new) = (cx.old, cx.new);
    let lacks = |property: &Property, role| match role {
        Reader::Server => !property.required && !property.asked,
        Reader::Client => !property.required,
    };
    let reads = move |reader, writer, role, read, written| match lacks(written, role) {
        true => absence(reader, writer, role, read),
        false => Effect::Fine,
    };
    Flow {
        forth: move |role| reads(new, old, role, after, before),
        back: move |role| reads(old, new, role, before, after),
    }
}

/// What becomes of a reader when the member is missing.
fn absence(reader: Side<'_>, writer: Side<'_>, role: Reader, property: &Property) -> Effect {
    match Accepts::new(reader, writer, role, Writing::Json).may_be_absent(property) {
        true => Effect::Fine,
        false => Effect::Breaking,
    }
}

/// Whether an end reads the other one's name, so that the value still travels.
fn renamed(
    cx: &mut Comparison<'_>,
    old_object: &Object,
    (before, after): (&Property, &Property),
    inner: &Place,
) -> bool {
    let (old, new) = (cx.old, cx.new);
    let knows = |reader: &Property, written: &Property| reader.aliases.contains(&written.name);
    let travels = (knows(after, before), knows(before, after));
    // Who counts on the old name misses what was there; the new one is a member that has come.
    let forth = |role| match role {
        _ if travels.0 => Effect::Fine,
        Reader::Server => Effect::Breaking,
        Reader::Client => absence(new, old, role, after),
    };
    let back = |role| match role {
        _ if travels.1 => Effect::Fine,
        Reader::Client => Effect::Breaking,
        Reader::Server => {
            absence(old, new, role, before).max(stranger(old, new, role, old_object, after))
        }
    };
    let mut inner = inner.clone();
    let mut text = format!("renamed, was `{}`", before.name);
    let types = (words(old.api, before.schema), words(new.api, after.schema));
    let lost = travels == (false, false);
    if lost {
        inner.touches.extend(touches::in_place(old, before.schema));
        inner.touches.extend(touches::in_place(new, after.schema));
        if types.0 != types.1 {
            text = format!("{text}, {} → {}", types.0, types.1);
        }
    }
    let at = (Some(&before.origin), Some(&after.origin));
    let wire = Flow { forth, back }.on(inner.usage);
    cx.note(Kind::PropertyRenamed, &inner, &text, at, wire);
    !lost
}

fn added(cx: &mut Comparison<'_>, old: Shape<'_>, new: (TypeId, Indexed<'_>), place: &Place) {
    let property = new.1.1;
    let mut inner = inside(cx, None, Some(new), place);
    if property.required {
        inner = with_makers(cx, inner, old.0, new.0);
    }
    let (old_side, new_side) = (cx.old, cx.new);
    let flow = Flow {
        forth: |role| absence(new_side, old_side, role, property),
        back: |role| stranger(old_side, new_side, role, old.1, property),
    };
    let (kind, how) = match property.required {
        true => (Kind::PropertyAddedRequired, "required"),
        false => (Kind::PropertyAddedOptional, "optional"),
    };
    let text = format!("added, {how}: {}", words(cx.new.api, property.schema));
    let at = (None, Some(&property.origin));
    let wire = flow.on(inner.usage);
    cx.note(kind, &inner, &text, at, wire);
}

fn removed(cx: &mut Comparison<'_>, old: (TypeId, Indexed<'_>), new: Shape<'_>, place: &Place) {
    let property = old.1.1;
    let mut inner = inside(cx, Some(old), None, place);
    if property.required {
        inner = with_makers(cx, inner, old.0, new.0);
    }
    let (old_side, new_side) = (cx.old, cx.new);
    let flow = Flow {
        forth: |role| stranger(new_side, old_side, role, new.1, property),
        back: |role| absence(old_side, new_side, role, property),
    };
    let wire = flow.on(inner.usage);
    inner.touches.extend(touches::in_place(cx.old, property.schema));
    cx.note(Kind::PropertyRemoved, &inner, "removed", (Some(&property.origin), None), wire);
}

/// What becomes of a reader when a member is there that it does not know.
fn stranger(
    reader: Side<'_>,
    writer: Side<'_>,
    role: Reader,
    object: &Object,
    property: &Property,
) -> Effect {
    match Accepts::new(reader, writer, role, Writing::Json).takes_other(object, property.schema) {
        true => Effect::Fine,
        false => Effect::Breaking,
    }
}

/// Where a document says what holds for members that are not listed. One that says nothing would say it
/// in the schema in which the other one does; that need not be this one, which may have it by `allOf`.
fn others_origin(side: Side<'_>, (id, object): Shape<'_>, other: &Object) -> Pointer {
    let there = || component(side.api, component_around(other.additional_origin.as_ref()?)?);
    let origin = || side.api.schema(there().unwrap_or(id)).origin.clone();
    object.additional_origin.clone().unwrap_or_else(origin)
}

fn additional(cx: &mut Comparison<'_>, old: Shape<'_>, new: Shape<'_>, place: &Place) {
    let at = (others_origin(cx.old, old, new.1), others_origin(cx.new, new, old.1));
    let told = |side: Side<'_>, additional| match additional {
        Additional::Ignored => "not mentioned".to_owned(),
        Additional::Refused => "refused".to_owned(),
        Additional::Typed(values) => words(side.api, values),
    };
    match (old.1.additional, new.1.additional) {
        (Additional::Typed(before), Additional::Typed(after)) => {
            let mut inner = place.inner("other members");
            let field =
                |side, id, object: &Object| touches::field(side, id, object.properties.len());
            inner.touches.extend(field(cx.old, old.0, old.1));
            inner.touches.extend(field(cx.new, new.0, new.1));
            inner.site = at;
            uses(cx, before, after, &inner);
        }
        (before, after) if before == after => {}
        (before, after) => {
            // What a type does not keep, its values never have.
            let writes = |additional| matches!(additional, Additional::Typed(_));
            let refuses = |additional| additional == Additional::Refused;
            let flow = Flow {
                forth: |role| refusal(role, writes(before) && refuses(after)),
                back: |role| refusal(role, writes(after) && refuses(before)),
            };
            let mut inner = place.inner("other members");
            let field =
                |side, id, object: &Object| touches::field(side, id, object.properties.len());
            inner.touches = field(cx.old, old.0, old.1).into_iter().collect();
            inner.touches.extend(field(cx.new, new.0, new.1));
            let text = format!("{} → {}", told(cx.old, before), told(cx.new, after));
            let wire: Wire = flow.on(inner.usage);
            cx.note(Kind::AdditionalChanged, &inner, &text, (Some(&at.0), Some(&at.1)), wire);
        }
    }
}

fn refusal(role: Reader, refused: bool) -> Effect {
    match role {
        Reader::Server if refused => Effect::Breaking,
        Reader::Server | Reader::Client => Effect::Fine,
    }
}
