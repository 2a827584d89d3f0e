//! The server against hand-written peers on sockets that send what the Go clients send, byte by
//! byte. Tests carry the numbers of the sections of the description of the wire ("wire") that they
//! hold on to.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "helpers of tests"
)]

mod answers;
mod api;
mod credentials;
mod crowds;
mod errors;
mod events;
mod faults;
mod lenient;
mod limits;
mod queries;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../../../codegen/runtime/tests/streams/raw.rs"]
mod raw;
mod site;
mod sockets;
mod tunnels;
