//! Cargo features: with `features = "tags"` in the config, what only operations of some tags need is
//! there with one of their features.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use crate::config::Features;
use crate::model::{Operation, TypeId};

/// The feature that stands for those of all tags.
pub(crate) const ALL: &str = "all-tags";

/// The widest line of code.
const WIDTH: usize = 89;

/// When something is there: always, or with any of these features.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gate(Option<BTreeSet<String>>);

impl Gate {
    /// Also where the other one is.
    pub(crate) fn add(&mut self, other: &Self) {
        match (&mut self.0, &other.0) {
            (Some(features), Some(others)) => features.extend(others.iter().cloned()),
            _ => self.0 = None,
        }
    }

    /// The attribute, if there is a need for one.
    pub(crate) fn attribute(&self) -> Option<TokenStream> {
        let features: Vec<&String> = self.0.as_ref()?.iter().collect();
        Some(match features.as_slice() {
            [only] => quote! { #[cfg(feature = #only)] },
            several => quote! { #[cfg(any(#(feature = #several),*))] },
        })
    }

    /// The attribute of what stands in for it where it is not; none if it always is.
    pub(crate) fn opposite(&self) -> Option<TokenStream> {
        let features = self.0.as_ref()?;
        let features: Vec<&String> = features.iter().collect();
        Some(match features.as_slice() {
            [only] => quote! { #[cfg(not(feature = #only))] },
            several => quote! { #[cfg(not(any(#(feature = #several),*)))] },
        })
    }

    /// The attribute as lines of code.
    pub(crate) fn lines(&self) -> String {
        let Some(features) = &self.0 else { return String::new() };
        let features: Vec<String> = features.iter().map(|f| format!("feature = {f:?}")).collect();
        match features.as_slice() {
            [only] => format!("#[cfg({only})]\n"),
            several => {
                let line = format!("#[cfg(any({}))]\n", several.join(", "));
                if line.trim_end().len() <= WIDTH {
                    return line;
                }
                format!("#[cfg(any(\n    {}\n))]\n", several.join(",\n    "))
            }
        }
    }
}

/// Every tag has a feature.
pub(crate) fn are_wanted(cx: &Cx<'_>) -> bool {
    cx.config.features == Features::Tags && !cx.names.features.is_empty()
}

/// When an operation is there. One without tags always is.
pub(crate) fn of_operation(cx: &Cx<'_>, operation: &Operation) -> Gate {
    if !are_wanted(cx) || operation.tags.is_empty() {
        return Gate(None);
    }
    let features = operation.tags.iter().filter_map(|tag| cx.names.features.get(tag));
    Gate(Some(features.cloned().collect()))
}

/// When each type is there: with the operations that need it; with all of them if none does.
pub(crate) fn of_types(cx: &Cx<'_>) -> BTreeMap<TypeId, Gate> {
    let mut gates: BTreeMap<TypeId, Gate> = BTreeMap::new();
    if !are_wanted(cx) {
        return gates;
    }
    let always = cx.api.error_body.iter().map(|body| body.schema);
    let always = always.chain(cx.api.servers.iter().filter_map(|server| server.variables));
    let mut roots = vec![(Gate(None), always.collect())];
    let operations = cx.api.operations.iter();
    roots.extend(operations.map(|operation| (of_operation(cx, operation), operation.schemas())));
    for (gate, roots) in roots {
        for id in closure(cx, roots) {
            gates.entry(id).or_insert_with(|| gate.clone()).add(&gate);
        }
    }
    for id in cx.api.type_ids() {
        gates.entry(id).or_insert_with(|| Gate(Some([ALL.to_owned()].into())));
    }
    gates
}

fn closure(cx: &Cx<'_>, mut open: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(cx.api.schema(id).kind.children());
        }
    }
    found
}

/// What the root of a crate allows that lacks some tags: what all of them share may be idle.
pub(crate) fn allowances(cx: &Cx<'_>) -> String {
    if !are_wanted(cx) {
        return String::new();
    }
    format!(
        "#![cfg_attr(\n    not(feature = {ALL:?}),\n    allow(\n        dead_code,\n        unreachable_pub,\n        unused_imports,\n        unused_macros,\n        reason = \"some tags are left out\"\n    )\n)]\n"
    )
}
