//! Output: files in memory against files on disk.
//!
//! Only files that carry our header are ever replaced or removed. [`write()`] puts a whole set of
//! files in place so that a crash midway leaves the old files whole, or the next run finishes what it
//! had begun; [`check()`] touches nothing and
//! tells what writing would do.

mod check;
mod compare;
mod journal;
mod own;
mod stale;
mod write;

use std::path::{Path, PathBuf};

use crate::emit::Tree;

pub use check::{Freshness, check};
pub use own::GENERATED_BY;
pub use write::{Written, write};

/// A folder and the files that belong in it.
#[derive(Clone, Debug)]
pub struct Target {
    /// The folder.
    pub folder: PathBuf,
    /// The folder as messages name it.
    pub shown: String,
    /// What belongs in it.
    pub files: Tree,
    /// What is there with our header, but is not among the files, has to go: at the top of the
    /// folder and below its `src` and its `examples`.
    pub remove_stale: bool,
}

impl Target {
    /// A crate's folder: whatever else in it is ours has to go.
    #[must_use]
    pub fn of_crate(folder: &Path, files: Tree) -> Self {
        let shown = folder.display().to_string();
        Self { folder: folder.to_path_buf(), shown, files, remove_stale: true }
    }

    /// The folder around crates: what else is in it is none of our business.
    #[must_use]
    pub fn around(folder: &Path, files: Tree) -> Self {
        Self { remove_stale: false, ..Self::of_crate(folder, files) }
    }

    /// A file of this folder as messages name it.
    fn shown(&self, path: &str) -> String {
        if self.shown.is_empty() {
            return path.to_owned();
        }
        format!("{}/{path}", self.shown.trim_end_matches('/'))
    }
}
