//! Names: what things are called, and that whatever a document holds can be called something.

#![allow(clippy::panic, clippy::unwrap_used, reason = "helpers of tests may fail them")]

use std::collections::BTreeSet;

use codegen::config::{Config, Traits};
use codegen::diagnostics::{Code, Diagnostics, Place, Severity};
use codegen::lower::lower;
use codegen::model::{Api, SchemaName, TypeKind};
use codegen::name::{Names, name};
use codegen::normalise::normalise;
use codegen::read::{self, Source, load};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn api_of(text: String, config: &Config) -> Api {
    api_with(text, &[], config)
}

fn api_with(text: String, overlays: &[Source], config: &Config) -> Api {
    let mut diags = Diagnostics::default();
    let source = Source { name: "openapi.yaml".to_owned(), text };
    let effective = load(source, overlays, &mut diags);
    let document = effective.and_then(|effective| read::check(effective, &mut diags));
    let document = document.unwrap_or_else(|| panic!("unreadable: {:#?}", diags.items()));
    let resolved = normalise(&document, &mut diags);
    let api = lower(&resolved, config, &mut diags);
    assert!(!diags.has_errors(), "{:#?}", diags.items());
    api
}

fn names_of(text: &str, config: &Config) -> (Api, Names, Diagnostics) {
    let api = api_of(text.to_owned(), config);
    let mut diags = Diagnostics::default();
    let names = name(&api, config, &mut diags);
    (api, names, diags)
}

fn config(text: &str) -> Config {
    let mut diags = Diagnostics::default();
    Config::parse(text, "codegen.toml", &mut diags)
        .unwrap_or_else(|| panic!("{:#?}", diags.items()))
}

/// `module::Type` of every named type, with the words that it came from.
fn types(api: &Api, names: &Names) -> Vec<(String, String)> {
    let words = |name: &SchemaName| match name {
        SchemaName::Component(name) => name.clone(),
        SchemaName::Inline(words) => words.join(" "),
    };
    let path = |name: &codegen::name::TypeName| {
        name.module.iter().chain([&name.ident]).cloned().collect::<Vec<_>>().join("::")
    };
    names.types.iter().map(|(id, name)| (words(&api.schema(*id).name), path(name))).collect()
}

