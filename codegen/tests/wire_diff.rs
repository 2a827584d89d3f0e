//! What `cargo xtask spec diff` says about bodies on the wire, asked of the emitted types and checks.
//!
//! The types and tables of every case below `tests/diff/cases/` become modules of one small program. It
//! is given values of every shape that one document allows, and tells which of them the other
//! document's server, which checks and decodes, or client, which decodes, takes. A change is said to be
//! fine for the two ages of clients and servers exactly if every value gets through.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "support/modules.rs"]
mod modules;
#[path = "support/samples.rs"]
mod samples;
#[path = "support/shop.rs"]
mod shop;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use codegen::diff::{Effect, Kind, Report, Wire};
use serde_json::{Value, json};

use modules::Crate;
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
    let mut program = Program::new();
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
struct Program {
    made: Crate,
    arms: String,
}

const DEPENDENCIES: &str = r#"chrono = { version = "0.4", default-features = false, features = ["serde", "std"] }
codegen-runtime = { path = "RUNTIME", features = ["server"] }
serde = { version = "1", default-features = false, features = ["derive", "std"] }
serde_json = { version = "1", default-features = false, features = ["std"] }
serde_path_to_error = "0.1"
uuid = { version = "1", default-features = false, features = ["serde", "std"] }
"#;

/// Answers, for every question, whether the reader takes the value.
const MAIN: &str = r#"use codegen_runtime::server::check::body;
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
    fn new() -> Self {
        Self { made: Crate::new("wire", DEPENDENCIES), arms: String::new() }
    }

    fn add(&mut self, name: &str, made: &Made) {
        let mut tables = "";
        for (path, text) in made.files() {
            if path == "server-stubs/src/schemas.rs" {
                tables = text;
            }
        }
        self.made.module(name, made.files(), |path| match path {
            "server-stubs/src/schemas.rs" => Some("schemas.rs".to_owned()),
            _ => Some(format!("types/{}", path.strip_prefix("client/src/types/")?)),
        });
        let table = if tables.is_empty() { "" } else { "pub mod schemas;\n" };
        self.made.file(format!("src/{name}/mod.rs"), format!("pub mod types;\n{table}"));
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

    fn run(self, questions: &[Value]) -> Vec<bool> {
        let main = MAIN.replace("ARMS", &self.arms);
        let support = "pub use codegen_runtime::server;\n";
        let told = self.made.run(&main, support, &Value::from(questions.to_vec()).to_string());
        serde_json::from_str(&told.unwrap_or_else(|error| panic!("{error}"))).unwrap()
    }
}
