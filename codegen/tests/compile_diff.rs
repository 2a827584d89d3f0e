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

use codegen::config::Config;
use codegen::diagnostics::Diagnostics;
use codegen::diff::{Bump, Effect, Report};
use codegen::{Layout, generate};

use shop::{Case, Made, base, cases, home};

const PROGRAMS: [&str; 4] = ["caller", "strict_caller", "implementor", "strict_implementor"];

#[test]
#[ignore = "compiles some 80 workspaces' worth of code: cargo test -p codegen --test compile_diff -- --ignored"]
fn programs_break_where_the_report_says_so() {
    let unchanged = Case { name: "unchanged".to_owned(), document: base() };
    let same = code(&unchanged);
    // The same code compiles with the same programs.
    let cases = cases().into_iter().filter(|case| code(case) != same);
    let cases: Vec<Case> = cases.chain([unchanged]).collect();
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff");
    write_workspace(&workspace, &cases);
    let compiled = check(&workspace);
    let mut wrong = Vec::new();
    let old = Made::new(base());
    for case in &cases {
        let report = old.compare(&Made::new(case.document.clone()));
        let compiles = |program: &str| compiled.contains(&format!("{}/{program}", case.name));
        for (role, said) in [
            ("caller", worst(&report, |change| change.callers)),
            ("implementor", worst(&report, |change| change.implementors)),
        ] {
            let found = match (compiles(role), compiles(&format!("strict_{role}"))) {
                (false, _) => Effect::Breaking,
                (true, false) => Effect::Partial,
                (true, true) => Effect::Fine,
            };
            if said != found {
                let name = &case.name;
                wrong.push(format!("{name}: {role}: said `{said}`, the compiler says `{found}`"));
            }
        }
        // A version that may stay compatible is one with which everything compiles.
        let all = PROGRAMS.iter().all(|program| compiles(program));
        let major = report.bumps.client.max(report.bumps.server) == Bump::Major;
        if !all && !major {
            wrong.push(format!("{}: the version does not tell", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn worst(report: &Report, of: fn(&codegen::diff::Change) -> Effect) -> Effect {
    report.changes.iter().map(of).max().unwrap_or_default()
}

fn write_workspace(workspace: &Path, cases: &[Case]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut members = Vec::new();
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    for case in cases {
        let name = &case.name;
        for (path, text) in crates(case) {
            files.insert(Path::new(name).join(path), text);
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
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = false\n"
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

/// The code of both crates, without comments.
fn code(case: &Case) -> Vec<(String, String)> {
    let plain = |text: String| {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.map(|line| line.replace(&case.name.replace('-', "_"), "case")).collect()
    };
    let files = crates(case).into_iter();
    let code = files.filter(|(path, _)| {
        path.ends_with(".rs") && !path.contains("/requests.rs") && !path.contains("/schemas.rs")
    });
    code.map(|(path, text)| (path, plain(text))).collect()
}

fn crates(case: &Case) -> Vec<(String, String)> {
    let layout =
        Layout { name: Some(case.name.clone()), client_from_server: "../client".to_owned() };
    let mut diags = Diagnostics::default();
    let document = case.document.clone();
    let command = codegen::Command::Generate;
    let generated = generate(document, &[], &Config::default(), &layout, command, &mut diags);
    let files = generated.unwrap_or_else(|| panic!("{}: {diags:?}", case.name)).files;
    let below = |folder: &'static str, tree: codegen::emit::Tree| {
        tree.into_iter().map(move |(path, text)| (format!("{folder}/{path}"), text))
    };
    below("client", files.client).chain(below("server-stubs", files.server)).collect()
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
