//! Writing: first every temporary, then every rename, then the removals.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Target;
use super::compare::{Change, ChangeKind, Plan, compare, refused, unwritable};
use super::own::{TEMPORARY_PREFIX, TEMPORARY_SUFFIX};
use crate::diagnostics::Diagnostics;

/// What writing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have a new text.
    pub written: usize,
    /// Files that were right already and were not touched.
    pub unchanged: usize,
    /// Files that are no longer emitted.
    pub removed: usize,
}

/// Makes the folders hold exactly their files. When anything stands in the way, nothing is touched.
pub fn write(targets: &[Target], diags: &mut Diagnostics) -> Option<Written> {
    let plan = compare(targets, diags);
    if diags.has_errors() {
        return None;
    }
    refuse_read_only(&plan, diags);
    if diags.has_errors() {
        return None;
    }
    let mut made = Vec::new();
    let Some(ready) = prepare(&plan, &mut made, diags) else {
        // Folders that hold something by now stay.
        made.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
        return None;
    };
    let written = ready.len();
    if !put_in_place(ready, diags) {
        return None;
    }
    let removed = remove(&plan, diags)?;
    plan.leftovers.iter().for_each(|path| drop(fs::remove_file(path)));
    Some(Written { written, unchanged: plan.unchanged, removed })
}

/// Renaming over a file succeeds even if the file is write-protected; whoever protected it meant it.
fn refuse_read_only(plan: &Plan<'_>, diags: &mut Diagnostics) {
    for change in &plan.changes {
        if matches!(change.kind, ChangeKind::Create(_)) {
            continue;
        }
        if fs::metadata(&change.path).is_ok_and(|data| data.permissions().readonly()) {
            unwritable(diags, &change.shown, "the file is write-protected")
                .help("remove the protection; generated files are replaced as a whole");
        }
    }
}

/// A temporary beside the file that it will become.
struct Ready<'a> {
    temporary: NamedTempFile,
    change: &'a Change<'a>,
}

/// Writes every text to a temporary. Until here no file of the output has changed.
fn prepare<'a>(
    plan: &'a Plan<'a>,
    made: &mut Vec<PathBuf>,
    diags: &mut Diagnostics,
) -> Option<Vec<Ready<'a>>> {
    let mut ready = Vec::new();
    for change in &plan.changes {
        let text = match &change.kind {
            ChangeKind::Create(text) | ChangeKind::Replace { new: text, .. } => text,
            ChangeKind::Remove => continue,
        };
        let folder = change.path.parent().unwrap_or(change.root);
        let temporary =
            make_folder(folder, made).and_then(|()| temporary_with(folder, text, change));
        match temporary {
            Ok(temporary) => ready.push(Ready { temporary, change }),
            Err(error) => {
                refused(diags, &change.shown, "the file cannot be written", &error);
                return None;
            }
        }
    }
    Some(ready)
}

/// Makes a folder and those above it, and notes which ones are new, outermost first.
fn make_folder(folder: &Path, made: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let missing: Vec<_> = folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .map(Path::to_path_buf)
        .collect();
    if !missing.is_empty() {
        fs::create_dir_all(folder)?;
        made.extend(missing.into_iter().rev());
    }
    Ok(())
}

fn temporary_with(
    folder: &Path,
    text: &str,
    change: &Change<'_>,
) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX).suffix(TEMPORARY_SUFFIX);
    // Temporaries are private by default; these become ordinary files, within the user's umask.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    if matches!(change.kind, ChangeKind::Replace { .. }) {
        fs::set_permissions(temporary.path(), fs::metadata(&change.path)?.permissions())?;
    }
    Ok(temporary)
}

fn put_in_place(ready: Vec<Ready<'_>>, diags: &mut Diagnostics) -> bool {
    for Ready { temporary, change } in ready {
        if let Err(error) = temporary.persist(&change.path) {
            refused(diags, &change.shown, "the file cannot be replaced", &error.error);
            return false;
        }
    }
    true
}

/// Removes what is no longer emitted, and the folders that this leaves empty.
fn remove(plan: &Plan<'_>, diags: &mut Diagnostics) -> Option<usize> {
    let mut removed = 0;
    for change in &plan.changes {
        if !matches!(change.kind, ChangeKind::Remove) {
            continue;
        }
        if let Err(error) = fs::remove_file(&change.path) {
            refused(diags, &change.shown, "the file cannot be removed", &error);
            return None;
        }
        removed += 1;
        let above = change.path.ancestors().skip(1).take_while(|folder| *folder != change.root);
        for folder in above {
            if fs::remove_dir(folder).is_err() {
                break; // It holds something else.
            }
        }
    }
    Some(removed)
}
