//! Whether a reader of one document takes everything that a writer of another one may send.

use std::collections::BTreeSet;

use super::Side;
use super::effect::{Reader, Writing};
use super::limits::{Limits, allows_one, integer_fits};
use crate::config::Collections;
use crate::model::{
    Additional, Api, Object, Property, Schema, StringFormat, TypeId, TypeKind, ValueType,
};

/// A reader and a writer.
pub(super) struct Accepts<'a> {
    reader: Side<'a>,
    writer: Side<'a>,
    role: Reader,
    writing: Writing,
    /// Pairs that are being looked at, or are known to be right: schemas may contain themselves.
    seen: BTreeSet<(TypeId, TypeId)>,
}

impl<'a> Accepts<'a> {
    pub(super) fn new(reader: Side<'a>, writer: Side<'a>, role: Reader, writing: Writing) -> Self {
        Self { reader, writer, role, writing, seen: BTreeSet::new() }
    }

    fn checks(&self) -> bool {
        self.role == Reader::Server
    }

    /// The reader takes every value of the writer's schema, `null` included.
    pub(super) fn value(&mut self, reader: TypeId, writer: TypeId, null_is_absent: bool) -> bool {
        let nullable = is_nullable(self.writer.api, writer);
        if nullable && !null_is_absent && !self.takes_null(reader) {
            return false;
        }
        let (reader, writer) = (resolve(self.reader.api, reader), resolve(self.writer.api, writer));
        if !self.seen.insert((reader, writer)) {
            return true;
        }
        let (read, written) = (self.reader.api.schema(reader), self.writer.api.schema(writer));
        match (&read.kind, &written.kind) {
            // Kept as JSON, and not checked.
            (TypeKind::Union(union), _) if !union.told_apart => true,
            (_, TypeKind::Union(union)) => {
                union.variants.iter().all(|variant| self.value(reader, variant.schema, false))
            }
            (TypeKind::Union(union), _) => {
                union.variants.iter().any(|variant| self.perhaps(variant.schema, writer))
            }
            (TypeKind::Array { items, length, .. }, kind)
                if self.writing == Writing::Repeated && kind.is_scalar() =>
            {
                allows_one(*length) && read.rules.is_empty() && self.value(*items, writer, false)
            }
            _ if self.checks() && !(lists(read, written) && limits(read, written)) => false,
            _ if !self.decodes(read, written) => false,
            (TypeKind::Enum(_), TypeKind::Enum(_) | TypeKind::String { .. }) if read.any_text => {
                true
            }
            (read, written) => self.kind(read, written),
        }
    }

    /// As [`Self::value`], with nothing taken for known if it is not so.
    fn perhaps(&mut self, reader: TypeId, writer: TypeId) -> bool {
        let before = self.seen.clone();
        let takes = self.value(reader, writer, false);
        if !takes {
            self.seen = before;
        }
        takes
    }

    fn takes_null(&self, reader: TypeId) -> bool {
        is_nullable(self.reader.api, reader)
            || is_plain_collection(self.reader, reader)
            || matches!(
                self.reader.api.schema(resolve(self.reader.api, reader)).kind,
                TypeKind::Any
            )
    }

    /// The reader's type takes what the writer's type is written as, which is another one than the kind
    /// of schema says.
    fn decodes(&self, reader: &Schema, writer: &Schema) -> bool {
        match &reader.value_type {
            None => true,
            // Clients keep such texts as they come.
            Some(ValueType::Base64) if !self.checks() => true,
            Some(ValueType::Ip) => {
                matches!(writer.value_type, Some(ValueType::Ip | ValueType::Ipv4 | ValueType::Ipv6))
            }
            known => writer.value_type == *known,
        }
    }

    fn kind(&mut self, reader: &TypeKind, writer: &TypeKind) -> bool {
        match (reader, writer) {
            (TypeKind::Any, _) | (TypeKind::Boolean, TypeKind::Boolean) => true,
            (
                TypeKind::Integer { width, bounds },
                TypeKind::Integer { width: written, bounds: limits },
            ) => integer_fits((*width, *bounds), (*written, *limits), self.checks()),
            (TypeKind::Number { .. }, TypeKind::Number { .. } | TypeKind::Integer { .. }) => true,
            (TypeKind::String { format, .. }, writer) => self.text(format, writer),
            (TypeKind::Enum(values), TypeKind::Enum(written)) => {
                // Clients take values that they do not know.
                !self.checks() || written.iter().all(|value| values.contains(value))
            }
            (TypeKind::Enum(_), TypeKind::String { .. }) => !self.checks(),
            (TypeKind::Array { items, .. }, TypeKind::Array { items: written, .. }) => {
                self.value(*items, *written, false)
            }
            (TypeKind::Map { values }, TypeKind::Map { values: written }) => {
                self.value(*values, *written, false)
            }
            (TypeKind::Map { values }, TypeKind::Object(object)) => {
                let values = *values;
                object
                    .properties
                    .iter()
                    .all(|property| self.value(values, property.schema, !property.required))
            }
            (TypeKind::Object(object), TypeKind::Object(written)) => self.object(object, written),
            (TypeKind::Object(object), TypeKind::Map { values }) => {
                let values = *values;
                object
                    .properties
                    .iter()
                    .all(|property| !property.required && self.value(property.schema, values, true))
            }
            // What a reader of another type makes of a value is not known to be right.
            (
                TypeKind::Boolean
                | TypeKind::Integer { .. }
                | TypeKind::Number { .. }
                | TypeKind::Enum(_)
                | TypeKind::Array { .. }
                | TypeKind::Map { .. }
                | TypeKind::Object(_)
                | TypeKind::Union(_)
                | TypeKind::Alias(_),
                _,
            ) => false,
        }
    }

