//! How large values are. Structs within structs within structs add up: without boxes, values of some
//! documents take hundreds of kilobytes each, and reading one overflows the stack of a thread.

use std::collections::{BTreeMap, BTreeSet};

use super::Edge;
use crate::lower::cx::Cx;
use crate::model::{Additional, Property, TypeId, TypeKind};

/// Bytes of what is part of another value; what is larger is boxed.
const LARGEST: usize = 2048;

/// A text, a list, a map or an open enumeration; about the same for any JSON.
const TEXT: usize = 24;
const WORD: usize = 8;

/// The edges to what is too large to be a part of something. These are the edges that are boxed already,
/// and an order in which what is inside comes first.
pub(super) fn too_large(
    cx: &Cx<'_>,
    edges: &BTreeMap<TypeId, Vec<Edge>>,
    (boxed, order): (&[Edge], &[TypeId]),
) -> Vec<Edge> {
    let boxed: BTreeSet<&Edge> = boxed.iter().collect();
    let mut sizes: BTreeMap<TypeId, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for id in order {
        let mut parts: BTreeMap<usize, usize> = BTreeMap::new();
        for edge in edges.get(id).into_iter().flatten() {
            let size = sizes.get(&edge.1).copied().unwrap_or(WORD);
            if boxed.contains(edge) {
                parts.insert(edge.2, WORD);
            } else if size > LARGEST {
                parts.insert(edge.2, WORD);
                found.push(*edge);
            } else {
                parts.insert(edge.2, size);
            }
        }
        sizes.insert(*id, size(cx, *id, &parts));
    }
    found
}

/// About as many bytes as a value has; of some parts the size is known.
fn size(cx: &Cx<'_>, id: TypeId, parts: &BTreeMap<usize, usize>) -> usize {
    let part = |index: usize, schema: TypeId| {
        parts.get(&index).copied().unwrap_or_else(|| simple(cx, schema))
    };
    match cx.schema(id).map(|schema| &schema.kind) {
        Some(TypeKind::Object(object)) => {
            let member = |(index, member): (usize, &Property)| part(index, member.schema);
            let members: usize = object.properties.iter().enumerate().map(member).sum();
            let rest = matches!(object.additional, Additional::Typed(_));
            members + if rest { TEXT } else { 0 }
        }
        Some(TypeKind::Union(union)) => {
            let variants = union.variants.iter().enumerate();
            let largest = variants.map(|(index, variant)| part(index, variant.schema)).max();
            largest.unwrap_or(TEXT).max(TEXT) + WORD
        }
        _ => TEXT,
    }
}

/// Of what has no edge: it holds no other type.
fn simple(cx: &Cx<'_>, id: TypeId) -> usize {
    match cx.resolve(id).map(|(_, schema)| &schema.kind) {
        Some(TypeKind::Boolean) => 1,
        Some(TypeKind::Integer { .. } | TypeKind::Number { .. }) => 2 * WORD,
        _ => TEXT,
    }
}
