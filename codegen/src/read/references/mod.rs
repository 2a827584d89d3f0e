//! References: where every `$ref` leads, used or not, and bringing everything that one leads to
//! where later stages look for it.
//!
//! An entry of the right section of the document stays where it is. Whatever else stands at the end
//! of a reference, in the middle of something or in another file, becomes an entry of that section;
//! a reference takes its old place, so that it stays one thing.

mod files;
mod names;
mod report;
mod target;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::grammar::{Kind, kind_of};
use super::moves::Moves;
use super::overlay::Provenance;
use super::structure::{self, Structure, repair};
use super::version::Version;
use super::{Effective, Reference, ReferenceKind};
use crate::diagnostics::Diagnostics;
use crate::model::Pointer;

use files::Files;
pub(crate) use target::{node, percent_decode, target};

/// Something that is referred to: in which file, where, as what.
type Key = (usize, Pointer, ReferenceKind);

/// References of a file that are not looked at yet.
type Open = Vec<(usize, Reference)>;

struct Bundle<'d> {
    version: Version,
    provenance: Provenance,
    files: Files,
    /// What needs a new home, and its name there; in the order in which it was found.
    moved: Vec<(Key, String)>,
    known: BTreeMap<Key, usize>,
    /// Names that are taken, by kind.
    taken: BTreeMap<ReferenceKind, BTreeSet<String>>,
    /// References that have to say something else: file, place of the text, new text.
    rewrites: Vec<(usize, Pointer, String)>,
    /// Path items, which have no section: file, place of the reference, what it refers to.
    copies: Vec<(usize, Pointer, (usize, Pointer))>,
    open: Open,
    diags: &'d mut Diagnostics,
}

/// Checks all references, and brings along what they lead to. If anything changed, says what stood
/// where before.
pub(super) fn bundle(
    effective: &mut Effective,
    version: Version,
    structure: &Structure,
    diags: &mut Diagnostics,
) -> Option<Moves> {
    let mut bundle = Bundle {
        version,
        provenance: effective.provenance.clone(),
        files: Files::new(
            &effective.source.name,
            std::mem::take(&mut effective.value),
            effective.remote.clone(),
        ),
        moved: Vec::new(),
        known: BTreeMap::new(),
        taken: BTreeMap::new(),
        rewrites: Vec::new(),
        copies: Vec::new(),
        open: structure.references.iter().map(|found| (0, found.clone())).collect(),
        diags,
    };
    bundle.open.reverse();
    while let Some((file, reference)) = bundle.open.pop() {
        bundle.look_at(file, &reference);
    }
    if bundle.moved.is_empty() && bundle.copies.is_empty() && bundle.rewrites.is_empty() {
        effective.value = bundle.files.into_document();
        return None;
    }
    let (value, moves) = bundle.assemble();
    effective.value = value;
    Some(moves)
}

/// Where things of a kind stand by name, in this version.
pub(super) fn home(version: Version, kind: ReferenceKind) -> Option<Pointer> {
    let root = Pointer::root();
    match (version, kind) {
        (Version::V3_0, ReferenceKind::PathItem) => Some(root.join("paths")),
        (Version::V3_0 | Version::V3_1, _) => {
            let section = kind.section().unwrap_or("pathItems");
            Some(root.join("components").join(section))
        }
        (Version::Swagger2, ReferenceKind::Schema) => Some(root.join("definitions")),
        (Version::Swagger2, ReferenceKind::Parameter) => Some(root.join("parameters")),
        (Version::Swagger2, ReferenceKind::Response) => Some(root.join("responses")),
        (Version::Swagger2, ReferenceKind::PathItem) => Some(root.join("paths")),
        (Version::Swagger2, _) => None,
    }
}

