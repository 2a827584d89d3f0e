//! Names of the server's traits, where each tag has one.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::{Candidate, MODULE, TRAIT};
use super::collisions::{Request, Scope};
use super::keywords::Reserved;
use super::overrides::Overrides;
use super::types::module_name;
use super::{TagNames, TraitNames};
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::model::{Api, Operation, Pointer};

/// The trait of operations without tags.
const UNTAGGED: &str = "Untagged";

/// Modules that are there whatever the tags are.
const OWN_MODULES: [&str; 1] = ["absent"];

/// Names the traits of the tags that operations have first, and the one for callers.
pub(super) fn name_traits(
    api: &Api,
    config: &Config,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> TraitNames {
    let mut tags: BTreeMap<Option<&str>, &Operation> = BTreeMap::new();
    for operation in &api.operations {
        tags.entry(operation.first_tag()).or_insert(operation);
    }
    let mut scope = Scope::new(TRAIT.case, Reserved::Traits);
    scope.take(config.server.r#trait.as_deref().unwrap_or("Api"));
    let own = Request {
        rank: 0,
        key: String::new(),
        best: "Authenticate".to_owned(),
        others: vec!["Authentication".into(), "Authenticator".into()],
        fixed: None,
        at: Pointer::root(),
        setting: ("server", "trait".to_owned()),
    };
    let of_tags = tags.iter().map(|(tag, first)| request(api, *tag, first, overrides, diags));
    let requests: Vec<Request> = std::iter::once(own).chain(of_tags).collect();
    let mut idents = scope.settle(&requests, diags).into_iter();
    let authenticate = idents.next().unwrap_or_default();
    let mut named: Vec<TagNames> = tags
        .into_keys()
        .zip(idents)
        .map(|(tag, ident)| TagNames { tag: tag.map(str::to_owned), ident, ..TagNames::default() })
        .collect();
    named.sort_by(|a, b| a.ident.cmp(&b.ident));
    let mut taken: BTreeSet<String> = OWN_MODULES.map(str::to_owned).into();
    for names in &mut named {
        names.module = free_module(&names.ident, &mut taken);
    }
    TraitNames { authenticate, tags: named }
}

fn request(
    api: &Api,
    tag: Option<&str>,
    first: &Operation,
    overrides: &mut Overrides<'_>,
    diags: &mut Diagnostics,
) -> Request {
    let key = tag.unwrap_or_default().to_owned();
    let best = tag.map_or_else(|| UNTAGGED.to_owned(), |tag| TRAIT.plain(tag));
    let mut others = vec![format!("{best}Operations").into()];
    others.extend(tag.map(|tag| Candidate::Spelled(TRAIT, tag.to_owned())));
    let described = api.tags.iter().find(|known| Some(known.name.as_str()) == tag);
    let at = match (described, tag) {
        (Some(described), _) => described.origin.clone(),
        (None, Some(_)) => first.origin.join("tags").join(0),
        (None, None) => first.origin.clone(),
    };
    let fixed = overrides.traits.get(&key, TRAIT, Reserved::Traits, diags);
    let setting = ("names.traits", key.clone());
    // A tag that the document lists has a better claim than one that an operation made up.
    let rank = if described.is_some() || tag.is_none() { 1 } else { 2 };
    Request { rank, key, best, others, fixed, at, setting }
}

/// Rust finds no file for a module whose name is not ASCII. Nobody sees these names, so numbers do no
/// harm.
fn free_module(ident: &str, taken: &mut BTreeSet<String>) -> String {
    let ascii: String = ident.chars().filter(char::is_ascii).collect();
    let plain = module_name(if ascii.is_empty() { MODULE.word } else { &ascii });
    let numbered = (2..).map(|number: u32| MODULE.case.numbered(&plain, number));
    let free = std::iter::once(plain.clone()).chain(numbered).find(|name| !taken.contains(name));
    let free = free.unwrap_or(plain);
    taken.insert(free.clone());
    free
}
