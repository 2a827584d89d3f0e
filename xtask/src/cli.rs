//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Generates Rust client and server crates from OpenAPI documents, and looks after this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Regenerate the crates of this repository
    Codegen(CodegenArgs),
    /// Write a workspace with a client and a server crate for any document
    Generate(GenerateArgs),
    /// The reference: what the document says, for people to read
    #[command(subcommand)]
    Reference(ReferenceCommand),
    /// Explain a diagnostic's code, such as E102; without one, list all codes
    Explain {
        /// The code in the brackets of a diagnostic
        #[arg(default_value = "")]
        code: String,
    },
    /// Check the rules of this repository that neither compiler nor clippy knows
    Tidy,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReferenceCommand {
    /// Write the reference pages of this repository's API: Markdown and HTML
    Render(RenderArgs),
}

#[derive(Debug, Args)]
pub(crate) struct RenderArgs {
    /// Write nothing; show what is stale or edited by hand, and fail if anything is
    #[arg(long)]
    pub(crate) check: bool,
    /// The config file [default: spec/codegen.toml of this repository]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CodegenArgs {
    /// Write nothing; show what is stale or edited by hand, and fail if anything is
    #[arg(long)]
    pub(crate) check: bool,
    /// Write nothing; print what a stage made of the document
    #[arg(long, value_name = "STAGE", conflicts_with = "check")]
    pub(crate) print: Option<PrintStage>,
    /// The OpenAPI document [default: what the config says]
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// An overlay for the document, applied after those of the config; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// The config file [default: spec/codegen.toml of this repository]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    /// The OpenAPI document, YAML or JSON
    pub(crate) document: PathBuf,
    /// The folder for the workspace: `client` and `server-stubs` stand below it
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The packages are called NAME-client and NAME-server [default: from the document's title]
    #[arg(long, value_parser = package_stem)]
    pub(crate) name: Option<String>,
    /// An overlay for the document, applied after those of the config; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// A config file; folders and workspace in it do not count
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Write nothing; show what is stale or edited by hand, and fail if anything is
    #[arg(long)]
    pub(crate) check: bool,
}

/// A stage whose result can be printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PrintStage {
    /// The document with its overlays applied, as JSON
    Document,
    /// The model: what the document means
    Model,
    /// The names: what everything is called in Rust
    Names,
}

fn package_stem(name: &str) -> Result<String, String> {
    codegen::config::check_package_name(&format!("{name}-client"))
        .map(|()| name.to_owned())
        .map_err(|_| "small letters, digits and hyphens make a package name".to_owned())
}
