//! The journal: what a run has made up its mind to do, so that the next one can finish it if it dies.
//!
//! Until the journal is there, every old file is as it was; from then on, the new ones are as good as
//! there. Between the two lies a single rename.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf, absolute};

use serde_json::{Value, json};

use super::Target;
use super::own::{TEMPORARY_PREFIX, TEMPORARY_SUFFIX, is_file_owned, is_temporary};

const NAME: &str = ".codegen-journal";

/// What is about to happen to files.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Temporaries, and the files beside them that they become.
    pub(super) renames: Vec<(PathBuf, PathBuf)>,
    /// Files that go.
    pub(super) removals: Vec<PathBuf>,
}

/// A journal on disk.
#[derive(Debug)]
pub(super) struct Journal(PathBuf);

impl Journal {
    /// Puts a journal of these steps into the folder.
    pub(super) fn begin(folder: &Path, steps: &Steps) -> io::Result<Self> {
        let shown = |path: &Path| absolute(path).map(|path| path.to_string_lossy().into_owned());
        let renames: Vec<_> = steps
            .renames
            .iter()
            .map(|(from, to)| Ok(json!([shown(from)?, shown(to)?])))
            .collect::<io::Result<_>>()?;
        let removals: Vec<_> =
            steps.removals.iter().map(|path| shown(path)).collect::<io::Result<_>>()?;
        let text = json!({ "renames": renames, "removals": removals }).to_string();
        fs::create_dir_all(folder)?;
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix(TEMPORARY_PREFIX).suffix(TEMPORARY_SUFFIX);
        let mut temporary = builder.tempfile_in(folder)?;
        temporary.write_all(text.as_bytes())?;
        temporary.as_file().sync_data()?;
        let path = folder.join(NAME);
        temporary.persist(&path).map_err(|error| error.error)?;
        sync_folder(folder)?;
        Ok(Self(path))
    }

    /// All is done, or nothing more can be.
    pub(super) fn end(self) -> io::Result<()> {
        fs::remove_file(self.0)
    }
}

/// Makes sure that what happened to names in a folder outlives a loss of power, before anything that
/// relies on it happens.
fn sync_folder(folder: &Path) -> io::Result<()> {
    // Elsewhere folders cannot be opened, and need not.
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Does what an earlier run had still to do when it died. Steps that it had done already, and those
/// that are none of our business, are passed over.
pub(super) fn finish(targets: &[Target]) -> io::Result<()> {
    for target in targets {
        let path = target.folder.join(NAME);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                continue;
            }
            Err(error) => return Err(error),
        };
        let Steps { renames, removals } = read(&text);
        for (from, to) in renames {
            if is_rename_of_ours(&from, &to) && is_inside(&to, targets) {
                fs::rename(from, to)?;
            }
        }
        for path in removals {
            if is_ours(&path) && is_inside(&path, targets) {
                fs::remove_file(path)?;
            }
        }
        fs::remove_file(path)?;
    }
    Ok(())
}

/// What cannot be understood says nothing.
fn read(text: &str) -> Steps {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let list = |name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let path = |value: Option<&Value>| value.and_then(Value::as_str).map(PathBuf::from);
    let renames = list("renames").into_iter();
    let removals = list("removals").into_iter();
    Steps {
        renames: renames
            .filter_map(|pair| Some((path(pair.get(0))?, path(pair.get(1))?)))
            .collect(),
        removals: removals.filter_map(|value| path(Some(&value))).collect(),
    }
}

fn is_inside(path: &Path, targets: &[Target]) -> bool {
    let plain = path.components().all(|part| !matches!(part, std::path::Component::ParentDir));
    let below = |target: &Target| absolute(&target.folder).is_ok_and(|home| path.starts_with(home));
    plain && targets.iter().any(below)
}

fn is_rename_of_ours(from: &Path, to: &Path) -> bool {
    let name = from.file_name().and_then(|name| name.to_str());
    from.parent() == to.parent()
        && name.is_some_and(is_temporary)
        && is_ours(from)
        && (is_ours(to) || fs::symlink_metadata(to).is_err())
}

/// A file, not a link, with our header.
fn is_ours(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_file())
        && is_file_owned(path).unwrap_or(false)
}
