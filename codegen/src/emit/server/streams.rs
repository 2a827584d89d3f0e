//! Answers that go on: what their handlers do before and after they ask the implementation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::streams::{Stream, size};
use crate::model::{Channel, Events, Frame, Operation, Socket};

/// Statements of a handler around the call of the implementation.
pub(super) struct Around {
    /// What the document says, as a constant; nothing where it says nothing.
    pub(super) constant: Option<TokenStream>,
    /// Refuses a caller who asks in a wrong way.
    pub(super) before: TokenStream,
    /// Answers with `output`.
    pub(super) answer: TokenStream,
}

impl Around {
    /// What is around an answer that goes on.
    pub(super) fn of(stream: Stream<'_>) -> Self {
        match stream {
            Stream::Messages => Self::socket(quote! {
                const SPEC: SocketSpec =
                    SocketSpec::DEFAULT.receives(Channel::ANY).sends(Channel::ANY);
            }),
            Stream::Socket(socket) => Self::socket(socket_spec(socket)),
            Stream::Events(events) => Self {
                constant: Some(events_spec(events)),
                before: quote! { let reply = EventsReply::of(&request)?; },
                answer: quote! { Ok(reply.send(output, &SPEC)) },
            },
        }
    }

    fn socket(spec: TokenStream) -> Self {
        Self {
            constant: Some(spec),
            before: quote! { let handshake = handshake::Handshake::of(&mut request)?; },
            answer: quote! { Ok(handshake.accept(output, &SPEC)) },
        }
    }

    /// The handler takes things out of the request, inputs left aside.
    pub(super) fn takes_request(operation: &Operation) -> bool {
        operation.is_web_socket()
    }
}

fn socket_spec(socket: &Socket) -> TokenStream {
    let receives = channel(socket.sent).map(|channel| quote! { .receives(#channel) });
    let sends = channel(socket.received).map(|channel| quote! { .sends(#channel) });
    let pings = socket.ping_interval.map(pings);
    let limit = socket.max_message_size.map(size).map(|b| quote! { .max_message_size(#b) });
    quote! { const SPEC: SocketSpec = SocketSpec::DEFAULT #receives #sends #pings #limit; }
}

fn channel(channel: Option<Channel>) -> Option<TokenStream> {
    let Channel { frame, joined, .. } = channel?;
    Some(match (frame, joined) {
        (Frame::Text, false) => quote! { Channel::TEXT },
        (Frame::Binary, false) => quote! { Channel::BINARY },
        (Frame::Text, true) => quote! { Channel::TEXT_STREAM },
        (Frame::Binary, true) => quote! { Channel::BINARY_STREAM },
    })
}

fn events_spec(events: &Events) -> TokenStream {
    let Events { data_event, ping_event, error_event, sentinel, .. } = events;
    let names = quote! { .names(#data_event, #ping_event, #error_event) };
    let sentinel = sentinel.as_ref().map(|text| quote! { .ends_with(#text) });
    let pings = events.ping_interval.map(pings);
    quote! { const SPEC: EventsSpec = EventsSpec::DEFAULT #names #sentinel #pings; }
}

fn pings(seconds: u64) -> TokenStream {
    let seconds = Literal::u64_unsuffixed(seconds);
    quote! { .pings_every(#seconds) }
}
