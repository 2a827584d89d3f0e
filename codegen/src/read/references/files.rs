//! The files that a document is made of. Each is read once.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::target::node;
use crate::diagnostics::{Diagnostics, OtherText};
use crate::model::Pointer;
use crate::read::locate::Marks;
use crate::read::structure::repair::descend;
use crate::read::{ReferenceKind, Source, parse};

/// More files than this are a mistake.
const MOST_FILES: usize = 1_000;

/// The document, and then what it refers to.
pub(super) struct Files {
    files: Vec<File>,
    visited: BTreeSet<(usize, Pointer, ReferenceKind)>,
}

struct File {
    path: PathBuf,
    /// Nothing for the document itself, whose text others have.
    text: Option<Arc<OtherText>>,
    value: Value,
}

impl Files {
    pub(super) fn new(name: &str, document: Value) -> Self {
        let file = File { path: clean(Path::new(name)), text: None, value: document };
        Self { files: vec![file], visited: BTreeSet::new() }
    }

    /// The file at a path that the text of another one names; why it cannot be read, once.
    pub(super) fn load(
        &mut self,
        from: usize,
        path: &str,
        diags: &mut Diagnostics,
    ) -> Result<usize, String> {
        let folder = self.files.get(from).and_then(|file| file.path.parent());
        let path = clean(&folder.unwrap_or(Path::new("")).join(path));
        if let Some(known) = self.files.iter().position(|file| file.path == path) {
            return Ok(known);
        }
        if self.files.len() >= MOST_FILES {
            return Err(format!("more than {MOST_FILES} files are referred to"));
        }
        let mut aside = Diagnostics::default();
        let Some(source) = Source::load(&path, &mut aside) else {
            let why = aside.items().first().map(|item| item.message.clone());
            return Err(format!("`{}`: {}", path.display(), why.unwrap_or_default()));
        };
        let text = Arc::new(OtherText::new(source, Marks::of_document));
        let mut inside = diags.in_text(Arc::clone(&text));
        // A file that cannot be read has been reported in itself.
        let value = parse::parse(text.source(), &mut inside).unwrap_or_default();
        diags.append(inside);
        self.files.push(File { path, text: Some(text), value });
        Ok(self.files.len() - 1)
    }

    pub(super) fn text(&self, file: usize) -> Option<Arc<OtherText>> {
        self.files.get(file)?.text.clone()
    }

    pub(super) fn stem(&self, file: usize) -> &str {
        let stem = self.files.get(file).and_then(|file| file.path.file_stem()?.to_str());
        stem.unwrap_or("referred")
    }

    pub(super) fn node(&self, file: usize, at: &Pointer) -> Option<&Value> {
        node(&self.files.get(file)?.value, at)
    }

    pub(super) fn value_mut(&mut self, file: usize) -> Option<&mut Value> {
        Some(&mut self.files.get_mut(file)?.value)
    }

    pub(super) fn node_mut(&mut self, file: usize, at: &Pointer) -> Option<&mut Value> {
        descend(self.value_mut(file)?, at.tokens())
    }

    pub(super) fn first_visit(&mut self, file: usize, at: &Pointer, kind: ReferenceKind) -> bool {
        self.visited.insert((file, at.clone(), kind))
    }

    pub(super) fn into_document(self) -> Value {
        self.files.into_iter().next().map(|file| file.value).unwrap_or_default()
    }
}

/// The path without `.` and, where something stands before it, without `..`.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => _ = out.pop(),
            other => out.push(other),
        }
    }
    out
}
