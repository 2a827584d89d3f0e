//! Objects with known members; without any, they are maps.

use std::collections::BTreeMap;

use serde_json::Value;

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
            aliases: aliases(schema.into()),
            origin: at,
        });
    }
    check_aliases(cx, &lowered);
    lowered
}

/// `x-aliases`, which the structure check finds only in properties.
fn aliases(schema: SchemaRef<'_>) -> Vec<String> {
    let SchemaRef::Item(item) = schema else { return Vec::new() };
    let said = item.schema_data.extensions.get("x-aliases").and_then(Value::as_array);
    said.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// No member means two properties.
fn check_aliases(cx: &mut Cx<'_>, properties: &[Property]) {
    let mut taken: BTreeMap<&str, &Property> =
        properties.iter().map(|property| (property.name.as_str(), property)).collect();
    for property in properties {
        for (index, alias) in property.aliases.iter().enumerate() {
            let at = property.origin.join("x-aliases").join(index);
            if let Some(other) = taken.insert(alias, property) {
                let message = format!("`{alias}` is a name of the member `{}` already", other.name);
                cx.error(Code::ExtensionMismatch, &at, message)
                    .help("each name belongs to one member")
                    .note(&other.origin, "this member");
            }
        }
    }
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
