//! Hand-written support code for the crates that the generator emits.
//!
//! The same text lives twice: here, where it is formatted, linted and tested like any Rust, and as
//! a copy below `src/runtime/` of each emitted crate, or below `examples/`. [`sources`] is the table the generator copies
//! from; it is there without any feature, so that the generator itself stays cheap to build.
//!
//! Files refer to their siblings through `super::` only, because that is true in both homes.

pub mod sources;

#[cfg(feature = "call")]
pub mod call;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "types")]
pub mod types;

/// The path that the copies have in emitted crates, for the macro that must name its siblings from
/// wherever it is used.
#[cfg(feature = "types")]
#[doc(hidden)]
pub mod runtime {
    pub use crate::types;
}

#[cfg(all(test, feature = "types"))]
pub mod tests;
