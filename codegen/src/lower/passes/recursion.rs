//! Recursion: where a type would contain itself, a property is boxed; where it would be nothing but
//! another name for itself, there is no such type.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{Pointer, TypeId, TypeKind};

/// An edge with a label: from, to, which property.
type Edge = (TypeId, TypeId, usize);

/// Reports schemas that contain themselves without an object in between. A Rust `type` cannot do
/// that, and `A: {$ref: B}, B: {$ref: A}` describes nothing at all. The circle is cut, so that the
/// passes after this one end.
pub(in crate::lower) fn check_aliases(cx: &mut Cx<'_>) {
    let mut edges: BTreeMap<TypeId, Vec<Edge>> = BTreeMap::new();
    for id in cx.ids() {
        let Some(schema) = cx.schema(id) else { continue };
        if !matches!(schema.kind, TypeKind::Object(_)) {
            let children = schema.kind.children();
            edges.insert(id, children.into_iter().map(|to| (id, to, 0)).collect());
        }
    }
    for (id, _, _) in back_edges(&edges) {
        let Some(schema) = cx.schema_mut(id) else { continue };
        let at: Pointer = schema.origin.clone();
        let only_names = matches!(schema.kind, TypeKind::Alias(_));
        schema.kind = TypeKind::Any;
        if only_names {
            cx.error(
                Code::ReferenceCycle,
                &at,
                "the schema is nothing but another name for itself",
            );
        } else {
            cx.unsupported(&at, "a list or map that contains itself is not supported yet")
                .help("an object in between is: put the list into a property");
        }
    }
}

/// Boxes the properties through which a struct would contain itself. Arrays and maps are
/// indirections already.
pub(in crate::lower) fn place_boxes(cx: &mut Cx<'_>) {
    let mut edges: BTreeMap<TypeId, Vec<Edge>> = BTreeMap::new();
    for id in cx.ids() {
        let Some(TypeKind::Object(object)) = cx.schema(id).map(|schema| &schema.kind) else {
            continue;
        };
        let inside = object.properties.iter().enumerate().filter_map(|(index, property)| {
            cx.object(property.schema).map(|(target, _)| (id, target, index))
        });
        edges.insert(id, inside.collect());
    }
    let boxed = back_edges(&edges);
    for (id, _, index) in boxed {
        if let Some(TypeKind::Object(object)) = cx.schema_mut(id).map(|schema| &mut schema.kind)
            && let Some(property) = object.properties.get_mut(index)
        {
            property.boxed = true;
        }
    }
}

/// The edges that lead back to where a depth-first walk came from. Without them there is no circle,
/// and each of them alone would close one, so none is there in vain.
fn back_edges(edges: &BTreeMap<TypeId, Vec<Edge>>) -> Vec<Edge> {
    let mut found = Vec::new();
    let mut done: BTreeSet<TypeId> = BTreeSet::new();
    for start in edges.keys().copied() {
        if done.contains(&start) {
            continue;
        }
        // A stack of our own: documents may chain thousands of schemas.
        let mut open: BTreeSet<TypeId> = BTreeSet::from([start]);
        let mut stack = vec![(start, edges.get(&start).into_iter().flatten())];
        while let Some((node, rest)) = stack.last_mut() {
            let node = *node;
            match rest.next() {
                Some(edge) if open.contains(&edge.1) => found.push(*edge),
                Some((_, to, _)) if !done.contains(to) => {
                    open.insert(*to);
                    stack.push((*to, edges.get(to).into_iter().flatten()));
                }
                Some(_) => {}
                None => {
                    open.remove(&node);
                    done.insert(node);
                    stack.pop();
                }
            }
        }
    }
    found
}
