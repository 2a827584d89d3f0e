//! Whether what types read is what they write: values of every schema that has a type, through a small
//! program beside the emitted types.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};
use chrono::DateTime;
use codegen::config::Config;
use codegen::diagnostics::Diagnostics;
use codegen::model::SchemaName;
use codegen::read::Source;
use serde_json::{Value, json};

use super::samples::{Form, Maker};

/// How many values of each schema are tried: one with everything, one with only what must be there.
const SAMPLES: u64 = 12;

/// What came of the values of a document's schemas.
#[derive(Debug, Default)]
pub(super) struct RoundTrip {
    /// Schemas that have a type.
    pub(super) schemas: usize,
    /// Schemas of which no value was found.
    pub(super) without_value: Vec<String>,
    pub(super) values: usize,
    /// Values that were written as they were read.
    pub(super) same: usize,
    /// Values that could not be read at all.
    pub(super) unread: usize,
    /// What became of the others: how many, and an example of each.
    pub(super) reasons: BTreeMap<String, (usize, String)>,
}

impl RoundTrip {
    pub(super) fn to_json(&self) -> Value {
        let reasons = self.reasons.iter().map(|(reason, (count, example))| {
            json!({"reason": reason, "count": count, "example": example})
        });
        json!({
            "schemas": self.schemas,
            "withoutValue": self.without_value,
            "values": self.values,
            "same": self.same,
            "unread": self.unread,
            "reasons": reasons.collect::<Vec<_>>(),
        })
    }
}

/// A type, and values of its schema.
struct Sample {
    /// Where the schema stands.
    schema: String,
    /// Below `types`.
    path: String,
    values: Vec<Value>,
}

/// Generates in memory, writes the program into the emitted workspace, and runs it.
pub(super) fn run(document: &Path, workspace: &Path, name: &str, out: &Path) -> Result<RoundTrip> {
    let samples = samples(document)?;
    let program = workspace.join("client/examples/round_trip.rs");
    fs::create_dir_all(program.parent().unwrap_or(workspace))?;
    fs::write(&program, source(name, &samples)).with_context(|| program.display().to_string())?;
    let answers = execute(workspace, name, out, &samples)?;
    let mut result = RoundTrip { schemas: samples.len(), ..RoundTrip::default() };
    let mut answers = answers.lines();
    for sample in &samples {
        if sample.values.is_empty() {
            result.without_value.push(sample.schema.clone());
        }
        for value in &sample.values {
            let answer = answers.next().context("the program ended early")?;
            result.values += 1;
            let reason = match answer.split_once(' ') {
                Some(("written", text)) => {
                    let written: Value = serde_json::from_str(text)?;
                    difference(value, &written, "")
                }
                Some((_, error)) => {
                    result.unread += 1;
                    Some(format!("cannot be read: {}", without_place(error)))
                }
                None => bail!("the program says `{answer}`"),
            };
            let Some(reason) = reason else {
                result.same += 1;
                continue;
            };
            let example = || (0, format!("{}: {value}", sample.schema));
            result.reasons.entry(reason).or_insert_with(example).0 += 1;
        }
    }
    Ok(result)
}

/// Every named type whose schema stands in one place of the document: what several schemas of an
/// `allOf`, or the alternatives of a choice, make together has no place of its own.
fn samples(document: &Path) -> Result<Vec<Sample>> {
    let mut diags = Diagnostics::default();
    let source = Source::load(document, &mut diags).context("the document cannot be read")?;
    let read = codegen::read::read(source.clone(), &mut Diagnostics::default());
    let shape = read.context("the document is no OpenAPI")?.value;
    let config = Config { skip_unsupported: true, ..Config::default() };
    let (layout, command) = (codegen::Layout::default(), codegen::Command::Generate);
    let generated = codegen::generate(source, &[], &config, &layout, command, &mut diags);
    let generated = generated.context("the document cannot be generated")?;
    let mut samples = Vec::new();
    for (id, name) in &generated.names.types {
        let schema = generated.api.schema(*id);
        let merged = ["allOf", "oneOf", "anyOf"];
        let origin = schema.origin.tokens();
        let in_place = !origin.iter().any(|token| merged.contains(&token.as_str()))
            && !matches!(origin, [components, schemas, _] if components == "components" && schemas == "schemas");
        let has_place =
            (matches!(schema.name, SchemaName::Component(_)) || in_place) && !is_list(origin);
        let at = schema.origin.to_string();
        let Some(source) = shape.pointer(&at).filter(|_| has_place) else { continue };
        let mut maker = Maker::new(&shape, samples.len() as u64);
        let form = |index| match index {
            0 => Form::Full,
            1 => Form::Bare,
            _ => Form::Any,
        };
        let values = (0..SAMPLES).filter_map(|index| maker.value(source, form(index))).collect();
        let path: Vec<&str> = name.module.iter().chain([&name.ident]).map(String::as_str).collect();
        samples.push(Sample { schema: at, path: path.join("::"), values });
    }
    Ok(samples)
}

