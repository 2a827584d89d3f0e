//! WebSockets, events and long polls: what `x-websocket`, `x-sse` and their like come to.

#![allow(clippy::panic, reason = "helpers of tests may fail them")]

use crate::support::*;

fn operations(name: &str, paths: &str) -> Api {
    let (api, diags) = lower_text(&paths_text(paths), &Config::default());
    assert!(diags.items().is_empty(), "{name}: {:#?}", diags.items());
    api
}

fn operation<'a>(api: &'a Api, id: &str) -> &'a Operation {
    let ids: Vec<_> = api.operations.iter().map(|operation| &operation.id).collect();
    let found = api.operations.iter().find(|operation| operation.id == id);
    found.unwrap_or_else(|| panic!("no `{id}` among {ids:?}"))
}

fn bodies(operation: &Operation) -> Vec<(String, &ResponseBody)> {
    operation.responses.iter().map(|r| (r.status.to_string(), &r.body)).collect()
}

fn socket(operation: &Operation) -> &Socket {
    match bodies(operation).as_slice() {
        [(_, ResponseBody::Socket(socket)), ..] => socket,
        other => panic!("{other:?}"),
    }
}

fn events(operation: &Operation) -> &Events {
    match bodies(operation).as_slice() {
        [(_, ResponseBody::Events(events))] => events,
        other => panic!("{other:?}"),
    }
}

fn words(api: &Api, id: TypeId) -> String {
    match &api.schema(id).name {
        SchemaName::Inline(words) => words.join(" "),
        SchemaName::Component(name) => format!("#{name}"),
    }
}

#[test]
fn a_flag_makes_two_operations() {
    let api = operations(
        "flag",
        "\
/logs:
  parameters: [{name: q, in: query, schema: {type: string, enum: [a]}}]
  get:
    operationId: get-logs
    parameters:
      - {name: follow, in: query, schema: {type: boolean}}
      - {name: last, in: query, schema: {type: string}}
    x-websocket:
      when: {query: follow}
      server-to-client: {content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
      max-message-size: 100
      ping-interval: 15
      ends-with-repeated: {}
    x-long-poll: {}
    responses:
      '101': {description: go on}
      '200': {description: ok, content: {application/json: {schema: {type: object, properties: {y: {type: string}}}}}}
      '404': {description: no, content: {application/json: {schema: {type: object, properties: {z: {type: string}}}}}}",
    );
    assert_eq!(api.operations.len(), 2);
    let (plain, follow) = (operation(&api, "get-logs"), operation(&api, "get-logs-follow"));
    let flag = |present| Some(Flag { name: "follow".into(), present });
    assert_eq!((&plain.flag, &follow.flag), (&flag(false), &flag(true)));
    assert_eq!((plain.long_poll, follow.long_poll), (true, false));
    for face in [plain, follow] {
        let names: Vec<_> = face.parameters.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["q", "last"]);
    }
    let (plain_bodies, follow_bodies) = (bodies(plain), bodies(follow));
    let [(ok, ResponseBody::Typed(body)), (no, ResponseBody::Typed(error))] =
        plain_bodies.as_slice()
    else {
        panic!("{plain:?}")
    };
    let json = |contents: &[Content]| contents[0].kind.schema().unwrap();
    let schema = &json(error);
    assert_eq!((ok.as_str(), words(&api, json(body))), ("200", "get-logs response".to_owned()));
    assert_eq!((no.as_str(), words(&api, *schema)), ("404", "get-logs 404 response".to_owned()));
    let [(switch, ResponseBody::Socket(socket)), (no, ResponseBody::Typed(error))] =
        follow_bodies.as_slice()
    else {
        panic!("{follow:?}")
    };
    let same = &json(error);
    assert_eq!((switch.as_str(), no.as_str(), same), ("101", "404", schema));
    let received = socket.received.unwrap();
    let ChannelContent::Json(message) = received.content else { panic!() };
    assert_eq!(words(&api, message), "get-logs-follow message");
    assert_eq!((received.frame, &socket.sent), (Frame::Text, &None));
    assert_eq!((socket.max_message_size, socket.ping_interval), (Some(100), Some(15)));
    assert_eq!(socket.ends_with_repeated, Some(serde_json::json!({})));
}

