//! Operations, security, and the config.

use crate::support::*;

const OPERATIONS: &str = "\
/pets/{id}/:
  parameters:
    - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    - {name: sort, in: query, schema: {type: string, enum: [up, down]}}
  delete:
    operationId: zap
    parameters:
      - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      - {name: ids, in: query, explode: false, schema: {type: array, items: {type: integer}}}
      - {name: X-Name, in: header, schema: {type: string}}
    requestBody: {content: {'application/merge+JSON; charset=utf-8': {schema: {type: object, properties: {x: {type: string}}}}}}
    responses:
      '200': {description: done, content: {application/json: {schema: {type: string}}}}
      '204': {description: nothing, content: {application/json: {}}}
      4XX: {description: bad}
      default: {description: worse, headers: {X: {schema: {type: string}}}}
  get: {responses: {'101': {description: switch}}}
/dir/é: {get: {operationId: a, responses: {'200': {description: ok}}}}";

#[test]
fn operations_parameters_bodies_answers() {
    let (api, diags) = lower_text(&paths_text(OPERATIONS), &Config::default());
    assert!(!diags.has_errors(), "{:#?}", diags.items());
    assert_eq!(
        found(&diags).into_iter().map(|(code, _, at)| (code, at)).collect::<Vec<_>>(),
        [(Code::Ignored, "/paths/~1pets~1{id}~1/delete/responses/204/content".to_owned()),]
    );
    let ids: Vec<_> = api.operations.iter().map(|o| o.id.as_str()).collect();
    assert_eq!(ids, ["a", "get-pets-by-id", "zap"]);
    let [plain, switch, zap] = api.operations.as_slice() else { panic!() };
    assert_eq!(plain.path.text, "/dir/%C3%A9");
    assert!(switch.is_web_socket());
    assert_eq!(
        zap.path.segments,
        [
            PathSegment::Literal("pets".into()),
            PathSegment::Parameter("id".into()),
            PathSegment::Literal(String::new()),
        ]
    );
    let parameters: Vec<_> = zap
        .parameters
        .iter()
        .map(|p| (p.name.as_str(), p.location, p.required, p.style.explode))
        .collect();
    assert_eq!(
        parameters,
        [
            ("id", ParameterLocation::Path, true, false),
            ("sort", ParameterLocation::Query, false, true),
            ("tags", ParameterLocation::Query, false, true),
            ("ids", ParameterLocation::Query, false, false),
            ("X-Name", ParameterLocation::Header, false, false),
        ]
    );
    // A parameter of the path item is one type for all operations.
    assert_eq!(zap.parameters[1].schema, switch.parameters[1].schema);
    let body = zap.body.as_ref().unwrap();
    let [Content { media_type, kind: BodyKind::Json(schema), .. }] = body.contents.as_slice()
    else {
        panic!()
    };
    assert_eq!((media_type.0.as_str(), body.required), ("application/merge+json", false));
    let SchemaName::Inline(words) = &api.schema(*schema).name else { panic!() };
    assert_eq!(words, &["zap", "body"]);
    let responses: Vec<_> = zap
        .responses
        .iter()
        .map(|response| (response.status, matches!(response.body, ResponseBody::Typed(_))))
        .collect();
    assert_eq!(
        responses,
        [
            (StatusKey::Code(200), true),
            (StatusKey::Code(204), false),
            (StatusKey::Class(4), false),
            (StatusKey::Default, false),
        ]
    );
}

