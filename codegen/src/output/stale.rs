//! Files that an earlier run emitted and this one does not.

use std::fs::{self, DirEntry};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Target;
use super::compare::unwritable;
use super::own::{is_file_owned, is_temporary};
use crate::diagnostics::Diagnostics;

/// Folders may nest at most this deep; more is not ours.
const DEPTH: usize = 16;

/// What may go.
#[derive(Debug, Default)]
pub(super) struct Leftovers {
    /// Files with our header, by path below the folder, sorted.
    pub(super) stale: Vec<String>,
    /// Our own temporaries.
    pub(super) temporaries: Vec<PathBuf>,
}

/// Below these folders of a crate there may be emitted files.
const HOMES: [&str; 2] = ["examples", "src"];

/// Looks at the top of the folder and everywhere below [`HOMES`]; links are not followed.
pub(super) fn find_stale(target: &Target, diags: &mut Diagnostics) -> Leftovers {
    let mut found = Leftovers::default();
    if target.remove_stale {
        search(target, "", &mut found, diags);
        for home in HOMES {
            let folder = target.folder.join(home);
            if fs::symlink_metadata(&folder).is_ok_and(|data| data.is_dir()) {
                descend(target, home, DEPTH, &mut found, diags);
            }
        }
    }
    found.stale.sort();
    found.temporaries.sort();
    found
}

fn descend(
    target: &Target,
    below: &str,
    depth: usize,
    found: &mut Leftovers,
    diags: &mut Diagnostics,
) {
    let folders = search(target, below, found, diags);
    if let Some(depth) = depth.checked_sub(1) {
        for folder in folders {
            descend(target, &folder, depth, found, diags);
        }
    }
}

/// Looks at the files of one folder and returns the folders in it.
fn search(
    target: &Target,
    below: &str,
    found: &mut Leftovers,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let folder = if below.is_empty() { target.folder.clone() } else { target.folder.join(below) };
    let mut folders = Vec::new();
    for entry in entries(&folder, &target.shown(below), diags) {
        let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else {
            continue; // We never emit a name that is not Unicode.
        };
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if kind.is_dir() {
            folders.push(path);
        } else if kind.is_file() {
            if is_temporary(&name) {
                found.temporaries.push(entry.path());
            } else if !target.files.contains_key(&path) && is_stale(&entry.path()) {
                found.stale.push(path);
            }
        }
    }
    folders.sort();
    folders
}

fn entries(folder: &Path, shown: &str, diags: &mut Diagnostics) -> Vec<DirEntry> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(Result::ok).collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            unwritable(diags, shown, format!("the folder cannot be read: {error}"))
                .help("give yourself the right to read it, or choose another output folder");
            Vec::new()
        }
    }
}

/// A file that cannot be read is nobody's that we know.
fn is_stale(path: &Path) -> bool {
    is_file_owned(path).unwrap_or(false)
}