fn type_path(api: &Api, names: &Names, words: &str) -> String {
    let types = types(api, names);
    types.iter().find(|(from, _)| from == words).map(|(_, path)| path.clone()).unwrap()
}

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a/{id}:
    post:
      operationId: create-thing
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: id, in: query, schema: {type: string}}
        - {name: timeout, in: query, schema: {type: string}}
        - {name: self, in: query, schema: {type: string}}
        - {name: type, in: query, schema: {type: string, enum: [a]}}
        - {name: X-Request-Id, in: header, schema: {type: string}}
      requestBody: {content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
      responses:
        '201': {description: ok, content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
        '404': {description: no}
        '499': {description: no}
        5XX: {description: no}
        default: {description: no}
  /b:
    get: {operationId: builder, responses: {'204': {description: ok}}}
    put: {operationId: createThing, responses: {'204': {description: ok}}}
components:
  securitySchemes:
    CoderSessionToken: {type: apiKey, in: header, name: Coder-Session-Token}
    timeout: {type: http, scheme: bearer}
  schemas:
    codersdk.DERPRegion: {type: object, properties: {name: {type: string}, type: {type: string}}}
    tailcfg.DERPRegion: {type: object, properties: {x: {type: string, enum: [a]}}}
    tailcfg.DerpRegion: {type: object, properties: {x: {type: string}}}
    Option: {type: object, properties: {x: {type: string}}}
    type.match: {type: string}
    Open:
      type: object
      additionalProperties: {type: object, properties: {x: {type: string}}}
      properties:
        additional: {type: string}
        userName: {type: string}
        user_name: {type: string}
        metadata: {type: array, items: {type: object, properties: {x: {type: string}}}}
    Sort: {type: string, enum: [created, -created, unknown, '', '+1', '-1', '404', ASC, asc, Self]}
"##;

#[test]
fn names_read_well_and_collisions_are_settled() {
    let config = config(
        "[names]\nmodule-separator = '.'\n[names.security]\nCoderSessionToken = 'session_token'\n",
    );
    let (api, names, diags) = names_of(DOCUMENT, &config);
    let path = |words: &str| type_path(&api, &names, words);
    assert_eq!(path("codersdk.DERPRegion"), "codersdk::DerpRegion");
    assert_eq!(path("tailcfg.DerpRegion"), "tailcfg::DerpRegion");
    assert_eq!(path("tailcfg.DERPRegion"), "tailcfg::DerpRegionType");
    assert_eq!(path("tailcfg.DERPRegion x"), "tailcfg::DerpRegionX");
    assert_eq!(path("Option"), "OptionType");
    assert_eq!(path("type.match"), "type_::Match");
    assert_eq!(path("Open metadata item"), "OpenMetadataItem");
    assert_eq!(path("Open value"), "OpenValue");
    assert_eq!(path("create-thing body"), "CreateThingBody");
    assert_eq!(path("create-thing response"), "CreateThingResponse");
    assert_eq!(path("create-thing type"), "CreateThingType");

    let members = |words: &str| {
        let (id, _) = names.types.iter().find(|(_, name)| name.ident == words).unwrap();
        names.fields.get(id).or_else(|| names.variants.get(id)).unwrap().clone()
    };
    assert_eq!(members("DerpRegion"), ["name", "r#type"]);
    assert_eq!(
        members("Open"),
        ["additional", "user_name_2", "user_name", "metadata", "additional_properties"]
    );
    let variants = [
        "Created",
        "MinusCreated",
        "UnknownValue",
        "Empty",
        "Plus1",
        "Minus1",
        "Value404",
        "Asc",
        "AscValue",
        "SelfValue",
    ];
    assert_eq!(members("Sort"), variants);

    let [builder, create, create_again] = names.operations.as_slice() else { panic!() };
    assert_eq!(builder.function, "builder_get");
    assert_eq!(create.function, "create_thing");
    assert_eq!(create_again.function, "create_thing_put");
    assert_eq!(
        [&create.input, &create.output, &create.failure],
        ["CreateThing", "CreateThingOutput", "CreateThingError"]
    );
    let parameters = ["id", "id_query", "timeout_query", "self_", "r#type", "x_request_id"];
    assert_eq!(
        (create.parameters.as_slice(), create.body.as_str()),
        (&parameters.map(str::to_owned)[..], "body")
    );
    assert_eq!(create.responses, ["Created", "NotFound", "Status499", "ServerError", "Default"]);

    let [session, timeout] = names.security.as_slice() else { panic!() };
    assert_eq!(session.function, "session_token");
    assert_eq!(session.constant, "CODER_SESSION_TOKEN");
    assert_eq!(session.variant, "CoderSessionToken");
    assert_eq!(timeout.function, "timeout_scheme");

    // Only what got a number is unstable, and the warning says how to end that.
    let [warning] = diags.items() else { panic!("{:#?}", diags.items()) };
    assert_eq!((warning.code, warning.severity), (Code::UnstableName, Severity::Warning));
    assert!(matches!(&warning.at, Place::Document(at, _)
        if at.to_string() == "/components/schemas/Open/properties/userName"));
    assert!(warning.help.contains("names.members"), "{}", warning.help);
    assert!(warning.help.contains("/components/schemas/Open/properties/userName"));
}

#[test]
fn the_config_decides() {
    let config = config(
        r##"
[names.types]
Option = "Choice"
"/components/schemas/Open/properties/metadata/items" = "Metadata"
[names.members]
"/components/schemas/Open/properties/userName" = "login"
"/components/schemas/Sort/enum/asc" = "Ascending"
"/paths/~1a~1{id}/post/parameters/2" = "limit"
[names.operations]
createThing = "replace_thing"
"##,
    );
    let (api, names, diags) = names_of(DOCUMENT, &config);
    assert_eq!(diags.items().len(), 0, "{:#?}", diags.items());
    assert_eq!(type_path(&api, &names, "Option"), "Choice");
    assert_eq!(type_path(&api, &names, "Open metadata item"), "Metadata");
    assert_eq!(names.operations[2].function, "replace_thing");
    assert_eq!(names.operations[2].input, "ReplaceThing");
    assert_eq!(names.operations[1].parameters[2], "limit");
    let all: Vec<&String> =
        names.fields.values().chain(names.variants.values()).flatten().collect();
    assert!(all.iter().any(|name| *name == "login") && all.iter().any(|name| *name == "Ascending"));
}

#[test]
fn names_of_the_config_are_checked() {
    let config = config(
        r#"
[names.types]
Option = "option"
Sort = "Vec"
Nothing = "Nothing"
Open = "Same"
"codersdk.DERPRegion" = "Same"
[names.operations]
builder = "call"
createThing = "not valid"
[names.security]
timeout = "self"
[server]
traits = "tags"
[names.traits]
"" = "Context"
"#,
    );
    let (_, _, diags) = names_of(DOCUMENT, &config);
    let found: Vec<_> = diags
        .items()
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| match &diagnostic.at {
            Place::Config(at, _) => (diagnostic.code, at.to_string()),
            other => (diagnostic.code, format!("{other:?}")),
        })
        .collect();
    for (code, at) in [
        (Code::InvalidName, "/names/types/Option"),
        (Code::InvalidName, "/names/types/Sort"),
        (Code::ConfigUnusedEntry, "/names/types/Nothing"),
        (Code::InvalidName, "/names/operations/builder"),
        (Code::InvalidName, "/names/operations/createThing"),
        (Code::InvalidName, "/names/security/timeout"),
        (Code::InvalidName, "/names/traits/"),
    ] {
        assert!(found.contains(&(code, at.to_owned())), "{at}: {found:#?}");
    }
    assert!(found.iter().any(|(code, _)| *code == Code::DuplicateName));
    assert_eq!(found.len(), 8, "{found:#?}");
}

#[test]
fn the_real_document_has_stable_names() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let read_file = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
    let config = config(&read_file("codegen.toml"));
    let overlays = [Source::new("overlay.yaml", read_file("overlay.yaml"))];
    let api = api_with(read_file("agents.yaml"), &overlays, &config);
    let mut diags = Diagnostics::default();
    let names = name(&api, &config, &mut diags);
    assert_eq!(diags.items().len(), 0, "{:#?}", diags.items());
    assert_eq!(type_path(&api, &names, "codersdk.DERPRegion"), "codersdk::DerpRegion");
    assert_eq!(type_path(&api, &names, "tailcfg.DERPRegion"), "tailcfg::DerpRegion");
    assert_eq!(names.security[0].function, "session_token");
}

