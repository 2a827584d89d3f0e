//! What tells the values of schemas apart: JSON types, constants, members that must or cannot be
//! there, at last formats of text.

use std::collections::BTreeSet;

use super::tests::{both, of_kind};
use crate::lower::cx::Cx;
use crate::model::{
    Additional, MemberTest, Object, Property, StringFormat, Test, TypeId, TypeKind,
};

/// Lists of lists of lists are looked into, but not deeper.
const MAX_DEPTH: usize = 3;

/// What is inside of an object's member is not looked into: this is beyond every list.
const MEMBER: usize = MAX_DEPTH;

/// Two tests, of which at most one holds for a value of either schema.
type Pair = (Test, Test);

/// A test for each schema; nothing if some value could be of two of them.
pub(super) fn tell_apart(cx: &Cx<'_>, schemas: &[TypeId], depth: usize) -> Option<Vec<Test>> {
    if depth > MAX_DEPTH {
        return None;
    }
    let leaves: Vec<Vec<TypeId>> = schemas.iter().map(|id| leaves(cx, *id)).collect();
    let mut tests: Vec<Vec<Test>> = Vec::new();
    for group in &leaves {
        let kinds = group.iter().map(|id| cx.schema(*id).map(of_kind));
        tests.push(kinds.collect::<Option<Vec<Test>>>()?);
    }
    for (one, group) in leaves.iter().enumerate() {
        for (other, others) in leaves.iter().enumerate().skip(one + 1) {
            for (i, a) in group.iter().enumerate() {
                for (j, b) in others.iter().enumerate() {
                    let (test_a, test_b) = tell(cx, *a, *b, depth)?;
                    add(&mut tests, (one, i), test_a)?;
                    add(&mut tests, (other, j), test_b)?;
                }
            }
        }
    }
    Some(tests.into_iter().map(either).collect())
}

fn add(tests: &mut [Vec<Test>], (group, leaf): (usize, usize), test: Test) -> Option<()> {
    let place = tests.get_mut(group)?.get_mut(leaf)?;
    let known = std::mem::replace(place, Test::Anything);
    *place = both(known, test);
    Some(())
}

fn either(mut tests: Vec<Test>) -> Test {
    let mut distinct: Vec<Test> = Vec::new();
    for test in tests.drain(..) {
        if !distinct.contains(&test) {
            distinct.push(test);
        }
    }
    match distinct.len() {
        1 => distinct.pop().unwrap_or(Test::Anything),
        _ => Test::Either(distinct),
    }
}

/// The schemas that a schema is a choice of, in the end.
fn leaves(cx: &Cx<'_>, id: TypeId) -> Vec<TypeId> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let Some((id, schema)) = cx.resolve(id) else { continue };
        if !seen.insert(id) {
            continue;
        }
        match &schema.kind {
            TypeKind::Union(union) => open.extend(union.variants.iter().rev().map(|v| v.schema)),
            _ => found.push(id),
        }
    }
    found
}

fn tell(cx: &Cx<'_>, one: TypeId, other: TypeId, depth: usize) -> Option<Pair> {
    if one == other {
        return None;
    }
    let (a, b) = (cx.schema(one)?, cx.schema(other)?);
    match (&a.kind, &b.kind) {
        (TypeKind::Any, _) | (_, TypeKind::Any) => None,
        (TypeKind::Integer { .. }, TypeKind::Number { .. }) => {
            Some((Test::Integer, Test::Fraction))
        }
        (TypeKind::Number { .. }, TypeKind::Integer { .. }) => {
            Some((Test::Fraction, Test::Integer))
        }
        (TypeKind::Array { items: one, .. }, TypeKind::Array { items: other, .. }) => {
            let mut tests = tell_apart(cx, &[*one, *other], depth + 1)?.into_iter();
            let mut list = || Some(Test::List(Box::new(tests.next()?)));
            Some((list()?, list()?))
        }
        (TypeKind::Object(one), TypeKind::Object(other)) if depth < MEMBER => {
            objects(cx, one, other)
        }
        (
            TypeKind::Object(_) | TypeKind::Map { .. },
            TypeKind::Object(_) | TypeKind::Map { .. },
        ) => None,
        (one, other) if is_text(one) && is_text(other) => texts(one, other),
        _ if of_kind(a) != of_kind(b) => Some((of_kind(a), of_kind(b))),
        _ if !a.allowed.is_empty() && a.allowed.iter().all(|value| !b.allowed.contains(value)) => {
            (!b.allowed.is_empty())
                .then(|| (Test::Values(a.allowed.clone()), Test::Values(b.allowed.clone())))
        }
        _ => None,
    }
}

