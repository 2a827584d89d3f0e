//! Schemas with a discriminator that others have among their `allOf`: their values are values of these.

use std::collections::BTreeMap;

use openapiv3::{Discriminator, ReferenceOr, Schema as Source};

use super::keywords::Keywords;
use super::union::{tags, tags_of};
use super::{Lowered, SchemaRef, Spot, component, fill, lower_into};
use crate::lower::cx::Cx;
use crate::model::{SchemaName, Test, TypeKind, Union, Variant};
use crate::normalise::{NamedSchema, schema_name};

/// Finds out which components have which others among their `allOf`.
pub(in crate::lower) fn gather(cx: &mut Cx<'_>) {
    let mut derived: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, named) in &cx.sources {
        let ReferenceOr::Item(source) = &named.schema else { continue };
        for member in Keywords::of(source, &named.at).all_of {
            if let ReferenceOr::Reference { reference } = member
                && let Some(base) = schema_name(reference)
            {
                derived.entry(base).or_default().push(*name);
            }
        }
    }
    cx.derived = derived;
}

/// The schema is a base whose values are told apart.
pub(super) fn is_base(cx: &Cx<'_>, reference: &str) -> bool {
    let name = schema_name(reference);
    let named = name.and_then(|name| cx.sources.get(name.as_str()));
    named.is_some_and(|named| discriminator(cx, named).is_some())
}

fn discriminator<'a>(
    cx: &Cx<'_>,
    named: &'a NamedSchema,
) -> Option<(&'a Source, &'a Discriminator)> {
    let ReferenceOr::Item(source) = &named.schema else { return None };
    let keywords = Keywords::of(source, &named.at);
    let found = source.schema_data.discriminator.as_ref()?;
    let alone = keywords.one_of.is_empty() && keywords.any_of.is_empty();
    (alone && cx.derived.contains_key(&named.name)).then_some((source, found))
}

/// Fills the place of a base with the choice of everything that is derived from it; `false` if the
/// component is none.
pub(in crate::lower) fn lower<'a>(
    cx: &mut Cx<'a>,
    named: &'a NamedSchema,
    spot: &Spot<'_>,
) -> bool {
    let Some((source, discriminator)) = discriminator(cx, named) else { return false };
    let tags = tags(Some(discriminator));
    let mut variants = Vec::new();
    let mut variant = |word: &str, schema, tags| {
        let (word, test) = (word.to_owned(), Test::Anything);
        variants.push(Variant { word, schema, tags, writes_tag: false, test, boxed: false });
    };
    for name in descendants(cx, &named.name) {
        if let Some(id) = component(cx, &format!("#/components/schemas/{name}")) {
            variant(name, id, tags_of(&tags, name.to_owned()));
        }
    }
    // Where the mapping does not mention it, there is no value of the base alone.
    if tags.is_empty() || tags.contains_key(&named.name) {
        let words = [named.name.clone(), "itself".to_owned()];
        let id = cx.reserve(spot.at, SchemaName::Inline(words.to_vec()));
        lower_into(cx, SchemaRef::Item(source), &Spot { id, words: &words, ..*spot });
        variant("itself", id, tags_of(&tags, named.name.clone()));
    }
    let discriminator = Some(discriminator.property_name.clone());
    let kind = TypeKind::Union(Union { variants, discriminator, told_apart: false });
    fill(cx, &source.schema_data, spot.id, Lowered::from(kind));
    true
}

/// Everything that has the component among its `allOf`, or something that has.
fn descendants<'a>(cx: &Cx<'a>, name: &str) -> Vec<&'a str> {
    let direct = |name: &str| cx.derived.get(name).into_iter().flatten().copied();
    let mut found: Vec<&str> = direct(name).collect();
    let mut next = 0;
    while let Some(name) = found.get(next).copied() {
        next += 1;
        for more in direct(name) {
            if !found.contains(&more) {
                found.push(more);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
