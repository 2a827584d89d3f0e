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
    /// The reference: what the document says, for people to read, and whether it is what is published
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
    /// Report every fact in which the document and the reference differ
    ///
    /// Without a source, the reference is what was recorded last. Exit code 0 means in sync, 1 that
    /// there are differences, 2 that the comparison could not be made.
    Check(ReferenceArgs),
    /// Record the facts of the reference, for checks without a source
    Record(RecordArgs),
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

#[derive(Debug, Args)]
pub(crate) struct ReferenceArgs {
    /// The published page: Markdown, HTML, or the text of the rendered page
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) page: Option<String>,
    /// The page of schemas that belongs to the page
    #[arg(long, value_name = "FILE|URL", requires = "page")]
    pub(crate) schemas: Option<String>,
    /// The Swagger document behind the page
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) swagger: Option<String>,
    /// The OpenAPI document [default: spec/agents.yaml of this repository]
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// An overlay for the document, as for pages that were rendered with it; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// The recorded facts [default: spec/reference.json of this repository]
    #[arg(long, value_name = "FILE")]
    pub(crate) recording: Option<PathBuf>,
    /// Operations of a Swagger document that have `true` here are not on the page, for example
    /// /x-internal [default: as recorded]
    #[arg(long, value_name = "POINTER")]
    pub(crate) hidden: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    #[command(flatten)]
    pub(crate) sources: ReferenceArgs,
    /// The repository that has the sources, for those that are files
    #[arg(long, value_name = "NAME", default_value = "")]
    pub(crate) repository: String,
    /// Its revision
    #[arg(long, value_name = "REV", default_value = "")]
    pub(crate) revision: String,
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