fn is_text(kind: &TypeKind) -> bool {
    matches!(kind, TypeKind::String { .. } | TypeKind::Enum(_))
}

fn texts(one: &TypeKind, other: &TypeKind) -> Option<Pair> {
    let test = |kind: &TypeKind| match kind {
        TypeKind::Enum(values) => {
            Some(Test::OneOf(values.iter().map(|value| value.value.clone()).collect()))
        }
        TypeKind::String { format: StringFormat::Text(_), .. } => None,
        TypeKind::String { format, .. } => Some(Test::Format(format.clone())),
        _ => None,
    };
    let (one, other) = (test(one)?, test(other)?);
    match (&one, &other) {
        (Test::OneOf(these), Test::OneOf(those)) if these.iter().any(|it| those.contains(it)) => {
            None
        }
        (Test::Format(this), Test::Format(that)) if this == that => None,
        _ => Some((one, other)),
    }
}

fn objects(cx: &Cx<'_>, one: &Object, other: &Object) -> Option<Pair> {
    by_member(cx, one, other).or_else(|| by_presence(one, other))
}

fn is_condition(name: &str, test: MemberTest) -> Test {
    Test::Object(vec![(name.to_owned(), test)])
}

fn member<'o>(object: &'o Object, name: &str) -> Option<&'o Property> {
    object.properties.iter().find(|property| property.name == name)
}

/// A member that both have, of which one look is enough; constants first.
fn by_member(cx: &Cx<'_>, one: &Object, other: &Object) -> Option<Pair> {
    let constant = |property: &Property| {
        let kind = cx.resolve(property.schema).map(|(_, schema)| &schema.kind);
        matches!(kind, Some(TypeKind::Enum(_)))
    };
    let shared = |constants: bool| {
        one.properties.iter().filter_map(move |a| {
            let b = member(other, &a.name)?;
            let wanted = (constant(a) && constant(b)) == constants;
            (wanted && (a.required || b.required)).then_some((a, b))
        })
    };
    for (a, b) in shared(true).chain(shared(false)) {
        if cx.is_nullable(a.schema) || cx.is_nullable(b.schema) {
            continue;
        }
        let Some(tests) = tell_apart(cx, &[a.schema, b.schema], MEMBER) else { continue };
        let mut tests = tests.into_iter();
        let mut condition = |property: &Property| {
            let test = tests.next()?;
            let test =
                if property.required { MemberTest::Is(test) } else { MemberTest::AbsentOr(test) };
            Some(is_condition(&a.name, test))
        };
        return Some((condition(a)?, condition(b)?));
    }
    None
}

/// A member that one requires and the other one does not know.
fn by_presence(one: &Object, other: &Object) -> Option<Pair> {
    let own = |object: &Object, stranger: &Object| {
        if matches!(stranger.additional, Additional::Typed(_)) {
            return None;
        }
        let own = object.properties.iter().filter(|property| property.required);
        own.map(|property| property.name.clone()).find(|name| member(stranger, name).is_none())
    };
    let present = |name: &str| is_condition(name, MemberTest::Present);
    match (own(one, other), own(other, one)) {
        (Some(a), Some(b)) => Some((present(&a), present(&b))),
        (Some(a), None) => {
            Some((and_nothing_of(one, other, &a), is_condition(&a, MemberTest::Absent)))
        }
        (None, Some(b)) => {
            Some((is_condition(&b, MemberTest::Absent), and_nothing_of(other, one, &b)))
        }
        (None, None) => None,
    }
}

/// The member is there, and none that only the other object knows, which would get lost.
fn and_nothing_of(object: &Object, other: &Object, name: &str) -> Test {
    let mut conditions = vec![(name.to_owned(), MemberTest::Present)];
    if !matches!(object.additional, Additional::Typed(_)) {
        let strangers = other.properties.iter().map(|property| &property.name);
        let strangers = strangers.filter(|name| member(object, name).is_none());
        conditions.extend(strangers.map(|name| (name.clone(), MemberTest::Absent)));
    }
    Test::Object(conditions)
}
