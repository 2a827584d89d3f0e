//! From emitted files to what programs can name.

use super::items::Reader;
use super::{Renames, Surface};
use crate::emit::Files;

/// Reads the emitted code. The error names a file that is not what emitters emit.
pub(in crate::diff) fn read(files: &Files, renames: &Renames) -> Result<Surface, String> {
    let mut surface = Surface::default();
    for (path, text) in &files.client {
        let Some(home) = client_home(path) else { continue };
        Reader::new(&mut surface, renames, home).file(path, text)?;
    }
    for (path, text) in &files.server {
        let Some(home) = server_home(path) else { continue };
        Reader::new(&mut surface, renames, home).file(path, text)?;
    }
    Ok(surface)
}

/// The module of a file of the server crate, if it holds what an implementation fills. The traits of
/// tags have modules of their own.
fn server_home(path: &str) -> Option<Vec<String>> {
    let inner = path.strip_prefix("src/api")?;
    let tag = match inner {
        ".rs" | "/mod.rs" => None,
        inner => Some(inner.strip_prefix('/')?.strip_suffix(".rs")?.to_owned()),
    };
    Some(std::iter::once("server".to_owned()).chain(tag).collect())
}

/// The module of a file of the client crate, if what it holds depends on the document.
fn client_home(path: &str) -> Option<Vec<String>> {
    let inner = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let inner = inner.strip_suffix("/mod").unwrap_or(inner);
    let home: Vec<String> = inner.split('/').map(str::to_owned).collect();
    match home.first().map(String::as_str) {
        Some("types" | "operations") => Some(home),
        // Its files are private; what they hold is known by the types that have it.
        Some("client") => Some(vec!["client".to_owned()]),
        _ => None,
    }
}
