//! What the model types stand on: always compiled, free of HTTP libraries.

pub mod addresses;
// Here only tests use the macros; they are copied only where something else does.
#[allow(unused_imports, unused_macros)]
pub mod any_of;
pub mod base64;
pub mod byte_stream;
pub mod date;
pub mod file;
pub mod headers;
pub mod json_lines;
pub mod members;
#[allow(unused_imports, unused_macros)]
pub mod object;
pub mod order;
#[allow(unused_imports, unused_macros)]
pub mod own;
pub mod parameter;
pub mod parts;
pub mod secret;
pub mod shape;
#[allow(unused_imports, unused_macros)]
pub mod slots;
#[allow(unused_imports, unused_macros)]
pub mod string_enum;
pub mod style;
pub mod time;
pub mod transparent;
#[allow(unused_imports, unused_macros)]
pub mod union;
pub mod unix_time;
