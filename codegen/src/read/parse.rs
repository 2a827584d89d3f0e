//! From YAML or JSON to plain JSON values, noticing what both formats let slip.
//!
//! This is the only file that knows serde_yaml, which is frozen upstream.

use serde::de::DeserializeSeed as _;
use serde_json::Value;

use super::value::{Finding, FindingKind, Reading, ValueSeed};
use super::{Source, flow};
use crate::diagnostics::{Code, Diagnostics, Place, Severity};

/// A parser's complaint, with line and column from 1.
struct SyntaxError {
    code: Code,
    message: String,
    line: usize,
    column: usize,
}

/// Parses a text and reports everything that stands in the way.
pub(super) fn parse(source: &Source, diags: &mut Diagnostics) -> Option<Value> {
    if is_blank(&source.text) {
        let place = Place::File(source.name.clone());
        diags
            .report(Code::EmptyFile, Severity::Error, place, "the file is empty")
            .help("an OpenAPI document starts with `openapi: 3.0.3`");
        return None;
    }
    let (result, findings) = parse_text(source);
    let aborted = findings.iter().any(|finding| finding.kind.is_fatal());
    for finding in &findings {
        report_finding(finding, diags);
    }
    match result {
        // What has just been reported would lead to further complaints.
        _ if aborted => None,
        Ok(value) => Some(value),
        Err(error) => {
            let file = source.name.clone();
            let place = Place::Text { file, line: error.line, column: error.column };
            diags.report(error.code, Severity::Error, place, error.message);
            None
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .all(|line| line.is_empty() || line.starts_with('#') || line == "---")
}

/// JSON starts with a brace. So can YAML, which is why a failure is not final there.
fn parse_text(source: &Source) -> (Result<Value, SyntaxError>, Vec<Finding>) {
    let extension = source.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let brace = source.text.trim_start().starts_with('{');
    if extension == "json" || brace {
        let (result, findings) = parse_json(&source.text);
        let yaml_possible = extension == "yaml" || extension == "yml";
        if result.is_ok() || !yaml_possible {
            return (result, findings);
        }
    }
    parse_yaml(&source.text)
}

fn parse_json(text: &str) -> (Result<Value, SyntaxError>, Vec<Finding>) {
    let mut reading = Reading::new(text.len(), false);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = ValueSeed { reading: &mut reading }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| SyntaxError {
            code: Code::Syntax,
            message: without_place(&error.to_string()),
            line: error.line().max(1),
            column: error.column().max(1),
        });
    (result, reading.findings)
}

fn parse_yaml(text: &str) -> (Result<Value, SyntaxError>, Vec<Finding>) {
    if let Some((line, column)) = flow::too_deep(text) {
        let message = "objects and lists are nested too deeply here".to_owned();
        return (Err(SyntaxError { code: Code::TooDeep, message, line, column }), Vec::new());
    }
    let mut reading = Reading::new(text.len(), true);
    let deserializer = serde_yaml::Deserializer::from_str(text);
    let result = ValueSeed { reading: &mut reading }.deserialize(deserializer).map_err(|error| {
        let location = error.location();
        let message = without_place(&error.to_string());
        match (location, second_document(text)) {
            (None, Some(line)) => SyntaxError { code: Code::Syntax, message, line, column: 1 },
            (location, _) => SyntaxError {
                code: Code::Syntax,
                message,
                line: location.as_ref().map_or(1, serde_yaml::Location::line).max(1),
                column: location.as_ref().map_or(1, serde_yaml::Location::column).max(1),
            },
        }
    });
    (result, reading.findings)
}

/// The line where a second document starts; the parser complains about it without a place.
fn second_document(text: &str) -> Option<usize> {
    let first = text.lines().position(|line| !is_blank(line))?;
    text.lines().skip(first).position(|line| line.starts_with("---")).map(|line| first + line + 1)
}

/// Parsers put line and column into their messages; we show them in front.
fn without_place(message: &str) -> String {
    let mut rest = message;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once(" at line ") {
        kept.push_str(before);
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = after.strip_prefix(" column ").unwrap_or(after);
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    kept.push_str(rest);
    kept
}

fn report_finding(finding: &Finding, diags: &mut Diagnostics) {
    let (code, message, help) = match &finding.kind {
        FindingKind::DuplicateKey(key) => (
            Code::DuplicateKey,
            format!("`{key}` stands here for the second time"),
            "remove or rename one of the two",
        ),
        FindingKind::Tag(tag) => (
            Code::YamlTag,
            format!("the tag `!{tag}` means nothing in OpenAPI"),
            "remove the tag, or resolve it before generating",
        ),
        FindingKind::NotJsonNumber => (
            Code::NotJsonNumber,
            "infinite numbers and NaN cannot be written in JSON".to_owned(),
            "leave a limit out instead of making it infinite",
        ),
        FindingKind::MergeTarget => (
            Code::WrongType,
            "`<<` merges an object or a list of objects, but this is something else".to_owned(),
            "put an alias here, such as `<<: *anchor`",
        ),
        FindingKind::TooDeep => (
            Code::TooDeep,
            "objects and lists are nested too deeply here".to_owned(),
            "move inner schemas to `components.schemas` and refer to them",
        ),
        FindingKind::TooMuch => (
            Code::TooManyAliases,
            "aliases make the document many times larger than its text".to_owned(),
            "use `$ref` instead of aliases",
        ),
    };
    let reported = diags.error(code, &finding.at, message).help(help);
    if matches!(finding.kind, FindingKind::DuplicateKey(_)) {
        reported.at_key();
    }
}
