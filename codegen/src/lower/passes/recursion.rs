//! Recursion: where a type would contain itself, a property is boxed; a list or map that contains
//! itself is a type of its own; where a type would be nothing but another name for itself, there is no
//! such type.

mod size;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Code;
use crate::lower::cx::Cx;
use crate::model::{Pointer, TypeId, TypeKind};

/// An edge with a label: from, to, which property.
type Edge = (TypeId, TypeId, usize);

/// Finds lists and maps that contain themselves without an object in between, which a Rust `type` cannot
/// do. Reports what describes nothing at all, as `A: {$ref: B}, B: {$ref: A}` does: that circle is
/// cut, so that the passes after this one end.
pub(in crate::lower) fn check_aliases(cx: &mut Cx<'_>) {
    let mut edges: BTreeMap<TypeId, Vec<Edge>> = BTreeMap::new();
    for id in cx.ids() {
        let Some(schema) = cx.schema(id) else { continue };
        if !schema.recursive && !matches!(schema.kind, TypeKind::Object(_) | TypeKind::Union(_)) {
            let children = schema.kind.children();
            edges.insert(id, children.into_iter().map(|to| (id, to, 0)).collect());
        }
    }
    for (id, closes, _) in walk(&edges).0 {
        // What a circle is closed at may be another name for the list in it.
        if let Some((list, _)) = cx.resolve(closes) {
            cx.schema_mut(list).into_iter().for_each(|schema| schema.recursive = true);
            continue;
        }
        let Some(schema) = cx.schema_mut(id) else { continue };
        let at: Pointer = schema.origin.clone();
        schema.kind = TypeKind::Any;
        let message = "the schema is nothing but another name for itself";
        cx.error(Code::ReferenceCycle, &at, message);
    }
}

/// Boxes the properties through which a struct would contain itself, or would take up more of the
/// stack than there may be. Arrays and maps are indirections already.
pub(in crate::lower) fn place_boxes(cx: &mut Cx<'_>) {
    let mut edges: BTreeMap<TypeId, Vec<Edge>> = BTreeMap::new();
    for id in cx.ids() {
        let inside: Vec<TypeId> = match cx.schema(id).map(|schema| &schema.kind) {
            Some(TypeKind::Object(object)) => object.properties.iter().map(|p| p.schema).collect(),
            Some(TypeKind::Union(union)) if union.told_apart => {
                union.variants.iter().map(|variant| variant.schema).collect()
            }
            _ => continue,
        };
        let inside = inside.into_iter().enumerate();
        let targets = inside.filter_map(|(index, schema)| Some((id, holder(cx, schema)?, index)));
        edges.insert(id, targets.collect());
    }
    let (mut boxed, order) = walk(&edges);
    boxed.extend(size::too_large(cx, &edges, (&boxed, &order)));
    for (id, _, index) in boxed {
        match cx.schema_mut(id).map(|schema| &mut schema.kind) {
            Some(TypeKind::Object(object)) => {
                object.properties.get_mut(index).into_iter().for_each(|p| p.boxed = true);
            }
            Some(TypeKind::Union(union)) => {
                union.variants.get_mut(index).into_iter().for_each(|v| v.boxed = true);
            }
            _ => {}
        }
    }
}

/// The type that holds its parts itself, behind every other name for it.
fn holder(cx: &Cx<'_>, id: TypeId) -> Option<TypeId> {
    let (id, schema) = cx.resolve(id)?;
    match &schema.kind {
        TypeKind::Object(_) => Some(id),
        TypeKind::Union(union) => union.told_apart.then_some(id),
        _ => None,
    }
}

/// The edges that lead back to where a depth-first walk came from. Without them there is no circle,
/// and each of them alone would close one, so none is there in vain. And everything in an order in which
/// what is inside of something comes before it, as far as the other edges go.
fn walk(edges: &BTreeMap<TypeId, Vec<Edge>>) -> (Vec<Edge>, Vec<TypeId>) {
    let (mut found, mut order) = (Vec::new(), Vec::new());
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
                    order.push(node);
                    stack.pop();
                }
            }
        }
    }
    (found, order)
}
