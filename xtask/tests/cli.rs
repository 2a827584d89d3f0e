//! The commands as people run them: in a process of their own, with exit codes.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn xtask(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).current_dir(folder).args(arguments).output().unwrap()
}

#[track_caller]
fn assert_exit(output: &Output, code: i32) -> (String, String) {
    let stdout = String::from_utf8(output.stdout.clone()).unwrap();
    let stderr = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "stdout: {stdout}\nstderr: {stderr}");
    (stdout, stderr)
}

/// The files of `spec/`.
const SPEC: [&str; 3] = ["agents.yaml", "codegen.toml", "overlay.yaml"];

/// A folder with our document, its overlay and the config.
fn workplace() -> TempDir {
    let dir = TempDir::new().unwrap();
    for name in SPEC {
        fs::copy(root().join("spec").join(name), dir.path().join(name)).unwrap();
    }
    dir
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.insert(entry.path(), fs::read(entry.path()).unwrap());
        }
    }
    found
}

#[test]
fn our_crates_are_up_to_date() {
    let (stdout, _) = assert_exit(&xtask(&root(), &["codegen", "--check"]), 0);
    assert_eq!(stdout, "");
}

#[test]
fn our_rules_hold() {
    assert_exit(&xtask(&root(), &["tidy"]), 0);
}

const GENERATE: &[&str] = &["generate", "agents.yaml", "--out", "out", "--config", "codegen.toml"];

#[test]
fn generate_writes_checks_and_leaves_alone() {
    let dir = workplace();
    let (_, summary) = assert_exit(&xtask(dir.path(), GENERATE), 0);
    let document = fs::read_to_string(dir.path().join("agents.yaml")).unwrap();
    let count = document.matches(" operationId: ").count();
    assert!(summary.contains(&format!("{count} operations (")), "{summary}");
    assert!(summary.contains(" methods), ") && summary.contains(" schemas: "), "{summary}");
    let first = files(&dir.path().join("out"));
    for path in ["out/Cargo.toml", "out/client/src/lib.rs", "out/server-stubs/src/lib.rs"] {
        assert!(first.contains_key(&dir.path().join(path)), "{path}");
    }
    let (_, summary) = assert_exit(&xtask(dir.path(), GENERATE), 0);
    assert!(summary.contains(": 0 files written, "), "{summary}");
    let checked = [GENERATE, &["--check"]].concat();
    assert_exit(&xtask(dir.path(), &checked), 0);

    let edited = dir.path().join("out/client/src/lib.rs");
    let text = fs::read_to_string(&edited).unwrap() + "// edited\n";
    fs::write(&edited, &text).unwrap();
    let (stdout, stderr) = assert_exit(&xtask(dir.path(), &checked), 1);
    assert!(stdout.contains("stale or edited: out/client/src/lib.rs\n"), "{stdout}");
    assert!(stdout.contains("\n-// edited\n"), "{stdout}");
    assert!(stderr.contains("run `cargo xtask generate`"), "{stderr}");
    assert_eq!(fs::read_to_string(&edited).unwrap(), text);
    assert_exit(&xtask(dir.path(), GENERATE), 0);
    assert_eq!(files(&dir.path().join("out")), first);
}

/// The files of a folder, by their path below it.
fn below(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let cut = |path: PathBuf| path.strip_prefix(dir).unwrap().to_path_buf();
    files(dir).into_iter().map(|(path, bytes)| (cut(path), bytes)).collect()
}

#[test]
fn a_fresh_process_makes_the_same_bytes() {
    let dir = workplace();
    assert_exit(&xtask(dir.path(), GENERATE), 0);
    let other = workplace();
    let request = codegen::Request {
        overlays: Vec::new(),
        job: codegen::Job::Workspace {
            document: other.path().join("agents.yaml"),
            out: other.path().join("out"),
            name: None,
            config: Some(other.path().join("codegen.toml")),
            client_only: false,
        },
        selection: codegen::Selection::default(),
        mode: codegen::Mode::Write,
        remote: codegen::read::Remote::default(),
    };
    let outcome = codegen::run(&request);
    assert!(outcome.is_success(), "{}", outcome.render_diagnostics());
    assert!(below(dir.path()) == below(other.path()));
}

