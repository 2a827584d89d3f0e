//! The server's typed WebSockets and event streams, asked by hand-written raw TCP clients that send
//! what the Go clients send. "wire" is the description of the wire behaviour, by section.

#![cfg(feature = "server")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "helpers of tests"
)]

mod api;
mod bytes;
mod crowds;
mod ends;
mod events;
mod handshakes;
mod messages;
mod peer;
mod pings;
mod raw;
mod requests;
mod slow;
mod terminal;
mod units;