/// Texts that are hard to make names of, and some that are not.
fn texts() -> impl Strategy<Value = BTreeSet<String>> {
    let text = prop_oneof![
        any::<String>(),
        "[a-cA-C_.\\-+ 1]{0,4}",
        "(type|self|Self|super|crate|_|Unknown|KNOWN|Option|Vec|body|timeout|request|builder)",
        "\\PC{0,3}",
    ];
    btree_set(text, 1..8)
}

/// Every text in every place, in this order.
fn document(texts: &[String]) -> Value {
    let string = json!({"type": "string"});
    let object = |members: Map<String, Value>| json!({"type": "object", "properties": members});
    let members: Map<String, Value> =
        texts.iter().map(|text| (text.clone(), string.clone())).collect();
    let nested: Map<String, Value> =
        texts.iter().map(|text| (text.clone(), object(members.clone()))).collect();
    let mut schemas: Map<String, Value> =
        texts.iter().map(|text| (text.clone(), object(nested.clone()))).collect();
    schemas.insert("enum".into(), json!({"type": "string", "enum": texts}));
    let queries = texts.iter().map(|text| json!({"name": text, "in": "query", "schema": string}));
    let parameters: Vec<Value> = queries.collect();
    let operations = texts.iter().map(|text| {
        let path = texts.iter().position(|other| other == text).unwrap();
        let sorted: BTreeSet<&String> = texts.iter().collect();
        let stable = sorted.iter().position(|other| *other == text).unwrap_or(path);
        let operation = json!({
            "operationId": text,
            "tags": [text],
            "parameters": parameters,
            "requestBody": {"content": {"application/json": {"schema": nested.values().next()}}},
            "responses": {"200": {"description": ""}},
        });
        (format!("/{stable}"), json!({"post": operation}))
    });
    let paths: Map<String, Value> = operations.collect();
    json!({
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn assert_scope<'a>(names: impl IntoIterator<Item = &'a String>) {
    let mut seen = BTreeSet::new();
    for name in names {
        assert!(syn::parse_str::<syn::Ident>(name).is_ok(), "`{name}` is no identifier");
        assert!(seen.insert(name), "`{name}` stands twice");
    }
}

fn check(api: &Api, names: &Names) {
    let mut paths = BTreeSet::new();
    for name in names.types.values() {
        assert!(paths.insert(name), "{name:?} stands twice");
        assert!(name.module.iter().all(|module| !module.starts_with("r#")));
        let path = name.module.iter().chain([&name.ident]).cloned().collect::<Vec<_>>().join("::");
        assert!(syn::parse_str::<syn::TypePath>(&path).is_ok(), "`{path}` is no path");
    }
    for (id, fields) in &names.fields {
        let TypeKind::Object(object) = &api.schema(*id).kind else { panic!() };
        assert!(fields.len() >= object.properties.len());
        assert_scope(fields);
    }
    names.variants.values().for_each(assert_scope);
    if let Some(traits) = &names.traits {
        assert_scope(traits.tags.iter().map(|tag| &tag.ident).chain([&traits.authenticate]));
        // Modules are files.
        assert_scope(traits.tags.iter().map(|tag| &tag.module));
        assert!(traits.tags.iter().all(|tag| tag.module.is_ascii()), "{traits:?}");
    }
    assert_scope(names.operations.iter().map(|operation| &operation.function));
    assert_scope(names.operations.iter().flat_map(|o| [&o.input, &o.output, &o.failure]));
    for (operation, named) in api.operations.iter().zip(&names.operations) {
        assert_eq!(named.parameters.len(), operation.parameters.len());
        assert_scope(named.parameters.iter().chain([&named.body]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_document_holds_gets_valid_unique_stable_names(
        texts in texts(),
        shuffle in vec(any::<u32>(), 8),
        separator in prop_oneof![Just(None), Just(Some(".")), Just(Some("-"))],
    ) {
        let mut config = Config::default();
        config.server.traits = Traits::Tags;
        config.names.module_separator = separator.map(str::to_owned);
        let forward: Vec<String> = texts.into_iter().collect();
        let mut shuffled: Vec<_> = forward.iter().cloned().zip(shuffle).collect();
        shuffled.sort_by_key(|(_, weight)| *weight);
        let shuffled: Vec<String> = shuffled.into_iter().map(|(text, _)| text).collect();
        let name_all = |texts: &[String]| {
            let api = api_of(document(texts).to_string(), &config);
            let names = name(&api, &config, &mut Diagnostics::default());
            check(&api, &names);
            // Wire name and Rust name, whatever the order.
            let mut pairs: BTreeSet<(String, String)> = types(&api, &names).into_iter().collect();
            for (id, fields) in &names.fields {
                let TypeKind::Object(object) = &api.schema(*id).kind else { continue };
                pairs.extend(object.properties.iter().zip(fields).map(|(p, name)| (p.origin.to_string(), name.clone())));
            }
            for (id, variants) in &names.variants {
                let TypeKind::Enum(values) = &api.schema(*id).kind else { continue };
                pairs.extend(values.iter().zip(variants).map(|(v, name)| (v.value.clone(), name.clone())));
            }
            for tag in names.traits.iter().flat_map(|traits| &traits.tags) {
                pairs.insert((tag.ident.clone(), tag.module.clone()));
                pairs.insert((tag.tag.clone().unwrap_or_default(), tag.ident.clone()));
            }
            for (operation, named) in api.operations.iter().zip(&names.operations) {
                pairs.insert((operation.id.clone(), named.function.clone()));
                pairs.insert((operation.id.clone(), named.input.clone()));
                pairs.extend(operation.parameters.iter().zip(&named.parameters).map(|(p, name)| (p.name.clone(), name.clone())));
            }
            pairs
        };
        prop_assert_eq!(name_all(&forward), name_all(&shuffled));
    }
}
