//! The stages in memory: no disk, no environment.

use super::select::{LeftOut, lower_supported, select};
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::emit::{Crates, Cx, Files, emit};
use crate::model::Api;
use crate::name::{Names, name};
use crate::normalise::{Resolved, normalise};
use crate::read::{Effective, Source, check, load};

/// The command that a reader of an emitted file runs to get it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// For the crates of this repository.
    Codegen,
    /// For the crates of any other document.
    Generate,
    /// For the reference pages of this repository.
    Render,
}

impl Command {
    /// As headers have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Codegen => "cargo xtask codegen",
            Self::Generate => "cargo xtask generate",
            Self::Render => "cargo xtask reference render",
        }
    }
}

/// How the crates are called and how they lie to each other.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The packages are `NAME-client` and `NAME-server`; without it the config says, then the
    /// document's title.
    pub name: Option<String>,
    /// The path from the server crate's folder to the client crate's, with `/`.
    pub client_from_server: String,
    /// There is no server crate.
    pub client_only: bool,
}

/// What the stages made.
#[derive(Debug)]
pub struct Generated {
    /// What the document means.
    pub api: Api,
    /// What everything is called.
    pub names: Names,
    /// The files.
    pub files: Files,
    /// Package names of the client and of the server crate.
    pub packages: [String; 2],
    /// The first line of every file, without its comment sign.
    pub header: String,
    /// How many operations and schemas the document has, generated or not.
    pub in_document: (usize, usize),
    /// Operations that depend on something unsupported.
    pub left_out: Vec<LeftOut>,
}

/// Runs every stage on a document and its overlays. A stage that reports an error is the last one.
pub fn generate(
    document: Source,
    overlays: &[Source],
    config: &Config,
    layout: &Layout,
    command: Command,
    diags: &mut Diagnostics,
) -> Option<Generated> {
    generate_effective(load(document, overlays, diags)?, config, layout, command, diags)
}

/// Runs every stage after the overlays.
pub(super) fn generate_effective(
    effective: Effective,
    config: &Config,
    layout: &Layout,
    command: Command,
    diags: &mut Diagnostics,
) -> Option<Generated> {
    let sources = std::iter::once(&effective.source.name).chain(&effective.overlays);
    let sources: Vec<String> = sources.map(|name| file_name(name)).collect();
    let document = check(effective, diags)?;
    let mut resolved = normalise(&document, diags);
    if diags.has_errors() {
        return None;
    }
    let in_document = (resolved.operations.len(), resolved.schemas.len());
    select(&document, &mut resolved, &config.select, diags);
    let (api, left_out) = lower_supported(&document, &mut resolved, config, diags);
    drop((document, resolved));
    if diags.has_errors() {
        return None;
    }
    let names = name(&api, config, diags);
    if diags.has_errors() {
        return None;
    }
    let crates = crates(&api, config, layout);
    let cx = Cx {
        api: &api,
        names: &names,
        config,
        crates: &crates,
        sources: &sources,
        command: command.as_str(),
    };
    let files = emit(&cx, diags);
    let header = cx.header();
    let packages = [crates.client, crates.server];
    (!diags.has_errors()).then_some(Generated {
        api,
        names,
        files,
        packages,
        header,
        in_document,
        left_out,
    })
}

/// Mistakes in the text and mistakes in its references do not hide each other.
pub(super) fn read_and_normalise(
    effective: Effective,
    diags: &mut Diagnostics,
) -> Option<Resolved> {
    let document = check(effective, diags)?;
    Some(normalise(&document, diags))
}

/// The document as headers name it: without folders, which differ from one machine to the next.
fn file_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.chars().filter(|c| !c.is_control() && *c != '`').collect()
}

fn crates(api: &Api, config: &Config, layout: &Layout) -> Crates {
    let package = |kind: &str, configured: &Option<String>| match (&layout.name, configured) {
        (Some(name), _) => format!("{name}-{kind}"),
        (None, Some(package)) => package.clone(),
        (None, None) => format!("{}-{kind}", package_stem(&api.title)),
    };
    Crates {
        client: package("client", &config.client.package),
        server: package("server", &config.server.package),
        client_from_server: layout.client_from_server.clone(),
        client_only: layout.client_only,
    }
}

/// The title as the start of a package name: small letters, digits, hyphens.
fn package_stem(title: &str) -> String {
    let mut stem = String::new();
    for word in title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if stem.len() + word.len() > 48 {
            break;
        }
        if !stem.is_empty() {
            stem.push('-');
        }
        stem.push_str(&word.to_ascii_lowercase());
    }
    if stem.starts_with(|c: char| c.is_ascii_lowercase()) {
        stem
    } else if stem.is_empty() {
        "api".to_owned()
    } else {
        format!("api-{stem}")
    }
}

#[cfg(test)]
mod tests {
    use super::{file_name, package_stem};
    use crate::config::check_package_name;

    #[test]
    fn titles_become_package_names() {
        for (title, wanted) in [
            ("Coder workspace agents API", "coder-workspace-agents-api"),
            ("  Pet Store (v2) ", "pet-store-v2"),
            ("3D", "api-3d"),
            ("宠物", "api"),
            ("", "api"),
        ] {
            assert_eq!(package_stem(title), wanted);
        }
        let long = package_stem(&"very ".repeat(50));
        assert!(check_package_name(&format!("{long}-client")).is_ok(), "{long}");
    }

    #[test]
    fn documents_are_named_without_folders() {
        assert_eq!(file_name("/home/me/agents.yaml"), "agents.yaml");
        assert_eq!(file_name("C:\\me\\agents.yaml"), "agents.yaml");
        assert_eq!(file_name("a`\nb.yaml"), "ab.yaml");
    }
}
