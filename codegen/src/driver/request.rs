//! What can be asked for.

use std::path::{Path, PathBuf};

use crate::read::Remote;

/// What to do, and for which document.
#[derive(Clone, Debug)]
pub struct Request {
    /// Which document, and where the output goes.
    pub job: Job,
    /// Overlays for the document; those that the config names come first.
    pub overlays: Vec<PathBuf>,
    /// Which operations are generated.
    pub selection: Selection,
    /// What becomes of the output.
    pub mode: Mode,
    /// From where texts may be fetched, beside what the config says.
    pub remote: Remote,
}

/// Which operations are generated, beside what the config says.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Those with one of these tags.
    pub tags: Vec<String>,
    /// Those whose path matches one of these patterns.
    pub paths: Vec<String>,
    /// Those with one of these ids.
    pub operations: Vec<String>,
    /// Not those that depend on something unsupported.
    pub skip_unsupported: bool,
}

/// Which document, and where the output goes.
#[derive(Clone, Debug)]
pub enum Job {
    /// A config file says everything: `cargo xtask codegen`.
    Configured {
        /// The config file.
        config: PathBuf,
        /// Another document than the one that the config names.
        document: Option<PathBuf>,
    },
    /// A workspace of its own for any document: `cargo xtask generate`.
    Workspace {
        /// The document.
        document: PathBuf,
        /// The workspace's folder; the crates are `client` and `server-stubs` below it.
        out: PathBuf,
        /// The packages are `NAME-client` and `NAME-server`, whatever a config says.
        name: Option<String>,
        /// A config file; what it says about folders and the workspace does not count.
        config: Option<PathBuf>,
        /// The client crate alone.
        client_only: bool,
    },
    /// The reference pages that a config file asks for: `cargo xtask reference render`.
    Pages {
        /// The config file.
        config: PathBuf,
    },
}

impl Job {
    /// The config file, if there is one.
    pub(super) fn config(&self) -> Option<&Path> {
        match self {
            Self::Configured { config, .. } | Self::Pages { config } => Some(config),
            Self::Workspace { config, .. } => config.as_deref(),
        }
    }
}

/// What becomes of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is written.
    Write,
    /// It is compared with what is there.
    Check,
    /// A stage's result is printed instead.
    Print(Print),
}

/// A stage's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Print {
    /// The document with its overlays applied, as JSON.
    Document,
    /// What the document means.
    Model,
    /// What everything is called.
    Names,
}
