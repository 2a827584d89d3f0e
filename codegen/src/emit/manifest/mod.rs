//! What a crate needs besides Rust code: its manifest, its README, and a word to rustfmt.

mod cargo;
mod dependencies;
mod readme;

use super::needs::Needs;
use super::{Cx, Files, Tree};

/// Emitted code is printed the way it stays: `cargo fmt` leaves `src/` and emitted examples alone,
/// and formats what is written by hand beside them.
const RUSTFMT: &str = "disable_all_formatting = true\n";

/// Emits manifests, READMEs and `src/.rustfmt.toml` of both crates, and the workspace around them
/// unless they have one.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Files, String> {
    let needs = Needs::of(cx);
    let mut files = Files::default();
    let program = cx.config.client.program.unwrap_or(true).then_some("call");
    files.client = around(cargo::client(cx, &needs)?, readme::client(cx)?, program);
    if !cx.crates.client_only {
        let program = cx.config.server.program.unwrap_or(true).then_some("mock");
        files.server = around(cargo::server(cx, &needs)?, readme::server(cx)?, program);
    }
    if !cx.config.inherit_workspace {
        files.workspace.insert("Cargo.toml".to_owned(), cargo::workspace(cx)?);
    }
    Ok(files)
}

/// The files around the code of a crate.
fn around(manifest: String, readme: String, program: Option<&str>) -> Tree {
    let mut tree = Tree::new();
    tree.insert("Cargo.toml".to_owned(), manifest);
    tree.insert("README.md".to_owned(), readme);
    let examples = program.map(|name| format!("examples/{name}"));
    for folder in std::iter::once("src".to_owned()).chain(examples) {
        tree.insert(format!("{folder}/.rustfmt.toml"), RUSTFMT.to_owned());
    }
    tree
}

/// What a template makes of its values.
fn rendered(template: &impl askama::Template) -> Result<String, String> {
    let mut text = template.render().map_err(|error| error.to_string())?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}
