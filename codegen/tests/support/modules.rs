//! Emitted crates as modules of one crate, which is built once for all of them. The support code that
//! every emitted crate has a copy of is there once.
#![allow(dead_code, reason = "no test file uses everything")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Macros for the model types are for one crate each, so they are copied; the rest is the runtime's.
const MACROS: [&str; 6] = ["object", "any_of", "slots", "string_enum", "transparent", "union"];

const PROFILE: &str = "\n[workspace]\n\n[profile.dev]\ndebug = false\nincremental = false\n";

/// A crate in the making.
pub(crate) struct Crate {
    name: &'static str,
    files: BTreeMap<PathBuf, String>,
    modules: String,
}

impl Crate {
    /// An empty crate with these dependencies; `RUNTIME` in them is the path of the runtime.
    #[must_use]
    pub(crate) fn new(name: &'static str, dependencies: &str) -> Self {
        let package =
            format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n");
        let dependencies = dependencies.replace("RUNTIME", &runtime().display().to_string());
        let mut made = Self { name, files: BTreeMap::new(), modules: String::new() };
        made.file("Cargo.toml", package + &dependencies + PROFILE);
        made
    }

    /// One of its files.
    pub(crate) fn file(&mut self, path: impl Into<PathBuf>, text: String) {
        self.files.insert(path.into(), text);
    }

    /// A module of emitted files, `home` saying where each of them belongs in it.
    pub(crate) fn module<'f>(
        &mut self,
        name: &str,
        files: impl Iterator<Item = (String, &'f str)>,
        home: impl Fn(&str) -> Option<String>,
    ) {
        for (path, text) in files {
            if let Some(home) = home(&path) {
                self.file(format!("src/{name}/{home}"), inside(text, name));
            }
        }
        writeln!(self.modules, "mod {name};").unwrap();
    }

    /// Changes its files, of which paths are told as below `src/`.
    pub(crate) fn edit(&mut self, change: impl Fn(&str, &str) -> String) {
        for (path, text) in &mut self.files {
            if let Ok(path) = path.strip_prefix("src") {
                *text = change(&path.display().to_string(), text);
            }
        }
    }

    /// Builds it and runs it on these lines of input, with `main` as its program and the modules of
    /// the support code that emitted files name. The output is what it has printed.
    pub(crate) fn run(mut self, main: &str, support: &str, input: &str) -> Result<String, String> {
        let mut types =
            "pub use codegen_runtime::types::{byte_stream, file, headers, json_lines, members, order, \
             parameter, secret, shape, style};\n"
                .to_owned();
        for name in MACROS {
            let text = fs::read_to_string(runtime().join(format!("src/types/{name}.rs"))).unwrap();
            self.file(format!("src/runtime/types/{name}.rs"), text);
            writeln!(types, "pub mod {name};").unwrap();
        }
        self.file("src/runtime/types/mod.rs", types);
        self.file("src/runtime/mod.rs", format!("{support}pub mod types;\n"));
        let head = "#![allow(warnings)]\nmod runtime;\n";
        self.file("src/main.rs", format!("{head}{}{main}", self.modules));
        let lock = fs::read_to_string(runtime().join("../../Cargo.lock")).unwrap();
        self.file("Cargo.lock", lock);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(self.name);
        for (path, text) in &self.files {
            let path = folder.join(path);
            // Equal files stay as they are, or Cargo would build them again.
            if fs::read_to_string(&path).is_ok_and(|old| old == *text) {
                continue;
            }
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        run(&folder, input)
    }
}

fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime")
}

/// An emitted text that now stands inside of a module.
fn inside(text: &str, name: &str) -> String {
    let home = format!("crate::{name}::");
    text.replace("crate::runtime", "crate:runtime")
        .replace("crate::", &home)
        .replace("crate:runtime", "crate::runtime")
        .replace("api_client::", &home)
        .replace("api_server::", &home)
}

fn run(folder: &Path, input: &str) -> Result<String, String> {
    let run = |network: &[&str]| {
        let mut child = Command::new(env!("CARGO"))
            .current_dir(folder)
            .args(["run", "--quiet"])
            .args(network)
            .arg("--target-dir")
            .arg(folder.with_file_name("cases-target"))
            .env_remove("CARGO_TARGET_DIR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // Beside reading, or both would wait for each other. A program that does not compile reads
        // nothing.
        std::thread::scope(|scope| {
            scope.spawn(move || drop(stdin.write_all(input.as_bytes())));
            child.wait_with_output().unwrap()
        })
    };
    let mut output = run(&["--offline"]);
    if String::from_utf8_lossy(&output.stderr).contains("without --offline") {
        output = run(&[]);
    }
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
