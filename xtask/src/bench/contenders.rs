//! The generators that are compared: this one, and others that are installed.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::Bench;

/// A generator.
pub(super) struct Contender {
    /// In tables and folders.
    pub(super) name: &'static str,
    program: PathBuf,
    arguments: fn(document: &Path, out: &Path) -> Vec<OsString>,
    /// Packages of what it writes that are compiled, by their folder.
    pub(super) packages: &'static [&'static str],
    /// What its output still needs to be a package.
    finish: fn(out: &Path) -> Result<()>,
}

/// Another generator, as it is installed.
struct Rival {
    name: &'static str,
    program: &'static str,
    arguments: fn(document: &Path, out: &Path) -> Vec<OsString>,
    finish: fn(out: &Path) -> Result<()>,
}

const RIVALS: [Rival; 3] = [
    Rival {
        name: "openapi-to-rust",
        program: "openapi-to-rust",
        arguments: |document, out| {
            let folder = out.join("src").join("generated");
            line(&[&"generate", &document, &"--output-dir", &folder, &"--quiet"])
        },
        finish: package_of_modules,
    },
    Rival {
        name: "oas3-gen",
        program: "oas3-gen",
        arguments: |document, out| {
            line(&[&"generate", &"client-mod", &"-i", &document, &"-o", &out, &"--workspace"])
        },
        finish: workspace_of_its_own,
    },
    Rival {
        name: "progenitor",
        program: "cargo-progenitor",
        arguments: |document, out| {
            let named = [&"-n" as &dyn AsRef<Path>, &"bench-client", &"-v", &"0.1.0"];
            let mut all = line(&[&"progenitor", &"-i", &document, &"-o", &out]);
            all.extend(line(&named));
            all
        },
        finish: workspace_of_its_own,
    },
];

fn line(parts: &[&dyn AsRef<Path>]) -> Vec<OsString> {
    parts.iter().map(|part| part.as_ref().as_os_str().to_owned()).collect()
}

fn own(document: &Path, out: &Path) -> Vec<OsString> {
    let flags: [&dyn AsRef<Path>; 3] = [&"--skip-unsupported", &"--name", &"bench"];
    let mut all = line(&[&"generate", &document, &"--out", &out]);
    all.extend(line(&flags));
    all
}

/// This generator first, then the others; with what is not there.
pub(super) fn all(bench: &Bench<'_>) -> (Vec<Contender>, Vec<String>) {
    let mut found = vec![
        Contender {
            name: "ours",
            program: bench.own.clone(),
            arguments: own,
            packages: &["client", "server-stubs"],
            finish: |_| Ok(()),
        },
        Contender {
            name: "ours, client alone",
            program: bench.own.clone(),
            arguments: |document, out| {
                let mut all = own(document, out);
                all.push("--client-only".into());
                all
            },
            packages: &["client"],
            finish: |_| Ok(()),
        },
    ];
    let mut missing = Vec::new();
    for rival in RIVALS {
        let Rival { name, program, arguments, finish } = rival;
        match find(program, bench.args.rivals.as_deref()) {
            Some(program) => {
                found.push(Contender { name, program, arguments, packages: &["."], finish });
            }
            None => missing.push(format!("{name}: `{program}` is not installed")),
        }
    }
    (found, missing)
}

/// The program in the given folder, or on the path.
fn find(program: &str, folder: Option<&Path>) -> Option<PathBuf> {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = folder.map(Path::to_path_buf).into_iter().chain(std::env::split_paths(&path));
    folders.map(|folder| folder.join(&file)).find(|path| path.is_file())
}

impl Contender {
    /// How it generates.
    pub(super) fn command(&self, document: &Path, out: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args((self.arguments)(document, out)).current_dir(out);
        command
    }

    /// Makes packages of what it wrote.
    pub(super) fn finish(&self, out: &Path) -> Result<()> {
        (self.finish)(out)
    }
}

/// Keeps a package out of the workspace that it stands below, this repository's for example.
fn workspace_of_its_own(out: &Path) -> Result<()> {
    let manifest = out.join("Cargo.toml");
    let mut text = fs::read_to_string(&manifest).with_context(|| manifest.display().to_string())?;
    if !text.lines().any(|line| line.trim_end() == "[workspace]") {
        text.push_str("\n[workspace]\n");
        fs::write(&manifest, text)?;
    }
    Ok(())
}

/// A manifest and a root for modules that come without them, as their list of dependencies asks.
fn package_of_modules(out: &Path) -> Result<()> {
    let generated = out.join("src").join("generated");
    let needed = generated.join("REQUIRED_DEPS.toml");
    let needed = fs::read_to_string(&needed).with_context(|| needed.display().to_string())?;
    let manifest = format!(
        "[package]\nname = \"bench-client\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [workspace]\n\n{needed}"
    );
    fs::write(out.join("Cargo.toml"), manifest)?;
    fs::write(out.join("src").join("lib.rs"), "pub mod generated;\n")?;
    Ok(())
}
