//! The project's commands: `cargo xtask --help`.
//!
//! Thin on purpose: arguments in, a call of the library, text and an exit code out. Exit code 0 means
//! that all is well, 1 that something was reported or is stale, 2 that the command line is wrong or a
//! comparison could not be made.

mod bench;
mod cli;
mod columns;
mod corpus;
mod explain;
mod fetch;
mod fuzz;
mod generate;
mod process;
mod random;
mod reference;
mod spec;
mod tidy;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use mimalloc::MiMalloc;

use cli::{Cli, Command, ReferenceCommand};

/// Generating allocates a great many small things, in several threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Codegen(args) => Ok(generate::codegen(args)),
        Command::Generate(args) => Ok(generate::generate(args)),
        Command::Spec(command) => spec::run(command),
        Command::Fuzz(args) => fuzz::fuzz(&args, &root()),
        Command::Corpus(args) => corpus::corpus(&args, &root()),
        Command::Bench(command) => bench::run(&command, &root()),
        Command::Explain { code } => Ok(explain::explain(&code)),
        Command::Reference(ReferenceCommand::Render(args)) => Ok(generate::render(args)),
        Command::Reference(ReferenceCommand::Check(args)) => return reference::check(&args),
        Command::Reference(ReferenceCommand::Record(args)) => return reference::record(&args),
        Command::Tidy => tidy::run(&root()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Prints to the standard output; a reader that went away (`| head`) is no mistake.
fn print(text: &str) {
    drop(std::io::stdout().write_all(text.as_bytes()));
}

/// The workspace's root, relative to the current folder where that is shorter to read.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.parent().unwrap_or(here);
    match std::env::current_dir() {
        Ok(current) if current == root => PathBuf::new(),
        _ => root.to_path_buf(),
    }
}
