//! `x-websocket`: what travels over a WebSocket.

use super::cx::Cx;
use super::media::{essence, is_json};
use super::operation::place_words;
use super::schema::lower_schema;
use crate::diagnostics::Code;
use crate::model::{Channel, ChannelContent, Frame, Pointer, Socket};
use crate::normalise::{Direction, Located, SocketExtension};

/// Nothing where a direction cannot be done.
pub(super) fn lower_socket(
    cx: &mut Cx<'_>,
    extension: &Located<SocketExtension>,
    operation_id: &str,
) -> Option<Socket> {
    let Located { at, value: socket } = extension;
    let mut direction = |name: &str, direction: &Option<Direction>, words: &[&str]| {
        let at = at.join(name);
        let words = place_words(&at, operation_id, words);
        let to_client = name == "server-to-client";
        let lower = |direction| lower_direction(cx, direction, to_client, &at, &words);
        direction.as_ref().map(lower).transpose()
    };
    let received = direction("server-to-client", &socket.server_to_client, &["message"]);
    let sent = direction("client-to-server", &socket.client_to_server, &["client", "message"]);
    let (received, sent) = (received.ok()?, sent.ok()?);
    if received.is_none() && sent.is_none() {
        cx.error(Code::ExtensionMismatch, at, "nothing travels over this WebSocket")
            .at_key()
            .help("describe `server-to-client`, `client-to-server`, or both");
        return None;
    }
    if let Some(last) = &socket.ends_with_repeated {
        let at = at.join("ends-with-repeated");
        match received.map(|channel| channel.content) {
            Some(ChannelContent::Json(id)) => cx.samples.push((id, last.clone(), at)),
            Some(ChannelContent::Bytes) | None => {
                let message = "the server sends no messages that could be repeated";
                cx.error(Code::ExtensionMismatch, &at, message)
                    .at_key()
                    .help("describe them as JSON under `server-to-client`");
            }
        }
    }
    Some(Socket {
        received,
        sent,
        max_message_size: socket.max_message_size,
        ping_interval: socket.ping_interval,
        ends_with_repeated: socket.ends_with_repeated.clone(),
    })
}

/// Something was reported.
struct Refused;

fn lower_direction(
    cx: &mut Cx<'_>,
    direction: &Direction,
    to_client: bool,
    at: &Pointer,
    words: &[String],
) -> Result<Channel, Refused> {
    let content = lower_content(cx, direction, at, words)?;
    let (usual_frame, usual) = match content {
        ChannelContent::Bytes => (Frame::Binary, "stream"),
        ChannelContent::Json(_) => (Frame::Text, "message"),
    };
    let framing = direction.framing.as_deref().unwrap_or(usual);
    let refused = match (content, framing) {
        (ChannelContent::Bytes, "message") => Some("messages of raw bytes are not supported yet"),
        (ChannelContent::Json(_), "stream") if to_client => {
            Some("JSON across several messages of a server is not supported yet")
        }
        _ => None,
    };
    if let Some(message) = refused {
        cx.unsupported(&at.join("framing"), message)
            .help(format!("leave it out, which means `framing: {usual}`"));
        return Err(Refused);
    }
    let frame = match direction.frame.as_deref() {
        Some("text") => Frame::Text,
        Some("binary") => Frame::Binary,
        _ => usual_frame,
    };
    if (content, frame) == (ChannelContent::Bytes, Frame::Text) {
        cx.error(
            Code::ExtensionMismatch,
            &at.join("frame"),
            "messages of text cannot hold any bytes",
        )
        .help("write `frame: binary`, or describe the messages as JSON");
        return Err(Refused);
    }
    Ok(Channel { content, frame, joined: framing == "stream" })
}

fn lower_content(
    cx: &mut Cx<'_>,
    direction: &Direction,
    at: &Pointer,
    words: &[String],
) -> Result<ChannelContent, Refused> {
    let at = at.join("content");
    if direction.content.len() > 1 {
        cx.unsupported(&at, "several media types in one direction are not supported yet").at_key();
        return Err(Refused);
    }
    let Some(name) = direction.content.keys().next() else { return Ok(ChannelContent::Bytes) };
    let at = at.join(name);
    let schema_at = at.join("schema");
    let schema = cx.schemas_apart.get(&schema_at);
    if is_json(name) {
        let Some(schema) = schema else {
            let message = "the messages have no schema";
            cx.error(Code::ExtensionMismatch, &at, message).at_key().help("add `schema`");
            return Err(Refused);
        };
        let id = lower_schema(cx, schema.into(), &schema_at, words, 0);
        return Ok(ChannelContent::Json(id));
    }
    if essence(name) != "application/octet-stream" {
        cx.unsupported(&at, format!("messages of `{name}` are not supported yet"))
            .at_key()
            .help("`application/json` and `application/octet-stream` are");
        return Err(Refused);
    }
    if schema.is_some() {
        cx.warning(Code::Ignored, &schema_at, "a schema says nothing about raw bytes").at_key();
    }
    Ok(ChannelContent::Bytes)
}
