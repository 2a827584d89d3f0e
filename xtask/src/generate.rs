//! `cargo xtask codegen` and `cargo xtask generate`.

use std::path::PathBuf;

use codegen::{Job, Mode, Outcome, Print, Request, Selection};

use crate::cli::{CodegenArgs, CommonArgs, Format, GenerateArgs, PrintStage, RenderArgs};
use crate::fetch::remote;

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
    run(job, args.overlay, mode, args.common)
}

/// Writes the reference pages of this repository's API.
pub(crate) fn render(args: RenderArgs) -> bool {
    let job = Job::Pages { config: config(args.config) };
    let (overlays, selection, mode) = (Vec::new(), Selection::default(), mode(args.check));
    let outcome = codegen::run(&Request { job, overlays, selection, mode, remote: remote() });
    show(&outcome);
    outcome.is_success()
}

/// The config file: this repository's, unless another one is named.
fn config(named: Option<PathBuf>) -> PathBuf {
    named.unwrap_or_else(|| crate::root().join("spec").join("codegen.toml"))
}

/// Writes a workspace for any document.
pub(crate) fn generate(args: GenerateArgs) -> bool {
    let GenerateArgs { document, out, name, overlay, config, client_only, common, check } = args;
    let job = Job::Workspace { document, out, name, config, client_only };
    run(job, overlay, mode(check), common)
}

fn run(job: Job, overlays: Vec<PathBuf>, mode: Mode, common: CommonArgs) -> bool {
    let selection = Selection {
        tags: common.tag,
        paths: common.path,
        operations: common.operation,
        skip_unsupported: common.skip_unsupported,
    };
    let remote = remote().with(&common.fetch);
    let outcome = codegen::run(&Request { job, overlays, selection, mode, remote });
    match common.format {
        Format::Text => show(&outcome),
        Format::Json => crate::print(&format!("{:#}\n", outcome.to_json())),
    }
    outcome.is_success()
}

fn mode(check: bool) -> Mode {
    if check { Mode::Check } else { Mode::Write }
}

/// What was asked for goes to the standard output, what is told about it to the standard error.
fn show(outcome: &Outcome) {
    eprint!("{}", outcome.render_diagnostics());
    crate::print(outcome.text());
    eprintln!("{}", outcome.summary());
}
