//! What is fed with the documents.

use clap::ValueEnum;
use codegen::config::Config;
use codegen::diagnostics::{Code, Diagnostics, Places, render_text};
use codegen::emit::Files;
use codegen::read::{self, Source};
use codegen::{Command, Layout, generate, lower, name, normalise};

/// A part of the generator.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Target {
    /// Text to a checked document, and the report about it
    Read,
    /// The text of an overlay, applied to a small document
    Overlay,
    /// A document to the model
    Lower,
    /// A document to names
    Name,
    /// A document to all files
    Emit,
}

/// What overlays are applied to.
const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      \
    tags: [x, y]\n      responses: {'200': {description: Done.}}\n";

impl Target {
    /// Broken text is of interest; the others want documents.
    pub(super) fn is_text(self) -> bool {
        match self {
            Self::Read | Self::Overlay => true,
            Self::Lower | Self::Name | Self::Emit => false,
        }
    }

    /// Whether the document was good enough to get to the end.
    pub(super) fn run(self, text: &str) -> bool {
        let mut diags = Diagnostics::default();
        let config = Config { skip_unsupported: true, ..Config::default() };
        let source = Source::new("fuzz.yaml", text);
        match self {
            Self::Read => {
                if let Some(document) = read::read(source.clone(), &mut diags) {
                    drop(normalise::normalise(&document, &mut diags));
                }
                drop(render_text(&diags, &Places::new(Some(&source), None)));
                !diags.has_errors()
            }
            Self::Overlay => {
                let document = Source::new("document.yaml", DOCUMENT);
                read::load(document, &[source], &mut diags).is_some()
            }
            Self::Lower | Self::Name => {
                let Some(document) = read::read(source, &mut diags) else { return false };
                let resolved = normalise::normalise(&document, &mut diags);
                if diags.has_errors() {
                    return false;
                }
                let api = lower::lower(&resolved, &config, &mut diags);
                if !diags.has_errors() && matches!(self, Self::Name) {
                    drop(name::name(&api, &config, &mut diags));
                }
                !diags.has_errors()
            }
            Self::Emit => {
                let layout = Layout::default();
                let made = generate(source, &[], &config, &layout, Command::Generate, &mut diags);
                let mistake = diags.items().iter().find(|item| item.code == Code::Internal);
                assert!(mistake.is_none(), "a mistake of the generator: {mistake:?}");
                made.iter().for_each(|made| expect_rust(&made.files));
                made.is_some()
            }
        }
    }
}

/// Everything that was emitted can be parsed. The runtime is the same for every document.
fn expect_rust(files: &Files) {
    let files = files.client.iter().chain(&files.server);
    let emitted = files.filter(|(path, _)| path.ends_with(".rs") && !path.contains("/runtime/"));
    for (path, text) in emitted {
        let parsed = syn::parse_file(text);
        assert!(parsed.is_ok(), "{path} is no Rust: {:?}", parsed.err());
    }
}
