//! What servers check.

use std::collections::BTreeSet;

use super::Cx;
use super::checked::roots;
use crate::model::{Access, Additional, Object, Property, Rule, TypeId, TypeKind};

/// Some text that operations take must match a pattern.
pub(super) fn checks_patterns(cx: &Cx<'_>) -> bool {
    let reached = reach(cx, roots(cx), false);
    let mut rules = reached.iter().flat_map(|id| &cx.api.schema(*id).rules);
    rules.any(|rule| matches!(rule, Rule::Pattern(_)))
}

/// Every schema that is looked at where values of these are checked; or, for examples, made up.
pub(super) fn reach(cx: &Cx<'_>, mut open: Vec<TypeId>, examples: bool) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        let (id, schema) = cx.resolve(id);
        if reached.insert(id) {
            open.extend(looked_at(&schema.kind, examples));
        }
    }
    reached
}

fn looked_at(kind: &TypeKind, examples: bool) -> Vec<TypeId> {
    match kind {
        TypeKind::Union(union) if !union.told_apart => Vec::new(),
        TypeKind::Object(object) => {
            let members = members(object, examples).filter(|member| !is_free(member, examples));
            let others = match object.additional {
                Additional::Typed(values) => Some(values),
                Additional::Ignored | Additional::Refused => None,
            };
            members.map(|member| member.schema).chain(others).collect()
        }
        kind => kind.children(),
    }
}

/// The members that requests may have; or, for examples, answers.
pub(super) fn members(object: &Object, examples: bool) -> impl Iterator<Item = &Property> {
    let wanted = move |member: &&Property| !(examples && member.access == Access::WriteOnly);
    object.properties.iter().filter(wanted)
}

/// Nobody looks at the member in a request.
pub(super) fn is_free(member: &Property, examples: bool) -> bool {
    !examples && member.access == Access::ReadOnly
}
