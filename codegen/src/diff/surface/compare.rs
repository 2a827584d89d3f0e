//! What differs between two surfaces.

use super::{Item, Member, MemberKind, Surface};

/// One difference, at an item or at a member of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::diff) struct Difference {
    /// Path of the item.
    pub(in crate::diff) item: String,
    /// Name of the member; none for the item as a whole.
    pub(in crate::diff) member: Option<String>,
    /// What happened to it.
    pub(in crate::diff) what: What,
    /// Code before and after; empty where there is none.
    pub(in crate::diff) code: (String, String),
}

/// What happened to a part of a surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) enum What {
    /// An item is new.
    ItemAdded,
    /// An item is gone.
    ItemRemoved,
    /// An item is of another kind, or stands for something else.
    ItemChanged,
    /// A member is new.
    Added {
        /// What it is.
        kind: MemberKind,
        /// Programs know that members may be added.
        open: bool,
    },
    /// A member is gone.
    Removed(MemberKind),
    /// A member looks different.
    Changed(MemberKind),
}

/// Every difference, in the order of paths.
pub(in crate::diff) fn compare(old: &Surface, new: &Surface) -> Vec<Difference> {
    let mut found = Vec::new();
    // A type of the runtime is there even if nothing is added to it.
    let nothing = Item::default();
    for (path, item) in &old.items {
        match new.items.get(path) {
            Some(other) => items(path, item, other, &mut found),
            None if item.head.is_empty() => items(path, item, &nothing, &mut found),
            None => found.push(whole(path, What::ItemRemoved, &item.head, "")),
        }
    }
    for (path, item) in new.items.iter().filter(|(path, _)| !old.items.contains_key(*path)) {
        match item.head.is_empty() {
            true => items(path, &nothing, item, &mut found),
            false => found.push(whole(path, What::ItemAdded, "", &item.head)),
        }
    }
    found
}

fn whole(path: &str, what: What, old: &str, new: &str) -> Difference {
    let code = (old.to_owned(), new.to_owned());
    Difference { item: path.to_owned(), member: None, what, code }
}

fn items(path: &str, old: &Item, new: &Item, found: &mut Vec<Difference>) {
    if old.head != new.head {
        found.push(whole(path, What::ItemChanged, &old.head, &new.head));
        return;
    }
    let member = |name: &String, what, before: Option<&Member>, after: Option<&Member>| {
        let text = |member: Option<&Member>| member.map(|m| m.text.clone()).unwrap_or_default();
        let code = (text(before), text(after));
        Difference { item: path.to_owned(), member: Some(name.clone()), what, code }
    };
    for (name, before) in &old.members {
        match new.members.get(name) {
            Some(after) if before == after => {}
            Some(after) => {
                found.push(member(name, What::Changed(after.kind), Some(before), Some(after)));
            }
            None => found.push(member(name, What::Removed(before.kind), Some(before), None)),
        }
    }
    for (name, after) in &new.members {
        if !old.members.contains_key(name) {
            let what = What::Added { kind: after.kind, open: old.open };
            found.push(member(name, what, None, Some(after)));
        }
    }
}