/// What stands there lists headers of an answer or variables of a server, and is no schema itself.
fn is_list(origin: &[String]) -> bool {
    match origin {
        [.., home, last] if last == "headers" => home != "properties",
        [servers, _, last] => servers == "servers" && last == "variables",
        _ => false,
    }
}

/// The program: a line in is the number of a type and a value, a line out is what became of it.
fn source(name: &str, samples: &[Sample]) -> String {
    let krate = format!("{name}_client").replace('-', "_");
    let types: String =
        samples.iter().map(|sample| format!("    again::<types::{}>,\n", sample.path)).collect();
    format!(
        "// @generated by `cargo xtask corpus`. Do not edit.\n{}",
        include_str!("round_trip.txt").replace("CRATE", &krate).replace("TYPES", types.trim_end())
    )
}

fn execute(workspace: &Path, name: &str, out: &Path, samples: &[Sample]) -> Result<String> {
    let package = format!("{name}-client");
    let mut child = Command::new("cargo")
        .args(["run", "--quiet", "--package", &package, "--no-default-features"])
        .args(["--example", "round_trip"])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", std::path::absolute(out)?.join("target"))
        // The program runs for a moment only.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cargo cannot be started")?;
    let mut input = child.stdin.take().context("the program takes no input")?;
    let mut lines = String::new();
    for (index, sample) in samples.iter().enumerate() {
        lines.extend(sample.values.iter().map(|value| format!("{index} {value}\n")));
    }
    // The program writes while it reads.
    let writer = thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output()?;
    drop(writer.join());
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        bail!("the program failed: {}", errors.lines().take(20).collect::<Vec<_>>().join("\n"));
    }
    String::from_utf8(output.stdout).context("the program writes UTF-8")
}

/// In what way the second value is not the first; numbers are equal whatever their notation.
fn difference(read: &Value, written: &Value, member: &str) -> Option<String> {
    match (read, written) {
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => None,
        (Value::Array(these), Value::Array(those)) if these.len() == those.len() => {
            these.iter().zip(those).find_map(|(a, b)| difference(a, b, member))
        }
        (Value::Object(these), Value::Object(those)) => {
            let lost = these.iter().find_map(|(name, value)| match those.get(name) {
                Some(other) => difference(value, other, name),
                None if value.is_null() => Some("a member that is `null` is left out".to_owned()),
                None => Some("a member is lost".to_owned()),
            });
            let added = || those.keys().find(|name| !these.contains_key(*name));
            lost.or_else(|| added().map(|_| "a member is added".to_owned()))
        }
        (Value::String(a), Value::String(b)) if a != b => Some(match (time(a), time(b)) {
            (Some(one), Some(other)) if one == other => {
                "a time is written as the same moment in UTC, with as many digits as needed".into()
            }
            _ => "a text is written otherwise".into(),
        }),
        (one, other) if one == other => None,
        _ => Some(format!("`{member}` becomes something else")),
    }
}

fn time(text: &str) -> Option<DateTime<chrono::FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

/// Reports of the same mistake count together.
fn without_place(error: &str) -> &str {
    error.split(" at line ").next().unwrap_or(error)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::difference;

    #[test]
    fn numbers_and_moments_have_several_notations() {
        let same = [(json!({"a": [1, null]}), json!({"a": [1.0, null]})), (json!("x"), json!("x"))];
        for (read, written) in same {
            assert_eq!(difference(&read, &written, ""), None);
        }
        for (read, written, reason) in [
            (json!({"a": 1}), json!({}), "a member is lost"),
            (json!({"a": null}), json!({}), "a member that is `null` is left out"),
            (json!({}), json!({"a": 1}), "a member is added"),
            (json!({"a": [1]}), json!({"a": [2]}), "`a` becomes something else"),
            (json!("x"), json!("y"), "a text is written otherwise"),
            (json!("2025-01-01T01:00:00+01:00"), json!("2025-01-01T00:00:00Z"), "a time is"),
        ] {
            let found = difference(&read, &written, "").unwrap();
            assert!(found.starts_with(reason), "{found}");
        }
    }
}
