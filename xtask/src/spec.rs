//! `cargo xtask spec`.

use codegen::Comparison;
use codegen::diff::{Effect, Format, Report};
use codegen::read::Extract;

use crate::cli::{DiffArgs, DiffFormat, FailOn, SpecCommand};

/// Does what the subcommand says.
pub(crate) fn run(command: SpecCommand) -> bool {
    match command {
        SpecCommand::Diff(args) => diff(args),
    }
}

/// Prints what changed; what is wrong with the documents goes to the standard error.
fn diff(args: DiffArgs) -> bool {
    let config = args.config.unwrap_or_else(|| crate::root().join("spec").join("codegen.toml"));
    let DiffArgs { old, new, overlay, tag, hide, format, fail_on, .. } = args;
    let compared = codegen::compare(&Comparison {
        old,
        new,
        overlays: overlay,
        config: Some(config),
        extract: Extract { tags: tag, without: hide },
    });
    eprint!("{}", compared.diagnostics);
    crate::print(&compared.render(match format {
        DiffFormat::Text => Format::Text,
        DiffFormat::Markdown => Format::Markdown,
        DiffFormat::Json => Format::Json,
    }));
    compared.report.is_some_and(|report| passes(&report, fail_on))
}

fn passes(report: &Report, fail_on: Option<FailOn>) -> bool {
    match fail_on {
        None => true,
        Some(FailOn::Breaking) => report.effect() < Effect::Breaking,
        Some(FailOn::MayBreak) => report.effect() < Effect::Partial,
        Some(FailOn::Any) => report.changes.is_empty(),
    }
}