    fn text(&self, format: &StringFormat, writer: &TypeKind) -> bool {
        match writer {
            TypeKind::String { format: written, .. } => {
                format == written || matches!(format, StringFormat::Text(_))
            }
            TypeKind::Enum(_) => matches!(format, StringFormat::Text(_)),
            TypeKind::Boolean | TypeKind::Integer { .. } | TypeKind::Number { .. } => {
                self.writing != Writing::Json && matches!(format, StringFormat::Text(_))
            }
            TypeKind::Any
            | TypeKind::Array { .. }
            | TypeKind::Map { .. }
            | TypeKind::Object(_)
            | TypeKind::Union(_)
            | TypeKind::Alias(_) => false,
        }
    }

    fn object(&mut self, reader: &Object, writer: &Object) -> bool {
        let known = |property: &Property, name: &str| {
            property.name == name || property.aliases.iter().any(|alias| alias == name)
        };
        reader.properties.iter().all(|property| {
            match writer.properties.iter().find(|written| known(property, &written.name)) {
                Some(written) => {
                    (self.is_needed(written) || self.may_be_absent(property))
                        && self.value(property.schema, written.schema, !property.required)
                }
                None => self.may_be_absent(property),
            }
        }) && writer.properties.iter().all(|written| {
            reader.properties.iter().any(|property| known(property, &written.name))
                || self.takes_other(reader, written.schema)
        })
    }

    /// The reader takes a member that it does not know.
    pub(super) fn takes_other(&mut self, reader: &Object, written: TypeId) -> bool {
        match reader.additional {
            Additional::Ignored => true,
            Additional::Refused => !self.checks(),
            Additional::Typed(values) => self.value(values, written, false),
        }
    }

    /// The reader does without the member.
    pub(super) fn may_be_absent(&self, property: &Property) -> bool {
        !self.is_needed(property) || (!self.checks() && self.takes_null(property.schema))
    }

    /// The document says that the member is there.
    fn is_needed(&self, property: &Property) -> bool {
        property.required || (self.checks() && property.asked)
    }
}

/// Everything that the writer may write is within the reader's limits.
fn limits(reader: &Schema, writer: &Schema) -> bool {
    Limits::of(reader).contains(Limits::of(writer))
}

/// Every value that the writer lists is one that the reader lists, if it does.
fn lists(reader: &Schema, writer: &Schema) -> bool {
    let closed = matches!(reader.kind, TypeKind::Enum(_)) && !reader.any_text;
    let listed = match &writer.kind {
        TypeKind::Enum(values) if !writer.any_text => {
            values.iter().map(|value| value.value.as_str().into()).collect()
        }
        _ => writer.allowed.clone(),
    };
    !(closed && writer.any_text)
        && (reader.allowed.is_empty()
            || (!listed.is_empty() && listed.iter().all(|value| reader.allowed.contains(value))))
}

/// The schema behind every other name for it.
pub(super) fn resolve(api: &Api, id: TypeId) -> TypeId {
    let mut id = id;
    // Lowering refuses alias cycles; the bound keeps a mistake there from hanging us.
    for _ in 0..api.schemas.len() {
        match api.schema(id).kind {
            TypeKind::Alias(target) => id = target,
            _ => break,
        }
    }
    id
}

/// `null` is among the values, here or behind another name.
pub(super) fn is_nullable(api: &Api, id: TypeId) -> bool {
    let mut id = id;
    for _ in 0..=api.schemas.len() {
        let schema = api.schema(id);
        match schema.kind {
            TypeKind::Alias(target) if !schema.nullable => id = target,
            _ => return schema.nullable,
        }
    }
    false
}

/// An array or a map that clients take for empty when it is absent or `null`.
pub(super) fn is_plain_collection(side: Side<'_>, id: TypeId) -> bool {
    side.config.types.collections == Collections::EmptyWhenAbsent
        && matches!(
            side.api.schema(resolve(side.api, id)).kind,
            TypeKind::Array { .. } | TypeKind::Map { .. }
        )
}
