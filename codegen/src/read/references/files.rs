//! The files that a document is made of. Each is read once.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use oxiri::Iri;
use serde_json::Value;

use super::target::{node, percent_decode};
use crate::diagnostics::{Diagnostics, OtherText};
use crate::model::Pointer;
use crate::read::locate::Marks;
use crate::read::remote::{Failure, Remote, address};
use crate::read::structure::repair::descend;
use crate::read::{ReferenceKind, Source, parse};

/// More files than this are a mistake.
const MOST_FILES: usize = 1_000;

/// The document, and then what it refers to.
pub(super) struct Files {
    files: Vec<File>,
    remote: Remote,
    visited: BTreeSet<(usize, Pointer, ReferenceKind)>,
}

struct File {
    home: Home,
    /// Nothing for the document itself, whose text others have.
    text: Option<Arc<OtherText>>,
    value: Value,
    /// Places that give themselves a name; looked for when the first one is asked for.
    named: OnceCell<BTreeMap<String, Pointer>>,
}

/// Where a file is; what it refers to is relative to that.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Home {
    Path(PathBuf),
    Address(Iri<String>),
}

impl Home {
    /// Where the file is that a text in this one names.
    fn of(&self, text: &str) -> Option<Self> {
        match self {
            Self::Address(base) => address(text, Some(base)).map(Self::Address),
            Self::Path(_) if is_remote(text) => address(text, None).map(Self::Address),
            Self::Path(path) => {
                let folder = path.parent().unwrap_or(Path::new(""));
                Some(Self::Path(clean(&folder.join(percent_decode(text)))))
            }
        }
    }

    fn stem(&self) -> Option<&str> {
        let path = match self {
            Self::Path(path) => path,
            Self::Address(address) => Path::new(address.path()),
        };
        path.file_stem()?.to_str()
    }
}

impl Files {
    pub(super) fn new(name: &str, document: Value, remote: Remote) -> Self {
        let path = || Home::Path(clean(Path::new(name)));
        let home = address(name, None).map_or_else(path, Home::Address);
        let file = File { home, text: None, value: document, named: OnceCell::new() };
        Self { files: vec![file], remote, visited: BTreeSet::new() }
    }

    /// The file that the text of another one names; why it cannot be read, once.
    pub(super) fn load(
        &mut self,
        from: usize,
        name: &str,
        diags: &mut Diagnostics,
    ) -> Result<usize, Failure> {
        let home = self.files.get(from).and_then(|file| file.home.of(name));
        let home = home.ok_or_else(|| {
            Failure::Unreadable(format!("`{name}` is no address of `http` or `https`"))
        })?;
        if let Some(known) = self.position(&home) {
            return Ok(known);
        }
        if self.files.len() >= MOST_FILES {
            return Err(Failure::Unreadable(format!(
                "more than {MOST_FILES} files are referred to"
            )));
        }
        let (home, source) = self.text_at(home)?;
        // What has moved may be here already.
        if let Some(known) = self.position(&home) {
            return Ok(known);
        }
        let text = Arc::new(OtherText::new(source, Marks::of_document));
        let mut inside = diags.in_text(Arc::clone(&text));
        // A file that cannot be read has been reported in itself.
        let value = parse::parse(text.source(), &mut inside).unwrap_or_default();
        diags.append(inside);
        self.files.push(File { home, text: Some(text), value, named: OnceCell::new() });
        Ok(self.files.len() - 1)
    }

    fn position(&self, home: &Home) -> Option<usize> {
        self.files.iter().position(|file| file.home == *home)
    }

    fn text_at(&self, home: Home) -> Result<(Home, Source), Failure> {
        match home {
            Home::Address(address) => {
                let (address, source) = self.remote.load(&address)?;
                Ok((Home::Address(address), source))
            }
            Home::Path(path) => {
                let mut aside = Diagnostics::default();
                let source = Source::load(&path, &mut aside).ok_or_else(|| {
                    let why = aside.items().first().map(|item| item.message.clone());
                    let why = why.unwrap_or_default();
                    Failure::Unreadable(format!("`{}`: {why}", path.display()))
                })?;
                Ok((Home::Path(path), source))
            }
        }
    }

    /// The place that gives itself an address (`$id`), which then needs no file.
    pub(super) fn identified(&self, address: &str) -> Option<(usize, Pointer)> {
        if !is_remote(address) {
            return None;
        }
        (0..self.files.len()).find_map(|file| Some((file, self.named(file, address)?.clone())))
    }

    /// The place that gives itself an anchor.
    pub(super) fn anchored(&self, file: usize, anchor: &str) -> Option<Pointer> {
        self.named(file, &format!("#{anchor}")).cloned()
    }

    fn named(&self, file: usize, name: &str) -> Option<&Pointer> {
        let File { value, named, .. } = self.files.get(file)?;
        named.get_or_init(|| named_places(value)).get(name)
    }

    pub(super) fn text(&self, file: usize) -> Option<Arc<OtherText>> {
        self.files.get(file)?.text.clone()
    }

    pub(super) fn stem(&self, file: usize) -> &str {
        self.files.get(file).and_then(|file| file.home.stem()).unwrap_or("referred")
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

/// Whether a text names something on the net.
fn is_remote(text: &str) -> bool {
    text.contains("://") || text.starts_with("//")
}

/// The places that give themselves a name: the address of a `$id`, or `#` and an anchor.
fn named_places(root: &Value) -> BTreeMap<String, Pointer> {
    let mut places = BTreeMap::new();
    let mut open = vec![(Pointer::root(), root)];
    while let Some((at, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    let Some(name) = value.as_str() else { continue };
                    let name = match key.as_str() {
                        "$id" => name.trim_end_matches('#').to_owned(),
                        "$anchor" | "$dynamicAnchor" => format!("#{name}"),
                        _ => continue,
                    };
                    places.entry(name).or_insert_with(|| at.clone());
                }
                let below = members.iter().map(|(name, value)| (at.join(name), value));
                open.extend(below.filter(|(_, value)| value.is_object() || value.is_array()));
            }
            Value::Array(items) => {
                open.extend(items.iter().enumerate().map(|(index, v)| (at.join(index), v)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    places
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
