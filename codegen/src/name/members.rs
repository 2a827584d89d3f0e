//! Names of fields and variants.

use super::candidates::{Candidate, FIELD, VARIANT};
use super::case::is_identifier_char;
use super::collisions::{Request, Scope};
use super::keywords::Reserved;
use super::overrides::Overrides;
use crate::diagnostics::Diagnostics;
use crate::model::{Additional, EnumValue, Object, Pointer, Schema, Union};

/// The fields of an object, in the order of its properties; then the one for additional members.
pub(super) fn name_fields(
    schema: &Schema,
    object: &Object,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let mut requests = Vec::new();
    for property in &object.properties {
        let key = property.origin.to_string();
        let name = &property.name;
        requests.push(Request {
            rank: 0,
            key: name.clone(),
            best: FIELD.plain(name),
            others: vec![Candidate::Spelled(FIELD, name.clone())],
            fixed: overrides.members.get(&key, FIELD, Reserved::Nothing, diags),
            at: property.origin.clone(),
            setting: ("names.members", key),
        });
    }
    if let Additional::Typed(_) = object.additional {
        let at = schema.origin.join("additionalProperties");
        let key = at.to_string();
        requests.push(Request {
            rank: 1,
            key: String::new(),
            best: "additional".to_owned(),
            others: vec!["additional_properties".into()],
            fixed: overrides.members.get(&key, FIELD, Reserved::Nothing, diags),
            at,
            setting: ("names.members", key),
        });
    }
    Scope::new(FIELD.case, Reserved::Nothing).settle(&requests, diags)
}

/// The variants of an enum, in the order of its values.
pub(super) fn name_variants(
    schema: &Schema,
    values: &[EnumValue],
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let requests: Vec<Request> = values
        .iter()
        .map(|value| variant(&schema.origin, &value.value, overrides, diags))
        .collect();
    Scope::new(VARIANT.case, Reserved::Variants).settle(&requests, diags)
}

/// The variants of a union, in their order; or the methods that look at a value as each of them.
pub(super) fn name_union(
    schema: &Schema,
    union: &Union,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let (role, reserved) =
        if union.told_apart { (VARIANT, Reserved::Variants) } else { (FIELD, Reserved::Nothing) };
    let mut requests = Vec::new();
    for (index, variant) in union.variants.iter().enumerate() {
        let key = schema.origin.join_all(["variants", &index.to_string()]).to_string();
        let word = last_word(&variant.word, overrides.separator);
        let text = |word: &str| match union.told_apart {
            true => word.to_owned(),
            false => format!("as {word}"),
        };
        requests.push(Request {
            rank: 0,
            key: format!("{word} {index:04}"),
            best: role.plain(&text(word)),
            others: vec![
                Candidate::Plain(role, text(&variant.word)),
                Candidate::Plain(role, text(&format!("{word} {}", index + 1))),
            ],
            fixed: overrides.members.get(&key, role, reserved, diags),
            at: schema.origin.clone(),
            setting: ("names.members", key),
        });
    }
    Scope::new(role.case, reserved).settle(&requests, diags)
}

/// What a name is without the modules in front of it.
fn last_word<'w>(word: &'w str, separator: Option<&str>) -> &'w str {
    let last = separator.and_then(|separator| word.rsplit(separator).next());
    last.filter(|last| !last.is_empty()).unwrap_or(word)
}

fn variant(
    schema: &Pointer,
    value: &str,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Request {
    let key = schema.join_all(["enum", value]).to_string();
    let best = if value.is_empty() { "Empty".to_owned() } else { VARIANT.plain(value) };
    let others = vec![
        Candidate::Spelled(VARIANT, value.to_owned()),
        Candidate::Plain(VARIANT, format!("{best} value")),
    ];
    Request {
        rank: rank(value),
        key: value.to_owned(),
        best,
        others,
        fixed: overrides.members.get(&key, VARIANT, Reserved::Variants, diags),
        at: schema.join("enum"),
        setting: ("names.members", key),
    }
}

/// A word has more right to its name than a word with a sign, and that more than signs alone.
fn rank(value: &str) -> u8 {
    let is_word = |c: char| c != '_' && is_identifier_char(c);
    let bare = value.starts_with(is_word) && value.ends_with(is_word);
    if bare { 0 } else { 1 + u8::from(!value.chars().any(is_word)) }
}