#[test]
fn a_client_alone_is_the_same_client() {
    let dir = workplace();
    assert_exit(&xtask(dir.path(), &["generate", "agents.yaml", "--out", "both"]), 0);
    let alone = ["generate", "agents.yaml", "--out", "alone", "--client-only"];
    assert_exit(&xtask(dir.path(), &alone), 0);
    let (both, alone) = (dir.path().join("both"), dir.path().join("alone"));
    assert!(below(&both.join("client")) == below(&alone.join("client")));
    assert!(!alone.join("server-stubs").exists());
    let manifest = fs::read_to_string(alone.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("members = [\"client\"]"), "{manifest}");
}

#[test]
fn names_and_titles_of_packages() {
    let dir = workplace();
    let named = ["generate", "agents.yaml", "--out", "a", "--name", "pets"];
    assert_exit(&xtask(dir.path(), &named), 0);
    let manifest = fs::read_to_string(dir.path().join("a/client/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"pets-client\""), "{manifest}");
    let manifest = fs::read_to_string(dir.path().join("a/server-stubs/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"pets-server\""), "{manifest}");
    assert_exit(&xtask(dir.path(), &["generate", "agents.yaml", "--out", "b"]), 0);
    let manifest = fs::read_to_string(dir.path().join("b/client/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"coder-workspace-agents-api-client\""), "{manifest}");
}

#[test]
fn bad_input_is_refused_with_a_place_and_leaves_the_output() {
    let dir = workplace();
    assert_exit(&xtask(dir.path(), GENERATE), 0);
    let before = files(&dir.path().join("out"));

    let (_, stderr) =
        assert_exit(&xtask(dir.path(), &["generate", "none.yaml", "--out", "out"]), 1);
    assert!(stderr.starts_with("none.yaml: error[E001]: "), "{stderr}");

    fs::write(dir.path().join("codegen.toml"), "colour = 1\n[client]\npakage = \"x\"\n").unwrap();
    let (_, stderr) = assert_exit(&xtask(dir.path(), GENERATE), 1);
    assert!(stderr.contains("codegen.toml:1:1: error[E502]: "), "{stderr}");
    assert!(stderr.contains("codegen.toml:3:1: error[E502]: "), "{stderr}");
    assert!(stderr.contains("did you mean `package`?"), "{stderr}");

    // Mistakes of the document and of the config are found in the same run.
    let document = fs::read_to_string(dir.path().join("agents.yaml")).unwrap();
    let broken = document.replace("#/components/schemas/codersdk.Response'", "#/nowhere'");
    assert_ne!(broken, document);
    fs::write(dir.path().join("agents.yaml"), broken).unwrap();
    let (_, stderr) = assert_exit(&xtask(dir.path(), GENERATE), 1);
    assert!(stderr.contains("error[E201]") && stderr.contains("error[E502]"), "{stderr}");
    assert!(stderr.ends_with("nothing was written\n"), "{stderr}");

    fs::write(dir.path().join("agents.yaml"), "{ not: [yaml").unwrap();
    let (_, stderr) = assert_exit(&xtask(dir.path(), GENERATE), 1);
    assert!(stderr.contains("agents.yaml:2:1: error[E004]"), "{stderr}");
    assert_eq!(files(&dir.path().join("out")), before);
}

#[test]
fn a_foreign_manifest_in_the_way() {
    let dir = workplace();
    fs::create_dir(dir.path().join("out")).unwrap();
    fs::write(dir.path().join("out/Cargo.toml"), "[workspace]\n").unwrap();
    let (_, stderr) = assert_exit(&xtask(dir.path(), GENERATE), 1);
    assert!(stderr.starts_with("out/Cargo.toml: error[E601]: "), "{stderr}");
    assert_eq!(files(&dir.path().join("out")).len(), 1);
}

#[test]
fn an_output_folder_that_is_a_file() {
    let dir = workplace();
    fs::write(dir.path().join("out"), "").unwrap();
    let (_, stderr) = assert_exit(&xtask(dir.path(), GENERATE), 1);
    assert!(stderr.contains("error[E602]"), "{stderr}");
}

