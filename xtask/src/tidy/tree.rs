//! Text files of the repository.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// A text file.
#[derive(Debug)]
pub(super) struct TextFile {
    /// Below the repository's root, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

/// All wanted files below a folder, in the order of their paths; none when there is no such folder.
pub(super) fn files(root: &Path, folder: &str, wanted: fn(&str) -> bool) -> Result<Vec<TextFile>> {
    let mut files = Vec::new();
    if root.join(folder).is_dir() {
        collect(root, folder, wanted, &mut files)?;
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn collect(
    root: &Path,
    folder: &str,
    wanted: fn(&str) -> bool,
    files: &mut Vec<TextFile>,
) -> Result<()> {
    for entry in fs::read_dir(root.join(folder)).with_context(|| folder.to_owned())? {
        let entry = entry.with_context(|| folder.to_owned())?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().with_context(|| path.clone())?;
        if kind.is_dir() {
            if entry.file_name() != "target" {
                collect(root, &path, wanted, files)?;
            }
        } else if wanted(&path) {
            let text = fs::read_to_string(entry.path()).with_context(|| path.clone())?;
            files.push(TextFile { path, text });
        }
    }
    Ok(())
}
