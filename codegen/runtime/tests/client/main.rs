//! The client against a hand-written peer on loopback sockets.

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod answers;
mod building;
mod encoding;
mod events;
mod failures;
mod hooks;
mod misfits;
mod operations;
mod peer;
mod reading;
mod redirects;
mod retries;
mod socket_faults;
mod socket_streams;
mod sockets;
mod sse;
mod stream_operations;
mod web_sockets;
mod wire_peer;
