//! Unions that are none: `null` is a permission, texts beside texts are one kind of text.

use crate::lower::cx::Cx;
use crate::model::{
    EnumValue, Schema, SchemaName, StringFormat, StringRules, Test, TypeId, TypeKind, Union,
    Variant,
};

/// Simplifies a union, perhaps to something else.
pub(super) fn collapse(cx: &mut Cx<'_>, id: TypeId) {
    let Some(schema) = cx.schema_mut(id) else { return };
    let TypeKind::Union(union) = &mut schema.kind else { return };
    let mut variants = std::mem::take(&mut union.variants);
    let discriminator = union.discriminator.take();
    let before = variants.len();
    let nullable = variants.iter().any(|variant| cx.is_nullable(variant.schema));
    variants
        .retain(|variant| !cx.resolve(variant.schema).is_some_and(|(_, schema)| schema.is_null()));
    if before > 0 && variants.is_empty() {
        set(cx, id, TypeKind::Any, nullable);
        if let Some(schema) = cx.schema_mut(id) {
            schema.allowed = vec![serde_json::Value::Null];
        }
        return;
    }
    if let Some(text) = one_text(cx, &mut variants, id) {
        return set_text(cx, id, text, nullable);
    }
    let kind = match variants.as_slice() {
        [] => TypeKind::Any,
        [only] => TypeKind::Alias(only.schema),
        _ => TypeKind::Union(Union { variants, discriminator, told_apart: false }),
    };
    set(cx, id, kind, nullable);
}

/// A kind of text, and whether an enumeration takes every other text too.
type Text = (TypeKind, bool);

fn set_text(cx: &mut Cx<'_>, id: TypeId, (kind, any_text): Text, nullable: bool) {
    set(cx, id, kind, nullable);
    if let Some(schema) = cx.schema_mut(id) {
        schema.any_text = any_text;
    }
}

fn set(cx: &mut Cx<'_>, id: TypeId, kind: TypeKind, nullable: bool) {
    if let Some(schema) = cx.schema_mut(id) {
        schema.kind = kind;
        schema.nullable |= nullable;
    }
}

/// Merges all variants that are text where they cannot be told apart by what they list or by their
/// formats. If nothing else is left, the merged kind is the answer.
fn one_text(cx: &mut Cx<'_>, variants: &mut Vec<Variant>, id: TypeId) -> Option<Text> {
    let texts: Vec<TypeId> =
        variants.iter().map(|variant| variant.schema).filter(|id| is_text(cx, *id)).collect();
    if texts.len() < 2 || !belong_together(cx, &texts) {
        return None;
    }
    for id in &texts {
        if let Some(schema @ Schema { name: SchemaName::Inline(_), .. }) = cx.schema_mut(*id) {
            schema.absorbed = true;
        }
    }
    let any_text = texts.iter().any(|id| takes_any_text(cx, *id));
    let text = (merged(cx, &texts), any_text);
    let rest = variants.iter().any(|variant| !texts.contains(&variant.schema));
    if !rest {
        return Some(text);
    }
    let (origin, name) = match cx.schema(id) {
        Some(Schema { origin, name: SchemaName::Component(name), .. }) => {
            (origin.clone(), vec![name.clone(), "text".to_owned()])
        }
        Some(Schema { origin, name: SchemaName::Inline(words), .. }) => {
            (origin.clone(), words.iter().cloned().chain(["text".to_owned()]).collect())
        }
        None => return None,
    };
    let schema = cx.reserve(&origin, SchemaName::Inline(name));
    set_text(cx, schema, text, false);
    let place = variants.iter().position(|variant| texts.contains(&variant.schema))?;
    variants.retain(|variant| !texts.contains(&variant.schema));
    let merged = Variant {
        word: "text".to_owned(),
        schema,
        tags: Vec::new(),
        writes_tag: false,
        test: Test::Anything,
        boxed: false,
    };
    variants.insert(place.min(variants.len()), merged);
    None
}

fn is_text(cx: &Cx<'_>, id: TypeId) -> bool {
    let kind = cx.resolve(id).map(|(_, schema)| &schema.kind);
    matches!(kind, Some(TypeKind::String { .. } | TypeKind::Enum(_)))
}

fn takes_any_text(cx: &Cx<'_>, id: TypeId) -> bool {
    cx.resolve(id).is_some_and(|(_, schema)| match &schema.kind {
        TypeKind::Enum(_) => schema.any_text,
        _ => true,
    })
}

/// Nothing keeps the texts apart, or nobody would want them apart.
fn belong_together(cx: &Cx<'_>, texts: &[TypeId]) -> bool {
    let mut listed: Vec<&str> = Vec::new();
    let mut formats: Vec<&StringFormat> = Vec::new();
    let mut inline = true;
    for id in texts {
        let Some((_, schema)) = cx.resolve(*id) else { return true };
        inline &= matches!(schema.name, SchemaName::Inline(_));
        match &schema.kind {
            TypeKind::Enum(values) => {
                let values = values.iter().map(|value| value.value.as_str());
                for value in values {
                    if listed.contains(&value) {
                        return true;
                    }
                    listed.push(value);
                }
            }
            TypeKind::String { format: StringFormat::Text(_), .. } => return true,
            TypeKind::String { format, .. } if formats.contains(&format) => return true,
            TypeKind::String { format, .. } => formats.push(format),
            _ => {}
        }
    }
    inline && formats.is_empty()
}

/// What all of the texts are together: an open list where some are listed, else plain text.
fn merged(cx: &Cx<'_>, texts: &[TypeId]) -> TypeKind {
    let mut values: Vec<EnumValue> = Vec::new();
    for id in texts {
        if let Some(TypeKind::Enum(listed)) = cx.resolve(*id).map(|(_, schema)| &schema.kind) {
            for value in listed {
                if !values.contains(value) {
                    values.push(value.clone());
                }
            }
        }
    }
    if values.is_empty() {
        let format = StringFormat::Text(None);
        return TypeKind::String { format, rules: StringRules::default() };
    }
    TypeKind::Enum(values)
}
