//! `allOf`: one schema with other words around it, or several that are merged into one.

use openapiv3::{Schema as Source, SchemaData};

use super::gather::{Gathered, is_meaningful, is_meaningful_schema};
use super::keywords::{Keywords, Placed};
use super::{Lowered, SchemaRef, Spot, component, family, lower_gathered, lower_kind, named};
use crate::diagnostics::Code;
use crate::lower::cx::{Cx, Expectation};
use crate::model::TypeKind;

pub(super) fn lower<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    source: &'s Source,
    keywords: Keywords<'s>,
    spot: &Spot<'_>,
) -> Lowered {
    let at = spot.at.join("allOf");
    let members = keywords.all_of.iter().enumerate();
    let members: Vec<Placed<'s>> =
        members.map(|(index, member)| (member.into(), at.join(index))).collect();
    let mut weighty = members.iter().filter(|member| is_meaningful_schema(member));
    if let (Some(only), None) = (weighty.next().or(members.first()), weighty.next())
        && !is_base(cx, only.0)
        && adds_nothing(cx, &keywords, only.0, spot)
    {
        return lower_single(cx, &keywords, &members, only, spot);
    }
    let mut gathered = Gathered::default();
    if !gathered.add(cx, SchemaRef::Item(source), spot.at) {
        return TypeKind::Any.into();
    }
    lower_gathered(cx, gathered, spot)
}

/// What is derived from a base has the members of the base; it is not the choice that the base is.
fn is_base(cx: &Cx<'_>, member: SchemaRef<'_>) -> bool {
    matches!(member, SchemaRef::Reference(reference) if family::is_base(cx, reference))
}

/// Nothing beside the `allOf` changes which values its only weighty member allows.
fn adds_nothing<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    keywords: &Keywords<'s>,
    member: SchemaRef<'s>,
    spot: &Spot<'_>,
) -> bool {
    if !(keywords.one_of.is_empty() && keywords.any_of.is_empty()) {
        return false;
    }
    let beside = Keywords { all_of: &[], ..keywords.clone() };
    if !is_meaningful(&beside) {
        return true;
    }
    let mut inner = Gathered::default();
    if !inner.add(cx, member, spot.at) {
        return true;
    }
    if let (Some(listed), Some(all)) = (&beside.enumeration, &inner.keywords.enumeration)
        && beside.present().all(|name| matches!(name, "enum" | "format"))
    {
        return all.iter().all(|value| listed.contains(value));
    }
    let json_type = inner.keywords.json_type.as_deref();
    let object = json_type == Some("object") || !inner.keywords.properties.is_empty();
    let meaningless = |name: &str| match name {
        "format" | "pattern" | "minLength" | "maxLength" => {
            object || matches!(json_type, Some("array" | "boolean"))
        }
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            object || matches!(json_type, Some("array" | "boolean" | "string"))
        }
        _ => false,
    };
    if !beside.present().all(meaningless) {
        return false;
    }
    for name in beside.present() {
        let message = format!("`{name}` says nothing about what `allOf` describes");
        cx.warning(Code::Ignored, &spot.at.join(name), message);
    }
    true
}

/// The values of one schema, with words, `nullable` or a default of their own.
fn lower_single<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    keywords: &Keywords<'s>,
    members: &[Placed<'s>],
    (only, at): &Placed<'s>,
    spot: &Spot<'_>,
) -> Lowered {
    if let Some(json_type) = &keywords.json_type {
        // Allowed, and needed by some tools beside `nullable`; it must agree with the member.
        let json_type = json_type.clone().into_owned();
        cx.expectations.push(Expectation { id: spot.id, json_type });
    }
    let mut data = SchemaData::default();
    for (schema, place) in members {
        if let SchemaRef::Item(inner) = schema
            && place != at
        {
            add_words(&mut data, &inner.schema_data);
        }
    }
    match *only {
        SchemaRef::Reference(reference) => match component(cx, reference) {
            Some(target) => Lowered { inner: Some(data), ..TypeKind::Alias(target).into() },
            None => {
                let exists = named(cx, reference).is_some();
                cx.internal(at, format!("unresolved reference `{reference}` ({exists})"));
                TypeKind::Any.into()
            }
        },
        SchemaRef::Item(inner) => {
            let spot = Spot { at, depth: spot.depth + 1, ..*spot };
            let lowered = lower_kind(cx, inner, &spot);
            add_words(&mut data, &inner.schema_data);
            if let Some(innermost) = &lowered.inner {
                add_words(&mut data, innermost);
            }
            Lowered { inner: Some(data), ..lowered }
        }
    }
}

fn add_words(data: &mut SchemaData, more: &SchemaData) {
    data.nullable |= more.nullable;
    data.deprecated |= more.deprecated;
    data.read_only |= more.read_only;
    data.write_only |= more.write_only;
    if data.title.is_none() && data.description.is_none() {
        data.title.clone_from(&more.title);
        data.description.clone_from(&more.description);
    }
    if data.default.is_none() {
        data.default.clone_from(&more.default);
    }
    if data.example.is_none() {
        data.example.clone_from(&more.example);
    }
}
