//! Extensions of parameters, properties and security schemes, and everything that contradicts its
//! surroundings.

use crate::support::*;

/// Places below `/paths/~1a/get` of everything that was reported, with their codes.
fn mistakes(operation: &str) -> Vec<(Code, String)> {
    let operation: String = operation.lines().map(|line| format!("    {line}\n")).collect();
    let paths = format!("/a:\n  get:\n    operationId: a\n{operation}");
    let (_, diags) = lower_text(&paths_text(paths.trim_end()), &Config::default());
    let below = |at: String| at.strip_prefix("/paths/~1a/get/").map_or(at.clone(), str::to_owned);
    found(&diags).into_iter().map(|(code, _, at)| (code, below(at))).collect()
}

fn mismatch(at: &str) -> (Code, String) {
    (Code::ExtensionMismatch, at.to_owned())
}

fn unsupported(at: &str) -> (Code, String) {
    (Code::Unsupported, at.to_owned())
}

const SWITCH: &str = "responses: {'101': {description: ok}}";

fn socket(members: &str) -> Vec<(Code, String)> {
    mistakes(&format!("x-websocket: {{{members}}}\n{SWITCH}"))
}

#[test]
fn sockets_that_do_not_fit() {
    let text = "server-to-client: {content: {application/json: {schema: {type: string}}}}";
    assert_eq!(socket(""), [mismatch("x-websocket")]);
    assert_eq!(
        socket(&format!("{text}, ends-with-repeated: []")),
        [mismatch("x-websocket/ends-with-repeated")]
    );
    assert_eq!(
        socket("server-to-client: {}, ends-with-repeated: 1"),
        [mismatch("x-websocket/ends-with-repeated")]
    );
    assert_eq!(
        socket("server-to-client: {frame: text}"),
        [mismatch("x-websocket/server-to-client/frame")]
    );
    assert_eq!(
        socket("client-to-server: {content: {application/json: {}}}"),
        [mismatch("x-websocket/client-to-server/content/application~1json")]
    );
    for (members, at) in [
        ("server-to-client: {framing: message}", "server-to-client/framing"),
        ("server-to-client: {content: {a/b: {}, c/d: {}}}", "server-to-client/content"),
        ("client-to-server: {content: {text/plain: {}}}", "client-to-server/content/text~1plain"),
        (
            "server-to-client: {framing: stream, content: {application/json: {schema: {type: string}}}}",
            "server-to-client/framing",
        ),
    ] {
        assert_eq!(socket(members), [unsupported(&format!("x-websocket/{at}"))]);
    }
}

#[test]
fn operations_that_cannot_be_sockets() {
    let plain = "responses: {'200': {description: ok}}";
    let both = "responses: {'101': {description: ok}, '200': {description: ok}}";
    let left_out = (Code::Ignored, "responses/101".to_owned());
    assert_eq!(mistakes(both), [left_out]);
    let always = "x-websocket: {server-to-client: {}}\n";
    assert_eq!(mistakes(&format!("{always}{plain}")), [mismatch("x-websocket")]);
    assert_eq!(mistakes(&format!("{always}{both}")), [mismatch("x-websocket")]);
    let body = "requestBody: {content: {application/json: {}}}\n";
    assert_eq!(mistakes(&format!("{always}{body}{SWITCH}")), [mismatch("x-websocket")]);
    let when = "x-websocket: {server-to-client: {}, when: {query: f}}\n";
    assert_eq!(mistakes(&format!("{when}{SWITCH}")), [mismatch("x-websocket/when")]);
    assert_eq!(mistakes(&format!("{when}{both}")), [mismatch("x-websocket/when/query")]);
    for parameter in [
        "{name: f, in: query, required: true, schema: {type: boolean}}",
        "{name: f, in: query, schema: {type: string}}",
        "{name: f, in: header, schema: {type: boolean}}",
    ] {
        let found = mistakes(&format!("{when}parameters: [{parameter}]\n{both}"));
        assert_eq!(found, [mismatch("x-websocket/when/query")], "{parameter}");
    }
    let (_, diags) = lower_text(
        &paths_text(
            "\
/a:
  post: {x-websocket: {server-to-client: {}}, responses: {'101': {description: ok}}}
/b:
  get:
    operationId: b
    parameters: [{name: f, in: query, schema: {type: boolean}}]
    x-long-poll: {when: {query: f}}
    responses: {'200': {description: ok}}
  put: {operationId: b-f, responses: {'200': {description: ok}}}",
        ),
        &Config::default(),
    );
    let expected = [
        (Code::DuplicateOperationId, "/paths/~1b/get/x-long-poll/when/query"),
        (Code::ExtensionMismatch, "/paths/~1a/post/x-websocket"),
    ];
    let mut found: Vec<_> = found(&diags).into_iter().map(|(code, _, at)| (code, at)).collect();
    found.sort();
    assert_eq!(found, expected.map(|(code, at)| (code, at.to_owned())));
}

