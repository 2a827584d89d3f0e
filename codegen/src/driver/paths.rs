//! Where the document is and where the output goes.

use std::path::{Component, Path, PathBuf};

use super::request::{Job, Request};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostics, Place, Severity};

/// The folder of the reference pages, unless the config says otherwise.
const PAGES: &str = "reference";

/// Files and folders of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paths {
    pub(super) document: PathBuf,
    pub(super) client: PathBuf,
    pub(super) server: PathBuf,
    /// The folder around both crates, when a workspace of their own is made.
    pub(super) workspace: Option<PathBuf>,
    /// The folder of the reference pages.
    pub(super) pages: PathBuf,
}

impl Paths {
    /// Says where everything is. Without a usable config, the defaults count.
    pub(super) fn new(job: &Job, config: Option<&Config>, diags: &mut Diagnostics) -> Option<Self> {
        match job {
            Job::Workspace { document, out, .. } => Some(Self {
                document: document.clone(),
                client: out.join("client"),
                server: out.join("server-stubs"),
                workspace: Some(out.clone()),
                pages: out.join(PAGES),
            }),
            Job::Configured { config: file, document } => {
                Self::configured(file, document.as_deref(), config, diags)
            }
            Job::Pages { config: file } => Self::configured(file, None, config, diags),
        }
    }

    fn configured(
        file: &Path,
        document: Option<&Path>,
        config: Option<&Config>,
        diags: &mut Diagnostics,
    ) -> Option<Self> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let below = |path: &str| clean(&folder.join(path));
        let named = config.and_then(|config| config.document.as_deref()).map(below);
        let Some(document) = document.map(Path::to_path_buf).or(named) else {
            if config.is_some() {
                no_document(file, diags);
            }
            return None;
        };
        let client = config.and_then(|config| config.client.out.as_deref());
        let server = config.and_then(|config| config.server.out.as_deref());
        let pages = config.and_then(|config| config.reference.out.as_deref());
        Some(Self {
            document,
            client: below(client.unwrap_or("client")),
            server: below(server.unwrap_or("server-stubs")),
            workspace: None,
            pages: below(pages.unwrap_or(PAGES)),
        })
    }

    /// The path from the server crate's folder to the client crate's, with `/` on every system.
    pub(super) fn client_from_server(&self) -> String {
        relative(&absolute(&self.server), &absolute(&self.client))
    }
}

/// The overlays in their order: first those of the config, relative to it.
pub(super) fn overlays(request: &Request, config: &Config) -> Vec<PathBuf> {
    let folder = request.job.config().and_then(Path::parent).unwrap_or(Path::new(""));
    let configured = config.overlays.iter().map(|path| clean(&folder.join(path)));
    configured.chain(request.overlays.iter().cloned()).collect()
}

fn no_document(config: &Path, diags: &mut Diagnostics) {
    diags
        .report(
            Code::ConfigInvalidValue,
            Severity::Error,
            Place::File(config.display().to_string()),
            "the config names no document",
        )
        .help(
            "add `document = \"openapi.yaml\"`, relative to the config, or name one with `--spec`",
        );
}

fn absolute(path: &Path) -> PathBuf {
    clean(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
}

/// The path without `.` and, where something stands before it, without `..`.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match out.components().next_back() {
                Some(Component::Normal(_)) => {
                    out.pop();
                }
                Some(Component::RootDir | Component::Prefix(_)) => {}
                Some(Component::ParentDir | Component::CurDir) | None => out.push(component),
            },
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => out.push(component),
        }
    }
    out
}

fn relative(from: &Path, to: &Path) -> String {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to.components().skip(shared).map(|c| c.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{clean, relative};

    #[test]
    fn paths_are_cleaned() {
        for (path, wanted) in [
            ("spec/../generated-client", "generated-client"),
            ("./a/./b", "a/b"),
            ("../../a", "../../a"),
            ("a/../../b", "../b"),
            ("/../a", "/a"),
        ] {
            assert_eq!(clean(Path::new(path)), Path::new(wanted), "{path}");
        }
    }

    #[test]
    fn one_folder_from_another() {
        let relative = |from, to| relative(Path::new(from), Path::new(to));
        assert_eq!(relative("/w/server-stubs", "/w/client"), "../client");
        assert_eq!(relative("/w/a/server", "/w/client"), "../../client");
        assert_eq!(relative("/w", "/w/client"), "client");
    }
}
