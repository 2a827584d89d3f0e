//! What `cargo xtask spec diff` says about the wire, asked of emitted clients and servers that talk to
//! each other: what `tests/wire_diff.rs` does not ask about values alone.
//!
//! Both crates of every case below `tests/diff/cases/` become modules of one program, with the emitted
//! `call` and `mock` for hands. A client of one age calls a server of the other over a socket, in every
//! way that the client's document allows, and is given every answer that the server's document
//! allows. A change is said to be fine exactly if every exchange succeeds.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "support/calls.rs"]
mod calls;
#[path = "support/modules.rs"]
mod modules;
#[path = "support/samples.rs"]
mod samples;
#[path = "support/shop.rs"]
mod shop;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use codegen::diff::{Change, Effect, Kind, Report, Wire};
use serde_json::{Value, json};

use calls::Exchange;
use modules::Crate;
use shop::{Made, base, cases, home};

const DEPENDENCIES: &str = r#"axum = { version = "0.8", default-features = false, features = ["http1", "tokio"] }
bytes = "1"
chrono = { version = "0.4", default-features = false, features = ["serde", "std"] }
codegen-runtime = { path = "RUNTIME", features = ["call", "mock"] }
serde = { version = "1", default-features = false, features = ["derive", "std"] }
serde_json = { version = "1", default-features = false, features = ["std"] }
serde_path_to_error = "0.1"
tokio = { version = "1", features = ["macros", "net", "rt", "time"] }
uuid = { version = "1", default-features = false, features = ["serde", "std"] }
"#;

const SUPPORT: &str = "pub use codegen_runtime::{client, server};\n\
    pub use codegen_runtime::call::{caller, failure, program, table};\n\
    pub use codegen_runtime::mock::{answers, serve};\n";

/// Changes of which a client or a server notices something only in what it makes of a value, or in that
/// it knows it at all.
const READINGS: &[Kind] = &[
    Kind::DefaultChanged,
    Kind::ParameterStyleChanged,
    Kind::BodyMediaTypeChanged,
    Kind::RepresentationParameterAdded,
    Kind::RepresentationParameterRemoved,
];

/// Changes whose risk is in what programs do, or in requests that emitted clients do not send.
const UNSEEN: &[Kind] = &[
    Kind::PropertyAccessChanged,
    Kind::SchemeLookupChanged,
    Kind::OperationFlagChanged,
    Kind::AnswerHeadersAdded,
    Kind::AnswerHeadersRemoved,
    Kind::AnswerHeadersRestyled,
];

