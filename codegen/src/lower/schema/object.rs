//! Objects with known members; without any, they are maps.

use std::collections::BTreeMap;

use serde_json::Value;

use super::gather::is_meaningful_schema;
use super::keywords::{Member, Placed};
use super::map::{additional_origin, lower_additional};
use super::{Keywords, SchemaRef, Spot, lower_all, named, note_meaningless, trimmed, words_with};
use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{Access, Additional, Docs, Object, Pointer, Property, SchemaName, TypeKind};

pub(super) fn lower<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    keywords: &Keywords<'s>,
    spot: &Spot<'_>,
) -> TypeKind {
    let meant = [
        "properties",
        "required",
        "additionalProperties",
        "minProperties",
        "maxProperties",
        "enum",
    ];
    note_meaningless(cx, keywords, spot.at, "an object", &meant);
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
            let additional_origin = additional_origin(keywords);
            TypeKind::Object(Object { properties, additional, additional_origin })
        }
    }
}

fn lower_properties<'s, 'a: 's>(
    cx: &mut Cx<'a>,
    keywords: &Keywords<'s>,
    spot: &Spot<'_>,
) -> Vec<Property> {
    let mut lowered = Vec::new();
    for member in &keywords.properties {
        // What several say about a member is told by the last of them.
        let Some((_, at)) = member.schemas.last() else { continue };
        let words = member_words(member, at, spot);
        let id = lower_all(cx, &member.schemas, &words, spot);
        let schemas = || member.schemas.iter().rev();
        lowered.push(Property {
            name: member.name.to_owned(),
            schema: id,
            required: keywords.required.contains(&member.name),
            docs: schemas()
                .map(property_docs)
                .find(|docs| *docs != Docs::default())
                .unwrap_or_default(),
            boxed: false,
            aliases: schemas()
                .map(|(schema, _)| aliases(*schema))
                .find(|a| !a.is_empty())
                .unwrap_or_default(),
            access: access(cx, &member.schemas, spot.at),
            asked: false,
            null_is_absence: false,
            origin: at.clone(),
        });
    }
    check_aliases(cx, &lowered);
    lowered
}

/// A member that comes from another component is called after that one, wherever it is merged in.
fn member_words(member: &Member<'_>, at: &Pointer, spot: &Spot<'_>) -> Vec<String> {
    let weighty = member.schemas.iter().filter(|schema| is_meaningful_schema(schema)).count();
    let apart = !at.tokens().starts_with(spot.at.tokens());
    match at.tokens() {
        [components, schemas, name, rest @ ..]
            if apart && weighty < 2 && components == "components" && schemas == "schemas" =>
        {
            let mut words = vec![name.clone()];
            words.extend(rest.iter().filter_map(|token| word(token)));
            words
        }
        _ => words_with(spot.words, member.name),
    }
}

fn word(token: &str) -> Option<String> {
    match token {
        "properties" | "allOf" | "oneOf" | "anyOf" => None,
        "items" => Some("item".to_owned()),
        "additionalProperties" => Some("value".to_owned()),
        _ if token.bytes().all(|byte| byte.is_ascii_digit()) => None,
        _ => Some(token.to_owned()),
    }
}

/// What any of the schemas of a member says, itself or by a reference.
fn access(cx: &mut Cx<'_>, schemas: &[Placed<'_>], at: &Pointer) -> Access {
    let said = |schema: &SchemaRef<'_>| match schema {
        SchemaRef::Item(item) => (item.schema_data.read_only, item.schema_data.write_only),
        SchemaRef::Reference(reference) => match named(cx, reference).map(|named| &named.schema) {
            Some(openapiv3::ReferenceOr::Item(item)) => {
                (item.schema_data.read_only, item.schema_data.write_only)
            }
            Some(openapiv3::ReferenceOr::Reference { .. }) | None => (false, false),
        },
    };
    let all = schemas.iter().map(|(schema, _)| said(schema));
    match all.fold((false, false), |all, one| (all.0 | one.0, all.1 | one.1)) {
        (false, false) => Access::Both,
        (true, false) => Access::ReadOnly,
        (false, true) => Access::WriteOnly,
        (true, true) => {
            let at = schemas.last().map_or(at, |(_, at)| at);
            let message = "a member cannot be both `readOnly` and `writeOnly`: it is neither";
            cx.warning(Code::InvalidSchema, at, message);
            Access::Both
        }
    }
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
fn property_docs((schema, _): &Placed<'_>) -> Docs {
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
        let known = keywords.properties.iter().any(|member| member.name == *name);
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
