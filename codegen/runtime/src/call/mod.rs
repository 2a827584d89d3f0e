//! Support of the emitted example `call`: any operation from the command line.

pub use super::{client, types};

pub mod arguments;
pub mod caller;
pub mod events;
pub mod failure;
pub mod input;
pub mod lines;
pub mod options;
pub mod output;
pub mod program;
pub mod sockets;
pub mod streams;
pub mod table;
pub mod web_socket;
