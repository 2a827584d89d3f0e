//! Looks at all schemas together, once every place is filled.

pub(super) mod access;
pub(super) mod defaults;
pub(super) mod expectations;
pub(super) mod formats;
pub(super) mod own;
pub(super) mod recursion;
pub(super) mod sensitive;
pub(super) mod twins;
pub(super) mod unions;