#[test]
fn directions_of_sockets() {
    let api = operations(
        "sockets",
        "\
/a:
  get:
    operationId: terminal
    x-websocket:
      server-to-client: {}
      client-to-server:
        content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}
        frame: binary
        framing: message
    responses: {'101': {description: ok}}
/b:
  get:
    operationId: bytes
    x-websocket: {client-to-server: {content: {application/octet-stream: {}}, framing: stream, frame: binary}}
    responses: {'101': {description: ok}}
/c:
  get: {operationId: dropshot, x-dropshot-websocket: {}, responses: {default: {description: '', content: {'*/*': {schema: {}}}}}}
/d:
  get:
    operationId: ends
    x-websocket:
      server-to-client: {content: {application/json: {schema: {type: string, nullable: true}}}}
      ends-with-repeated: null
    responses: {'101': {description: ok}}
/e:
  get: {operationId: messages, responses: {'101': {description: ok}}}",
    );
    let bytes = Channel { content: ChannelContent::Bytes, frame: Frame::Binary, joined: true };
    let terminal = socket(operation(&api, "terminal"));
    let Some(Channel { content: ChannelContent::Json(input), frame: Frame::Binary, joined: false }) =
        terminal.sent
    else {
        panic!("{terminal:?}")
    };
    assert_eq!(terminal.received, Some(bytes));
    assert_eq!(words(&api, input), "terminal client message");
    let one_way = socket(operation(&api, "bytes"));
    assert_eq!((one_way.received, one_way.sent), (None, Some(bytes)));
    let dropshot = socket(operation(&api, "dropshot"));
    assert_eq!((dropshot.received, dropshot.sent), (Some(bytes), Some(bytes)));
    let ends = socket(operation(&api, "ends"));
    assert_eq!(ends.ends_with_repeated, Some(serde_json::Value::Null));
    let messages = operation(&api, "messages");
    assert_eq!(bodies(messages), [("101".to_owned(), &ResponseBody::Messages)]);
    assert!(api.operations.iter().all(Operation::is_web_socket));
}

#[test]
fn event_streams() {
    let api = operations(
        "events",
        "\
/a:
  get:
    operationId: named
    responses:
      '200':
        description: ok
        content:
          text/event-stream; charset=utf-8:
            x-itemSchema: {type: object, properties: {x: {type: string}}}
            x-sse: {data-event: data, ping-interval: 15}
/b:
  get:
    operationId: standard
    responses: {2XX: {description: ok, content: {Text/Event-Stream: {itemSchema: {type: integer}}}}}
/c:
  get:
    operationId: payload
    responses: {'200': {description: ok, content: {text/event-stream: {schema: {type: boolean}}}}}
/d:
  get:
    operationId: framed
    responses:
      '200':
        description: ok
        content:
          text/event-stream:
            schema: {type: object, properties: {id: {type: string}, event: {type: string, enum: [count]}, data: {type: integer}}}
            x-sse-sentinel: '[DONE]'",
    );
    let named = events(operation(&api, "named"));
    assert_eq!(words(&api, named.item), "named event");
    let names = |events: &Events| {
        [&events.data_event, &events.ping_event, &events.error_event].map(Clone::clone)
    };
    assert_eq!(names(named), ["data", "ping", "error"]);
    assert_eq!(named.ping_interval, Some(15));
    let standard = events(operation(&api, "standard"));
    assert_eq!(names(standard), ["message", "ping", "error"]);
    assert!(matches!(api.schema(standard.item).kind, TypeKind::Integer { .. }));
    let payload = events(operation(&api, "payload"));
    assert!(matches!(api.schema(payload.item).kind, TypeKind::Boolean));
    assert_eq!(payload.sentinel, None);
    let framed = events(operation(&api, "framed"));
    assert!(matches!(api.schema(framed.item).kind, TypeKind::Integer { .. }));
    assert_eq!(names(framed), ["count", "ping", "error"]);
    assert_eq!(framed.sentinel.as_deref(), Some("[DONE]"));
    let is_object = |id| matches!(api.schema(id).kind, TypeKind::Object(_));
    let mut framed = api.type_ids().filter(|id| words(&api, *id).starts_with("framed"));
    assert!(!framed.any(is_object), "a frame is no type");
}

#[test]
fn long_polls() {
    let api = operations(
        "long polls",
        "\
/a:
  get:
    operationId: wait
    parameters: [{name: listen, in: query, schema: {type: boolean}}]
    x-long-poll: {when: {query: listen}}
    responses: {'200': {description: ok}}
/b:
  post: {operationId: always, x-long-poll: {}, responses: {'204': {description: ok}}}",
    );
    let poll = |id| {
        let operation = operation(&api, id);
        (operation.long_poll, operation.flag.as_ref().map(|flag| flag.present))
    };
    assert_eq!(poll("wait"), (false, Some(false)));
    assert_eq!(poll("wait-listen"), (true, Some(true)));
    assert_eq!(poll("always"), (true, None));
    assert_eq!(bodies(operation(&api, "wait-listen")).len(), 1);
}

#[test]
fn faces_have_names_of_their_own() {
    let (api, mut diags) = lower_text(
        &paths_text(
            "\
/logs:
  get:
    operationId: get-logs
    parameters: [{name: follow, in: query, schema: {type: boolean}}]
    x-websocket:
      when: {query: follow}
      server-to-client: {content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
    responses: {'101': {description: go on}, '200': {description: ok}}",
        ),
        &Config::default(),
    );
    let names = name(&api, &Config::default(), &mut diags);
    assert!(diags.items().is_empty(), "{:#?}", diags.items());
    let functions: Vec<_> = names.operations.iter().map(|names| names.function.as_str()).collect();
    assert_eq!(functions, ["get_logs", "get_logs_follow"]);
    let inputs: Vec<_> = names.operations.iter().map(|names| names.input.as_str()).collect();
    assert_eq!(inputs, ["GetLogs", "GetLogsFollow"]);
    let types: Vec<_> = names.types.values().map(|name| name.ident.as_str()).collect();
    assert_eq!(types, ["GetLogsFollowMessage"]);
}
