//! Follows references to components.

use indexmap::IndexMap;
use openapiv3::{PathItem, ReferenceOr};

use super::references::component_name;
use super::{Cx, Located};
use crate::model::Pointer;
use crate::read::ReferenceKind;

impl Cx<'_> {
    /// The path item that stands at `at`, or at the end of its references.
    pub(super) fn path_item(
        &self,
        node: &ReferenceOr<PathItem>,
        at: &Pointer,
    ) -> Option<Located<PathItem>> {
        follow(&self.openapi().paths.paths, ReferenceKind::PathItem, node, at)
    }
}

/// The node itself, or what is at the end of its references. `None` was reported before.
pub(super) fn follow<T: Clone>(
    section: &IndexMap<String, ReferenceOr<T>>,
    kind: ReferenceKind,
    node: &ReferenceOr<T>,
    at: &Pointer,
) -> Option<Located<T>> {
    let home = match kind.section() {
        Some(name) => Pointer::root().join("components").join(name),
        None => Pointer::root().join("paths"),
    };
    let mut node = node;
    let mut at = at.clone();
    // More steps than there are entries means that they go in a circle.
    for _ in 0..=section.len() {
        match node {
            ReferenceOr::Item(value) => return Some(Located { at, value: value.clone() }),
            ReferenceOr::Reference { reference } => {
                let name = component_name(reference, kind)?;
                node = section.get(&name)?;
                at = home.join(name);
            }
        }
    }
    None
}
