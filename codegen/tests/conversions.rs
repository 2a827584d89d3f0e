//! Documents in other languages than OpenAPI 3.0, or in several files, and what they look like in it. Each part is shown
//! with the place where it stood. `BLESS=1 cargo test -p codegen --test conversions` rewrites them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use codegen::diagnostics::{Code, Diagnostics, Place, Places, render_text};
use codegen::model::Pointer;
use codegen::read::{self, Source};
use serde_json::Value;

#[test]
fn conversions_are_as_recorded() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversions");
    let bless = std::env::var_os("BLESS").is_some();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(home).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let converted = convert(&path);
        let expected = path.with_extension("txt");
        if bless {
            fs::write(expected, converted).unwrap();
        } else {
            let recorded = fs::read_to_string(&expected).unwrap_or_default();
            assert_eq!(recorded, converted, "{}", path.display());
        }
    }
}

fn convert(path: &Path) -> String {
    // Tests run in the package's folder, and other files are looked for beside this one.
    let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
    let source = Source::new(name, fs::read_to_string(path).unwrap());
    let mut diags = Diagnostics::default();
    let document = read::read(source.clone(), &mut diags);
    let places = Places::new(Some(&source), None);
    let report = render_text(&diags, &places);
    let document = document.unwrap_or_else(|| panic!("{report}"));
    let mut text = String::new();
    lines(&document.value, &Pointer::root(), &mut diags, &mut text);
    format!("{text}\n{report}")
}

/// A line for every value that is neither an object nor a list: where it is, what it is, where it
/// was.
fn lines(value: &Value, at: &Pointer, diags: &mut Diagnostics, text: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                lines(value, &at.join(name), diags, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                lines(value, &at.join(index), diags, text);
            }
        }
        _ => {
            let reported = diags.warning(Code::Ignored, at, "");
            let from = match &reported.at {
                Place::Document(old, _) if old == at => String::new(),
                Place::Document(old, _) => format!("  <- {old}"),
                Place::Other(text, old, _) => format!("  <- {}#{old}", text.source().name),
                other => panic!("{other:?}"),
            };
            text.push_str(&format!("{at} = {value}{from}\n"));
        }
    }
}
