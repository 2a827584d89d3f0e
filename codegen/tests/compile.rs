//! Every golden case as real crates: they compile without a warning, with and without the client,
//! give rustdoc nothing to complain about, and do over sockets what their documents say.
//!
//! All cases become one Cargo workspace below the target folder, together with the hand-written
//! `behaviour` package: `tests/cases/CASE/behaviour.rs` and what they share, `tests/support/behaviour.rs`.
//! Cargo's output is shown when it fails.

#[path = "support/programs.rs"]
#[allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]
mod programs;
#[path = "support/speaking.rs"]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]
mod speaking;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use support::{Case, cases, files_below};

/// Packages that behaviour tests use besides the cases' own.
const BEHAVIOUR: &str = r#"[package]
name = "behaviour"
edition = "2024"

[lib]
doctest = false

[dependencies]
axum = { version = "0.8", default-features = false, features = ["http1", "tokio"] }
chrono = { version = "0.4", default-features = false }
futures-util = { version = "0.3", default-features = false, features = ["std"] }
proptest = { version = "1", default-features = false, features = ["std"] }
reqwest = { version = "0.13", default-features = false }
serde_json = { version = "1", default-features = false, features = ["std"] }
tokio = { version = "1", default-features = false, features = ["io-util", "macros", "net", "rt", "time"] }
uuid = { version = "1", default-features = false }
"#;

/// Settings that make the nested builds small.
const PROFILE: &str = "\n[profile.dev]\ndebug = false\nincremental = false\n";

/// The workspace, written once for all tests of this file.
static WORKSPACE: LazyLock<PathBuf> = LazyLock::new(|| {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases");
    let files = workspace();
    for path in files_below(&home).into_keys().filter(|path| !files.contains_key(path)) {
        fs::remove_file(home.join(path)).expect("a file can be removed");
    }
    for (path, text) in &files {
        write(&home.join(path), text);
    }
    home
});

/// Equal files stay as they are, or Cargo would build them again.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("it is below")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn workspace() -> BTreeMap<String, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: PathBuf| fs::read_to_string(path).expect("a file of ours can be read");
    let mut files = BTreeMap::new();
    let mut members = vec!["behaviour".to_owned()];
    let mut behaviour = BEHAVIOUR.to_owned();
    for case in cases() {
        let name = &case.name;
        let emitted = crates(&case);
        if emitted.is_empty() {
            continue;
        }
        members.extend([format!("{name}/client"), format!("{name}/server-stubs")]);
        behaviour.push_str(&dependencies(name));
        let test = case.folder.join("behaviour.rs");
        if test.is_file() {
            files.insert(format!("behaviour/tests/{name}.rs"), read(test));
        }
        files.extend(emitted.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
    }
    files.insert("behaviour/Cargo.toml".to_owned(), behaviour);
    files.insert("behaviour/src/lib.rs".to_owned(), read(here.join("tests/support/behaviour.rs")));
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n{PROFILE}");
    let lints = lints(&read(here.join("../Cargo.toml")));
    files.insert("Cargo.toml".to_owned(), format!("{manifest}{lints}"));
    // The same versions as everywhere else in this repository, without asking any registry.
    files.insert("Cargo.lock".to_owned(), read(here.join("../Cargo.lock")));
    files.insert("rustfmt.toml".to_owned(), read(here.join("../rustfmt.toml")));
    files
}

fn dependencies(case: &str) -> String {
    format!(
        "{case}-client = {{ path = \"../{case}/client\", default-features = false, features = [\"client\"] }}\n\
         {case}-server = {{ path = \"../{case}/server-stubs\" }}\n"
    )
}

/// The lints of this repository, which are stricter than those that emitted crates have alone.
fn lints(manifest: &str) -> String {
    let sections = manifest.split("\n[").filter(|section| section.starts_with("workspace.lints"));
    sections.map(|section| format!("\n[{section}")).collect()
}

/// Both crates of a case as they are emitted, except that this repository's lints hold, and that
/// their documentation may be tested.
fn crates(case: &Case) -> BTreeMap<String, String> {
    let mut files = case.generate().files;
    files.remove("Cargo.toml");
    for manifest in ["client/Cargo.toml", "server-stubs/Cargo.toml"] {
        if let Some(text) = files.get_mut(manifest) {
            let (own, lints) = text.split_once("[lints.rust]").expect("lints stand last");
            assert!(lints.contains("unsafe_code = \"forbid\""), "{lints}");
            let own = own.replace("doctest = false", "doctest = true");
            *text = format!("{own}[lints]\nworkspace = true\n");
        }
    }
    files
}

/// Runs Cargo in the workspace and returns what it printed.
#[track_caller]
fn cargo(arguments: &[&str]) -> String {
    // What this repository is built with is at hand; only a part of it may be if just one package
    // was ever built.
    let mut output = run(arguments, &["--offline"]);
    if !output.status.success() && String::from_utf8_lossy(&output.stderr).contains("--offline") {
        output = run(arguments, &[]);
    }
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "cargo {}\n{stdout}\n{stderr}", arguments.join(" "));
    stdout
}

fn run(arguments: &[&str], network: &[&str]) -> Output {
    let home = &*WORKSPACE;
    let (command, rest) = arguments.split_first().expect("a command");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(home).arg(command);
    if *command != "fmt" {
        cargo
            .args(network)
            .args(["--quiet", "--target-dir"])
            .arg(home.with_file_name("cases-target"));
    }
    cargo.args(rest).env("RUSTDOCFLAGS", "-D warnings").env_remove("CARGO_TARGET_DIR");
    cargo.output().expect("cargo runs")
}

