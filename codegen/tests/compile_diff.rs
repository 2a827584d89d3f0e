//! What `cargo xtask spec diff` says about programs, asked of the compiler.
//!
//! Four programs for the shop of `tests/diff/base.yaml` use everything in it: a caller and an
//! implementation as people write them, and another two that name every field. Each is compiled
//! against the crates of every case. A change breaks whom it is said to break, and nobody else.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "support/shop.rs"]
mod shop;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::diff::{Bump, Effect, Report};

use shop::{Case, Made, base, cases, home};

const PROGRAMS: [&str; 4] = ["caller", "strict_caller", "implementor", "strict_implementor"];

/// A case and what comes of it.
struct Compiled {
    name: String,
    made: Made,
}

#[test]
#[ignore = "compiles the crates of some 70 documents; `.ci/run` does so"]
fn programs_break_where_the_report_says_so() {
    let old = Made::new(base());
    let same = code(&old);
    let compiled = |case: Case| Compiled { name: case.name, made: Made::new(case.document) };
    // The same code compiles with the same programs.
    let mut cases: Vec<Compiled> = cases().into_iter().map(compiled).collect();
    let all = cases.len();
    cases.retain(|case| code(&case.made) != same);
    cases.push(compiled(Case { name: "unchanged".to_owned(), document: base() }));
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff");
    write_workspace(&workspace, &cases);
    let compiled = check(&workspace);
    let mut wrong = Vec::new();
    for case in &cases {
        let report = old.compare(&case.made);
        wrong.extend(disagreements(&case.name, &report, &compiled));
    }
    println!("{all} cases, {} with other code, {} wrong", cases.len() - 1, wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where the report and the compiler do not say the same.
fn disagreements(name: &str, report: &Report, compiled: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    let compiles = |program: &str| compiled.contains(&format!("{name}/{program}"));
    for (role, said) in [
        ("caller", worst(report, |change| change.callers)),
        ("implementor", worst(report, |change| change.implementors)),
    ] {
        let found = match (compiles(role), compiles(&format!("strict_{role}"))) {
            (false, _) => Effect::Breaking,
            (true, false) => Effect::Partial,
            (true, true) => Effect::Fine,
        };
        if said != found {
            wrong.push(format!("{name}: {role}: said `{said}`, the compiler says `{found}`"));
        }
    }
    // A version that may stay compatible is one with which everything compiles.
    let all = PROGRAMS.iter().all(|program| compiles(program));
    let major = report.bumps.client.max(report.bumps.server) == Bump::Major;
    if !all && !major {
        wrong.push(format!("{name}: the version does not tell"));
    }
    wrong
}

fn worst(report: &Report, of: fn(&codegen::diff::Change) -> Effect) -> Effect {
    report.changes.iter().map(of).max().unwrap_or_default()
}

fn write_workspace(workspace: &Path, cases: &[Compiled]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut members = Vec::new();
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    for case in cases {
        let name = &case.name;
        for (path, text) in case.made.files() {
            files.insert(Path::new(name).join(path), renamed(text, name));
        }
        files.insert(Path::new(name).join("programs/Cargo.toml"), manifest(name));
        files.insert(Path::new(name).join("programs/lib.rs"), "//! Nothing.\n".to_owned());
        members.extend(["client", "server-stubs", "programs"].map(|part| format!("{name}/{part}")));
    }
    for program in PROGRAMS {
        let file = format!("programs/{program}.rs");
        files.insert(file.clone().into(), fs::read_to_string(home().join(file)).unwrap());
    }
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = false\nincremental = false\n"
    );
    files.insert("Cargo.toml".into(), manifest);
    files.insert("Cargo.lock".into(), fs::read_to_string(root.join("../Cargo.lock")).unwrap());
    for (path, text) in files {
        let path = workspace.join(path);
        // Equal files stay as they are, or Cargo would check them again.
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The code of both crates that programs can name, without comments.
fn code(made: &Made) -> Vec<(String, Vec<String>)> {
    let plain = |text: &str| {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.map(str::to_owned).collect()
    };
    let inside = ["/requests.rs", "/schemas.rs", "/handlers.rs", "/router.rs", "/security.rs"];
    let code = made.files().filter(|(path, _)| {
        path.ends_with(".rs") && !inside.iter().any(|file| path.contains(file))
    });
    code.map(|(path, text)| (path, plain(text))).collect()
}

/// A text of the crates, with the packages of this case.
fn renamed(text: &str, case: &str) -> String {
    let module = case.replace('-', "_");
    ["client", "server"].iter().fold(text.to_owned(), |text, part| {
        text.replace(&format!("api-{part}"), &format!("{case}-{part}"))
            .replace(&format!("api_{part}"), &format!("{module}_{part}"))
    })
}

fn manifest(case: &str) -> String {
    let mut text = format!(
        r#"[package]
name = "{case}-programs"
edition = "2024"

[lib]
path = "lib.rs"

[dependencies]
api-client = {{ package = "{case}-client", path = "../client", default-features = false, features = ["client"] }}
api-server = {{ package = "{case}-server", path = "../server-stubs" }}
futures-util = {{ version = "0.3", default-features = false, features = ["std"] }}
"#
    );
    for program in PROGRAMS {
        text.push_str(&format!(
            "\n[[example]]\nname = \"{program}\"\npath = \"../../programs/{program}.rs\"\ncrate-type = [\"lib\"]\n"
        ));
    }
    text
}

/// The programs that compile, as `CASE/PROGRAM`.
fn check(workspace: &Path) -> BTreeSet<String> {
    let run = |network: &[&str]| {
        Command::new(env!("CARGO"))
            .current_dir(workspace)
            .args(["check", "--workspace", "--examples", "--keep-going", "--message-format=json"])
            .args(network)
            .arg("--target-dir")
            .arg(workspace.with_file_name("cases-target"))
            .env_remove("CARGO_TARGET_DIR")
            .output()
            .unwrap()
    };
    let mut output = run(&["--offline"]);
    if String::from_utf8_lossy(&output.stderr).contains("without --offline") {
        output = run(&[]);
    }
    let mut compiled = BTreeSet::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        if message["reason"] != "compiler-artifact" {
            continue;
        }
        let manifest = PathBuf::from(text(&message["manifest_path"]));
        let folder = manifest.parent().and_then(Path::parent).and_then(Path::file_name);
        let case = folder.unwrap_or_default().to_string_lossy().into_owned();
        compiled.insert(format!("{case}/{}", text(&message["target"]["name"])));
    }
    // Emitted crates compile in any case, so that a program alone is to blame.
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(compiled.iter().any(|name| name == "unchanged/implementor"), "{errors}");
    compiled
}
