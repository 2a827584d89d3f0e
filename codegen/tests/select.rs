//! Which operations are generated, and which schemas come along.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use codegen::config::Config;
use codegen::diagnostics::{Code, Diagnostics, Severity};
use codegen::model::SchemaName;
use codegen::read::Source;
use codegen::{Command, Generated, Layout, generate};
use serde_json::{Value, json};

/// `deep` is more than the generator can do, and `holds` has it inside.
fn document() -> Value {
    let deep = (0..70)
        .fold(json!({"type": "string"}), |items, _| json!({"type": "array", "items": items}));
    let of = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let get = |id: &str, tag: &str, schema: Value| {
        let content = json!({"application/json": {"schema": schema}});
        let responses = json!({"200": {"description": "", "content": content}});
        json!({"get": {"operationId": id, "tags": [tag], "responses": responses}})
    };
    let mut secret = get("plain", "other", json!({"type": "string"}));
    secret["get"]["security"] = json!([{"key": []}]);
    json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/pets": get("pets", "pets", of("base")),
            "/pets/deep": get("deep", "pets", of("holds")),
            "/other": secret,
        },
        "components": {
            "schemas": {
                "base": {"type": "object", "properties": {"leaf": of("leaf")}},
                "leaf": {"type": "string"},
                "holds": {"type": "object", "properties": {"deep": of("deep")}},
                "deep": deep,
                "unused": {"type": "string"},
            },
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "K"}},
        },
    })
}

fn run(config: &str) -> (Option<Generated>, Diagnostics) {
    let mut diags = Diagnostics::default();
    let config = Config::parse(config, "codegen.toml", &mut diags).unwrap();
    let source = Source::new("a.json", document().to_string());
    let layout = Layout::default();
    let generated = generate(source, &[], &config, &layout, Command::Generate, &mut diags);
    (generated, diags)
}

/// Operations, named schemas and security schemes that became something.
fn parts(generated: &Generated) -> (Vec<&str>, Vec<&str>, usize) {
    let api = &generated.api;
    let schemas = api.schemas.iter().filter_map(|schema| match &schema.name {
        SchemaName::Component(name) => Some(name.as_str()),
        _ => None,
    });
    let operations = api.operations.iter().map(|operation| operation.id.as_str());
    (operations.collect(), schemas.collect(), api.security_schemes.len())
}

#[test]
fn what_is_unsupported_stops_everything_unless_it_may_be_left_out() {
    let (generated, diags) = run("");
    assert!(generated.is_none() && diags.has_errors());

    let (generated, diags) = run("skip-unsupported = true");
    assert!(!diags.has_errors());
    let generated = generated.unwrap();
    assert_eq!(parts(&generated), (vec!["pets", "plain"], vec!["base", "leaf", "unused"], 1));
    assert_eq!(generated.in_document, (3, 5));
    let [left_out] = generated.left_out.as_slice() else { unreachable!() };
    assert_eq!(left_out.operation, "GET /pets/deep");
    assert!(left_out.reason.contains("levels deep"), "{}", left_out.reason);
    let codes: Vec<_> = diags.items().iter().map(|d| (d.code, d.severity)).collect();
    assert!(codes.contains(&(Code::LeftOut, Severity::Warning)), "{codes:?}");
    assert!(codes.contains(&(Code::Unsupported, Severity::Unsupported)), "{codes:?}");
}

#[test]
fn what_is_selected_brings_along_what_it_needs() {
    let only = (vec!["pets"], vec!["base", "leaf"], 0);
    let (generated, _) = run("[select]\noperations = ['pets']");
    assert_eq!(parts(&generated.unwrap()), only);
    let (generated, _) = run("[select]\npaths = ['/pet*']");
    assert_eq!(parts(&generated.unwrap()), only);
    let (generated, _) = run("[select]\ntags = ['other']");
    assert_eq!(parts(&generated.unwrap()), (vec!["plain"], vec![], 1));
    let (generated, _) =
        run("skip-unsupported = true\n[select]\ntags = ['pets']\nkeep-schemas = true");
    assert_eq!(parts(&generated.unwrap()), (vec!["pets"], vec!["base", "leaf", "unused"], 0));
}

#[test]
fn entries_that_select_nothing_are_mistakes() {
    let (generated, diags) =
        run("[select]\ntags = ['pet']\npaths = ['/nowhere']\noperations = ['pets', 'plian']");
    assert!(generated.is_none());
    let unused = diags.items().iter().filter(|d| d.code == Code::ConfigUnusedEntry);
    let help: Vec<&str> = unused.map(|diagnostic| diagnostic.help.as_str()).collect();
    assert_eq!(help, ["did you mean `pets`?", "did you mean `plain`?", "correct or remove it"]);
}