#[test]
fn long_polls_that_are_streams() {
    let socket = "x-websocket: {server-to-client: {}}\n";
    let poll = "x-long-poll: {}\n";
    assert_eq!(mistakes(&format!("{socket}{poll}{SWITCH}")), [mismatch("x-long-poll")]);
    let events = "responses: {'200': {description: ok, content: {text/event-stream: {itemSchema: {type: boolean}}}}}";
    assert_eq!(mistakes(&format!("{poll}{events}")), [mismatch("x-long-poll")]);
    let both = "\
x-websocket: {server-to-client: {}, when: {query: f}}
x-long-poll: {when: {query: f}}
parameters: [{name: f, in: query, schema: {type: boolean}}]
responses: {'101': {description: ok}, '200': {description: ok}}";
    assert_eq!(mistakes(both), [unsupported("x-long-poll/when")]);
}

#[test]
fn events_that_do_not_fit() {
    let answer = |status: &str, name: &str, media: &str| {
        mistakes(&format!(
            "responses: {{'{status}': {{description: ok, content: {{{name}: {{{media}}}}}}}, '400': {{description: no}}}}"
        ))
        .into_iter()
        .filter(|(code, _)| *code != Code::NoResponse)
        .collect::<Vec<_>>()
    };
    let at = "responses/200/content/text~1event-stream";
    let stream = |media: &str| answer("200", "text/event-stream", media);
    // Such a stream comes as bytes.
    let ignored = |at: &str| (Code::Ignored, at.to_owned());
    assert_eq!(stream(""), [ignored(at)]);
    assert_eq!(stream("schema: {type: string}"), [ignored(&format!("{at}/schema"))]);
    let item = "itemSchema: {type: boolean}";
    assert_eq!(
        stream(&format!("{item}, x-sse-sentinel: 1")),
        [mismatch(&format!("{at}/x-sse-sentinel"))]
    );
    let two = format!("{item}, x-sse: {{sentinel: a}}, x-sse-sentinel: b");
    assert_eq!(stream(&two)[0].1, format!("{at}/x-sse-sentinel"));
    let names = "schema: {type: object, properties: {data: {type: boolean}, event: {type: string, enum: [a, b]}}}";
    assert_eq!(stream(names), [unsupported(&format!("{at}/schema/properties/event"))]);
    assert_eq!(
        stream(&format!("{item}, x-itemSchema: {{}}")),
        [(Code::ConflictingMembers, format!("{at}/x-itemSchema"))]
    );
    assert_eq!(stream(&format!("{item}, schema: {{}}")), [(Code::Ignored, format!("{at}/schema"))]);
    assert_eq!(
        stream(&format!("{item}, x-sse: {{data-event: ping, error-event: ''}}")),
        [mismatch(&format!("{at}/x-sse/ping-event")), mismatch(&format!("{at}/x-sse/error-event"))]
    );
    let failure = answer("404", "text/event-stream", item);
    let ignored = |at: &str| (Code::Ignored, format!("{at}/content/text~1event-stream/itemSchema"));
    assert_eq!(failure, [ignored("responses/404")]);
    let json = answer("200", "application/json", &format!("{item}, x-sse: {{}}"));
    let at = "responses/200/content/application~1json";
    assert_eq!(json, [mismatch(&format!("{at}/itemSchema")), mismatch(&format!("{at}/x-sse"))]);
    let several = mistakes(
        "responses: {'200': {description: ok, content: {text/event-stream: {itemSchema: {type: boolean}}}}, '204': {description: no}}",
    );
    assert_eq!(several, [ignored("responses/200")]);
}

