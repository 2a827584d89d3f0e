//! `cargo xtask codegen` and `cargo xtask generate`.

use std::path::PathBuf;

use codegen::{Job, Mode, Outcome, Print, Request};

use crate::cli::{CodegenArgs, GenerateArgs, PrintStage, RenderArgs};

/// Regenerates the crates of this repository.
pub(crate) fn codegen(args: CodegenArgs) -> bool {
    let config = config(args.config);
    let mode = match args.print {
        Some(PrintStage::Document) => Mode::Print(Print::Document),
        Some(PrintStage::Model) => Mode::Print(Print::Model),
        Some(PrintStage::Names) => Mode::Print(Print::Names),
        None => mode(args.check),
    };
    let job = Job::Configured { config, document: args.spec };
    show(&codegen::run(&Request { job, overlays: args.overlay, mode }))
}

/// Writes the reference pages of this repository's API.
pub(crate) fn render(args: RenderArgs) -> bool {
    let job = Job::Pages { config: config(args.config) };
    show(&codegen::run(&Request { job, overlays: Vec::new(), mode: mode(args.check) }))
}

/// The config file: this repository's, unless another one is named.
fn config(named: Option<PathBuf>) -> PathBuf {
    named.unwrap_or_else(|| crate::root().join("spec").join("codegen.toml"))
}

/// Writes a workspace for any document.
pub(crate) fn generate(args: GenerateArgs) -> bool {
    let GenerateArgs { document, out, name, overlay, config, check } = args;
    let job = Job::Workspace { document, out, name, config };
    show(&codegen::run(&Request { job, overlays: overlay, mode: mode(check) }))
}

fn mode(check: bool) -> Mode {
    if check { Mode::Check } else { Mode::Write }
}

/// What was asked for goes to the standard output, what is told about it to the standard error.
fn show(outcome: &Outcome) -> bool {
    eprint!("{}", outcome.render_diagnostics());
    crate::print(outcome.text());
    eprintln!("{}", outcome.summary());
    outcome.is_success()
}
