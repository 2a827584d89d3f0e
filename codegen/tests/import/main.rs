//! What an import does to a text: what moves nothing, what moves a line, what stays around it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod editing;
mod facts;

use std::fs;

use codegen::model::Pointer;
use codegen::read::{Extract, Remote, Source};
use codegen::{Import, ImportOutcome, import_into};
use serde_json::Value;
use tempfile::TempDir;

/// Our document: with words, comments, an order of its own and parts that are shared.
const OURS: &str = include_str!("ours.yaml");
/// The same facts as somebody else states them.
const THEIRS: &str = include_str!("theirs.yaml");

/// A folder with our document, a config and perhaps an overlay.
struct Place {
    dir: TempDir,
}

impl Place {
    fn new(ours: &str, overlay: Option<&str>) -> Self {
        let place = Self { dir: TempDir::new().unwrap() };
        place.write("ours.yaml", ours);
        let overlays = if overlay.is_some() { "overlays = [\"overlay.yaml\"]\n" } else { "" };
        place.write("codegen.toml", &format!("document = \"ours.yaml\"\n{overlays}"));
        overlay.into_iter().for_each(|text| place.write("overlay.yaml", text));
        place
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.dir.path().join(name), text).unwrap();
    }

    fn text(&self) -> String {
        fs::read_to_string(self.dir.path().join("ours.yaml")).unwrap()
    }

    fn import(&self, source: &str) -> ImportOutcome {
        self.import_hidden(source, Some("/x-docs/skip"))
    }

    fn import_hidden(&self, source: &str, hidden: Option<&str>) -> ImportOutcome {
        import_into(&Import {
            config: self.dir.path().join("codegen.toml"),
            document: None,
            overlays: Vec::new(),
            source: Source::new("theirs.yaml", source),
            wanted: Extract {
                tags: Vec::new(),
                without: hidden.into_iter().filter_map(Pointer::parse).collect(),
            },
            remote: Remote::default(),
        })
    }
}

/// What changes when this is imported into our document: the lines of the report, and those of the
/// text that went and came.
#[track_caller]
fn changes(source: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let place = Place::new(OURS, None);
    let outcome = place.import(source);
    assert!(outcome.fits, "{}", outcome.diagnostics);
    let text = place.text();
    // Once more changes nothing at all, not even the time of the file.
    let before = fs::metadata(place.dir.path().join("ours.yaml")).unwrap().modified().unwrap();
    let again = place.import(source);
    assert_eq!((again.written, again.imported.unwrap().changes.len()), (false, 0));
    let after = fs::metadata(place.dir.path().join("ours.yaml")).unwrap().modified().unwrap();
    assert_eq!((place.text(), before), (text.clone(), after));
    let only = |these: &str, those: &str| {
        let mut those: Vec<&str> = those.lines().collect();
        let mut left = Vec::new();
        for line in these.lines() {
            match those.iter().position(|other| *other == line) {
                Some(at) => drop(those.remove(at)),
                None => left.push(line.to_owned()),
            }
        }
        left
    };
    let imported = outcome.imported.unwrap();
    (imported.changes, only(OURS, &text), only(&text, OURS))
}

/// Their document with one text in place of another.
#[track_caller]
fn edited(from: &str, to: &str) -> String {
    assert_eq!(THEIRS.matches(from).count(), 1, "{from}");
    THEIRS.replace(from, to)
}

#[track_caller]
fn refusal(ours: &str, source: &str) -> String {
    let place = Place::new(ours, None);
    let outcome = place.import(source);
    assert!(outcome.imported.is_none() && !outcome.written && !outcome.fits);
    assert_eq!(place.text(), ours);
    outcome.diagnostics
}

fn json(text: &str) -> Value {
    let mut diags = codegen::diagnostics::Diagnostics::default();
    let source = Source::new("a.yaml", text);
    codegen::read::load(source, &[], &mut diags).unwrap_or_else(|| panic!("{text}")).value
}
