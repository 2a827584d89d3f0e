//! The table of sources says the truth about the files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use codegen_runtime::sources::{CRATES, Part, Source, sources};
use proc_macro2::{TokenStream, TokenTree};

const PARTS: [Part; 5] = [Part::Types, Part::Client, Part::Server, Part::Mock, Part::Call];

fn folder(part: Part) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src").join(part.folder())
}

fn names(part: Part) -> Vec<&'static str> {
    sources().filter(|source| source.part == part).map(|source| source.name).collect()
}

#[test]
fn every_file_is_listed_once_and_in_order() {
    for part in PARTS {
        let on_disk: BTreeSet<String> = fs::read_dir(folder(part))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "mod.rs")
            .collect();
        let listed: Vec<String> = names(part).iter().map(|name| format!("{name}.rs")).collect();
        assert!(on_disk.iter().eq(&listed), "{part:?}: {on_disk:?} on disk, {listed:?} listed");
    }
}

#[test]
fn every_text_is_that_of_its_file() {
    for source in sources() {
        let file = folder(source.part).join(source.name).with_extension("rs");
        assert_eq!(source.text, fs::read_to_string(&file).unwrap(), "{}", file.display());
    }
}

#[test]
fn every_folder_declares_its_modules_and_nothing_else() {
    for part in PARTS {
        let text = fs::read_to_string(folder(part).join("mod.rs")).unwrap();
        let mut declared = Vec::new();
        for item in syn::parse_file(&text).unwrap().items {
            match item {
                syn::Item::Mod(module) if module.content.is_none() => {
                    assert!(matches!(module.vis, syn::Visibility::Public(_)), "{}", module.ident);
                    declared.push(module.ident.to_string());
                }
                // What examples use of their crates.
                syn::Item::Use(_) if matches!(part, Part::Mock | Part::Call) => {}
                _ => panic!("{part:?}: mod.rs has more than `pub mod`"),
            }
        }
        assert_eq!(declared, names(part), "{part:?}");
    }
}

#[test]
fn every_file_names_the_crates_that_are_declared() {
    for source in sources() {
        let declared: BTreeSet<String> =
            source.crates.iter().map(|(name, _)| name.replace('-', "_")).collect();
        assert_eq!(named_crates(source), declared, "{}/{}.rs", source.part.folder(), source.name);
        assert!(source.crates.is_sorted(), "{}/{}.rs", source.part.folder(), source.name);
    }
}

#[test]
fn every_declared_crate_is_known() {
    assert!(CRATES.is_sorted_by_key(|known| known.name));
    for source in sources() {
        for (name, _) in source.crates {
            assert!(CRATES.iter().any(|known| known.name == *name), "{name}");
        }
    }
}

/// The crates at the beginning of paths. Complains about paths that would not survive the copy.
fn named_crates(source: &Source) -> BTreeSet<String> {
    let file = syn::parse_file(source.text).unwrap();
    for item in &file.items {
        if let syn::Item::Use(import) = item {
            let root = match &import.tree {
                syn::UseTree::Path(path) => path.ident.to_string(),
                syn::UseTree::Name(name) => name.ident.to_string(),
                _ => panic!("{}: an import of many crates at once", source.name),
            };
            let known = CRATES.iter().any(|known| known.name.replace('-', "_") == root);
            let own = source.text.contains(&format!("macro_rules! {root} "));
            assert!(
                known || own || matches!(root.as_str(), "std" | "super"),
                "{}: {root}",
                source.name
            );
        }
    }
    let mut found = BTreeSet::new();
    let mut tokens = Vec::new();
    flatten(source.text.parse().unwrap(), &mut tokens);
    for (index, token) in tokens.iter().enumerate() {
        let before =
            |back: usize| index.checked_sub(back).map_or("", |index| tokens[index].as_str());
        let after = |on: usize| tokens.get(index + on).map_or("", String::as_str);
        // `a::b`, also as `::a::b`, but not the middle of a path.
        let starts_path =
            after(1) == ":" && after(2) == ":" || before(1) == "use" && after(1) == ";";
        let path_before = before(1) == ":" && before(2) == ":" && is_name(before(3));
        if !starts_path || path_before {
            continue;
        }
        assert!(token != "crate" || before(1) == "$", "{}: a path from `crate`", source.name);
        if CRATES.iter().any(|known| known.name.replace('-', "_") == *token) {
            found.insert(token.clone());
        }
    }
    found
}

fn is_name(token: &str) -> bool {
    !matches!(token, "use" | "impl" | "for" | "as" | "dyn" | "return" | "in")
        && token.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !token.is_empty()
}

fn flatten(stream: TokenStream, tokens: &mut Vec<String>) {
    for tree in stream {
        match tree {
            TokenTree::Group(group) => {
                tokens.push("(".to_owned());
                flatten(group.stream(), tokens);
                tokens.push(")".to_owned());
            }
            tree => tokens.push(tree.to_string()),
        }
    }
}
