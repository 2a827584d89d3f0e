//! Answers that go on, as both crates see them: WebSockets and server-sent events.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::answers::{Success, success};
use crate::model::{Channel, ChannelContent, Events, Frame, Operation, ResponseBody, Socket};
use crate::rust::plain_line;

/// One of the emitted crates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The client crate.
    Client,
    /// The server crate.
    Server,
}

/// An answer that goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stream<'a> {
    /// A WebSocket of messages that the document does not describe.
    Messages,
    /// A WebSocket with known content.
    Socket(&'a Socket),
    /// Server-sent events.
    Events(&'a Events),
}

/// How a body goes on, if it does.
pub(crate) fn stream_of(body: &ResponseBody) -> Option<Stream<'_>> {
    match body {
        ResponseBody::Messages => Some(Stream::Messages),
        ResponseBody::Socket(socket) => Some(Stream::Socket(socket)),
        ResponseBody::Events(events) => Some(Stream::Events(events)),
        ResponseBody::Empty | ResponseBody::Typed(_) => None,
    }
}

/// How the successful answer of an operation goes on, if it does.
pub(crate) fn stream(operation: &Operation) -> Option<Stream<'_>> {
    match success(operation) {
        Success::One(response) => stream_of(&response.body),
        // Lowering lets no stream stand beside other answers.
        Success::Several(_) | Success::Unknown => None,
    }
}

impl Stream<'_> {
    /// The type of the answer on one side, below that side's modules of the runtime.
    pub(crate) fn ty(self, cx: &Cx<'_>, side: Side) -> TokenStream {
        match (self, side) {
            (Self::Messages, Side::Client) => quote! { web_socket::WebSocket },
            (Self::Messages, Side::Server) => {
                quote! { Upgrade<codec::Messages, codec::Messages> }
            }
            (Self::Socket(socket), Side::Client) => {
                let received = codec(cx, socket.received, false);
                let sent = codec(cx, socket.sent, true);
                quote! { socket::Socket<#received, #sent> }
            }
            (Self::Socket(socket), Side::Server) => {
                // Servers learn the type of frames from data.
                let (received, sent) = (socket.sent, socket.received);
                let (received, sent) = (codec(cx, received, false), codec(cx, sent, false));
                quote! { Upgrade<#received, #sent> }
            }
            (Self::Events(events), side) => {
                let item = cx.nullable_type(events.item);
                match side {
                    Side::Client => quote! { events::Events<#item> },
                    Side::Server => quote! { Events<#item> },
                }
            }
        }
    }
}

/// What goes one way, as a marker of the runtime; with the type of frames where it is `told` and
/// other than usual.
fn codec(cx: &Cx<'_>, channel: Option<Channel>, told: bool) -> TokenStream {
    let Some(channel) = channel else { return quote! { codec::Nothing } };
    match channel.content {
        ChannelContent::Bytes => quote! { codec::Bytes },
        ChannelContent::Json(schema) => {
            let value = cx.nullable_type(schema);
            let frame =
                (told && channel.frame == Frame::Binary).then(|| quote! { , codec::Binary });
            quote! { codec::Json<#value #frame> }
        }
    }
}

const CLIENT_LONG_POLL: &str = "A long poll: the answer comes when there is something to say, \
    so the client's time limit\ndoes not hold. Drop the call to cancel it.";
const SERVER_LONG_POLL: &str = "A long poll: answer when there is something to say. The future is \
    dropped when the caller\ngoes away.";

/// What users must know about how an operation is asked for, besides its inputs.
pub(crate) fn notes(operation: &Operation, side: Side) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(flag) = &operation.flag {
        let with = if flag.present { "with" } else { "without" };
        notes.push(format!("Asked for {with} the query parameter `{}`.", plain_line(&flag.name)));
    }
    if operation.long_poll {
        notes.push(match side {
            Side::Client => CLIENT_LONG_POLL.to_owned(),
            Side::Server => SERVER_LONG_POLL.to_owned(),
        });
    }
    notes
}

/// A number of bytes as a `usize` of any system.
pub(crate) fn size(bytes: u64) -> proc_macro2::Literal {
    proc_macro2::Literal::u64_unsuffixed(bytes.min(u32::MAX.into()))
}