/// The packages of every case, as arguments.
fn packages(suffix: &str) -> Vec<String> {
    let compiled = |case: &Case| WORKSPACE.join(&case.name).is_dir();
    let names = cases().into_iter().filter(compiled);
    names.flat_map(|case| ["-p".to_owned(), format!("{}-{suffix}", case.name)]).collect()
}

#[track_caller]
fn cargo_for(command: &[&str], packages: &[String], rest: &[&str]) -> String {
    let packages = packages.iter().map(String::as_str);
    cargo(&command.iter().copied().chain(packages).chain(rest.iter().copied()).collect::<Vec<_>>())
}

#[test]
fn types_alone_have_no_warnings() {
    let command = ["clippy", "--keep-going", "--no-default-features"];
    cargo_for(&command, &packages("client"), &["--", "-D", "warnings"]);
}

#[test]
fn clients_servers_and_their_tests_have_no_warnings() {
    let command = ["clippy", "--keep-going", "--no-default-features"];
    let strict = ["--", "-D", "warnings"];
    cargo_for(&command, &["--workspace", "--lib", "--examples"].map(str::to_owned), &strict);
    cargo_for(&command, &["-p", "behaviour", "--tests"].map(str::to_owned), &strict);
}

/// Without tags, with each, and with two of them: there is no warning, and what belongs to others is
/// not there.
#[test]
fn tags_can_be_left_out() {
    let command = ["clippy", "--no-default-features"];
    for (case, tags) in [
        ("tag-features", &[][..]),
        ("tag-features", &["pets"]),
        ("tag-features", &["shop-orders"]),
        ("tag-features", &["client-tag"]),
        ("tag-features", &["pets", "client-tag"]),
        ("tag-traits-features", &[]),
        ("tag-traits-features", &["pets"]),
        ("tag-traits-features", &["orders"]),
    ] {
        let packages = ["client", "server"].map(|part| format!("{case}-{part}"));
        let packages = packages.map(|package| ["-p".to_owned(), package]).concat();
        let tags = tags.iter().map(|tag| format!("{case}-server/{tag}"));
        let features: Vec<String> = tags.chain([format!("{case}-client/client")]).collect();
        let features = features.join(",");
        let rest = ["--lib", "--features", &features, "--", "-D", "warnings"];
        cargo_for(&command, &packages, &rest);
        cargo_for(&["doc", "--no-deps", "--no-default-features"], &packages, &rest[..3]);
    }
}

#[test]
fn documentation_has_no_warnings() {
    cargo(&["doc", "--keep-going", "--workspace", "--no-deps", "--no-default-features"]);
}

/// Emitted sources stay as they are printed; what is written by hand is formatted.
#[test]
fn formatting_changes_nothing() {
    cargo(&["fmt", "--all", "--check"]);
}

/// Nothing that a document says becomes code that runs.
#[test]
fn no_text_of_a_document_becomes_a_doc_test() {
    // The behaviour package is among them so that features are those that it has compiled.
    let packages = ["behaviour", "obstacle-course-client", "obstacle-course-server"];
    let packages: Vec<String> =
        packages.iter().flat_map(|package| ["-p".to_owned(), (*package).to_owned()]).collect();
    let said = cargo_for(&["test", "--doc", "--no-default-features"], &packages, &[]);
    assert_eq!(said.matches("running 0 tests").count(), 3, "{said}");
}

#[test]
fn crates_behave_as_their_documents_say() {
    let said = cargo(&["test", "--no-fail-fast", "-p", "behaviour", "--tests"]);
    let cases = cases().into_iter().filter(|case| case.folder.join("behaviour.rs").is_file());
    let passed = said.lines().filter(|line| line.starts_with("test result: ok.")).count();
    assert!(passed >= cases.count(), "{said}");
}

/// The programs of a case, put aside: those of every case have the same names.
fn programs(case: &str) -> programs::Programs {
    let home = WORKSPACE.with_file_name("cases-programs");
    fs::create_dir_all(&home).expect("a folder can be made");
    let built = |package: &str, name: &str| {
        // The behaviour package is among them so that features are those that it has compiled.
        let packages = ["behaviour", package];
        let packages: Vec<String> =
            packages.iter().flat_map(|package| ["-p".to_owned(), (*package).to_owned()]).collect();
        cargo_for(&["build", "--no-default-features", "--example", name], &packages, &[]);
        let name = Path::new(name).with_extension(std::env::consts::EXE_EXTENSION);
        let target = WORKSPACE.with_file_name("cases-target");
        let program = home.join(package).with_extension(std::env::consts::EXE_EXTENSION);
        fs::copy(target.join("debug/examples").join(name), &program).expect("it was built");
        program
    };
    programs::Programs {
        mock: built(&format!("{case}-server"), "mock"),
        call: built(&format!("{case}-client"), "call"),
    }
}

#[test]
fn programs_speak_to_each_other() {
    speaking::streams(&programs("streams"));
    speaking::parameters(&programs("parameters"));
    speaking::bodies(&programs("bodies"));
    speaking::replies(&programs("replies"));
    speaking::styles(&programs("styles"));
    speaking::credentials(&programs("credentials"));
}
