//! What the model types stand on: always compiled, free of HTTP libraries.

// Here only tests use the macros; they are copied only where something else does.
#[allow(unused_imports, unused_macros)]
pub mod aliased;
#[allow(unused_imports, unused_macros)]
pub mod any_of;
pub mod byte_stream;
pub mod file;
pub mod json_lines;
pub mod lenient;
pub mod parameter;
pub mod secret;
pub mod shape;
#[allow(unused_imports, unused_macros)]
pub mod string_enum;
pub mod style;
#[allow(unused_imports, unused_macros)]
pub mod union;
