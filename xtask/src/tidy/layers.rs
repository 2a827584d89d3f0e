//! The edges between the generator's stages: what each may not know.

use super::Findings;
use super::hand_written::{code, names_crate};
use super::tree::TextFile;

/// What a folder of `codegen/src` may not know: modules of the generator and crates.
struct Layer {
    folder: &'static str,
    modules: &'static [&'static str],
    crates: &'static [&'static str],
}

/// Crates that write Rust.
const RUST: &[&str] = &["askama", "heck", "prettyplease", "proc_macro2", "quote", "syn"];

/// Everything that only the first stages may know.
const DOCUMENT: &[&str] = &["openapiv3", "saphyr_parser", "serde_yaml", "toml"];

const LAYERS: &[Layer] = &[
    Layer {
        folder: "read",
        modules: &["config", "driver", "emit", "lower", "name", "normalise", "output", "rust"],
        crates: RUST,
    },
    Layer {
        folder: "normalise",
        modules: &["config", "driver", "emit", "lower", "name", "output", "rust"],
        crates: RUST,
    },
    Layer { folder: "lower", modules: &["driver", "emit", "name", "output", "rust"], crates: RUST },
    Layer {
        folder: "model",
        modules: &[
            "config",
            "diagnostics",
            "driver",
            "emit",
            "lower",
            "name",
            "normalise",
            "output",
            "read",
            "rust",
        ],
        crates: DOCUMENT,
    },
    Layer {
        folder: "name",
        modules: &["driver", "emit", "lower", "normalise", "output"],
        crates: DOCUMENT,
    },
    Layer {
        folder: "emit",
        modules: &["driver", "lower", "normalise", "pages", "read"],
        crates: &["heck", "openapiv3", "saphyr_parser", "serde_yaml", "std::fs"],
    },
    Layer {
        folder: "rust",
        modules: &[
            "config",
            "diagnostics",
            "driver",
            "emit",
            "lower",
            "model",
            "name",
            "normalise",
            "output",
            "read",
        ],
        crates: DOCUMENT,
    },
    Layer {
        folder: "pages",
        modules: &["config", "driver", "lower", "normalise", "output"],
        crates: &["heck", "openapiv3", "saphyr_parser", "serde_yaml", "std::fs"],
    },
    Layer {
        folder: "diff",
        modules: &["driver", "lower", "normalise", "output", "read", "rust"],
        crates: &["heck", "openapiv3", "saphyr_parser", "serde_yaml", "std::fs", "toml"],
    },
    Layer {
        folder: "import",
        modules: &["config", "driver", "emit", "lower", "name", "normalise", "output", "rust"],
        crates: &["heck", "openapiv3", "saphyr_parser", "serde_yaml", "std::fs", "toml"],
    },
    Layer {
        folder: "output",
        modules: &["config", "driver", "lower", "name", "normalise", "read", "rust"],
        crates: &["heck", "openapiv3", "quote", "serde_yaml", "syn"],
    },
    Layer {
        folder: "reference",
        modules: &["config", "driver", "emit", "lower", "name", "normalise", "output", "rust"],
        crates: &[
            "askama",
            "heck",
            "openapiv3",
            "prettyplease",
            "proc_macro2",
            "quote",
            "saphyr_parser",
            "serde_yaml",
            "std::fs",
            "syn",
            "toml",
        ],
    },
];

pub(super) fn check(file: &TextFile, findings: &mut Findings) {
    let Some(path) = file.path.strip_prefix("codegen/src/") else { return };
    let Some((folder, below)) = path.split_once('/') else { return };
    let Some(layer) = LAYERS.iter().find(|layer| layer.folder == folder) else { return };
    let sibling =
        (folder == "emit").then(|| below.split_once('/').map(|(first, _)| first)).flatten();
    for (number, line) in lines(&file.text) {
        for module in layer.modules {
            if names_module(&line, module) {
                let message = format!("`{folder}` must not know `{module}`");
                findings.add(&file.path, number, message);
            }
        }
        for name in layer.crates {
            if names_crate(&line, name) {
                findings.add(&file.path, number, format!("`{folder}` must not know `{name}`"));
            }
        }
        for other in EMITTERS {
            let known = line.contains(&format!("crate::emit::{other}"));
            if known && sibling.is_some_and(|own| own != *other) {
                findings.add(
                    &file.path,
                    number,
                    format!("emitters must not know each other (`{other}`)"),
                );
            }
        }
    }
}

/// The folders of `emit` that each make a part of the output.
const EMITTERS: &[&str] = &["client", "manifest", "server", "types"];

/// Lines with their numbers; a `use` that is spread over several lines counts as one.
fn lines(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (index, line) in text.lines().enumerate() {
        let line = code(line);
        match lines.last_mut() {
            Some((_, last)) if open => last.push_str(line),
            _ => lines.push((index + 1, line.to_owned())),
        }
        let starts = line.starts_with("use ") || line.starts_with("pub use ");
        open = (open || starts) && !line.contains(';');
    }
    lines
}

/// `crate::module`, alone or in a list: `crate::{a, module::X}`.
fn names_module(line: &str, module: &str) -> bool {
    let is_word_end = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let named = |text: &str| text.strip_prefix(module).is_some_and(is_word_end);
    line.match_indices("crate::").any(|(at, found)| {
        let rest = line.get(at + found.len()..).unwrap_or_default();
        match rest.strip_prefix('{') {
            Some(list) => outer_items(list).iter().any(|item| named(item)),
            None => named(rest),
        }
    })
}

/// The items of a brace list whose opening brace is already gone; nested lists are left out.
fn outer_items(list: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                items.push(list.get(start..at).unwrap_or_default().trim());
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::{Findings, TextFile, check, lines, names_module};

    #[test]
    fn modules_are_found_alone_and_in_lists() {
        assert!(names_module("use crate::emit::Files;", "emit"));
        assert!(names_module("use crate::{model::{Api, Docs}, emit::Files};", "emit"));
        assert!(names_module("let x = crate::name::Names::default();", "name"));
        assert!(!names_module("use crate::names::X;", "name"));
        assert!(!names_module("use crate::{model::name, emit};", "name"));
    }

    #[test]
    fn a_spread_use_is_one_line() {
        let text = "use crate::{\n    model::Api,\n    emit::Files,\n};\nlet x = 1;\n";
        let lines = lines(text);
        assert_eq!(lines.len(), 2);
        assert!(names_module(&lines[0].1, "emit"));
        assert_eq!(lines[1].0, 5);
    }

    #[test]
    fn breaches_are_found() {
        for (path, text) in [
            ("codegen/src/model/a.rs", "use openapiv3::Schema;"),
            ("codegen/src/emit/types/a.rs", "use crate::emit::client::X;"),
            ("codegen/src/emit/types/a.rs", "std::fs::read(x);"),
            ("codegen/src/lower/a.rs", "use crate::name::Names;"),
        ] {
            let mut findings = Findings::default();
            check(&TextFile { path: path.to_owned(), text: text.to_owned() }, &mut findings);
            assert_eq!(findings.0.len(), 1, "{path}: {text}");
        }
    }
}
