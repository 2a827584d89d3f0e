//! The command line.

use std::path::PathBuf;

use crate::fuzz::Target;
use clap::{Args, Parser, Subcommand, ValueEnum};
use codegen::model::Pointer;
use codegen::read::Prefix;

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
    /// Compare documents, or take one over into this repository's
    #[command(subcommand)]
    Spec(SpecCommand),
    /// Generate for every document in a folder, and print what came of each
    Corpus(CorpusArgs),
    /// Measure how long users wait, beside other generators that are installed
    #[command(subcommand)]
    Bench(BenchCommand),
    /// Feed a part of the generator with documents that nobody would write
    Fuzz(FuzzArgs),
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

#[derive(Debug, Subcommand)]
pub(crate) enum SpecCommand {
    /// Say what changed from one document to another, and what it breaks
    Diff(DiffArgs),
    /// Make this repository's document state what another one states
    ///
    /// Our descriptions, comments and order stay wherever the thing that they belong to is still
    /// there. What is new is marked with `x-needs-description: true`. Prints what changed, and what
    /// of overlays and config no longer fits. Exit code 1 means that something does not fit, or that
    /// the source cannot be taken over.
    Import(ImportArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The document to take over: Swagger 2.0 or OpenAPI
    #[arg(value_name = "FILE|URL")]
    pub(crate) source: String,
    /// Only operations with this tag; may be given several times [default: the tags of the
    /// operations that we have]
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// Take operations that are left out of the published reference, too
    #[arg(long)]
    pub(crate) include_hidden: bool,
    /// Operations that have `true` here are left out of the published reference, for example
    /// /x-internal [default: as recorded in spec/reference.json]
    #[arg(long, value_name = "POINTER", value_parser = pointer, conflicts_with = "include_hidden")]
    pub(crate) hidden: Option<Pointer>,
    /// The document that changes [default: what the config says]
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// An overlay that has to fit, after those of the config; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// The config file [default: spec/codegen.toml of this repository]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The old document
    pub(crate) old: PathBuf,
    /// The new document
    pub(crate) new: PathBuf,
    /// An overlay for both documents; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Compare only operations with this tag; may be given several times
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// Leave out operations in which this member is true, such as /x-internal; may be given several times
    #[arg(long, value_name = "POINTER", value_parser = pointer)]
    pub(crate) hide: Vec<Pointer>,
    /// The config file for both documents [default: spec/codegen.toml of this repository]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How the report is written
    #[arg(long, default_value = "text")]
    pub(crate) format: DiffFormat,
    /// Fail if a change is this bad for anybody
    #[arg(long, value_name = "EFFECT")]
    pub(crate) fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For a terminal
    Text,
    /// For a pull request
    Markdown,
    /// For programs
    Json,
}

/// What a comparison fails on.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FailOn {
    /// Somebody who uses what has changed breaks
    Breaking,
    /// Somebody may break
    MayBreak,
    /// Anything has changed
    Any,
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
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

/// What both generating commands understand.
#[derive(Debug, Args)]
pub(crate) struct CommonArgs {
    /// Only operations with this tag; this and the next two may be given several times, and an
    /// operation that matches any of them is generated
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// Only operations whose path matches: `*` is anything but slashes, `**` anything
    #[arg(long, value_name = "PATTERN")]
    pub(crate) path: Vec<String>,
    /// Only the operation with this operationId
    #[arg(long, value_name = "ID")]
    pub(crate) operation: Vec<String>,
    /// Leave out operations that depend on something unsupported, and list them
    #[arg(long)]
    pub(crate) skip_unsupported: bool,
    /// Fetch texts that the document refers to, if their addresses begin so: a host, or a folder of
    /// it; may be given several times, as `fetch` of the config
    #[arg(long, value_name = "ADDRESS", value_parser = Prefix::parse)]
    pub(crate) fetch: Vec<Prefix>,
    /// How diagnostics and the outcome are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// How diagnostics and the outcome are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, to the standard error
    Text,
    /// One JSON object, to the standard output
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct FuzzArgs {
    /// What is fed
    pub(crate) target: Target,
    /// How many documents
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub(crate) runs: u32,
    /// The same number makes the same documents
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    /// How long generating takes
    Generate(BenchArgs),
    /// How generating grows with the document: the same one several times over
    Growth(BenchArgs),
    /// How long compiling what was generated takes
    Compile(BenchArgs),
    /// How the emitted crates run, beside the same written by hand
    Runtime(RuntimeArgs),
    /// Allocations and instructions of what the emitted crates do often, beside those that are kept
    Counts(CountsArgs),
    /// What no generator can do without: parse the document, copy what is already there
    #[command(hide = true)]
    Floor { document: PathBuf, from: PathBuf, to: PathBuf },
}

#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    /// What is generated [default: spec/agents.yaml of this repository]
    pub(crate) documents: Vec<PathBuf>,
    /// How often each generator has its turn
    #[arg(long, value_name = "N", default_value_t = 9)]
    pub(crate) runs: u32,
    /// The folder with the other generators; what is not there is looked for on the path
    #[arg(long, value_name = "DIR")]
    pub(crate) rivals: Option<PathBuf>,
    /// Where everything is written [default: target/bench of this repository]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write everything as JSON to this file, too
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct RuntimeArgs {
    /// How often each side has its turn
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub(crate) rounds: u32,
    /// How long a turn takes, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 1000)]
    pub(crate) time: u64,
    /// How many idle streams to open
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub(crate) streams: usize,
    /// Only what contains this text in its name
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,
    /// Write everything as JSON to this file, too
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CountsArgs {
    /// Keep what is counted, in place of comparing it
    #[arg(long)]
    pub(crate) write: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CorpusArgs {
    /// The folder with the documents; every .json, .yaml and .yml file in it counts
    pub(crate) dir: PathBuf,
    /// Where the workspaces go [default: target/corpus of this repository]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Only documents whose file name contains this
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,
    /// Compile both crates of each document, and count warnings
    #[arg(long)]
    pub(crate) compile: bool,
    /// Run clippy on both crates of each document, and count warnings
    #[arg(long)]
    pub(crate) clippy: bool,
    /// Make values of each schema up and see whether the emitted types read and write them as they
    /// are
    #[arg(long)]
    pub(crate) round_trip: bool,
    /// Write everything as JSON to this file, too
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    /// The OpenAPI document, YAML or JSON
    #[arg(value_name = "FILE|URL")]
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
    /// The client alone; a server crate that is there already is left as it is
    #[arg(long)]
    pub(crate) client_only: bool,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
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

fn pointer(text: &str) -> Result<Pointer, String> {
    let wrong = || "a JSON pointer starts with a slash".to_owned();
    Pointer::parse(text).filter(|pointer| *pointer != Pointer::root()).ok_or_else(wrong)
}

fn package_stem(name: &str) -> Result<String, String> {
    codegen::config::check_package_name(&format!("{name}-client"))
        .map(|()| name.to_owned())
        .map_err(|_| "small letters, digits and hyphens make a package name".to_owned())
}