#[test]
fn parameters_and_bodies_of_all_sorts() {
    let (api, diags) = lower_text(
        &paths_text(
            "\
/files/v{major}.{name}.json:
  get:
    operationId: a
    parameters:
      - {name: name, in: path, required: true, schema: {type: string}}
      - {name: major, in: path, required: true, style: label, schema: {type: integer}}
      - {name: cookie, in: cookie, schema: {type: string}}
      - {name: object, in: query, schema: {type: object, properties: {x: {type: string}}}}
      - {name: deep, in: query, style: deepObject, schema: {type: object}}
      - {name: content, in: query, content: {application/json: {schema: {type: string}}}}
      - {name: any, in: query, explode: false, schema: {}}
      - {name: reserved, in: query, allowReserved: true, schema: {type: string}}
      - {name: a b, in: header, schema: {type: string}}
    responses:
      '200': {description: ok, content: {text/plain: {}, 'image/*': {}, 'x': {}}}
      '202': {description: ok, content: {'*/*': {schema: {type: object, properties: {x: {type: string}}}}}}
  post:
    operationId: b
    parameters:
      - {name: name, in: path, required: true, schema: {type: array, items: {type: string}}}
      - {name: major, in: path, required: true, schema: {type: integer}}
    requestBody: {content: {application/json: {}, application/merge+json: {}, application/xml: {}}}
    responses: {'404': {description: no}}",
        ),
        &Config::default(),
    );
    let at = "/paths/~1files~1v{major}.{name}.json";
    let places: Vec<_> = found(&diags).into_iter().map(|(code, _, at)| (code, at)).collect();
    assert_eq!(
        places,
        [
            (Code::InvalidHeaderName, format!("{at}/get/parameters/8/name")),
            (Code::Ignored, format!("{at}/get/responses/200/content/x")),
            (Code::NoResponse, format!("{at}/post/responses")),
        ]
    );
    let [get, post] = api.operations.as_slice() else { panic!() };
    let literal = |text: &str| PathPiece::Literal(text.into());
    let parameter = |name: &str| PathPiece::Parameter(name.into());
    let pieces =
        [literal("v"), parameter("major"), literal("."), parameter("name"), literal(".json")];
    assert_eq!(get.path.segments[1], PathSegment::Mixed(pieces.into()));
    let styles: Vec<_> = get.parameters.iter().map(|p| (p.style.kind, p.style.explode)).collect();
    assert_eq!(
        styles,
        [
            (StyleKind::Simple, false),
            (StyleKind::Label, false),
            (StyleKind::Form, true),
            (StyleKind::Form, true),
            (StyleKind::Deep, false),
            (StyleKind::Json, false),
            (StyleKind::Form, false),
            (StyleKind::Form, true),
        ]
    );
    let kinds = |response: usize| {
        let ResponseBody::Typed(contents) = &get.responses[response].body else { panic!() };
        contents.iter().map(|content| &content.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(0), [&BodyKind::Text(None), &BodyKind::Bytes]);
    assert!(matches!(kinds(1).as_slice(), [BodyKind::Json(_)]));
    let contents = &post.body.as_ref().unwrap().contents;
    let media_types: Vec<_> = contents.iter().map(|c| c.media_type.0.as_str()).collect();
    assert_eq!(media_types, ["application/json", "application/merge+json", "application/xml"]);
}

#[test]
fn security_schemes() {
    let text = "\
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a: {get: {operationId: a, security: [{Key: [], Token: []}, {}], responses: {'200': {description: ok}}}}
  /b: {get: {operationId: b, security: [{Basic: []}], responses: {'200': {description: ok}}}}
components:
  securitySchemes:
    Unused: {type: oauth2, flows: {}}
    Key: {type: apiKey, in: header, name: X-Key}
    Token: {type: http, scheme: Bearer}
    Basic: {type: http, scheme: basic}
";
    let (api, diags) = lower_text(text, &Config::default());
    let placements: Vec<_> = api.security_schemes.iter().map(|scheme| &scheme.placement).collect();
    let key = Placement::Header("x-key".into());
    assert_eq!(placements, [&Placement::Bearer, &key, &Placement::Bearer, &Placement::Basic]);
    assert_eq!(api.operations[0].security, [vec![1, 2], vec![]]);
    assert_eq!(found(&diags), []);
}

#[test]
fn the_config_is_held_against_the_document() {
    let text = schemas_text(
        "\
Error:
  type: object
  required: [message]
  properties:
    message: {type: string}
    list: {type: array, items: {type: object, properties: {field: {type: string}, why: {type: string}}}}
    token: {type: string, format: zip}
    code: {type: integer}
    shared: {$ref: '#/components/schemas/Text'}
Text: {type: string}",
    );
    let mut config = Config::default();
    config.types.formats.insert("zip".into(), FormatType::Text);
    config.types.formats.insert("nowhere".into(), FormatType::Uuid);
    let sensitive = ["Error/token", "Error/shared", "Error/code", "Error/nothing", "Nothing/x"];
    config.types.sensitive = sensitive.map(str::to_owned).to_vec();
    config.errors = Some(ErrorsConfig {
        schema: "Error".into(),
        message: "message".into(),
        detail: None,
        violations: Some("list".into()),
        violation_field: Some("field".into()),
        violation_detail: Some("why".into()),
    });
    let (api, diags) = lower_text(&text, &config);
    let error = |code, at: &str| (code, Severity::Error, format!("config:/types/{at}"));
    assert_eq!(
        found(&diags),
        [
            error(Code::ConfigUnusedEntry, "sensitive/3"),
            error(Code::ConfigUnusedEntry, "sensitive/4"),
            error(Code::ConfigUnusedEntry, "formats/nowhere"),
        ]
    );
    assert!(property(&api, "Error", "token").1.sensitive);
    assert!(property(&api, "Error", "shared").1.sensitive);
    assert!(property(&api, "Error", "code").1.sensitive);
    assert!(!component(&api, "Text").sensitive);
    let body = api.error_body.as_ref().unwrap();
    let violations = body.violations.as_ref().unwrap();
    assert_eq!((violations.field.as_str(), violations.detail.as_str()), ("field", "why"));

    for (key, errors) in [
        ("schema", ErrorsConfig { schema: "Nothing".into(), ..config.errors.clone().unwrap() }),
        ("message", ErrorsConfig { message: "code".into(), ..config.errors.clone().unwrap() }),
        ("schema", ErrorsConfig { message: "token".into(), ..config.errors.clone().unwrap() }),
        (
            "violations",
            ErrorsConfig { violations: Some("token".into()), ..config.errors.clone().unwrap() },
        ),
    ] {
        let config = Config { errors: Some(errors), ..Config::default() };
        let (api, diags) = lower_text(&text, &config);
        assert!(api.error_body.is_none());
        let places: Vec<_> = found(&diags).into_iter().map(|(_, _, at)| at).collect();
        assert!(places.contains(&format!("config:/errors/{key}")), "{key}: {places:?}");
    }
}

#[test]
fn the_real_document_needs_no_excuse() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let read_file = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
    let mut diags = Diagnostics::default();
    let config = Config::parse(&read_file("codegen.toml"), "codegen.toml", &mut diags).unwrap();
    let text = read_file("agents.yaml");
    let (api, diags) = lower_text(&text, &config);
    assert_eq!(api.operations.len(), text.matches(" operationId: ").count());
    let components =
        api.schemas.iter().filter(|schema| matches!(schema.name, SchemaName::Component(_)));
    let (_, schemas) = text.split_once("\n  schemas:\n").unwrap();
    let is_name = |line: &&str| line.starts_with("    ") && !line[4..].starts_with([' ', '#']);
    let below = schemas.lines().take_while(|line| line.starts_with("    ") || line.is_empty());
    assert_eq!(components.count(), below.filter(is_name).count());
    assert_eq!(api.schemas.iter().filter(|schema| schema.sensitive).count(), 9);
    assert_eq!(found(&diags), []);
}
