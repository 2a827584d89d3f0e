//! What a crate needs besides Rust code: its manifest, its README, and a word to rustfmt.

mod cargo;
mod dependencies;
mod readme;

use super::needs::Needs;
use super::{Cx, Files};

/// Emitted code is printed the way it stays: `cargo fmt` leaves `src/` and emitted examples alone,
/// and formats what is written by hand beside them.
const RUSTFMT: &str = "disable_all_formatting = true\n";

/// Emits manifests, READMEs and `src/.rustfmt.toml` of both crates, and the workspace around them
/// unless they have one.
pub(super) fn emit(cx: &Cx<'_>) -> Result<Files, String> {
    let needs = Needs::of(cx);
    let mut files = Files::default();
    for (tree, manifest, readme) in [
        (&mut files.client, cargo::client(cx, &needs)?, readme::client(cx)?),
        (&mut files.server, cargo::server(cx, &needs)?, readme::server(cx)?),
    ] {
        tree.insert("Cargo.toml".to_owned(), manifest);
        tree.insert("README.md".to_owned(), readme);
        tree.insert("src/.rustfmt.toml".to_owned(), RUSTFMT.to_owned());
    }
    if cx.config.client.program.unwrap_or(true) {
        files.client.insert("examples/call/.rustfmt.toml".to_owned(), RUSTFMT.to_owned());
    }
    if cx.config.server.program.unwrap_or(true) {
        files.server.insert("examples/mock/.rustfmt.toml".to_owned(), RUSTFMT.to_owned());
    }
    if !cx.config.inherit_workspace {
        files.workspace.insert("Cargo.toml".to_owned(), cargo::workspace()?);
    }
    Ok(files)
}

/// What a template makes of its values.
fn rendered(template: &impl askama::Template) -> Result<String, String> {
    let mut text = template.render().map_err(|error| error.to_string())?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}
