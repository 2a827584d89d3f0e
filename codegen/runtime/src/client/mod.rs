//! The client: it sends requests, reads answers, and says what went wrong.

pub mod body;
pub mod build_error;
pub mod builder;
pub mod call;
pub mod error;
pub mod handle;
pub mod hook;
pub mod problem;
pub mod redirect;
pub mod reply;
pub mod request;
pub mod retry;
pub mod security;
pub mod send;
pub mod upgrade;
pub mod web_socket;
