//! Parameters of a query whose names say where a value belongs: `filter[author][0]=x`.

use std::collections::BTreeMap;

use super::query::{self, Query};

/// How deep names may lead; what leads deeper is ignored.
const DEPTH: usize = 32;

/// What stands at one place.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The texts at this very place.
    pub texts: Vec<String>,
    /// What stands below, by name.
    pub members: BTreeMap<String, Node>,
    /// What stands below as `[]`, in its order.
    pub unnamed: BTreeMap<usize, Node>,
}

/// A text is not UTF-8 once it is decoded.
#[derive(Debug)]
pub struct NotUtf8;

impl Node {
    /// Everything whose name begins with `name`; nothing if there is none.
    pub fn of(query: &Query<'_>, name: &str) -> Result<Option<Self>, NotUtf8> {
        let mut root = Self::default();
        let mut is_there = false;
        for (candidate, value) in query.pairs() {
            let Some(rest) = candidate.strip_prefix(name) else { continue };
            let Some(steps) = steps(rest) else { continue };
            let text = query::decode(value).ok_or(NotUtf8)?;
            is_there = true;
            root.at(&steps).texts.push(text.into_owned());
        }
        Ok(is_there.then_some(root))
    }

    /// The place below, which is made if there is none.
    fn at(&mut self, steps: &[&str]) -> &mut Self {
        let Some((first, rest)) = steps.split_first() else { return self };
        if !first.is_empty() {
            return self.members.entry((*first).to_owned()).or_default().at(rest);
        }
        // `a[][x]=1&a[][y]=2` are two members of one item, until one of them comes again.
        let last = self.unnamed.last_key_value();
        let index = match (last, rest.first()) {
            (None, _) => 0,
            (Some((index, item)), Some(next)) if !item.members.contains_key(*next) => *index,
            (Some((index, _)), _) => index.saturating_add(1),
        };
        self.unnamed.entry(index).or_default().at(rest)
    }

    /// The items of a list: first those with numbers, in their order, then all others.
    pub fn items(self) -> Vec<Self> {
        let mut named: Vec<(u64, Self)> = self
            .members
            .into_iter()
            .map(|(name, node)| (name.parse().unwrap_or(u64::MAX), node))
            .collect();
        named.sort_by_key(|(number, _)| *number);
        let texts = self.texts.into_iter();
        let texts = texts.map(|text| Self { texts: vec![text], ..Self::default() });
        named
            .into_iter()
            .map(|(_, node)| node)
            .chain(self.unnamed.into_values())
            .chain(texts)
            .collect()
    }

    /// Nothing stands below.
    pub fn is_leaf(&self) -> bool {
        self.members.is_empty() && self.unnamed.is_empty()
    }
}

/// `[a][b]` as steps; nothing if it is anything else, or too deep.
fn steps(mut rest: &str) -> Option<Vec<&str>> {
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, after) = rest.strip_prefix('[')?.split_once(']')?;
        steps.push(step);
        rest = after;
    }
    (steps.len() <= DEPTH).then_some(steps)
}
