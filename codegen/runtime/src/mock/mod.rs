//! Support of the emitted example `mock`: a server with made-up answers.

pub use super::{server, types};

pub mod answers;
pub mod dice;
pub mod events;
pub mod headers;
pub mod options;
pub mod patterns;
pub mod serve;
pub mod sockets;
pub mod ticks;
pub mod values;
pub mod web_socket;
