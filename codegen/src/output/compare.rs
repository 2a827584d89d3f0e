//! What stands between the disk and the files in memory.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::Target;
use super::own::is_owned;
use super::stale::{Leftovers, find_stale};
use crate::diagnostics::{Code, Diagnostics, Place, Severity};

/// What has to happen so that the folders hold exactly the files.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    pub(super) changes: Vec<Change<'a>>,
    pub(super) unchanged: usize,
    /// Temporary files that an earlier run left behind when it was killed.
    pub(super) leftovers: Vec<PathBuf>,
}

/// One file that is not as it should be.
#[derive(Debug)]
pub(super) struct Change<'a> {
    /// The crate's folder, above which nothing is made or removed.
    pub(super) root: &'a Path,
    pub(super) path: PathBuf,
    pub(super) shown: String,
    pub(super) kind: ChangeKind<'a>,
}

/// What is wrong with it.
#[derive(Debug)]
pub(super) enum ChangeKind<'a> {
    /// It is not there.
    Create(&'a str),
    /// Its text is another one.
    Replace { old: Vec<u8>, new: &'a str },
    /// It is no longer emitted.
    Remove,
}

/// Compares; everything that stands in the way is reported.
pub(super) fn compare<'a>(targets: &'a [Target], diags: &mut Diagnostics) -> Plan<'a> {
    let mut plan = Plan::default();
    for target in targets {
        if !is_folder_or_absent(target, diags) {
            continue;
        }
        for (path, text) in &target.files {
            compare_file(target, path, text, &mut plan, diags);
        }
        let Leftovers { stale, temporaries } = find_stale(target, diags);
        plan.leftovers.extend(temporaries);
        plan.changes.extend(stale.into_iter().map(|path| Change {
            root: &target.folder,
            shown: target.shown(&path),
            path: target.folder.join(path),
            kind: ChangeKind::Remove,
        }));
    }
    plan
}

fn is_folder_or_absent(target: &Target, diags: &mut Diagnostics) -> bool {
    match fs::metadata(&target.folder) {
        Ok(data) if data.is_dir() => true,
        Ok(_) => {
            unwritable(diags, &target.shown, "a file stands where the output folder should be")
                .help("move it away, or choose another output folder");
            false
        }
        // A dangling link is "not found" too, but no folder can be made in its place.
        Err(error) if error.kind() == ErrorKind::NotFound && !is_link(&target.folder) => true,
        Err(error) => {
            unwritable(diags, &target.shown, format!("the output folder cannot be read: {error}"))
                .help("check that it is a folder and that you may read and write it");
            false
        }
    }
}

fn compare_file<'a>(
    target: &'a Target,
    path: &str,
    text: &'a str,
    plan: &mut Plan<'a>,
    diags: &mut Diagnostics,
) {
    let shown = target.shown(path);
    if !is_plain(path) {
        diags.report(
            Code::Internal,
            Severity::Error,
            Place::File(shown),
            "an emitted path leads out of its folder",
        );
        return;
    }
    let old = match read_old(&target.folder, path) {
        Ok(old) => old,
        Err(problem) => {
            unwritable(diags, &shown, problem)
                .help("move it away, or choose another output folder");
            return;
        }
    };
    let kind = match old {
        None => ChangeKind::Create(text),
        Some(old) if !is_owned(&old) => {
            not_owned(diags, shown);
            return;
        }
        Some(old) if old == text.as_bytes() => {
            plan.unchanged += 1;
            return;
        }
        Some(old) => ChangeKind::Replace { old, new: text },
    };
    plan.changes.push(Change { root: &target.folder, path: target.folder.join(path), shown, kind });
}

fn not_owned(diags: &mut Diagnostics, shown: String) {
    diags
        .report(
            Code::OutputNotOwned,
            Severity::Error,
            Place::File(shown),
            "this file would be replaced, but it lacks the generator's header",
        )
        .help("move it away or delete it, or choose another output folder");
}

/// The file's bytes, if it is there; or what stands in the way.
fn read_old(root: &Path, path: &str) -> Result<Option<Vec<u8>>, String> {
    let mut current = root.to_path_buf();
    let mut components = Path::new(path).components().peekable();
    while let Some(component) = components.next() {
        current.push(component);
        let data = match fs::symlink_metadata(&current) {
            Ok(data) => data,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("the file cannot be read: {error}")),
        };
        let name = component.as_os_str().to_string_lossy();
        // A link may lead anywhere, and nobody but us has business at our paths.
        if data.is_symlink() {
            return Err(format!("`{name}` is a symbolic link, which is not followed"));
        }
        let wanted_folder = components.peek().is_some();
        if wanted_folder && !data.is_dir() {
            return Err(format!("`{name}` is a file, but should be a folder"));
        }
        if !wanted_folder && !data.is_file() {
            return Err(format!("`{name}` is not a regular file"));
        }
    }
    fs::read(&current).map(Some).map_err(|error| format!("the file cannot be read: {error}"))
}

/// The path stays in its folder.
fn is_plain(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|c| matches!(c, Component::Normal(_)))
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink())
}

/// Reports that something cannot be written.
pub(super) fn unwritable<'d>(
    diags: &'d mut Diagnostics,
    shown: &str,
    message: impl Into<String>,
) -> &'d mut crate::diagnostics::Diagnostic {
    diags.report(Code::OutputUnwritable, Severity::Error, Place::File(shown.to_owned()), message)
}

/// What the system said, with a hint where one helps.
pub(super) fn refused(diags: &mut Diagnostics, shown: &str, what: &str, error: &io::Error) {
    let help = if error.kind() == ErrorKind::PermissionDenied {
        "give yourself the right to write there, or choose another output folder"
    } else {
        "nothing that was there before is broken; mend the cause and run the command again"
    };
    unwritable(diags, shown, format!("{what}: {error}")).help(help);
}