#[test]
fn flags_and_groups_of_parameters() {
    let text = "\
/a:
  get:
    operationId: a
    x-exactly-one-of: [[b], [c, d]]
    parameters:
      - {name: f, in: query, x-presence-flag: true, schema: {type: boolean}}
      - {name: b, in: query, x-presence-flag: false, schema: {type: boolean}}
      - {name: c, in: query, schema: {type: string}}
      - {name: d, in: query, schema: {type: string}}
    responses: {'200': {description: ok}}";
    let (api, diags) = lower_text(&paths_text(text), &Config::default());
    assert!(diags.items().is_empty(), "{:#?}", diags.items());
    let flags: Vec<_> = api.operations[0].parameters.iter().map(|p| p.presence_flag).collect();
    assert_eq!(flags, [true, false, false, false]);
    assert_eq!(api.operations[0].exactly_one_of, [vec![1], vec![2, 3]]);

    let group = |group: &str| {
        mistakes(&format!(
            "\
x-exactly-one-of: {group}
x-long-poll: {{when: {{query: f}}}}
parameters:
  - {{name: f, in: query, schema: {{type: boolean}}}}
  - {{name: r, in: query, required: true, schema: {{type: string}}}}
  - {{name: o, in: query, schema: {{type: string}}}}
  - {{name: i, in: query, schema: {{type: integer}}}}
  - {{name: b, in: query, schema: {{type: boolean}}}}
  - {{name: l, in: query, schema: {{type: array, items: {{type: string}}}}}}
  - {{name: p, in: query, x-presence-flag: true, schema: {{type: boolean}}}}
responses: {{'200': {{description: ok}}}}"
        ))
    };
    for (wrong, at) in [
        ("[[o]]", ""),
        ("[[o], []]", "/1"),
        ("[[o], [x]]", "/1/0"),
        ("[[o], [r]]", "/1/0"),
        ("[[o], [f]]", "/1/0"),
        ("[[o, o], [x]]", "/0/1"),
        ("[[o], [l]]", "/1/0"),
        ("[[o], [p]]", "/1/0"),
        ("[[b], [o, i]]", "/1/1"),
    ] {
        assert_eq!(group(wrong)[0], mismatch(&format!("x-exactly-one-of{at}")), "{wrong}");
    }
    for parameter in [
        "required: true, schema: {type: boolean}",
        "schema: {type: boolean, default: true}",
        "schema: {type: string}",
    ] {
        let found = mistakes(&format!(
            "parameters: [{{name: f, in: query, x-presence-flag: true, {parameter}}}]\nresponses: {{'200': {{description: ok}}}}"
        ));
        assert_eq!(found, [mismatch("parameters/0/x-presence-flag")], "{parameter}");
    }
}

