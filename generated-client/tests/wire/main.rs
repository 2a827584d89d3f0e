//! The client against hand-written peers on sockets that send what real servers send, byte by byte.
//! Tests carry the numbers of the sections of the description of the wire ("wire") that they hold
//! on to.

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

mod answers;
mod bodies;
mod byte_streams;
mod events;
mod faults;
mod messages;
mod polls;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../../../codegen/runtime/tests/client/reading.rs"]
mod reading;
mod refusals;
mod requests;
mod support;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../../../codegen/runtime/tests/client/wire_peer.rs"]
mod wire_peer;
