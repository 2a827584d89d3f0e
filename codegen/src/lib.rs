//! Generates a Rust client crate and axum server stubs from an OpenAPI document.
//!
//! One road leads from a document to its code. Each stage is a free function; between two stages
//! travels plain data, and no stage calls back.
//!
//! ```text
//!  text ─► read ─► normalise ─► lower ─► name ─► emit ─► output ─► disk, or a diff
//!          Document  Resolved    Api      Names    Files
//! ```
//!
//! | Stage | What it does | What it must not know |
//! |---|---|---|
//! | [`read`] | YAML and JSON, overlays, structure, `openapiv3` | Rust, our model |
//! | [`normalise`] | `$ref`, inheritance, OpenAPI's defaults | types, names |
//! | [`lower`] | what schemas and HTTP mean, as our [`model`] | Rust identifiers |
//! | [`name`] | every Rust identifier, in one global phase | how anything is printed |
//! | [`emit`] | files in memory, one emitter per part of the output | `openapiv3`, other emitters, the disk |
//! | [`output`] | files on disk or a diff; who owns what | what the files mean |
//!
//! [`run`] drives them for a [`Request`], [`generate`] does the same in memory. Mistakes go to
//! [`diagnostics`]; the stage that reports an error is the last one, and nothing is written. What a
//! document cannot say comes from a [`config`].

pub mod config;
pub mod diagnostics;
pub mod diff;
mod driver;
pub mod emit;
pub mod import;
pub mod lower;
pub mod model;
pub mod name;
pub mod normalise;
pub mod output;
pub mod pages;
pub mod read;
pub mod reference;
mod rust;

pub use driver::{
    Command, Compared, Comparison, Done, Generated, Import, ImportOutcome, Job, Layout, LeftOut,
    Mode, Outcome, Print, Product, Request, Selection, compare, compare_texts, generate,
    import as import_into, run,
};