#[test]
#[ignore = "builds the crates of all cases into one program; `.ci/run` does so"]
fn exchanges_succeed_where_the_report_says_so() {
    let old = Made::with_programs(base());
    let mut program = Program::new();
    program.add("base", &old);
    let mut all = calls::of(("base", &old), ("base", &old), None);
    let own = all.len();
    let mut asked = Vec::new();
    for case in cases() {
        let name = case.name.replace('-', "_");
        let new = Made::new(case.document);
        let report = old.compare(&new);
        if report.changes.iter().all(is_about_values) {
            continue;
        }
        // What is the same need not be built once more.
        let slim = Made::with_programs(calls::without_same(&new, &old));
        program.add(&name, &slim);
        let mut ask = |exchanges: Vec<Exchange>| {
            let first = all.len();
            all.extend(exchanges);
            first..all.len()
        };
        let old_client = ask(calls::of(("base", &old), (&name, &slim), Some(&new)));
        let new_client = ask(calls::of((&name, &slim), ("base", &old), None));
        let both = ask(calls::of((&name, &slim), (&name, &slim), None));
        asked.push((name, report, old_client, new_client, both));
    }
    let told = program.run(&all);
    let outcome = |index: usize| Outcome { exchange: &all[index], told: &told[index] };
    let mut wrong = Vec::new();
    // Of one age, all is well; and what the server sees is what is meant.
    let same = (0..own).chain(asked.iter().flat_map(|(.., both)| both.clone()));
    wrong.extend(same.map(outcome).filter_map(|o| Some(format!("{}: {}", o.name(), o.lost()?))));
    let sent = (0..own).map(outcome).filter(|outcome| !outcome.told["answered"].is_null());
    let sent: BTreeSet<&str> =
        sent.filter_map(|o| o.exchange.arguments.first()).map(String::as_str).collect();
    let mut kinds = BTreeSet::new();
    for (name, report, old_client, new_client, both) in &asked {
        let said = worst(report);
        let known = |of: std::ops::Range<usize>| of.map(outcome).collect::<Vec<_>>();
        let ways = [
            ("old", said.old_client, known(old_client.clone()), known(0..own)),
            ("new", said.new_client, known(new_client.clone()), known(both.clone())),
        ];
        for (who, said, found, meant) in ways {
            let lost = found.iter().find_map(|outcome| outcome.trouble(report, &meant));
            let unseen = report.changes.iter().any(is_unseen);
            if lost.is_some() != (said != Effect::Fine) && !(lost.is_none() && unseen) {
                wrong.push(format!("{name}: {who} client: said `{said}`, but {lost:?}"));
            }
        }
        kinds.extend(report.changes.iter().map(|change| change.kind));
    }
    let failed = told.iter().filter(|told| !told["told"].is_null()).count();
    println!(
        "{} cases, {} kinds, {} exchanges, {failed} failed",
        asked.len(),
        kinds.len(),
        all.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(asked.len() > 30 && kinds.len() > 30, "{kinds:?}");
    assert_eq!(sent.len(), 9, "{sent:?}");
}

/// What `tests/wire_diff.rs` asks values about.
fn is_about_values(change: &Change) -> bool {
    !change.subject.contains('/')
        && !change.subject.starts_with("security")
        && change.kind != Kind::DefaultChanged
}

/// `call` asks for no headers.
fn is_unseen(change: &Change) -> bool {
    UNSEEN.contains(&change.kind) || change.text.contains(", headers, ")
}

fn worst(report: &Report) -> Wire {
    let wires = report.changes.iter().map(|change| change.wire);
    wires.fold(Wire::default(), Wire::and)
}

/// An exchange and what came of it.
#[derive(Clone, Copy)]
struct Outcome<'a> {
    exchange: &'a Exchange,
    told: &'a Value,
}

impl Outcome<'_> {
    fn name(&self) -> String {
        format!("{}", self.exchange.question())
    }

    /// What went wrong. A call that the client itself does not make is no exchange; an answer that is
    /// a failure has to be told as one.
    fn lost(&self) -> Option<String> {
        let told = self.told["told"].as_str();
        let unsendable = |told: &str| told.starts_with("the request cannot be built");
        if self.told["called"] == json!(false) || told.is_some_and(unsendable) {
            return None;
        }
        if self.told["answered"].as_u64().is_some_and(|status| status >= 400) {
            return Some(self.told.to_string());
        }
        let failure = self.exchange.answer["status"].as_u64().filter(|status| *status >= 400);
        let right = match (failure, told) {
            (None, told) => told.is_none(),
            (Some(status), told) => told.is_some_and(|told| told.starts_with(&status.to_string())),
        };
        (!right).then(|| self.told.to_string())
    }

    /// The same, or that the server sees something else than a server of the client's age.
    fn trouble(&self, report: &Report, meant: &[Self]) -> Option<String> {
        let read = || {
            let only = report.changes.iter().all(|change| READINGS.contains(&change.kind));
            let same = |other: &&Self| other.exchange.arguments == self.exchange.arguments;
            let other = meant.iter().find(same).filter(|_| only)?;
            let (seen, meant) = (bare(&self.told["seen"]), bare(&other.told["seen"]));
            (seen != meant).then(|| format!("{seen} instead of {meant}"))
        };
        let lost = self.lost().or_else(read)?;
        Some(format!("{}: {lost}", self.name()))
    }
}

/// A printed value without what values are wrapped in (`Some` where something is optional, the name of
/// the media type where there are several, braces), and without what is not there.
fn bare(seen: &Value) -> String {
    let text = seen.as_str().unwrap_or_default();
    let text = text.replace(" { ", ", ").replace(" }", "").replace(')', "");
    let there = text.split(", ").filter(|part| !part.ends_with(": None"));
    let text = there.collect::<Vec<_>>().join(", ");
    let parts = text.split_inclusive('(').map(|part| match part.strip_suffix('(') {
        Some(part) => part.trim_end_matches(char::is_alphanumeric),
        None => part,
    });
    parts.collect()
}

