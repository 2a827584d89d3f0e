//! Types in words.

use crate::model::{Api, IntegerWidth, NumberWidth, SchemaName, StringFormat, TypeId, TypeKind};

/// Deeper types are not spelt out.
const MAX_DEPTH: usize = 4;

/// The type of a schema as people say it: `list of text (uuid)`.
pub(super) fn words(api: &Api, id: TypeId) -> String {
    told(api, id, 0)
}

/// The type that a schema would have without its name.
pub(super) fn body_words(api: &Api, kind: &TypeKind) -> String {
    kind_words(api, kind, 0)
}

fn told(api: &Api, id: TypeId, depth: usize) -> String {
    let schema = api.schema(id);
    let words = match &schema.name {
        SchemaName::Component(name) => format!("`{name}`"),
        SchemaName::Inline(_) if depth >= MAX_DEPTH => "…".to_owned(),
        SchemaName::Inline(_) => kind_words(api, &schema.kind, depth),
    };
    if schema.nullable { format!("{words} or null") } else { words }
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
