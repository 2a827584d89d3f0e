//! What programs can name of the emitted crates, read off the emitted code itself.
//!
//! Rules about what breaks a program would have to follow every change of the emitters; the code
//! that they emit cannot be wrong about itself. Only what depends on the document is read: the
//! runtime is the same on both sides of a comparison.

mod compare;
mod files;
mod items;
mod methods;
mod text;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use compare::{Difference, What, compare};
pub(super) use files::read;

/// Everything that programs can name, by path.
#[derive(Debug, Default)]
pub(super) struct Surface {
    items: BTreeMap<String, Item>,
}

/// An item of its own, or a type of the runtime to which emitted code gives methods.
#[derive(Debug, Default)]
struct Item {
    /// What kind of item it is, with everything that is not among its members.
    head: String,
    /// Programs know that members may be added.
    open: bool,
    /// Fields, variants, functions and implemented traits, by name: what they look like.
    members: BTreeMap<String, Member>,
}

/// A part of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Member {
    kind: MemberKind,
    text: String,
}

/// Kinds of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MemberKind {
    /// A field of a struct.
    Field,
    /// A variant of an enum.
    Variant,
    /// A function, or a method.
    Function,
    /// A method of a trait, or a type in it, that implementations must write.
    Demanded,
    /// A trait that is implemented.
    Implemented,
}

/// Names of the new side that stand for another name of the old side.
///
/// An operation with another id gets other names for everything around it. So that what changed
/// besides is seen, the new side is read with the old names.
#[derive(Debug, Default)]
pub(super) struct Renames {
    /// Paths of types, new to old.
    pub(super) types: BTreeMap<String, String>,
    /// Methods of the client and of the trait, new to old.
    pub(super) functions: BTreeMap<String, String>,
}

impl Renames {
    /// Leaves out what would make two things one.
    pub(super) fn without_clashes(
        mut self,
        types: &BTreeSet<String>,
        functions: &BTreeSet<&str>,
    ) -> Self {
        self.types.retain(|new, old| new != old && !types.contains(old));
        self.functions.retain(|new, old| new != old && !functions.contains(old.as_str()));
        self
    }
}

impl Surface {
    /// The structs that methods of the client take as a whole.
    pub(super) fn inputs_of_methods(&self) -> BTreeSet<String> {
        let methods = self.items.get("client::Client").map(|item| &item.members);
        let signatures = methods.into_iter().flat_map(BTreeMap::values).map(|member| &member.text);
        let arguments = signatures.filter_map(|signature| signature.split_once(" -> "));
        let types = arguments.flat_map(|(arguments, _)| arguments.split([' ', ',', '(', ')']));
        types.filter(|ty| ty.starts_with("operations::")).map(str::to_owned).collect()
    }

    fn item(&mut self, path: String) -> &mut Item {
        self.items.entry(path).or_default()
    }
}

impl Item {
    fn add(&mut self, kind: MemberKind, name: String, text: String) {
        self.members.insert(name, Member { kind, text });
    }
}