impl Bundle<'_> {
    fn look_at(&mut self, file: usize, reference: &Reference) {
        let Some(home) = home(self.version, reference.kind) else { return };
        let Some((to, pointer)) = self.resolve(file, reference, &home) else { return };
        if self.files.node(to, &pointer).is_none() {
            self.report_missing((file, reference), (to, &pointer), &home);
            return;
        }
        if reference.kind == ReferenceKind::PathItem {
            let in_paths = matches!(pointer.tokens(), [paths, _] if paths == "paths");
            if !(to == 0 && in_paths) {
                self.visit(to, &pointer, reference.kind);
                let holder = parent(&reference.at);
                self.copies.push((file, holder, (to, pointer)));
            }
            return;
        }
        let entry =
            pointer.tokens().strip_prefix(home.tokens()).is_some_and(|rest| rest.len() == 1);
        if to == 0 && entry {
            // It may say so in a way that later stages do not know: an anchor, an address.
            if file != 0 || target(&reference.target).as_ref() != Some(&pointer) {
                self.rewrites.push((file, reference.at.clone(), format!("#{pointer}")));
            }
            return;
        }
        if !self.fits(to, &pointer, reference.kind) {
            self.report_wrong((file, reference), (to, &pointer), &home);
            return;
        }
        let name = self.entry_for((to, pointer, reference.kind));
        self.rewrites.push((file, reference.at.clone(), format!("#{}", home.join(name))));
    }

    /// In the document itself the grammar says what stands at a place.
    fn fits(&self, file: usize, pointer: &Pointer, kind: ReferenceKind) -> bool {
        let found = (file == 0)
            .then(|| {
                kind_of(self.version.grammar(), self.files.node(0, &Pointer::root())?, pointer)
            })
            .flatten();
        match found {
            Some(Kind::Reference(found, _)) => found == kind,
            // Nobody knows what it is meant to be.
            Some(Kind::Any) | None => true,
            Some(_) => false,
        }
    }

    /// The name that something has in its new home.
    fn entry_for(&mut self, key: Key) -> String {
        if let Some((_, name)) = self.known.get(&key).and_then(|index| self.moved.get(*index)) {
            return name.clone();
        }
        let (file, pointer, kind) = key.clone();
        let home = home(self.version, kind).unwrap_or_default();
        let entries = self.files.node(0, &home).and_then(Value::as_object);
        let taken = self.taken.entry(kind).or_insert_with(|| {
            entries.into_iter().flatten().map(|(name, _)| name.clone()).collect()
        });
        let name = names::distinct(&names::words(&self.files, file, &pointer), taken);
        self.known.insert(key.clone(), self.moved.len());
        self.moved.push((key, name.clone()));
        self.visit(file, &pointer, kind);
        name
    }

    /// Checks what no other check has seen, and looks for references in it.
    fn visit(&mut self, file: usize, pointer: &Pointer, kind: ReferenceKind) {
        let document = self.files.node(0, &Pointer::root());
        let seen = file == 0
            && document
                .and_then(|root| kind_of(self.version.grammar(), root, pointer))
                .is_some_and(|found| matches!(found, Kind::Reference(found, _) if found == kind));
        if seen || !self.files.first_visit(file, pointer, kind) {
            return;
        }
        let Some(value) = self.files.node(file, pointer).cloned() else { return };
        let mut diags = match self.files.text(file) {
            Some(text) => self.diags.in_text(text),
            None => self.diags.aside(),
        };
        let mut found = structure::check_part(&value, kind, (self.version, pointer), &mut diags);
        self.diags.append(diags);
        if let Some(document) = self.files.value_mut(file) {
            repair::apply(document, std::mem::take(&mut found.repairs));
            repair::remove(document, &found.without_effect);
        }
        self.open.extend(found.references.into_iter().rev().map(|reference| (file, reference)));
    }

    /// Puts everything into the document.
    fn assemble(mut self) -> (Value, Moves) {
        for (file, at, text) in std::mem::take(&mut self.rewrites) {
            if let Some(place) = self.files.node_mut(file, &at) {
                *place = json!(text);
            }
        }
        let mut moves = Moves::default();
        // What is inside of something that moves, too, goes first.
        let mut order: Vec<(Key, String)> = std::mem::take(&mut self.moved);
        order.sort_by_key(|((_, pointer, _), _)| std::cmp::Reverse(pointer.tokens().len()));
        let mut entries = Vec::new();
        for ((file, pointer, kind), name) in order {
            let to = home(self.version, kind).unwrap_or_default().join(&name);
            let Some(place) = self.files.node_mut(file, &pointer) else { continue };
            let value = std::mem::replace(place, json!({ "$ref": format!("#{to}") }));
            moves.set_in(&to, self.files.text(file), &pointer);
            entries.push((to, name, value));
        }
        self.copy_path_items(&mut moves);
        let mut document = self.files.into_document();
        entries.sort_by(|(_, left, _), (_, right, _)| left.cmp(right));
        for (to, _, value) in entries {
            insert(&mut document, &to, value);
        }
        (document, moves)
    }

    /// Path items take the place of the references to them. One may lead to the next.
    fn copy_path_items(&mut self, moves: &mut Moves) {
        let mut copies = std::mem::take(&mut self.copies);
        for _ in 0..=copies.len() {
            copies.retain(|(file, holder, (to, pointer))| {
                let Some(value) = self.files.node(*to, pointer).cloned() else { return false };
                if value.get("$ref").is_some() {
                    return true;
                }
                if *file == 0 {
                    moves.set_in(holder, self.files.text(*to), pointer);
                }
                if let Some(place) = self.files.node_mut(*file, holder) {
                    *place = value;
                }
                false
            });
        }
    }
}

/// The place around a place.
fn parent(at: &Pointer) -> Pointer {
    let tokens = at.tokens();
    let around = tokens.split_last().map_or(tokens, |(_, around)| around);
    Pointer::root().join_all(around.iter().map(String::as_str))
}

/// Puts a member in, and the objects around it.
fn insert(document: &mut Value, at: &Pointer, value: Value) {
    let mut node = document;
    for token in at.tokens() {
        let Value::Object(members) = node else { return };
        node = members.entry(token.clone()).or_insert_with(|| json!({}));
    }
    *node = value;
}
