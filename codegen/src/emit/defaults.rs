//! Which types have a `Default`.

use std::collections::BTreeMap;

use super::Cx;
use crate::model::{Additional, Object, Property, TypeId, TypeKind, ValueType};

/// The type of the schema's values, `null` left aside, has a `Default`.
pub(crate) fn has_default(cx: &Cx<'_>, id: TypeId) -> bool {
    Defaults { cx, known: BTreeMap::new() }.of(id)
}

/// The member starts as the document's default.
pub(crate) fn starting_value(cx: &Cx<'_>, property: &Property) -> bool {
    !property.required
        && !cx.is_optional(property)
        && cx.default_expression(property.schema).is_some()
}

/// A member without which there is no value: it must be there, and nothing can stand for it.
pub(crate) fn is_needed(cx: &Cx<'_>, property: &Property) -> bool {
    Defaults { cx, known: BTreeMap::new() }.is_needed(property)
}

struct Defaults<'a> {
    cx: &'a Cx<'a>,
    /// Types that were looked at; false for those that are being looked at, as what consists of
    /// itself has no value at all.
    known: BTreeMap<TypeId, bool>,
}

impl Defaults<'_> {
    fn of(&mut self, id: TypeId) -> bool {
        let (id, schema) = self.cx.resolve(id);
        if let Some(value_type) = &schema.value_type {
            // Addresses have none, and nobody knows about types of the user's own.
            return matches!(value_type, ValueType::Date | ValueType::Base64 | ValueType::UnixTime);
        }
        match &schema.kind {
            TypeKind::Object(object) => {
                if let Some(known) = self.known.get(&id) {
                    return *known;
                }
                self.known.insert(id, false);
                let has_default = self.of_members(object);
                self.known.insert(id, has_default);
                has_default
            }
            TypeKind::Union(_) | TypeKind::Alias(_) => false,
            TypeKind::Any
            | TypeKind::Boolean
            | TypeKind::Integer { .. }
            | TypeKind::Number { .. }
            | TypeKind::String { .. }
            | TypeKind::Enum(_)
            | TypeKind::Array { .. }
            | TypeKind::Map { .. } => true,
        }
    }

    fn of_members(&mut self, object: &Object) -> bool {
        object.properties.iter().all(|property| !self.is_needed(property))
            && match object.additional {
                Additional::Ignored | Additional::Refused | Additional::Typed(_) => true,
            }
    }

    fn is_needed(&mut self, property: &Property) -> bool {
        !self.cx.is_optional(property)
            && !starting_value(self.cx, property)
            && !self.of(property.schema)
    }
}
