//! `cargo xtask spec`.

use anyhow::Result;
use codegen::diff::{Effect, Format, Report};
use codegen::read::Extract;
use codegen::{Comparison, Import};

use crate::cli::{DiffArgs, DiffFormat, FailOn, ImportArgs, SpecCommand};
use crate::fetch::{Expect, fetch, remote};
use crate::reference::recorded_hidden;

/// Does what the subcommand says.
pub(crate) fn run(command: SpecCommand) -> Result<bool> {
    match command {
        SpecCommand::Diff(args) => Ok(diff(args)),
        SpecCommand::Import(args) => import(args),
    }
}

/// Prints what changed; everything else goes to the standard error.
fn import(args: ImportArgs) -> Result<bool> {
    let hidden = match (args.include_hidden, args.hidden) {
        (true, _) => None,
        (false, Some(hidden)) => Some(hidden),
        (false, None) => recorded_hidden()?,
    };
    let outcome = codegen::import_into(&Import {
        config: args.config.unwrap_or_else(|| crate::root().join("spec").join("codegen.toml")),
        document: args.spec,
        overlays: args.overlay,
        source: fetch(&args.source, Expect::Description)?.source,
        wanted: Extract { tags: args.tag, without: hidden.into_iter().collect() },
        remote: remote(),
    });
    let Some(imported) = outcome.imported else {
        eprint!("{}", outcome.diagnostics);
        return Ok(false);
    };
    imported.changes.iter().for_each(|change| crate::print(&format!("{change}\n")));
    eprint!("{}", outcome.diagnostics);
    let told = if outcome.written { "written" } else { "unchanged" };
    let changes = match imported.changes.len() {
        1 => "1 change".to_owned(),
        count => format!("{count} changes"),
    };
    eprintln!("{}: {changes}, {told}", outcome.document);
    match imported.undescribed {
        0 => {}
        1 => eprintln!("1 thing needs a description"),
        count => eprintln!("{count} things need a description"),
    }
    Ok(outcome.fits)
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
        remote: remote(),
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
