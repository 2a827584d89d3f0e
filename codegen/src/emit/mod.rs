//! Emit: our model and its names become files, one emitter per output.
//!
//! An emitter gets the same `Cx` as all others and returns files; it knows neither the document's
//! notation, nor the disk, nor another emitter.

mod answers;
mod checked;
mod choices;
mod client;
mod contents;
mod cx;
mod defaults;
mod features;
mod files;
mod inputs;
mod manifest;
mod needs;
mod operations;
mod prose;
mod reach;
mod runtime;
mod server;
mod streams;
mod styles;
mod types;

use std::thread;

use crate::diagnostics::{Code, Diagnostics};
use crate::model::Pointer;

pub(crate) use cx::{Crates, Cx, value_type_path};
pub use files::{Files, Tree};

/// An emitter: what it is called, and what it does.
type Emitter = (&'static str, fn(&Cx<'_>) -> Result<Files, String>);

/// Every emitter. A new one is a line here and a folder beside.
const EMITTERS: &[Emitter] = &[
    ("types", types::emit),
    ("operations", operations::emit),
    ("client", client::emit),
    ("server", server::emit),
    ("runtime", runtime::emit),
    ("manifest", manifest::emit),
];

/// Runs every emitter, side by side, and puts the headers on what they return.
pub(crate) fn emit(cx: &Cx<'_>, diags: &mut Diagnostics) -> Files {
    let mut all = Files::default();
    let returned = thread::scope(|scope| {
        let running: Vec<_> =
            EMITTERS.iter().map(|(_, emitter)| scope.spawn(|| emitter(cx))).collect();
        let joined = running.into_iter().map(|thread| thread.join());
        joined.map(|result| result.unwrap_or_else(|_| Err("it panicked".to_owned()))).collect()
    });
    let returned: Vec<Result<Files, String>> = returned;
    for ((name, _), returned) in EMITTERS.iter().zip(returned) {
        match returned {
            Ok(files) => all.merge(files),
            Err(message) => {
                diags
                    .error(Code::Internal, &Pointer::root(), format!("emitter `{name}`: {message}"))
                    .help("this is a mistake of the generator: please report it with the document");
            }
        }
    }
    all.put_headers(&cx.header());
    all
}