/// One crate with a module per document.
struct Program {
    made: Crate,
    ages: String,
}

impl Program {
    fn new() -> Self {
        Self { made: Crate::new("exchange", DEPENDENCIES), ages: String::new() }
    }

    fn add(&mut self, name: &str, made: &Made) {
        self.made.module(name, made.files(), |path| {
            let (part, rest) = path.split_once('/')?;
            let home = match (part, rest) {
                (_, "src/lib.rs") => return None,
                ("client", "src/client/methods.rs") => return None,
                ("client", "examples/call/main.rs") => "call/mod.rs",
                ("client", "examples/call/calls.rs") => "call/calls.rs",
                ("server-stubs", "examples/mock/main.rs") => "mock/mod.rs",
                ("server-stubs", "examples/mock/schemas.rs") => "mock/schemas.rs",
                (_, rest) => rest.strip_prefix("src/")?,
            };
            let support = home.starts_with("runtime/") || !home.ends_with(".rs");
            (!support).then(|| home.to_owned())
        });
        self.made.edit(|path, text| match path.strip_prefix(name) {
            Some("/call/mod.rs") => without(text, "mod runtime;\n")
                .replace("const CREDENTIALS", "pub const CREDENTIALS")
                .replace("const OPERATIONS", "pub const OPERATIONS")
                .replace(" runtime::", " crate::runtime::"),
            Some("/mock/mod.rs") => {
                seeing(&without(text, "mod runtime;\n")).replace(" runtime::", " crate::runtime::")
            }
            Some("/client/mod.rs") => {
                // Nobody can add methods to what belongs to another crate.
                let text = without(text, "mod methods;\n");
                text.split("\nimpl ClientBuilder {").next().unwrap_or_default().to_owned()
            }
            _ => text.to_owned(),
        });
        let library = made.files().find(|(path, _)| path == "server-stubs/src/lib.rs");
        let library = library.unwrap().1.lines().filter(|line| {
            !line.starts_with("//!") && !line.contains("runtime;") && !line.contains("_client::")
        });
        let mut text =
            "pub mod call;\npub mod client;\npub mod mock;\npub mod operations;\npub mod types;\n"
                .to_owned();
        for line in library {
            let line = line.replace("use runtime::", "use crate::runtime::");
            let line =
                line.strip_prefix("mod ").map_or(line.clone(), |rest| format!("pub mod {rest}"));
            text.push_str(&line);
            text.push('\n');
        }
        self.made.file(format!("src/{name}/mod.rs"), text);
        writeln!(
            self.ages,
            "Age {{ name: \"{name}\", operations: {name}::call::OPERATIONS, \
             credentials: {name}::call::CREDENTIALS, \
             serve: || {name}::router_with(mock(), <_>::default()) }},"
        )
        .unwrap();
    }

    fn run(self, exchanges: &[Exchange]) -> Vec<Value> {
        let main = fs::read_to_string(home().join("exchange.rs")).unwrap();
        // It is going to stand behind the modules.
        let main = main.replace("//!", "//");
        let main = format!("{main}\nconst AGES: &[Age] = &[\n{}];\n", self.ages);
        let questions: Vec<Value> = exchanges.iter().map(Exchange::question).collect();
        let told = self.made.run(&main, SUPPORT, &Value::from(questions).to_string());
        let told = told.unwrap_or_else(|error| panic!("{error}"));
        serde_json::from_str(told.lines().last().unwrap_or_default()).unwrap()
    }
}

fn without(text: &str, line: &str) -> String {
    text.replacen(line, "", 1)
}

/// The emitted mock, which shows what it is called with before it answers.
fn seeing(mock: &str) -> String {
    let mut parts = mock.split("async fn ");
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(head, |text, method| {
        let shown = match method.split_once("_: operations::") {
            Some((before, after)) => {
                let after = after.replacen(" {\n", " {\n        crate::see(&input);\n", 1);
                format!("{before}input: operations::{after}")
            }
            None => method.to_owned(),
        };
        format!("{text}async fn {shown}")
    })
}
