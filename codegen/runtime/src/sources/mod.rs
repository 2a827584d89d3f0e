//! The runtime's own files as text, and the crates that they need.

mod call;
mod client;
mod mock;
mod server;
mod types;

/// Into which part of the output a file goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Support of the model types: in the client crate, always compiled, free of HTTP libraries.
    Types,
    /// Support of the client: in the client crate, behind its feature `client`.
    Client,
    /// Support of the server: in the server crate.
    Server,
    /// Support of the server crate's example `mock`.
    Mock,
    /// Support of the client crate's example `call`.
    Call,
}

impl Part {
    /// The folder of this crate's sources.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Client => "client",
            Self::Server => "server",
            Self::Mock => "mock",
            Self::Call => "call",
        }
    }
}

/// Names of crates, with the features that are needed of them.
pub type Crates = &'static [(&'static str, &'static [&'static str])];

/// One file of the runtime.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Where it goes.
    pub part: Part,
    /// Module name: the file is `<part>/<name>.rs`.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
    /// The crates that its `use` lines and paths name, with the features it needs of them.
    pub crates: Crates,
    /// Copied only when emitted code asks for it (by name).
    pub optional: bool,
}

impl Source {
    /// A file that is copied whatever the document.
    const fn always(part: Part, name: &'static str, text: &'static str, crates: Crates) -> Self {
        Self { part, name, text, crates, optional: false }
    }

    /// A file that is copied where it is asked for.
    const fn optional(part: Part, name: &'static str, text: &'static str, crates: Crates) -> Self {
        Self { part, name, text, crates, optional: true }
    }
}

/// A crate that emitted code may depend on.
#[derive(Clone, Copy, Debug)]
pub struct Crate {
    /// Package name.
    pub name: &'static str,
    /// Version requirement.
    pub version: &'static str,
    /// Features that are needed wherever it is used; default features are always off.
    pub features: &'static [&'static str],
}

/// Every crate that emitted code may depend on, by name.
pub const CRATES: &[Crate] = &[
    Crate { name: "axum", version: "0.8", features: &[] },
    Crate { name: "bytes", version: "1", features: &["std"] },
    Crate { name: "chrono", version: "0.4", features: &["serde", "std"] },
    Crate { name: "futures-core", version: "0.3", features: &["std"] },
    Crate { name: "futures-util", version: "0.3", features: &["std"] },
    Crate { name: "http", version: "1", features: &[] },
    Crate { name: "httpdate", version: "1", features: &[] },
    Crate { name: "hyper", version: "1", features: &[] },
    Crate { name: "hyper-util", version: "0.1", features: &[] },
    Crate { name: "lexopt", version: "0.3", features: &[] },
    Crate { name: "multer", version: "3", features: &[] },
    Crate { name: "percent-encoding", version: "2", features: &[] },
    Crate { name: "regex", version: "1", features: &["std", "unicode"] },
    Crate { name: "reqwest", version: "0.13", features: &[] },
    Crate { name: "serde", version: "1", features: &["std"] },
    Crate { name: "serde_json", version: "1", features: &["std"] },
    Crate { name: "serde_path_to_error", version: "0.1", features: &[] },
    Crate { name: "sha1_smol", version: "1", features: &[] },
    Crate { name: "tokio", version: "1", features: &[] },
    Crate { name: "tungstenite", version: "0.29", features: &[] },
    Crate { name: "uuid", version: "1", features: &["serde", "std"] },
];

/// Every file of the runtime, by part and name.
pub fn sources() -> impl Iterator<Item = &'static Source> {
    [types::SOURCES, client::SOURCES, server::SOURCES, mock::SOURCES, call::SOURCES]
        .into_iter()
        .flatten()
}
