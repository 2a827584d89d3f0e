//! Reading: files, both formats, and texts that nobody wrote on purpose.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use codegen::diagnostics::{Code, Diagnostics, Part, Place, Places, Severity, render_text};
use codegen::model::Pointer;
use codegen::normalise::{Resolved, ResolvedOperation, normalise};
use codegen::read::{Document, Source, read};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const REAL: &str = include_str!("../../spec/agents.yaml");

fn read_text(name: &str, text: &str) -> (Option<Document>, Diagnostics) {
    let mut diags = Diagnostics::default();
    let document = read(Source::new(name, text), &mut diags);
    (document, diags)
}

fn codes(diags: &Diagnostics) -> Vec<Code> {
    diags.items().iter().map(|item| item.code).collect()
}

/// Reads and normalises; whatever is said has a place.
fn survive(name: &str, text: &str) {
    let (document, mut diags) = read_text(name, text);
    if let Some(document) = &document {
        let _ = normalise(document, &mut diags);
    }
    assert!(document.is_some() || diags.has_errors(), "nothing read, nothing said");
    let source = Source::new(name, text);
    let places = Places::new(Some(&source), None);
    for item in diags.items() {
        let (file, position) = places.position(item);
        assert_eq!(file, name);
        let whole_file = matches!(item.code, Code::EmptyFile | Code::NotOpenApi);
        assert!(position.is_some() || whole_file, "{item:?}");
        if let Some((line, column)) = position {
            // YAML 1.1 has more ends of lines than JSON.
            let others = ['\r', '\u{85}', '\u{2028}', '\u{2029}'];
            let text = match name.ends_with(".yaml") {
                true => text.replace("\r\n", "\n").replace(others, "\n"),
                false => text.to_owned(),
            };
            let lines = text.lines().count().max(1);
            assert!((1..=lines + 1).contains(&line) && column > 0, "{item:?} at {line}:{column}");
        }
    }
    let _ = render_text(&diags, &places);
}

fn real() -> (Document, Resolved) {
    let (document, mut diags) = read_text("agents.yaml", REAL);
    let document = document.unwrap();
    let resolved = normalise(&document, &mut diags);
    let source = Source::new("agents.yaml", REAL);
    let report = render_text(&diags, &Places::new(Some(&source), None));
    assert_eq!(report, "");
    (document, resolved)
}

#[test]
fn the_real_document_is_read_without_a_word() {
    let (document, resolved) = real();
    assert_eq!(resolved.operations.len(), REAL.matches(" operationId: ").count());
    let schemas = document.value.pointer("/components/schemas").unwrap();
    assert_eq!(resolved.schemas.len(), schemas.as_object().unwrap().len());
    assert_eq!(resolved.base_path, "/api/v2");
    assert_eq!(resolved.security_schemes.len(), 1);
    let demands = |operation: &ResolvedOperation| Some(operation.security.as_ref()?.value.len());
    assert!(resolved.operations.iter().all(|operation| demands(operation) == Some(1)));
    // Behind a reference, the pointer is that of the target.
    let by_id =
        |id: &str| resolved.operations.iter().find(|o| o.id.as_deref() == Some(id)).unwrap();
    let agent = &by_id("get-workspace-agent-by-id").parameters[0];
    assert_eq!(agent.at.to_string(), "/components/parameters/WorkspaceAgent");
    assert!(document.value.pointer(&agent.at.to_string()).is_some());
    for operation in &resolved.operations {
        assert!(document.value.pointer(&operation.at.to_string()).is_some(), "{}", operation.at);
    }
}

#[test]
fn yaml_and_json_mean_the_same() {
    let (document, resolved) = real();
    let text = serde_json::to_string_pretty(&document.value).unwrap();
    let (again, mut diags) = read_text("agents.json", &text);
    let again = again.unwrap();
    assert_eq!(again.value, document.value);
    assert_eq!(format!("{:?}", normalise(&again, &mut diags)), format!("{resolved:?}"));
    assert!(diags.items().is_empty());
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut diags = Diagnostics::default();
    assert!(Source::load(folder.path().join("missing.yaml"), &mut diags).is_none());
    assert!(Source::load(folder.path(), &mut diags).is_none());
    let large = folder.path().join("large.yaml");
    std::fs::File::create(&large).unwrap().set_len(65 * 1024 * 1024).unwrap();
    assert!(Source::load(&large, &mut diags).is_none());
    assert_eq!(codes(&diags), [Code::FileUnreadable, Code::FileUnreadable, Code::FileTooLarge]);
    let report = render_text(&diags, &Places::default());
    assert!(report.contains("missing.yaml: error[E001]: "), "{report}");
    assert!(report.ends_with("3 errors\n"), "{report}");
}

