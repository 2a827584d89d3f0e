//! Texts that match a pattern. Every pattern is compiled once, when it is needed first.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use regex::Regex;

use super::schema::Rule;

static COMPILED: RwLock<BTreeMap<&'static str, Option<Regex>>> = RwLock::new(BTreeMap::new());

/// A text in which something matches the pattern.
#[must_use]
pub const fn rule(pattern: &'static str) -> Rule {
    Rule::Pattern(pattern, matches)
}

fn matches(pattern: &'static str, text: &str) -> bool {
    let known = COMPILED.read().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
    let compiled = known.unwrap_or_else(|| {
        let compiled = Regex::new(pattern).ok();
        let mut all = COMPILED.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(pattern, compiled.clone());
        compiled
    });
    // The generator has compiled every pattern before it emitted it.
    compiled.is_none_or(|compiled| compiled.is_match(text))
}