#[test]
fn aliases_and_widths() {
    let (api, diags) = lower_schemas(
        "\
A:
  type: object
  properties:
    a: {type: integer, format: uint16, x-aliases: [A, 'a-a']}
    b: {allOf: [{$ref: '#/components/schemas/B'}], x-aliases: [B]}
    c: {type: integer, format: uint64, default: 18446744073709551615}
B: {type: integer, format: uint32}",
    );
    assert!(diags.items().is_empty(), "{:#?}", diags.items());
    assert_eq!(property(&api, "A", "a").0.aliases, ["A", "a-a"]);
    assert_eq!(property(&api, "A", "b").0.aliases, ["B"]);
    let width = |schema: &Schema| match schema.kind {
        TypeKind::Integer { width, .. } => width,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(width(property(&api, "A", "a").1), IntegerWidth::Uint16);
    assert_eq!(width(component(&api, "B")), IntegerWidth::Uint32);
    assert_eq!(width(property(&api, "A", "c").1), IntegerWidth::Uint64);

    let (_, diags) = lower_schemas(
        "\
A:
  type: object
  properties:
    a: {type: string, x-aliases: [b, c, c]}
    b: {type: string, x-aliases: [b, d]}
    d: {type: integer, format: uint16, default: 65536}
B: {type: integer, format: uint32, maximum: -1}
C: {type: integer, format: uint64, default: -1}",
    );
    let mut found: Vec<_> = found(&diags).into_iter().map(|(code, _, at)| (code, at)).collect();
    found.sort();
    let home = "/components/schemas";
    let expected = [
        (Code::InvalidSchema, format!("{home}/B")),
        (Code::BadDefault, format!("{home}/A/properties/d/default")),
        (Code::BadDefault, format!("{home}/C/default")),
        mismatch(&format!("{home}/A/properties/a/x-aliases/0")),
        mismatch(&format!("{home}/A/properties/a/x-aliases/2")),
        mismatch(&format!("{home}/A/properties/b/x-aliases/0")),
        mismatch(&format!("{home}/A/properties/b/x-aliases/1")),
    ];
    assert_eq!(found, expected);
}

fn schemes(schemes: &str) -> (Api, Diagnostics) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{securitySchemes: {{{schemes}}}}}\n"
    );
    lower_text(&text, &Config::default())
}

#[test]
fn places_of_secrets() {
    let (api, diags) = schemes(
        "\
Key: {type: apiKey, in: header, name: X-Key, x-lookup: [{in: cookie, name: Key}, {in: query, name: key}, {in: header, name: X-KEY}, {scheme: bearer}]},
Token: {type: http, scheme: bearer, x-lookup: [{scheme: bearer}]},
Plain: {type: http, scheme: bearer}",
    );
    assert!(diags.items().is_empty(), "{:#?}", diags.items());
    let lookups: Vec<_> = api.security_schemes.iter().map(|scheme| &scheme.lookup).collect();
    let all = vec![
        SecretPlace::Cookie("Key".into()),
        SecretPlace::Query("key".into()),
        SecretPlace::Header("x-key".into()),
        SecretPlace::Bearer,
    ];
    assert_eq!(lookups, [&all, &vec![SecretPlace::Bearer], &vec![]]);

    let (_, diags) = schemes(
        "\
A: {type: apiKey, in: header, name: X-Key, x-lookup: [{scheme: bearer}]},
B: {type: http, scheme: bearer, x-lookup: []},
C: {type: http, scheme: bearer, x-lookup: [{in: query}, {scheme: bearer, name: x}, {in: cookie, name: a b}, {in: query, name: ''}]},
D: {type: http, scheme: bearer, x-lookup: [{scheme: bearer}, {scheme: bearer}]}",
    );
    let found: Vec<_> = found(&diags).into_iter().map(|(code, _, at)| (code, at)).collect();
    let at =
        |scheme: &str, entry: &str| format!("/components/securitySchemes/{scheme}/x-lookup{entry}");
    let expected = [
        mismatch(&at("A", "")),
        mismatch(&at("B", "")),
        (Code::MissingMember, at("C", "/0")),
        mismatch(&at("C", "/1")),
        (Code::InvalidHeaderName, at("C", "/2")),
        mismatch(&at("C", "/3")),
        mismatch(&at("D", "/1")),
    ];
    assert_eq!(found, expected);
}
