//! References that never arrive at anything.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostics};
use crate::model::Pointer;
use crate::read::{Document, node, target};

/// From a node to the nodes that it is made of, with the place of each reference.
type Edges = BTreeMap<Pointer, Vec<(Pointer, Pointer)>>;

/// Looks for nodes that are made of themselves: through `$ref` alone, or through `allOf`, `oneOf`
/// and `anyOf`. Recursion through properties and items is fine, as it ends with the data.
pub(super) fn check(document: &Document, diags: &mut Diagnostics) {
    let edges = edges(document);
    let mut reported: BTreeSet<&Pointer> = BTreeSet::new();
    for start in edges.keys() {
        if reported.contains(start) {
            continue;
        }
        let Some((circle, at)) = circle(start, &edges) else { continue };
        let names: Vec<String> = circle.iter().map(|node| format!("`{}`", name(node))).collect();
        let message =
            format!("the references go in a circle: {} → `{}`", names.join(" → "), name(start));
        diags.error(Code::ReferenceCycle, &at, message).help("let one of them stand for something");
        reported.extend(circle);
    }
}

fn name(node: &Pointer) -> &str {
    node.tokens().last().map_or("", String::as_str)
}

fn edges(document: &Document) -> Edges {
    let mut edges = Edges::new();
    for reference in &document.references {
        let Some(target) = target(&reference.target) else { continue };
        if node(&document.value, &target).is_none() {
            continue;
        }
        let holder = holder(&reference.at, &document.value);
        edges.entry(holder).or_default().push((target, reference.at.clone()));
    }
    edges
}

/// The node that is the same as, or composed of, what a reference leads to.
fn holder(at: &Pointer, document: &Value) -> Pointer {
    let mut tokens = at.tokens();
    // The last token is `$ref`.
    tokens = tokens.split_last().map_or(tokens, |(_, rest)| rest);
    while let [rest @ .., word, index] = tokens {
        let composed = matches!(word.as_str(), "allOf" | "oneOf" | "anyOf");
        let list = Pointer::root().join_all(rest.iter().map(String::as_str)).join(word);
        if !composed || index.parse::<usize>().is_err() || !is_list(document, &list) {
            break;
        }
        tokens = rest;
    }
    Pointer::root().join_all(tokens.iter().map(String::as_str))
}

/// A property may be called `allOf`; only the keyword has a list.
fn is_list(document: &Value, at: &Pointer) -> bool {
    node(document, at).is_some_and(Value::is_array)
}

/// A way from a node back to itself: the nodes on it, and the place of its first reference.
fn circle<'e>(start: &'e Pointer, edges: &'e Edges) -> Option<(Vec<&'e Pointer>, Pointer)> {
    let mut came_from: BTreeMap<&Pointer, &Pointer> = BTreeMap::new();
    let mut open = vec![start];
    while let Some(node) = open.pop() {
        for (next, _) in edges.get(node).into_iter().flatten() {
            if next == start {
                let mut way = vec![node];
                while let Some(before) = way.last().and_then(|node| came_from.get(node)) {
                    way.push(before);
                }
                way.reverse();
                let second = way.get(1).copied().unwrap_or(start);
                let first = edges.get(start)?.iter().find(|(next, _)| next == second)?;
                return Some((way, first.1.clone()));
            }
            if next != node && !came_from.contains_key(next) {
                came_from.insert(next, node);
                open.push(next);
            }
        }
    }
    None
}
