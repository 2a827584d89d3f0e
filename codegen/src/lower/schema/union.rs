//! `oneOf` and `anyOf`: values of one of several schemas. Which one a value is of is worked out when
//! all schemas are known (`lower/passes/unions`).

use std::collections::BTreeMap;

use openapiv3::{Discriminator, Schema as Source, SchemaData};

use super::gather::{Choice, Gathered, is_meaningful};
use super::keywords::Keywords;
use super::{
    Lowered, SchemaRef, Spot, fill, lower_gathered, lower_keywords, lower_schema, words_with,
};
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{SchemaName, Test, TypeKind, Union, Variant};
use crate::normalise::schema_name;

/// More variants than this are no help to anybody.
const MOST_VARIANTS: usize = 512;

pub(super) fn lower<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    mut gathered: Gathered<'s>,
    spot: &Spot<'_>,
) -> Lowered {
    let mut choices = std::mem::take(&mut gathered.choices);
    let typed = gathered.keywords.json_type.is_some() || is_meaningful(&gathered.keywords);
    choices.retain(|choice| !typed || !only_constrains(cx, choice));
    let Some(choice) = choices.pop() else { return lower_keywords(cx, &gathered.keywords, spot) };
    // The other choices hold as well, whichever member of this one does.
    gathered.choices = choices;
    let alone = gathered.choices.is_empty() && !is_meaningful(&gathered.keywords);
    if choice.members.len() > MOST_VARIANTS {
        let message = "one of very many schemas: values stay JSON";
        cx.warning(Code::Unchecked, &choice.at, message);
        return TypeKind::Any.into();
    }
    let tags = tags(choice.discriminator);
    let mut variants: Vec<Variant> = Vec::new();
    for (index, member) in choice.members.iter().enumerate() {
        let member: SchemaRef<'s> = member.into();
        let at = choice.at.join(index);
        let name = match member {
            SchemaRef::Reference(reference) => schema_name(reference),
            SchemaRef::Item(_) => None,
        };
        let word = name.clone().unwrap_or_else(|| word(member, index));
        let words = words_with(spot.words, &word);
        let schema = if alone {
            lower_schema(cx, member, &at, &words, spot.depth + 1)
        } else {
            let id = cx.reserve(&at, SchemaName::Inline(words.clone()));
            let spot = Spot { id, at: &at, words: &words, depth: spot.depth + 1 };
            lower_together(cx, gathered.clone(), member, &spot);
            id
        };
        if variants.iter().any(|known| known.schema == schema) {
            continue;
        }
        let tags = name.map(|name| tags_of(&tags, name)).unwrap_or_default();
        let test = Test::Anything;
        variants.push(Variant { word, schema, tags, writes_tag: false, test, boxed: false });
    }
    let discriminator = choice.discriminator.map(|found| found.property_name.clone());
    TypeKind::Union(Union { variants, discriminator, told_apart: false }).into()
}

fn lower_together<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    mut gathered: Gathered<'s>,
    member: SchemaRef<'s>,
    spot: &Spot<'_>,
) {
    if super::is_too_deep(cx, spot) || !gathered.add(cx, member, spot.at) {
        return;
    }
    let nullable = gathered.nullable.unwrap_or_default();
    let mut data = SchemaData { nullable, ..SchemaData::default() };
    if let SchemaRef::Item(source) = member {
        data.title.clone_from(&source.schema_data.title);
        data.description.clone_from(&source.schema_data.description);
    }
    let lowered = lower_gathered(cx, gathered, spot);
    fill(cx, &data, spot.id, lowered);
}

/// No member describes a type: they demand members, or forbid values, of what stands beside.
fn only_constrains(cx: &mut Cx<'_>, choice: &Choice<'_>) -> bool {
    let constrains = |member: SchemaRef<'_>| match member {
        SchemaRef::Reference(_) => false,
        SchemaRef::Item(source) => {
            let keywords = Keywords::of(source, &choice.at);
            let plain = keywords.present().all(|name| {
                matches!(name, "required" | "pattern" | "minLength" | "maxLength" | "format")
            });
            plain
                && keywords.all_of.is_empty()
                && keywords.one_of.is_empty()
                && keywords.any_of.is_empty()
        }
    };
    let all = choice.members.iter().all(|member| constrains(member.into()));
    if all {
        let message = "these conditions are not checked by the generated server";
        cx.warning(Code::Unchecked, &choice.at, message);
    }
    all
}

/// The values of a discriminator by the component that they mean.
pub(super) fn tags(discriminator: Option<&Discriminator>) -> BTreeMap<String, Vec<String>> {
    let mut tags: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (value, target) in discriminator.into_iter().flat_map(|found| &found.mapping) {
        let name = schema_name(target).unwrap_or_else(|| target.clone());
        tags.entry(name).or_default().push(value.clone());
    }
    tags
}

/// A component that the mapping does not name is meant by its own name.
pub(super) fn tags_of(tags: &BTreeMap<String, Vec<String>>, name: String) -> Vec<String> {
    tags.get(&name).cloned().unwrap_or_else(|| vec![name])
}

/// What a variant that is written in place is called.
fn word(member: SchemaRef<'_>, index: usize) -> String {
    let SchemaRef::Item(source) = member else { return String::new() };
    if let Some(title) = source.schema_data.title.as_deref().map(str::trim)
        && !title.is_empty()
        && title.chars().count() <= 40
    {
        return title.to_owned();
    }
    let keywords = Keywords::of(source, &crate::model::Pointer::root());
    let word = match keywords.json_type.as_deref() {
        Some("string") if keywords.enumeration.is_some() => "known",
        Some("string") => keywords.format.as_deref().unwrap_or("text"),
        Some("integer") => "integer",
        Some("number") => "number",
        Some("boolean") => "boolean",
        Some("array") => "list",
        _ if keywords.properties.is_empty() && keywords.additional.is_some() => "map",
        _ => "",
    };
    constant(source).unwrap_or_else(|| match word {
        "" => format!("variant {}", index + 1),
        word => word.to_owned(),
    })
}

/// The value of a member that can only have this one.
fn constant(source: &Source) -> Option<String> {
    let keywords = Keywords::of(source, &crate::model::Pointer::root());
    keywords.properties.iter().filter(|member| keywords.required.contains(&member.name)).find_map(
        |member| {
            let (SchemaRef::Item(inner), at) = member.schemas.first()? else { return None };
            match Keywords::of(inner, at).enumeration?.as_slice() {
                [serde_json::Value::String(only)] => Some(only.clone()),
                _ => None,
            }
        },
    )
}
