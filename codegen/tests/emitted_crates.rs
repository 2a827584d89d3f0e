//! What depends on the document in the emitted crates' files: which there are, what they import,
//! what the manifests say. Whole files are pinned by the golden cases.
#![expect(clippy::panic, reason = "a test may fail loudly")]

use codegen::config::Config;
use codegen::diagnostics::Diagnostics;
use codegen::emit::Files;
use codegen::read::Source;
use codegen::{Command, Layout, generate};

const BARE: &str = r#"
openapi: 3.0.3
info: {title: Bare, version: "1"}
paths:
  /a:
    get: {operationId: get-a, responses: {"204": {description: Nothing.}}}
"#;

const GUARDED: &str = r#"
openapi: 3.0.3
info: {title: Guarded, version: "1"}
security: [{key: [], bearer: []}, {bearer: []}]
paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    get: {operationId: get-a, responses: {"204": {description: Nothing.}}}
    put:
      operationId: put-a
      security: [{bearer: []}, {}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}}
      responses: {"200": {description: Any., content: {application/json: {schema: {}}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    bearer: {type: http, scheme: bearer}
  schemas:
    Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}}}
"#;

fn files(document: &str, config: &str) -> Files {
    let mut diags = Diagnostics::default();
    let config = Config::parse(config, "codegen.toml", &mut diags).expect("a good config");
    let source = Source { name: "openapi.yaml".to_owned(), text: document.to_owned() };
    let layout = Layout { client_from_server: "../client".to_owned(), ..Layout::default() };
    let generated = generate(source, &[], &config, &layout, Command::Generate, &mut diags);
    generated.unwrap_or_else(|| panic!("{:#?}", diags.items())).files
}

fn manifest(text: &str) -> toml::Table {
    toml::from_str(text).expect("a manifest is TOML")
}

#[test]
fn a_bare_document_gets_no_file_for_what_it_does_not_have() {
    let server = files(BARE, "").server;
    for absent in ["errors", "schemas", "security"] {
        assert!(!server.contains_key(&format!("src/{absent}.rs")), "{absent}");
        assert!(!server["src/lib.rs"].contains(&format!("mod {absent};")), "{absent}");
    }
    for absent in ["types", "Principal", "Credential", "RequestInfo", "WebSocketUpgrade", "Secret"]
    {
        assert!(!server["src/api.rs"].contains(absent), "{absent}");
    }
    assert!(!server["src/handlers.rs"].contains(".body("), "{}", server["src/handlers.rs"]);
}

#[test]
fn each_way_to_ask_for_credentials_gets_its_type() {
    let server = files(GUARDED, "").server;
    let security = &server["src/security.rs"];
    assert!(security.contains("Caller<A> for ByKeyAndBearerOrBearer {"), "{security}");
    assert!(security.contains("Caller<A> for ByBearerOrNothing {"), "{security}");
    let api = &server["src/api.rs"];
    assert!(api.contains("cx: Context<Self::Principal>"), "{api}");
    assert!(api.contains("cx: Context<Option<Self::Principal>>"), "{api}");
    assert!(api.contains("Together(Vec<Credential>)"), "{api}");
}

#[test]
fn types_that_hold_themselves_have_a_static_that_names_itself() {
    let server = files(GUARDED, "").server;
    let schemas = &server["src/schemas.rs"];
    assert!(schemas.contains("pub(crate) static NODE: Schema"), "{schemas}");
    assert!(schemas.contains(r#"Member::optional("next", &NODE)"#), "{schemas}");
    assert!(server["src/handlers.rs"].contains("json_body_optional(&schemas::NODE)"));
}

#[test]
fn servers_check_members_by_every_name_and_numbers_by_their_width() {
    let document = r#"
openapi: 3.0.3
info: {title: Names, version: "1"}
paths:
  /a:
    put:
      operationId: put-a
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
      responses: {"204": {description: Nothing.}}
components:
  schemas:
    A:
      type: object
      required: [b]
      properties:
        b: {type: integer, format: uint64, minimum: 1, x-aliases: [B, bee]}
        c: {type: integer, format: uint16, x-aliases: [C]}
"#;
    let schemas = &files(document, "").server["src/schemas.rs"];
    let schemas: String = schemas.split_whitespace().collect();
    let member = r#"Member::required("b",&Schema::unsigned(1,u64::MAX)).or(&["B","bee"])"#;
    assert!(schemas.contains(member), "{schemas}");
    let member = r#"Member::optional("c",&Schema::UINT16).or(&["C"])"#;
    assert!(schemas.contains(member), "{schemas}");
}

#[test]
fn only_streams_that_there_are_bring_their_files() {
    let document = r#"
openapi: 3.0.3
info: {title: Events, version: "1"}
paths:
  /a:
    get:
      operationId: get-a
      responses:
        "200":
          description: Events.
          content: {text/event-stream: {x-itemSchema: {type: integer, format: uint32}}}
"#;
    let Files { client, server, .. } = files(document, "");
    for name in ["events", "sse", "stream_error"] {
        assert!(client.contains_key(&format!("src/runtime/client/{name}.rs")), "{name}");
    }
    assert!(!client.contains_key("src/runtime/client/socket.rs"));
    assert!(!server.contains_key("src/runtime/server/driver.rs"));
    assert!(
        server["src/lib.rs"].contains("server::shutdown::Shutdown"),
        "{}",
        server["src/lib.rs"]
    );
    assert!(!client["Cargo.toml"].contains("tokio-tungstenite"), "{}", client["Cargo.toml"]);
    assert!(!server["Cargo.toml"].contains("tokio-tungstenite"), "{}", server["Cargo.toml"]);
}

#[test]
fn manifests_state_versions_or_inherit_them() {
    let alone = files(GUARDED, "");
    let client = manifest(&alone.client["Cargo.toml"]);
    assert_eq!(client["features"]["default"].as_array().map(Vec::len), Some(2));
    assert_eq!(client["dependencies"]["serde"]["version"].as_str(), Some("1"));
    assert!(client["dependencies"]["serde"].get("optional").is_none());
    assert!(client["dependencies"]["serde_json"].get("optional").is_none(), "a type is free-form");
    assert_eq!(client["dependencies"]["reqwest"]["optional"].as_bool(), Some(true));
    let server = manifest(&alone.server["Cargo.toml"]);
    let dependency = &server["dependencies"]["guarded-client"];
    assert_eq!(dependency["path"].as_str(), Some("../client"));
    assert_eq!(dependency["default-features"].as_bool(), Some(false));
    assert!(manifest(&alone.workspace["Cargo.toml"]).contains_key("workspace"));

    let config = "inherit-workspace = true\n[client]\nprogram = false\n[server]\nprogram = false\n\
                  [server.dev-dependencies]\ntokio = [\"macros\"]\n";
    let inside = files(GUARDED, config);
    assert!(inside.workspace.is_empty());
    let server = manifest(&inside.server["Cargo.toml"]);
    assert_eq!(server["dependencies"]["serde"]["workspace"].as_bool(), Some(true));
    let tokio = &server["dev-dependencies"]["tokio"];
    assert_eq!(tokio["features"].as_array().map(Vec::len), Some(1));
    assert!(!manifest(&inside.client["Cargo.toml"]).contains_key("dev-dependencies"));
}

#[test]
fn dev_dependencies_need_a_workspace() {
    let mut diags = Diagnostics::default();
    let config = Config::parse("[client.dev-dependencies]\ntokio = []\n", "c.toml", &mut diags);
    assert!(config.is_none());
    assert!(diags.items().iter().any(|d| d.message.contains("inherits none")), "{diags:?}");
}
