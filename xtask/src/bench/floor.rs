//! What no generator can do without: read the document, write the files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use codegen::diagnostics::Diagnostics;
use codegen::read::{self, Source};

/// Parses the document and copies files that are already there.
pub(super) fn run(document: &Path, from: &Path, to: &Path) -> Result<()> {
    let text = fs::read_to_string(document).with_context(|| document.display().to_string())?;
    let name = document.display().to_string();
    let mut diags = Diagnostics::default();
    if read::load(Source::new(name, text), &[], &mut diags).is_none() {
        bail!("{} cannot be parsed", document.display());
    }
    copy(from, to)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::write(&target, fs::read(entry.path())?)
                .with_context(|| target.display().to_string())?;
        }
    }
    Ok(())
}
