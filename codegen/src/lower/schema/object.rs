//! Objects with known members; without any, they are maps.

use super::map::lower_additional;
use super::{
    Keywords, SchemaRef, Spot, lower_schema, note_meaningless, note_unchecked, trimmed, words_with,
};
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{Additional, Docs, Object, Property, SchemaName, TypeKind};

pub(super) fn lower(cx: &mut Cx<'_>, keywords: &Keywords<'_>, spot: &Spot<'_>) -> TypeKind {
    let meant =
        ["properties", "required", "additionalProperties", "minProperties", "maxProperties"];
    note_meaningless(cx, keywords, spot.at, "an object", &meant);
    note_unchecked(cx, keywords, spot.at, &["minProperties", "maxProperties"]);
    let properties = lower_properties(cx, keywords, spot);
    note_unknown_required(cx, keywords, spot);
    let additional = lower_additional(cx, keywords, spot);
    match additional {
        Additional::Typed(values) if properties.is_empty() => TypeKind::Map { values },
        // `type: object` and nothing more: any members.
        Additional::Ignored if properties.is_empty() => {
            let words = words_with(spot.words, "value");
            TypeKind::Map { values: cx.reserve(spot.at, SchemaName::Inline(words)) }
        }
        Additional::Typed(_) | Additional::Ignored | Additional::Refused => {
            TypeKind::Object(Object { properties, additional })
        }
    }
}

fn lower_properties(cx: &mut Cx<'_>, keywords: &Keywords<'_>, spot: &Spot<'_>) -> Vec<Property> {
    let mut lowered = Vec::new();
    for (name, schema) in keywords.properties.into_iter().flatten() {
        let at = spot.at.join("properties").join(name);
        let words = words_with(spot.words, name);
        let id = lower_schema(cx, schema.into(), &at, &words, spot.depth + 1);
        lowered.push(Property {
            name: name.clone(),
            schema: id,
            required: keywords.required.contains(name),
            docs: property_docs(schema.into()),
            boxed: false,
            origin: at,
        });
    }
    lowered
}

/// What is said right here; a reference has no words of its own.
fn property_docs(schema: SchemaRef<'_>) -> Docs {
    match schema {
        SchemaRef::Reference(_) => Docs::default(),
        SchemaRef::Item(item) => Docs {
            summary: trimmed(item.schema_data.title.as_deref()),
            description: trimmed(item.schema_data.description.as_deref()),
            deprecated: item.schema_data.deprecated,
        },
    }
}

fn note_unknown_required(cx: &mut Cx<'_>, keywords: &Keywords<'_>, spot: &Spot<'_>) {
    for (index, name) in keywords.required.iter().enumerate() {
        let known = keywords.properties.is_some_and(|properties| properties.contains_key(name));
        if !known {
            let at = spot.at.join("required").join(index);
            cx.warning(
                Code::Unchecked,
                &at,
                format!("`{name}` is required but not described; that it is there is not checked"),
            )
            .help("describe it under `properties`, or remove it from `required`");
        }
    }
}
