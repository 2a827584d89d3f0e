//! Answers that go on, and how operations give them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::streams::{Stream, size};
use crate::model::{Channel, Events, Frame, Socket};

/// How an operation gives an answer that goes on.
pub(super) struct Beginning {
    /// What the document says about it, as a constant.
    pub(super) constant: TokenStream,
    /// Where the functions are that look at what the caller wants, before they ask the
    /// implementation.
    pub(super) module: TokenStream,
    /// The one that does all of it.
    pub(super) function: TokenStream,
    /// What the other one, `begin`, finds.
    pub(super) found: TokenStream,
    /// Answers with `output` by that.
    pub(super) answer: TokenStream,
}

impl Beginning {
    pub(super) fn of(stream: Stream<'_>) -> Self {
        match stream {
            Stream::Messages => Self::socket(quote! {
                const SPEC: SocketSpec =
                    SocketSpec::DEFAULT.receives(Channel::ANY).sends(Channel::ANY);
            }),
            Stream::Socket(socket) => Self::socket(socket_spec(socket)),
            Stream::Events(events) => Self {
                constant: events_spec(events),
                module: quote! { events },
                function: quote! { reply },
                found: quote! { reply },
                answer: quote! { Ok(reply.send(output, &SPEC)) },
            },
        }
    }

    fn socket(constant: TokenStream) -> Self {
        Self {
            constant,
            module: quote! { handshake },
            function: quote! { upgrade },
            found: quote! { handshake },
            answer: quote! { Ok(handshake.accept(output, &SPEC)) },
        }
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
