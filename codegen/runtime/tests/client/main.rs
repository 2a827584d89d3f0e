//! The client against a hand-written peer on loopback sockets.

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod answers;
mod building;
mod encoding;
mod failures;
mod hooks;
mod operations;
mod peer;
mod redirects;
mod retries;
mod web_sockets;