#[test]
fn stages_are_printed_and_nothing_is_written() {
    let dir = workplace();
    for (stage, word) in [("model", "get-derp-map-updates"), ("names", "get_derp_map_updates")] {
        let arguments = ["codegen", "--config", "codegen.toml", "--print", stage];
        let (stdout, _) = assert_exit(&xtask(dir.path(), &arguments), 0);
        assert!(stdout.contains(word), "{stdout}");
        assert_eq!(stdout, assert_exit(&xtask(dir.path(), &arguments), 0).0);
    }
    assert_eq!(files(dir.path()).len(), SPEC.len());
}

#[test]
fn another_document_for_our_config() {
    let dir = workplace();
    fs::rename(dir.path().join("agents.yaml"), dir.path().join("other.yaml")).unwrap();
    let arguments = ["codegen", "--config", "codegen.toml", "--print", "names"];
    let (_, stderr) = assert_exit(&xtask(dir.path(), &arguments), 1);
    assert!(stderr.starts_with("agents.yaml: error[E001]"), "{stderr}");
    assert_exit(&xtask(dir.path(), &[&arguments[..], &["--spec", "other.yaml"]].concat()), 0);
}

#[test]
fn codes_are_explained() {
    let (stdout, _) = assert_exit(&xtask(&root(), &["explain", "e102"]), 0);
    assert!(stdout.starts_with("E102: "), "{stdout}");
    let (stdout, _) = assert_exit(&xtask(&root(), &["explain"]), 0);
    assert!(stdout.lines().count() > 20, "{stdout}");
    assert_exit(&xtask(&root(), &["explain", "E000"]), 1);
}

#[test]
fn wrong_command_lines() {
    for arguments in [
        &["generate", "agents.yaml"][..],
        &["generate", "agents.yaml", "--out", "x", "--name", "Not A Name"],
        &["codegen", "--check", "--print", "model"],
        &["codegen", "--print", "tokens"],
        &["frobnicate"],
        &[],
    ] {
        assert_exit(&xtask(&root(), arguments), 2);
    }
}

#[test]
fn a_corpus_is_generated_document_by_document() {
    let dir = TempDir::new().unwrap();
    let corpus = dir.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";
    let good = "paths: {/a: {get: {responses: {'204': {description: Done.}}}}}\n";
    fs::write(corpus.join("Good One.yaml"), format!("{head}{good}")).unwrap();
    fs::write(corpus.join("bad.yaml"), format!("{head}paths: 1\n")).unwrap();
    fs::write(corpus.join("notes.txt"), "no document").unwrap();
    let arguments = ["corpus", "corpus", "--out", "out", "--json", "report.json"];
    let (table, progress) = assert_exit(&xtask(dir.path(), &arguments), 1);
    assert!(progress.contains("[2/2] "), "{progress}");
    let row = |name: &str| table.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(row("good-one").contains(" 1/1 ") && row("good-one").ends_with("complete"), "{table}");
    assert!(row("bad").ends_with("1 errors"), "{table}");
    assert!(table.contains("     1  E102: "), "{table}");
    assert!(dir.path().join("out/good-one/client/src/lib.rs").exists());
    let report = fs::read_to_string(dir.path().join("report.json")).unwrap();
    assert!(report.contains("\"operationsInDocument\": 1"), "{report}");

    let (_, _) =
        assert_exit(&xtask(dir.path(), &[&arguments[..], &["--only", "good"]].concat()), 0);
}

#[test]
fn reports_can_be_read_by_machines() {
    let dir = TempDir::new().unwrap();
    let text = "openapi: 3.0.3\ninfo: {title: T, version: 1.0}\npaths: 1\n";
    fs::write(dir.path().join("a.yaml"), text).unwrap();
    let arguments = ["generate", "a.yaml", "--out", "out", "--format", "json"];
    let (report, noise) = assert_exit(&xtask(dir.path(), &arguments), 1);
    assert_eq!(noise, "");
    for part in [
        "\"success\": false",
        "\"done\": null",
        "\"code\": \"E102\"",
        "\"severity\": \"error\"",
        "\"severity\": \"warning\"",
        "\"pointer\": \"/paths\"",
        "\"line\": 3",
        "\"column\": 8",
        "\"endColumn\": 9",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
}
