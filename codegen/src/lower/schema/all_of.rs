//! `allOf` with one member: the member's values, with words, `nullable` or a default of their own.

use openapiv3::{ReferenceOr, Schema as Source};

use super::{Keywords, Lowered, SchemaRef, Spot, component, lower_kind};
use crate::lower::cx::{Cx, Expectation};
use crate::model::TypeKind;

pub(super) fn lower(
    cx: &mut Cx<'_>,
    keywords: &Keywords<'_>,
    members: &[ReferenceOr<Source>],
    spot: &Spot<'_>,
) -> Lowered {
    let at = spot.at.join("allOf");
    let [member] = members else {
        cx.unsupported(&at, format!("`allOf` with {} members is not supported yet", members.len()))
            .help("`allOf` around a single schema is");
        return TypeKind::Any.into();
    };
    let beside: Vec<&str> = keywords.present().collect();
    if !beside.is_empty() {
        let names = beside.join("`, `");
        cx.unsupported(&at, format!("`allOf` beside `{names}` is not supported yet"));
        return TypeKind::Any.into();
    }
    if let Some(json_type) = &keywords.json_type {
        // Allowed, and needed by some tools beside `nullable`; it must agree with the member.
        let json_type = json_type.clone().into_owned();
        cx.expectations.push(Expectation { id: spot.id, json_type });
    }
    let at = at.join(0);
    match SchemaRef::from(member) {
        SchemaRef::Reference(reference) => match component(cx, reference) {
            Some(target) => TypeKind::Alias(target).into(),
            None => {
                cx.internal(&at, format!("unresolved reference `{reference}`"));
                TypeKind::Any.into()
            }
        },
        SchemaRef::Item(inner) => {
            let spot = Spot { at: &at, depth: spot.depth + 1, ..*spot };
            let lowered = lower_kind(cx, inner, &spot);
            let mut data = inner.schema_data.clone();
            if let Some(innermost) = lowered.inner {
                data.nullable |= innermost.nullable;
                data.deprecated |= innermost.deprecated;
                data.default = data.default.or(innermost.default);
                data.example = data.example.or(innermost.example);
                data.description = data.description.or(innermost.description);
            }
            Lowered { inner: Some(data), ..lowered }
        }
    }
}
