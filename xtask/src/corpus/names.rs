//! What the workspaces of documents are called.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A name for each document: its stem, as the name of a package can be. Those that would share it have
/// their extension besides, and a number where that does not help, in the order of the documents.
pub(super) fn names(documents: &[PathBuf]) -> Vec<String> {
    let mut sharing: BTreeMap<String, usize> = BTreeMap::new();
    for document in documents {
        *sharing.entry(stem(document)).or_default() += 1;
    }
    let is_own = |stem: &String| sharing.get(stem) == Some(&1);
    let mut taken: BTreeSet<String> = sharing.keys().filter(|stem| is_own(stem)).cloned().collect();
    let mut free = |name: String| {
        let numbered = (2..).map(|number: u32| format!("{name}-{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|n| !taken.contains(n));
        let free = free.unwrap_or(name);
        taken.insert(free.clone());
        free
    };
    let name = |document: &PathBuf| {
        let stem = stem(document);
        if is_own(&stem) { stem } else { free(format!("{stem}-{}", extension(document))) }
    };
    documents.iter().map(name).collect()
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let name: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    match name.trim_matches('-') {
        name if name.starts_with(|c: char| c.is_ascii_lowercase()) => name.to_owned(),
        name => format!("d{name}"),
    }
}

/// The extension, in lower case.
pub(super) fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::names;

    fn named(files: &[&str]) -> Vec<String> {
        names(&files.iter().map(PathBuf::from).collect::<Vec<_>>())
    }

    #[test]
    fn names_are_those_of_files_where_these_differ() {
        assert_eq!(named(&["a/Pets & Co.yaml", "a/3d.json"]), ["pets---co", "d3d"]);
        assert_eq!(
            named(&["quay.json", "quay.yaml", "rest.yaml"]),
            ["quay-json", "quay-yaml", "rest"]
        );
    }

    #[test]
    fn no_name_is_given_twice() {
        let files =
            ["a b.json", "a-b.json", "A_B.JSON", "a.b.yml", "a-b-json.yml", "a-b-json-2.yml"];
        assert_eq!(
            named(&files),
            ["a-b-json-3", "a-b-json-4", "a-b-json-5", "a-b-yml", "a-b-json", "a-b-json-2"]
        );
    }
}
