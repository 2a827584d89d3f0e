//! Types in words.

use crate::model::{
    Api, IntegerWidth, NumberWidth, Schema, SchemaName, StringFormat, TypeId, TypeKind, ValueType,
};

/// Deeper types are not spelt out.
const MAX_DEPTH: usize = 4;

/// The type of a schema as people say it: `list of text (uuid)`.
pub(super) fn words(api: &Api, id: TypeId) -> String {
    told(api, id, 0)
}

/// The type that a schema would have without its name.
pub(super) fn body_words(api: &Api, schema: &Schema) -> String {
    schema_words(api, schema, 0)
}

fn told(api: &Api, id: TypeId, depth: usize) -> String {
    let schema = api.schema(id);
    let words = match &schema.name {
        SchemaName::Component(name) => format!("`{name}`"),
        SchemaName::Inline(_) if depth >= MAX_DEPTH => "…".to_owned(),
        SchemaName::Inline(_) => schema_words(api, schema, depth),
    };
    if schema.nullable { format!("{words} or null") } else { words }
}

fn schema_words(api: &Api, schema: &Schema, depth: usize) -> String {
    let words = kind_words(api, &schema.kind, depth);
    match &schema.value_type {
        Some(ValueType::UnixTime) => format!("{words}, seconds since 1970"),
        Some(ValueType::Own(path)) => format!("{words}, read as `{path}`"),
        // The format says it.
        Some(
            ValueType::Date | ValueType::Base64 | ValueType::Ip | ValueType::Ipv4 | ValueType::Ipv6,
        )
        | None => words,
    }
}

fn kind_words(api: &Api, kind: &TypeKind, depth: usize) -> String {
    let inner = |id: TypeId| told(api, id, depth + 1);
    match kind {
        TypeKind::Any => "any value".to_owned(),
        TypeKind::Boolean => "boolean".to_owned(),
        TypeKind::Integer { width, .. } => format!("integer ({})", integer(*width)),
        TypeKind::Number { width: NumberWidth::Float, .. } => "number (float)".to_owned(),
        TypeKind::Number { width: NumberWidth::Double, .. } => "number".to_owned(),
        TypeKind::String { format, .. } => match format {
            StringFormat::Text(None) => "text".to_owned(),
            StringFormat::Text(Some(name)) => format!("text ({name})"),
            StringFormat::Uuid => "text (uuid)".to_owned(),
            StringFormat::DateTime => "text (date-time)".to_owned(),
        },
        TypeKind::Enum(_) => "text out of a list".to_owned(),
        TypeKind::Array { items, .. } => format!("list of {}", inner(*items)),
        TypeKind::Map { values } => format!("map of {}", inner(*values)),
        TypeKind::Object(_) => "object".to_owned(),
        TypeKind::Union(union) => {
            let members: Vec<String> = union.variants.iter().map(|v| inner(v.schema)).collect();
            format!("one of ({})", members.join(", "))
        }
        TypeKind::Alias(target) => inner(*target),
    }
}

fn integer(width: IntegerWidth) -> &'static str {
    match width {
        IntegerWidth::Int32 => "int32",
        IntegerWidth::Int64 => "int64",
        IntegerWidth::Uint16 => "uint16",
        IntegerWidth::Uint32 => "uint32",
        IntegerWidth::Uint64 => "uint64",
    }
}
