//! Where the parts of a document stood before it was rewritten.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostics::OtherText;
use crate::model::Pointer;

/// A map from places after a rewriting to places before it. What it does not mention, and what is
/// not below something that it mentions, did not move.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    root: Node,
}

#[derive(Clone, Debug, Default)]
struct Node {
    from: Option<From>,
    children: BTreeMap<String, Node>,
}

/// Where something stood: in another text than the document's own, if there is one.
type From = (Option<Arc<OtherText>>, Pointer);

impl Moves {
    /// Everything stands in another text.
    pub(crate) fn whole(text: Arc<OtherText>) -> Self {
        let from = Some((Some(text), Pointer::root()));
        Self { root: Node { from, children: BTreeMap::new() } }
    }

    /// What stands at `to` came from `from`, and everything inside of it moved along.
    pub(super) fn set(&mut self, to: &Pointer, from: &Pointer) {
        self.set_in(to, None, from);
    }

    /// As [`Self::set`], of something that came from another text.
    pub(super) fn set_in(&mut self, to: &Pointer, text: Option<Arc<OtherText>>, from: &Pointer) {
        let node = to
            .tokens()
            .iter()
            .fold(&mut self.root, |node, token| node.children.entry(token.clone()).or_default());
        node.from = Some((text, from.clone()));
    }

    /// Where a part stood before; with the text, if it is another one than the document's own.
    #[must_use]
    pub fn find(&self, pointer: &Pointer) -> (Option<Arc<OtherText>>, Pointer) {
        let (mut found, mut inside) = (self.root.from.as_ref(), pointer.tokens());
        let (mut node, mut rest) = (&self.root, pointer.tokens());
        while let Some((token, after)) = rest.split_first() {
            let Some(child) = node.children.get(token) else { break };
            (node, rest) = (child, after);
            if let Some(from) = &child.from {
                (found, inside) = (Some(from), rest);
            }
        }
        match found {
            Some((text, from)) => (text.clone(), from.join_all(inside.iter().map(String::as_str))),
            None => (None, pointer.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Moves;
    use crate::model::Pointer;

    #[test]
    fn the_nearest_move_counts() {
        let at = |text: &str| Pointer::parse(text).unwrap();
        let mut moves = Moves::default();
        moves.set(&at("/a/b"), &at("/x"));
        moves.set(&at("/a/b/c/d"), &at("/y/z"));
        for (new, old) in
            [("/a", "/a"), ("/a/b/c", "/x/c"), ("/a/b/c/d/e", "/y/z/e"), ("/q/r", "/q/r")]
        {
            assert_eq!(moves.find(&at(new)).1, at(old), "{new}");
        }
    }
}
