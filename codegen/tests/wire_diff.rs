//! What `cargo xtask spec diff` says about bodies on the wire, asked of the emitted types and checks.
//!
//! The types and tables of every case below `tests/diff/cases/` become modules of one small program. It
//! is given values of every shape that one document allows, and tells which of them the other
//! document's server, which checks and decodes, or client, which decodes, takes. A change is said to be
//! fine for the two ages of clients and servers exactly if every value gets through.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "support/samples.rs"]
mod samples;
#[path = "support/shop.rs"]
mod shop;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use codegen::diff::{Effect, Kind, Report, Wire};
use serde_json::{Value, json};

use shop::{Made, base, cases};

/// What clients write.
const REQUESTS: [&str; 2] = ["Draft", "Note"];
/// What servers write.
const ANSWERS: [&str; 5] = ["Receipt", "Page", "Problem", "Clash", "Event"];

/// Kinds of changes that concern the values of bodies, and nothing but what gets through.
const KINDS: &[Kind] = &[
    Kind::SchemaRemoved,
    Kind::SchemaDeprecated,
    Kind::TypeChanged,
    Kind::BecameNullable,
    Kind::BecameNotNullable,
    Kind::LimitsTightened,
    Kind::LimitsLoosened,
    Kind::LimitsChanged,
    Kind::EnumValueAdded,
    Kind::EnumValueRemoved,
    Kind::ListBegan,
    Kind::ListEnded,
    Kind::UnionMemberAdded,
    Kind::UnionMemberRemoved,
    Kind::UnionTagsChanged,
    Kind::PropertyAddedOptional,
    Kind::PropertyAddedRequired,
    Kind::PropertyRemoved,
    Kind::PropertyBecameRequired,
    Kind::PropertyBecameOptional,
    Kind::PropertyDeprecated,
    Kind::PropertyAliasesChanged,
    Kind::AdditionalChanged,
    Kind::CodeOnly,
];

#[test]
fn values_get_through_where_the_report_says_so() {
    let old = Made::new(base());
    let made: Vec<(String, Made)> =
        cases().into_iter().map(|case| (module(&case.name), Made::new(case.document))).collect();
    let mut program = Program::default();
    program.add("base", &old);
    let mut questions = Questions::default();
    let mut asked = Vec::new();
    for (name, new) in &made {
        let report = old.compare(new);
        if report.changes.is_empty() || !report.changes.iter().all(is_about_bodies) {
            continue;
        }
        program.add(name, new);
        // Who reads what whom wrote: in requests the server, in answers the client.
        let old_client = [
            questions.ask(&REQUESTS, ("base", &old), (name, new)),
            questions.ask(&ANSWERS, (name, new), ("base", &old)),
        ];
        let new_client = [
            questions.ask(&REQUESTS, (name, new), ("base", &old)),
            questions.ask(&ANSWERS, ("base", &old), (name, new)),
        ];
        asked.push((name, report, old_client.concat(), new_client.concat()));
    }
    let taken = program.run(&questions.all);
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, report, old_client, new_client) in &asked {
        let said = worst(report);
        for (who, said, ids) in
            [("old", said.old_client, old_client), ("new", said.new_client, new_client)]
        {
            let lost = ids.iter().find(|id| !taken[**id]);
            let wrong_if_all_pass = said != Effect::Fine && !is_ambiguous(report);
            if lost.map_or(wrong_if_all_pass, |_| said == Effect::Fine) {
                let example = lost.map(|id| questions.all[*id].to_string());
                wrong.push(format!("{name}: {who} client: said `{said}`, but {example:?}"));
            }
        }
        seen.extend(report.changes.iter().map(|change| change.kind));
    }
    let count = questions.all.len();
    let refused = taken.iter().filter(|taken| !**taken).count();
    println!("{} cases, {} kinds, {count} values, {refused} refused", asked.len(), seen.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(asked.len() > 20 && refused > 20, "{seen:?}");
}

fn module(case: &str) -> String {
    case.replace('-', "_")
}

fn is_about_bodies(change: &codegen::diff::Change) -> bool {
    // What operations refer to, and their parameters, are no values.
    KINDS.contains(&change.kind) && !change.subject.contains('/')
}

/// A value may get through and be taken for something else.
fn is_ambiguous(report: &Report) -> bool {
    report.changes.iter().any(|change| change.text.contains("told apart"))
}

fn worst(report: &Report) -> Wire {
    let wires = report.changes.iter().map(|change| change.wire);
    wires.fold(Wire::default(), Wire::and)
}

#[derive(Default)]
struct Questions {
    all: Vec<Value>,
}

impl Questions {
    /// Every value that one document allows, for a reader of the other; the numbers of the questions.
    fn ask(
        &mut self,
        schemas: &[&str],
        (_, writer): (&str, &Made),
        (reader, read): (&str, &Made),
    ) -> Vec<usize> {
        let (written, read) = (writer.value(), read.value());
        let first = self.all.len();
        for name in schemas {
            let schema = |document: &Value| document["components"]["schemas"].get(*name).cloned();
            let (Some(schema), Some(_)) = (schema(&written), schema(&read)) else { continue };
            let checks = REQUESTS.contains(name);
            for value in samples::of(&written, &schema) {
                self.all.push(json!([reader, name, checks, value]));
            }
        }
        (first..self.all.len()).collect()
    }
}

