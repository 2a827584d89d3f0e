//! Which types have a `Default`.

use std::collections::BTreeSet;

use super::super::Cx;
use crate::model::{Additional, Object, Property, TypeId, TypeKind};

/// Every member of the object has a value that means "nothing said".
pub(super) fn has_default(cx: &Cx<'_>, object: &Object) -> bool {
    members_have_default(cx, object, &mut BTreeSet::new())
}

/// One of the members starts as something else than nothing.
pub(super) fn needs_impl(cx: &Cx<'_>, object: &Object) -> bool {
    object.properties.iter().any(|property| starting_value(cx, property))
}

/// The member starts as the document's default.
pub(super) fn starting_value(cx: &Cx<'_>, property: &Property) -> bool {
    !property.required
        && !cx.is_optional(property)
        && cx.default_expression(property.schema).is_some()
}

fn members_have_default(cx: &Cx<'_>, object: &Object, seen: &mut BTreeSet<TypeId>) -> bool {
    object.properties.iter().all(|property| {
        cx.is_optional(property)
            || starting_value(cx, property)
            || type_has_default(cx, property.schema, seen)
    }) && match object.additional {
        Additional::Ignored | Additional::Refused | Additional::Typed(_) => true,
    }
}

fn type_has_default(cx: &Cx<'_>, id: TypeId, seen: &mut BTreeSet<TypeId>) -> bool {
    let (id, schema) = cx.resolve(id);
    match &schema.kind {
        TypeKind::Object(object) => seen.insert(id) && members_have_default(cx, object, seen),
        TypeKind::Enum(_) | TypeKind::Alias(_) => false,
        TypeKind::Any
        | TypeKind::Boolean
        | TypeKind::Integer { .. }
        | TypeKind::Number { .. }
        | TypeKind::String { .. }
        | TypeKind::Array { .. }
        | TypeKind::Map { .. } => true,
    }
}
