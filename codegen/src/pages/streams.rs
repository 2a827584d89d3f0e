//! What goes on after the answer, in sentences: sockets, events, long polls.

use serde_json::Value;

use super::document::{Document, members, text};
use super::schemas::type_text;

/// Sentences about an operation's streams, Markdown; empty for plain HTTP.
pub(super) fn sentences(document: Document<'_>, operation: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(socket) = operation.get("x-websocket") {
        found.push(format!("{}he connection becomes a WebSocket.", when(socket)));
        found.push(direction(document, socket, "server-to-client", "The server"));
        found.push(direction(document, socket, "client-to-server", "The client"));
        if let Some(seconds) = socket.get("ping-interval") {
            found.push(format!("The server pings every {seconds} seconds and wants an answer."));
        }
        if let Some(value) = socket.get("ends-with-repeated") {
            found.push(format!("The stream has ended when `{value}` comes twice in a row."));
        }
    } else if operation.get("x-dropshot-websocket").is_some() {
        found.push("The connection becomes a WebSocket of raw bytes.".to_owned());
    }
    for (_, answer) in members(operation, "responses") {
        let media = document.resolve(answer).get("content");
        if let Some(events) = media.and_then(|media| media.get("text/event-stream")) {
            found.push(self::events(document, events));
        }
    }
    if let Some(poll) = operation.get("x-long-poll") {
        found.push(format!(
            "{}he answer takes as long as it takes: set no time limit, and hang up to give up.",
            when(poll)
        ));
    }
    found
}

/// The start of a sentence, up to the `t` of "the".
fn when(extension: &Value) -> String {
    match extension.pointer("/when/query").and_then(Value::as_str) {
        Some(parameter) => format!("With `{}`, t", ticks_out(parameter)),
        None => "T".to_owned(),
    }
}

fn direction(document: Document<'_>, socket: &Value, name: &str, who: &str) -> String {
    let Some(direction) = socket.get(name) else { return format!("{who} sends nothing.") };
    let content = members(direction, "content").next();
    let schema = content.and_then(|(_, media)| media.get("schema"));
    let frame = match (text(direction, "frame"), schema) {
        ("", Some(_)) => "text",
        ("", None) => "binary",
        (frame, _) => frame,
    };
    match schema {
        Some(schema) => {
            let shape = type_text(document, schema);
            let name = shape.schema.map(|name| format!("`{}`", ticks_out(&name)));
            format!(
                "{who} sends {frame} messages, each with one JSON value: {}{}.",
                shape.text,
                name.unwrap_or_default()
            )
        }
        None => {
            format!("{who} sends bytes in {frame} messages; where a message ends means nothing.")
        }
    }
}

fn events(document: Document<'_>, media: &Value) -> String {
    let item = ["itemSchema", "x-itemSchema", "schema"].iter().find_map(|name| media.get(*name));
    let shape = item.map(|item| type_text(document, item)).unwrap_or_default();
    let name = shape.schema.map(|name| format!("`{}`", ticks_out(&name))).unwrap_or_default();
    let event = media.pointer("/x-sse/data-event").and_then(Value::as_str).unwrap_or("message");
    let pings = match media.pointer("/x-sse/ping-interval") {
        Some(seconds) => format!(" A ping comes every {seconds} seconds."),
        None => String::new(),
    };
    format!(
        "The answer is a stream of server-sent events; each `{}` holds {}{name} as JSON.{pings}",
        ticks_out(event),
        shape.text
    )
}

/// Text that stands between backticks cannot hold any.
fn ticks_out(text: &str) -> String {
    text.chars().filter(|c| *c != '`' && !c.is_control()).collect()
}
