//! The cases of `cargo xtask spec diff`: what an overlay below `tests/diff/cases/` makes of
//! `tests/diff/base.yaml` is the new document of a case.
#![allow(dead_code, reason = "no test file uses everything")]

use std::fs;
use std::path::{Path, PathBuf};

use codegen::config::Config;
use codegen::diagnostics::{Diagnostics, Places, render_text};
use codegen::diff::{Report, Side, diff};
use codegen::read::{Source, load};
use codegen::{Command, Generated, Layout, generate};

/// One of the cases.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// What it is called.
    pub(crate) name: String,
    /// The new document.
    pub(crate) document: Source,
}

/// `codegen/tests/diff`.
#[must_use]
pub(crate) fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff")
}

/// The old document of every case.
#[must_use]
pub(crate) fn base() -> Source {
    let text = fs::read_to_string(home().join("base.yaml")).expect("the base is there");
    Source::new("base.yaml", text)
}

/// Every case, ordered by name.
#[must_use]
pub(crate) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = fs::read_dir(home().join("cases"))
        .expect("the cases are there")
        .map(|file| {
            let path = file.expect("a file can be listed").path();
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a case can be read");
            let document = overlaid(&Source::new(format!("{name}.yaml"), text));
            Case { name, document }
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

fn overlaid(overlay: &Source) -> Source {
    let mut diags = Diagnostics::default();
    let overlays = std::slice::from_ref(overlay);
    let effective = load(base(), overlays, &mut diags);
    let places = Places::new(None, None).with_overlays(overlays, <_>::default());
    let effective = effective.unwrap_or_else(|| panic!("{}", render_text(&diags, &places)));
    assert!(diags.items().is_empty(), "{}", render_text(&diags, &places));
    Source::new("new.json", format!("{:#}\n", effective.value))
}

/// Without the programs that come with the crates.
fn config() -> Config {
    let mut config = Config::default();
    (config.client.program, config.server.program) = (Some(false), Some(false));
    config
}

/// A document and what comes of it.
pub(crate) struct Made {
    source: Source,
    generated: Generated,
}

impl Made {
    /// Runs the generator.
    #[must_use]
    pub(crate) fn new(source: Source) -> Self {
        Self::configured(source, &config())
    }

    /// The same, with the programs that come with the crates.
    #[must_use]
    pub(crate) fn with_programs(source: Source) -> Self {
        Self::configured(source, &Config::default())
    }

    fn configured(source: Source, config: &Config) -> Self {
        let mut diags = Diagnostics::default();
        // Packages are called the same whatever the document.
        let layout = Layout {
            name: Some("api".to_owned()),
            client_from_server: "../client".to_owned(),
            ..Layout::default()
        };
        let generated =
            generate(source.clone(), &[], config, &layout, Command::Generate, &mut diags);
        let told = render_text(&diags, &Places::new(Some(&source), None));
        Self { generated: generated.unwrap_or_else(|| panic!("{told}")), source }
    }

    /// The files of both crates, which are called `api-client` and `api-server`.
    pub(crate) fn files(&self) -> impl Iterator<Item = (String, &str)> {
        let files = &self.generated.files;
        [("client", &files.client), ("server-stubs", &files.server)].into_iter().flat_map(
            |(folder, tree)| {
                tree.iter().map(move |(path, text)| (format!("{folder}/{path}"), text.as_str()))
            },
        )
    }

    /// What changed from this document to another one.
    #[must_use]
    pub(crate) fn compare(&self, new: &Self) -> Report {
        let config = config();
        let (old, new) = (self.side(&config), new.side(&config));
        diff(old, new).expect("emitted code can be read")
    }

    fn side<'a>(&'a self, config: &'a Config) -> Side<'a> {
        let Generated { api, names, files, .. } = &self.generated;
        Side { api, names, files, config }
    }

    /// The document as JSON.
    pub(crate) fn value(&self) -> serde_json::Value {
        let effective = load(self.source.clone(), &[], &mut Diagnostics::default());
        effective.expect("it was read before").value
    }

    /// The places of the document.
    #[must_use]
    pub(crate) fn places(&self) -> Places {
        Places::new(Some(&self.source), None)
    }
}
