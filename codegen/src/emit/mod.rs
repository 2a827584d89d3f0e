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

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::diagnostics::{Code, Diagnostics};
use crate::model::Pointer;

pub(crate) use cx::{Crates, Cx, value_type_path};
pub use files::{Files, Tree};

/// An emitter: what it is called, and what it does.
type Emitter = (&'static str, fn(&Cx<'_>) -> Result<Files, String>);

/// What is left out where only a client is wanted.
const SERVER: &str = "server";

/// Every emitter, those first that take longest. A new one is a line here and a folder beside.
const EMITTERS: &[Emitter] = &[
    (SERVER, server::emit),
    ("client", client::emit),
    ("types", types::emit),
    ("operations", operations::emit),
    ("runtime", runtime::emit),
    ("manifest", manifest::emit),
];

/// Runs every emitter, side by side, and puts the headers on what they return.
pub(crate) fn emit(cx: &Cx<'_>, diags: &mut Diagnostics) -> Files {
    let mut all = Files::default();
    for (name, returned) in run(cx) {
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

/// What the emitters return. Each thread has a heap of its own, which takes time to fill: no more
/// of them than processors.
fn run(cx: &Cx<'_>) -> Vec<(&'static str, Result<Files, String>)> {
    let wanted = |(name, _): &&Emitter| *name != SERVER || !cx.crates.client_only;
    let emitters: Vec<&Emitter> = EMITTERS.iter().filter(wanted).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut returned = Vec::new();
        while let Some((name, emitter)) = emitters.get(next.fetch_add(1, Ordering::Relaxed)) {
            let files = catch_unwind(AssertUnwindSafe(|| emitter(cx)));
            returned.push((*name, files.unwrap_or_else(|_| Err("it panicked".to_owned()))));
        }
        returned
    };
    let others = thread::available_parallelism().map_or(1, NonZero::get).min(emitters.len()) - 1;
    thread::scope(|scope| {
        let others: Vec<_> = (0..others).map(|_| scope.spawn(work)).collect();
        let mut returned = work();
        returned.extend(others.into_iter().filter_map(|other| other.join().ok()).flatten());
        returned
    })
}