/// One crate with a module per document.
#[derive(Default)]
struct Program {
    files: BTreeMap<PathBuf, String>,
    modules: String,
    arms: String,
}

const MANIFEST: &str = r#"[package]
name = "wire"
edition = "2024"

[dependencies]
chrono = { version = "0.4", default-features = false, features = ["serde", "std"] }
codegen-runtime = { path = "RUNTIME", features = ["server"] }
serde = { version = "1", default-features = false, features = ["derive", "std"] }
serde_json = { version = "1", default-features = false, features = ["std"] }
uuid = { version = "1", default-features = false, features = ["serde", "std"] }

[workspace]

[profile.dev]
debug = false
incremental = false
"#;

/// Answers, for every question, whether the reader takes the value.
const MAIN: &str = r#"#![allow(dead_code, unused)]
mod runtime;
MODULES
use codegen_runtime::server::check::body;
use codegen_runtime::server::schema::Schema;
use codegen_runtime::server::violations::Violations;
use serde_json::Value;

fn takes<T: serde::de::DeserializeOwned>(value: &Value, schema: Option<&'static Schema>) -> bool {
    let bytes = serde_json::to_vec(value).unwrap();
    let mut violations = Violations::default();
    let right = schema.is_none_or(|schema| body(schema, true, &bytes, &mut violations).is_ok());
    right && violations.count() == 0 && serde_json::from_slice::<T>(&bytes).is_ok()
}

fn main() {
    let questions: Vec<(String, String, bool, Value)> =
        serde_json::from_reader(std::io::stdin()).unwrap();
    let answers: Vec<bool> = questions.iter().map(|(reader, name, checks, value)| {
        match (reader.as_str(), name.as_str(), *checks) {
ARMS            other => panic!("{other:?}"),
        }
    }).collect();
    println!("{}", serde_json::to_string(&answers).unwrap());
}
"#;

impl Program {
    fn add(&mut self, name: &str, made: &Made) {
        let mut tables = String::new();
        for (path, text) in made.files() {
            let home = match path.strip_prefix("client/src/types/") {
                Some(path) => format!("src/{name}/types/{path}"),
                None if path == "server-stubs/src/schemas.rs" => {
                    tables = text.to_owned();
                    format!("src/{name}/schemas.rs")
                }
                None => continue,
            };
            let text = text
                .replace("api_client::types", &format!("crate::{name}::types"))
                .replace("crate::types", &format!("crate::{name}::types"))
                .replace("crate::runtime::server", "codegen_runtime::server");
            self.files.insert(home.into(), text);
        }
        let table = if tables.is_empty() { "" } else { " pub mod schemas;" };
        writeln!(self.modules, "mod {name} {{ pub mod types;{table} }}").unwrap();
        let document = made.value();
        for schema in REQUESTS.iter().chain(&ANSWERS) {
            if document["components"]["schemas"].get(*schema).is_none() {
                continue;
            }
            let table = schema.to_uppercase();
            let checks = REQUESTS.contains(schema);
            let table = match tables.contains(&format!("static {table}: Schema")) && checks {
                true => format!("Some(&{name}::schemas::{table})"),
                false => "None".to_owned(),
            };
            writeln!(
                self.arms,
                "(\"{name}\", \"{schema}\", {checks}) => takes::<{name}::types::{schema}>(value, {table}),"
            )
            .unwrap();
        }
    }

    /// The macros are for one crate each, so they are copied; the rest is the runtime's.
    fn run(mut self, questions: &[Value]) -> Vec<bool> {
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
        let macros = ["aliased", "any_of", "string_enum", "union"];
        let mut home =
            "pub use codegen_runtime::types::{lenient, parameter, secret, shape};\n".to_owned();
        for name in macros {
            let file = runtime.join(format!("src/types/{name}.rs"));
            if let Ok(text) = fs::read_to_string(file) {
                self.files.insert(format!("src/runtime/types/{name}.rs").into(), text);
                writeln!(home, "pub mod {name};").unwrap();
            }
        }
        self.files.insert("src/runtime/types/mod.rs".into(), home);
        self.files.insert("src/runtime/mod.rs".into(), "pub mod types;\n".to_owned());
        let main = MAIN.replace("MODULES", &self.modules).replace("ARMS", &self.arms);
        self.files.insert("src/main.rs".into(), main);
        let manifest = MANIFEST.replace("RUNTIME", &runtime.display().to_string());
        self.files.insert("Cargo.toml".into(), manifest);
        let lock = fs::read_to_string(runtime.join("../../Cargo.lock")).unwrap();
        self.files.insert("Cargo.lock".into(), lock);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wire");
        for (path, text) in &self.files {
            let path = folder.join(path);
            // Equal files stay as they are, or Cargo would build them again.
            if fs::read_to_string(&path).is_ok_and(|old| old == *text) {
                continue;
            }
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        answers(&folder, questions)
    }
}

fn answers(folder: &Path, questions: &[Value]) -> Vec<bool> {
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
        let text = Value::from(questions.to_vec()).to_string();
        // A program that does not compile reads nothing.
        drop(child.stdin.take().unwrap().write_all(text.as_bytes()));
        child.wait_with_output().unwrap()
    };
    let mut output = run(&["--offline"]);
    if String::from_utf8_lossy(&output.stderr).contains("without --offline") {
        output = run(&[]);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{errors}"))
}
