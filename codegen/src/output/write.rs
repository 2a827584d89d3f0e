//! Writing: first every temporary, then the journal, then every rename and the removals.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Target;
use super::compare::{Change, ChangeKind, Plan, compare, refused, unwritable};
use super::journal::{self, Journal, Steps};
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
    if let Err(error) = journal::finish(targets) {
        let shown = targets.first().map_or("", |target| target.shown.as_str());
        refused(diags, shown, "what an earlier run had begun cannot be finished", &error);
        return None;
    }
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
    let journal = begin(targets, &plan, &ready, diags)?;
    let removed = put_in_place(ready, diags).then(|| remove(&plan, diags)).flatten();
    if let Some(Err(error)) = journal.map(Journal::end) {
        let shown = targets.first().map_or("", |target| target.shown.as_str());
        refused(diags, shown, "the journal cannot be removed", &error);
        return None;
    }
    let removed = removed?;
    plan.leftovers.iter().for_each(|path| drop(fs::remove_file(path)));
    Some(Written { written, unchanged: plan.unchanged, removed })
}

/// The journal, if there is anything to do. From here on, the next run finishes what this one cannot.
fn begin(
    targets: &[Target],
    plan: &Plan<'_>,
    ready: &[Ready<'_>],
    diags: &mut Diagnostics,
) -> Option<Option<Journal>> {
    let renames =
        ready.iter().map(|ready| (ready.temporary.path().to_path_buf(), ready.change.path.clone()));
    let removals = plan.changes.iter().filter(|c| matches!(c.kind, ChangeKind::Remove));
    let removals = removals.map(|change| change.path.clone()).collect();
    let steps = Steps { renames: renames.collect(), removals };
    let Some(target) = targets.first().filter(|_| !plan.changes.is_empty()) else {
        return Some(None);
    };
    match Journal::begin(&target.folder, &steps) {
        Ok(journal) => Some(Some(journal)),
        Err(error) => {
            refused(diags, &target.shown, "the journal cannot be written", &error);
            None
        }
    }
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
        // Whatever happens to the machine, it is either the old file or the new one.
        temporary.as_file().sync_data()?;
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use tempfile::TempDir;

    use super::{Diagnostics, Target, begin, compare, journal, prepare, write};
    use crate::output::GENERATED_BY;

    fn target(folder: &Path, names: &[&str], text: &str) -> Target {
        let text = format!("// {GENERATED_BY} `cargo xtask generate` from `x`.\n{text}\n");
        let files = names.iter().map(|name| ((*name).to_owned(), text.clone())).collect();
        Target::of_crate(folder, files)
    }

    /// Dies after this many renames, without a word.
    fn die(targets: &[Target], renames: usize) {
        let mut diags = Diagnostics::default();
        let plan = compare(targets, &mut diags);
        let ready = prepare(&plan, &mut Vec::new(), &mut diags).unwrap_or_default();
        std::mem::forget(begin(targets, &plan, &ready, &mut diags));
        for (index, ready) in ready.into_iter().enumerate() {
            let (_, path) = ready.temporary.keep().expect("a temporary stays");
            if index < renames {
                fs::rename(path, &ready.change.path).expect("a file is renamed");
            }
        }
    }

    #[test]
    fn the_next_run_finishes_what_one_had_begun() {
        for renames in 0..=4 {
            let dir = TempDir::new().expect("a folder");
            let [one, two] = [dir.path().join("one"), dir.path().join("two")];
            let mut diags = Diagnostics::default();
            let targets =
                |text: &str, names: &[&str]| [target(&one, names, text), target(&two, names, text)];
            write(&targets("old", &["src/a.rs", "src/b.rs", "src/gone.rs"]), &mut diags);
            let new = targets("new", &["src/a.rs", "src/b.rs"]);
            die(&new, renames);
            journal::finish(&new).expect("it is finished");
            for folder in [&one, &two] {
                for name in ["a.rs", "b.rs"] {
                    let text = fs::read_to_string(folder.join("src").join(name));
                    assert!(text.is_ok_and(|text| text.ends_with("new\n")), "{renames} {name}");
                }
                let names = fs::read_dir(folder.join("src")).expect("a folder").count();
                assert_eq!(names, 2, "{renames}");
            }
            assert!(!one.join(".codegen-journal").exists());
            assert!(!diags.has_errors());
        }
    }

    #[test]
    fn a_journal_moves_nothing_of_others() {
        let dir = TempDir::new().expect("a folder");
        let home = dir.path().join("home");
        let targets = [target(&home, &["src/a.rs"], "ours")];
        let mut diags = Diagnostics::default();
        write(&targets, &mut diags);
        let theirs = dir.path().join("theirs.rs");
        fs::write(&theirs, "theirs").expect("a file");
        let ours = home.join("src/a.rs");
        let journal = serde_json::json!({
            "renames": [[&ours, &theirs], [home.join("src/.codegen-x.tmp"), &ours]],
            "removals": [&theirs, home.join("src/../../theirs.rs")],
        });
        fs::write(home.join(".codegen-journal"), journal.to_string()).expect("a file");
        journal::finish(&targets).expect("nothing is in the way");
        assert!(theirs.exists() && ours.exists() && !home.join(".codegen-journal").exists());
    }
}