#[test]
fn a_byte_order_mark_does_no_harm() {
    let mut diags = Diagnostics::default();
    let source = Source::from_bytes("a".to_owned(), b"\xef\xbb\xbfopenapi: 1".to_vec(), &mut diags);
    assert_eq!(source.unwrap().text, "openapi: 1");
}

#[test]
fn aliases_and_merge_keys() {
    let text = "
openapi: 3.0.3
info: {title: T, version: '1'}
x-ok: &ok {description: fine, content: {}}
x-other: &other {description: other, headers: {}}
paths:
  /a:
    get:
      responses:
        200: *ok
        201: {<<: [*ok, *other], description: mine}
";
    let (document, diags) = read_text("a.yaml", text);
    assert!(diags.items().is_empty(), "{diags:?}");
    let responses = &document.unwrap().value["paths"]["/a"]["get"]["responses"];
    assert_eq!(responses["200"], json!({"description": "fine", "content": {}}));
    assert_eq!(responses["201"], json!({"description": "mine", "content": {}, "headers": {}}));
}

/// The place of what `<<` brings along is where it is written.
#[test]
fn places_behind_merge_keys() {
    let text = "
openapi: 3.0.3
info: {title: T, version: '1'}
x-a: &a {minLength: -1}
x-b: &b {<<: *a}
paths: {}
components: {schemas: {A: {<<: [*b]}}}
";
    let (_, diags) = read_text("a.yaml", text);
    let source = Source::new("a.yaml", text);
    let places = Places::new(Some(&source), None);
    let positions: Vec<_> = diags.items().iter().map(|item| places.position(item).1).collect();
    assert_eq!(positions, [Some((4, 21))], "{diags:?}");
}

#[test]
fn places_in_a_config() {
    let config = Source::new(
        "codegen.toml",
        "[names]\nmodule-separator = '.'\n[names.types]\n\"a.B\" = 'C'\n",
    );
    let mut diags = Diagnostics::default();
    for (pointer, part) in [
        ("/names/types/a.B", Part::Key),
        ("/names/types/a.B", Part::Value),
        ("/names/no", Part::Value),
    ] {
        let at = Place::Config(Pointer::parse(pointer).unwrap(), part);
        diags.report(Code::ConfigUnusedEntry, Severity::Error, at, "nothing is called so");
    }
    let places = Places::new(None, Some(&config));
    let positions: Vec<_> = diags.items().iter().map(|item| places.position(item).1).collect();
    assert_eq!(positions, [Some((4, 1)), Some((4, 9)), Some((1, 2))]);
}

#[test]
fn json_may_hold_what_yaml_may_not() {
    let text = "{\n\t\"openapi\": \"3.0.3\",\n\t\"info\": {\"title\": \"\\ud83d\\ude00\", \"version\": \"1\"},\n\t\
                \"paths\": {},\n\t\"<<\": 5, \"x-big\": 123456789012345678901234567890\n}";
    let (document, diags) = read_text("a.json", text);
    assert_eq!(codes(&diags), [Code::UnknownMember]);
    assert_eq!(document.unwrap().openapi.info.title, "😀");
    let source = Source::new("a.json", text);
    let report = render_text(&diags, &Places::new(Some(&source), None));
    assert!(report.starts_with("a.json:5:2: warning[E101]"), "{report}");
}

/// As deep as it gets, in a thread with a small stack as tests have it.
#[test]
fn deep_schemas_do_not_overflow_the_stack() {
    for word in ["items", "not"] {
        let depth = 94;
        let schema = format!("{{\"{word}\": ").repeat(depth) + "{}" + &"}".repeat(depth);
        let text = format!(
            "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \
             \"paths\": {{}}, \"components\": {{\"schemas\": {{\"A\": {schema}}}}}}}"
        );
        let (document, mut diags) = read_text("deep.json", &text);
        let resolved = normalise(&document.unwrap(), &mut diags);
        assert!(resolved.schemas.len() == 1 && diags.items().is_empty(), "{diags:?}");
    }
}

#[test]
fn nesting_without_end_is_refused_quickly() {
    for text in
        ["[".repeat(100_000), "{\"a\":".repeat(100_000), "- ".repeat(20_000), "? ".repeat(20_000)]
    {
        let (document, diags) = read_text("a.yaml", &text);
        assert!(document.is_none() && diags.has_errors());
        let source = Source::new("a.yaml", text);
        let _ = render_text(&diags, &Places::new(Some(&source), None));
    }
}

