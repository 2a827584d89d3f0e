//! Unions: what each variant is recognised by. Where nothing tells variants apart, values stay JSON.

mod collapse;
mod tell;
mod tests;

use std::collections::BTreeSet;

use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{MemberTest, Test, TypeId, TypeKind, Union};

pub(in crate::lower) fn settle(cx: &mut Cx<'_>) {
    let unions: Vec<TypeId> = cx.ids().filter(|id| as_union(cx, *id).is_some()).collect();
    for id in &unions {
        collapse::collapse(cx, *id);
    }
    for id in unions {
        let Some(union) = as_union(cx, id) else { continue };
        let tests = by_discriminator(cx, union).or_else(|| {
            let schemas: Vec<TypeId> = union.variants.iter().map(|v| v.schema).collect();
            let tests = tell::tell_apart(cx, &schemas, 0)?;
            Some(tests.into_iter().map(|test| (test, false)).collect())
        });
        match tests {
            Some(tests) => {
                if let Some(TypeKind::Union(union)) =
                    cx.schema_mut(id).map(|schema| &mut schema.kind)
                {
                    union.told_apart = true;
                    for (variant, (test, writes_tag)) in union.variants.iter_mut().zip(tests) {
                        variant.test = test;
                        variant.writes_tag = writes_tag;
                    }
                }
            }
            None => warn(cx, id),
        }
    }
}

/// Simplifies what may be a union for whoever must know now what kind of value it is.
pub(in crate::lower) fn simplify(cx: &mut Cx<'_>, id: TypeId) {
    if as_union(cx, id).is_some() {
        collapse::collapse(cx, id);
    }
}

fn as_union<'c>(cx: &'c Cx<'_>, id: TypeId) -> Option<&'c Union> {
    match &cx.schema(id)?.kind {
        TypeKind::Union(union) => Some(union),
        _ => None,
    }
}

/// The test of each variant, and whether its schema lacks the discriminator.
fn by_discriminator(cx: &Cx<'_>, union: &Union) -> Option<Vec<(Test, bool)>> {
    let property = union.discriminator.as_ref()?;
    let mut seen = BTreeSet::new();
    let test = |variant: &crate::model::Variant| {
        let (_, object) = cx.object(variant.schema)?;
        let known = object.properties.iter().find(|known| known.name == *property);
        let fits = known.is_none_or(|known| {
            let kind = cx.resolve(known.schema).map(|(_, schema)| &schema.kind);
            matches!(kind, Some(TypeKind::String { .. } | TypeKind::Enum(_)))
        });
        // Without a member to keep it in, only one tag can be written back.
        let kept = known.is_some() || variant.tags.len() == 1;
        let fresh = variant.tags.iter().all(|tag| seen.insert(tag.clone()));
        if !fits || !kept || !fresh || variant.tags.is_empty() {
            return None;
        }
        let is = MemberTest::Is(Test::OneOf(variant.tags.clone()));
        Some((Test::Object(vec![(property.clone(), is)]), known.is_none()))
    };
    union.variants.iter().map(test).collect()
}

fn warn(cx: &mut Cx<'_>, id: TypeId) {
    let Some(schema) = cx.schema(id) else { return };
    let at = schema.origin.clone();
    let message =
        "nothing tells these schemas apart: values stay JSON, with a view for each schema";
    cx.warning(Code::AmbiguousUnion, &at, message).help(
        "a `discriminator`, or a required member with a constant of its own in each schema, would",
    );
}
