//! The golden cases: a folder each below `tests/cases/`, with a document and perhaps a config.
#![allow(dead_code, reason = "no test file uses everything")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::config::Config;
use codegen::diagnostics::{Diagnostics, Places, render_text};
use codegen::read::Source;
use codegen::{Command, Layout, generate};

/// A folder below `tests/cases/`.
#[derive(Debug)]
pub(crate) struct Case {
    /// The folder's name, and the stem of both package names.
    pub(crate) name: String,
    /// The folder.
    pub(crate) folder: PathBuf,
}

/// What the generator makes of a case.
#[derive(Debug)]
pub(crate) struct Output {
    /// Every file by its path in a workspace of its own; none if the document is refused.
    pub(crate) files: BTreeMap<String, String>,
    /// What is said about the document, as users see it.
    pub(crate) diagnostics: String,
}

/// Every case, ordered by name.
#[must_use]
pub(crate) fn cases() -> Vec<Case> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<Case> = fs::read_dir(home)
        .expect("the cases are there")
        .map(|folder| {
            let folder = folder.expect("a folder can be read").path();
            let name = folder.file_name().expect("it has a name").to_string_lossy().into_owned();
            Case { name, folder }
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

impl Case {
    /// Runs the generator as `cargo xtask generate --name CASE` does.
    #[must_use]
    pub(crate) fn generate(&self) -> Output {
        let mut diags = Diagnostics::default();
        let source = |name: &str| {
            let text = fs::read_to_string(self.folder.join(name)).ok()?;
            Some(Source::new(name, text))
        };
        let document = source("openapi.yaml").expect("a case has a document");
        let config_source = source("config.toml");
        let config = config_source.as_ref().map_or_else(Config::default, |config| {
            Config::parse(&config.text, &config.name, &mut diags).expect("a case's config is good")
        });
        let layout = Layout {
            name: Some(self.name.clone()),
            client_from_server: "../client".to_owned(),
            ..Layout::default()
        };
        let generated =
            generate(document.clone(), &[], &config, &layout, Command::Generate, &mut diags);
        let mut files = BTreeMap::new();
        if let Some(generated) = generated {
            let trees = [
                ("client/", generated.files.client),
                ("server-stubs/", generated.files.server),
                ("", generated.files.workspace),
            ];
            for (folder, tree) in trees {
                files
                    .extend(tree.into_iter().map(|(path, text)| (format!("{folder}{path}"), text)));
            }
        }
        let places = Places::new(Some(&document), config_source.as_ref());
        Output { files, diagnostics: render_text(&diags, &places) }
    }
}

/// Every file below a folder by its path in it, with `/`; none if there is no such folder.
#[must_use]
pub(crate) fn files_below(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("it is below").components();
            let name: Vec<_> = name.map(|part| part.as_os_str().to_string_lossy()).collect();
            files.insert(name.join("/"), fs::read_to_string(&path).expect("it is a text"));
        }
    }
    files
}