#[test]
fn unsupported_stops_as_errors_do() {
    let (document, diags) = read_text("a.yaml", "swagger: '1.2'\n");
    assert!(document.is_none() && diags.has_errors());
    assert_eq!(diags.items()[0].severity, Severity::Unsupported);
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1.0e9..1.0e9f64).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[ -~]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let key =
            prop_oneof![any::<String>(), "[ -~]{0,6}", "[0-9]{1,3}", "[a\u{85}\u{2028}]{1,3}"];
        let members = prop::collection::vec((key, inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| Value::Object(
                members.into_iter().filter(|(key, _)| key != "<<").collect::<Map<_, _>>()
            )),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The same value, written in both formats, is read as the same value.
    #[test]
    fn formats_agree(value in any_value()) {
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}, "x-value": value,
        });
        let (json, _) = read_text("a.json", &document.to_string());
        let (yaml, _) = read_text("a.yaml", &block_style(&document, 0));
        prop_assert_eq!(&json.unwrap().value, &document);
        prop_assert_eq!(&yaml.unwrap().value, &document);
    }

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        survive("a.yaml", &text);
        survive("a.json", &text);
    }

    #[test]
    fn any_yaml_like_text_is_survived(text in r#"([a-c$&*!<>|?@%{}\[\]:,#"' \t\n-]|: |\n  |- |&a |\*a |<<: |\$ref: ){0,60}"#) {
        survive("a.yaml", &text);
    }

    /// Any value in any place of a document.
    #[test]
    fn any_value_is_survived(value in any_value(), place in 0..12usize) {
        let mut document = json!({
            "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
            "servers": [{"url": "/v1"}],
            "paths": {"/a/{b}": {"parameters": [], "get": {
                "parameters": [{"name": "b", "in": "path", "required": true, "schema": {"type": "string"}}],
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": {}}}}},
            }}},
            "components": {"schemas": {"A": {"type": "object", "properties": {"a": {"minimum": 1}}}},
                "securitySchemes": {"S": {"type": "http", "scheme": "bearer"}}},
        });
        let places = ["/info", "/servers/0", "/paths", "/paths/~1a~1{b}", "/paths/~1a~1{b}/get",
            "/paths/~1a~1{b}/get/parameters/0", "/paths/~1a~1{b}/get/parameters/0/schema",
            "/paths/~1a~1{b}/get/responses", "/paths/~1a~1{b}/get/responses/200/content/application~1json/schema",
            "/components/schemas/A", "/components/schemas/A/properties/a", "/components/securitySchemes/S"];
        *document.pointer_mut(places[place]).unwrap() = value;
        survive("a.json", &document.to_string());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// The real document with a piece cut out, moved, or replaced.
    #[test]
    fn broken_real_documents_are_survived(
        from in 0..1739usize, count in 0..12usize, to in 0..1739usize, indent in 0..6usize, junk in "[a-z:{}&*\"' -]{0,6}",
    ) {
        let mut lines: Vec<String> = REAL.lines().map(str::to_owned).collect();
        let end = (from + count).min(lines.len());
        let piece: Vec<String> = lines.drain(from.min(end)..end).collect();
        let to = to.min(lines.len());
        for line in piece.into_iter().rev() {
            lines.insert(to, format!("{}{}{junk}", " ".repeat(indent), line.trim_start()));
        }
        survive("agents.yaml", &lines.join("\n"));
    }
}

/// The value as YAML in block style, with scalars as JSON writes them.
fn block_style(value: &Value, indent: usize) -> String {
    let margin = " ".repeat(indent);
    match value {
        Value::Object(members) if !members.is_empty() => members
            .iter()
            .map(|(name, value)| {
                format!("\n{margin}{}:{}", scalar(&json!(name)), block_style(value, indent + 2))
            })
            .collect(),
        Value::Array(items) if !items.is_empty() => items
            .iter()
            .map(|item| format!("\n{margin}-{}", block_style(item, indent + 2)))
            .collect(),
        value => format!(" {}", scalar(value)),
    }
}

/// As JSON, without what ends a line in YAML 1.1 and not in JSON.
fn scalar(value: &Value) -> String {
    let text = value.to_string();
    ["\u{85}", "\u{2028}", "\u{2029}"].into_iter().fold(text, |text, end| {
        let escape: String = end.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
        text.replace(end, &escape)
    })
}
