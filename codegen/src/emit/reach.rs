//! What servers check.

use std::collections::BTreeSet;

use super::Cx;
use crate::model::{Rule, TypeId, TypeKind};

/// The schemas of everything that operations take.
pub(super) fn inputs(cx: &Cx<'_>) -> Vec<TypeId> {
    let mut roots: Vec<TypeId> = Vec::new();
    for operation in &cx.api.operations {
        roots.extend(operation.parameters.iter().map(|parameter| parameter.schema));
        roots.extend(operation.body.iter().map(|body| body.schema));
    }
    roots
}

/// Some text that operations take must match a pattern.
pub(super) fn checks_patterns(cx: &Cx<'_>) -> bool {
    let reached = reach(cx, inputs(cx));
    let mut rules = reached.iter().flat_map(|id| &cx.api.schema(*id).rules);
    rules.any(|rule| matches!(rule, Rule::Pattern(_)))
}

/// Every schema that these consist of.
pub(super) fn reach(cx: &Cx<'_>, mut open: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        let (id, schema) = cx.resolve(id);
        if reached.insert(id) {
            open.extend(checked(&schema.kind));
        }
    }
    reached
}

/// The schemas inside that values are checked against.
fn checked(kind: &TypeKind) -> Vec<TypeId> {
    match kind {
        TypeKind::Union(union) if !union.told_apart => Vec::new(),
        kind => kind.children(),
    }
}
