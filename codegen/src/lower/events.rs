//! Server-sent events: an answer of `text/event-stream`.

use indexmap::IndexMap;
use openapiv3::MediaType;
use serde_json::Value;

use super::cx::Cx;
use super::event_frames::lower_frame;
use super::media::essence;
use super::schema::SchemaRef;
use crate::diagnostics::Code;
use crate::model::{Events, Pointer, StatusKey, TypeId, TypeKind};

/// Members of a media type that only event streams can have.
const ITEM_SCHEMAS: [&str; 2] = ["itemSchema", "x-itemSchema"];

/// Spellings of other tools for the text that ends a stream.
const SENTINELS: [&str; 2] = ["x-sse-sentinel", "x-speakeasy-sse-sentinel"];

/// What neither names of events nor their data in one line can hold.
const LINE_ENDS: [char; 3] = ['\r', '\n', '\0'];

/// The only media type of an answer, if it is an event stream.
pub(super) fn event_stream(content: &IndexMap<String, MediaType>) -> Option<(&str, &MediaType)> {
    let (name, media) = content.first().filter(|_| content.len() == 1)?;
    (essence(name) == "text/event-stream").then_some((name, media))
}

/// Lowers the media type at `at`; nothing where it does not say what events are.
pub(super) fn lower_events(
    cx: &mut Cx<'_>,
    media: &MediaType,
    at: &Pointer,
    status: StatusKey,
    words: &[String],
) -> Option<Events> {
    if status.is_error() {
        let message = format!("an event stream as the answer `{status}` is not supported yet");
        cx.unsupported(at, message).at_key().help("answers that mean success can be event streams");
        return None;
    }
    let (item, name) = lower_item(cx, media, at, words)?;
    let mut events = Events {
        item,
        data_event: name.unwrap_or_else(|| "message".to_owned()),
        ping_event: "ping".to_owned(),
        error_event: "error".to_owned(),
        sentinel: lower_sentinel(cx, media, at),
        ping_interval: None,
    };
    if let Some(Value::Object(said)) = media.extensions.get("x-sse") {
        let text = |name: &str| said.get(name).and_then(Value::as_str).map(str::to_owned);
        events.data_event = text("data-event").unwrap_or(events.data_event);
        events.ping_event = text("ping-event").unwrap_or(events.ping_event);
        events.error_event = text("error-event").unwrap_or(events.error_event);
        events.ping_interval = said.get("ping-interval").and_then(Value::as_u64);
        check_names(cx, &events, &at.join("x-sse"));
    }
    Some(events)
}

/// The text that ends the stream: `sentinel` of `x-sse`, or as other tools spell it.
fn lower_sentinel(cx: &mut Cx<'_>, media: &MediaType, at: &Pointer) -> Option<String> {
    let own = media.extensions.get("x-sse").and_then(|said| said.get("sentinel"));
    let own = own.map(|text| (at.join("x-sse").join("sentinel"), text));
    let others = SENTINELS
        .iter()
        .filter_map(|name| media.extensions.get(*name).map(|text| (at.join(name), text)));
    let mut sentinel: Option<&str> = None;
    for (at, text) in own.into_iter().chain(others) {
        let text = text.as_str().filter(|text| !text.is_empty() && !text.contains(LINE_ENDS));
        match (text, sentinel) {
            (None, _) => {
                let message = "what ends a stream is one line of text";
                cx.error(Code::ExtensionMismatch, &at, message);
            }
            (Some(text), Some(known)) if text != known => {
                let message = format!("the stream ends with `{known}` already");
                cx.error(Code::ConflictingMembers, &at, message).help("remove one of them");
            }
            (Some(text), _) => sentinel = Some(text),
        }
    }
    sentinel.map(str::to_owned)
}

/// What `data` holds: `itemSchema`, else `schema`. A schema of events as a whole also says their
/// name.
fn lower_item(
    cx: &mut Cx<'_>,
    media: &MediaType,
    at: &Pointer,
    words: &[String],
) -> Option<(TypeId, Option<String>)> {
    let apart = ITEM_SCHEMAS.map(|name| (at.join(name), cx.schemas_apart.get(&at.join(name))));
    if let [(_, Some(_)), (second, Some(_))] = &apart {
        cx.error(
            Code::ConflictingMembers,
            second,
            "`x-itemSchema` is another name of `itemSchema`",
        )
        .at_key()
        .help("remove one of them");
    }
    let said = apart.into_iter().find_map(|(at, schema)| Some((at, SchemaRef::from(schema?))));
    let schema_at = at.join("schema");
    let whole = media.schema.as_ref().map(SchemaRef::from);
    match (said, whole) {
        (Some((at, item)), whole) => {
            if whole.is_some() {
                let message = "`schema` has no effect beside the schema of the items";
                cx.warning(Code::Ignored, &schema_at, message).at_key();
            }
            lower_frame(cx, item, &at, words)
        }
        (None, Some(whole)) => {
            let (id, name) = lower_frame(cx, whole, &schema_at, words)?;
            let kind = cx.resolve(id).map(|(_, schema)| &schema.kind);
            if matches!(kind, Some(TypeKind::String { .. })) {
                note_undescribed(cx, &schema_at);
                return None;
            }
            Some((id, name))
        }
        (None, None) => {
            note_undescribed(cx, at);
            None
        }
    }
}

/// Such a stream is read as what it is.
fn note_undescribed(cx: &mut Cx<'_>, at: &Pointer) {
    cx.warning(Code::Ignored, at, "what the events hold is not said: the stream comes as bytes")
        .at_key()
        .help("say with `x-itemSchema` what each event holds");
}

/// Names of events are lines of text, and tell events apart.
fn check_names(cx: &mut Cx<'_>, events: &Events, at: &Pointer) {
    let names = [
        ("data-event", &events.data_event),
        ("ping-event", &events.ping_event),
        ("error-event", &events.error_event),
    ];
    for (index, (key, name)) in names.iter().enumerate() {
        let at = at.join(key);
        if name.is_empty() || name.contains(LINE_ENDS) {
            let message = "the name of an event is one line of text";
            cx.error(Code::ExtensionMismatch, &at, message);
        }
        if let Some((other, _)) = names.iter().take(index).find(|(_, other)| other == name) {
            let message = format!("`{key}` and `{other}` have the same name: `{name}`");
            cx.error(Code::ExtensionMismatch, &at, message).help("give each a name of its own");
        }
    }
}

/// Only event streams have items, and only where they are all that an operation answers.
pub(super) fn check_no_events(cx: &mut Cx<'_>, name: &str, media: &MediaType, at: &Pointer) {
    let item = ITEM_SCHEMAS.into_iter().find(|name| cx.schemas_apart.contains_key(&at.join(name)));
    let sse = media.extensions.contains_key("x-sse").then_some("x-sse");
    for key in item.into_iter().chain(sse) {
        if essence(name) == "text/event-stream" {
            let message = format!(
                "`{key}` has no effect on a failure or beside other answers: the stream comes as bytes"
            );
            cx.warning(Code::Ignored, &at.join(key), message).at_key();
            continue;
        }
        let message = format!("`{key}` says nothing about `{name}`");
        cx.error(Code::ExtensionMismatch, &at.join(key), message)
            .at_key()
            .help("it is for `text/event-stream`");
    }
}
