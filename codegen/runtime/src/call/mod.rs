//! Support of the emitted example `call`: any operation from the command line.

pub use super::{client, types};

pub mod arguments;
pub mod basic;
pub mod bodies;
pub mod caller;
pub mod downloads;
pub mod events;
pub mod failure;
pub mod input;
pub mod json_lines;
pub mod lines;
pub mod options;
pub mod output;
pub mod parts;
pub mod program;
pub mod sockets;
pub mod streams;
pub mod table;
pub mod uploads;
pub mod web_socket;
