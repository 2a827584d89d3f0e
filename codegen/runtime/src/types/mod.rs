//! What the model types stand on: always compiled, free of HTTP libraries.

pub mod lenient;
pub mod parameter;
pub mod secret;
// Here only tests use the macro; it is copied only where something else does.
#[allow(unused_imports, unused_macros)]
pub mod string_enum;
